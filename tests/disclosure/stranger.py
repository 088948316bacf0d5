"""An attacker written anew for the tests: it knows the public rows, and shares no code with the audit."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.disclosure.worlds import GROUPS, OUTCOMES

if TYPE_CHECKING:
    import pandas as pd

PLACES = ("kortrijk", "menen", "elsewhere")
EVENTS = (*OUTCOMES, "quick", "slow")


class Stranger:
    """Counts of events by group, place and year; `started` is quick or slow, `closed` any outcome."""

    def __init__(self, public: pd.DataFrame, years: int, bys: tuple[str, ...]) -> None:
        self.years, self.bys = years, bys
        cells = [(event, "total", "total", place, year) for event, place, year in product(EVENTS, PLACES, range(years))]
        for by in bys:
            cells += [
                (event, by, group, place, year)
                for event, group, place, year in product(EVENTS, GROUPS[by], PLACES, range(years))
            ]
        self.number = {cell: number for number, cell in enumerate(cells)}
        self.equal: list[tuple[np.ndarray, float]] = []
        self.least: list[np.ndarray] = []
        self._know_meaning()
        self._read(public)
        matrix = np.array([*(row for row, _ in self.equal), *self.least])
        low = np.array([*(value for _, value in self.equal), *np.zeros(len(self.least))])
        high = np.array([*(value for _, value in self.equal), *np.full(len(self.least), np.inf)])
        self.known = LinearConstraint(matrix, low, high)

    def count(self, code: str, by: str, group: str, region: str, since: int, until: int) -> np.ndarray:
        """Write a count of the years after `since` until `until` as a sum of the cells."""
        row = np.zeros(len(self.number))
        events = {"started": ("quick", "slow"), "closed": OUTCOMES}.get(code, (code,))
        places = PLACES if region == "all" else (region,)
        for event, place, year in product(events, places, range(since + 1, until + 1)):
            row[self.number[event, by, group, place, year]] = 1
        return row

    def active(self, by: str, group: str, region: str, year: int) -> np.ndarray:
        """Write the trajectories open after a year."""
        return np.asarray(
            self.count("started", by, group, region, -1, year) - self.count("closed", by, group, region, -1, year)
        )

    def _know_meaning(self) -> None:
        for by in self.bys:
            for event, place, year in product(EVENTS, PLACES, range(self.years)):
                parts = sum(self.count(event, by, group, place, year - 1, year) for group in GROUPS[by])
                self.equal.append((parts - self.count(event, "total", "total", place, year - 1, year), 0.0))
        for (by, group), place, year in product(self.slots(), PLACES, range(self.years)):
            self.least.append(self.active(by, group, place, year))

    def slots(self) -> list[tuple[str, str]]:
        """List the total and the groups."""
        return [("total", "total"), *((by, group) for by in self.bys for group in GROUPS[by])]

    def _read(self, public: pd.DataFrame) -> None:
        rows: list[Any] = public.to_dict("records")
        for row in rows:
            year, code = int(row["period"]) - 2020, row["indicator"]
            since = -1 if row["basis"] == "to_date" else year - 1
            place = (row["by"], row["group"], row["region"])
            if code.endswith(".share"):
                for part, value in ((code.removesuffix(".share"), row["numerator"]), ("closed", row["denominator"])):
                    if not np.isnan(value):
                        self.equal.append((self.count(part, *place, since, year), value))
            elif code == "active" and not np.isnan(row["value"]):
                self.equal.append((self.active(*place, year), row["value"]))
            elif code != "duration" and not np.isnan(row["value"]):
                self.equal.append((self.count(code, *place, since, year), row["value"]))

    def questions(self) -> list[np.ndarray]:
        """List the counts that nobody may know too well: every event, group, place and span of years."""
        codes = ("started", "closed", *EVENTS)
        spans = [(since, until) for until in range(self.years) for since in range(-1, until)]
        asked = [
            self.count(code, *slot, region, *span)
            for code, slot, region, span in product(codes, self.slots(), ("all", *PLACES), spans)
        ]
        asked += [
            self.active(*slot, region, year)
            for slot, region, year in product(self.slots(), ("all", *PLACES), range(self.years))
        ]
        return asked

    def narrow(self, truth: np.ndarray, threshold: int) -> int:
        """Say how many small true counts are known to less than the threshold."""
        asked = np.array([row for row in self.questions() if 0 < row @ truth < threshold])
        if not len(asked):
            return 0
        low = high = asked @ truth
        dice = np.random.default_rng(1)
        for _ in range(40):
            waiting = high - low < threshold
            if not waiting.any():
                return 0
            point = self._solve(
                dice.choice([-1.0, 1.0]) * asked[waiting][dice.random(int(waiting.sum())) < 0.5].sum(axis=0)
            )
            low, high = np.minimum(low, asked @ point), np.maximum(high, asked @ point)
        for number in np.flatnonzero(high - low < threshold):
            if high[number] - low[number] < threshold:
                for sign in (1.0, -1.0):
                    point = self._solve(sign * asked[number])
                    low, high = np.minimum(low, asked @ point), np.maximum(high, asked @ point)
        return int((high - low < threshold).sum())

    def _solve(self, cost: np.ndarray) -> np.ndarray:
        solved = milp(cost, integrality=np.ones(len(cost), dtype=int), bounds=Bounds(0, 500), constraints=self.known)
        found: np.ndarray = np.rint(np.asarray(solved.x, dtype=float))
        return found
