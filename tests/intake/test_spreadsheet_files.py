"""The file of a spreadsheet: what is no spreadsheet, what would do harm, and what comes through as its CSV does."""

from __future__ import annotations

import csv
import io
import subprocess
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.intake import line, read
from reportkit.tables import INPUT_TABLES
from tests.intake.deliveries import project
from tests.intake.workbooks import ods, ods_table, packed, xlsx, xlsx_parts, xlsx_sheet

if TYPE_CHECKING:
    from reportkit.tables import Delivery, InputTable
    from tests.intake.workbooks import DeliverBook, Rows

ROWS: Rows = [
    ["person_key", "operation_id", "entry_date", "age_at_entry"],
    *([f"p{n}", "A", date(2022, 1, 5), 20 + n % 40] for n in range(12)),
]
GOOD = xlsx(ROWS)
PARTS = xlsx_parts({"A": xlsx_sheet(ROWS)})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
SAVE = "File, Save As, Excel Workbook (.xlsx)."
SAMPLE = Path(__file__).parents[2] / "data" / "twerkt" / "participations.csv"
FILES: dict[str, tuple[str, bytes, str, str]] = {
    "CSV": (
        "participations.xlsx",
        b"person_key;operation_id\n",
        "E151",
        "is text, such as CSV, under the name of .xlsx",
    ),
    "web page": ("participations.xlsx", b"\n<html><table>", "E151", "is a web page or other markup under the name"),
    "other zip": ("participations.xlsx", packed({"a.txt": "x"}), "E151", "is a zip file of something else"),
    "Word": ("participations.xlsx", packed({"word/document.xml": "x"}), "E151", "is a Word document under the name"),
    "ODS": ("participations.xlsx", ods(ods_table(ROWS)), "E151", "is an OpenDocument file under the name of .xlsx"),
    "XLSX": ("participations.ods", GOOD, "E151", "is an Excel workbook under the name of .ods"),
    "workbook as text": ("participations.csv", GOOD, "E151", "no text: it looks like a spreadsheet. Name it for what"),
    "nothing": ("participations.xlsx", b"", "E125", "the file is empty"),
    "half": ("participations.xlsx", GOOD[: len(GOOD) // 2], "E151", "the file is damaged"),
    "binary": ("participations.xlsx", b"\0\1\2\3", "E151", "the file is no .xlsx file"),
    ".xls": ("participations.xls", OLE, "E152", f".xls files are not read. In Excel or LibreOffice: {SAVE}"),
    ".xlsm": ("participations.xlsm", GOOD, "E152", f".xlsm files are not read. In Excel or LibreOffice: {SAVE}"),
    ".xlsb": ("participations.xlsb", GOOD, "E152", f".xlsb files are not read. In Excel or LibreOffice: {SAVE}"),
    ".fods": ("participations.fods", b"<?xml", "E152", f".fods files are not read. In Excel or LibreOffice: {SAVE}"),
    ".xls by another name": ("participations.xlsx", OLE, "E152", "is of the old kind (.xls), whatever its name says"),
    "macros": ("participations.xlsx", packed({**PARTS, "xl/vbaProject.bin": b""}), "E152", "the workbook holds macros"),
    "binary workbook": ("participations.xlsx", packed({"xl/workbook.bin": b""}), "E152", "a binary one (.xlsb)"),
    "password": ("participations.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "E158", "has a password. Take"),
    "password of ODS": (
        "participations.ods",
        ods(ods_table(ROWS), manifest="<m:encryption-data/>"),
        "E158",
        "the workbook has a password",
    ),
    "password over the whole of ODS": (
        "participations.ods",
        packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "encrypted-package": "x"}),
        "E158",
        "the file has a password. Take the password off.",
    ),
    "entities": (
        "participations.xlsx",
        packed({**PARTS, "xl/worksheets/sheet1.xml": LAUGHS + PARTS["xl/worksheets/sheet1.xml"]}),
        "E159",
        "declares a document type or entities",
    ),
    "bomb": (
        "participations.xlsx",
        packed({**PARTS, "xl/a.xml": bytes(17 * 2**20)}),
        "E153",
        "times its size. At most",
    ),
    "large": (
        "participations.xlsx",
        packed({**PARTS, "xl/media/a.png": bytes(257 * 2**20)}),
        "E153",
        "unpacked the file would be 257 MiB",
    ),
    "no XML": ("participations.xlsx", packed({**PARTS, "xl/workbook.xml": "<workbook>"}), "E151", "is damaged, or not"),
    "a part is missing": (
        "participations.xlsx",
        packed({name: part for name, part in PARTS.items() if "sheet1" not in name}),
        "E151",
        "the file is damaged",
    ),
    "a cell twice": (
        "participations.xlsx",
        packed({**PARTS, "xl/worksheets/sheet1.xml": PARTS["xl/worksheets/sheet1.xml"].replace('"B2"', '"A2"')}),
        "E151",
        "the file is damaged",
    ),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_file_that_is_no_plain_spreadsheet_is_told(deliver_book: DeliverBook, fault: str) -> None:
    """The message says what the file is and how it becomes one that is read."""
    name, content, code, message = FILES[fault]
    found = [line(finding) for finding in deliver_book(content, name).findings]
    assert [(words[:4], message in words) for words in found] == [(code, True)], found


def test_what_excel_leaves_beside_an_open_file_is_no_table(workspace: Path, deliver_book: DeliverBook) -> None:
    """Its lock file starts with ~$ and is not told as a file that nobody reads."""
    (workspace / "data" / "p" / "~$participations.xlsx").write_bytes(b"x")
    assert [finding for finding in deliver_book(GOOD).findings if finding.rule == "E110"] == []


@pytest.mark.parametrize(
    ("name", "most", "rule"), [("MOST_MEMORY", "150 * 2**20", "E153"), ("MOST_CPU_SECONDS", "1", "E153")]
)
@pytest.mark.slow
def test_a_workbook_that_takes_too_much_is_told(
    deliver_book: DeliverBook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, most: str, rule: str
) -> None:
    """The process that reads it is stopped by the system, and the report by a finding."""
    room = Path(__file__).parents[2] / "reportkit" / "intake" / "spreadsheets"
    copy = tmp_path / "reportkit" / "intake" / "spreadsheets"
    copy.mkdir(parents=True)
    for module in room.glob("*.py"):
        source = module.read_text(encoding="utf-8")
        (copy / module.name).write_text(source.replace(f"\n{name} = ", f"\n{name} = {most}  # "), encoding="utf-8")
    rows: Rows = [ROWS[0], *([f"p{n}", "A", date(2022, 1, 5), 30] for n in range(60_000))]
    monkeypatch.setattr("reportkit.intake.spreadsheets.grid.__file__", str(copy / "grid.py"))
    assert [finding.rule for finding in deliver_book(xlsx(rows)).findings] == [rule]


def test_a_reading_that_does_not_end_is_told(deliver_book: DeliverBook, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a time it is given up."""

    def too_long(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("python", 1)

    monkeypatch.setattr("reportkit.intake.spreadsheets.grid.subprocess.run", too_long)
    assert [finding.rule for finding in deliver_book(GOOD).findings] == ["E153"]


def cells(table: InputTable, path: Path) -> list[list[object]]:
    """Read a CSV as a spreadsheet program does after its columns were formatted: with dates and numbers."""
    read_as = {"date": date.fromisoformat, "whole": int, "yes_no": {"yes": True, "no": False}.__getitem__}
    with path.open(encoding="utf-8", newline="") as file:
        header, *records = csv.reader(file)
    kinds = [table.column(name).kind for name in header]
    rows: list[list[object]] = [list(header)]
    for record in records:
        row = [read_as.get(kind, str)(text) if text else None for kind, text in zip(kinds, record, strict=True)]  # type: ignore[operator]
        rows.append(row)
    return rows


def by_xlsxwriter(rows: Rows) -> bytes:
    """Write rows as other programs write XLSX: with shared strings, styles and a theme."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, day = book.add_worksheet("Deelnemers"), book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return file.getvalue()


def as_csv() -> Delivery:
    """Read the sample's participations as they were delivered."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "data" / "p"
        folder.mkdir(parents=True)
        (folder / "participations.csv").write_bytes(SAMPLE.read_bytes())
        return read(project(), Path(root))


@pytest.mark.parametrize(
    "write", [xlsx, by_xlsxwriter, lambda rows: ods(ods_table(rows))], ids=["plain", "shared", "ods"]
)
def test_a_spreadsheet_gives_the_table_that_its_csv_gives(deliver_book: DeliverBook, write: object) -> None:
    """The same records, typed alike, in the same rows; and the same is found in them."""
    assert callable(write)
    text = as_csv()
    book = deliver_book(write(cells(INPUT_TABLES["participations"], SAMPLE)))
    (ours, theirs) = (its.tables["participations"].drop_columns("_file") for its in (book, text))
    assert ours.equals(theirs)
    assert [(f.rule, f.rows) for f in book.findings] == [(f.rule, f.rows) for f in text.findings]


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(data=st.data(), kind=st.sampled_from(["xlsx", "ods"]))
def test_spoilt_bytes_never_change_a_table_unseen(data: st.DataObject, kind: str) -> None:
    """Whatever bytes are spoilt, the table is the same or a finding says that something is wrong; it never breaks."""
    good = GOOD if kind == "xlsx" else ods(ods_table(ROWS))
    spoilt = bytearray(good)
    for at in data.draw(st.lists(st.integers(0, len(good) - 1), min_size=1, max_size=4)):
        spoilt[at] = data.draw(st.integers(0, 255))
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "data" / "p"
        folder.mkdir(parents=True)
        (folder / f"participations.{kind}").write_bytes(spoilt)
        delivery = read(project(), Path(root))
    if not any(finding.severity == "error" for finding in delivery.findings):
        table = delivery.tables["participations"].select(list(map(str, ROWS[0])))
        assert table.to_pylist() == [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
