"""What a reader can write down: an unknown for each count not divided further, an equation for each thing known.

The unknowns of a tree are its codes, and the rests of its splits, by groups, areas and atoms of time (or days, for
those that are not sums of periods). Nothing is solved here, and nothing is taken from what hides.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array

from reportkit.disclosure.counts import TOTAL
from reportkit.disclosure.potentials import Spans, known_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.renewals import Tie
    from reportkit.disclosure.trees import Joint, Parts, Tree

    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = [
    "Attacker",
    "Unknowns",
    "attack",
    "attack_without",
    "existing_counts",
    "flows_of",
    "harmless_rests",
    "is_flow",
    "stock_moments",
]


@dataclass(frozen=True)
class Unknowns:
    """The numbers of the unknowns; -1 where there is none, because nothing known bears on it.

    Attributes
    ----------
    flow
        Codes and rests by slots by areas by atoms of time.
    stock
        Codes and rests by slots by areas by moments: the days, then the periods of counts that are not sums of periods.
    size
        How many unknowns there are.
    rests
        Joints, then ties, by areas by moments: what each leaves; a joint within an atom of time, or on a day where it
        may become fewer.
    horizon
        For each slot the last day on which something of its breakdown is known.
    code, slot
        For each unknown its code (or rest) and its slot.
    """

    flow: Ints
    stock: Ints
    rests: Ints
    size: int
    horizon: Ints
    code: Ints
    slot: Ints

    @property
    def moment(self) -> Ints:
        """For each unknown its moment: the day at the end of its atom of time, or its own."""
        return self._along(-1)

    @property
    def area(self) -> Ints:
        """For each unknown its area."""
        return self._along(-2)

    def _along(self, axis: int) -> Ints:
        """Return where each unknown stands along an axis: of moments the last, of areas the one before."""
        place = np.empty(self.size, dtype=np.intp)
        for numbers in (self.flow, self.rests, self.stock):
            found = numbers >= 0
            place[numbers[found]] = np.nonzero(found)[axis]
        return place


@dataclass(frozen=True)
class Attacker:
    """The system ``matrix @ unknowns == right``, in whole numbers that are not negative."""

    tree: Tree
    unknowns: Unknowns
    matrix: csr_array
    right: NDArray[np.float64]


def attack(tree: Tree, like: Tree | None = None) -> Attacker | None:
    """Write down what a reader knows of a tree with only its visible figures; None when it knows nothing.

    The unknowns are those on which something known bears, or, of a tree that is `like` it, something known there.
    """
    spans = known_spans(tree)
    unknowns = _number(tree, spans) if like is None else _number(like, known_spans(like))
    if not unknowns.size:
        return None
    equations = _Equations()
    for sign_cols in (*_sums(tree, unknowns), *_joined(tree, unknowns)):
        equations.add(sign_cols)
    _add_known_flows(equations, tree, unknowns, spans)
    _add_known_stocks(equations, tree, unknowns)
    return Attacker(tree, unknowns, *equations.system(unknowns.size))


def attack_without(seen: Tree, figures: Bools) -> Attacker | None:
    """Write down what a reader knows without some figures, with the unknowns of one who has them."""
    return attack(replace(seen, values=np.where(figures, np.nan, seen.values)), like=seen)


@dataclass
class _Equations:
    rows: list[Ints] = field(default_factory=list)
    columns: list[Ints] = field(default_factory=list)
    signs: list[NDArray[np.float64]] = field(default_factory=list)
    right: list[NDArray[np.float64]] = field(default_factory=list)
    minus: list[tuple[Ints, Ints]] = field(default_factory=list)
    count: int = 0

    def add(self, terms: Sequence[tuple[float, Ints]], right: NDArray[np.float64] | None = None) -> Ints:
        """Add equations, each term a sign and a row of unknowns for each; return the equations' numbers."""
        number = len(terms[0][1])
        rows = np.arange(self.count, self.count + number)
        for sign, columns in terms:
            self.rows.append(np.repeat(rows, columns.shape[1]))
            self.columns.append(columns.ravel())
            self.signs.append(np.full(columns.size, float(sign)))
        self.right.append(np.zeros(number) if right is None else right)
        self.count += number
        return rows

    def system(self, size: int) -> tuple[csr_array, NDArray[np.float64]]:
        """Return the equations as a matrix; from what is known of a region, that of its own regions is subtracted."""
        entries = (np.concatenate(self.signs), (np.concatenate(self.rows), np.concatenate(self.columns)))
        matrix, right = csr_array(coo_array(entries, shape=(self.count, size))), np.concatenate(self.right)
        if self.minus:
            whole, part = (np.concatenate(pair) for pair in zip(*self.minus, strict=True))
            less = eye_array(self.count, format="csr") - csr_array(
                coo_array((np.ones(len(whole)), (whole, part)), shape=(self.count, self.count))
            )
            matrix, right = csr_array(less @ matrix), less @ right
            matrix.eliminate_zeros()
        return matrix, right


