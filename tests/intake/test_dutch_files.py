"""What an official reads of a file that is refused or doubted; the lines in Dutch are in dutch/files.txt."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportkit.intake import read
from tests.intake.deliveries import dutch, in_dutch, project
from tests.intake.workbooks import packed, xlsx, xlsx_parts, xlsx_sheet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.intake.workbooks import Rows

    Case = tuple[Mapping[str, object], Mapping[str, bytes | str]]

CSV, XLSX, PARQUET = "participations.csv", "participations.xlsx", "participations.parquet"
HEADER = "person_key,operation_id,entry_date,age_at_entry"
GOOD = f"{HEADER}\np0,A,2022-01-05,30\n"
ROWS: Rows = [["person_key", "operation_id", "entry_date", "age_at_entry"], ["p1", "A", "2022-01-05", 30]]
PARTS = xlsx_parts({"A": xlsx_sheet(ROWS)})
TWO = {"A": xlsx_sheet(ROWS), "B": xlsx_sheet(ROWS)}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
SHEET = PARTS["xl/worksheets/sheet1.xml"]


def parquet(**columns: list[object]) -> bytes:
    """Write columns as a Parquet file."""
    file = io.BytesIO()
    pq.write_table(pa.table(columns), file)
    return file.getvalue()


FILES: dict[str, Case] = {
    "the table": ({}, {}),
    "the file of a table": ({"tables": {"jobs": "job.csv"}}, {CSV: GOOD}),
    "another kind": ({"tables": {"jobs": "jobs.txt"}}, {CSV: GOOD, "jobs.txt": "x"}),
    "read by nobody": ({}, {CSV: GOOD, "particpations.csv": "x"}),
    "two of them": ({}, {CSV: GOOD, PARQUET: b""}),
    "not decodable": ({}, {CSV: b"person_key,operation_id\np1,A\np\xe9,B\n"}),
    "NUL": ({}, {CSV: b"person_key\np\x00\n"}),
    "UTF-8 after all": ({"encoding": "cp1252"}, {CSV: f"{HEADER},track\np1,A,2022-01-05,30,é\n"}),
    "open quote": ({}, {CSV: f'{HEADER}\np1,A,2022-01-05,30\np2,"A,2022-01-05,30\n'}),
    "empty": ({}, {CSV: b""}),
    "no records": ({}, {CSV: f"{HEADER}\n"}),
    "no records of an optional table": ({}, {CSV: GOOD, "jobs.csv": "person_key,operation_id,start_date\n"}),
    "unnamed": ({}, {CSV: f"{HEADER},\np1,A,2022-01-05,30,\n"}),
    "twice": ({}, {CSV: f"{HEADER},track,track\np1,A,2022-01-05,30,,\n"}),
    "a name": ({}, {CSV: f"{HEADER},Voornaam\np1,A,2022-01-05,30,x\n"}),
    "unknown": ({}, {CSV: f"{HEADER},gendr\np1,A,2022-01-05,30,F\n"}),
    "misspelt": ({}, {CSV: "person_key,operation_id,entrydate,age_at_entry\np1,A,2022-01-05,30\n"}),
    "missing": ({}, {CSV: "person_key,operation_id,age_at_entry\np1,A,30\n"}),
    "both ages": ({}, {CSV: f"{HEADER},birth_date\np1,A,2022-01-05,30,\n"}),
    "no age": ({}, {CSV: "person_key,operation_id,entry_date\np1,A,2022-01-05\n"}),
    "ages of two files": (
        {"tables": {"participations": [CSV, "later.csv"]}},
        {CSV: GOOD, "later.csv": "person_key,operation_id,entry_date,birth_date\np2,A,2022-01-05,1990-02-03\n"},
    ),
    "semicolons": ({}, {CSV: GOOD.replace(",", ";")}),
    "a year of two digits": ({"date_format": "%d/%m/%y"}, {CSV: GOOD}),
    "no header": ({}, {CSV: "p1,A,2022-01-05,30\n"}),
    "no Parquet": ({}, {PARQUET: b"x"}),
    "keys that are numbers": (
        {},
        {PARQUET: parquet(person_key=[12], operation_id=["A"], entry_date=["2022-01-05"], age_at_entry=[3])},
    ),
    "a workbook as text": ({}, {CSV: xlsx(ROWS)}),
    "text as a workbook": ({}, {XLSX: b"person_key;operation_id\n"}),
    "a web page": ({}, {XLSX: b"\n<html><table>"}),
    "a Word document": ({}, {XLSX: packed({"word/document.xml": "x"})}),
    "half": ({}, {XLSX: xlsx(ROWS)[:500]}),
    "no XML": ({}, {XLSX: packed({**PARTS, "xl/workbook.xml": "<workbook>"})}),
    ".xls": ({}, {"participations.xls": OLE}),
    ".xls by another name": ({}, {XLSX: OLE}),
    "macros": ({}, {XLSX: packed({**PARTS, "xl/vbaProject.bin": b""})}),
    "a bomb": ({}, {XLSX: packed({**PARTS, "xl/a.xml": bytes(17 * 2**20)})}),
    "two sheets": ({}, {XLSX: packed(xlsx_parts(TWO))}),
    "no such sheet": ({"sheet": "Blad2"}, {XLSX: packed(xlsx_parts(TWO))}),
    "a hidden sheet": ({}, {XLSX: packed(xlsx_parts(TWO, states={"B": "veryHidden"}))}),
    "a hidden row": ({}, {XLSX: xlsx(ROWS, of_rows={2: 'hidden="1"'})}),
    "hidden columns": ({}, {XLSX: xlsx(ROWS, before='<cols><col min="2" max="3" hidden="1"/></cols>')}),
    "merged": ({}, {XLSX: xlsx(ROWS, after='<mergeCells><mergeCell ref="A2:B2"/></mergeCells>')}),
    "a title": ({}, {XLSX: xlsx([["Deelnemers 2022"], [], *ROWS])}),
    "a password": ({}, {XLSX: OLE + "EncryptedPackage".encode("utf-16-le")}),
    "entities": ({}, {XLSX: packed({**PARTS, "xl/worksheets/sheet1.xml": f'<!DOCTYPE x [<!ENTITY a "b">]>{SHEET}'})}),
    "not in the environment": ({"tables": {"jobs": {"uri": "s3://${ESF_NOT_SET}/jobs.csv"}}}, {CSV: GOOD}),
    "read and ignored": ({"ignore": ["track"]}, {CSV: f"{HEADER},track\np1,A,2022-01-05,30,x\n"}),
    "national numbers and addresses": (
        {},
        {CSV: f"{HEADER},track\np1,A,2022-01-05,30,85.07.30-033.28\np2,A,2022-01-05,30,a@example.org\n"},
    ),
    "UTF-16": ({}, {CSV: "person_key".encode("utf-16")}),
    "garbled letters": ({}, {CSV: f"{HEADER},track\np1,A,2022-01-05,30,individuÃ«el\n"}),
    "a title above it": ({}, {CSV: f"Deelnemers,,,\n{GOOD}"}),
    "titles above it": ({}, {CSV: f"Deelnemers,,,\n,,,\n{GOOD}"}),
    "no row can be read": ({}, {CSV: f"{HEADER}\np1,A,31/12/2022,30\np2,A,03/12/2022,40\n"}),
    "accents apart": ({}, {CSV: f"{HEADER}\nren\u0065\u0301,A,2022-01-05,30\n"}),
    "no kind": ({"tables": {"jobs": {"uri": "s3://bucket/jobs"}}}, {CSV: GOOD}),
}
DUTCH = dutch("files")


@pytest.mark.parametrize("fault", FILES)
def test_a_fault_of_a_file_is_told_in_dutch(workspace: Path, fault: str) -> None:
    """Code, file, place, what is wrong and how to mend it, in the words of an official."""
    data, files = FILES[fault]
    for name, content in files.items():
        (workspace / "data" / "p" / name).write_bytes(content.encode() if isinstance(content, str) else content)
    assert in_dutch(read(project(data), workspace), DUTCH[fault][:4]) == [DUTCH[fault]]
