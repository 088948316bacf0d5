"""A linear program over the latest counts of a tree: the change of them that fits, does what is asked, costs least."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["Asked", "Window", "sought"]

_EXACT = 1e-6
_NEAR = {"mip_rel_gap": 0.1, "time_limit": 20.0}


@dataclass(frozen=True)
class Asked:
    """Forms as sums of unknowns, a row for each, and the least that each should come to.

    `dear` is what it costs for each one that is lacking; where it is infinite, none may lack.
    """

    forms: csr_array
    least: Floats
    dear: Floats


class Window:
    """Some unknowns that are moved together; all others stay.

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
        self._options = {**_NEAR, "node_limit": nodes}
        self.true, self.columns = true[columns], columns
        equations, figures = csr_array(attacker.matrix[:, columns]), csr_array(cells[:, columns])
        rows, self.touched = (np.flatnonzero(np.diff(own.indptr)) for own in (equations, figures))
        self.equations, self.figures = csr_array(equations[rows]), csr_array(figures[self.touched])
        self._all, self._cells = csr_array(attacker.matrix[rows]), csr_array(cells[self.touched])

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
        size, number = len(self.columns), len(self.touched)
        outside = change.copy()
        outside[self.columns] = 0
        forms = vstack([own.forms for own in asked], format="csr")
        least = np.concatenate([own.least for own in asked]) - forms @ outside
        dear = np.concatenate([own.dear for own in asked])
        soft = np.flatnonzero(np.isfinite(dear))
        lacking = eye_array(len(dear), format="csr")[:, soft]
        right = -np.concatenate([self._all @ outside, self._cells @ outside])
        system = vstack(
            [
                hstack([self.equations, csr_array((self.equations.shape[0], 2 * number + len(soft)))]),
                hstack([self.figures, eye_array(number), -eye_array(number), csr_array((number, len(soft)))]),
                hstack([forms[:, self.columns], csr_array((len(least), 2 * number)), lacking]),
            ],
            format="csr",
        )
        most = np.concatenate([right, np.full(len(least), np.inf)])
        own, ends = weight[self.touched], room[self.touched]
        found = self._integral(
            np.concatenate([np.zeros(size), own, own, dear[soft]]),
            np.concatenate([np.full(size, np.inf), ends, ends, np.full(len(soft), np.inf)]),
            LinearConstraint(system, np.concatenate([right, least]), most),
            right[: self.equations.shape[0]],
            patient=patient,
        )
        if found is None:
            return None
        outside[self.columns] = found
        return outside

    def _integral(
        self, cost: Floats, most: Floats, constraint: LinearConstraint, right: Floats, *, patient: bool
    ) -> Floats | None:
        size = len(self.columns)
        bounds = Bounds(np.concatenate([-self.true, np.zeros(len(cost) - size)]), most)
        for whole in (0, 1) if patient else (0,):
            integrality = np.concatenate([np.full(size, whole), np.zeros(len(cost) - size)])
            solved = milp(cost, integrality=integrality, bounds=bounds, constraints=constraint, options=self._options)  # type: ignore[arg-type] # the stubs ask for their own class
            if solved.x is None:
                return None
            found = np.rint(solved.x[:size])
            if abs(found - solved.x[:size]).max(initial=0) < _EXACT and (self.equations @ found == right).all():
                return np.asarray(found)
        return None


def sought(searches: Iterable[Callable[[], Floats | None]]) -> list[Floats | None]:
    """Search, each in a thread of its own: HiGHS lets others run meanwhile."""
    with ThreadPoolExecutor() as pool:
        return [search.result() for search in [pool.submit(own) for own in searches]]
