"""Which rows of a sheet are no records but totals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from reportkit.intake.spreadsheets.grid import Grid, Mask
    from reportkit.tables import Column

    Rows = npt.NDArray[np.int64]

__all__ = ["TOTAL_WORDS", "total_rows"]

TOTAL_WORDS = (
    r"(?:(?:sub|eind|grand|algemeen)[ -]?)?-?tota(?:al|l|ux)(?: g[eé]n[eé]ral| general)?|som|somme|sum|aantal records"
)
"""A pattern of the words with which people begin a total, in Dutch, French and English."""
_SAID = rf"(?i)^\s*(?:{TOTAL_WORDS})(?:\W|$)"


def total_rows(grid: Grid, columns: Sequence[tuple[int, Column | None]], rows: Rows) -> Rows:
    """Return those of some rows that hold totals.

    A total row has no key, and either says that it is a total, or stands below the last record and holds nothing but
    the sums of the columns above it.
    """
    totals: Mask = np.zeros(len(rows), dtype=np.bool_)
    keys = [at for at, column in columns if column and column.required and column.kind == "text"]
    if not keys or not len(rows):
        return rows[totals]
    words = {at: _says_total(grid, at, rows) for at, _ in columns}
    keyless = np.ones(len(rows), dtype=np.bool_)
    for at in keys:
        keyless &= grid.holds(at, "empty")[rows] | words[at]
    said = np.logical_or.reduce([words[at] for at, _ in columns])
    totals = np.asarray(keyless & said, dtype=np.bool_)
    records = np.flatnonzero(~keyless)
    for place in range(int(records[-1]) + 1 if len(records) else len(rows), len(rows)):
        totals[place] |= _holds_sums(grid, columns, rows[records], int(rows[place]))
    return rows[totals]


def _says_total(grid: Grid, at: int, rows: Rows) -> Mask:
    said = pc.match_substring_regex(grid.texts[at].take(pa.array(rows)), _SAID)
    return np.asarray(said.to_numpy(), dtype=np.bool_) & grid.holds(at, "text")[rows]


def _holds_sums(grid: Grid, columns: Sequence[tuple[int, Column | None]], above: Rows, row: int) -> bool:
    filled = [(at, column) for at, column in columns if not grid.holds(at, "empty")[row]]
    if not all(
        column and column.kind in {"whole", "decimal"} and grid.holds(at, "number")[row] for at, column in filled
    ):
        return False
    return all(math.isclose(_sum(grid, at, above), float(grid.texts[at][row].as_py())) for at, _ in filled)


def _sum(grid: Grid, at: int, rows: Rows) -> float:
    numbers = rows[grid.holds(at, "number")[rows]]
    return math.fsum(float(grid.texts[at][int(row)].as_py()) for row in numbers)
