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
from reportkit.disclosure.rounding_program import Day

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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
    within: Mapping[str, tuple[str, ...]] | None = None,
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
    within
        For each code the counts of other trees that it is among, as in `reportkit.tables.Structure`.

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
    around = within or {}
    made: dict[str, _Rounding] = {}
    order = sorted(range(len(trees)), key=lambda number: any(code in around for code in trees[number].codes))
    found: dict[int, Floats] = {}
    for number in order:
        rounding = _Rounding(trees[number], base, _flags(trees[number], exact), around, dict(made))
        found[number] = rounding.figures()
        made |= dict.fromkeys(trees[number].codes, rounding)
    return [found[number] for number in range(len(trees))]


def _flags(tree: Tree, codes: Collection[str]) -> Bools:
    return np.array([code in codes for code in tree.codes], dtype=bool)


class _Rounding:
    """One tree as it is rounded, with what was decided of the trees that its counts are among.

    `decided` holds codes, then rests of splits, by slots by areas by days, in multiples of the base.
    """

    def __init__(
        self, tree: Tree, base: int, exact: Bools, within: Mapping[str, tuple[str, ...]],
        others: Mapping[str, _Rounding],
    ) -> None:  # fmt: skip
        self.tree, self.base, self.exact, self.within, self.others = tree, base, exact, within, others
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
        self.decided[..., day] = self._rounded(counts, self.tree.splits, low, high, self._among(day))
        nothing = self.tree.flow[:, None] & empty.all(axis=2)
        self.decided[:codes, ..., day][nothing] = 0

    def _of_period(self, period: int) -> Floats:
        """Round the figures of a period that are no difference of two days; of a result, there are none."""
        own = self.tree.values[..., period, 1].copy()
        own[self.tree.flow | self.tree.result] = np.nan
        splits = tuple(split for split in self.tree.splits if not split.to_date_only)
        low = np.zeros((len(own) + len(splits), *self.decided.shape[1:3]))
        free = np.full(low.shape, np.inf)
        return self._of_nodes(self._rounded(own, splits, low, free, free)[: len(own)])

    def _rounded(self, counts: Floats, splits: tuple[Parts, ...], low: Floats, high: Floats, among: Floats) -> Floats:
        if np.isnan(counts).all():
            return np.full(low.shape, np.nan)
        groups = tuple(tuple(slots) for by, slots in self.tree.bys.items() if by != TOTAL)
        return round_day(Day(counts, splits, self.tree.areas, self.exact, low, high, among, groups), self.base)

    def _among(self, day: int) -> Floats:
        """Bound each count that is among counts of other trees, in the areas and groups that both have."""
        most = np.full(self.decided.shape[:3], np.inf)
        for own, code in enumerate(self.tree.codes):
            wholes = [(self.others[whole], whole) for whole in self.within.get(code, ()) if whole in self.others]
            alike = [np.array_equal(other.tree.areas.inside, self.tree.areas.inside) for other, _ in wholes]
            if wholes and all(alike):
                for slot, name in enumerate(self.tree.slots):
                    parts = [other.count(whole, name, day) for other, whole in wholes]
                    most[own, slot] = np.nan_to_num(np.sum(parts, axis=0), nan=np.inf)
        return most

    def count(self, code: str, slot: tuple[str, str], day: int) -> Floats:
        """Return what was decided of a code in a slot, by areas; missing where there is no such count."""
        if slot not in self.tree.slots:
            return np.full(self.decided.shape[2], np.nan)
        decided: Floats = self.decided[self.tree.codes.index(code), self.tree.slots.index(slot), :, day]
        return decided


def _levels(tree: Tree) -> tuple[Floats, Bools]:
    """Return the counts to date on each day, codes by slots by nodes by days, and whether a row shows each."""
    levels, printed = tree.cumulative(), np.zeros((*tree.values.shape[:3], len(tree.times.days)), dtype=bool)
    for period, (since, until) in enumerate(zip(tree.times.start, tree.times.end, strict=True)):
        own = tree.values[..., period, 0]
        levels[..., until] = np.where(np.isnan(levels[..., until]), own, levels[..., until])
        printed[..., until] |= tree.rows[..., period, 0]
        printed[..., since] |= tree.rows[..., period, 1]
    return levels, printed
