"""Rounds counts so that they still add up: groups to totals, parts to wholes, regions to the area around, periods.

What is rounded is the count to date at each day. A figure of a period is the difference of two days, so periods add up
by themselves. Days are rounded in the order in which they became known, each beside what was decided before: a period
that is added later changes nothing. Which rows of a table show the counts is not known here.

References
----------
Cox, L. H. (1987). A constructive procedure for unbiased controlled rounding. Journal of the American Statistical
Association, 82(398), 520-524.

Salazar-González, J. J. (2005). Controlled rounding and cell perturbation: statistical disclosure limitation methods for
tabular data. Mathematical Programming, 105(2-3), 583-603.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.attacker import flows_of
from reportkit.disclosure.counts import TOTAL
from reportkit.disclosure.rounding_day import round_day
from reportkit.disclosure.rounding_program import Bond, Day

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Parts, Tree

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["round_trees"]


def round_trees(
    trees: Sequence[Tree],
    base: int,
    *,
    exact: Collection[str] = (),
) -> list[Floats]:
    """Round the counts of trees to multiples of the base.

    Parameters
    ----------
    trees
        The counts, as `reportkit.disclosure.trees.trees_of` sorts them.
    base
        The multiple, in persons or units.
    exact
        The codes that are public facts, such as the size of a population: they stay as they are.

    Returns
    -------
    list of numpy.ndarray
        For each tree an array like its `values`, in persons or units. Missing where there is no count, and where the
        figures of a flow don't say how many it was to date.

    Raises
    ------
    DisclosureError
        When no multiples add up.

    Notes
    -----
    A count to date is moved by at most `base`; by more only where nothing else adds up. See the references for the
    problem; that it is solved day by day, and the total of a day before its groups, is ours.
    """
    return [_Rounding(tree, base, _flags(tree, exact)).figures() for tree in trees]


def _flags(tree: Tree, codes: Collection[str]) -> Bools:
    return np.array([code in codes for code in tree.codes], dtype=bool)


class _Rounding:
    """One tree as it is rounded.

    `decided` holds codes, then rests of splits, by slots by areas by days, in multiples of the base.
    """

    def __init__(self, tree: Tree, base: int, exact: Bools) -> None:
        self.tree, self.base, self.exact = tree, base, exact
        self.sums = flows_of(tree)
        self.levels, self.printed = _levels(tree)
        members = len(tree.codes) + len(tree.splits)
        shape = (members, len(tree.slots), tree.areas.inside.shape[1], len(tree.times.days))
        self.decided = np.full(shape, np.nan)
        self.decided[self.sums, ..., 0] = 0
        done = {0}
        for since, until in zip(tree.times.start, tree.times.end, strict=True):
            for day in (since, until):
                if day not in done:
                    self._decide(day)
                    done.add(day)

    def figures(self) -> Floats:
        """Return the rounded figures, in the places of `Tree.values`."""
        tree, codes = self.tree, len(self.tree.codes)
        days = np.moveaxis(self._of_nodes(self.decided[:codes]), 2, -1)
        days = np.where(self.exact[:, None, None, None], self.levels, days)
        made = np.full(tree.values.shape, np.nan)
        for period, (since, until) in enumerate(zip(tree.times.start, tree.times.end, strict=True)):
            made[..., period, 0] = days[..., until]
            made[tree.flow, ..., period, 1] = days[tree.flow, ..., until] - days[tree.flow, ..., since]
            made[~tree.flow, ..., period, 1] = self._of_period(period)[~tree.flow]
        return np.where(np.isnan(tree.values), np.nan, made)

    def _of_nodes(self, areas: Floats) -> Floats:
        """Add up areas, the third axis, to nodes, the last; in persons or units."""
        return self.base * np.tensordot(areas, self.tree.areas.inside.astype(float), axes=([2], [1]))

    def _decide(self, day: int) -> None:
        counts, codes = self.levels[..., day].copy(), len(self.tree.codes)
        low = np.nan_to_num(np.fmax.reduce(self.decided[..., :day], axis=-1), nan=0.0)
        later = np.fmin.reduce(self.decided[..., day:], axis=-1)
        low[~self.sums] = 0
        high = np.where(np.isnan(later) | ~self.sums[:, None, None], np.inf, later)
        empty = ~self.printed[..., day] & (counts == 0) & (self._of_nodes(low[:codes]) == 0)
        high[:codes][np.tensordot(empty, self.tree.areas.inside, axes=([2], [0])) > 0] = 0
        counts[np.broadcast_to(empty.all(axis=2, keepdims=True), counts.shape)] = np.nan
        self.decided[..., day] = self._rounded(counts, self.tree.splits, low, high, self._bonds(day))
        nothing = self.tree.flow[:, None] & empty.all(axis=2)
        self.decided[:codes, ..., day][nothing] = 0

    def _of_period(self, period: int) -> Floats:
        """Round the figures of a period that are no difference of two days; of a result, there are none."""
        own = self.tree.values[..., period, 1].copy()
        own[self.tree.flow | self.tree.result] = np.nan
        splits = tuple(split for split in self.tree.splits if not split.to_date_only)
        low = np.zeros((len(own) + len(splits), *self.decided.shape[1:3]))
        free = np.full(low.shape, np.inf)
        return self._of_nodes(self._rounded(own, splits, low, free, ())[: len(own)])

    def _rounded(
        self, counts: Floats, splits: tuple[Parts, ...], low: Floats, high: Floats, bonds: tuple[Bond, ...]
    ) -> Floats:
        if np.isnan(counts).all():
            return np.full(low.shape, np.nan)
        groups = tuple(tuple(slots) for by, slots in self.tree.bys.items() if by != TOTAL)
        return round_day(Day(counts, splits, self.tree.areas, self.exact, low, high, bonds, groups), self.base)

    def _bonds(self, day: int) -> tuple[Bond, ...]:
        """Bound what each joint leaves: never negative, nothing where it is exact, and between the days around."""
        bonds = []
        for joint in self.tree.joints:
            left = np.asarray(sum(sign * self.decided[code, slot] for sign, code, slot in joint.terms))
            low, high = np.zeros(len(left)), np.full(len(left), 0.0 if joint.exact else np.inf)
            if joint.grows and not joint.exact:
                low = np.fmax(np.fmax.reduce(left[:, :day], axis=1, initial=0.0), 0)
                high = np.fmin.reduce(left[:, day + 1 :], axis=1, initial=np.inf)
            bonds.append(Bond(joint, low, high))
        return tuple(bonds)


def _levels(tree: Tree) -> tuple[Floats, Bools]:
    """Return the counts to date on each day, codes by slots by nodes by days, and whether a row shows each."""
    levels, printed = tree.cumulative(), np.zeros((*tree.values.shape[:3], len(tree.times.days)), dtype=bool)
    for period, (since, until) in enumerate(zip(tree.times.start, tree.times.end, strict=True)):
        own = tree.values[..., period, 0]
        levels[..., until] = np.where(np.isnan(levels[..., until]), own, levels[..., until])
        printed[..., until] |= tree.rows[..., period, 0]
        printed[..., since] |= tree.rows[..., period, 1]
    return levels, printed
