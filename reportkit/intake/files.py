"""One delivered file, from its bytes to a typed table. What its records may say is not decided here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from reportkit.intake.cells import ARROW_TYPES, loose_spaces, typed
from reportkit.intake.composed import compose
from reportkit.intake.delimited import read_delimited
from reportkit.intake.diagnosis import faults_of
from reportkit.intake.doubts import doubts
from reportkit.intake.faults import CELL_RULES, SHOWN_ROWS, cell_fault, fault
from reportkit.intake.headers import columns_of
from reportkit.intake.local import read_local
from reportkit.intake.parquet import read_parquet
from reportkit.intake.personal import personal_cells
from reportkit.intake.raw import RawFile
from reportkit.intake.spreadsheets.container import misnamed
from reportkit.intake.spreadsheets.reading import SPREADSHEETS, read_spreadsheet
from reportkit.messages import Message
from reportkit.tables import Finding, Source

if TYPE_CHECKING:
    import numpy.typing as npt

    from reportkit.intake.places import Place
    from reportkit.intake.profile import Profile
    from reportkit.tables import Column

__all__ = ["TypedFile", "raw_of", "read_file"]

_UNUSABLE = frozenset({"E134", "E139"})
_PARQUET_KINDS = {
    "text": Message("strings"),
    "date": Message("dates, timestamps without a zone, or strings"),
    "whole": Message("whole numbers or strings"),
    "decimal": Message("numbers or strings"),
    "yes_no": Message("booleans or strings"),
}


@dataclass
class TypedFile:
    """A file's records, typed; `kept` says which of them every cell of could be read.

    `table` is None when the file could not be read, or lacks a required column.
    """

    place: Place
    findings: list[Finding] = field(default_factory=list)
    source: Source | None = None
    table: pa.Table | None = None
    kept: npt.NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=np.bool_))


def read_file(place: Place, profile: Profile) -> TypedFile:
    """Read a file once, and type its records; what is wrong with it is told, not raised."""
    file = TypedFile(place)
    raw, sha256 = _read_once(place, profile)
    file.findings += raw.findings
    if not sha256:
        return file
    if raw.header:
        _type_records(file, raw, profile)
    rejected = raw.delivered - int(file.kept.sum()) if file.table is not None else 0
    file.source = Source(profile.table.name, place.shown, sha256, raw.delivered, rejected)
    return file


def raw_of(place: Place, profile: Profile) -> RawFile:
    """Read a file as it stands, without typing it."""
    return _read_once(place, profile)[0]


def _read_once(place: Place, profile: Profile) -> tuple[RawFile, str]:
    """Return what a file holds and the SHA-256 of its bytes; no digest where there are no bytes to be had."""
    if place.sql:
        from reportkit.intake.database import read_query  # noqa: PLC0415 - most projects have no database

        return read_query(place)
    content = _content(place)
    if not isinstance(content, bytes):
        return RawFile(findings=[content]), ""
    return _read_raw(content, place, profile), hashlib.sha256(content).hexdigest()


def _content(place: Place) -> bytes | Finding:
    if not place.uri:
        return read_local(place.path, place.shown)
    from reportkit.intake.remote import read_remote  # noqa: PLC0415 - most projects have their files at hand

    return read_remote(place.uri, place.shown)


def _read_raw(content: bytes, place: Place, profile: Profile) -> RawFile:
    if place.path.suffix.lower() == ".parquet":
        return read_parquet(content, place.shown)
    if place.path.suffix.lower() in SPREADSHEETS:
        return read_spreadsheet(content, place.shown, place.path.suffix.lower(), profile)
    spreadsheet = misnamed(content, place.shown)
    if spreadsheet is not None:
        return RawFile(findings=[spreadsheet])
    return read_delimited(content, place.shown, profile)


def _type_records(file: TypedFile, raw: RawFile, profile: Profile) -> None:
    file.findings += compose(raw, file.place.shown)
    places, findings = columns_of(raw.header, file.place.shown, profile)
    file.findings += [*findings, *personal_cells(raw, file.place.shown, named=bool(places))]
    if any(finding.rule in _UNUSABLE for finding in findings):
        return
    kept = np.ones(len(raw.rows), dtype=np.bool_)
    kept[raw.refused] = False
    columns: dict[str, pa.Array | pa.ChunkedArray] = {}
    for column in profile.table.columns:
        if column.name in places:
            columns[column.name] = _type_column(file, column, raw, raw.cells[places[column.name]], profile, kept)
        else:
            columns[column.name] = pa.nulls(len(raw.rows), ARROW_TYPES[column.kind])
    columns["_file"] = pa.DictionaryArray.from_arrays(np.zeros(len(raw.rows), dtype=np.int32), [file.place.shown])
    columns["_row"] = pa.array(raw.rows)
    file.table, file.kept = pa.table(columns), kept
    if raw.delivered > 1 and not kept.any():
        file.findings.append(_none_read(file.place.shown, raw))


def _none_read(shown: str, raw: RawFile) -> Finding:
    """Tell that nothing of a file is left: its profile is more likely wrong than every record."""
    rows = tuple(int(row) for row in raw.rows[:SHOWN_ROWS])
    mend = Message("Look at what else is told of the file: one line of its profile is likely missing.")
    return Finding("E176", "error", shown, raw.delivered, rows, expected=Message("no row could be read"), mend=mend)


def _type_column(
    file: TypedFile,
    column: Column,
    raw: RawFile,
    cells: pa.ChunkedArray,
    profile: Profile,
    kept: npt.NDArray[np.bool_],
) -> pa.ChunkedArray:
    shown = file.place.shown
    result = typed(column, cells, profile)
    if result is None:
        what = Message(
            'column "{column}" holds {kind}, not {wanted}',
            column=column.name,
            kind=str(cells.type),
            wanted=_PARQUET_KINDS[column.kind],
        )
        mend = Message("Codes and keys are strings: numbers lose their zeros.") if column.kind == "text" else ""
        file.findings.append(fault("E141", shown, what, mend=mend, column=column.name))
        return pa.chunked_array([pa.nulls(len(cells), ARROW_TYPES[column.kind])])
    if len(result.faulty):
        file.findings += faults_of(column, result, cells, raw.rows, profile, shown)
        if CELL_RULES[result.rule].rejects:
            kept[result.faulty] = False
    file.findings += doubts(column, result.cells, raw.rows, profile, shown)
    loose = loose_spaces(column, result.cells)
    if len(loose):
        mend = Message("Take them out.")
        file.findings.append(cell_fault("T07", shown, raw.rows[loose], column=column.name, mend=mend))
    return result.cells
