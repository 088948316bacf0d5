"""A report on paper: an archive that everyone can read, and the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import page
import pikepdf
import pytest

from reportkit.display import Cell, Chart, Note, Paragraph, Table
from reportkit.display.typst import render as source
from reportkit.errors import ReportError
from reportkit.publish.document import Document, Front, Part
from reportkit.publish.pdf import render
from tests.specimen import document

PAPER = {language: render(document(language)) for language in ("nl", "en")}
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
HOSTILE = (
    '#eval("x")',
    "*a* _b_",
    "\"quoted\" 'too'",
    "back\\slash",
    "$x^2$",
    "// no comment",
    "/* nor this */",
    "-5",
    "--",
    "~",
    "<label> @ref",
    "`code`",
    "[content]",
    "...",
    "=1+1",
    "https://example.org",
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text x="2" y="15">X</text></svg>'


def paper(*parts: Part, **changed: object) -> bytes:
    """Set parts under a plain front."""
    return render(Document(replace(FRONT, **changed), parts))  # type: ignore[arg-type]


def table(*rows: tuple[str, str]) -> Table:
    """Return a table of two columns of text."""
    return Table("Words", ("What", "Text"), tuple((Cell(left), Cell(right)) for left, right in rows), (False, False))


def faults(made: bytes, profile: str) -> list[tuple[str, str]]:
    """Return what a validator finds wrong."""
    return [(fault.rule_id, fault.message) for fault in page.validate_pdf_bytes(made, profile=profile).failures]


def text_of(made: bytes, folder: Path) -> str:
    """Return the words of a PDF, as poppler reads them."""
    file = folder / "report.pdf"
    file.write_bytes(made)
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(file), "-"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def rows_of(made: bytes) -> list[list[tuple[str, str]]]:
    """Return each row of each table: of every cell its tag and its scope."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        rows = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TR"]
        return [[(str(cell.S), scope(cell)) for cell in row.K] for row in rows]


def scope(cell: pikepdf.Object) -> str:
    """Return what a cell is the header of."""
    return next((str(part.Scope) for part in cell.A if "/Scope" in part), "")


@pytest.mark.parametrize("profile", ["2a", "ua1"])
@pytest.mark.parametrize("language", PAPER)
def test_one_file_is_archive_and_accessible(language: str, profile: str) -> None:
    """A report with every kind of block is PDF/A-2a and PDF/UA-1."""
    assert faults(PAPER[language], profile) == []


def test_the_same_report_gives_the_same_bytes() -> None:
    """A report can be compared with one that was made earlier."""
    assert render(document("nl")) == PAPER["nl"]


def test_another_process_gives_the_same_bytes() -> None:
    """Nothing of the process that made it is in a report."""
    code = (
        "import hashlib; from tests.specimen import document; from reportkit.publish.pdf import render; "
        "print(hashlib.sha256(render(document('nl'))).hexdigest(), end='')"
    )
    root = Path(__file__).parents[2]
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=root, text=True).stdout
    assert told == hashlib.sha256(PAPER["nl"]).hexdigest()


@pytest.mark.parametrize(("language", "locale"), [("nl", "nl-BE"), ("en", "en-GB")])
def test_the_file_says_its_language_and_title(language: str, locale: str) -> None:
    """A reader reads each report aloud in its own language, and shows its name."""
    with pikepdf.open(io.BytesIO(PAPER[language])) as pdf:
        front = document(language).front
        assert (str(pdf.Root.Lang), str(pdf.docinfo["/Title"])) == (locale, f"{front.title} · {front.region} · 2022")


def test_a_report_knows_no_clock() -> None:
    """It is dated on its cut-off."""
    with pikepdf.open(io.BytesIO(PAPER["nl"])) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20221231")


def test_the_first_column_heads_its_rows() -> None:
    """A screen reader says the label of a row with each of its cells."""
    rows = rows_of(paper(Part(typst=source(table(("a", "1"), ("b", "2"))))))
    assert rows == [
        [("/TH", "/Column"), ("/TH", "/Column")],
        [("/TH", "/Row"), ("/TD", "")],
        [("/TH", "/Row"), ("/TD", "")],
    ]


def test_no_cell_lists_headers_that_would_leave_out_its_row() -> None:
    """A list of headers outranks scopes, so that cells have none."""
    with pikepdf.open(io.BytesIO(PAPER["nl"])) as pdf:
        cells = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TD"]
        assert [part for cell in cells for part in cell.A if "/Headers" in part] == []


