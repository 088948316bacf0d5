"""Blocks: the codes that are parts of the same counts, in an order in which wholes come before their parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree

__all__ = ["blocks_of"]


def blocks_of(tree: Tree) -> list[list[int]]:
    """Join the codes of one split, of splits that share a part, and of splits whose wholes go round in a circle."""
    label = _together(tree)
    parents: dict[int, set[int]] = {own: set() for own in label}
    for split in tree.splits:
        parents[label[split.parts[0]]].add(label[split.whole])
    ordered = _parents_first({own: above - {own} for own, above in parents.items()})
    return [[code for code, other in enumerate(label) if other == own] for own in ordered]


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
