"""Linear and integer programs, solved by HiGHS.

This goes through HiGHS's own interface: SciPy's works out the marginal cost of each column in Python, one by one, which
takes a quarter of the time that the program does, and nothing else runs meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import highspy
import numpy as np
from scipy.sparse import csc_array, csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["PROOF", "Limits", "Program", "Solution"]

_BEST = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty}
_STOPPED = {
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kIterationLimit,
    highspy.HighsModelStatus.kSolutionLimit,
}
_MOST, _MEAN = 24, 6
"""Up to how many entries columns have, at most and on average, in programs that HiGHS takes to be light."""


@dataclass(frozen=True)
class Limits:
    """How far whole numbers are sought, and near enough to the best; `seconds` holds for any program."""

    nodes: int
    seconds: float = np.inf
    gap: float = 1e-4


PROOF = Limits(nodes=4000, seconds=120.0)
"""Where the answer proves something, or nothing goes on without it."""


@dataclass(frozen=True)
class Solution:
    """The best values that were found, None where there are none; no values that fit cost less than `bound`."""

    values: Floats | None
    bound: float


@dataclass(frozen=True)
class Program:
    """Values that fit, at the least cost: ``least <= rows @ values <= most`` and ``low <= values <= high``.

    Attributes
    ----------
    cost
        Of one more in each value.
    low, high
        Of each value, or one number for all.
    """

    cost: Floats
    rows: csr_array
    least: Floats
    most: Floats
    low: Floats | float = 0.0
    high: Floats | float = np.inf

    def solved(self, limits: Limits, whole: Bools | None = None) -> Solution:
        """Solve it, with some values in `whole` numbers; other threads run meanwhile."""
        if whole is not None and whole.any():
            return _solved(self, limits, whole)
        light = self._light()
        if light is None:
            return _solved(self, limits)
        solution = _solved(light, limits, presolve=False)
        return replace(solution, values=None if solution.values is None else solution.values[: len(self.cost)])

    def _light(self) -> Program | None:
        """Write it so that HiGHS takes it to be light, if it can be: then it is solved in half the time, or less.

        It is light where all entries are 1 or -1 and columns have few: then the dual simplex chooses its rows by how
        far they are off, not by the square of that (``isLessInfeasibleDSECandidate`` in HiGHS). So values that have
        more entries go on in copies, with rows that say so. To presolve it would undo that.
        """
        matrix = csc_array(self.rows)
        (height, width), counts = matrix.shape, np.diff(matrix.indptr)
        if (abs(matrix.data) != 1).any():
            return None
        each = _MOST - 2
        copies = np.where(counts > _MOST, -(-counts // each) - 1, 0)
        first, column = width + np.cumsum(copies) - copies, np.repeat(np.arange(width), counts)
        part = np.where(copies[column] > 0, (np.arange(matrix.nnz) - matrix.indptr[column]) // each, 0)
        place = np.where(part > 0, first[column] + part - 1, column)
        copy = width + np.arange(copies.sum())
        before = np.where(np.isin(copy, first[copies > 0]), np.repeat(np.arange(width), copies), copy - 1)
        link, one = height + np.arange(len(copy)), np.ones(len(copy))
        entries = np.concatenate([matrix.data, one, -one])
        at = np.concatenate([matrix.indices, link, link]), np.concatenate([place, before, copy])
        rows = csr_array((entries, at), shape=(height + len(copy), width + len(copy)))
        if len(entries) > _MEAN * rows.shape[1]:
            return None
        none, free = np.zeros(len(copy)), np.full(len(copy), np.inf)
        return Program(
            np.append(self.cost, none), rows, np.append(self.least, none), np.append(self.most, none),
            np.append(np.full(width, self.low), -free), np.append(np.full(width, self.high), free),
        )  # fmt: skip


def _solved(program: Program, limits: Limits, whole: Bools | None = None, *, presolve: bool = True) -> Solution:
    highs = highspy.Highs()  # type: ignore[no-untyped-call] # its stubs leave this one out
    highs.silent()
    highs.setOptionValue("time_limit", limits.seconds)
    highs.setOptionValue("mip_max_nodes", limits.nodes)
    highs.setOptionValue("mip_rel_gap", limits.gap)
    highs.setOptionValue("presolve", "on" if presolve else "off")
    rows, size = program.rows, len(program.cost)
    kinds = np.zeros(size, dtype=np.intc) if whole is None else whole.astype(np.intc)
    highs.passModel(
        size, rows.shape[0], rows.nnz, int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0,
        program.cost, np.full(size, program.low), np.full(size, program.high), program.least, program.most,
        rows.indptr, rows.indices, rows.data, kinds,
    )  # fmt: skip
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    best, stopped = status in _BEST, whole is not None and status in _STOPPED
    found = best or (stopped and np.isfinite(info.objective_function_value))
    bound = -np.inf
    if best or stopped:
        bound = info.objective_function_value if whole is None else info.mip_dual_bound
    return Solution(np.array(highs.getSolution().col_value) if found else None, bound)
