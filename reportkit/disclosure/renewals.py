"""Ties: what a count that each cut-off sees anew says of the cut-off before, and of who is new within the period.

They are inequalities over two cut-offs, where splits and joints hold at one. Nothing is hidden or solved here.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from reportkit.disclosure.attacker import stock_moments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.places import Times
    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Renewal

    Floats = NDArray[np.float64]
    When = Literal["now", "before", "within"]
    Term = tuple[float, int, int, When]

__all__ = ["Tie", "kept_ties", "tied_levels"]

_BEGINNING = -1


@dataclass(frozen=True)
class Tie:
    """Counts with signs that together are never fewer than nothing.

    Attributes
    ----------
    terms
        Each a sign, a code and a slot, by position, and when it is meant: ``now``, to date at the end of the period;
        ``before``, to date at an earlier cut-off; ``within``, since then.
    period, since
        The period, and one that ends with the earlier cut-off; of -1, nobody was counted before.
    """

    terms: tuple[Term, ...]
    period: int
    since: int

    @property
    def of(self) -> tuple[int, int]:
        """The code and slot that it is about."""
        return self.terms[0][1:3]

    def days(self, times: Times) -> tuple[int, int]:
        """Return the numbers of the earlier cut-off and of the period's last day."""
        return (0 if self.since == _BEGINNING else times.end[self.since]), times.end[self.period]


def kept_ties(tree: Tree, renewals: Sequence[Renewal]) -> Iterator[Tie]:
    """Yield the ties of a tree that its figures do not break: who comes back in another region or group breaks them."""
    levels = stock_moments(tree)
    levels[tree.flow, ..., : len(tree.times.days) - 1] = tree.cumulative()[tree.flow, ..., 1:]
    for renewal in renewals:
        if {renewal.result, renewal.measured, renewal.pending} <= set(tree.codes):
            for tie in _ties(tree, renewal):
                left = tied_levels(levels, tree, tie)
                if not ((left < 0).any() or (tree.areas.divided(left[None, None]) < 0).any()):
                    yield tie


def tied_levels(levels: Floats, tree: Tree, tie: Tie) -> Floats:
    """Return what a tie leaves, by areas or regions as the levels are (codes, slots, areas, moments)."""
    since, until = tie.days(tree.times)
    left = np.zeros(levels.shape[2])
    for sign, code, slot, when in tie.terms:
        own = levels[code, slot]
        before = own[:, since - 1] if since else np.zeros(len(own))
        within = own[:, until - 1] - before if tree.flow[code] else own[:, len(tree.times.days) - 1 + tie.period]
        left += sign * {"now": own[:, until - 1], "before": before, "within": within}[when]
    return left


def _ties(tree: Tree, renewal: Renewal) -> Iterator[Tie]:
    place = {code: number for number, code in enumerate(tree.codes)}
    counted = np.flatnonzero(tree.rows[place[renewal.measured]].any(axis=(1, 2, 3)))
    cut_offs = [_cut_offs_before(tree.times, period, renewal.months) for period in range(len(tree.periods))]
    for slot, (period, (since, waited)) in product(counted.tolist(), enumerate(cut_offs)):
        if since is not None:
            measured = since == _BEGINNING or (waited is not None and tree.times.end[since] <= tree.times.end[waited])
            for more, less in _within(renewal, all_measured=measured):
                yield from _tie(place, slot, (more, less), period, since)
            if _is_short(tree.times, period, renewal.months):
                yield from _tie(place, slot, ([], [(renewal.measured, "within")]), period, since)
        if waited is not None and waited != since:
            more, less = [(renewal.measured, "now"), (renewal.returned, "within")], _all(renewal)
            yield from _tie(place, slot, (more, less), period, waited)


def _within(renewal: Renewal, *, all_measured: bool) -> Iterator[tuple[list[tuple[str, When]], list[tuple[str, When]]]]:
    """Yield what is at least as many as what, where the period begins with the earlier cut-off."""
    result, measured, pending, returned = renewal.result, renewal.measured, renewal.pending, renewal.returned
    yield [*_all(renewal), (measured, "within")], [(measured, "now")]
    yield [(result, "before"), (pending, "before"), (result, "within")], [(result, "now")]
    yield [(result, "now"), (returned, "within")], [(result, "before"), (result, "within")]
    still: list[tuple[str, When]] = _all(renewal) if all_measured else [(measured, "before")]
    yield [(measured, "now"), (returned, "within")], [*still, (measured, "within")]
    if all_measured:
        yield [(renewal.left, "within")], [(measured, "within"), (pending, "now")]


def _all(renewal: Renewal) -> list[tuple[str, When]]:
    return [(renewal.measured, "before"), (renewal.pending, "before")]


def _tie(
    place: dict[str, int], slot: int, sides: tuple[list[tuple[str, When]], ...], period: int, since: int
) -> Iterator[Tie]:
    named = [(sign, *entry) for sign, side in zip((1.0, -1.0), sides, strict=True) for entry in side]
    if all(code in place for _, code, _ in named):
        yield Tie(tuple((sign, place[code], slot, when) for sign, code, when in named), period, since)


def _is_short(times: Times, period: int, months: int) -> bool:
    """Tell whether who leaves on the first day of a period is not measured by its last."""
    start, end = times.days[times.start[period]], times.days[times.end[period]]
    return bool(start) and pd.Timestamp(start) + pd.DateOffset(days=1, months=months) > pd.Timestamp(end)


def _cut_offs_before(times: Times, period: int, months: int) -> tuple[int | None, int | None]:
    """Return a period that ends where this one begins, and the last that ended so many months before its end.

    It is -1 for the beginning, and nothing where there is no such period.
    """
    start = times.start[period]
    end = pd.Timestamp(times.days[times.end[period]])
    ends = {day: number for number, day in enumerate(times.end[:period]) if day < times.end[period]}
    since = _BEGINNING if not start else ends.get(start)
    long_ago = [day for day in ends if pd.Timestamp(times.days[day]) + pd.DateOffset(months=months) <= end]
    return since, ends[max(long_ago)] if long_ago else None
