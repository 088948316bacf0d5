"""An attacker of rounded tables, written anew for the tests: each shown count may lie a base away from the true one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import LinearConstraint

from tests.disclosure.stranger import Stranger

if TYPE_CHECKING:
    import pandas as pd


class Guesser(Stranger):
    """Knows what a count means, what it adds up to, and that it was moved by at most the base."""

    def __init__(self, public: pd.DataFrame, years: int, bys: tuple[str, ...], base: int) -> None:
        self.base = base
        self.bands: list[tuple[np.ndarray, float]] = []
        super().__init__(public, years, bys)
        rows = np.array([row for row, _ in self.bands])
        middle = np.array([value for _, value in self.bands])
        exact = np.array([row for row, _ in self.equal])
        least = np.array(self.least)
        none, free = np.zeros(len(exact)), np.full(len(least), np.inf)
        self.known = LinearConstraint(
            np.concatenate([exact, least, rows]),
            np.concatenate([none, np.zeros(len(least)), middle - base]),
            np.concatenate([none, free, middle + base]),
        )

    def _read(self, public: pd.DataFrame) -> None:
        rows: list[Any] = public[public["basis"] == "to_date"].to_dict("records")
        for row in rows:
            year, code = int(row["period"]) - 2020, row["indicator"]
            place = (row["by"], row["group"], row["region"])
            if code == "active":
                self.bands.append((self.active(*place, year), row["value"]))
            elif code != "duration" and not code.endswith(".share"):
                self.bands.append((self.count(code, *place, -1, year), row["value"]))

    def holds(self, truth: np.ndarray) -> bool:
        """Tell whether a table is one of those that the guesser thinks possible."""
        found = np.asarray(self.known.A) @ truth
        return bool(((found >= self.known.lb) & (found <= self.known.ub)).all())

    def narrowest(self) -> int:
        """Say how wide the count is that is known best, of every event, group, place and span of years."""
        asked = np.array(self.questions())
        point = self._solve(np.ones(asked.shape[1]))
        low, high = asked @ point, asked @ point
        dice = np.random.default_rng(1)
        for _ in range(60):
            waiting = high - low < self.base
            if not waiting.any():
                break
            chosen = asked[waiting][dice.random(int(waiting.sum())) < 0.3]
            point = self._solve(dice.choice([-1.0, 1.0]) * chosen.sum(axis=0))
            low, high = np.minimum(low, asked @ point), np.maximum(high, asked @ point)
        for number in np.flatnonzero(high - low < self.base):
            for sign in (1.0, -1.0):
                point = self._solve(sign * asked[number])
                low, high = np.minimum(low, asked @ point), np.maximum(high, asked @ point)
        return round(float((high - low).min()))
