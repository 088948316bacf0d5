"""What counts of several groups or wholes say of one another, beside the equations of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, hstack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.programs import Program
    from reportkit.disclosure.trees import Joint

    Floats = NDArray[np.float64]

__all__ = ["Joints"]


class Joints:
    """The joints of a tree that bear on a program: own unknowns and settled counts, which together have a floor.

    What is settled later is left out, where it can only take away from what the joint leaves.
    """

    def __init__(self, program: Program, joints: Sequence[Joint], earlier: frozenset[int]) -> None:
        self._settled: list[list[tuple[float, int, int]]] = []
        self._all: list[list[tuple[float, int, int]]] = []
        own: list[list[tuple[float, int, int]]] = []
        exact, grows = [], []
        for joint in joints:
            mine = [term for term in joint.terms if program.position[term[1], term[2], 0] >= 0]
            settled = [term for term in joint.terms if term not in mine and _is_settled(term, program, earlier)]
            later = [term for term in joint.terms if term not in mine and term not in settled]
            if mine and not any(sign > 0 for sign, _, _ in later):
                own.append(mine)
                self._settled.append(settled)
                self._all.append([*mine, *settled])
                exact.append(joint.exact and not later)
                grows.append(joint.grows)
        self._areas = program.places.shape[1]
        self._matrix = program.sums(own, np.eye(self._areas, dtype=bool))
        self._exact, self._grows = np.repeat(exact, self._areas).astype(bool), grows

    def floor(self, table: Floats, moment: int) -> Floats:
        """Return the least that the own unknowns of each joint can come to at a moment, an area each."""
        floors = [np.zeros(0)]
        for settled, terms, grows in zip(self._settled, self._all, self._grows, strict=True):
            floor = -_added(settled, table, moment, self._areas)
            if grows and moment:
                floor = floor + np.maximum(_added(terms, table, moment - 1, self._areas), 0)
            floors.append(floor)
        return np.concatenate(floors)

    def ceiling(self, floor: Floats) -> Floats:
        """Return the most that they can come to: no more than the least where the joint is exact."""
        return np.where(self._exact, floor, np.inf)

    def padded(self, more: int) -> csr_array:
        """Return the joints as sums of unknowns, with columns more that they do not touch."""
        return csr_array(hstack([self._matrix, csr_array((self._matrix.shape[0], more))]))

    def fit(self, found: Floats, floor: Floats) -> bool:
        """Tell whether unknowns meet the joints."""
        if not len(floor):
            return True
        own = self._matrix @ found
        return bool((own >= floor).all() and (own[self._exact] == floor[self._exact]).all())


def _added(terms: Sequence[tuple[float, int, int]], table: Floats, moment: int, areas: int) -> Floats:
    return np.asarray(sum((sign * table[code, slot, :, moment] for sign, code, slot in terms), np.zeros(areas)))


def _is_settled(term: tuple[float, int, int], program: Program, earlier: frozenset[int]) -> bool:
    """Tell whether a count is settled before a program is run: totals before groups, wholes before their parts."""
    _, code, slot = term
    return (slot == 0 and program.slots[0] != 0) or (slot in program.slots and code in earlier)
