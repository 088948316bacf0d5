"""Settles the alternatives of a period: they fit all that is shown, cover every small count, and differ in few figures.

Each is sought by a linear program over all counts up to the period. Those there were are carried on, without those on
which little rests, and change what was hidden before; then they are extended, and others are added, until every small
count is nobody in one and at least the threshold in another; then each that changes a figure alone is sought again. It
keeps each small count as wide as it was, and changes as little as it can of what the others leave alone. What others
change costs less the more of them do, so that they come to change the same figures (reweighted l1 minimisation:
Candes, Wakin and Boyd, 2008, doi:10.1007/s00041-008-9045-x). At last it is tried to do without single figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from reportkit.disclosure.attacker import attack_without
from reportkit.disclosure.cells import hidden_before
from reportkit.disclosure.forms import unknowns_of
from reportkit.disclosure.hands import Deals
from reportkit.disclosure.moves import Moves
from reportkit.disclosure.reduction import reduce_system
from reportkit.disclosure.windows import sought

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree
    from reportkit.disclosure.windows import Asked

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Settled", "settle"]

_SWEEPS = 2
"""How often each alternative is sought again."""
_FEW = 40
"""How many small counts an alternative must make wider than the others do, to be carried on."""
_GAIN, _MISSES = 0.8, 3
"""To what share of them the counts that are not wide must come when one is extended; after how many in vain no more."""
_TRIES, _PATIENCE = 12, 4
"""How many alternatives are tried to cover what is not, and after how many in vain no more; half are cheap."""
_MILD, _FIRM, _DEAR = 15.0, 100.0, 10_000.0
"""What it costs, for each one that is lacking, not to cover a count: at first, and when other tries were in vain."""
_DRAWS = 3
"""How often it is drawn anew what is to be more, and what fewer, where no whole numbers are found."""
_EFFORT = 10_000_000
"""How many tries to do without a figure, times the square of the unknowns: in a small table each, in a large few."""
_AT_ONCE = 3000
"""Up to how many unknowns are moved together: the latest of them, those of the period at least."""
_LARGE = 2000
"""From how many open unknowns of one period alternatives are sought in pairs: it takes less time, and hides more."""


@dataclass(frozen=True)
class Settled:
    """Alternatives as levels by areas; `refused` tells which results, to date, changed by few that nothing covers.

    It has the shape of the figures to date: codes by slots by regions by periods.
    """

    others: list[Floats]
    refused: Bools


def settle(  # noqa: PLR0913 - what is true, what is known, and what is to be decided
    tree: Tree, first: int, whole: Floats, others: Sequence[Floats], *, shown: Bools, free: Bools, fresh: Bools,
    kept: Sequence[Floats] = (),
) -> Settled:  # fmt: skip
    """Settle alternatives at the last period of a tree, or at several of the last at once.

    Parameters
    ----------
    tree
        The tree up to the period.
    first
        The first of the periods at which they are settled.
    whole, others
        The true counts and the alternatives, as levels by areas.
    shown
        Which figures are shown whatever the alternatives say.
    free
        Which figures are shown where they do not differ; those of the periods that are settled are looked at.
    fresh
        Which moments those periods brought: what the alternatives say of them does not count.
    kept
        Whole tables of which those are taken as alternatives that fit what is shown.
    """
    free = free & (np.arange(len(tree.periods)) >= first)[:, None]
    attacker = attack_without(tree.masked(shown | free), free)
    if attacker is None:
        return Settled([*others], np.zeros(tree.values.shape[:-1], dtype=bool))
    settling = _Settling(tree, first, attacker, whole, others, free, fresh)
    settling.thin()
    settling.carry_on(hidden_before(settling.cells_at, shown))
    settling.take(kept)
    for end in settling.ends:
        settling.ask_until(end)
        settling.extend()
        settling.cover()
    for _ in range(_SWEEPS):
        settling.pare()
    settling.spare()
    return Settled(settling.others(), settling.refused())


class _Settling(Moves):
    """Settles alternatives, as rows of `Moves`; each search has a `turn` of its own."""

    turn = 0

    @cached_property
    def opened(self) -> Bools:
        """Tell which unknowns are not settled by what is known."""
        return ~reduce_system(self.attacker.matrix, self.attacker.right).settled

    @cached_property
    def large(self) -> bool:
        """Tell whether alternatives are sought in pairs."""
        return int((self.opened & self.fresh).sum()) >= _LARGE

    @cached_property
    def deals(self) -> Deals:
        """Choose the unknowns that are moved: all that are open, or of many the latest."""
        unknowns = self.attacker.unknowns
        ends = [*range(unknowns.flow.shape[-1]), *(end - 1 for end in self.tree.times.end)]
        day = np.array(ends)[unknowns.moment]
        days = np.sort(day[self.opened])[::-1]
        since = days[_AT_ONCE] + 1 if len(days) > _AT_ONCE else 0
        moved = np.flatnonzero(self.opened & ((day >= since) | self.fresh))
        return Deals(self.attacker, self.cells, self.true, moved)

    @cached_property
    def anywhere(self) -> Floats:
        """Let any figure change as far as it may."""
        return np.full(len(self.weight), np.inf)

    def thin(self) -> None:
        """Give up alternatives, one by one, on which the width of few counts rests, which others can come to move."""
        moved = np.diff(csr_array(self.forms[:, self.deals.columns]).indptr) > 0
        while self.numbers:
            width = self.width
            lost = [self.small & (np.ptp(self.moves[self._but(own)], axis=0) < width) for own in self.numbers]
            rests = [int(own.sum()) if moved[own].all() else len(own) for own in lost]
            if min(rests) > _FEW:
                return
            kept = self._but(1 + int(np.argmin(rests)))
            self.change, self.moves, self.costs = self.change[kept], self.moves[kept], self.costs[kept]

    def carry_on(self, hidden: Bools) -> None:
        """Carry the alternatives on to the last period, with counts that are not wide more or fewer in them.

        They change figures that are `hidden` already, or that others change, if they can; else any.
        """
        old = abs(self.forms) @ self.fresh == 0
        for few in self._at_once(self.numbers):
            likely = np.where(hidden | self.costs.any(axis=0), np.inf, 0.0)
            draws = [[self._signs() for _ in range(_DRAWS)] for _ in few]
            found = sought(
                partial(self._carried, own, likely, old, few, draw) for own, draw in zip(few, draws, strict=True)
            )
            for number, change in zip(few, found, strict=True):
                self._set(number, np.zeros(len(self.true)) if change is None else change)

    def _carried(
        self, number: int, likely: Floats, old: Bools, beside: Sequence[int], draw: list[Ints]
    ) -> Floats | None:
        needed, change = self._needed(number, np.inf, old, beside), self.change[number]
        window, weight = self.deals.of(number), self._weights(number)
        for room in (likely, self.anywhere):
            for signs in draw:
                found = window.solved(change, weight, room, needed, self._wider(self.narrow * signs, _MILD))
                if found is not None:
                    return found
            found = window.solved(change, weight, room, needed, patient=True)
            if found is not None:
                return found
        return None

    def take(self, kept: Sequence[Floats]) -> None:
        """Take tables as alternatives that fit what is shown, the first of them true once.

        What was corrected since fits several times over as well, one way or the other: so it is wide at once.
        """
        changes = [unknowns_of(table, self.tree, self.attacker.unknowns) - self.true for table in kept]
        once = changes[0] if changes else np.zeros(len(self.true))
        room = np.divide(self.true, abs(once), out=np.full(len(once), np.inf), where=once != 0)
        for way in (1, -1):
            times = room[way * once < 0].min(initial=self.least.max(initial=0))
            changes.append(way * np.floor(times) * once)
        for change in changes:
            fits = (self.true + change >= 0).all() and not (self.attacker.matrix @ change).any()
            if fits and change.any():
                self._append(change)

    def extend(self) -> None:
        """Let the alternatives make counts wider that are not wide enough, those first that hide least; then firmly."""
        for dear in (_MILD, _FIRM):
            misses = 0
            for few in self._at_once(sorted(self.numbers, key=lambda own: float(self.weight @ self.costs[own]))):
                if misses >= _MISSES or not self.narrow.any():
                    break
                misses += int(not self._extend(few, dear))

    def _extend(self, few: Sequence[int], dear: float) -> bool:
        """Let alternatives make counts wider, of two each the other way; tell whether that was worth it."""
        narrow, signs = self.narrow, self._signs()
        before = self._set_aside()
        goals = [self._wider(narrow * way * signs, dear) for _, way in zip(few, (1, -1), strict=False)]
        self._seek(few, self.anywhere, np.inf, goals)
        had, left = int(narrow.sum()), int(self.narrow.sum())
        if left >= had:
            self.change, self.moves, self.costs = before
        return left <= _GAIN * had

    def cover(self) -> None:
        """Add alternatives as long as they make narrow counts wider; then one for each count that is left."""
        for size in range(max(len(self.deals.sizes) - 1, 1)):
            self._cover(size)
        self._cover_singly(self.anywhere)

    def _cover(self, size: int) -> None:
        misses = 0
        for turn in range(_TRIES):
            if misses >= _PATIENCE or not self.narrow.any():
                return
            cheap = misses < _PATIENCE // 2 and turn < _TRIES - _PATIENCE
            signs = self._signs() if cheap else np.full(len(self.counts), -1 if turn % 2 else 1)
            found = self._add(self.anywhere, signs * self.narrow, _MILD if cheap else _DEAR, size)
            misses = 0 if found else misses + 1

    def _cover_singly(self, room: Floats) -> None:
        """Add an alternative for each small count that is not wide enough, until that fails too often."""
        misses = 0
        for row in np.flatnonzero(self.narrow):
            own = (np.arange(len(self.counts)) == row).astype(np.intp)
            if misses < _PATIENCE and self.narrow[row]:
                tries = product(range(len(self.deals.sizes)), (1, -1))
                found = any(self._add(room, way * own, _DEAR, size) for size, way in tries)
                misses = 0 if found else misses + 1

    def _add(self, room: Floats, signs: Ints, dear: float, size: int = 0) -> bool:
        """Seek an alternative in which forms are more, or fewer, as their signs say; tell whether there is one."""
        asked, self.turn = self._wider(signs, dear), self.turn + 1
        window = self.deals.of(self.turn, size)
        found = window.solved(np.zeros(len(self.true)), self._weights(), room, asked, patient=True)
        if found is None:
            return False
        moves = self.forms @ found
        wider = np.minimum(np.ptp(np.vstack([self.moves, moves]), axis=0), self.least)
        if not (wider > self.width)[signs != 0].any():
            return False
        self._append(found)
        return True

    def pare(self) -> None:
        """Seek alternatives again that change figures alone; each stays as it is where nothing better is found."""
        for few in self._at_once(self.numbers):
            alone, room = self.costs.sum(axis=0) == 1, np.where(self.costs.any(axis=0), np.inf, 0.0)
            self._seek([own for own in few if self.costs[own, alone].any()], room, np.inf)

    def spare(self) -> None:
        """Try to do without figures, one by one: those first that fewest alternatives change, then that cost most."""
        times = self.costs.sum(axis=0)
        tries = _EFFORT // max(len(self.deals.columns), 1) ** 2
        for cell in sorted(np.flatnonzero(times), key=lambda own: (times[own], -self.weight[own]))[:tries]:
            if self.costs[:, cell].any():
                self._spare(int(cell))

    def _spare(self, cell: int) -> None:
        """Do without a figure, with more alternatives if need be; if that cannot be, all stays as it is."""
        before, narrow = self._set_aside(), int(self.narrow.sum())
        others = np.arange(self.costs.shape[1]) != cell
        room = np.where(self.costs.any(axis=0) & others, np.inf, 0.0)
        for number in np.flatnonzero(self.costs[:, cell]):
            self._seek([int(number)], room, _DEAR)
        if not self.costs[:, cell].any():
            for sign in (1, -1):
                if self.narrow.sum() > narrow:
                    self._add(room, sign * self.narrow.astype(np.intp), _DEAR)
            if self.narrow.sum() > narrow:
                self._cover_singly(room)
        if self.narrow.sum() > narrow or self.costs[:, cell].any():
            self.change, self.moves, self.costs = before

    def _at_once(self, numbers: Sequence[int]) -> Iterator[Sequence[int]]:
        """Take alternatives one by one, or in pairs where each takes long."""
        step = 2 if self.large else 1
        return (numbers[start : start + step] for start in range(0, len(numbers), step))

    def _seek(self, few: Sequence[int], room: Floats, dear: float, goals: Sequence[Asked] = ()) -> None:
        """Seek alternatives again, at once, each with its goal if there are any; set those that are found."""
        self.turn += 1
        windows = {number: self.deals.of(self.turn + number) for number in few}

        def again(number: int, *goal: Asked) -> Floats | None:
            needed, weight = self._needed(number, dear, beside=few), self._weights(number)
            return windows[number].solved(self.change[number], weight, room, needed, *goal)

        asked = zip(few, goals, strict=True) if goals else zip(few, strict=True)
        for number, found in zip(few, sought(partial(again, *own) for own in asked), strict=True):
            if found is not None:
                self._set(number, found)