def _number(tree: Tree, spans: Sequence[Spans]) -> Unknowns:
    codes, slots, areas = len(tree.codes) + len(tree.splits), len(tree.slots), tree.areas.inside.shape[1]
    days, periods = len(tree.times.days) - 1, len(tree.periods)
    horizon = _horizons(tree, spans)
    exists, flows = existing_counts(tree), flows_of(tree)
    within = np.arange(days) < horizon[:, None]
    flow = np.broadcast_to(
        (exists & flows[:, None])[:, :, None, None] & within[None, :, None], (codes, slots, areas, days)
    )
    stocks = (exists & ~flows[:, None])[:, :, None]
    moments = np.concatenate([stocks & within, stocks & _separate(tree)], axis=2)
    stock = np.broadcast_to(moments[:, :, None], (codes, slots, areas, days + periods))
    first = int(flow.sum())
    numbers = np.full(flow.shape, -1), np.full(stock.shape, -1)
    numbers[0][flow] = np.arange(first)
    numbers[1][stock] = first + np.arange(int(stock.sum()))
    rest = _rests(tree, *numbers)
    rests = np.full(rest.shape, -1)
    count = first + int(stock.sum())
    rests[rest] = count + np.arange(int(rest.sum()))
    beside = [*(max(joint.more, key=lambda place: place[1]) for joint in tree.joints), *(tie.of for tie in tree.ties)]
    of = np.array(beside, dtype=np.intp).reshape(-1, 2)
    named = [
        np.concatenate([np.nonzero(flow)[axis], np.nonzero(stock)[axis], of[np.nonzero(rest)[0], axis]])
        for axis in (0, 1)
    ]
    return Unknowns(*numbers, rests, size=len(named[0]), horizon=horizon, code=named[0], slot=named[1])


def _rests(tree: Tree, flow: Ints, stock: Ints) -> Bools:
    """Tell which joints and ties leave something, where and when it bears on what is known."""
    told = np.zeros((len(tree.joints) + len(tree.ties), *stock.shape[2:]), dtype=bool)
    days = flow.shape[-1]
    for number, joint in enumerate(tree.joints):
        told[number, :, :days] = _bears(tree, joint, flow, stock) & (not joint.exact)
    for number, tie in enumerate(tree.ties, start=len(tree.joints)):
        told[number, :, days + tie.period] = all((columns >= 0).all() for _, columns in _counts(tree, tie, flow, stock))
    return told


def _counts(tree: Tree, tie: Tie, flow: Ints, stock: Ints) -> list[tuple[float, Ints]]:
    """Write down the counts of a tie as signs and unknowns, a row for each area."""
    since, until = tie.days(tree.times)
    spans = {"now": (0, until), "before": (0, since), "within": (since, until)}
    moments = {"now": until - 1, "before": since - 1, "within": flow.shape[-1] + tie.period}
    return [
        (sign, flow[code, slot][:, slice(*spans[when])] if tree.flow[code] else stock[code, slot][:, [moments[when]]])
        for sign, code, slot, when in tie.terms
        if when != "before" or since
    ]


def _bears(tree: Tree, joint: Joint, flow: Ints, stock: Ints) -> Bools:
    """Tell in which areas and on which days there are unknowns for all counts of a joint."""
    days = flow.shape[-1]
    there = [(flow if tree.flow[code] else stock[..., :days])[code, slot] >= 0 for _, code, slot in joint.terms]
    return np.asarray(np.logical_and.reduce(there))


def _horizons(tree: Tree, spans: Sequence[Spans]) -> Ints:
    last = dict.fromkeys(tree.bys, 0)
    known = ~np.isnan(tree.values) & tree.rows
    for by, slots in tree.bys.items():
        for span in spans:
            if np.isin(span.slot, slots).any():
                last[by] = max(last[by], span.until)
        for period, day in enumerate(tree.times.end):
            if known[~tree.flow][:, slots, :, period, 0].any():
                last[by] = max(last[by], day)
    last[TOTAL] = max(last.values())
    return np.array([last[by] for by, _ in tree.slots])


