"""Seeded draws that are the same on every machine and every Python. Nothing about projects is known here."""

from __future__ import annotations

import hashlib
import random
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

__all__ = ["Dice", "Weighted"]

_SATURDAY = 5

T = TypeVar("T")
Weighted = tuple[tuple[T, int], ...]
"""What can be drawn, each with its weight: a whole number."""


class Dice:
    """A named stream of draws.

    Only ``random()`` is asked of Python's generator, the one method whose sequence Python promises to keep; all else is
    whole-number arithmetic on it.

    Examples
    --------
    >>> Dice("a").between(1, 6) == Dice("a").between(1, 6)
    True
    """

    def __init__(self, name: str) -> None:
        seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
        self._random = random.Random(seed)  # noqa: S311 - made-up data, no secret

    def below(self, count: int) -> int:
        """Draw a whole number from 0 to `count` - 1."""
        return int(self._random.random() * count)

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both included; `low` when there is nothing between."""
        return low + self.below(max(high - low, 0) + 1)

    def middling(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, the middle more often than the ends."""
        return sum(self.between(low, high) for _ in range(3)) // 3

    def low_heavy(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, low ones more often."""
        return min(self.between(low, high), self.between(low, high))

    def chance(self, percent: int) -> bool:
        """Say yes in `percent` of a hundred draws."""
        return self.below(100) < percent

    def weekday(self, first: date, last: date) -> date:
        """Draw a day from Monday to Friday between two days, both included."""
        while True:
            day = first + timedelta(days=self.below((last - first).days + 1))
            if day.weekday() < _SATURDAY:
                return day

    def pick(self, weighted: Weighted[T]) -> T:
        """Draw one of the options by its weight."""
        left = self.below(sum(weight for _, weight in weighted))
        for option, weight in weighted:
            left -= weight
            if left < 0:
                return option
        raise ValueError("nothing to pick from")

    def one(self, options: Sequence[T]) -> T:
        """Draw one of the options, all alike."""
        return options[self.below(len(options))]

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """Return the items in a drawn order."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order
