"""Very many unknowns are moved in hands: those of a few regions at a time, dealt at random, and dealt again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.windows import Window, sought

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from reportkit.disclosure.attacker import Attacker
    from reportkit.disclosure.windows import Asked

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["Deals", "Hands"]

_TOGETHER, _HAND, _MOST = 8_000, 4_000, 10_000
"""Up to how many unknowns are moved together; of more, how many are in a hand at first, and at most."""
_DEALS = 4
"""How often hands of a size are dealt, before the first deal comes again."""


@dataclass(frozen=True)
class Hands:
    """Windows that share no unknown; `equations` are those of all unknowns."""

    windows: tuple[Window, ...]
    equations: csr_array

    def solved(
        self, change: Floats, weight: Floats, room: Floats, *asked: Asked, patient: bool = False
    ) -> Floats | None:
        """Find a change as `Window.solved` does; a hand in which nothing is found stays as it was.

        The hands are moved one after the other; where nothing that is asked must be, at once, for then what they find
        adds up.
        """

        def moved(window: Window, since: Floats) -> Floats | None:
            """Move a hand, unless nothing moved yet and nothing is asked of it."""
            own = [only.of(window.columns) for only in asked]
            if not since.any() and not any(len(only.least) for only in own):
                return None
            return window.solved(since, weight, room, *own, patient=patient)

        found = change
        if any(np.isinf(only.dear).any() for only in asked):
            for window in self.windows:
                new = moved(window, found)
                found = found if new is None else new
        else:
            for new in sought(partial(moved, window, change) for window in self.windows):
                found = found if new is None else found + new - change
        lacks = any((only.forms @ found < only.least)[np.isinf(only.dear)].any() for only in asked)
        return None if lacks or (self.equations @ found).any() else found


class Deals:
    """The windows in which alternatives are sought: one of all unknowns that are moved or, of many, hands of regions.

    Parameters
    ----------
    attacker, cells, true, columns
        As of a `Window`.

    Attributes
    ----------
    sizes
        Deals of hands, then of fewer and larger ones for what those leave; the last as large as can be.
    """

    def __init__(self, attacker: Attacker, cells: csr_array, true: Floats, columns: Ints) -> None:
        self.columns = columns
        area = attacker.unknowns.area[columns]
        areas, dice = np.unique(area), np.random.default_rng(len(columns))

        def dealt(number: int) -> Window | Hands:
            """Deal the regions out into some hands; one hand is a plain window."""
            if number == 1:
                return Window(attacker, cells, true, columns)
            parts = np.array_split(dice.permutation(areas), number)
            own = (Window(attacker, cells, true, columns[np.isin(area, part)]) for part in parts)
            return Hands(tuple(own), attacker.matrix)

        hands = 1 if len(columns) <= _TOGETHER else min(ceil(len(columns) / _HAND), ceil(len(areas) / 2))
        numbers = [hands]
        while numbers[-1] > 1 and len(columns) <= _MOST * ceil(numbers[-1] / 2):
            numbers.append(ceil(numbers[-1] / 2))
        self.sizes = [[dealt(number) for _ in range(_DEALS if number > 1 else 1)] for number in numbers]

    def of(self, turn: int, size: int = 0) -> Window | Hands:
        """Return the windows of a turn: from one turn to the next they are dealt anew."""
        return self.sizes[size][turn % len(self.sizes[size])]
