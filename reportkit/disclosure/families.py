"""Families: counts shown whole or hidden whole, because each is the rest of the others. Nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from reportkit.disclosure.counts import TOTAL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Parts, Tree

__all__ = ["Family", "families_of"]


@dataclass(frozen=True)
class Family:
    """Sibling codes, for the total or the groups of one breakdown, in `all` or in the regions right under one region.

    Attributes
    ----------
    codes, splits
        The siblings, and the splits that they are the parts of.
    by, slots
        The breakdown and its slots; the total stands alone.
    nodes, around
        The regions, and the one around them (-1 when the family is that of `all`).
    parents
        The families without which this one is not shown: of the wholes, of the total, of the region around.
    depth
        How many splits the siblings lie below a root.
    """

    codes: tuple[int, ...]
    splits: tuple[Parts, ...]
    by: str
    slots: tuple[int, ...]
    nodes: tuple[int, ...]
    around: int
    parents: tuple[int, ...]
    depth: int

    @cached_property
    def fineness(self) -> tuple[int, int, bool]:
        """What is hidden first: regions by groups, then groups or regions, then the deeper split."""
        return (self.by != TOTAL) + (self.around >= 0), self.depth, self.by != TOTAL


@dataclass(frozen=True)
class _Siblings:
    codes: tuple[int, ...]
    splits: tuple[Parts, ...]
    wholes: tuple[int, ...]
    depth: int


def families_of(tree: Tree) -> list[Family]:
    """List the families of a tree, parents before children."""
    siblings = _siblings(tree)
    families: list[Family] = []
    number: dict[tuple[int, str, int], int] = {}
    for place, around in enumerate(_levels(tree)):
        nodes = (0,) if around < 0 else tuple(tree.areas.children(around))
        above = -1 if around < 0 else _level_of(tree, around)
        for by, slots in tree.bys.items():
            for family, own in enumerate(siblings):
                wanted = [(whole, by, around) for whole in own.wholes]
                wanted += [(family, TOTAL, around)] if by != TOTAL else []
                wanted += [(family, by, above)] if place else []
                number[family, by, around] = len(families)
                parents = tuple(number[key] for key in wanted)
                families.append(Family(own.codes, own.splits, by, tuple(slots), nodes, around, parents, own.depth))
    return families


def _levels(tree: Tree) -> list[int]:
    """List the regions that have regions under them, outermost first, after -1 for `all` itself."""
    return [-1, *(node for node in range(len(tree.areas.names)) if tree.areas.children(node))]


def _level_of(tree: Tree, node: int) -> int:
    return tree.areas.parent[node]


def _siblings(tree: Tree) -> list[_Siblings]:
    """Join the codes of one split, of splits that share a part, and of splits whose wholes go round in a circle."""
    label = _together(tree)
    parents: dict[int, set[int]] = {own: set() for own in label}
    for split in tree.splits:
        parents[label[split.parts[0]]].add(label[split.whole])
    parents = {own: above - {own} for own, above in parents.items()}
    order = list(_parents_first(parents))
    depth: dict[int, int] = {}
    for own in order:
        depth[own] = max((depth[above] + 1 for above in parents[own]), default=0)
    return [
        _Siblings(
            tuple(code for code, other in enumerate(label) if other == own),
            tuple(split for split in tree.splits if label[split.parts[0]] == own),
            tuple(sorted(order.index(above) for above in parents[own])),
            depth[own],
        )
        for own in order
    ]


def _together(tree: Tree) -> NDArray[np.intp]:
    size = len(tree.codes)
    label: NDArray[np.intp] = np.arange(size, dtype=np.intp)
    for _ in range(size + 1):
        pairs = [(label[split.parts[0]], label[part]) for split in tree.splits for part in split.parts]
        _, joined = connected_components(_graph(pairs, size), directed=False)
        label = joined.astype(np.intp)[label]
        pairs = [(label[split.whole], label[split.parts[0]]) for split in tree.splits]
        count, circles = connected_components(_graph(pairs, size), directed=True, connection="strong")
        if count == size:
            break
        label = circles.astype(np.intp)[label]
    return label


def _graph(pairs: list[tuple[int, int]], size: int) -> coo_array:
    links = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return coo_array((np.ones(len(links)), (links[:, 0], links[:, 1])), shape=(size, size))


def _parents_first(parents: dict[int, set[int]]) -> Iterator[int]:
    done: set[int] = set()
    while len(done) < len(parents):
        ready = sorted(own for own, above in parents.items() if own not in done and above <= done)
        done.update(ready)
        yield from ready
