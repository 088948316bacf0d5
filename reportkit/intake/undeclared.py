"""A file of which nothing is declared: its delimiter or its sheet found, its columns as text. Nothing is typed here."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportkit.intake.faults import fault
from reportkit.intake.lines import Records
from reportkit.intake.local import unopened
from reportkit.intake.parquet import read_parquet
from reportkit.intake.profile import Profile
from reportkit.intake.spreadsheets.container import misnamed
from reportkit.intake.spreadsheets.reading import SPREADSHEETS, read_spreadsheet
from reportkit.messages import Message, did_you_mean, there_are

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from reportkit.tables import Finding, InputTable

__all__ = ["Undeclared", "read_undeclared"]

_DELIMITERS = (",", ";")


@dataclass
class Undeclared:
    """The columns of a file by name, as text without spaces around it, and the rows that a person sees in it."""

    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_undeclared(path: Path, table: InputTable) -> Undeclared:
    """Read a CSV, Parquet, XLSX or ODS file: the columns of a table, of which some are required.

    A CSV file is UTF-8; its delimiter is the comma or the semicolon, whichever sets the known columns apart. A workbook
    has one sheet that holds anything; what its cells must be follows from the kinds of the columns.
    """
    known = [column.name for column in table.columns]
    try:
        content = path.read_bytes()
    except OSError:
        return Undeclared(findings=[unopened(str(path))])
    if path.suffix.lower() == ".parquet":
        read = _of_parquet(content, path)
    elif path.suffix.lower() in SPREADSHEETS:
        read = _of_spreadsheet(content, path, table)
    else:
        read = _of_csv(content, path, known)
    if not read.findings:
        needed = [column.name for column in table.columns if column.required]
        read.findings += _misfits(read.columns, str(path), needed, known)
    return read


def _refused(code: str, path: Path, what: str, mend: str, row: int = 0) -> Undeclared:
    return Undeclared(findings=[fault(code, str(path), what, mend=mend, row=row)])


def _of_parquet(content: bytes, path: Path) -> Undeclared:
    raw = read_parquet(content, str(path))
    if raw.findings:
        return Undeclared(findings=raw.findings)
    cells = [[_text(value) for value in column.to_pylist()] for column in raw.cells]
    return _placed(raw.header, cells, raw.rows.tolist(), path)


def _text(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - a NaN is not itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _of_spreadsheet(content: bytes, path: Path, table: InputTable) -> Undeclared:
    raw = read_spreadsheet(content, str(path), path.suffix.lower(), Profile(table))
    if raw.findings:
        return Undeclared(findings=raw.findings)
    cells = [[_text(value) for value in column.to_pylist()] for column in raw.cells]
    return _placed(raw.header, cells, raw.rows.tolist(), path)


def _of_csv(content: bytes, path: Path, known: Collection[str]) -> Undeclared:
    spreadsheet = misnamed(content, str(path))
    if spreadsheet is not None:
        return Undeclared(findings=[spreadsheet])
    try:
        text = content.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        what = Message("byte {at} is not {encoding}", at=error.start, encoding="utf-8")
        return _refused("E121", path, what, Message("Save it as CSV in UTF-8."), row)
    first = io.StringIO(text, newline="").readline().rstrip("\r\n")
    fits = {mark: len({name.strip() for name in next(csv.reader([first], delimiter=mark), [])} & set(known))
            for mark in _DELIMITERS}  # fmt: skip
    if not first.strip():
        what, mend = Message("the first line is empty"), Message("Begin with the names of the columns.")
        return _refused("E125", path, what, mend)
    if fits[","] == fits[";"]:
        what = Message("neither commas nor semicolons set known columns apart in the first line")
        return _refused("E136", path, what, Message("The columns are: {listed}.", listed=", ".join(known)))
    return _records(text, max(fits, key=lambda mark: fits[mark]), path)


def _records(text: str, delimiter: str, path: Path) -> Undeclared:
    lines = Records(text, delimiter)
    header: list[str] = []
    records: list[list[str]] = []
    rows: list[int] = []
    try:
        for record in lines:
            cells = [cell.strip() for cell in record]
            if not header:
                header = cells
            elif len(cells) != len(header):
                what = Message("the row has {n} cells and the first line {wanted}", n=len(cells), wanted=len(header))
                mend = Message("A cell that holds the delimiter stands in quotes.")
                return _refused("E124", path, what, mend, lines.start)
            elif any(cells):
                records.append(cells)
                rows.append(lines.start)
    except csv.Error:
        what = Message("a quoted cell does not close, or has text after it")
        return _refused("E124", path, what, Message("Mend its quotes."), lines.start)
    return _placed(header, [list(column) for column in zip(*records, strict=True)] or [[] for _ in header], rows, path)


def _placed(header: Sequence[str], cells: Sequence[list[str]], rows: list[int], path: Path) -> Undeclared:
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        what = Message('column "{column}" stands there twice', column=twice[0])
        return _refused("E131", path, what, Message("Keep one."))
    return Undeclared(dict(zip(header, cells, strict=True)), rows)


def _misfits(header: Collection[str], file: str, needed: Sequence[str], known: Sequence[str]) -> Iterator[Finding]:
    """Tell the needed columns that are not there, and columns that are likely a misspelt one which is not there."""
    spare = [name for name in header if name not in known]
    absent = [name for name in known if name not in header]
    for name in needed:
        if name in absent:
            mend = did_you_mean(name, spare) or there_are(header)
            yield fault("E134", file, Message('no column "{column}"', column=name), mend=mend)
    for name in spare:
        nearest = did_you_mean(name, [column for column in absent if column not in needed])
        if nearest:
            yield fault("E133", file, Message('unknown column "{column}"', column=name), mend=nearest)
