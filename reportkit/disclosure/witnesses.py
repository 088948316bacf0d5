"""Witnesses: whole tables that fit everything a reader knows, found by linear and integer programming.

Two witnesses that differ by a width in some count prove that nobody can know it better. Nothing is judged here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import block_diag, csr_array, eye_array, hstack, vstack

from reportkit.disclosure.programs import PROOF, Limits, Program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.forms import Form
    from reportkit.disclosure.reduction import Part

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["Extreme", "Witnesses", "moved"]

_NEAR = Limits(nodes=60, seconds=30.0, gap=0.2)
_EXACT = 1e-6
_HALF = 0.5


@dataclass(frozen=True)
class Extreme:
    """The most (or least) that a count can be: `value` was reached by a witness, no witness is beyond `bound`."""

    value: float
    bound: float


@dataclass
class Witnesses:
    """The witnesses found so far, by the content of each part: a later system with the same part has them at once.

    `ceiling` bounds every unknown: the reader is given more than is true, never less.
    """

    ceiling: float
    found: dict[bytes, dict[bytes, Floats]] = field(default_factory=dict)
    alternatives: dict[tuple[str, ...], list[Floats]] = field(default_factory=dict)
    """Whole tables of a tree, by its codes, that are worth trying, the true one first."""
    known: dict[tuple[tuple[str, ...], tuple[str, ...], bytes], frozenset[Form]] = field(default_factory=dict)
    """Of which small counts of a tree, by its codes and periods, earlier releases told too much; by what they told."""

    def of(self, part: Part) -> list[Floats]:
        """Return the witnesses of a part, in the order in which they were found."""
        return [*self.found.get(_content(part), {}).values()]

    def add(self, part: Part, table: Floats) -> bool:
        """Keep a table if it fits the part exactly, in whole numbers; tell whether it does."""
        whole = np.rint(table)
        if not bool((whole >= 0).all() and (part.matrix @ whole == part.right).all()):
            return False
        self.found.setdefault(_content(part), {}).setdefault(whole.tobytes(), whole)
        return True

    def extreme(self, parts: Sequence[Part], form: Floats, *, up: bool, whole: bool = True) -> Extreme:
        """Find the most or the least of a form over a few parts, and keep the witness that reaches it.

        With `whole` false the unknowns need not be whole numbers, which is faster and gives a bound that is no tighter.
        """
        matrix, right = _joined(parts)
        sign = -1.0 if up else 1.0
        program = Program(sign * form, matrix, right, right, high=self.ceiling)
        solution = program.solved(PROOF, np.full(len(form), whole))
        reached = -np.inf if up else np.inf
        if solution.values is not None and self._keep(parts, solution.values):
            reached = float(form @ np.rint(solution.values))
        bound = sign * (np.ceil(solution.bound - _EXACT) if whole else solution.bound)
        return Extreme(reached, float(bound))

    @staticmethod
    def vanishing(parts: Sequence[Part], forms: csr_array) -> NDArray[np.bool_]:
        """Tell which of some forms over a few parts are 0, or less, in every table that fits.

        One linear program for all: tables are scaled, so that each form that can be more than 0 comes to 1 at once.
        """
        matrix, right = _joined(parts)
        number, size = forms.shape
        system = vstack(
            [
                hstack([matrix, csr_array(-right[:, None]), csr_array((len(right), number))]),
                hstack([forms, csr_array((number, 1)), -eye_array(number)]),
            ],
            format="csr",
        )
        low, high = np.zeros(len(right) + number), np.zeros(len(right) + number)
        high[len(right) :] = np.inf
        cost = np.concatenate([np.zeros(size + 1), -np.ones(number)])
        most = np.concatenate([np.full(size + 1, np.inf), np.ones(number)])
        values = Program(cost, csr_array(system), low, high, high=most).solved(PROOF).values
        if values is None:
            return np.zeros(number, dtype=bool)
        return np.asarray(values[size + 1 :] < _HALF)

    def _keep(self, parts: Sequence[Part], table: Floats) -> bool:
        ends = np.cumsum([len(part.columns) for part in parts])
        kept = [self.add(part, piece) for part, piece in zip(parts, np.split(table, ends[:-1]), strict=True)]
        return all(kept)


def moved(matrix: csr_array, table: Floats, blocks: Sequence[Ints], cost: Floats, ceiling: float) -> Floats:
    """Move a table to where it costs least, or near to it: the totals first, then the groups of each breakdown.

    Breakdowns touch one another only through the totals. So totals are sought in whole numbers with the groups in any;
    then the groups of each breakdown in whole numbers, the totals staying. Where that fails, the table stays.

    Parameters
    ----------
    matrix
        The equations; the table fits them, and so does what is returned.
    blocks
        The unknowns of the totals, then those of each breakdown; the others stay.
    cost
        Of one more in each unknown.
    """
    columns = np.concatenate(blocks)
    totals = np.arange(len(columns)) < len(blocks[0])
    found = _cheapest(matrix, table, columns, cost, ceiling, whole=totals)
    if found is None:
        return table
    new = table.copy()
    new[blocks[0]] = np.rint(found[totals])
    for block in blocks[1:]:
        own = _cheapest(matrix, table, block, cost, ceiling, change=new - table)
        if own is None or (abs(own - np.rint(own)) > _EXACT).any():
            own = _cheapest(
                matrix, table, block, cost, ceiling, change=new - table, whole=np.ones(len(block), dtype=bool)
            )
        if own is None:
            return table
        new[block] = np.rint(own)
    return new


def _cheapest(  # noqa: PLR0913 - a linear program in all its parts
    matrix: csr_array, table: Floats, columns: Ints, cost: Floats, ceiling: float, *,
    change: Floats | None = None, whole: NDArray[np.bool_] | None = None,
) -> Floats | None:  # fmt: skip
    """Find the cheapest place of some unknowns, the others having changed by `change`."""
    own = csr_array(matrix[:, columns])
    rows = np.flatnonzero(np.diff(own.indptr))
    own = csr_array(own[rows])
    right = own @ table[columns]
    if change is not None:
        right = right - (matrix @ change)[rows]
    return Program(cost[columns], own, right, right, high=ceiling).solved(_NEAR, whole).values


def _content(part: Part) -> bytes:
    matrix = part.matrix
    arrays = (matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64), matrix.data, part.right)
    return b"|".join([str(matrix.shape).encode(), *(array.tobytes() for array in arrays)])


def _joined(parts: Sequence[Part]) -> tuple[csr_array, Floats]:
    if len(parts) == 1:
        return parts[0].matrix, parts[0].right
    return csr_array(block_diag([part.matrix for part in parts], format="csr")), np.concatenate(
        [part.right for part in parts]
    )
