"""Which figures are the same in several tables of counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["moments_of", "same_figures", "small_counts"]


def same_figures(tree: Tree, tables: Sequence[Floats]) -> Bools:
    """Tell which figures are the same in all tables; a small one is taken to differ, whatever the tables say.

    Parameters
    ----------
    tables
        The truth and others, as levels by areas (see `reportkit.disclosure.levels.levels_of`).

    Returns
    -------
    numpy.ndarray
        In the shape of the tree's values.
    """
    inside = tree.areas.inside.astype(float)
    printed = [np.einsum("csam,na->csnm", table[: len(tree.codes)], inside) for table in tables]
    same = ~small_counts(tree)
    true = _figures(tree, printed[0])
    for other in printed[1:]:
        figures = _figures(tree, other)
        same &= np.isnan(figures) | (figures == true)
    same[tree.result, ..., 1] = False
    same[tree.withheld] = False
    return same


def small_counts(tree: Tree) -> Bools:
    """Tell which figures are fewer than may be known: but not 0."""
    return np.asarray((tree.values > 0) & (tree.values < tree.least[:, None, None, None, None]))


def moments_of(tree: Tree, known: Tree) -> list[int]:
    """Return where the moments of a tree that was known earlier stand among those of the whole."""
    days = [tree.times.days.index(day) - 1 for day in known.times.days[1:]]
    return [*days, *(len(tree.times.days) - 1 + period for period in range(len(known.periods)))]


def _figures(tree: Tree, levels: Floats) -> Floats:
    """Return the figures to date and of periods, in the shape of the tree's values."""
    days = len(tree.times.days) - 1
    from_start = np.concatenate([np.zeros((*levels.shape[:3], 1)), levels[..., :days]], axis=3)
    ends, starts = list(tree.times.end), list(tree.times.start)
    flows = from_start[..., ends] - from_start[..., starts]
    own = np.where(tree.flow[:, None, None, None], flows, levels[..., days:])
    return np.stack([from_start[..., ends], own], axis=-1)
