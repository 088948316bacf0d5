"""The counts that an audit judges: each that is printed or can be had by adding and subtracting, as sums of unknowns.

For each code, rest of a split and complement of a part; each group and its complement; each region, its rest and its
complement; to date and between any two days. Nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from reportkit.disclosure.attacker import harmless_rests, is_flow, stock_moments
from reportkit.disclosure.levels import places_of, with_rests
from reportkit.disclosure.renewals import tied_levels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker, Unknowns
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = [
    "Form",
    "Forms",
    "Truth",
    "at_places",
    "levels_from",
    "small_forms",
    "stepped_forms",
    "truth_of",
    "unknowns_of",
]


@dataclass(frozen=True)
class Form:
    """A count over an area and a span of time, less another (a code of -1: less nothing).

    `moment` is -1 for flows, which run from the day `since` to the day `until`; other counts are taken at a moment.
    """

    code: int
    slot: int
    less_code: int
    less_slot: int
    place: int
    since: int
    until: int
    moment: int = -1


@dataclass(frozen=True)
class Truth:
    """The true counts, as far as the figures tell: of the unknowns, and of the places that are judged.

    Attributes
    ----------
    unknowns
        For each unknown its true value; missing where the figures leave it open.
    places
        Sets of areas: the nodes first, then areas of their own, then what lies outside each region.
    flow, stock
        Codes and rests by slots by places by days (summed from the beginning), and by moments.
    earlier
        Flows and stocks as each version of earlier releases told them.
    """

    unknowns: Floats
    places: Bools
    names: tuple[str, ...]
    flow: Floats
    stock: Floats
    earlier: tuple[tuple[Floats, Floats], ...] = ()


def truth_of(tree: Tree, unknowns: Unknowns) -> Truth:
    """Work out the true counts of a tree with all its figures."""
    figures, areas = _divided(tree)
    values = np.empty(unknowns.size)
    within = unknowns.flow >= 0
    values[unknowns.flow[within]] = np.diff(areas[0], axis=-1)[within]
    at = unknowns.stock >= 0
    values[unknowns.stock[at]] = areas[1][at]
    levels, days = areas[1][: len(tree.codes)].copy(), len(tree.times.days) - 1
    levels[tree.flow, ..., :days] = areas[0][: len(tree.codes)][tree.flow, ..., 1:]
    _add_rests(values, levels, tree, unknowns)
    places, names = places_of(tree.areas)
    earlier = tuple(_of_places(tree, places, *_divided(replace(tree, values=showed))) for showed in tree.earlier)
    return Truth(values, places, names, *_of_places(tree, places, figures, areas), earlier)


def _divided(tree: Tree) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Work out flows and stocks, rests included, as far as the figures of a tree tell: of the regions, and by areas."""
    flow, stock = with_rests(tree, tree.cumulative(), stock_moments(tree))
    return (flow, stock), (tree.areas.divided(flow), tree.areas.divided(stock))


def _add_rests(values: Floats, levels: Floats, tree: Tree, unknowns: Unknowns) -> None:
    """Work out what joints and ties leave, of levels by areas by moments."""
    days = unknowns.flow.shape[-1]
    joined, tied = np.split(unknowns.rests, [len(tree.joints)])
    for joint, numbers in zip(tree.joints, joined[..., :days], strict=True):
        left = sum(sign * levels[code, slot][:, :days] for sign, code, slot in joint.terms)
        left = np.asarray(np.diff(left, axis=-1, prepend=0.0) if joint.grows else left)
        told = numbers >= 0
        values[numbers[told]] = left[told]
    for tie, numbers in zip(tree.ties, tied[..., days:], strict=True):
        own = numbers[:, tie.period]
        values[own[own >= 0]] = tied_levels(levels, tree, tie)[own >= 0]


def unknowns_of(levels: Floats, tree: Tree, unknowns: Unknowns) -> Floats:
    """Return the unknowns of a table of levels by areas; missing where the table has none."""
    days = unknowns.flow.shape[-1]
    steps = np.diff(levels[..., :days], axis=-1, prepend=0.0)
    values = np.full(unknowns.size, np.nan)
    flow, stock = unknowns.flow >= 0, unknowns.stock >= 0
    values[unknowns.flow[flow]] = steps[flow]
    values[unknowns.stock[stock]] = levels[stock]
    _add_rests(values, levels, tree, unknowns)
    return values


