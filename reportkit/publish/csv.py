"""indicators.csv: the figures of a folder, as machines read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reportkit.tables import FIGURE_COLUMNS, FIGURE_KEY

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["render", "write"]

_DECIMALS = 6
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(figures: pd.DataFrame) -> bytes:
    """Write figures as CSV: sorted by their key, UTF-8, comma, ``.`` decimals, whole numbers without any.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, numbers as float64; others are left out.

    Returns
    -------
    bytes
        The same bytes for the same figures, in whatever order their rows are.
    """
    return write(figures[list(FIGURE_COLUMNS)].sort_values(list(FIGURE_KEY), ignore_index=True))


def write(table: pd.DataFrame) -> bytes:
    """Write any table as CSV, in the order it has: float64 columns as numbers, others as text that is no formula."""
    columns = {str(name): table[name].tolist() for name in table.columns}
    ways = {name: _number if table[name].dtype == "float64" else _text for name in columns}
    written = table.assign(**{name: [ways[name](value) for value in values] for name, values in columns.items()})
    return written.to_csv(index=False, lineterminator="\n").encode()


def _number(value: float) -> str:
    """Write a number with at most six decimals, and none that say nothing.

    Examples
    --------
    >>> _number(635.0), _number(0.5862068966), _number(float("nan"))
    ('635', '0.586207', '')
    """
    return "" if math.isnan(value) else f"{round(value, _DECIMALS) + 0.0:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _text(value: object) -> str:
    """Write a text so that no spreadsheet runs it: one that begins as a formula does gets an apostrophe before it.

    Examples
    --------
    >>> _text("started"), _text("=1+1"), _text(None)
    ('started', "'=1+1", '')
    """
    text = value if isinstance(value, str) else ""
    return f"'{text}" if text.startswith(_FORMULA) else text
