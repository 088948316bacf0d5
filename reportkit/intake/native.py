"""Columns that arrive with a type of their own (Parquet), taken over whole where Arrow's type matches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import numpy.typing as npt

    from reportkit.tables import Column

    Native = tuple[pa.ChunkedArray, npt.NDArray[np.int64]]

__all__ = ["FIRST_YEAR", "LAST_YEAR", "positions", "typed_natively"]

FIRST_YEAR, LAST_YEAR = 1900, 2100


def typed_natively(column: Column, cells: pa.ChunkedArray) -> Native | None:
    """Take over a column of dates, numbers or truth values; None when the type does not match the column's kind.

    Returns
    -------
    tuple or None
        The typed cells, and the positions of those that fit the type and yet cannot be kept: a time of day other than
        midnight, a fraction in a whole number, an infinite number.
    """
    if column.kind == "yes_no" and pa.types.is_boolean(cells.type):
        return cells, np.empty(0, dtype=np.int64)
    if column.kind == "date" and pa.types.is_temporal(cells.type):
        return _dates(cells)
    if column.kind in {"whole", "decimal"} and _is_number(cells.type):
        return _numbers(cells, whole=column.kind == "whole")
    return None


def positions(mask: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Return where a mask is true; null counts as false."""
    filled = pc.fill_null(mask, fill_value=False)
    return np.flatnonzero(filled.to_numpy(zero_copy_only=False)).astype(np.int64)


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _dates(cells: pa.ChunkedArray) -> Native | None:
    kind = cells.type
    if not pa.types.is_date(kind) and not (pa.types.is_timestamp(kind) and kind.tz is None):
        return None
    days = cells.cast(pa.date32(), safe=False)
    with_time = pc.not_equal(days.cast(kind, safe=False), cells)
    too_far = pc.or_(
        pc.less(days, pa.scalar(date(FIRST_YEAR, 1, 1))), pc.greater(days, pa.scalar(date(LAST_YEAR, 12, 31)))
    )
    return _kept(days, pc.or_(with_time, too_far))


def _numbers(cells: pa.ChunkedArray, *, whole: bool) -> Native | None:
    if whole and pa.types.is_signed_integer(cells.type):
        return cells.cast(pa.int64()), np.empty(0, dtype=np.int64)
    numbers = cells.cast(pa.float64(), safe=False)
    if pa.types.is_floating(cells.type):
        numbers = pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)
    faulty = pc.invert(pc.is_finite(numbers))
    if whole:
        beyond = pc.greater(pc.abs(numbers), pa.scalar(2.0**53))
        faulty = pc.or_(pc.or_(faulty, beyond), pc.not_equal(pc.floor(numbers), numbers))
    kept, where = _kept(numbers, faulty)
    return (kept.cast(pa.int64()) if whole else kept), where


def _kept(cells: pa.ChunkedArray, faulty: pa.ChunkedArray) -> Native:
    mask = pc.fill_null(faulty, fill_value=False)
    return pc.if_else(mask, pa.scalar(None, cells.type), cells), positions(mask)
