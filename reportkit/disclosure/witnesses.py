"""Witnesses: whole tables that fit everything a reader knows, found by linear and integer programming.

Two witnesses that differ by a width in some count prove that the reader can't know it better than that. Nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, block_diag, csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.reduction import Part

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["Extreme", "Witnesses", "moved"]

_PROOF = {"node_limit": 4000, "time_limit": 20.0}
_EXACT = 1e-6


@dataclass(frozen=True)
class Extreme:
    """The most (or least) that a count can be: `value` was reached by a witness, no witness is beyond `bound`."""

    value: float
    bound: float


@dataclass
class Witnesses:
    """The witnesses found so far, for each part by its content, so that a later system with the same part has them at once.

    `ceiling` bounds every unknown: the reader is given more than is true, never less.
    """

    ceiling: float
    found: dict[bytes, list[Floats]] = field(default_factory=dict)

    def of(self, part: Part) -> list[Floats]:
        """Return the witnesses of a part; the list grows as more are found."""
        return self.found.setdefault(_content(part), [])

    def add(self, part: Part, table: Floats) -> bool:
        """Keep a table if it fits the part exactly, in whole numbers."""
        whole = np.rint(table)
        fits = bool((whole >= 0).all() and (part.matrix @ whole == part.right).all())
        if fits:
            self.of(part).append(whole)
        return fits

    def extreme(self, parts: Sequence[Part], form: Floats, *, up: bool, whole: bool = True) -> Extreme:
        """Find the most or the least of a form over a few parts, and keep the witness that reaches it.

        With `whole` false the unknowns need not be whole numbers, which is faster and gives a bound that is no tighter.
        """
        matrix, right = _joined(parts)
        sign = -1.0 if up else 1.0
        solved = milp(
            sign * form, integrality=np.full(len(form), int(whole)), bounds=Bounds(0, self.ceiling),
            constraints=LinearConstraint(matrix, right, right), options=_PROOF,
        )  # fmt: skip
        reached = -np.inf if up else np.inf
        if solved.x is not None and self._keep(parts, solved.x):
            reached = float(form @ np.rint(solved.x))
        bound = np.inf if up else -np.inf
        if whole and solved.mip_dual_bound is not None:
            bound = sign * np.ceil(float(solved.mip_dual_bound) - _EXACT)
        elif solved.status == 0:
            bound = sign * float(solved.fun)
        return Extreme(reached, float(bound))

    def _keep(self, parts: Sequence[Part], table: Floats) -> bool:
        ends = np.cumsum([len(part.columns) for part in parts])
        return all([self.add(part, piece) for part, piece in zip(parts, np.split(table, ends[:-1]), strict=True)])


def moved(matrix: csr_array, table: Floats, columns: Ints, cost: Floats, ceiling: float) -> Floats:
    """Move some unknowns of a table to where they cost least, the others staying as they are.

    Where the best place is not in whole numbers, the unknowns that hang together with it stay as they were.
    """
    own = csr_array(matrix[:, columns])
    own = csr_array(own[np.flatnonzero(np.diff(own.indptr))])
    right = own @ table[columns]
    solved = milp(cost, bounds=Bounds(0, ceiling), constraints=LinearConstraint(own, right, right))
    if solved.x is None:
        return table
    _, label = connected_components(block_array([[None, own], [own.T, None]], format="csr"), directed=False)
    label = label[own.shape[0] :]
    whole = np.rint(solved.x)
    broken = np.unique(label[abs(solved.x - whole) > _EXACT])
    new = table.copy()
    new[columns] = np.where(np.isin(label, broken), table[columns], whole)
    return new if (own @ new[columns] == right).all() else table


def _content(part: Part) -> bytes:
    matrix = part.matrix
    arrays = (matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data, part.right)
    return b"|".join([str(matrix.shape).encode(), *(array.tobytes() for array in arrays)])


def _joined(parts: Sequence[Part]) -> tuple[csr_array, Floats]:
    if len(parts) == 1:
        return parts[0].matrix, parts[0].right
    return csr_array(block_diag([part.matrix for part in parts], format="csr")), np.concatenate([part.right for part in parts])
