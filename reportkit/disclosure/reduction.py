"""Makes a system of equations smaller without loss: unknowns that it settles, and parts that are independent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Part", "Reduced", "reduce_system"]


@dataclass(frozen=True)
class Part:
    """Equations and open unknowns that no other equation touches.

    `columns` are the numbers of the unknowns. A part whose right sides are all 0 is `loose`: whatever fits it, fits
    when
    multiplied.
    """

    columns: Ints
    matrix: csr_array
    right: Floats

    @property
    def loose(self) -> bool:
        """Tell whether nothing bounds the part."""
        return not self.right.any()


@dataclass(frozen=True)
class Reduced:
    """Which unknowns are settled, at what value, and the parts of the rest; `part` is -1 for a settled unknown."""

    settled: Bools
    value: Floats
    parts: tuple[Part, ...]
    part: Ints


def reduce_system(matrix: csr_array, right: Floats) -> Reduced:
    """Settle what can be settled by looking at one equation at a time, and divide the rest."""
    settled, value, left = _settle(matrix, right)
    opened = np.flatnonzero(~settled)
    part = np.full(len(settled), -1)
    if not len(opened):
        return Reduced(settled, value, (), part)
    rows = np.flatnonzero(np.diff(matrix[:, opened].tocsr().indptr))
    core = csr_array(matrix[rows][:, opened])
    graph = block_array([[None, core], [core.T, None]], format="csr")
    _, label = connected_components(graph, directed=False)  # type: ignore[arg-type] # the stubs ask for floats
    row_label, column_label = label[: len(rows)], label[len(rows) :]
    _, part[opened] = np.unique(column_label, return_inverse=True)
    row_part = np.full(int(label.max()) + 1, -1)
    row_part[column_label] = part[opened]
    return Reduced(settled, value, tuple(_parts(core, left[rows], opened, part[opened], row_part[row_label])), part)


def _parts(core: csr_array, right: Floats, opened: Ints, part: Ints, row_part: Ints) -> list[Part]:
    columns = np.argsort(part, kind="stable")
    rows = np.argsort(row_part, kind="stable")
    ordered = csr_array(core[rows][:, columns])
    count = int(part.max()) + 1
    column_ends = np.searchsorted(part[columns], np.arange(count + 1))
    row_ends = np.searchsorted(row_part[rows], np.arange(count + 1))
    parts = []
    for number in range(count):
        first, last = column_ends[number : number + 2]
        top, bottom = row_ends[number : number + 2]
        begin, end = ordered.indptr[top], ordered.indptr[bottom]
        block = csr_array(
            (ordered.data[begin:end], ordered.indices[begin:end] - first, ordered.indptr[top : bottom + 1] - begin),
            shape=(bottom - top, last - first),
        )
        block.sort_indices()
        parts.append(Part(opened[columns[first:last]], block, right[rows[top:bottom]]))
    return parts


def _settle(matrix: csr_array, right: Floats) -> tuple[Bools, Floats, Floats]:
    """Settle the only open unknown of an equation, and all open unknowns of one sign that sum to 0."""
    plus, minus = csr_array((matrix > 0).astype(float)), csr_array((matrix < 0).astype(float))
    settled, value = np.zeros(matrix.shape[1], dtype=bool), np.zeros(matrix.shape[1])
    while True:
        left = right - matrix @ np.where(settled, value, 0.0)
        opened = (~settled).astype(float)
        ups, downs = plus @ opened, minus @ opened
        zero = (left == 0) & ((ups == 0) | (downs == 0)) & (ups + downs > 0)
        single = (ups + downs == 1) & ~zero
        nought = (plus.T @ zero + minus.T @ zero > 0) & ~settled
        only = matrix[np.flatnonzero(single)].tocoo()
        mine = ~settled[only.col] & ~nought[only.col]
        value[only.col[mine]] = (left[single][only.row] / only.data)[mine]
        settled[only.col[mine]] = True
        settled |= nought
        if not nought.any() and not mine.any():
            return settled, value, left
