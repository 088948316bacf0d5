"""What earlier releases showed, beside the present figures: what readers have already, and what was corrected since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.tables import FIGURE_KEY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.tables import Structure

    Bools = NDArray[np.bool_]

__all__ = ["standing", "versions"]

_COUNTED = ["value", "numerator", "denominator"]
"""The columns that can give a count away."""
_SAME = 1e-6


def versions(figures: pd.DataFrame, published: pd.DataFrame | None) -> list[pd.DataFrame]:
    """Return what earlier releases showed of the present rows, the oldest first.

    Returns
    -------
    list of pandas.DataFrame
        The columns value, numerator and denominator, by positions of rows; missing where nothing was shown. What was
        not corrected again stands in later ones too.
    """
    if published is None or published.empty:
        return []
    both = _both(figures, published).set_index("row")[[f"{name}_before" for name in _COUNTED]]
    both.columns = pd.Index(_COUNTED)
    nth = both.groupby(level=0).cumcount()
    latest = [both[nth <= number].groupby(level=0).last() for number in range(int(nth.max() + 1) if len(nth) else 0)]
    return [table.reindex(range(len(figures))) for table in latest]


def standing(
    figures: pd.DataFrame, published: pd.DataFrame | None, structure: Structure, threshold: int
) -> tuple[Bools, Bools]:
    """Say of each present figure whether readers have it already, and whether it differs from what they have by few.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, one project.
    published
        Figures of earlier releases, shown ones only; a key stands there twice when it was corrected in between.
    structure, threshold
        The smallest count that may be known: a correction by fewer tells of few.

    Returns
    -------
    tuple of numpy.ndarray
        Had already; corrected by few. By rows of `figures`.
    """
    had, few = np.zeros(len(figures), dtype=bool), np.zeros(len(figures), dtype=bool)
    if published is None or published.empty:
        return had, few
    both = _both(figures, published)
    more = np.stack([(both[name] - both[f"{name}_before"]).to_numpy(dtype=float) for name in _COUNTED], axis=1)
    counted = both["numerator_before"].notna().to_numpy(dtype=bool)
    more[counted, 0] = np.nan  # of a share, what it is made from is compared
    told = ~np.isnan(more)
    same = told.any(axis=1) & (np.where(told, abs(more), 0) <= _SAME).all(axis=1)
    least = both["indicator"].map(lambda code: structure.least(code, threshold)).to_numpy(dtype=float)
    moved = (told & (abs(more) > _SAME) & (abs(more) < least[:, None])).any(axis=1)
    had[both.loc[same, "row"]] = True
    few[both.loc[moved, "row"]] = True
    return had, few & ~had


def _both(figures: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Lay present figures, with their `row`, beside what was published under the same key (``value_before``, ...)."""
    key = list(FIGURE_KEY)
    now = figures[[*key, *_COUNTED]].reset_index(drop=True).rename_axis("row").reset_index()
    return now.merge(published[[*key, *_COUNTED]], on=key, suffixes=("", "_before"))
