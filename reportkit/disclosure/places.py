"""Where and when counts can be added up: regions as disjoint areas, time as spans between the days that periods end on.

No figure is read here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from reportkit.errors import DisclosureError
from reportkit.messages import Message
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["Areas", "Times", "areas_of", "in_order", "times_of"]


@dataclass(frozen=True)
class Areas:
    """The printed regions as sets of disjoint areas; regions with the same municipalities are one node.

    Attributes
    ----------
    node
        For each region id its node; the node of `all` is 0.
    names
        For each node the first of its region ids.
    inside
        Nodes by areas: whether the area lies in the node. An area is what no region divides; the last of them is the
        rest of `all` that lies in no region, unless the regions are known to cover everything.
    parent
        For each node the smallest node that contains it; -1 for `all`.
    linked
        Whether the figures of the regions add up; if not, each node is an area of its own.
    """

    node: Mapping[str, int]
    names: tuple[str, ...]
    inside: NDArray[np.bool_]
    parent: tuple[int, ...]
    linked: bool = True

    def children(self, node: int) -> list[int]:
        """List the nodes directly under a node."""
        return [child for child, parent in enumerate(self.parent) if parent == node]

    def disjoint(self, nodes: Sequence[int]) -> bool:
        """Tell whether the nodes share no area."""
        return self.linked and not bool((self.inside[list(nodes)].sum(axis=0) > 1).any())

    def rest(self, node: int) -> NDArray[np.intp]:
        """List the areas of a node that lie in none of its children."""
        covered = self.inside[self.children(node)].any(axis=0)
        return np.flatnonzero(self.inside[node] & ~covered)

    def divided(self, figures: NDArray[np.float64]) -> NDArray[np.float64]:
        """Divide figures of regions (on the third axis) over the areas; missing where they do not tell."""
        if not self.linked:
            return figures
        found = np.full((*figures.shape[:2], self.inside.shape[1], *figures.shape[3:]), np.nan)
        for node in range(len(self.names)):
            children, rest = self.children(node), self.rest(node)
            if len(rest) == 1 and self.disjoint(children):
                found[:, :, rest[0]] = figures[:, :, node] - figures[:, :, children].sum(axis=2)
        return found

    def covering(self) -> Areas:
        """Return the same regions, with nobody outside all of them."""
        return Areas(self.node, self.names, self.inside[:, :-1], self.parent)

    def unlinked(self) -> Areas:
        """Return the same regions with nothing to add or subtract between them."""
        return Areas(self.node, self.names, np.eye(len(self.names), dtype=bool), self.parent, linked=False)


def areas_of(regions: Iterable[str], municipalities: Mapping[str, frozenset[str]]) -> Areas:
    """Divide the regions of a table into disjoint areas.

    Raises
    ------
    DisclosureError
        When the structure does not say which municipalities a region holds.
    """
    printed = sorted({*regions} - {ALL})
    unknown = [region for region in printed if not municipalities.get(region)]
    if unknown:
        raise DisclosureError(
            "E305",
            Message("{n} regions without municipalities: {listed}.", n=len(unknown), listed=", ".join(unknown)),
            mend=Message("Name their municipalities."),
        )
    sets = sorted({municipalities[region] for region in printed}, key=lambda places: (-len(places), sorted(places)))
    node = {ALL: 0, **{region: 1 + sets.index(municipalities[region]) for region in printed}}
    names = tuple(min(region for region in node if node[region] == number) for number in range(len(sets) + 1))
    patterns = sorted({tuple(place in places for places in sets) for place in frozenset[str]().union(*sets)})
    inside = np.array([(True, *pattern) for pattern in [*patterns, (False,) * len(sets)]]).T
    parent = (-1, *(_smallest_around(sets, places) for places in sets))
    return Areas(node, names, inside, parent)


def _smallest_around(sets: Sequence[frozenset[str]], places: frozenset[str]) -> int:
    around = [1 + number for number, other in enumerate(sets) if places < other]
    return around[-1] if around else 0


@dataclass(frozen=True)
class Times:
    """The days on which periods end or before which they start, in order.

    `days[0]` is empty: before everything. `start` and `end` give for each period the numbers of two days; the span
    between two neighbouring days is an atom of time.
    """

    days: tuple[str, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]

    def from_first_day(self) -> Times:
        """Return the same periods, with the first day as the beginning: nothing was counted before it."""
        start, end = (tuple(max(day - 1, 0) for day in days) for days in (self.start, self.end))
        return Times((self.days[0], *self.days[2:]), start, end)


def in_order(periods: Iterable[str], spans: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Order periods by their last day, then the first, then the name; those without dates come first."""
    return tuple(sorted(periods, key=lambda period: (*reversed(spans.get(period, ("", ""))), period)))


def times_of(periods: Sequence[str], spans: Mapping[str, tuple[str, str]]) -> Times:
    """Lay the periods on one line of days.

    Raises
    ------
    DisclosureError
        When the structure does not say when a period begins and ends.
    """
    unknown = [period for period in periods if period not in spans]
    if unknown:
        raise DisclosureError(
            "E305",
            Message("{n} periods without dates: {listed}.", n=len(unknown), listed=", ".join(unknown)),
            mend=Message("Give their first and last day."),
        )
    before = [(date.fromisoformat(spans[period][0]) - timedelta(days=1)).isoformat() for period in periods]
    days = ("", *sorted({*before, *(spans[period][1] for period in periods)}))
    return Times(
        days, tuple(days.index(day) for day in before), tuple(days.index(spans[period][1]) for period in periods)
    )