def levels_from(values: Floats, unknowns: Unknowns) -> Floats:
    """Return a table of levels by areas from its unknowns; what is no unknown counts 0."""
    steps = np.where(unknowns.flow >= 0, values[unknowns.flow], 0.0)
    levels = np.where(unknowns.stock >= 0, values[unknowns.stock], 0.0)
    days = steps.shape[-1]
    levels[..., :days] = np.where(unknowns.flow >= 0, np.cumsum(steps, axis=-1), levels[..., :days])
    return levels


def _of_places(
    tree: Tree, places: Bools, figures: tuple[Floats, Floats], areas: tuple[Floats, Floats]
) -> tuple[Floats, Floats]:
    """Work out the figures of every place: of the regions as they are, of other places from the areas or the whole."""
    tables = []
    for nodes, parts in zip(figures, areas, strict=True):
        found = np.einsum("csat,pa->cspt", parts, places.astype(float))
        for place, own in enumerate(places):
            same = np.flatnonzero((tree.areas.inside == own).all(axis=1))
            rest = np.flatnonzero((tree.areas.inside == ~own).all(axis=1))
            if len(same):
                found[:, :, place] = nodes[:, :, same[0]]
            elif len(rest) and rest[0]:
                found[:, :, place] = nodes[:, :, 0] - nodes[:, :, rest[0]]
        tables.append(found)
    return tables[0], tables[1]


@dataclass(frozen=True)
class Forms:
    """Forms, a row each: their names (the fields of `Form`), unknowns, and true values (missing: not told).

    `least` is the smallest number that may be known of each.
    """

    names: Ints
    matrix: csr_array
    values: Floats
    least: Ints

    def __getitem__(self, number: int) -> Form:
        """Return the name of one form."""
        return Form(*(int(part) for part in self.names[number]))

    @property
    def until(self) -> Ints:
        """The days until which they count."""
        return self.names[:, 6]

    def only(self, rows: Ints) -> Forms:
        """Return some of the forms."""
        return Forms(self.names[rows], csr_array(self.matrix[rows]), self.values[rows], self.least[rows])


@dataclass(frozen=True)
class _Lines:
    """Counts (code and slot), each less another or nothing; `to_date` allows no span but from the beginning.

    `least` is the smallest number that may be known of each. Of `one_class` it may not be known either that nothing is
    left where the first count is not 0.
    """

    code: Ints
    slot: Ints
    less_code: Ints
    less_slot: Ints
    least: Ints
    one_class: bool = False
    to_date: bool = False

    def table(self, figures: Floats) -> Floats:
        more = figures[self.code, self.slot]
        return more - figures[self.less_code, self.less_slot] if self.less else more

    @property
    def less(self) -> bool:
        return bool(len(self.less_code)) and bool(self.less_code[0] >= 0)

    def small(self, values: Floats, figures: Floats) -> Bools:
        """Tell which values, of lines by places, are small; `figures` are those that the lines are taken from."""
        told = (values < self.least[:, None]) & (values > 0)
        if self.one_class:
            told |= (values == 0) & (figures[self.code, self.slot] > 0)
        return np.asarray(np.isnan(values) | told)

    def corrected(self, values: Floats, earlier: Sequence[Floats]) -> Bools:
        """Tell which values differ by few from those that were told earlier."""
        few = np.zeros(values.shape, dtype=bool)
        for before in earlier:
            few |= (values != before) & (abs(values - before) < self.least[:, None])
        return few

    def names(self, rows: Ints, *rest: int) -> Ints:
        """Name some of the lines, as `Form` has it, with what the lines themselves do not tell."""
        columns = [self.code, self.slot, self.less_code, self.less_slot]
        named = [column[rows] for column in columns] + [np.full(len(rows), part) for part in rest]
        return np.stack(named, axis=1)

    def terms(self, numbers: Ints, rows: Ints, inside: Bools, last: slice) -> list[tuple[float, Ints]]:
        """Write some of the lines as signs and unknowns, in the areas and at the moments that are meant."""
        more = numbers[self.code[rows], self.slot[rows]][:, inside, last].reshape(len(rows), -1)
        if not self.less:
            return [(1.0, more)]
        less = numbers[self.less_code[rows], self.less_slot[rows]][:, inside, last].reshape(len(rows), -1)
        return [(1.0, more), (-1.0, less)]