@pytest.mark.poppler
def test_text_is_printed_as_it_is(tmp_path: Path) -> None:
    """No text is markup, no quote curls, no hyphen becomes a minus."""
    text = text_of(paper(Part(typst=source(table(*((words, words) for words in HOSTILE))))), tmp_path)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    assert [words for words in HOSTILE if f"{words} {words}" not in lines] == []


@pytest.mark.poppler
def test_a_note_and_a_caption_are_printed_as_they_are(tmp_path: Path) -> None:
    """What holds for cells holds for all words."""
    hostile = " ".join(HOSTILE[:6])
    blocks = (
        Paragraph(f"1 {hostile}"),
        Note(f"2 {hostile}", "warning", f"3 {hostile}"),
        replace(table(), caption=hostile),
    )
    text = " ".join(text_of(paper(*(Part(typst=source(block)) for block in blocks)), tmp_path).split())
    assert [f"{start}{hostile}" in text for start in ("1 ", "2 ", "3 ", "Table 1. ")] == [True] * 4


@pytest.mark.poppler
def test_words_of_code_are_in_the_language(tmp_path: Path) -> None:
    """Numbers of tables and figures, the contents and the cover follow the report."""
    text = text_of(PAPER["nl"], tmp_path)
    expected = ("Inhoudsopgave", "Tabel 1. ", "Figuur 1. ", "Afsluitdatum", "31 december 2022", "SYNTHETISCHE GEGEVENS")
    assert [words for words in expected if words not in text] == []


@pytest.mark.poppler
@pytest.mark.parametrize(("synthetic", "marks"), [(True, 3), (False, 0)])
def test_every_page_of_synthetic_data_says_so(tmp_path: Path, *, synthetic: bool, marks: int) -> None:
    """A page that is torn out is still not taken for real."""
    made = paper(Part(markdown="## One\n\nText."), synthetic=synthetic)
    assert text_of(made, tmp_path).count("SYNTHETIC DATA") == marks


def test_every_picture_says_what_it_shows() -> None:
    """Whoever does not see a chart is told its figures."""
    with pikepdf.open(io.BytesIO(PAPER["nl"])) as pdf:
        items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]
        told = [str(item.get("/Alt", "")) for item in items if item.get("/S") == "/Figure"]
    charts = sum(part.html.count("<svg") for part in document("nl").parts)
    assert (len(told), all(len(alt) > len("Figuur 1.") for alt in told)) == (charts, True)


@pytest.mark.poppler
def test_the_data_of_a_chart_say_of_which(tmp_path: Path) -> None:
    """The table may stand on the page after the picture."""
    chart = Part(typst=source(Chart("Reach", SVG, "Bar chart.", replace(table(("x", "1")), caption="Reach"))))
    lines = [" ".join(line.split()) for line in text_of(paper(chart, chart), tmp_path).splitlines()]
    captions = [line for line in lines if line.startswith(("Figure", "Data"))]
    assert captions == ["Figure 1. Reach", "Data of figure 1", "Figure 2. Reach", "Data of figure 2"]


@pytest.mark.poppler
@pytest.mark.parametrize("lines", range(28, 44, 3))
def test_a_heading_and_its_lead_stay_with_their_table(tmp_path: Path, lines: int) -> None:
    """Nothing that introduces a table is left alone at the foot of a page."""
    before = Part(markdown="\n\n".join(["Filled."] * lines))
    rows = table(*((f"row {at}", "x") for at in range(9)))
    made = paper(before, Part(markdown="## Reach\n\nBy region."), Part(typst=source(rows)))
    last = text_of(made, tmp_path).rstrip("\f").split("\f")[-1]
    assert [words in last for words in ("Reach", "By region.", "row 0")] in ([True] * 3, [False] * 3)


@pytest.mark.poppler
@pytest.mark.parametrize(("region", "times"), [("Aalst", 3), ("Aalst" + " en Brugge" * 40, 1)])
def test_a_long_list_of_places_stands_among_the_facts_only(tmp_path: Path, region: str, times: int) -> None:
    """Title and running head keep to one line; the cover still tells every place."""
    assert text_of(paper(Part(markdown="Text."), region=region), tmp_path).count("Aalst") == times


