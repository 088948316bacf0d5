"""One moment of the search for alternatives: which small counts are to differ, which way, and what that may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.alternatives import Search

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Moment"]

_MOST = 24
"""How many alternatives there may be at a moment."""
_PATIENCE = 3
"""After how many tries in vain no more alternatives are sought; the audit judges what is left."""
_TURNS = 2
"""After how many tries the way that a row goes is left to chance."""
_SLIGHT, _SIZE, _MILD, _KEPT = 0.01, 0.02, 15.0, 1e5
"""The costs, beside the weights of the rows: of changing what is hidden anyway, of size, of not covering a small count,
of changing what was published."""


class Moment:
    """One moment of one program: which rows count few, what the alternatives make of them, and what they hide.

    `rows` are the numbers of the rows to which few came since some earlier moment; `few` says since which, the
    beginning first; `low` and `high` how much less or more that is in the alternatives so far. `off` tells for all rows
    whether some alternative differs from the truth.
    """

    def __init__(self, search: Search, moment: int) -> None:
        self.search, self.moment, self.program = search, moment, search.program
        before = search.before(moment)
        truth = search.truth
        number = len(truth)
        self.past = np.zeros((number, len(before) + 1))  # of the truth; the beginning first
        self.past[:, 1:] = truth[:, before.start : before.stop]
        self.now = truth[:, moment]
        self.step = self.now[:, None] - self.past
        told = np.ones(self.past.shape, dtype=bool)
        told[:, 1:] = search.told[:, before.start : before.stop]
        compared = np.zeros(self.past.shape, dtype=bool)
        compared[:, 0] = True
        compared |= search.grows[:, None] | (search.steps[:, None] & told)
        size = np.where(search.steps[:, None], abs(self.step), self.step)
        few = (size > 0) & (size < search.threshold) & compared & search.told[:, [moment]]
        self.rows = np.flatnonzero(few.any(axis=1))
        self.few = few[self.rows]
        self.group = self._alike()
        self.shade = (search.shade[self.rows] + self._main_area())[self.group]
        self.low, self.high, self.turns = np.zeros(self.few.shape), np.zeros(self.few.shape), 0
        self.off = np.zeros(number, dtype=bool)
        self.tried = np.zeros(number, dtype=int)
        self.short = self._short_of_room()
        self.dice = np.random.default_rng([moment, len(self.rows)])

    def run(self) -> None:
        """Move each alternative in turn, then add others as long as small counts are not covered."""
        found = self.search.found
        for number in range(1, len(found.tables)):
            if found.born[number] <= self.moment or self.program.apart:
                self._move(number)
        misses = 0
        while self._open().any() and misses < _PATIENCE and sum(born <= self.moment for born in found.born) < _MOST:
            before = int(self._open().sum()), self.off.copy()
            found.tables.append(found.tables[0].copy())
            found.born.append(self.moment)
            self._move(len(found.tables) - 1)
            misses += 1
            if int(self._open().sum()) < before[0]:
                misses = 0
            else:
                self.off = before[1]
                found.tables.pop()
                found.born.pop()

    def refuse(self) -> None:
        """Hide what a result tells of few where no alternative says otherwise."""
        for table in self.search.found.tables[1:]:
            self._measure(table)
        program, refused = self.program, self.search.found.refused
        codes = [code for code in program.members if code < len(self.search.tree.codes)]
        places = len(program.places)
        for row in self.rows[self._open().any(axis=1)]:
            line, place = program.lines[row // places], row % places
            if line.steps:
                slot = line.slot if line.less_slot < 0 else line.less_slot
                nodes = [place] if place < refused.shape[2] else list(range(refused.shape[2]))
                refused[np.ix_(codes, [slot], nodes, [self.moment])] = True

    def _short_of_room(self) -> Bools:
        """Tell of which rows the truth leaves no room for as many as the threshold: they go up where the whole does."""
        truth = self.search.found.tables[0]
        short = np.zeros(len(self.now), dtype=bool)
        if len(self.rows):
            reach = self.program.reach(self.program.right(truth, self.moment), self._lower(truth))[self.rows]
            reach += self._constant(truth)[self.rows]
            most = np.where(self.few, self.past[self.rows] + self.search.threshold, -np.inf).max(axis=1)
            short[self.rows] = reach < most
        return short

    def _alike(self) -> Ints:
        """Return for each row the first that has always been the same in the same area, and so should move with it."""
        marks = np.column_stack([self._main_area(), self.now[self.rows], self.past[self.rows]])
        _, first, group = np.unique(marks, axis=0, return_index=True, return_inverse=True)
        return np.asarray(first[group.ravel()])

    def _main_area(self) -> Ints:
        """Return for each row the area in which most of it is: what is nearly the same must go the same way."""
        places = len(self.program.places)
        there = self.program.places[self.rows % places]
        counts = self.search.by_area[self.rows // places, :, self.moment]
        return np.asarray(np.where(there, counts, -np.inf).argmax(axis=1))

    def _open(self) -> Bools:
        return np.asarray(self.few & (self.high - self.low < self.search.threshold))

    def _move(self, number: int) -> None:
        """Settle one alternative at this moment: as the truth where that fits and nothing is to be covered."""
        program, table = self.program, self.search.found.tables[number]
        truth = self.search.found.tables[0]
        lower = self._lower(table)
        right, floor = program.right(table, self.moment), program.joints.floor(table, self.moment)
        same = truth[program.at(self.moment)].ravel()
        open_rows: Bools = np.asarray(self._open().any(axis=1))
        fits = bool((same >= lower).all()) and program.fits(same, right, floor) and not self._bound(table).any()
        if fits and not open_rows.any():
            found: Floats | None = same
        elif np.isnan(right).any() or np.isnan(floor).any():
            found = None
        else:
            found = program.solve(right, floor, lower, *self._targets(table, open_rows, program.reach(right, lower)))
        if found is None:
            self._keep(table, np.full(program.size, np.nan))
        else:
            self._keep(table, found)
            if len(self.rows) or found is not same:
                self._measure(table)

    def _lower(self, table: Floats) -> Floats:
        program = self.program
        if program.apart or self.moment == self.search.moments.start:
            return np.zeros(program.size)
        before = table[program.at(self.moment - 1)].ravel()
        return np.where(program.lower_from_before, np.nan_to_num(before), 0.0)

    def _keep(self, table: Floats, found: Floats) -> None:
        program = self.program
        shape = (len(program.members), len(program.slots), program.places.shape[1])
        table[program.at(self.moment)] = found.reshape(shape)

    def _history(self, table: Floats) -> Floats:
        """Return what the open rows were before in an alternative, the beginning first."""
        before = self.search.before(self.moment)
        past = np.zeros((len(self.rows), len(before) + 1))
        if len(before):
            past[:, 1:] = self.program.values(table, slice(before.start, before.stop))[self.rows]
        return past

    def _measure(self, table: Floats) -> None:
        now = self.program.values(table, self.moment)
        self.off |= now != self.now
        more = now[self.rows, None] - self._history(table) - self.step[self.rows]
        more = np.nan_to_num(more)
        self.low, self.high = np.minimum(self.low, more), np.maximum(self.high, more)

    def _bound(self, table: Floats) -> Floats:
        """Return by how much rows must differ from the truth, because it is known how many came to them since."""
        since = self.search.since[:, self.moment]
        rows = np.flatnonzero(since >= 0)
        more = np.zeros(len(since))
        if len(rows):
            past = np.nan_to_num(self.program.values(table, slice(None)))
            more[rows] = past[rows, since[rows]] - self.search.truth[rows, since[rows]]
        return more

    def _targets(self, table: Floats, open_rows: Bools, reach: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Choose where each row should be, and what it costs to miss it."""
        program = self.program
        if self.turns > _TURNS:  # what all could not reach together, some of them may
            chosen = open_rows & self._toss()
            open_rows = chosen if chosen.any() else open_rows
        self.turns += 1
        flagged = self.rows[open_rows]
        weight = program.weights * (1 + _SIZE * np.log1p(np.maximum(self.now, 0)))
        weight[self.off & (weight > 0)] = _SLIGHT
        target, below, above = self.now.copy(), weight.copy(), weight.copy()
        constant = self._constant(table)
        reach = (reach + constant)[flagged]
        up, least, most = self._ends(table, open_rows, reach)
        target[flagged] = np.where(up, most, least)
        below[flagged] = np.where(up, _MILD, _SLIGHT)
        above[flagged] = np.where(up, _SLIGHT, _MILD)
        self.tried[flagged] += 1
        kept = self.search.held[:, self.moment] | (self.search.since[:, self.moment] >= 0)
        target[kept] = (self.now + self._bound(table))[kept]
        below[kept] = above[kept] = _KEPT
        cap = self.search.cap[:, self.moment]
        target = np.minimum(target, cap)
        return target - constant, below, above, cap - target

    def _constant(self, table: Floats) -> Floats:
        """Return what settled counts add to the rows."""
        program = self.program
        own = program.rows @ table[program.at(self.moment)].ravel()
        return np.asarray(program.values(table, self.moment) - own)

    def _ends(self, table: Floats, open_rows: Bools, reach: Floats) -> tuple[Bools, Floats, Floats]:
        """Return for each open row whether it should go up, and where it should come to, going down or up."""
        search = self.search
        rows = self.rows[open_rows]
        wanted = self._open()[open_rows]
        past, step = self._history(table)[open_rows], self.step[rows]
        low, high = self.low[open_rows], self.high[open_rows]
        grows = search.grows[rows][:, None]
        least = np.where(grows, past, past + np.minimum(step + high - search.threshold, step))
        most = past + np.where(
            grows & (self.tried[rows] < _TURNS)[:, None], search.threshold, step + low + search.threshold
        )
        least = np.where(wanted, least, np.inf).min(axis=1)
        most = np.where(wanted, most, -np.inf).max(axis=1)
        tried = self.tried[rows]
        even = (self.shade[open_rows] + tried) % 2 == 0
        turn = np.where(tried < _TURNS, even, self._toss()[open_rows])
        moved = (high > low).any(axis=1) & (tried <= _TURNS)
        up = np.where(moved, high.max(axis=1) <= -low.min(axis=1), turn)  # having gone one way, go the other
        return (up | self.short[rows]) & (reach >= most), np.maximum(least, 0), most

    def _toss(self) -> Bools:
        """Toss a coin for each row, the same for rows that are alike."""
        return np.asarray(self.dice.integers(0, 2, len(self.rows))[self.group] == 1)
