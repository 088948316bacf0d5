"""The cells of a column of a sheet as text, and those that a spreadsheet has made something else of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from reportkit.intake.profile import Profile
    from reportkit.intake.spreadsheets.grid import Grid, Mask
    from reportkit.tables import Column

    Faults = list[tuple[str, str, Mask]]

__all__ = ["Cells", "read_cells"]

_NUMBERS, _DATES = ("number", "percentage"), ("date", "moment")
_MENDS = {
    "T11": Message("Format the column as text, and fill its cells in again: a number has lost its zeros."),
    "T13": Message("Format the column as a date, and take the times out of its cells."),
    "T14": Message("Write the number or the date itself; hours are a decimal number, 7.5 and not 7:30."),
    "T15": Message("Mend the formula, or leave the cell empty where the value is not known."),
    "T16": Message("Open the file in a spreadsheet program, which calculates it, and save it; or paste the values."),
    "T17": Message("Write the number itself: 50 % is stored as 0.5."),
    "T18": Message(
        "A spreadsheet turned what was typed into a date or into TRUE: format the column, and fill it in again."
    ),
}


class Cells(NamedTuple):
    """A column's cells as text, and for each rule that some break: how to mend it, and which."""

    texts: pa.ChunkedArray
    faults: Faults


def read_cells(grid: Grid, at: int, column: Column | None, rows: npt.NDArray[np.int64], profile: Profile) -> Cells:
    """Read a column's cells in some rows; a cell that breaks a rule is left empty, a key that is a number is kept.

    A column that is none of ours is read as it is: it is refused by its name.
    """
    texts = grid.texts[at].take(pa.array(rows))
    if column is None:
        return Cells(texts, [])
    faults = [
        (rule, _mend(rule, grid), broken)
        for rule, kinds in _broken_by(column.kind)
        if (broken := grid.holds(at, *kinds)[rows]).any()
    ]
    if column.kind == "date":
        texts = _where(
            texts, grid.holds(at, "date")[rows], lambda text: date.fromisoformat(text).strftime(profile.date_format)
        )
    if column.kind == "decimal":
        texts = _where(texts, grid.holds(at, "number")[rows], lambda text: text.replace(".", profile.decimal))
    emptied = np.zeros(len(rows), dtype=np.bool_)
    for rule, _, broken in faults:
        if rule != "T11" or column.codes or column.kind != "text":
            emptied |= broken
    return Cells(pc.if_else(pa.array(emptied), pa.scalar("", pa.string()), texts), faults)


def _broken_by(kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each rule for columns of a kind, with the kinds of cells that break it."""
    if kind == "date":
        yield "T12", _NUMBERS
        yield "T13", ("moment",)
        yield "T18", ("truth",)
    elif kind in {"whole", "decimal"}:
        yield "T17", ("percentage",)
        yield "T18", (*_DATES, "truth")
    else:
        yield "T11", _NUMBERS
        yield "T18", _DATES if kind == "yes_no" else (*_DATES, "truth")
    yield "T14", ("duration",)
    yield "T15", ("error",)
    yield "T16", ("uncomputed",)


def _mend(rule: str, grid: Grid) -> str:
    if rule != "T12":
        return _MENDS[rule]
    year = 1904 if grid.facts.from_1904 else 1900
    return Message(
        "As day numbers they would count from {year}, the date system of this workbook; nothing is guessed. "
        "Format the column as a date, look whether the dates are right, and save the file.",
        year=year,
    )


def _where(texts: pa.ChunkedArray, mask: Mask, change: Callable[[str], str]) -> pa.ChunkedArray:
    """Write anew the texts that a mask points at."""
    cells = texts.to_pylist()
    for place in np.flatnonzero(mask):
        cells[place] = change(cells[place])
    return pa.chunked_array([pa.array(cells, pa.string())])
