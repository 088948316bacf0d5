"""The cells of one sheet of a workbook: their kinds and texts, on which two readers agree.

calamine reads the values, and a scan of the same XML tells what calamine does not. This runs in a process of its own
(see `apart`), so it imports little. What a cell must be is not decided here.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pyarrow as pa
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from reportkit.intake.spreadsheets.kinds import ERROR_WORDS, KINDS, MOST_BYTES
from reportkit.intake.spreadsheets.marks import Refused
from reportkit.intake.spreadsheets.ods_marks import marks_of_ods
from reportkit.intake.spreadsheets.xlsx_marks import marks_of_xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.intake.spreadsheets.marks import Marks

__all__ = ["cells_of"]

_ERROR_NUMBER = re.compile(r"Err:[0-9]{3}")
_BREAK = re.compile(rb"<text:(tab|line-break)\b[^>]*/>")
_VALUES: dict[str, tuple[type, ...]] = {
    "\0": (),
    "n": (int, float, date, time, timedelta),
    "%": (int, float, date, time, timedelta),
    "d": (date, time, timedelta),
    "t": (str,),
    "g": (str,),
    "b": (bool,),
    "e": (str,),
    "f": (int, float, date, time, timedelta, str, bool),
}


def cells_of(form: str, wanted: str, content: bytes) -> pa.Table:
    """Read a sheet: of that name, or the only visible one that holds anything.

    Returns
    -------
    pyarrow.Table
        For each column of the sheet ``text0`` (string) and ``kind0`` (uint8, a place in `KINDS`), a row for each row of
        the sheet from its first on; no columns where no sheet could be chosen. Its metadata ``facts`` (JSON) say what
        is known of the workbook and the sheet, or in one word why it is refused.
    """
    try:
        facts, table = _read(form, wanted, content)
    except Refused as refusal:
        facts, table = {"refused": str(refusal)}, pa.table({})
    return table.replace_schema_metadata({"facts": json.dumps(facts)})


def _read(form: str, wanted: str, content: bytes) -> tuple[dict[str, object], pa.Table]:
    parts = _parts(content)
    if form == "ods":
        parts = {name: _with_breaks(part) for name, part in parts.items()}
    by_name = {name.lower(): part for name, part in parts.items()}
    sheets, from_1904 = marks_of_xlsx(by_name) if form == "xlsx" else marks_of_ods(by_name)
    book = CalamineWorkbook.from_filelike(_packed_again(parts))
    if book.sheet_names != list(sheets):
        raise Refused("damaged")
    sheets = {name: marks for name, marks in sheets.items() if not _is_of_another_file(name)}
    unseen = {its.name for its in book.sheets_metadata if its.visible != SheetVisibleEnum.Visible}
    hidden = [name for name in sheets if name in unseen]
    filled = [name for name, marks in sheets.items() if marks.rows]
    facts: dict[str, object] = {"sheets": list(sheets), "hidden": hidden, "filled": filled}
    shown = [name for name in filled if name not in hidden]
    if wanted not in sheets and (wanted or len(shown) != 1):
        return facts, pa.table({})
    name = wanted or shown[0]
    marks = sheets[name]
    sheet = book.get_sheet_by_name(name)
    facts |= {"sheet": name, "from_1904": from_1904, "hidden_rows": marks.hidden_rows, "merged": marks.merged}
    facts |= {"hidden_columns": marks.hidden_columns}
    return facts, _table(marks, sheet.iter_rows(), sheet.start or (0, 0))


def _parts(content: bytes) -> dict[str, bytes]:
    """Unpack the XML of a workbook; no part may say of itself what an entity is."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
            raise Refused("large")
        kept = [name for name in packed.namelist() if name == "mimetype" or name.lower().endswith((".xml", ".rels"))]
        parts = {name: packed.read(name) for name in kept}
    if any(b"<!DOCTYPE" in xml or b"<!ENTITY" in xml for xml in parts.values()):
        raise Refused("entities")
    return parts


def _with_breaks(xml: bytes) -> bytes:
    """Write the tabs and line breaks within texts of an ODS part as such: calamine passes over their elements."""
    return _BREAK.sub(lambda found: b"\t" if found[1] == b"tab" else b"\n", xml)


def _is_of_another_file(sheet: str) -> bool:
    """Tell what LibreOffice keeps of a file that formulas refer to; it names no sheet of one's own like that."""
    return sheet.startswith("'") and "'#" in sheet


def _packed_again(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Pack what was unpacked here, so that calamine reads the very bytes that were scanned."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as again:
        for name, part in parts.items():
            again.writestr(name, part)
    packed.seek(0)
    return packed


def _cell(mark: str, value: object) -> tuple[str, str]:
    """Return the kind of a cell and its text, where both readers agree on it."""
    if mark == "f":
        return "uncomputed", ""
    if mark == "h":
        return "duration", ""
    if value == "" and mark in "te\0g":
        return ("error" if mark == "e" else "empty"), ""
    if not isinstance(value, _VALUES[mark]) or (isinstance(value, bool) and mark != "b"):
        raise Refused("damaged")
    if isinstance(value, str):
        is_error = mark == "e" or (mark == "g" and _says_error(value))
        return ("error", "") if is_error else ("text", value)
    return _measured(value, percentage=mark == "%")


def _says_error(text: str) -> bool:
    return text.lower() in ERROR_WORDS or _ERROR_NUMBER.fullmatch(text) is not None


def _measured(value: object, *, percentage: bool) -> tuple[str, str]:
    if isinstance(value, bool):
        return "truth", "yes" if value else "no"
    if isinstance(value, datetime):
        return ("date" if value.time() == time() else "moment"), value.date().isoformat()
    if isinstance(value, date):
        return "date", value.isoformat()
    if isinstance(value, int | float):
        return ("percentage" if percentage else "number"), _digits(value)
    return "duration", ""


def _digits(number: float) -> str:
    if number != number or number in {float("inf"), float("-inf")}:  # noqa: PLR0124 - a NaN is not itself
        raise Refused("damaged")
    return str(int(number)) if float(number).is_integer() else format(Decimal(repr(number)), "f")


def _table(marks: Marks, values: Iterator[Sequence[object]], start: tuple[int, int]) -> pa.Table:
    """Put the cells of a sheet together, from its first row and column on."""
    width, height = marks.width(), len(marks.rows)
    texts: list[list[str]] = [[] for _ in range(width)]
    kinds = [bytearray() for _ in range(width)]
    blank: Sequence[object] = ()
    row_of = {name: number for number, name in enumerate(KINDS)}
    for number in range(height):
        row = next(values, blank)
        known = marks.rows[number].decode("ascii")
        if any(value != "" for value in row[max(width - start[1], 0) :]):
            raise Refused("damaged")
        for column in range(width):
            at = column - start[1]
            mark = known[column] if column < len(known) else "\0"
            kind, text = _cell(mark, row[at] if 0 <= at < len(row) else "")
            texts[column].append(text)
            kinds[column].append(row_of[kind])
    if any(value != "" for row in values for value in row):
        raise Refused("damaged")
    columns = {f"text{n}": pa.array(cells, pa.string()) for n, cells in enumerate(texts)}
    codes = [pa.Array.from_buffers(pa.uint8(), height, [None, pa.py_buffer(bytes(its))]) for its in kinds]
    return pa.table({**columns, **{f"kind{n}": its for n, its in enumerate(codes)}})
