"""The counts that an audit judges: each that is printed or can be had by adding and subtracting, as sums of unknowns.

For each code, rest of a split and complement of a part; each group and its complement; each region, its rest and its
complement; to date and between any two days. Nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

from reportkit.disclosure.attacker import existing_counts, is_flow, stock_moments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker, Unknowns
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Form", "Forms", "Truth", "small_forms", "truth_of"]


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
    """

    unknowns: Floats
    places: Bools
    names: tuple[str, ...]
    flow: Floats
    stock: Floats


def truth_of(tree: Tree, unknowns: Unknowns) -> Truth:
    """Work out the true counts of a tree with all its figures."""
    sums, levels = tree.cumulative(), stock_moments(tree)
    flow, stock = _with_rests(tree, sums, levels)
    areas = _by_area(tree, flow), _by_area(tree, stock)
    values = np.empty(unknowns.size)
    within = unknowns.flow >= 0
    values[unknowns.flow[within]] = np.diff(areas[0], axis=-1)[within]
    at = unknowns.stock >= 0
    values[unknowns.stock[at]] = areas[1][at]
    places, names, tables = _places(tree, (flow, stock), areas)
    return Truth(values, places, names, *tables)


def _with_rests(tree: Tree, sums: Floats, levels: Floats) -> tuple[Floats, Floats]:
    """Append the rests of the splits, and find the parts that only a split tells."""
    days = len(tree.times.days) - 1
    at_days = np.where(tree.flow[:, None, None, None], sums[..., 1:], levels[..., :days])
    exists = existing_counts(tree)
    rests_flow, rests_stock = [], []
    for split in tree.splits:
        absent = ~exists[list(split.parts)][:, :, None, None]
        whole, parts = at_days[split.whole], at_days[list(split.parts)]
        rest = whole - np.where(absent, 0.0, parts).sum(axis=0)
        start = np.zeros((*rest.shape[:2], 1))
        flows = is_flow(tree, split)
        rests_flow.append(
            np.concatenate([start, rest], axis=2) if flows else np.full((*rest.shape[:2], days + 1), np.nan)
        )
        later = levels[split.whole, ..., days:] - np.where(absent, 0.0, levels[list(split.parts)][..., days:]).sum(
            axis=0
        )
        rests_stock.append(np.concatenate([np.full(rest.shape, np.nan) if flows else rest, later], axis=2))
        if not split.remainder and not flows:
            _complete(levels, at_days, split.whole, split.parts, days)
    return np.stack([*sums, *rests_flow]), np.stack([*levels, *rests_stock])


def _complete(levels: Floats, at_days: Floats, whole: int, parts: tuple[int, ...], days: int) -> None:
    for part in parts:
        others = [other for other in parts if other != part]
        found = at_days[whole] - at_days[others].sum(axis=0)
        levels[part, ..., :days] = np.where(np.isnan(levels[part, ..., :days]), found, levels[part, ..., :days])


def _by_area(tree: Tree, figures: Floats) -> Floats:
    areas = tree.areas
    if not areas.linked:
        return figures
    found = np.full((*figures.shape[:2], areas.inside.shape[1], figures.shape[3]), np.nan)
    for node in range(len(areas.names)):
        children, rest = areas.children(node), areas.rest(node)
        if len(rest) == 1 and areas.disjoint(children):
            found[:, :, rest[0]] = figures[:, :, node] - figures[:, :, children].sum(axis=2)
    return found


def _places(
    tree: Tree, figures: tuple[Floats, Floats], areas: tuple[Floats, Floats]
) -> tuple[Bools, tuple[str, ...], tuple[Floats, Floats]]:
    inside, names = tree.areas.inside, list(tree.areas.names)
    sets, found = list(inside), [list(np.moveaxis(part, 2, 0)) for part in figures]
    for area in range(inside.shape[1]):
        around = max(np.flatnonzero(inside[:, area]), key=lambda node: -int(inside[node].sum()))
        own = np.arange(inside.shape[1]) == area
        names.append(f"rest of {tree.areas.names[around]}")
        sets.append(own)
        for part, table in zip(found, areas, strict=True):
            part.append(table[:, :, area])
    for node in range(1, len(tree.areas.names) if tree.areas.linked else 0):
        names.append(f"all but {tree.areas.names[node]}")
        sets.append(~inside[node])
        for part, table in zip(found, figures, strict=True):
            part.append(table[:, :, 0] - table[:, :, node])
    once = [number for number, own in enumerate(sets) if not any((own == other).all() for other in sets[:number])]
    tables = tuple(np.stack([part[number] for number in once], axis=2) for part in found)
    return np.array([sets[number] for number in once]), tuple(names[number] for number in once), (tables[0], tables[1])


@dataclass(frozen=True)
class Forms:
    """Forms, a row each: their names (the fields of `Form`), unknowns, and true values (missing: not told)."""

    names: Ints
    matrix: csr_array
    values: Floats

    def __getitem__(self, number: int) -> Form:
        """Return the name of one form."""
        return Form(*(int(part) for part in self.names[number]))

    def only(self, rows: Ints) -> Forms:
        """Return some of the forms."""
        return Forms(self.names[rows], csr_array(self.matrix[rows]), self.values[rows])


