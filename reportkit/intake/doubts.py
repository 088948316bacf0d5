"""Cells that can be read and are likely not what they say: marks for nothing, and keys that a spreadsheet changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from reportkit.intake.diagnosis import is_marker, markers_mend
from reportkit.intake.faults import cell_fault
from reportkit.intake.native import positions
from reportkit.intake.vocabulary import MARKERS, NUMBER_MARKERS
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from reportkit.intake.profile import Profile
    from reportkit.tables import Column, Finding

__all__ = ["doubts"]

_CHANGED = r"^[+-]?[0-9]+([.,][0-9]+)?[eE][+][0-9]+$|^[0-9]+[.,]0+$"
_LOST = Message(
    "A spreadsheet took it for a number (as 1E+05 or 12.0), and digits or zeros are lost: export the column as text."
)
_WITHOUT = frozenset({"count", "places", "vacancies"})


def doubts(
    column: Column, cells: pa.ChunkedArray, rows: npt.NDArray[np.int64], profile: Profile, file: str
) -> Iterator[Finding]:
    """Tell the cells of a typed column that are likely marks for nothing, and the keys that a spreadsheet changed.

    Notes
    -----
    The rows are kept: the project accepts the rule where the values are what they say.
    """
    if column.kind == "text" and not column.codes:
        distinct = pc.unique(cells)
        likely = _likely(column, distinct)
        if likely:
            where = rows[positions(pc.is_in(cells, value_set=pa.array(likely, pa.string())))]
            yield cell_fault("T31", file, where, column=column.name, mend=markers_mend(likely, profile))
        if column.name.endswith(("_key", "_id")) or column.name == "municipality":
            changed = distinct.filter(pc.fill_null(pc.match_substring_regex(distinct, _CHANGED), fill_value=False))
            if len(changed):
                where = rows[positions(pc.is_in(cells, value_set=changed))]
                yield cell_fault("T32", file, where, column=column.name, mend=_LOST)
    elif column.kind in {"whole", "decimal"} and column.name not in _WITHOUT:
        yield from _numbers(column, cells, rows, profile, file)


def _likely(column: Column, distinct: pa.Array) -> list[str]:
    lower = pc.utf8_lower(pc.utf8_trim_whitespace(distinct))
    near = distinct.filter(pc.is_in(lower, value_set=pa.array(sorted(MARKERS), pa.string())))
    return sorted(text for text in near.to_pylist() if text is not None and is_marker(column, text))


def _numbers(
    column: Column, cells: pa.ChunkedArray, rows: npt.NDArray[np.int64], profile: Profile, file: str
) -> Iterator[Finding]:
    listed = pa.array(sorted(map(int, NUMBER_MARKERS))).cast(cells.type)
    marked = positions(pc.is_in(cells, value_set=listed))
    if len(marked):
        found = sorted({f"{value:.0f}" for value in cells.take(pa.array(marked)).to_pylist()})
        yield cell_fault("T31", file, rows[marked], column=column.name, mend=markers_mend(found, profile))