@pytest.mark.poppler
def test_a_report_without_a_region_leaves_no_gap(tmp_path: Path) -> None:
    """An exported notebook may not name one: neither a label without a value nor a stray dot is printed."""
    made = paper(Part(markdown="Text."), region="")
    words = text_of(made, tmp_path).split()
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert ("Region" in words, words.count("·"), str(pdf.docinfo["/Title"])) == (False, 1, "Impact report · 2018")


@pytest.mark.poppler
def test_a_long_table_repeats_its_header(tmp_path: Path) -> None:
    """A row on a second page is read under the same labels."""
    made = paper(Part(typst=source(table(*((f"row {at}", "x") for at in range(90))))))
    pages = [page_text for page_text in text_of(made, tmp_path).split("\f") if "row" in page_text]
    assert [(len(pages) > 1), *("What" in page_text for page_text in pages)] == [True] * (len(pages) + 1)


@pytest.mark.poppler
def test_prose_is_printed(tmp_path: Path) -> None:
    """Headings, lists, tables, links and emphasis of Markdown keep their words."""
    inline = "A *b* **c** `d` [e](https://example.org) &amp; f."
    markdown = f"## Head\n\n{inline}\n\n3. three\n4. four\n\n| g | h |\n|---|--:|\n| i | -1 |"
    text = " ".join(text_of(paper(Part(markdown=markdown)), tmp_path).split())
    assert [words for words in ("Head", "A b c d e & f.", "3. three 4. four", "g h i -1") if words not in text] == []


@pytest.mark.poppler
def test_the_words_of_a_chart_are_text(tmp_path: Path) -> None:
    """A chart can be searched, and its words are in the report's own type."""
    chart = Chart("Reach", SVG.replace(">X<", ">Kortrijk 312<"), "Bar chart.", table(("Kortrijk", "x")))
    assert "Kortrijk 312" in text_of(paper(Part(typst=source(chart))), tmp_path)


def test_type_is_the_report_s_own() -> None:
    """No font of the machine is used: pages are the same everywhere."""
    with pikepdf.open(io.BytesIO(PAPER["nl"])) as pdf:
        names = {
            str(item.BaseFont)[8:]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert {name.partition("-")[0] for name in names} == {"SourceSans3"}


def test_a_title_of_the_first_level_is_left_to_the_cover() -> None:
    """The notebook's first heading is not printed twice."""
    assert paper(Part(markdown="# Impact report\n\nText.")) == paper(Part(markdown="Text."))


def test_a_level_of_headings_that_is_skipped_is_filled() -> None:
    """Prose that skips a level is raised to the next, as on screen."""
    assert paper(Part(markdown="## a\n\n#### b")) == paper(Part(markdown="## a\n\n### b"))


@pytest.mark.parametrize(
    ("markdown", "word"), [("<div>x</div>", "HTML"), ("a <b>x</b>", "HTML"), ("![a](b.png)", '"image"')]
)
def test_prose_that_paper_cannot_show_is_an_error(markdown: str, word: str) -> None:
    """Nothing of a report is dropped in silence."""
    with pytest.raises(ReportError, match=f"E241 .*{word}"):
        paper(Part(markdown=markdown))


def test_a_chart_without_alternative_text_is_refused() -> None:
    """Typst itself sees to it, and its words are passed on."""
    with pytest.raises(ReportError, match=r"E240 the PDF cannot be set: .*missing alt text"):
        paper(Part(typst=source(Chart("Reach", SVG, "", table()))))


def test_no_file_of_the_machine_is_read() -> None:
    """Source that asks for a file finds only the report's own fonts."""
    with pytest.raises(ReportError, match=r"E240 .*file not found"):
        paper(Part(typst='#read("/etc/passwd")'))


def test_data_travel_with_a_report_that_is_asked_to_carry_them() -> None:
    """An archive with files is PDF/A-3a, and gives them back whole."""
    files = {"indicators.csv": b"a,b\n1,2\n", "indicators.xlsx": bytes(range(256))}
    made = render(document("nl"), attach=files)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()} == files
    assert (faults(made, "3a"), faults(made, "ua1")) == ([], [])


@pytest.mark.poppler
@pytest.mark.parametrize(
    ("audience", "said"), [("public", "small groups of people are protected"), ("authority", "not for publication")]
)
def test_the_cover_explains_the_audience(tmp_path: Path, audience: str, said: str) -> None:
    """A reader knows what the figures may be used for."""
    assert said in text_of(paper(audience=audience), tmp_path)
