"""What a profile could say of a file that nothing is declared of yet: candidates for a person to judge.

Nothing is applied and no file is written; of the cells only words that the vocabulary knows are shown.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.intake.composed import nfc
from reportkit.intake.diagnosis import is_marker
from reportkit.intake.encodings import wide_encoding
from reportkit.intake.headers import is_personal
from reportkit.intake.layout import DELIMITERS, shown_delimiter
from reportkit.intake.personal import kinds_of, kinds_told
from reportkit.intake.shapes import decimal_mark, orders, times, written_shape
from reportkit.intake.vocabulary import column_named, likely_code, meanings_line, quoted
from reportkit.messages import Message, did_you_mean, joined
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportkit.tables import Column, InputTable

__all__ = ["suggested"]

_LOOKED_AT = 5_000
_LEAST_NAMED = 2


@dataclass(frozen=True)
class _Sheet:
    """A file as it would be read: its names, its columns, and the table that it likely is."""

    header: list[str]
    columns: list[list[str]]
    table: InputTable
    named: dict[str, str]


def suggested(content: bytes) -> str:
    """Write as YAML what could be declared under ``data:`` for a CSV file, with a remark where it cannot be told.

    Parameters
    ----------
    content
        The bytes of the file; the first 5,000 records are looked at.

    Returns
    -------
    str
        Lines of YAML that a person pastes into a project file, after reading them.
    """
    encoding, doubt = _encoding(content)
    text = nfc(content.decode(encoding, "replace").removeprefix("\ufeff"))
    delimiter, records = _records(text)
    if not records:
        return Message("# The file is empty, or its quotes do not close: there is nothing to suggest.\n")
    sheet = _named(records)
    lines = [
        Message(
            "# Likely the table {table}. Read each line: nothing of this is applied by itself.", table=sheet.table.name
        ),
        "data:",
        _remarked(f"  encoding: {encoding}", doubt),
        f"  delimiter: {shown_delimiter(delimiter)}",
        *_decimal(sheet),
        *_dates(sheet),
        *_missing(sheet),
        *_names(sheet),
        *_values(sheet),
        *_left_over(sheet),
    ]
    return Message("{lines}\n", lines=joined("\n", lines))


def _encoding(content: bytes) -> tuple[str, str]:
    wide = wide_encoding(content)
    if wide:
        return wide, ""
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8", ""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", Message("not utf-8; iso-8859-15 and others are possible: look at letters with accents")
    plain = Message("plain letters only, which every encoding writes alike")
    return "utf-8", plain if content.isascii() else ""


def _records(text: str) -> tuple[str, list[list[str]]]:
    """Return the delimiter that sets most cells apart in the same way in every record, and the records."""
    best: tuple[tuple[int, float, int], str, list[list[str]]] = ((0, 0.0, 0), ",", [])
    for mark in DELIMITERS:
        records = _read(text, mark)
        if records:
            width = len(records[0])
            same = sum(len(record) == width for record in records) / len(records)
            known = sum(bool(_meant(name, table)) for name in records[0] for table in INPUT_TABLES.values())
            best = max(best, ((known, same, width), mark, records), key=lambda one: one[0])
    return best[1], best[2]


def _read(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)
    records: list[list[str]] = []
    try:
        for record in reader:
            if any(map(str.strip, record)):
                records.append(record)
            if len(records) > _LOOKED_AT:
                break
    except csv.Error:
        return []
    return records


def _meant(name: str, table: InputTable) -> str:
    return column_named(name.strip(), table.columns)


def _named(records: Sequence[Sequence[str]]) -> _Sheet:
    header = [name.strip() for name in records[0]]
    whole = [record for record in records[1:] if len(record) == len(header)]
    columns = [list(column) for column in zip(*whole, strict=True)] or [[] for _ in header]
    table = max(INPUT_TABLES.values(), key=lambda one: len({_meant(name, one) for name in header} - {""}))
    named: dict[str, str] = {}
    for name in header:
        ours = name if table.has(name) else _meant(name, table)
        if ours and ours not in named:
            named[ours] = name
    return _Sheet(header, columns, table, named)


def _cells(sheet: _Sheet, kinds: Iterable[str]) -> Iterator[tuple[Column, list[str]]]:
    for column in sheet.table.columns:
        if column.kind in kinds and column.name in sheet.named:
            cells = sheet.columns[sheet.header.index(sheet.named[column.name])]
            yield column, [cell for cell in cells if cell.strip() and not is_marker(column, cell)]


def _decimal(sheet: _Sheet) -> list[str]:
    marks = Counter(decimal_mark(cell) for _, cells in _cells(sheet, ["decimal"]) for cell in cells)
    found = [mark for mark in (",", ".") if marks[mark]]
    if len(found) == 1:
        return [f'  decimal: "{found[0]}"']
    both = {"commas": marks[","], "points": marks["."]}
    if not found:
        return [Message('  # decimal: "," or "."; no decimal number tells it.')]
    return [Message('  # decimal: "," or "."; "," {commas} times and "." {points} times.', **both)]


def _dates(sheet: _Sheet) -> list[str]:
    shapes = Counter(written_shape(cell) or "unknown" for _, cells in _cells(sheet, ["date"]) for cell in cells)
    shapes = _without_zeros(shapes)
    fitting = {form for shape in shapes for form in orders(shape)}
    for shape in shapes:
        fitting &= set(orders(shape))
    if not shapes:
        return [Message("  # date_format: no date tells it.")]
    if len(fitting) == 1 and not any(form.endswith("%y") or "%" not in form for form in fitting):
        return [f'  date_format: "{fitting.pop()}"']
    if len(shapes) == 1 and len(fitting) > 1:
        first, other = orders(next(iter(shapes)))
        told = Message(
            '  # date_format: "{first}" or "{other}"; no day after the twelfth tells which: ask who made the file.',
            first=first,
            other=other,
        )
        return [told]
    listed = times(shapes.most_common())
    return [Message("  # date_format: no format fits the whole file: {listed}.", listed=listed)]


def _without_zeros(shapes: Counter[str]) -> Counter[str]:
    """Take all dates for dates without zeros, where some are: that format reads the others too."""
    merged = Counter[str]()
    for shape, count in shapes.items():
        bare = shape.replace("%d", "%-d").replace("%m", "%-m") if any("%-" in other for other in shapes) else shape
        merged[bare] += count
    return merged


def _missing(sheet: _Sheet) -> list[str]:
    found = {
        cell
        for column in sheet.table.columns
        if column.name in sheet.named
        for cell in sheet.columns[sheet.header.index(sheet.named[column.name])]
        if is_marker(column, cell)
    }
    if not found:
        return []
    listed = ", ".join(quoted(cell) for cell in ("", *sorted(found)))
    return [_remarked(f"  missing: [{listed}]", Message("if nothing is known where these stand"))]


def _names(sheet: _Sheet) -> list[str]:
    renamed = {ours: theirs for ours, theirs in sheet.named.items() if ours != theirs}
    if not renamed:
        return []
    return ["  columns:", *(f"    {ours}: {quoted(theirs)}" for ours, theirs in renamed.items())]


def _values(sheet: _Sheet) -> list[str]:
    lines: list[str] = []
    for column, cells in _cells(sheet, ["text", "yes_no"]):
        codes = column.codes or (("yes", "no") if column.kind == "yes_no" else ())
        strange = [cell for cell in dict.fromkeys(cells) if cell not in codes]
        if not codes or not strange:
            continue
        known = {cell: code for cell in strange if (code := likely_code(column, cell))}
        rest = len(strange) - len(known)
        remark = Message("{n} more, by no known word; there are {listed}", n=rest, listed=", ".join(codes))
        lines.append(_remarked(f"    {column.name}: {meanings_line(known)}", remark if rest else ""))
    return ["  values:", *lines] if lines else []


def _left_over(sheet: _Sheet) -> list[str]:
    lines: list[str] = []
    ignored: list[str] = []
    read = set(sheet.named.values())
    for position, name in enumerate(sheet.header):
        kinds = sorted({kind for cell in sheet.columns[position] for kind in kinds_of(cell)})
        if kinds or is_personal(name):
            what = kinds_told(kinds) if kinds else Message("persons by its name")
            shown = f'"{name}"' if name in read or len(read) >= _LEAST_NAMED else f"{position + 1}"
            lines.append(
                Message("  # Column {column} holds {what}: pseudonymise it, or take it out.", column=shown, what=what)
            )
        elif name and name not in read and len(read) >= _LEAST_NAMED:
            ignored.append(name)
    free = [column.name for column in sheet.table.columns if column.name not in sheet.named]
    for name in ignored:
        near = did_you_mean(name, free)
        nearest = Message("; {nearest}", nearest=near) if near else ""
        lines.append(
            Message(
                '  # Column "{column}" is not known{nearest}: name it, or leave it out.', column=name, nearest=nearest
            )
        )
    if ignored:
        lines.append(f"  # ignore: [{', '.join(map(quoted, ignored))}]")
    absent = [column.name for column in sheet.table.columns if column.required and column.name not in sheet.named]
    return lines + [
        Message("  # No column is known to be {column}, which is required: name it under columns.", column=name)
        for name in absent
    ]


def _remarked(line: str, remark: str) -> str:
    return Message("{line}  # {remark}", line=line, remark=remark) if remark else line
