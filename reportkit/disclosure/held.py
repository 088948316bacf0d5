"""What was published before and still holds: figures that no alternative may change, because readers have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree

    Bools = NDArray[np.bool_]
    Ints = NDArray[np.intp]

__all__ = ["Held", "held_levels"]


@dataclass(frozen=True)
class Held:
    """What is known of each printed line at each moment: codes by slots by regions by moments.

    `level` tells whether the level is known. `since` is an earlier moment since which it is known how many
    came, though not how many there were then; -1 where there is none.
    """

    level: Bools
    since: Ints


def held_levels(tree: Tree, published: Bools) -> Held:
    """Work out which levels the published figures (in the shape of the tree's values) give."""
    days = len(tree.times.days) - 1
    shape = (*published.shape[:3], days + len(tree.periods))
    level, since = np.zeros(shape, dtype=bool), np.full(shape, -1, dtype=np.intp)
    for line in np.argwhere(published.any(axis=(3, 4))):
        code, slot, node = (int(part) for part in line)
        known = published[code, slot, node]
        if not tree.flow[code]:
            level[code, slot, node, [day - 1 for day in np.array(tree.times.end)[known[:, 0]]]] = True
            level[code, slot, node, days + np.flatnonzero(known[:, 1])] = True
            continue
        group = _connected_days(tree, known)
        first = {own: int(np.flatnonzero(group == own)[0]) for own in set(group.tolist())}
        for day in range(1, days + 1):
            start = first[int(group[day])]
            level[code, slot, node, day - 1] = start == 0
            since[code, slot, node, day - 1] = start - 1 if 0 < start < day else -1
    return Held(level, since)


def _connected_days(tree: Tree, known: Bools) -> Ints:
    """Give the days that known figures connect the same number; day 0 is the beginning."""
    group = np.arange(len(tree.times.days))
    for period, basis in np.argwhere(known):
        start = tree.times.start[period] if basis else 0
        one, other = group[start], group[tree.times.end[period]]
        group[group == other] = one
    return group
