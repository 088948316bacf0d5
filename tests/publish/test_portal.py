"""The portal over all reports."""

from __future__ import annotations

import re
from dataclasses import replace

from reportkit.publish.portal import PAGES, Entry, render

REPORT = Entry(
    project="twerkt",
    project_names={"nl": "'t Werkt", "en": "'t Werkt (en)"},
    region="kortrijk",
    region_names={"nl": "Kortrijk"},
    period="2021",
    audience="public",
    languages=("nl", "en"),
    folder="twerkt/kortrijk/2021/public",
    files=("indicators.csv", "indicators.xlsx", "manifest.json", "report.en.html", "report.nl.html", "report.nl.pdf"),
    descriptions={"nl": "Begeleiding naar werk.", "en": "Guidance to work."},
)
AUTHORITY = replace(REPORT, audience="authority", folder="twerkt/kortrijk/2021/authority")


def text(html: str) -> str:
    """Return the words of a piece of HTML."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def links(html: str) -> dict[str, str]:
    """Return the links of the main part: what a screen reader reads of each, by where it leads."""
    main = html.partition("<main")[2]
    return {where: text(words) for where, words in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', main)}


def test_each_file_has_a_link_that_says_what_it_is() -> None:
    """A list of links, read on its own, names project, region, period, audience, format and language."""
    found = links(render([REPORT], language="nl"))
    assert found == {
        "twerkt/kortrijk/2021/public/report.nl.html": "Rapport &#39;t Werkt, Kortrijk, 2021, Publiek, HTML, Nederlands",
        "twerkt/kortrijk/2021/public/report.en.html": "Rapport &#39;t Werkt, Kortrijk, 2021, Publiek, HTML, English",
        "twerkt/kortrijk/2021/public/report.nl.pdf": "Rapport &#39;t Werkt, Kortrijk, 2021, Publiek, PDF, Nederlands",
        "twerkt/kortrijk/2021/public/indicators.csv": "Rapport &#39;t Werkt, Kortrijk, 2021, Publiek, CSV",
        "twerkt/kortrijk/2021/public/indicators.xlsx": "Rapport &#39;t Werkt, Kortrijk, 2021, Publiek, XLSX",
    }


def test_the_portal_speaks_each_language_and_leads_to_the_other() -> None:
    """The Dutch page is the first; each page says where the other is."""
    dutch, english = (render([REPORT], language=language) for language in ("nl", "en"))
    assert PAGES == {"nl": "index.html", "en": "index.en.html"}
    assert '<html lang="nl">' in dutch
    assert '<a href="index.en.html" hreflang="en" lang="en">English</a>' in dutch
    assert "Guidance to work." in english
    assert '<a href="index.html" hreflang="nl" lang="nl">Nederlands</a>' in english


def test_public_reports_stand_apart_from_those_for_the_authority() -> None:
    """Nobody sends on a report with unprotected figures by mistake: each audience has its own table, public first."""
    captions = [
        text(found)
        for found in re.findall(r"<caption[^>]*>(.*?)</caption>", render([AUTHORITY, REPORT], language="nl"))
    ]
    assert captions == [
        "&#39;t Werkt: Publiek: cijfers over kleine groepen mensen zijn beschermd",
        "&#39;t Werkt: Beheersautoriteit: onbeschermde cijfers, niet voor publicatie",
    ]


def test_the_latest_period_comes_first() -> None:
    """Who looks for the new report finds it on top, its regions in order."""
    entries = [
        replace(REPORT, region=region, region_names={"nl": region}, period=period)
        for region in ("Menen", "Kortrijk")
        for period in ("2021", "2016/2022", "2022-Q3")
    ]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td>', render(entries, language="nl"))
    assert rows == [
        ("Kortrijk", "2016 tot en met 2022"),
        ("Menen", "2016 tot en met 2022"),
        ("Kortrijk", "3de kwartaal 2022"),
        ("Menen", "3de kwartaal 2022"),
        ("Kortrijk", "2021"),
        ("Menen", "2021"),
    ]


def test_a_report_that_could_not_be_made_is_listed_as_such() -> None:
    """A gap is said, and leads nowhere."""
    html = render([replace(REPORT, made=False)], language="nl")
    assert "Dit rapport kon niet gemaakt worden." in html
    assert links(html) == {}


def test_synthetic_data_are_marked() -> None:
    """A project with made-up data is marked beside its name; another is not."""
    assert "SYNTHETISCHE GEGEVENS</span></h2>" in render([replace(REPORT, synthetic=True)], language="nl")
    assert "SYNTHETI" not in render([REPORT], language="nl")


def test_the_order_of_the_entries_within_a_project_does_not_matter() -> None:
    """The same reports give the same bytes."""
    assert render([REPORT, AUTHORITY], language="nl") == render([AUTHORITY, REPORT], language="nl")


def test_an_empty_portal_says_so() -> None:
    """Before the first report there is a page all the same."""
    assert "There are no reports yet." in render([], language="en")


def test_names_are_never_markup() -> None:
    """Names come from params."""
    html = render([replace(REPORT, project_names={"nl": "<script>x</script>"}, folder='"><img src=x>')], language="nl")
    assert "<script" not in html
    assert "<img" not in html
