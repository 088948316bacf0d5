"""What figures to date and of periods say about the time between days: the sums over spans that none divides further.

Figures to date and of periods are differences between days. Days that such differences connect are put in order; what
is known
is then exactly the difference between each and the next.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Spans", "known_spans"]


@dataclass(frozen=True)
class Spans:
    """Counts (by code, slot and region node) whose sum over the days after `since` until `until` is known."""

    since: int
    until: int
    code: Ints
    slot: Ints
    node: Ints
    value: Floats


def known_spans(tree: Tree) -> list[Spans]:
    """List what is known of flows, by span."""
    found: dict[tuple[int, int], list[tuple[Ints, Floats]]] = {}
    lines = np.flatnonzero(np.broadcast_to(tree.flow[:, None, None], tree.values.shape[:3]).ravel())
    values = tree.values.reshape(-1, len(tree.periods), 2)[lines]
    known = ~np.isnan(values)
    patterns, label = np.unique(known.reshape(len(lines), 2 * len(tree.periods)), axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        own = np.flatnonzero(label.ravel() == number)
        for since, until, value in _neighbours(tree, pattern.reshape(-1, 2), values[own]):
            found.setdefault((since, until), []).append((lines[own], value))
    return [_spans(tree, span, found[span]) for span in sorted(found)]


def _spans(tree: Tree, span: tuple[int, int], parts: list[tuple[Ints, Floats]]) -> Spans:
    lines = np.concatenate([line for line, _ in parts])
    code, slot, node = np.unravel_index(lines, tree.values.shape[:3])
    return Spans(*span, code, slot, node, np.concatenate([value for _, value in parts]))


def _neighbours(tree: Tree, pattern: Bools, values: Floats) -> Iterator[tuple[int, int, Floats]]:
    steps: dict[int, list[tuple[int, Floats]]] = {}
    for period, basis in zip(*np.nonzero(pattern), strict=True):
        since = tree.times.start[period] if basis else 0
        until, value = tree.times.end[period], values[:, period, basis]
        steps.setdefault(since, []).append((until, value))
        steps.setdefault(until, []).append((since, -value))
    placed: set[int] = set()
    for day in sorted(steps):
        if day not in placed:
            level = _levels(steps, day, np.zeros(len(values)))
            placed |= set(level)
            days = sorted(level)
            for since, until in pairwise(days):
                yield since, until, level[until] - level[since]


def _levels(steps: Mapping[int, list[tuple[int, Floats]]], start: int, zero: Floats) -> dict[int, Floats]:
    """Return, for each day that differences connect with `start`, the count since then."""
    level, queue = {start: zero}, [start]
    while queue:
        day = queue.pop()
        for other, step in steps[day]:
            if other not in level:
                level[other] = level[day] + step
                queue.append(other)
    return level
