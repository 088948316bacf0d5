"""Alternatives: other whole tables that fit all that is shown, made so that each small count differs between them.

A figure is shown when it is the same in all alternatives and in the truth. Then no reader can tell which of them is
true, and can't narrow down a small count that is nobody in one of them and at least the threshold in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.agreement import moments_of, same_figures
from reportkit.disclosure.completion import completed
from reportkit.disclosure.kept_tables import read_tables
from reportkit.disclosure.levels import levels_of
from reportkit.disclosure.settling import settle

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Structure

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["Alternatives", "alternatives_of"]


@dataclass
class Alternatives:
    """The truth and the alternatives of a tree, as levels (see `reportkit.disclosure.levels.levels_of`).

    `shown` tells, in the shape of the tree's values, what was decided: a figure is shown where all are the same when
    its period is settled, whatever becomes of them later.
    """

    whole: Floats
    others: list[Floats]
    shown: Bools


def alternatives_of(
    tree: Tree, structure: Structure, published: Bools, corrected: Bools, kept: pd.DataFrame | None = None
) -> Alternatives:
    """Make alternatives for a tree, period by period, each from what was known then, and decide what is shown.

    Where nothing was corrected since earlier releases, it is decided as it was then. Else periods up to the last of
    which readers have figures are decided at once: what they have of later ones bears on all. It begins with the tables
    that fitted the last release, and fit what is left of it.

    Parameters
    ----------
    published, corrected
        Figures that readers have already, and those that are hidden because they have another value of them; in the
        shape of the tree's values.
    kept
        The whole tables that fit the last release (`reportkit.disclosure.kept_tables`).
    """
    if not tree.earlier:
        found = _made(tree, structure, np.zeros_like(published), corrected)
        if not (published & ~found.shown).any():
            return found
    return _made(tree, structure, published, corrected, kept)


def _made(
    tree: Tree, structure: Structure, published: Bools, corrected: Bools, kept: pd.DataFrame | None = None
) -> Alternatives:
    """Make alternatives that agree with what was published; released periods begin with tables that are `kept`."""
    found = Alternatives(levels_of(tree), [], np.zeros(tree.values.shape, dtype=bool))
    fresh = np.ones(found.whole.shape[-1], dtype=bool)
    hidden = corrected | ~tree.rows | np.isnan(tree.values)
    released = 1 + int(np.flatnonzero(published.any(axis=(0, 1, 2, 4))).max(initial=0))
    for number in range(released, len(tree.periods) + 1):
        first = 0 if number == released else number - 1
        known = tree.until(number, structure)
        moments, had = moments_of(tree, known), published[..., :number, :]
        levels = levels_of(known)
        whole = completed(known, levels)
        truth = levels if whole is None else whole
        may = np.asarray(same_figures(known, [truth]) & ~hidden[..., :number, :])
        others: list[Floats] = []
        refused = np.zeros(may.shape[:-1], dtype=bool)
        if whole is not None:
            settled = settle(
                known, first, truth, [other[..., moments] for other in found.others],
                shown=found.shown[..., :number, :] | had, free=may & ~had, fresh=fresh[moments],
                kept=read_tables(kept, known) if number == released else (),
            )  # fmt: skip
            others, refused = settled.others, settled.refused
        fresh[moments] = False
        found.whole[..., moments] = truth
        found.others = [_laid_out(other, found.whole, moments) for other in others]
        may &= same_figures(known, [truth, *others])
        may[..., 0] &= ~refused
        found.shown[..., first:number, :] = may[..., first:, :]
    return found


def _laid_out(table: Floats, whole: Floats, moments: list[int]) -> Floats:
    """Lay a table of some moments out among all; elsewhere it is as the truth."""
    laid = whole.copy()
    laid[..., moments] = table
    return laid
