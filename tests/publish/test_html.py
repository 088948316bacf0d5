"""A report as one page."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from datetime import date

import nbformat
import pytest

from reportkit.display import Cell, Chart, Note, Table
from reportkit.display.html import render as fragment
from reportkit.errors import ReportError
from reportkit.publish.document import Document, Front, Part
from reportkit.publish.exporter import ReportHTMLExporter
from reportkit.publish.front import as_metadata, read_front
from reportkit.publish.html import render
from tests.specimen import document, front, specimen

FRONT = Front(
    title="Impact report",
    project="Brugge werkt!",
    region="Brugge",
    period="2018",
    cut_off=date(2018, 12, 31),
    audience="public",
    language="en",
    synthetic=False,
)
PAGES = {language: render(document(language)) for language in ("nl", "en")}


def page(*parts: Part, **changed: object) -> str:
    """Render parts under a plain front."""
    return render(Document(replace(FRONT, **changed), parts))  # type: ignore[arg-type]


def test_the_page_says_its_language() -> None:
    """A screen reader reads each page in its own language."""
    assert ('<html lang="nl">' in PAGES["nl"], '<html lang="en">' in PAGES["en"]) == (True, True)


def test_the_same_report_gives_the_same_bytes() -> None:
    """A page can be compared with one that was made earlier."""
    assert render(document("nl")) == PAGES["nl"]


def test_a_page_needs_nothing_beside_it() -> None:
    """No script, no font, no picture and no style from elsewhere; only links to follow."""
    html = PAGES["nl"]
    assert re.findall(r"<(?:script|link|img|iframe|object|embed|audio|video)\b", html) == []
    assert re.findall(r"(?:src|srcset|xlink:href)=|url\(|@import", html) == []


def test_a_page_forbids_itself_to_load_or_run_anything() -> None:
    """The policy allows the page's own style sheet, by its hash, and no other."""
    policy = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', PAGES["nl"])[0]
    assert policy.startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy
    assert "style=" not in PAGES["nl"]


def test_the_title_stands_once_as_the_highest_heading() -> None:
    """The notebook's own title is not repeated under that of the cover."""
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", PAGES["nl"]) == ["Impactrapport &#39;t Werkt"]


def test_headings_follow_one_another() -> None:
    """No heading is more than one level under the one before it."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", PAGES["nl"])]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_all_references_lead_somewhere() -> None:
    """Each link within the page, and each name given by reference, has one place to go to."""
    ids = re.findall(r' id="([^"]+)"', PAGES["nl"])
    linked = re.findall(r'(?:href="#|aria-labelledby=")([^"]+)"', PAGES["nl"])
    assert len(ids) == len(set(ids))
    assert set(linked) <= set(ids)


def test_the_contents_list_the_chapters() -> None:
    """The reader sees at once what the report holds, and can go there."""
    contents = PAGES["en"].partition('<nav class="rk-contents"')[2].partition("</nav>")[0]
    assert re.findall(r'<a href="#([^"]+)">', contents) == ["outcomes", "over-time", "terms-and-remarks"]


def test_the_cover_says_what_the_report_is_about() -> None:
    """Project, region, period, cut-off date and audience stand on top."""
    cover = PAGES["nl"].partition("<h1>")[2].partition("</header>")[0]
    for words in ("Kortrijk", "2022", "31 december 2022", "Publiek"):
        assert words in cover


def test_synthetic_data_are_marked_on_every_part_that_travels_alone() -> None:
    """The head, the cover and the foot of a page with made-up data say so; another page never does."""
    head, cover, foot = re.split(r"<body>|<main", PAGES["nl"])
    assert '<meta name="data" content="SYNTHETIC">' in head
    assert "SYNTHETISCHE GEGEVENS" in cover
    assert "SYNTHETISCHE GEGEVENS" in foot.partition("<footer>")[2]
    assert "SYNTHETIC" not in page()


def test_the_page_leads_to_its_other_language_and_its_files() -> None:
    """The same report in the other language, and the PDF and the data, are one click away."""
    assert '<a href="report.en.html" hreflang="en" lang="en">English</a>' in PAGES["nl"]
    assert '<a href="indicators.csv">CSV</a>' in PAGES["nl"]


def test_tables_and_figures_are_numbered_in_the_readers_language() -> None:
    """Each kind has its own row of numbers, in reading order."""
    numbers = re.findall(r'<span class="rk-number">([^<]+)</span>', PAGES["nl"])
    assert numbers == ["Tabel 1.", "Figuur 1.", "Figuur 2.", "Figuur 3.", "Figuur 4.", "Figuur 5."]


def test_a_note_without_a_title_gets_that_of_its_kind() -> None:
    """What kind of note it is does not hang on its colour."""
    html = page(Part(html=fragment(Note("Twelve rows.", "warning")), typst="x"))
    assert "<strong>Warning</strong></p><p>Twelve rows.</p>" in html


def test_the_data_of_a_chart_are_named_in_the_readers_language() -> None:
    """Where the table of a chart has the chart's own caption, what can be opened is called by what it is."""
    table = Table("Closed", ("Outcome", "Number"), ((Cell("Job"), Cell("255")),), (False, True))
    chart = Chart("Closed", "<svg></svg>", "One bar.", table)
    html = page(Part(html=fragment(chart), typst="x"), language="nl")
    assert "<details><summary>Gegevens van de figuur</summary>" in html


def test_a_hostile_front_stays_text() -> None:
    """Names come from params and are never markup."""
    html = page(title="<script>x</script>", region='"><img src=x>', partners=("<b>",), software="<i>")
    assert not any(tag in html for tag in ("<script", "<img", "<b>", "<i>"))


def test_a_hostile_block_is_disarmed() -> None:
    """Also a notebook that was written by someone else cannot bring a script to the page."""
    html = page(Part(html='<p onclick="x()">Text<script>x()</script></p>', typst="x"))
    assert "<p>Text</p>" in html
    assert "x()" not in html


def test_nbconvert_makes_the_same_page() -> None:
    """An executed notebook that carries its front gives the page that a batch gives."""
    notebook = specimen("nl")
    notebook.metadata["reportkit"] = {"front": as_metadata(front("nl"))}
    reread = nbformat.reads(nbformat.writes(notebook), as_version=4)  # type: ignore[no-untyped-call]
    html, resources = ReportHTMLExporter().from_notebook_node(reread)  # type: ignore[no-untyped-call]
    assert html == PAGES["nl"]
    assert resources["output_extension"] == ".html"


def test_a_notebook_of_papermill_gets_a_front_from_its_parameters() -> None:
    """Who runs papermill by hand sees region and period of the run, and that data are made up."""
    notebook = specimen("en")
    parameters = {"project": "twerkt", "region": "kortrijk", "period": "2022-Q3", "language": "en"}
    notebook.metadata["papermill"] = {"parameters": parameters}
    made = read_front(notebook)
    assert (made.title, made.region, made.period) == ("Impact report 't Werkt", "kortrijk", "3rd quarter of 2022")
    assert (made.cut_off, made.audience, made.synthetic) == (date(2022, 9, 30), "public", True)


def test_a_notebook_without_a_period_is_refused() -> None:
    """A page never pretends to a date that nobody gave."""
    with pytest.raises(ReportError, match="E245"):
        read_front(specimen("en"))