_Batch = tuple["Ints", "Floats", "Ints", list[tuple[float, "Ints"]]]
"""Names, values, the smallest numbers that may be known, and terms."""


def at_places(levels: Floats, truth: Truth) -> tuple[Floats, Floats]:
    """Return the figures of every place of a table of levels by areas: summed to each day, and by moments."""
    placed = np.einsum("csam,pa->cspm", levels, truth.places.astype(float))
    days = truth.flow.shape[-1] - 1
    return np.concatenate([np.zeros((*placed.shape[:3], 1)), placed[..., :days]], axis=-1), placed


def small_forms(attacker: Attacker, truth: Truth, others: Sequence[tuple[Floats, Floats]] = ()) -> Forms:
    """List the forms that count fewer than may be known, or an unknown number.

    Those are left out that differ by as many between the truth and `others`, tables that fit all that is seen (see
    `at_places`).
    """
    flows = [flow for flow, _ in others]
    stocks = [stock for _, stock in others]
    found = [*_flow_forms(attacker, truth, flows), *_stock_forms(attacker, truth, stocks)]
    return _forms(found, attacker.unknowns.size)


def stepped_forms(attacker: Attacker, truth: Truth, ends: Sequence[int]) -> Forms:
    """List how results changed from an earlier cut-off to some days, where by fewer than may be known, up or down.

    Each is a later count less an earlier one. The names are those of the later.
    """
    return _forms([step for end in ends for step in _stepped(attacker, truth, end - 1)], attacker.unknowns.size)


def _forms(found: Sequence[_Batch], size: int) -> Forms:
    """Put batches of forms together."""
    if not found:
        return Forms(np.zeros((0, 8), dtype=np.intp), csr_array((0, size)), np.zeros(0), np.zeros(0, dtype=np.intp))
    rows, columns, signs, first = [], [], [], 0
    for names, _, _, terms in found:
        for sign, numbers in terms:
            row, column = np.nonzero(numbers >= 0)
            rows.append(row + first)
            columns.append(numbers[row, column])
            signs.append(np.full(len(row), sign))
        first += len(names)
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    matrix = csr_array(coo_array(entries, shape=(first, size)))
    names, values, least = (np.concatenate([batch[part] for batch in found]) for part in range(3))
    return Forms(names, matrix, values, least)


def _narrow(values: Floats, others: Sequence[Floats], least: Ints) -> Bools:
    """Tell which values, of lines by places, differ by less than they must between the truth and other tables."""
    if not others:
        return np.ones(values.shape, dtype=bool)
    low = np.fmin.reduce([values, *others])
    high = np.fmax.reduce([values, *others])
    return np.asarray(~(high - low >= least[:, None]))


def _flow_forms(attacker: Attacker, truth: Truth, others: Sequence[Floats]) -> Iterator[_Batch]:
    unknowns = attacker.unknowns
    for lines in _lines(attacker, np.asarray((unknowns.flow[:, :, 0, :1] >= 0).any(axis=2))):
        table, tables = lines.table(truth.flow), [lines.table(other) for other in others]
        earlier = [lines.table(flow) for flow, _ in truth.earlier]
        horizon = unknowns.horizon[lines.slot]
        if lines.less:
            horizon = np.minimum(horizon, unknowns.horizon[lines.less_slot])
        for until in range(1, int(horizon.max(initial=0)) + 1):
            for since in range(1 if lines.to_date else until):
                values = table[..., until] - table[..., since]
                asked = lines.small(values, truth.flow[..., until])
                asked |= lines.corrected(values, [told[..., until] - told[..., since] for told in earlier])
                asked &= (horizon >= until)[:, None]
                asked &= _narrow(values, [other[..., until] - other[..., since] for other in tables], lines.least)
                row, place = np.nonzero(asked)
                for number in np.unique(place):
                    own = row[place == number]
                    terms = lines.terms(unknowns.flow, own, truth.places[number], slice(since, until))
                    yield lines.names(own, number, since, until, -1), values[own, number], lines.least[own], terms