def _separate(tree: Tree) -> Bools:
    """Tell of counts that are no sums of periods, then rests, by slots and periods, which are looked at in a period.

    They are those of which something is known, and those that are tied to other cut-offs.
    """
    return np.asarray(_known_of_periods(tree)[None] | _tied(tree))


def _tied(tree: Tree) -> Bools:
    """Tell which counts within a period, then rests, ties speak of; by slots and periods."""
    told = np.zeros((len(tree.codes) + len(tree.splits), len(tree.slots), len(tree.periods)), dtype=bool)
    for tie in tree.ties:
        for _, code, slot, when in tie.terms:
            told[code, slot, tie.period] |= when == "within" and not tree.flow[code]
    for number, split in enumerate(tree.splits, start=len(tree.codes)):
        if not split.to_date_only:
            told[number] = told[[split.whole, *split.parts]].all(axis=0)
    return told


def _known_of_periods(tree: Tree) -> Bools:
    """Tell for slots and periods whether a count that is no sum of periods is known for a period."""
    given = np.asarray(~np.isnan(tree.values[~tree.flow][..., 1]) & tree.rows[~tree.flow][..., 1])
    known: Bools = np.asarray(given.any(axis=(0, 2)))
    told = np.zeros(known.shape, dtype=bool)
    for by, slots in tree.bys.items():
        told[slots] = known.any(axis=0) if by == TOTAL else known[slots].any(axis=0)
    return told


def existing_counts(tree: Tree) -> Bools:
    """Tell for codes, then rests of splits, by slots, whether there is such a count."""
    live: Bools = np.asarray(tree.live.any(axis=(2, 3, 4)))
    exists = np.zeros((len(tree.codes) + len(tree.splits), len(tree.slots)), dtype=bool)
    exists[: len(tree.codes), 0] = live.any(axis=1)
    for by, slots in tree.bys.items():
        if by != TOTAL:
            exists[: len(tree.codes), slots] = live[:, slots].any(axis=1, keepdims=True)
    for number, split in enumerate(tree.splits):
        parts = exists[list(split.parts)]
        rest = exists[split.whole] & parts.any(axis=0) & (split.remainder | ~parts.all(axis=0))
        exists[len(tree.codes) + number] = rest
    return exists


def harmless_rests(tree: Tree) -> Bools:
    """Tell for codes, then rests of splits, which of them may be known though few: those that tell of no person."""
    return np.array([*(False for _ in tree.codes), *(split.harmless for split in tree.splits)], dtype=bool)


def flows_of(tree: Tree) -> Bools:
    """Tell for codes, then rests of splits, whether they are sums of periods."""
    return np.array([*tree.flow, *(is_flow(tree, split) for split in tree.splits)], dtype=bool)


def is_flow(tree: Tree, split: Parts) -> bool:
    """Tell whether a split holds for each period, and not only to date."""
    return not split.to_date_only and bool(tree.flow[[split.whole, *split.parts]].all())


def _sums(tree: Tree, unknowns: Unknowns) -> Iterator[list[tuple[float, Ints]]]:
    for slots in tree.bys.values():
        for number, split in enumerate(tree.splits):
            yield from _split(tree, unknowns, slots, split, len(tree.codes) + number)
        if slots[0]:
            yield from _groups(unknowns, slots)


def _split(
    tree: Tree, unknowns: Unknowns, slots: list[int], split: Parts, rest: int
) -> Iterator[list[tuple[float, Ints]]]:
    members = [split.whole, *split.parts, rest]
    signs = [-1, *(1 for _ in members[1:])]
    until = int(unknowns.horizon[slots[0]])
    flows, stocks = (np.asarray(kind[:, slots[0]] >= 0).any(axis=(1, 2)) for kind in (unknowns.flow, unknowns.stock))
    told: Bools = np.asarray(flows | stocks)
    present = [(sign, member) for sign, member in zip(signs, members, strict=True) if told[member]]
    if not told[members[0]] or not any(told[member] for member in members[1:-1]):
        return
    if is_flow(tree, split):
        yield [(sign, unknowns.flow[member][slots][..., :until].reshape(-1, 1)) for sign, member in present]
        return
    summed = [*tree.flow.tolist(), *(False for _ in tree.splits)]
    for day in range(until):
        yield [
            (sign, unknowns.flow[member][slots][..., : day + 1].reshape(-1, day + 1) if summed[member]
             else unknowns.stock[member][slots][..., day].reshape(-1, 1))
            for sign, member in present
        ]  # fmt: skip
    if not split.to_date_only and not any(summed[member] for _, member in present):
        terms = [
            (sign, unknowns.stock[member][slots][..., len(tree.times.days) - 1 :].reshape(-1, 1))
            for sign, member in present
        ]
        everywhere = np.logical_and.reduce([term[:, 0] >= 0 for _, term in terms])
        yield [(sign, term[everywhere]) for sign, term in terms]


