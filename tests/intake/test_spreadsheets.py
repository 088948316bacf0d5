"""Spreadsheets: what a person sees in them is what is read, and whatever could differ is told with its place."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from reportkit.intake import CELL_RULES, line, read
from tests.intake.deliveries import project
from tests.intake.workbooks import Xml, ods, ods_table, packed, xlsx, xlsx_parts, xlsx_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reportkit.tables import Delivery
    from tests.intake.workbooks import DeliverBook, Rows

    Spoiling = tuple[str, str, object, str, str]

HEADER: list[object] = ["person_key", "operation_id", "entry_date", "age_at_entry", "municipality", "in_education"]
DAY = date(2022, 1, 5)
RECORD: list[object] = ["p1", "A", DAY, 30, "34022", True]
OTHER: list[object] = ["p2", "A", DAY, 40, "34027", False]
GOOD: Rows = [HEADER, RECORD, OTHER]


def told(delivery: Delivery) -> list[str]:
    """Tell what is wrong with the file and its cells."""
    rules = {*CELL_RULES, "E125"}
    return [line(f) for f in delivery.findings if f.rule in rules or f.rule.startswith("E15")]


def keys(delivery: Delivery) -> list[str]:
    """Return the keys of the participations that were read."""
    return list(delivery.tables["participations"]["person_key"].to_pylist())


def without(name: str, value: object) -> list[Sequence[object]]:
    """Return the good rows with another cell in a column of the first record, which is on row 2."""
    changed: list[object] = list(RECORD)
    changed[HEADER.index(name)] = value
    return [HEADER, changed, OTHER]


@pytest.mark.parametrize("content", [xlsx(GOOD), ods(ods_table(GOOD))], ids=["xlsx", "ods"])
def test_a_sheet_is_read_with_its_rows(deliver_book: DeliverBook, content: bytes) -> None:
    """Dates, numbers and truth values of the spreadsheet are what they are, and rows those of the sheet."""
    table = deliver_book(content).tables["participations"]
    assert table.select([*map(str, HEADER), "_row"]).to_pylist() == [
        {**dict(zip(HEADER, row, strict=True)), "_row": number} for number, row in enumerate(GOOD[1:], 2)
    ]


def test_cells_of_text_are_read_as_the_profile_declares(deliver_book: DeliverBook) -> None:
    """A date or a number that stands there as text is one, written as in a file of text."""
    rows: Rows = [HEADER, ["p1", "A", "05/01/2022", "30", "0012", "yes"], ["p2", "A", DAY, 31, "0013", "no"]]
    table = deliver_book(xlsx(rows), date_format="%d/%m/%Y").tables["participations"]
    assert table["entry_date"].to_pylist() == [DAY, DAY]
    assert table["municipality"].to_pylist() == ["0012", "0013"]


def test_a_decimal_cell_does_not_depend_on_the_declared_mark(workspace: Path, deliver_book: DeliverBook) -> None:
    """12.5 in a cell is twelve and a half whatever marks the text of the project has."""
    header = ["person_key", "operation_id", "start_date", "hours_per_week"]
    jobs_rows: Rows = [header, ["p1", "A", DAY, 12.5], ["p1", "A", DAY, "7,6"], ["p1", "A", DAY, 38]]
    (workspace / "data" / "p" / "jobs.xlsx").write_bytes(xlsx(jobs_rows))
    jobs = deliver_book(xlsx(GOOD), decimal=",").tables["jobs"]
    assert jobs["hours_per_week"].to_pylist() == [12.5, 7.6, 38.0]


def xlsx_formula(stored: str) -> Xml:
    """Write a formula with what was stored with it."""
    return Xml(f'<c r="PLACE"><f>1+1</f>{stored}</c>')


def ods_with(attributes: str, text: str = "") -> Xml:
    """Write a cell of an ODS sheet with some attributes."""
    return Xml(f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>")


UNCALCULATED = Xml('<table:table-cell table:formula="of:=1+1"/>')
DAYS_LONG = ods_with('office:value-type="time" office:time-value="PT180H00M00S"', "180:00")
DUTCH_ERROR = ods_with('office:value-type="string" table:formula="of:=1/0"', "#DEEL/0!")
NUMBERED = Xml('<c r="PLACE" s="4"><v>0.5</v></c>')
NUMBERED_OWN = Xml('<c r="PLACE" s="5"><v>0.5</v></c>')
LENGTH = Xml('<c r="PLACE" s="3"><v>1.5</v></c>')
NOON = datetime(2022, 1, 5, 12)  # noqa: DTZ001 - a spreadsheet knows no zones
CELLS: list[Spoiling] = [
    ("xlsx", "person_key", 12, "T11", "Format the column as text"),
    ("xlsx", "municipality", 34022.0, "T11", "a number has lost its zeros"),
    ("xlsx", "in_education", 1, "T11", "Format the column as text"),
    ("xlsx", "entry_date", 44566, "T12", "count from 1900, the date system of this workbook; nothing is guessed"),
    ("xlsx", "entry_date", NOON, "T13", "take the times out"),
    ("xlsx", "age_at_entry", LENGTH, "T14", "hours are a decimal number"),
    ("xlsx", "age_at_entry", Xml('<c r="PLACE" t="e"><v>#REF!</v></c>'), "T15", "Mend the formula"),
    ("xlsx", "age_at_entry", xlsx_formula(""), "T16", "which calculates it, and save it"),
    ("xlsx", "age_at_entry", NUMBERED, "T17", "50 % is stored as 0.5"),
    ("xlsx", "age_at_entry", NUMBERED_OWN, "T17", "50 % is stored as 0.5"),
    ("xlsx", "age_at_entry", DAY, "T18", "turned what was typed into a date"),
    ("xlsx", "municipality", True, "T18", "or into TRUE"),
    ("xlsx", "municipality", DAY, "T18", "format the column, and fill it in again"),
    ("xlsx", "age_at_entry", 30.5, "T03", "a whole number"),
    ("xlsx", "age_at_entry", 1e300, "T03", "a whole number"),
    ("ods", "person_key", 12, "T11", "Format the column as text"),
    ("ods", "entry_date", 44566, "T12", "count from 1900"),
    ("ods", "entry_date", NOON, "T13", "take the times out"),
    ("ods", "age_at_entry", ods_with('office:value-type="time" office:time-value="PT7H30M0S"'), "T14", "7.5"),
    ("ods", "age_at_entry", ods_with('office:value-type="string" calcext:value-type="error"', "#N/A"), "T15", "Mend"),
    ("ods", "municipality", ods_with('office:value-type="string" table:formula="of:=1/0"', "#DIV/0!"), "T15", "Mend"),
    ("ods", "age_at_entry", DAYS_LONG, "T14", "7.5"),
    ("ods", "municipality", DUTCH_ERROR, "T15", "Mend"),
    ("ods", "age_at_entry", UNCALCULATED, "T16", "which calculates it"),
    ("ods", "age_at_entry", ods_with('office:value-type="percentage" office:value="0.5"'), "T17", "0.5"),
    ("ods", "municipality", True, "T18", "or into TRUE"),
]


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Delivery]:
    """Deliver every spoilt cell in a row of its own, after a good row: an XLSX and an ODS workbook."""
    deliveries = {}
    for suffix in ("xlsx", "ods"):
        rows: list[Sequence[object]] = [HEADER, RECORD]
        rows += [without(column, cell)[1] for kind, column, cell, _, _ in CELLS if kind == suffix]
        root = tmp_path_factory.mktemp(suffix)
        folder = root / "data" / "p"
        folder.mkdir(parents=True)
        (folder / f"participations.{suffix}").write_bytes(xlsx(rows) if suffix == "xlsx" else ods(ods_table(rows)))
        deliveries[suffix] = read(project(), root)
    return deliveries


@pytest.mark.parametrize("spoiling", CELLS)
def test_a_cell_of_another_kind_is_told(spoilt: Mapping[str, Delivery], spoiling: Spoiling) -> None:
    """The finding names rule, column and row, and how it is mended; nothing is guessed from the cell."""
    suffix, column, _, rule, message = spoiling
    row = 3 + [its for its in CELLS if its[0] == suffix].index(spoiling)
    found = [finding for finding in spoilt[suffix].findings if row in finding.rows and finding.severity == "error"]
    assert [(finding.rule, finding.column) for finding in found] == [(rule, column)]
    assert message in line(found[0])


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_the_rows_of_such_cells_are_left_out_and_counted(spoilt: Mapping[str, Delivery], suffix: str) -> None:
    """Read and rejected are what was delivered."""
    (source,), spoilings = spoilt[suffix].sources, [its for its in CELLS if its[0] == suffix]
    assert (keys(spoilt[suffix]), source.delivered, source.rejected) == (["p1"], 1 + len(spoilings), len(spoilings))


def test_day_numbers_of_a_workbook_from_1904_are_told_as_such(deliver_book: DeliverBook) -> None:
    """The same number is another day four years on, which only the workbook knows."""
    parts = xlsx_parts({"A": xlsx_sheet(without("entry_date", 43104))}, book='<workbookPr date1904="1"/>')
    assert "count from 1904" in told(deliver_book(packed(parts)))[0]


def test_dates_of_a_workbook_from_1904_are_read_as_such(deliver_book: DeliverBook) -> None:
    """A cell that is formatted as a date is the day that a person sees."""
    cell = Xml('<c r="PLACE" s="1"><v>43104</v></c>')
    parts = xlsx_parts({"A": xlsx_sheet(without("entry_date", cell))}, book='<workbookPr date1904="1"/>')
    assert deliver_book(packed(parts)).tables["participations"]["entry_date"][0].as_py() == DAY


def test_the_stored_value_of_a_formula_is_read(deliver_book: DeliverBook) -> None:
    """Nothing is calculated: what the spreadsheet program showed is the value."""
    delivery = deliver_book(xlsx(without("age_at_entry", xlsx_formula("<v>33</v>"))))
    assert (told(delivery), delivery.tables["participations"]["age_at_entry"][0].as_py()) == ([], 33)


def test_a_formula_that_no_spreadsheet_program_calculated_is_told(deliver_book: DeliverBook) -> None:
    """A program that writes workbooks stores a 0 and asks Excel to calculate later."""
    sheet = xlsx_sheet(without("age_at_entry", xlsx_formula("<v>0</v>")))
    delivery = deliver_book(packed(xlsx_parts({"A": sheet}, book='<calcPr fullCalcOnLoad="1"/>')))
    assert [found[:3] for found in told(delivery)] == ["T16"]


def test_formulas_that_reach_out_of_the_workbook_open_nothing(deliver_book: DeliverBook) -> None:
    """An external link is a part of the file that nobody reads."""
    cell = Xml('<c r="PLACE"><f>[1]Blad1!A1</f><v>33</v></c>')
    link = {"xl/externalLinks/externalLink1.xml": "not even XML"}
    delivery = deliver_book(packed({**xlsx_parts({"A": xlsx_sheet(without("age_at_entry", cell))}), **link}))
    assert told(delivery) == []


TITLED: Rows = [["Deelnemers 2022"], [], *GOOD]
MERGED = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
SPANNED = ods_with('office:value-type="string" table:number-columns-spanned="2"', "p1")
TWO = {"A": xlsx_sheet(GOOD), "B": xlsx_sheet(GOOD)}
UNSEEN_COLUMN = '<table:table-column/><table:table-column table:visibility="collapse"/>'
UNTYPED = Xml("<table:table-cell><text:p>p1</text:p></table:table-cell>")
REPEATED = '<table:table-row table:number-rows-repeated="9000000"><table:table-cell office:value-type="float"'
BOMB = f'<table:table table:name="A">{REPEATED} office:value="1"/></table:table-row></table:table>'
SHEETS: dict[str, tuple[bytes, str]] = {
    "title": (xlsx(TITLED), "row 1: the header is not on this row, but on row 3."),
    "title, to be declared": (
        xlsx(TITLED),
        "declare data.tables.participations.header_row: 3 in params/projects/p.yaml",
    ),
    "title in ODS": (ods(ods_table(TITLED)), "row 1: the header is not on this row, but on row 3."),
    "merged": (xlsx(GOOD, after=MERGED), "row 2: cells are merged. Unmerge them"),
    "merged in ODS": (ods(ods_table(without("person_key", SPANNED))), "row 2: cells are merged."),
    "hidden row": (
        xlsx(GOOD, of_rows={3: 'hidden="1"'}),
        "row 3: hidden rows hold something, perhaps behind a filter.",
    ),
    "filter in ODS": (ods(ods_table(GOOD, of_rows={3: 'table:visibility="filter"'})), "row 3: hidden rows hold"),
    "hidden columns": (xlsx(GOOD, before='<cols><col min="4" max="5" hidden="1"/></cols>'), "hold something: D, E."),
    "hidden column in ODS": (ods(ods_table(GOOD, before=UNSEEN_COLUMN)), "hidden columns hold something: B."),
    "hidden sheet": (packed(xlsx_parts(TWO, states={"B": "veryHidden"})), "hidden sheets hold something: B. Take them"),
    "hidden sheet in ODS": (
        ods(ods_table(GOOD, name="A"), ods_table(GOOD, name="B"), hidden="B"),
        "hidden sheets hold something: B.",
    ),
    "two sheets": (packed(xlsx_parts(TWO)), "several sheets hold something: A, B. Say which one under data.tables."),
    "empty": (xlsx([]), "E125 data/p/participations.xlsx: the file is empty"),
    "far away": (xlsx([*GOOD, [Xml('<c r="AMM4"><v>1</v></c>')]]), "E153 data/p/participations.xlsx: the file takes"),
    "text without a type in ODS": (
        ods(ods_table(without("person_key", UNTYPED))),
        "E151 data/p/participations.ods: the file is damaged, or not written as its kind is. Open it",
    ),
    "bomb of rows": (ods(BOMB), "has too many rows or columns. Take out what is no data"),
    "total": (xlsx([*GOOD, ["Totaal", None, None, 70]]), "row 4: expected: every row is a record, and none a total."),
    "total in other words": (xlsx([*GOOD, ["Algemeen totaal 2022", None, None, 70]]), "T19"),
    "total elsewhere": (xlsx([*GOOD, [None, None, "Eindtotaal:", 70]]), "T19"),
    "total without a word": (xlsx([*GOOD, [None, None, None, 70]]), "T19"),
    "empty row": (xlsx([HEADER, RECORD, [], OTHER]), "row 3: expected: no row between the records is empty. Delete"),
}


@pytest.mark.parametrize("fault", SHEETS)
def test_a_sheet_that_shows_other_than_a_table_is_told(deliver_book: DeliverBook, fault: str) -> None:
    """What is out of sight, out of place or no record is found with its row or column, and how it is mended."""
    content, message = SHEETS[fault]
    found = told(deliver_book(content))
    assert [message in words for words in found] == [True], found


def test_a_header_below_a_title_can_be_declared(deliver_book: DeliverBook) -> None:
    """The rows above it are then passed over."""
    delivery = deliver_book(xlsx(TITLED), tables={"participations": {"header_row": 3}})
    assert (told(delivery), keys(delivery)) == ([], ["p1", "p2"])


def test_empty_rows_and_columns_around_a_table_are_passed_over(deliver_book: DeliverBook) -> None:
    """A table that starts at B3 is the same table, and its rows are those of the sheet."""
    delivery = deliver_book(xlsx([[], [], *([None, *row] for row in GOOD)]))
    assert (told(delivery), delivery.tables["participations"]["_row"].to_pylist()) == ([], [4, 5])


def test_the_sheet_can_be_named(deliver_book: DeliverBook) -> None:
    """Where several hold something, the project file says which one; the others are not read."""
    sheets = {"Uitleg": xlsx_sheet([["hello"]]), "Deelnemers": xlsx_sheet(GOOD), "Codes": xlsx_sheet([["x"]])}
    content = packed(xlsx_parts(sheets, states={"Codes": "hidden"}))
    assert keys(deliver_book(content, sheet="Deelnemers")) == ["p1", "p2"]


def test_a_sheet_that_is_not_there_is_told_with_the_nearest(deliver_book: DeliverBook) -> None:
    """No other sheet is taken instead."""
    (found,) = told(deliver_book(xlsx(GOOD), sheet="Blad2"))
    assert 'E154 data/p/participations.xlsx: no sheet "Blad2"; did you mean "Blad1"?' in found


def test_an_accepted_total_is_left_out(deliver_book: DeliverBook) -> None:
    """Read and rejected are what was delivered, also where the project accepts the fault."""
    rows: Rows = [*GOOD, ["Totaal", None, None, 70]]
    delivery = deliver_book(xlsx(rows), accept=[{"rule": "T19", "reason": "their system adds it"}])
    assert (keys(delivery), delivery.sources[0].delivered, delivery.sources[0].rejected) == (["p1", "p2"], 3, 1)


def test_hidden_rows_without_anything_in_them_are_no_fault(deliver_book: DeliverBook) -> None:
    """Excel hides the unused part of a sheet for those who want no grey beyond the table."""
    beyond = '<cols><col min="7" max="16384" hidden="1"/></cols>'
    assert told(deliver_book(xlsx([*GOOD, []], before=beyond, of_rows={4: 'hidden="1"'}))) == []


def test_several_faults_are_told_at_once(deliver_book: DeliverBook) -> None:
    """One reading finds what is hidden, what is merged and what is wrong in cells."""
    rows = without("person_key", 12)
    found = told(deliver_book(xlsx(rows, after=MERGED, of_rows={3: 'hidden="1"'})))
    assert [words[:4].strip() for words in found] == ["E155", "E156", "T11"]


def test_a_row_that_is_refused_still_tells_who_was_delivered(workspace: Path, deliver_book: DeliverBook) -> None:
    """The jobs of a person whose own row has a fault are not told as jobs of nobody."""
    rows: Rows = [["person_key", "operation_id", "start_date"], ["p1", "A", DAY]]
    (workspace / "data" / "p" / "jobs.xlsx").write_bytes(xlsx(rows))
    delivery = deliver_book(xlsx(without("age_at_entry", DAY)))
    assert [f.rule for f in delivery.findings if f.severity == "error"] == ["T18"]


def test_no_value_of_a_cell_stands_in_a_message(deliver_book: DeliverBook) -> None:
    """Neither of a record, nor of a title."""
    rows: Rows = [["Amina Haddad"], *without("municipality", 8500)]
    both = [*deliver_book(xlsx(rows)).findings, *deliver_book(xlsx(rows), header_row=2).findings]
    assert not {"Amina", "8500"} & set(" ".join(map(line, both)).split())
