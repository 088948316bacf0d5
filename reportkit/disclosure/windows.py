"""A linear program over the latest counts of a tree: the change of them that fits, does what is asked, costs least."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import block_array, csr_array, eye_array, hstack, vstack

from reportkit.disclosure.programs import Limits, Program

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["Asked", "Window", "sought"]

_EXACT = 1e-6
_GAP, _SECONDS = 0.1, 20.0


@dataclass(frozen=True)
class Asked:
    """Forms as sums of unknowns, a row for each, and the least that each should come to.

    `dear` is what it costs for each one that is lacking; where it is infinite, none may lack.
    """

    forms: csr_array
    least: Floats
    dear: Floats

    def of(self, columns: Ints) -> Asked:
        """Return what is asked of some unknowns."""
        rows = np.flatnonzero(np.diff(csr_array(self.forms[:, columns]).indptr))
        return Asked(csr_array(self.forms[rows]), self.least[rows], self.dear[rows])


@dataclass(frozen=True)
class _Bends:
    """Where the cost of each unknown bends: where the dearest figure stays that it is alone.

    Attributes
    ----------
    place, cost
        That place, and what it costs to go from it, by one, either way.
    low, high
        How far the unknown may go.
    rows
        The figures that this leaves: each needs a row of its own.
    """

    place: Floats
    cost: Floats
    low: Floats
    high: Floats
    rows: Ints


class Window:
    """Some unknowns that are moved together; all others stay.

    An unknown that a figure is alone is written as the place where the figure stays, plus how much it is more, less how
    much it is fewer. Every other figure has a row and two columns of its own.

    Parameters
    ----------
    attacker
        What a reader knows.
    cells
        Figures as sums of unknowns, a row for each.
    true
        For each unknown its true value.
    columns
        The unknowns to be moved.
    nodes
        How far whole numbers are sought where one is patient.
    """

    def __init__(self, attacker: Attacker, cells: csr_array, true: Floats, columns: Ints, *, nodes: int = 50) -> None:
        self._limits = Limits(nodes, _SECONDS, _GAP)
        self.true, self.columns = true[columns], columns
        equations, figures = csr_array(attacker.matrix[:, columns]), csr_array(cells[:, columns])
        rows, self.touched = (np.flatnonzero(np.diff(own.indptr)) for own in (equations, figures))
        self.equations, self.figures = csr_array(equations[rows]), csr_array(figures[self.touched])
        self._all, self._cells = csr_array(attacker.matrix[rows]), csr_array(cells[self.touched])
        self._alone = np.flatnonzero(np.diff(self.figures.indptr) == 1)
        self._of = self.figures.indices[self.figures.indptr[self._alone]]
        self._bent = np.isin(np.arange(len(columns)), self._of)
        self._equations, self._figures = self._both_ways(self.equations), self._both_ways(self.figures)

    def _both_ways(self, sums: csr_array) -> csr_array:
        """Write sums of unknowns as sums of how much each is more, and of how much those are fewer that bend."""
        return csr_array(hstack([sums, -sums[:, self._bent]], format="csr"))

    def solved(
        self, change: Floats, weight: Floats, room: Floats, *asked: Asked, patient: bool = False
    ) -> Floats | None:
        """Find a change of all unknowns, in whole numbers, at the least cost; None where nothing is found.

        Whole numbers most often come by themselves. Only where one is `patient` are they sought where they do not.

        Parameters
        ----------
        change
            Where it begins; outside the window it stays.
        weight, room
            What it costs to change each figure by one, and by how much it may change.
        asked
            What it should move.
        """
        outside = change.copy()
        outside[self.columns] = 0
        right, stay = -(self._all @ outside), -(self._cells @ outside)
        weight, room = weight[self.touched], room[self.touched]
        bends = self._bends(stay, weight, room)
        if (bends.low > bends.high).any():
            return None
        forms = csr_array(vstack([own.forms for own in asked], format="csr"))
        least = np.concatenate([own.least for own in asked]) - forms @ outside
        dear = np.concatenate([own.dear for own in asked])
        soft, inside = np.flatnonzero(np.isfinite(dear)), csr_array(forms[:, self.columns])
        rows = bends.rows
        one, lacking = eye_array(len(rows), format="csr"), eye_array(len(dear), format="csr")[:, soft]
        system = block_array(
            [
                [self._equations, None, None, None],
                [self._figures[rows], one, -one, None],
                [self._both_ways(inside), None, None, lacking],
            ],
            format="csr",
        )
        begin = np.concatenate([own @ bends.place for own in (self.equations, self.figures[rows], inside)])
        low = np.concatenate([right, stay[rows], least]) - begin
        high = np.where(np.arange(len(low)) < len(low) - len(least), low, np.inf)
        ends = np.concatenate([room[rows], room[rows], np.full(len(soft), np.inf)])
        program = Program(
            np.concatenate([bends.cost, bends.cost[self._bent], weight[rows], weight[rows], dear[soft]]),
            csr_array(system),
            low,
            high,
            np.concatenate([np.where(self._bent, 0, bends.low), np.zeros(self._bent.sum() + len(ends))]),
            np.concatenate([bends.high - bends.place, (bends.place - bends.low)[self._bent], ends]),
        )
        found = self._integral(program, bends.place, right, patient=patient)
        if found is None:
            return None
        outside[self.columns] = found
        return outside

    def _bends(self, stay: Floats, weight: Floats, room: Floats) -> _Bends:
        """Work out where the cost of each unknown bends; `stay` is what unknowns come to where a figure stays."""
        of, at = self._of, stay[self._alone]
        low, high = -self.true, np.full(len(self.columns), np.inf)
        np.maximum.at(low, of, at - room[self._alone])
        np.minimum.at(high, of, at + room[self._alone])
        order = np.lexsort((-weight[self._alone], of))
        dearest = order[np.diff(of[order], prepend=-1) > 0]
        place, cost = np.zeros(len(self.columns)), np.zeros(len(self.columns))
        place[self._bent] = at[dearest]
        told = at == place[of]
        np.add.at(cost, of[told], weight[self._alone][told])
        apart = np.ones(len(stay), dtype=bool)
        apart[self._alone[told]] = False
        return _Bends(np.clip(place, low, high), cost, low, high, np.flatnonzero(apart))

    def _integral(self, program: Program, place: Floats, right: Floats, *, patient: bool) -> Floats | None:
        size, ways = len(self.columns), self._equations.shape[1]
        # Where how much each is more is whole, how much it is fewer nearly always is too: that is looked at below.
        more = np.arange(len(program.cost)) < size
        for whole in (None, more) if patient else (None,):
            values = program.solved(self._limits, whole).values
            if values is None:
                return None
            change = place + values[:size]
            change[self._bent] -= values[size:ways]
            found = np.rint(change)
            if abs(found - change).max(initial=0) < _EXACT and (self.equations @ found == right).all():
                return np.asarray(found)
        return None


def sought(searches: Iterable[Callable[[], Floats | None]]) -> list[Floats | None]:
    """Search, each in a thread of its own: a program that is solved lets others run."""
    with ThreadPoolExecutor() as pool:
        return [search.result() for search in [pool.submit(own) for own in searches]]
