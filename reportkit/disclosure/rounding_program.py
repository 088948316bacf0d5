"""The integer program that rounds the counts of one day: which multiples of the base add up and lie nearest to them.

Counts come in and multiples go out; which days there are, and what was decided of earlier ones, is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from reportkit.disclosure.programs import Limits, Program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.places import Areas
    from reportkit.disclosure.trees import Joint, Parts

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]

__all__ = ["Bond", "Day", "solve"]

_WHOLE_AREA, _REGION, _UNPRINTED, _REST = 8.0, 2.0, 0.5, 1.0
_TOTALS = 4.0
"""What a unit of deviation costs: of the whole area, of a region, of what is not printed; of totals, times as much."""
_SOFT, _TOO_FAR, _FURTHER = 4.0, 50.0, 5.0
"""What a base more costs where a count is moved by more than one: of what is not printed; of what is, where nothing
else adds up; and how many times as much after two."""
_NODES, _GAP = 400, 1e-3
"""How long the solver looks for something better, in nodes and not in seconds: it always finds the same."""


@dataclass(frozen=True)
class Bond:
    """A joint on a day: what it leaves lies between `low` and `high`, areas each, in multiples of the base."""

    joint: Joint
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Day:
    """The counts of one day, of the total or of the groups of one breakdown.

    Attributes
    ----------
    counts
        Codes by slots by nodes, in persons or units; missing where there is no count.
    splits
        Which codes add up to which on this day.
    areas
        The regions.
    exact
        For each code whether it is a public fact that stays as it is.
    low, high
        Codes, then rests of splits, by slots by areas: between which multiples of the base each must lie.
    joints
        What counts say of one another besides; a slot of -1 is the total, where that is in `totals`.
    breakdowns
        The slots of each breakdown, by their positions: they add up to `totals`, or to the first slot.
    totals
        Codes by areas: the rounded totals that the groups must add up to; None when they are sought here too.
    """

    counts: Floats
    splits: tuple[Parts, ...]
    areas: Areas
    exact: Bools
    low: Floats
    high: Floats
    joints: tuple[Bond, ...] = ()
    breakdowns: tuple[tuple[int, ...], ...] = ()
    totals: Floats | None = None

    def existing(self) -> Bools:
        """Tell for codes, then rests of splits, by slots, whether there is such a count on this day."""
        known: Bools = np.asarray(~np.isnan(self.counts).all(axis=2))
        rests = [
            known[split.whole] & known[list(split.parts)].any(axis=0)
            & (split.remainder | ~known[list(split.parts)].all(axis=0))
            for split in self.splits
        ]  # fmt: skip
        return np.concatenate([known, np.array(rests, dtype=bool).reshape(-1, known.shape[1])])


@dataclass
class _Program:
    """Columns with their bounds and costs, and equations over them, as they are collected."""

    base: int
    bounds: list[tuple[Floats, Floats, Floats, Floats]] = field(default_factory=list)
    cost: list[Floats] = field(default_factory=list)
    whole: list[Bools] = field(default_factory=list)
    columns: int = 0
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    right: list[Floats] = field(default_factory=list)
    rows: int = 0

    def add_columns(
        self, cost: Floats, low: Floats, high: Floats, *, wide: tuple[Floats, Floats] | None = None,
        whole: Bools | None = None,
    ) -> Ints:  # fmt: skip
        """Add columns; `wide` is the bounds where `low` and `high` leave no solution."""
        self.cost.append(cost)
        self.bounds.append((low, high, *(wide or (low, high))))
        self.whole.append(np.zeros(len(cost), dtype=bool) if whole is None else whole)
        self.columns += len(cost)
        return np.arange(self.columns - len(cost), self.columns)

    def add_rows(self, terms: Sequence[tuple[float, Ints]], right: Floats) -> None:
        """Add an equation for each number on the right; each term is a sign and, for each equation, its columns."""
        rows = np.arange(self.rows, self.rows + len(right))
        for sign, columns in terms:
            self.entries.append((np.repeat(rows, columns.shape[1]), columns.ravel(), np.full(columns.size, sign)))
        self.right.append(right)
        self.rows += len(right)


def solve(day: Day, base: int, *, far: bool = False) -> Floats | None:
    """Round the counts of a day to multiples of the base that add up.

    Parameters
    ----------
    day
        The counts, and what they must agree with.
    base
        The multiple, in persons or units.
    far
        Whether a count may be moved by more than the base, at a price.

    Returns
    -------
    numpy.ndarray or None
        Codes, then rests of splits, by slots by areas: multiples of the base; missing where there is no such count.
        None when no multiples add up.
    """
    exists = np.broadcast_to(day.existing()[:, :, None], day.low.shape)
    program = _Program(base)
    numbers = np.full(exists.shape, -1)
    numbers[exists] = _add_unknowns(program, day, exists)
    _add_splits(program, day, numbers)
    _add_joints(program, day, numbers)
    for slots in day.breakdowns:
        _add_groups(program, day, numbers, slots)
    _add_deviations(program, day, numbers)
    found = np.full(exists.shape, np.nan)
    if program.columns:
        solved = _solved(program, far=far)
        if solved is None:
            return None
        found[exists] = solved[numbers[exists]]
    return found


def _add_unknowns(program: _Program, day: Day, exists: Bools) -> Ints:
    codes = len(day.exact)
    facts = np.full(exists.shape, np.nan)
    facts[:codes][day.exact] = day.areas.divided(day.counts)[day.exact] / program.base
    beside = [bool(day.exact[[split.whole, *split.parts]].any()) for split in day.splits]
    whole = np.broadcast_to(~np.array([*day.exact, *beside])[:, None, None], exists.shape)
    given = ~np.isnan(facts)
    low, high = np.where(given, facts, day.low), np.where(given, facts, day.high)
    least = np.where(whole | given, low, -np.inf)
    none = np.zeros(int(exists.sum()))
    wide = least[exists], high[exists]
    return program.add_columns(none, low[exists], high[exists], wide=wide, whole=whole[exists])


def _add_splits(program: _Program, day: Day, numbers: Ints) -> None:
    codes = len(day.exact)
    for number, split in enumerate(day.splits):
        told = (numbers[split.whole] >= 0) & (numbers[list(split.parts)] >= 0).any(axis=0)
        members = [(-1.0, split.whole), *((1.0, part) for part in (*split.parts, codes + number))]
        for present in np.unique((numbers[[m for _, m in members]][:, told] >= 0).T, axis=0):
            own = told & ((numbers[[m for _, m in members]] >= 0) == present[:, None, None]).all(axis=0)
            terms = [
                (sign, numbers[m][own][:, None]) for (sign, m), there in zip(members, present, strict=True) if there
            ]
            program.add_rows(terms, np.zeros(int(own.sum())))


def _add_joints(program: _Program, day: Day, numbers: Ints) -> None:
    """Make what each joint leaves a number between its bounds; totals that are settled go to the right side."""
    for bond in day.joints:
        settled = np.zeros(numbers.shape[2])
        terms = []
        for sign, code, slot in bond.joint.terms:
            if slot < 0 and day.totals is not None:
                settled += sign * day.totals[code]
            elif slot >= 0 and (numbers[code, slot] >= 0).all():
                terms.append((sign, numbers[code, slot][:, None]))
        if terms and not np.isnan(settled).any():
            rest = program.add_columns(np.zeros(len(settled)), bond.low, bond.high)
            program.add_rows([*terms, (-1.0, rest[:, None])], -settled)


def _add_groups(program: _Program, day: Day, numbers: Ints, slots: tuple[int, ...]) -> None:
    """Make the groups of a breakdown add up to the total; a group without a row counts nobody."""
    codes = len(day.exact)
    there = (numbers[:codes, list(slots)] >= 0).any(axis=2)
    for present in np.unique(there, axis=0):
        own = np.flatnonzero((there == present).all(axis=1) & ~day.exact)
        if present.any() and len(own):
            columns = np.moveaxis(numbers[np.ix_(own, np.array(slots)[present])], 1, -1)
            if day.totals is None:
                known = numbers[own, 0] >= 0
                program.add_rows(
                    [(1.0, columns[known]), (-1.0, numbers[own, 0][known][:, None])], np.zeros(int(known.sum()))
                )
            else:
                known = ~np.isnan(day.totals[own])
                program.add_rows([(1.0, columns[known])], day.totals[own][known])


def _add_deviations(program: _Program, day: Day, numbers: Ints) -> None:
    """Make each count cost what its multiple deviates from it: steps of one base, each dearer than the one before."""
    codes, truths = len(day.exact), day.areas.divided(day.counts)
    weight = np.ones(numbers.shape[1])
    weight[0] = _TOTALS if day.totals is None else 1.0
    for node in range(len(day.areas.names)):
        own = ~np.isnan(day.counts[:, :, node]) & ~day.exact[:, None]
        columns = numbers[:codes][own][:, day.areas.inside[node]]
        dear = (_REGION if node else _WHOLE_AREA) * np.broadcast_to(weight, own.shape)[own]
        past = day.low[:codes][own][:, day.areas.inside[node]].sum(axis=1)
        _add_steps(program, columns, day.counts[:, :, node][own], dear, past)
    printed = {int(np.flatnonzero(row)[0]) for row in day.areas.inside if row.sum() == 1}
    beside = [area for area in range(numbers.shape[2]) if area not in printed]
    own = ~np.isnan(truths[..., beside]) & ~day.exact[:, None, None]
    dear = _UNPRINTED * np.broadcast_to(weight[:, None], own.shape)[own]
    _add_steps(program, numbers[:codes][..., beside][own][:, None], truths[..., beside][own], dear, soft=True)
    for number, split in enumerate(day.splits):
        if not day.exact[[split.whole, *split.parts]].any():
            _add_rest(program, day, numbers[codes + number], split, weight * _REST)


def _add_rest(program: _Program, day: Day, numbers: Ints, split: Parts, weight: Floats) -> None:
    """Keep what a split leaves near its count too, in every node: what was left once can never be less."""
    rests = day.counts[split.whole] - np.nansum(day.counts[list(split.parts)], axis=0)
    for node in range(len(day.areas.names)):
        own = ~np.isnan(rests[:, node]) & (numbers[:, 0] >= 0)
        _add_steps(program, numbers[own][:, day.areas.inside[node]], rests[own, node], weight[own], soft=True)


def _add_steps(
    program: _Program, columns: Ints, counts: Floats, weight: Floats, past: Floats | None = None, *, soft: bool = False
) -> None:
    """Add for each count what it costs that its columns sum to each multiple; `past` is the least of these.

    Within a base there are two steps at most; further there is one step more, and then any number. Unless the count is
    a `soft` one, these are taken only where `solve` goes far.
    """
    base, none = program.base, np.zeros(len(counts))
    least = np.maximum(np.ceil(counts / base) - 1, 0 if past is None else past)
    most = np.maximum(np.floor(counts / base) + 1, least)
    terms = [(1.0, columns)]
    for step in range(2):
        off = _cost(base * (least + step + 1) - counts, base) - _cost(base * (least + step) - counts, base)
        room = np.clip(most - least - step, 0, 1)
        terms.append((-1.0, program.add_columns(weight * off, none, room)[:, None]))
    for times, most_of_it in ((1, 1.0), (_FURTHER, np.inf)):
        beyond = np.full(len(counts), most_of_it)
        dear = weight * base * times * (_SOFT if soft else _TOO_FAR)
        for sign in (-1.0, 1.0):
            extra = program.add_columns(dear, none, beyond if soft else none, wide=(none, beyond))
            terms.append((sign, extra[:, None]))
    program.add_rows(terms, least)


def _cost(off: Floats, base: int) -> Floats:
    """Price a deviation: its size, and more when it is large, for then a later day may leave no way."""
    return abs(off) + off**2 / base


def _solved(program: _Program, *, far: bool) -> Floats | None:
    """Solve the parts that have nothing to do with each other one by one, so that none depends on another."""
    bounds = np.concatenate([np.array(part) for part in program.bounds], axis=1)[2 * far :][:2]
    found: Floats = bounds[0].copy()
    if not program.entries:
        return found
    rows, columns, signs = (np.concatenate(part) for part in zip(*program.entries, strict=True))
    shape = (program.rows, program.columns)
    matrix = csr_array(coo_array((signs, (rows, columns)), shape=shape))
    right, cost = (np.concatenate(part) for part in (program.right, program.cost))
    whole = np.concatenate(program.whole)
    links = coo_array((np.ones(len(rows)), (rows, shape[0] + columns)), shape=(sum(shape), sum(shape)))
    label = np.asarray(connected_components(links, directed=False)[1], dtype=np.intp)
    for own, its in _parts(label[: shape[0]], label[shape[0] :]):
        if len(its):
            part = Program(cost[own], csr_array(matrix[its][:, own]), right[its], right[its], *bounds[:, own])
            values = part.solved(Limits(_NODES, gap=_GAP), whole[own]).values
            if values is None:
                return None
            found[own] = np.where(whole[own], np.rint(values), values)
    return found


def _parts(row_label: Ints, column_label: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield the columns and the rows of each part, in the order of the first columns."""
    by_row, by_column = np.argsort(row_label, kind="stable"), np.argsort(column_label, kind="stable")
    for part in dict.fromkeys(column_label.tolist()):
        own, its = (
            order[slice(*np.searchsorted(label[order], [part, part + 1]))]
            for order, label in ((by_column, column_label), (by_row, row_label))
        )
        yield own, its