@dataclass(frozen=True)
class _Lines:
    """Counts (code and slot), each less another or nothing; `to_date` allows no span but from the beginning."""

    code: Ints
    slot: Ints
    less_code: Ints
    less_slot: Ints
    to_date: bool = False

    def table(self, figures: Floats) -> Floats:
        more = figures[self.code, self.slot]
        return more - figures[self.less_code, self.less_slot] if self.less else more

    @property
    def less(self) -> bool:
        return bool(len(self.less_code)) and bool(self.less_code[0] >= 0)

    def names(self, rows: Ints, *rest: int) -> Ints:
        columns = [self.code, self.slot, self.less_code, self.less_slot]
        named = [column[rows] for column in columns] + [np.full(len(rows), part) for part in rest]
        return np.stack(named, axis=1)

    def terms(self, numbers: Ints, rows: Ints, inside: Bools, last: slice) -> list[tuple[float, Ints]]:
        more = numbers[self.code[rows], self.slot[rows]][:, inside, last].reshape(len(rows), -1)
        if not self.less:
            return [(1.0, more)]
        less = numbers[self.less_code[rows], self.less_slot[rows]][:, inside, last].reshape(len(rows), -1)
        return [(1.0, more), (-1.0, less)]


_Batch = tuple["Ints", "Floats", list[tuple[float, "Ints"]]]


def small_forms(attacker: Attacker, truth: Truth, threshold: int) -> Forms:
    """List the forms that count fewer than the threshold, or an unknown number."""
    found = [*_flow_forms(attacker, truth, threshold), *_stock_forms(attacker, truth, threshold)]
    if not found:
        return Forms(np.zeros((0, 8), dtype=np.intp), csr_array((0, attacker.unknowns.size)), np.zeros(0))
    rows, columns, signs, first = [], [], [], 0
    for names, _, terms in found:
        for sign, numbers in terms:
            row, column = np.nonzero(numbers >= 0)
            rows.append(row + first)
            columns.append(numbers[row, column])
            signs.append(np.full(len(row), sign))
        first += len(names)
    entries = (np.concatenate(signs), (np.concatenate(rows), np.concatenate(columns)))
    matrix = csr_array(coo_array(entries, shape=(first, attacker.unknowns.size)))
    return Forms(
        np.concatenate([names for names, _, _ in found]), matrix, np.concatenate([values for _, values, _ in found])
    )


def _small(values: Floats, threshold: int) -> Bools:
    return np.isnan(values) | ((values > 0) & (values < threshold))


def _flow_forms(attacker: Attacker, truth: Truth, threshold: int) -> Iterator[_Batch]:
    unknowns = attacker.unknowns
    for lines in _lines(attacker, np.asarray((unknowns.flow[:, :, 0, :1] >= 0).any(axis=2))):
        table = lines.table(truth.flow)
        horizon = unknowns.horizon[lines.slot]
        if lines.less:
            horizon = np.minimum(horizon, unknowns.horizon[lines.less_slot])
        for until in range(1, int(horizon.max(initial=0)) + 1):
            for since in range(1 if lines.to_date else until):
                values = table[..., until] - table[..., since]
                row, place = np.nonzero(_small(values, threshold) & (horizon >= until)[:, None])
                for number in np.unique(place):
                    own = row[place == number]
                    terms = lines.terms(unknowns.flow, own, truth.places[number], slice(since, until))
                    yield lines.names(own, number, since, until, -1), values[own, number], terms


def _lines(attacker: Attacker, exists: Bools) -> Iterator[_Lines]:
    """List the counts, then each group's complement in its total, then each part's complement in its whole."""
    tree = attacker.tree
    code, slot = np.nonzero(exists)
    yield _Lines(code, slot, np.full(len(code), -1), np.full(len(code), -1))
    yield _in_total(tree, code, slot)
    for number, split in enumerate(tree.splits):
        members = len(split.parts) + bool(exists[len(tree.codes) + number].any())
        if members > 2:  # noqa: PLR2004 - of two, each is the complement of the other
            for part in split.parts:
                both = np.flatnonzero(exists[split.whole] & exists[part])
                named = np.full(len(both), split.whole), both, np.full(len(both), part), both
                yield _Lines(*named, to_date=not is_flow(tree, split))


def _in_total(tree: Tree, code: Ints, slot: Ints) -> _Lines:
    groups = (slot > 0) & (code < len(tree.codes))
    return _Lines(code[groups], np.zeros(int(groups.sum()), dtype=np.intp), code[groups], slot[groups])


def _stock_forms(attacker: Attacker, truth: Truth, threshold: int) -> Iterator[_Batch]:
    numbers, times = attacker.unknowns.stock, attacker.tree.times
    days = len(times.days) - 1
    for moment in [*sorted({day - 1 for day in times.end}), *range(days, numbers.shape[-1])]:
        since, until = (0, moment + 1) if moment < days else (times.start[moment - days], times.end[moment - days])
        code, slot = np.nonzero(numbers[:, :, 0, moment] >= 0)
        none = np.full(len(code), -1)
        for lines in (_Lines(code, slot, none, none), _in_total(attacker.tree, code, slot)):
            table = lines.table(truth.stock)[..., moment]
            row, place = np.nonzero(_small(table, threshold))
            for number in np.unique(place):
                own = row[place == number]
                terms = lines.terms(numbers, own, truth.places[number], slice(moment, moment + 1))
                yield lines.names(own, number, since, until, moment), table[own, number], terms
