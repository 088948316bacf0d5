"""The portal's page on the quality of the data."""

from __future__ import annotations

import re
from dataclasses import replace

from reportkit.display import Cell, Note, Table
from reportkit.publish.portal import render as render_portal
from reportkit.publish.quality import PAGES, Part, Section, render

COMPLETENESS = Table(
    "Completeness", ("Variable", "Known"), ((Cell("gender"), Cell("20")),), numeric=(False, True)
)  # fmt: skip
SECTION = Section("twerkt", "'t Werkt", synthetic=False, parts=(Part("Completeness", COMPLETENESS),))


def test_the_page_says_for_whom_it_is() -> None:
    """At the top, in each language, and it asks not to be found."""
    for language, words in (("nl", "Niet voor publicatie"), ("en", "Not for publication")):
        page = render([SECTION], language=language)
        assert words in page
        assert 'class="rk-badge rk-authority"' in page
        assert '<meta name="robots" content="noindex">' in page


def test_the_page_speaks_each_language_and_leads_to_the_other() -> None:
    """And back to the portal."""
    assert PAGES == {"nl": "quality.nl.html", "en": "quality.en.html"}
    page = render([SECTION], language="nl")
    assert '<a href="quality.en.html" hreflang="en" lang="en">English</a>' in page
    assert '<a href="index.html">Alle rapporten</a>' in page


def test_two_projects_with_the_same_numbers_share_no_id() -> None:
    """A caption names its own table."""
    page = render([SECTION, replace(SECTION, project="anker", name="Anker")], language="en")
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)


def test_a_table_is_named_for_its_project() -> None:
    """Whoever hears a list of tables knows whose each is."""
    assert '<span class="rk-unseen">\'t Werkt: </span>Completeness' in render([SECTION], language="en").replace(
        "&#39;", "'"
    )


def test_synthetic_data_are_marked() -> None:
    """Beside the name of the project and at the foot of the page."""
    assert "SYNTHETIC DATA</span></h2>" in render([replace(SECTION, synthetic=True)], language="en")
    assert "SYNTHETIC" not in render([SECTION], language="en")


def test_names_and_notes_are_never_markup() -> None:
    """Reasons and names come from params."""
    part = Part("Rules", Note("<script>x</script>"))
    page = render([replace(SECTION, name="<script>y</script>", parts=(part,))], language="en")
    assert "<script" not in page


def test_a_note_has_a_title() -> None:
    """As it has in a report."""
    page = render([replace(SECTION, parts=(Part("Rows", Note("All is well.", "success")),))], language="en")
    assert "<strong>In order</strong>" in page


def test_the_same_sections_give_the_same_bytes() -> None:
    """No clock and no chance is in the page."""
    assert render([SECTION], language="nl") == render([SECTION], language="nl")


def test_the_portal_leads_to_the_page_where_there_is_one() -> None:
    """And says for whom it is."""
    assert "quality" not in render_portal([], language="en").partition("</header>")[0].partition("<body")[2]
    assert 'href="quality.en.html">Quality of the data</a>' in render_portal(
        [], language="en", quality="quality.en.html"
    )
