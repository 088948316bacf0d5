"""One delivered file, from its bytes to a typed table. What its records may say is not decided here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from reportkit.intake.cells import ARROW_TYPES, how_to_write, loose_spaces, typed
from reportkit.intake.delimited import read_delimited
from reportkit.intake.faults import CELL_RULES, cell_fault, fault
from reportkit.intake.headers import columns_of
from reportkit.intake.parquet import read_parquet
from reportkit.tables import Source

if TYPE_CHECKING:
    import numpy.typing as npt

    from reportkit.intake.places import Place
    from reportkit.intake.profile import Profile
    from reportkit.intake.raw import RawFile
    from reportkit.tables import Column, Finding

__all__ = ["TypedFile", "read_file"]

_UNUSABLE = frozenset({"E134", "E139"})
_PARQUET_KINDS = {
    "text": "strings",
    "date": "dates, timestamps without a zone, or strings",
    "whole": "whole numbers or strings",
    "decimal": "numbers or strings",
    "yes_no": "booleans or strings",
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
    try:
        content = place.path.read_bytes()
    except OSError:
        what, mend = "the file cannot be opened", "Look at its permissions."
        file.findings.append(fault("E104", place.shown, what, mend=mend))
        return file
    raw = _read_raw(content, place, profile)
    file.findings += raw.findings
    if raw.header:
        _type_records(file, raw, profile)
    rejected = raw.delivered - int(file.kept.sum()) if file.table is not None else 0
    sha256 = hashlib.sha256(content).hexdigest()
    file.source = Source(profile.table.name, place.shown, sha256, raw.delivered, rejected)
    return file


def _read_raw(content: bytes, place: Place, profile: Profile) -> RawFile:
    if place.path.suffix.lower() == ".parquet":
        return read_parquet(content, place.shown)
    return read_delimited(content, place.shown, profile)


def _type_records(file: TypedFile, raw: RawFile, profile: Profile) -> None:
    places, findings = columns_of(raw.header, file.place.shown, profile)
    file.findings += findings
    if any(finding.rule in _UNUSABLE for finding in findings):
        return
    kept = np.ones(len(raw.rows), dtype=np.bool_)
    columns: dict[str, pa.Array | pa.ChunkedArray] = {}
    for column in profile.table.columns:
        if column.name in places:
            columns[column.name] = _type_column(file, column, raw, raw.cells[places[column.name]], profile, kept)
        else:
            columns[column.name] = pa.nulls(len(raw.rows), ARROW_TYPES[column.kind])
    columns["_file"] = pa.DictionaryArray.from_arrays(np.zeros(len(raw.rows), dtype=np.int32), [file.place.shown])
    columns["_row"] = pa.array(raw.rows)
    file.table, file.kept = pa.table(columns), kept


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
        what = f'column "{column.name}" holds {cells.type}, not {_PARQUET_KINDS[column.kind]}'
        mend = "Codes and keys are strings: numbers lose their zeros." if column.kind == "text" else ""
        file.findings.append(fault("E141", shown, what, mend=mend, column=column.name))
        return pa.chunked_array([pa.nulls(len(cells), ARROW_TYPES[column.kind])])
    if len(result.faulty):
        mend = how_to_write(column, profile)
        file.findings.append(cell_fault(result.rule, shown, raw.rows[result.faulty], column=column.name, mend=mend))
        if CELL_RULES[result.rule].rejects:
            kept[result.faulty] = False
    loose = loose_spaces(column, result.cells)
    if len(loose):
        file.findings.append(cell_fault("T07", shown, raw.rows[loose], column=column.name, mend="Take them out."))
    return result.cells
