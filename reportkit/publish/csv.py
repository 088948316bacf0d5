"""indicators.csv: the figures of a folder, as machines read them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reportkit.tables import FIGURE_COLUMNS, FIGURE_KEY

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["render"]

_DECIMALS = 6


def render(figures: pd.DataFrame) -> bytes:
    """Write figures as CSV: sorted by their key, UTF-8, comma, ``.`` decimals, whole numbers without any.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`; others are left out.

    Returns
    -------
    bytes
        The same bytes for the same figures, in whatever order their rows are.
    """
    table = figures[list(FIGURE_COLUMNS)].sort_values(list(FIGURE_KEY), ignore_index=True)
    numbers = [name for name in FIGURE_COLUMNS if table[name].dtype == "float64"]
    written = table.assign(**{name: [_number(value) for value in table[name].tolist()] for name in numbers})
    return written.to_csv(index=False, lineterminator="\n").encode()


def _number(value: float) -> str:
    """Write a number with at most six decimals, and none that say nothing.

    Examples
    --------
    >>> _number(635.0), _number(0.5862068966), _number(float("nan"))
    ('635', '0.586207', '')
    """
    return "" if math.isnan(value) else f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
