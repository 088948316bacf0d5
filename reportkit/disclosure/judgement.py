"""Judges the counts of one tree: whether each small one could, for all a reader knows, be wide of its true value."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csc_array, csr_array

from reportkit.disclosure.attacker import attack
from reportkit.disclosure.forms import at_places, levels_from, small_forms, truth_of, unknowns_of
from reportkit.disclosure.reduction import reduce_system
from reportkit.disclosure.witnesses import moved
from reportkit.errors import DisclosureError
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker, Unknowns
    from reportkit.disclosure.forms import Form, Forms, Truth
    from reportkit.disclosure.reduction import Part, Reduced
    from reportkit.disclosure.trees import Tree
    from reportkit.disclosure.witnesses import Witnesses

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["Finding", "judge"]

_SWEEPS = 600
_PATIENCE = 12
_PROGRESS = 0.8
_CHANCE = 0.5
_LARGE = 4000
_KEPT = 80
_WHOLE = 15000
_AT_ONCE = 6000


@dataclass(frozen=True)
class Finding:
    """A small count that a reader can narrow down to `low`..`high`; not `proven` where the solver could not decide.

    `least` is how wide it must be. `beside` lists the counts (code and slot) whose figures bear on it.
    """

    form: Form
    place: str
    low: float
    high: float
    proven: bool
    least: int
    beside: tuple[tuple[int, int], ...]


def judge(  # noqa: PLR0913 - a tree as it is and as it is seen, and how to look at it
    tree: Tree,
    seen: Tree,
    witnesses: Witnesses,
    *,
    thorough: bool,
    alternatives: Sequence[Floats] = (),
    found: list[Floats] | None = None,
    every: bool = False,
    but: Collection[Form] = (),
) -> tuple[Finding, ...]:
    """Find the small counts of `tree` that a reader of `seen`, the same tree as far as it is shown, can narrow down.

    Parameters
    ----------
    thorough
        Find all of them, with proof; else stop at the first in each part of the system, and in a large part take for
        known what is not soon shown to be open.
    alternatives
        Tables that may fit what is seen (as levels by areas, see `reportkit.disclosure.levels`). Each is tried on every
        part of the system, and is a witness only where it fits exactly.
    found
        Where to put the tables that were found besides, as levels by areas; the last ones.
    every
        Name every form that is narrowed down, also those that come to the same, with the bounds of a linear program.
    but
        Forms of which it is known that they are narrowed down, which need no proof.
    """
    attacker = attack(seen)
    if attacker is None:
        return ()
    truth = truth_of(tree, attacker.unknowns)
    reduced = reduce_system(attacker.matrix, attacker.right)
    _require_true(attacker, truth, reduced)
    others = [unknowns_of(table, tree, attacker.unknowns) for table in alternatives]
    fitting = [table for table, values in zip(alternatives, others, strict=True) if _fits(attacker, values)]
    forms = small_forms(attacker, truth, [at_places(table, truth) for table in fitting])
    case = _Case(attacker, truth, reduced, witnesses, _merged(forms, reduced, every=every), others)
    findings = tuple(case.findings(thorough=thorough, roughly=every, but=but))
    if found is not None:
        found.extend(levels_from(table, attacker.unknowns) for table in case.tables)
    return findings


def _fits(attacker: Attacker, values: Floats) -> bool:
    """Tell whether a table fits all that is seen, to the last figure."""
    return bool((values >= 0).all() and (attacker.matrix @ values == attacker.right).all())


def _require_true(attacker: Attacker, truth: Truth, reduced: Reduced) -> None:
    """Refuse figures that do not fit the structure: a reader would work out something else than is true."""
    told = ~np.isnan(truth.unknowns)
    wrong = bool((truth.unknowns[told] < 0).any())
    wrong |= bool((truth.unknowns[told & reduced.settled] != reduced.value[told & reduced.settled]).any())
    for part in reduced.parts:
        true = truth.unknowns[part.columns]
        wrong |= bool(not np.isnan(true).any() and (part.matrix @ true != part.right).any())
    if wrong:
        codes = ", ".join(attacker.tree.codes)
        what = Message("counts of {codes} do not add up over codes, groups, regions and periods.", codes=codes)
        raise DisclosureError("E302", what, mend=Message("Mend the figures or the structure: sums must add up."))


class _Case:
    """The open questions about one tree, and the ranges that the witnesses have shown so far."""

    def __init__(
        self,
        attacker: Attacker,
        truth: Truth,
        reduced: Reduced,
        witnesses: Witnesses,
        asked: tuple[Forms, csr_array, Floats],
        others: Sequence[Floats],
    ) -> None:
        self.attacker, self.truth, self.reduced = attacker, truth, reduced
        self.witnesses, self.others = witnesses, others
        self.forms, self.open, self.base = asked
        self.least = self.forms.least
        self.tables: deque[Floats] = deque(maxlen=_KEPT)
        self.free = np.diff(self.open.indptr) > 0
        self.untold = np.isnan(self.forms.values)
        self.low, self.high = self.base.copy(), self.base.copy()
        order = np.argsort(reduced.part, kind="stable")
        self._ends = np.searchsorted(reduced.part[order], np.arange(len(reduced.parts) + 1))
        self._columns = self.open[:, order].tocsc()
        self._seen: dict[int, tuple[Ints, Floats, Floats, int]] = {}
        self._by = np.array([by for by, _ in attacker.tree.slots])[attacker.unknowns.slot]
        self._atom = _atoms(attacker.unknowns)
        self._dice = np.random.default_rng(0)

    def findings(self, *, thorough: bool, roughly: bool = False, but: Collection[Form] = ()) -> list[Finding]:
        """Return what can be narrowed down: all of it, or the first in each part of the system."""
        parts = self._parts_of(np.flatnonzero(self.free))
        for number in parts:
            self._begin(self.reduced.parts[number])
        self._look(parts)
        self._leave_out_nobody()
        self._sweep()
        sure = np.flatnonzero(~self.free & ~(self.untold & ((self.base <= 0) | (self.base >= self.least))))
        told = [self._finding(int(row), self.base[row], self.base[row], proven=True) for row in sure]
        return told + self._settle(thorough=thorough, roughly=roughly, but=but)

    def _begin(self, part: Part) -> None:
        """Give a part its first witness: the truth, or any table that fits where the figures leave the truth open."""
        for other in self.others:
            self.witnesses.add(part, other[part.columns])
        true = self.truth.unknowns[part.columns]
        if self.witnesses.of(part) and np.isnan(true).any():
            return
        if np.isnan(true).any():
            self.witnesses.extreme([part], np.zeros(len(true)), up=True)
            return
        self.witnesses.add(part, true)
        if part.loose:
            self.witnesses.add(part, np.zeros(len(true)))
            self.witnesses.add(part, true * 2 * self.least.max(initial=1))

    def _leave_out_nobody(self) -> None:
        """Leave out the forms of which the figures do not tell the number, when they say that it is none."""
        rows = self._waiting()
        rows = rows[self.untold[rows] & (self.high[rows] <= 0)]
        if len(rows):
            numbers = self._parts_of(rows)
            parts = [self.reduced.parts[number] for number in numbers]
            columns = np.concatenate([part.columns for part in parts])
            self.free[rows[self.witnesses.vanishing(parts, csr_array(self.open[rows][:, columns]))]] = False

    def _look(self, parts: Sequence[int]) -> None:
        """Add up the ranges of every form over the witnesses of the parts, which are independent of one another."""
        for number in parts:
            tables = self.witnesses.of(self.reduced.parts[number])
            rows, least, most, count = self._seen.get(number) or self._touched(number)
            if len(tables) > count:
                reached = self._block(number)[rows] @ np.array(tables[count:]).T
                low, high = reached.min(axis=1), reached.max(axis=1)
                if count:
                    low, high = np.minimum(low, least), np.maximum(high, most)
                self.low[rows] += low - least
                self.high[rows] += high - most
                self._seen[number] = rows, low, high, len(tables)

    def _touched(self, number: int) -> tuple[Ints, Floats, Floats, int]:
        rows = np.unique(self._columns.indices[slice(*self._columns.indptr[self._ends[number : number + 2]])])
        return rows.astype(np.intp), np.zeros(len(rows)), np.zeros(len(rows)), 0

    def _block(self, number: int) -> csr_array:
        first, last = self._ends[number : number + 2]
        begin, end = self._columns.indptr[[first, last]]
        block = csc_array(
            (
                self._columns.data[begin:end],
                self._columns.indices[begin:end],
                self._columns.indptr[first : last + 1] - begin,
            ),
            shape=(self._columns.shape[0], last - first),
        )
        return csr_array(block)

    def _waiting(self) -> Ints:
        return np.flatnonzero(self.free & (self.high - self.low < self.least))

    def _sweep(self) -> None:
        """Move whole tables up and down, breakdown by breakdown, as long as that clears about one form a time."""
        before = np.inf
        table = self._table()
        for turn in range(_SWEEPS):
            waiting = self._waiting()
            slow = len(waiting) > min(before - _PATIENCE, _PROGRESS * before)
            if not len(waiting) or (turn and turn % _PATIENCE == 0 and slow):
                return
            before = len(waiting) if turn % _PATIENCE == 0 else before
            chosen = waiting[self._dice.random(len(waiting)) < _CHANCE]
            weights = (1 if turn % 2 else -1) * self._dice.uniform(0.5, 1.5, len(chosen))
            cost = self.open[chosen].T @ weights
            table = self._move(table, self._parts_of(waiting), cost)

    def _table(self) -> Floats:
        """Return the last witness of every part as one table."""
        table = self.reduced.value.copy()
        for part in self.reduced.parts:
            found = self.witnesses.of(part)
            table[part.columns] = found[-1] if found else self.truth.unknowns[part.columns]
        return table

    def _move(self, table: Floats, numbers: Sequence[int], cost: Floats) -> Floats:
        """Move some parts of a table to where they cost least, and keep what was found."""
        parts = [self.reduced.parts[number] for number in numbers]
        columns = np.concatenate([part.columns for part in parts])
        for window in self._windows(columns, cost):
            table = moved(self.attacker.matrix, table, self._blocks(window), cost, self.witnesses.ceiling)
        self.tables.append(table)
        for part in parts:
            self.witnesses.add(part, table[part.columns])
        self._look(numbers)
        return table

    def _blocks(self, columns: Ints) -> list[Ints]:
        blocks = [columns[self._by[columns] == by] for by in self.attacker.tree.bys]
        return [blocks[0], *filter(len, blocks[1:])]

    def _windows(self, columns: Ints, cost: Floats) -> list[Ints]:
        """Divide unknowns by time where they are too many to be moved at once; stocks move with the flows before them.

        The atoms of time are dealt out at random, those that cost nothing last.
        """
        atom = self._atom[columns]
        days = self._dice.permutation(np.unique(atom[atom >= 0]))
        wanted = np.isin(days, self._atom[np.flatnonzero(cost)])
        count = min(-(-len(columns) // _AT_ONCE), len(days))
        if len(columns) <= _WHOLE or count <= 1:
            return [columns]
        order = np.concatenate([days[wanted], days[~wanted]])
        hands = [order[first::count] for first in range(count)] if wanted.all() else np.array_split(order, count)
        return [columns[np.isin(atom, hand) | ((atom < 0) & (~atom >= hand.min()))] for hand in hands]

    def _parts_of(self, rows: Ints) -> list[int]:
        return [int(number) for number in np.unique(self.reduced.part[self.open[rows].indices])]

    def _settle(self, *, thorough: bool, roughly: bool, but: Collection[Form]) -> list[Finding]:
        """Find the exact range of each form that no witness has cleared, or roughly, if that is narrow as well."""
        found: list[Finding] = []
        done: set[int] = set()
        for row in self._waiting():
            if self.forms[row] in but or self.high[row] - self.low[row] >= self.least[row]:
                continue
            parts = self._parts_of(np.array([row]))
            large = max(len(self.reduced.parts[number].columns) for number in parts) > _LARGE
            if large and not thorough:
                found.append(self._finding(int(row), -np.inf, np.inf, proven=False))
            elif thorough or not done & set(parts):
                finding = (self._rough(int(row), parts) if roughly else None) or self._exact(int(row), parts)
                if finding:
                    found.append(finding)
                    done |= set(parts)
        return found

    def _rough(self, row: int, numbers: Sequence[int]) -> Finding | None:
        """Bound a form by linear programs: where fractions leave it narrow, whole numbers do."""
        if self.untold[row]:
            return None
        parts, form = self._asked(row, numbers)
        most, least = (self.witnesses.extreme(parts, form, up=up, whole=False).bound for up in (True, False))
        if most - least >= self.least[row]:
            return None
        return self._finding(row, self.base[row] + least, self.base[row] + most, proven=False)

    def _exact(self, row: int, numbers: Sequence[int]) -> Finding | None:
        parts, form = self._asked(row, numbers)
        table, cost = self._table(), self.open[[row]].toarray()[0]
        for sign in (-1.0, 1.0):
            self._move(table, numbers, sign * cost)
            if self.high[row] - self.low[row] >= self.least[row]:
                return None
        ranges = []
        for up in (True, False):
            ranges.append(self.witnesses.extreme(parts, form, up=up))
            self._look(numbers)
            if self.high[row] - self.low[row] >= self.least[row]:
                return None
        most, least = ranges
        low, high = self.base[row] + least.bound, self.base[row] + most.bound
        if self.untold[row] and (high <= 0 or low >= self.least[row]):
            return None
        return self._finding(row, low, high, proven=least.bound == least.value and most.bound == most.value)

    def _asked(self, row: int, numbers: Sequence[int]) -> tuple[list[Part], Floats]:
        """Return parts of the system, and a form over their unknowns."""
        parts = [self.reduced.parts[number] for number in numbers]
        return parts, self.open[[row]].toarray()[0][np.concatenate([part.columns for part in parts])]

    def _finding(self, row: int, low: float, high: float, *, proven: bool) -> Finding:
        form = self.forms[row]
        place, least = self.truth.names[form.place], int(self.least[row])
        return Finding(form, place, float(low), float(high), proven, least, self._beside(row))

    def _beside(self, row: int) -> tuple[tuple[int, int], ...]:
        """List the counts that stand in one equation with an unknown of the form, or of a part that it touches."""
        unknowns, matrix = self.attacker.unknowns, self.attacker.matrix
        columns = self.forms.matrix[[row]].indices
        parts = self._parts_of(np.array([row])) if self.free[row] else []
        if parts:
            columns = np.concatenate([self.reduced.parts[number].columns for number in parts])
        rows = np.flatnonzero(np.diff(csr_array(matrix[:, columns]).indptr))
        near = np.unique(matrix[rows].indices)
        return tuple(sorted({*zip(unknowns.code[near].tolist(), unknowns.slot[near].tolist(), strict=True)}))


def _merged(forms: Forms, reduced: Reduced, *, every: bool) -> tuple[Forms, csr_array, Floats]:
    """Keep one of the forms with the same open unknowns, the widest; with each what its settled unknowns add up to."""
    matrix = csr_array(forms.matrix.multiply(~reduced.settled))
    matrix.eliminate_zeros()
    base = forms.matrix @ np.where(reduced.settled, reduced.value, 0.0)
    mark = np.random.default_rng(0).integers(1, 2**62, size=matrix.shape[1], dtype=np.int64)
    signed = csr_array((matrix.data.astype(np.int64), matrix.indices, matrix.indptr), shape=matrix.shape)
    untold, free = np.isnan(forms.values), np.diff(matrix.indptr) > 0
    apart = np.where(untold, base.astype(np.int64), -1)
    names = np.stack([np.where(free, signed @ mark, np.arange(len(base))), apart, free], axis=1)
    widest = np.argsort(-forms.least, kind="stable")
    _, first = np.unique(names[widest], axis=0, return_index=True)
    keep = np.arange(len(names)) if every else np.sort(widest[first])
    return forms.only(keep), csr_array(matrix[keep]), base[keep]


def _atoms(unknowns: Unknowns) -> Ints:
    """Return for each flow its atom of time, for each stock the complement (~) of its moment."""
    atom, stock = unknowns.moment, unknowns.stock[unknowns.stock >= 0]
    atom[stock] = ~atom[stock]
    return atom
