"""The gate: which families are shown at which cut-off, decided forward in time from the figures up to then.

It looks at the cells of one family at a time. What families give away together is found by the audit, which bans
families from a cut-off; banning and hiding go one way only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.families import families_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.families import Family
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["Gate"]


@dataclass
class Gate:
    """Decides for one tree, period after period.

    Attributes
    ----------
    shown
        Families by days: whether the family's figures to that day are shown, or can be had by subtraction.
    apart
        Families by periods: whether the figures of the period are shown for counts that are not sums of periods. Those
        of results never are: beside figures to date they tell of the few whose measurement came due.
    decided
        Families by days: whether that was settled.
    """

    tree: Tree
    threshold: int
    families: list[Family] = field(init=False)
    shown: Bools = field(init=False)
    apart: Bools = field(init=False)
    decided: Bools = field(init=False)

    def __post_init__(self) -> None:
        """Begin with nothing shown but the beginning, when every count was 0."""
        self.families = families_of(self.tree)
        size = (len(self.families), len(self.tree.times.days))
        self.shown, self.decided = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        self.shown[:, 0] = self.decided[:, 0] = True
        self.apart = np.zeros((len(self.families), len(self.tree.periods)), dtype=bool)
        self._sums = self.tree.cumulative()
        self._stocks = self._by_day(self.tree.values[..., 0])
        self._stocks[self.tree.flow] = np.nan
        self._left = self._by_day(self.tree.left)
        self._levels = np.where(self.tree.result[:, None, None, None], self._stocks, self._sums)
        self._levels[self.tree.result, ..., 0] = 0
        self._falls = [bool(self.tree.result[list(family.codes)].any()) for family in self.families]
        self._family = self._family_of()
        flow = self.tree.flow
        self._flows = [bool(flow[list(family.codes)].any()) for family in self.families]
        given = (~np.isnan(self.tree.values[..., 1])).any(axis=(1, 2, 3))
        apart = given & ~flow & ~self.tree.result
        self._separate = [bool(apart[list(family.codes)].any()) for family in self.families]

    def state(self) -> tuple[Bools, Bools, Bools]:
        """Return what has been decided so far."""
        return self.shown.copy(), self.apart.copy(), self.decided.copy()

    def restore(self, state: tuple[Bools, Bools, Bools]) -> None:
        """Go back to an earlier state."""
        self.shown, self.apart, self.decided = (part.copy() for part in state)

    def decide(self, period: int, banned: frozenset[int] = frozenset()) -> None:
        """Decide for each family whether its figures of a period are shown; those of `banned` families are not."""
        since, until = self.tree.times.start[period], self.tree.times.end[period]
        for number, family in enumerate(self.families):
            allowed = number not in banned
            self._settle(number, family, until, allowed=allowed)
            if self._flows[number] and self.shown[number, until]:
                self._settle(number, family, since, allowed=allowed)
            if self._separate[number]:
                self.apart[number, period] = allowed and self._passes_apart(family, period)

    def new(self, period: int, before: tuple[Bools, Bools, Bools]) -> list[int]:
        """List the families of which a period shows something that was not shown before."""
        more = (self.shown & ~before[0]).any(axis=1) | self.apart[:, period]
        return [int(number) for number in np.flatnonzero(more)]

    def visible(self) -> Bools:
        """Return which figures of the tree are shown, in the shape of its values."""
        times, own = self.tree.times, self._family
        seen = np.zeros(self.tree.values.shape, dtype=bool)
        for period, (since, until) in enumerate(zip(times.start, times.end, strict=True)):
            to_date = self.shown[own, until]
            flows = to_date & self.shown[own, since]
            seen[..., period, 0] = to_date
            seen[..., period, 1] = np.where(self.tree.flow[:, None, None], flows, self.apart[own, period])
        return seen

    def families_with(self, code: int, slot: int) -> list[int]:
        """List the families that hold a count, over all their regions."""
        return sorted({int(number) for number in self._family[code, slot]})

    def _family_of(self) -> NDArray[np.intp]:
        own = np.zeros(self.tree.values.shape[:3], dtype=np.intp)
        for number, family in enumerate(self.families):
            own[np.ix_(family.codes, family.slots, family.nodes)] = number
        return own

    def _by_day(self, figures: Floats) -> Floats:
        """Lay the figures to date of periods on the days on which these end."""
        laid = np.full(self._sums.shape, np.nan)
        for period, day in enumerate(self.tree.times.end):
            found = figures[..., period]
            laid[..., day] = np.where(np.isnan(found), laid[..., day], found)
        return laid

    def _settle(self, number: int, family: Family, day: int, *, allowed: bool) -> None:
        if not self.decided[number, day]:
            self.decided[number, day] = True
            above = [parent for parent in family.parents if self._flows[parent] or day in self.tree.times.end]
            allowed = allowed and bool(self.shown[above, day].all())
            self.shown[number, day] = allowed and self._passes(number, family, day)

    def _passes(self, number: int, family: Family, day: int) -> bool:
        at_day = np.where(np.isnan(self._stocks[..., day]), self._sums[..., day], self._stocks[..., day])
        shown = np.flatnonzero(self.shown[number])
        earlier, later = shown[shown < day], shown[shown > day]
        if not self._falls[number]:  # what only grows has grown least since the nearest day
            earlier, later = earlier[-1:], later[:1]
        steps = [self._levels[..., day] - self._levels[..., other] for other in (*earlier, *later)]
        left = self._cells(family, self._left[..., day], to_date=False)
        return (
            self._safe(self._cells(family, at_day, to_date=True))
            and self._safe(left)
            and all(self._safe(self._cells(family, step, to_date=False)) for step in steps)
        )

    def _passes_apart(self, family: Family, period: int) -> bool:
        times = self.tree.times
        for parent in family.parents:
            flows = self.shown[parent, times.start[period]] and self.shown[parent, times.end[period]]
            if (self._flows[parent] and not flows) or (self._separate[parent] and not self.apart[parent, period]):
                return False
        return self._safe(self._cells(family, self.tree.values[..., period, 1], to_date=False))

    def _safe(self, cells: Floats) -> bool:
        """Tell whether every known cell counts nobody, or at least as many as the threshold."""
        return not ((cells != 0) & (abs(cells) < self.threshold)).any()

    def _cells(self, family: Family, figures: Floats, *, to_date: bool) -> Floats:
        """Return the family's cells with all their rests: of splits, of groups, of regions."""
        known = [figures[list(family.codes)]]
        known += [
            _rest(figures[split.whole], figures[list(split.parts)], always=split.remainder)[None]
            for split in family.splits
            if to_date or not split.to_date_only
        ]
        codes = np.concatenate(known)
        groups = codes[:, list(family.slots)]
        if family.slots != (0,):
            groups = np.concatenate([groups, _rest(codes[:, 0], groups.swapaxes(0, 1), always=False)[:, None]], axis=1)
        if family.around < 0:
            return groups[:, :, 0]
        regions = groups[:, :, list(family.nodes)]
        if not self.tree.areas.disjoint(family.nodes):
            return regions
        rest = _rest(groups[:, :, family.around], np.moveaxis(regions, 2, 0), always=True)
        return np.concatenate([regions, rest[:, :, None]], axis=2)


def _rest(whole: Floats, parts: Floats, *, always: bool) -> Floats:
    """Subtract the parts that are known; where all are, there is a rest only if they do not divide the whole."""
    missing = np.isnan(parts).any(axis=0)
    rest: Floats = np.where(missing | always, whole - np.nansum(parts, axis=0), np.nan)
    return np.where(np.isnan(parts).all(axis=0), np.nan, rest)