def _joined(tree: Tree, unknowns: Unknowns) -> Iterator[list[tuple[float, Ints]]]:
    """Write the joints and ties: their counts, less what they leave, come to nothing."""
    for number, joint in enumerate(tree.joints):
        rests = unknowns.rests[number]
        for day in np.flatnonzero(_bears(tree, joint, unknowns.flow, unknowns.stock).all(axis=0)):
            since = day if joint.grows else 0
            counts = [
                (sign, (unknowns.flow if tree.flow[code] else unknowns.stock)[code, slot][
                    :, (since if tree.flow[code] else day) : day + 1])
                for sign, code, slot in joint.terms
            ]  # fmt: skip
            yield counts if joint.exact else [*counts, (-1.0, rests[:, [day]])]
    for tie, rests in zip(tree.ties, unknowns.rests[len(tree.joints) :], strict=True):
        left = rests[:, [unknowns.flow.shape[-1] + tie.period]]
        if (left >= 0).all():
            yield [*_counts(tree, tie, unknowns.flow, unknowns.stock), (-1.0, left)]


def _groups(unknowns: Unknowns, slots: list[int]) -> Iterator[list[tuple[float, Ints]]]:
    for numbers in (unknowns.flow, unknowns.stock):
        total, groups = numbers[:, 0], np.moveaxis(numbers[:, slots], 1, -1)
        found = (groups >= 0).all(axis=-1) & (total >= 0)
        if found.any():
            yield [(-1, total[found][:, None]), (1, groups[found])]


def _add_known_flows(equations: _Equations, tree: Tree, unknowns: Unknowns, spans: Sequence[Spans]) -> None:
    for span in spans:
        numbers = np.full((*tree.values.shape[:2], len(tree.areas.names)), -1)
        for node in np.unique(span.node):
            own = span.node == node
            columns = unknowns.flow[span.code[own], span.slot[own]][:, tree.areas.inside[node], span.since : span.until]
            rows = equations.add([(1, columns.reshape(int(own.sum()), -1))], span.value[own])
            numbers[span.code[own], span.slot[own], node] = rows
        _subtract_regions(equations, tree, numbers)


def _add_known_stocks(equations: _Equations, tree: Tree, unknowns: Unknowns) -> None:
    values = stock_moments(tree)
    for moment in range(values.shape[-1]):
        known = ~np.isnan(values[..., moment]) & (unknowns.stock[: len(tree.codes), :, 0, moment] >= 0)[:, :, None]
        numbers = np.full(known.shape, -1)
        for node in range(len(tree.areas.names)):
            code, slot = np.nonzero(known[:, :, node])
            columns = unknowns.stock[code, slot][:, tree.areas.inside[node], moment]
            numbers[code, slot, node] = equations.add([(1, columns)], values[code, slot, node, moment])
        _subtract_regions(equations, tree, numbers)


def stock_moments(tree: Tree) -> NDArray[np.float64]:
    """Return the figures of counts that are not sums of periods: codes by slots by nodes by days, then by periods."""
    days = len(tree.times.days) - 1
    values = np.full((*tree.values.shape[:3], days + len(tree.periods)), np.nan)
    for period, day in enumerate(tree.times.end):
        found = tree.values[..., period, 0]
        values[..., day - 1] = np.where(np.isnan(found), values[..., day - 1], found)
    values[..., days:] = tree.values[..., 1]
    values[tree.flow] = np.nan
    return values


def _subtract_regions(equations: _Equations, tree: Tree, numbers: Ints) -> None:
    for node, parent in enumerate(tree.areas.parent):
        both = (numbers[:, :, node] >= 0) & (numbers[:, :, parent] >= 0)
        if tree.areas.linked and parent >= 0 and both.any():
            equations.minus.append((numbers[:, :, parent][both], numbers[:, :, node][both]))
