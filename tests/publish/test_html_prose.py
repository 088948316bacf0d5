"""Markdown prose on the page."""

from __future__ import annotations

import pytest

from reportkit.publish.prose import Heading, Prose


def test_the_title_of_the_notebook_is_left_to_the_cover() -> None:
    """The page has one heading of level 1, and the cover has it."""
    assert Prose().render("# Impact report") == ""


def test_headings_skip_no_level() -> None:
    """A screen reader's list of headings has no gaps, also over cells."""
    prose = Prose()
    html = prose.render("#### First\n\n## Second") + prose.render("#### Third")
    assert [line[:3] for line in html.split("<h")[1:]] == ["2 i", "2 i", "3 i"]


def test_anchors_are_unique_and_plain() -> None:
    """A link to a heading leads to one place, and can be typed."""
    prose = Prose()
    prose.render("## Één *doel*")
    prose.render("## Een doel\n\n## Contents")
    assert [heading.anchor for heading in prose.headings] == ["een-doel", "een-doel-2", "contents-2"]
    assert prose.headings[0] == Heading(2, "een-doel", "Één doel")


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "Text <img src=x onerror=alert(1)> text",
        "![picture](https://example.org/x.png)",
        "[link](javascript:alert(1))",
        "[link](JaVaScRiPt:alert(1))",
        "[link](data:text/html,x)",
        "[link](//example.org)",
        "[link](vbscript:x)",
    ],
)
def test_prose_brings_no_markup_of_its_own(markdown: str) -> None:
    """Prose runs nothing, loads nothing and leads nowhere strange: it is only words."""
    html = Prose().render(markdown)
    assert not any(sign in html for sign in ("<script", "<img", "<a ", "example.org/x"))


@pytest.mark.parametrize("url", ["https://statbel.fgov.be", "mailto:a@example.org", "#results", "indicators.csv"])
def test_plain_links_are_kept(url: str) -> None:
    """Prose can lead to a site, an address, a heading and a file beside the page."""
    assert f'<a href="{url}">words</a>' in Prose().render(f"[words]({url})")


def test_a_remark_to_the_author_is_left_out() -> None:
    """An HTML comment is not part of the report."""
    assert Prose().render("<!-- check this -->\n\nText <!-- and this -->here.") == "<p>Text here.</p>"


def test_columns_of_a_table_have_headers() -> None:
    """A screen reader can name the column of each cell; numbers stand to the right."""
    html = Prose().render("| Step | Days |\n|---|---:|\n| Intake | 14 |")
    assert '<th scope="col">Step</th>' in html
    assert '<td class="rk-numeric">14</td>' in html
    assert "style=" not in html
