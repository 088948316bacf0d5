"""Sorts counts into trees: the codes that splits connect, as one array over groups, regions, periods and bases.

Figures that do not add up as the structure says are refused here: no protection could be trusted. Nothing is hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from reportkit.disclosure.counts import PLACE, TOTAL
from reportkit.disclosure.places import areas_of, in_order, times_of
from reportkit.disclosure.renewals import kept_ties
from reportkit.errors import DisclosureError
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.counts import Counts
    from reportkit.disclosure.places import Areas, Times
    from reportkit.disclosure.renewals import Tie
    from reportkit.tables import Link, Split, Structure

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["BASES", "Joint", "Parts", "Tree", "begun", "trees_of"]

BASES = ("to_date", "period")


@dataclass(frozen=True)
class Parts:
    """A split of a tree, by the positions of its codes; `one_class`: parts that all may not be known to be in."""

    whole: int
    parts: tuple[int, ...]
    remainder: bool
    to_date_only: bool
    harmless: bool = False
    one_class: tuple[int, ...] = ()


@dataclass(frozen=True)
class Joint:
    """A link of a tree: the counts `less` (each a code and a slot, by position) are together at most the counts `more`.

    `grows` says that what is left never becomes fewer: it holds of every span of time. `usual` is as in a link.
    """

    more: tuple[tuple[int, int], ...]
    less: tuple[tuple[int, int], ...]
    exact: bool
    grows: bool
    usual: bool = False

    @property
    def terms(self) -> tuple[tuple[float, int, int], ...]:
        """Its counts, each with a sign, a code and a slot."""
        return (*((1.0, *count) for count in self.more), *((-1.0, *count) for count in self.less))


@dataclass(frozen=True)
class Tree:
    """Counts that can be added to and subtracted from one another.

    Attributes
    ----------
    codes, slots
        The count codes, and the groups as (by, group); the first slot is the total.
    splits
        Which codes add up to which.
    flow
        For each code whether its figures to date are sums of the figures of periods.
    result
        For each code whether each cut-off sees it anew, so that it may fall.
    withheld
        For each code whether it is never shown.
    areas, periods, times
        The regions, the periods by cut-off, and their days.
    values
        Codes by slots by nodes by periods by `BASES`; missing where there is no figure.
    live
        Likewise: whether there is a count, shown or not.
    least
        For each code the smallest number that may be known, at least the threshold.
    joints, ties
        What its counts say of one another besides: at a moment, and over two cut-offs.
    rows
        Likewise: whether the table has a row for it. A group without a row beside groups that have one counts 0.
    earlier
        Likewise: what each version of earlier releases showed, where some of it has another value now.
    """

    codes: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]
    splits: tuple[Parts, ...]
    flow: Bools
    result: Bools
    withheld: Bools
    areas: Areas
    periods: tuple[str, ...]
    times: Times
    values: Floats
    live: Bools
    rows: Bools
    least: Ints
    joints: tuple[Joint, ...] = ()
    ties: tuple[Tie, ...] = ()
    earlier: tuple[Floats, ...] = ()

    @property
    def bys(self) -> dict[str, list[int]]:
        """The slots of each breakdown, the total first."""
        grouped: dict[str, list[int]] = {}
        for slot, (by, _) in enumerate(self.slots):
            grouped.setdefault(by, []).append(slot)
        return grouped

    def name(self, code: int) -> str:
        """Name a code, or the rest of a split."""
        if code < len(self.codes):
            return self.codes[code]
        split = self.splits[code - len(self.codes)]
        return f"rest of {self.codes[split.whole]} beside {', '.join(self.codes[part] for part in split.parts)}"

    def until(self, number: int, structure: Structure) -> Tree:
        """Return the tree as it was known after its first `number` periods."""
        periods = self.periods[:number]
        return begun(replace(
            self, periods=periods, times=times_of(periods, structure.periods),
            values=self.values[:, :, :, :number], live=self.live[:, :, :, :number], rows=self.rows[:, :, :, :number],
            ties=tuple(tie for tie in self.ties if tie.period < number),
            earlier=tuple(values[:, :, :, :number] for values in self.earlier),
        ))  # fmt: skip

    def masked(self, visible: Bools) -> Tree:
        """Return the tree with only its visible figures; what has no row is a visible 0."""
        return replace(self, values=np.where(visible | ~self.rows, self.values, np.nan))

    def cumulative(self) -> Floats:
        """Sum the flows from the beginning to each day, as far as the figures say: codes by slots by nodes by days."""
        sums = np.full((*self.values.shape[:3], len(self.times.days)), np.nan)
        sums[..., 0] = 0
        for period, day in enumerate(self.times.end):
            _fill(sums, day, self.values[..., period, 0])
        for _ in self.periods:
            for period, (since, until) in enumerate(zip(self.times.start, self.times.end, strict=True)):
                _fill(sums, since, sums[..., until] - self.values[..., period, 1])
                _fill(sums, until, sums[..., since] + self.values[..., period, 1])
        sums[~self.flow] = np.nan
        return sums


def _fill(sums: Floats, day: int, values: Floats) -> None:
    sums[..., day] = np.where(np.isnan(sums[..., day]), values, sums[..., day])


def trees_of(counts: Counts, structure: Structure, threshold: int) -> list[Tree]:
    """Sort counts into trees, in the order of their first codes; fewer than `threshold` may not be known.

    Raises
    ------
    DisclosureError
        When figures contradict the structure.
    """
    cells = _without_repeats(counts.cells)
    areas = areas_of(cells["region"].unique(), structure.regions)
    found = cells["period"].unique()
    periods = in_order(found, structure.periods)
    times = times_of(periods, structure.periods)
    built = [
        _tree(cells[cells["code"].isin(codes)], codes, counts, structure, threshold, areas, periods, times)
        for codes in _connected(sorted(cells["code"].unique()), counts.splits, structure)
    ]
    checked = [_checked(tree) for tree in built]
    return [replace(tree, ties=tuple(kept_ties(tree, structure.renewals))) for tree in checked]


def _without_repeats(cells: pd.DataFrame) -> pd.DataFrame:
    known = cells.sort_values([*PLACE, "value"])
    least = known.groupby(PLACE, sort=False)["value"].transform("min")
    twice = known[known["value"].notna() & (known["value"] != least)]
    if len(twice):
        raise _contradiction(Message("are given twice, with different values"), sorted(set(twice["code"])))
    return known.groupby(PLACE, sort=True, as_index=False).agg({"value": "first", "live": "max"})


def _contradiction(what: str, codes: Sequence[str]) -> DisclosureError:
    return DisclosureError(
        "E302", Message("counts of {codes} {what}.", codes=", ".join(codes), what=what),
        mend=Message("Mend the figures or the structure: what does not add up cannot be protected."),
    )  # fmt: skip


def _connected(codes: Sequence[str], splits: Sequence[Split], structure: Structure) -> Iterator[list[str]]:
    place = {code: number for number, code in enumerate(codes)}
    pairs = [
        (place[split.whole], place[part])
        for split in splits
        for part in split.parts
        if split.whole in place and part in place
    ]
    for joined in (*(link.codes for link in structure.links), *(own.codes for own in structure.renewals)):
        known = sorted(joined & set(codes))
        pairs += [(place[known[0]], place[code]) for code in known[1:]]
    links = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    graph = coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(len(codes), len(codes)))
    _, label = connected_components(graph, directed=False)
    for number in dict.fromkeys(label):
        yield [code for code, own in zip(codes, label, strict=True) if own == number]


def _tree(  # noqa: PLR0913, PLR0917 - counts, and all that says where and when they were taken
    cells: pd.DataFrame, codes: list[str], counts: Counts, structure: Structure, threshold: int, areas: Areas,
    periods: tuple[str, ...], times: Times,
) -> Tree:  # fmt: skip
    slots = sorted(
        {*zip(cells["by"], cells["group"], strict=True)} | {(TOTAL, TOTAL)}, key=lambda slot: (slot[0] != TOTAL, slot)
    )
    index = (
        pd.Index(codes).get_indexer(pd.Index(cells["code"])),
        pd.MultiIndex.from_tuples(slots).get_indexer(pd.MultiIndex.from_frame(cells[["by", "group"]])),
        cells["region"].map(areas.node).to_numpy(),
        pd.Index(periods).get_indexer(pd.Index(cells["period"])),
        pd.Index(BASES).get_indexer(pd.Index(cells["basis"])),
    )
    shape = (len(codes), len(slots), len(areas.names), len(periods), len(BASES))
    values, live, rows = np.full(shape, np.nan), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    order = np.argsort(cells["value"].notna().to_numpy(), kind="stable")
    values[tuple(part[order] for part in index)] = cells["value"].to_numpy(dtype=float)[order]
    np.logical_or.at(live, index, cells["live"].to_numpy(dtype=bool))
    rows[index] = True
    flow, result, withheld = (
        np.array([code in known for code in codes]) for known in (counts.flows, counts.results, structure.withheld)
    )
    least = np.array([structure.least(code, threshold) for code in codes], dtype=np.intp)
    tree = Tree(codes=tuple(codes), slots=tuple(slots), splits=tuple(_parts(codes, counts.splits)),
                flow=flow, result=result, withheld=withheld, least=least,
                areas=areas, periods=periods, times=times, values=values, live=live, rows=rows,
                joints=tuple(_joints(structure.links, codes, slots, flow)))  # fmt: skip
    return _with_zeros(tree)


def _parts(codes: list[str], splits: Sequence[Split]) -> Iterator[Parts]:
    for split in splits:
        if split.whole in codes:
            found = tuple(codes.index(part) for part in split.parts if part in codes)
            if found:
                lacking = len(found) < len(split.parts)
                alike = tuple(codes.index(part) for part in split.one_class if part in codes)
                yield Parts(codes.index(split.whole), found, split.remainder or lacking, split.to_date_only,
                            split.harmless, alike)  # fmt: skip


def _joints(links: Sequence[Link], codes: list[str], slots: list[tuple[str, str]], flow: Bools) -> Iterator[Joint]:
    """Write links by position: of the total where some count is meant of a group, else of every slot."""
    for link in links:
        if not link.codes <= set(codes):
            continue
        grouped = any(not isinstance(entry, str) for entry in (*link.more, *link.less))
        for slot in range(1 if grouped else len(slots)):
            more, less = (
                tuple(place for entry in side if (place := _place(entry, slot, codes, slots)))
                for side in (link.more, link.less)
            )
            if more and less and len(more) == len(link.more):
                grows = not link.to_date_only and bool(flow[[code for code, _ in (*more, *less)]].all())
                yield Joint(more, less, link.exact and len(less) == len(link.less), grows, link.usual)


def _place(
    entry: str | tuple[str, str, str], slot: int, codes: list[str], slots: list[tuple[str, str]]
) -> tuple[int, int] | None:
    """Find the code and slot of a count; None where the table has no such group."""
    if isinstance(entry, str):
        return codes.index(entry), slot
    return (codes.index(entry[0]), slots.index(entry[1:])) if entry[1:] in slots else None


def _with_zeros(tree: Tree) -> Tree:
    """Count 0 in the groups that have no row where other groups of the breakdown have one."""
    values, rows, live = tree.values.copy(), tree.rows, tree.live.copy()
    for by, slots in tree.bys.items():
        if by != TOTAL:
            absent = live[:, slots].any(axis=1, keepdims=True) & ~rows[:, slots]
            values[:, slots] = np.where(absent, 0.0, values[:, slots])
            live[:, slots] |= absent
    return replace(tree, values=values, live=live)


def _checked(tree: Tree) -> Tree:
    _check_groups(tree)
    sums = tree.cumulative()
    _check_flows(tree, sums)
    _check_splits(tree)
    tree = begun(replace(tree, joints=tuple(_kept_joints(tree))))
    sums = tree.cumulative()
    if not _regions_add_up(tree, sums):
        return replace(tree, areas=tree.areas.unlinked())
    return replace(tree, areas=tree.areas.covering()) if _regions_cover(tree) else tree


def _refuse(tree: Tree, wrong: Bools, what: str) -> None:
    if wrong.any():
        codes = [tree.codes[code] for code in np.flatnonzero(wrong.reshape(len(wrong), -1).any(axis=1))]
        raise _contradiction(Message("{what} ({n} times)", what=what, n=int(wrong.sum())), codes)


def _check_groups(tree: Tree) -> None:
    for by, slots in tree.bys.items():
        if by != TOTAL:
            sums = tree.values[:, slots].sum(axis=1)
            _refuse(tree, sums - tree.values[:, 0] > 0, Message("by {by} are more than the total", by=by))
            _refuse(tree, sums - tree.values[:, 0] < 0, Message("by {by} are fewer than the total", by=by))


def _check_flows(tree: Tree, sums: Floats) -> None:
    for period, (since, until) in enumerate(zip(tree.times.start, tree.times.end, strict=True)):
        for basis, expected in ((0, sums[..., until]), (1, sums[..., until] - sums[..., since])):
            given = np.where(tree.flow[:, None, None], tree.values[..., period, basis], np.nan)
            _refuse(tree, abs(given - expected) > 0, Message("to date are not the sum of their periods"))
    known = np.maximum.accumulate(np.where(np.isnan(sums), -np.inf, sums), axis=-1)
    _refuse(tree, sums < known, Message("to date become fewer from one cut-off to the next"))


def _check_splits(tree: Tree) -> None:
    for split in tree.splits:
        bases = slice(0, 1) if split.to_date_only else slice(0, 2)
        whole, parts = tree.values[split.whole, ..., bases], tree.values[list(split.parts), ..., bases]
        rest = whole - np.nansum(parts, axis=0)
        wrong = (rest < 0) if split.remainder else (rest < 0) | (~np.isnan(parts).any(axis=0) & (rest > 0))
        if wrong.any():
            names = ", ".join(tree.codes[code] for code in split.parts)
            what = Message("are not the sum of {parts} ({n} times)", parts=names, n=int(wrong.sum()))
            raise _contradiction(what, [tree.codes[split.whole]])


def _kept_joints(tree: Tree) -> Iterator[Joint]:
    """Yield the joints that the figures keep; one that they break is refused, unless it only holds as a rule."""
    for joint in tree.joints:
        bases = slice(0, 2) if joint.grows else slice(0, 1)
        rest = sum(sign * tree.values[code, slot, ..., bases] for sign, code, slot in joint.terms)
        wrong = np.asarray((rest != 0) & ~np.isnan(rest) if joint.exact else rest < 0)
        if not wrong.any():
            yield joint
        elif not joint.usual:
            wholes, parts = (sorted({tree.codes[code] for code, _ in side}) for side in (joint.more, joint.less))
            what = Message("are fewer than those of {parts} ({n} times)", parts=", ".join(parts), n=int(wrong.sum()))
            raise _contradiction(what, wholes)


def begun(tree: Tree) -> Tree:
    """Let a tree begin on its first day where nobody was counted before: a reader takes that to be so."""
    if not tree.periods or 1 in tree.times.end:
        return tree
    before = tree.cumulative()[..., 1]
    told = before[~np.isnan(before)]
    return replace(tree, times=tree.times.from_first_day()) if told.size and not told.any() else tree


def _regions_cover(tree: Tree) -> bool:
    """Tell whether nobody is in no region: where that was always so, a reader takes it to be."""
    top = tree.areas.children(0)
    if not top or not tree.areas.disjoint(top):
        return False
    return not (tree.values[:, :, 0] - tree.values[:, :, top].sum(axis=2) > 0).any()


def _regions_add_up(tree: Tree, sums: Floats) -> bool:
    """Tell whether no region has more than the node that holds it; distinct persons, counted in each region, may."""
    layers = np.concatenate([tree.values.reshape(*sums.shape[:3], -1), np.diff(sums, axis=-1)], axis=-1)
    for node in range(len(tree.areas.names)):
        under = tree.areas.children(node)
        groups = [under] if tree.areas.disjoint(under) else [[child] for child in under]
        for group in groups:
            rest = layers[:, :, node] - np.nansum(layers[:, :, group], axis=2)
            exact = tree.areas.disjoint(under) and under and not len(tree.areas.rest(node))
            if (rest < 0).any() or (exact and (rest[~np.isnan(layers[:, :, under]).any(axis=2)] > 0).any()):
                return False
    return True