def _lines(attacker: Attacker, exists: Bools) -> Iterator[_Lines]:
    """List the counts, then each group's complement in its total, then each part's complement in its whole."""
    tree = attacker.tree
    yield from _by_themselves(tree, exists)
    for number, split in enumerate(tree.splits):
        members = len(split.parts) + bool(exists[len(tree.codes) + number].any())
        for part in split.parts:
            if members > 2 or part in split.one_class:  # noqa: PLR2004 - of two, each is the complement of the other
                both = np.flatnonzero(exists[split.whole] & exists[part])
                named = np.full(len(both), split.whole), both, np.full(len(both), part), both
                least = np.full(len(both), tree.least[split.whole])
                yield _Lines(*named, least, part in split.one_class, to_date=not is_flow(tree, split))


def _by_themselves(tree: Tree, exists: Bools) -> Iterator[_Lines]:
    """List the counts and rests, then each group's complement in its total."""
    code, slot = np.nonzero(exists & ~harmless_rests(tree)[:, None])
    none = np.full(len(code), -1)
    wholes = [split.whole for split in tree.splits]
    least = np.concatenate([tree.least, tree.least[wholes]])[code]
    yield _Lines(code, slot, none, none, least)
    group = np.flatnonzero((slot > 0) & (code < len(tree.codes)))
    code, slot = code[group], slot[group]
    yield _Lines(code, np.zeros(len(code), dtype=np.intp), code, slot, least[group])


def _stock_forms(attacker: Attacker, truth: Truth, others: Sequence[Floats]) -> Iterator[_Batch]:
    numbers, times = attacker.unknowns.stock, attacker.tree.times
    days = len(times.days) - 1
    for moment in [*sorted({day - 1 for day in times.end}), *range(days, numbers.shape[-1])]:
        since, until = (0, moment + 1) if moment < days else (times.start[moment - days], times.end[moment - days])
        for lines in _by_themselves(attacker.tree, numbers[:, :, 0, moment] >= 0):
            table = lines.table(truth.stock)[..., moment]
            asked = lines.small(table, truth.stock[..., moment])
            asked |= lines.corrected(table, [lines.table(stock)[..., moment] for _, stock in truth.earlier])
            asked &= _narrow(table, [lines.table(other)[..., moment] for other in others], lines.least)
            row, place = np.nonzero(asked)
            for number in np.unique(place):
                own = row[place == number]
                terms = lines.terms(numbers, own, truth.places[number], slice(moment, moment + 1))
                yield lines.names(own, number, since, until, moment), table[own, number], lines.least[own], terms


def _stepped(attacker: Attacker, truth: Truth, last: int) -> Iterator[_Batch]:
    tree, numbers = attacker.tree, attacker.unknowns.stock
    result = np.array([*tree.result, *(tree.result[split.whole] for split in tree.splits)])
    for lines in _lines(attacker, np.asarray((numbers[:, :, 0, last] >= 0) & result[:, None])):
        table = lines.table(truth.stock)
        for moment in sorted({day - 1 for day in tree.times.end if day - 1 < last}):
            step = table[..., last] - table[..., moment]
            row, place = np.nonzero((step != 0) & (abs(step) < lines.least[:, None]))
            for number in np.unique(place):
                own, inside = row[place == number], truth.places[number]
                terms = [
                    (sign * more, columns)
                    for sign, at in ((1.0, last), (-1.0, moment))
                    for more, columns in lines.terms(numbers, own, inside, slice(at, at + 1))
                ]
                yield lines.names(own, number, 0, last + 1, last), step[own, number], lines.least[own], terms
