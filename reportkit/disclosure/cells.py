"""Figures of a tree as sums of unknowns, and what it costs to hide them."""

from __future__ import annotations

from dataclasses import dataclass
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array, csr_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Unknowns
    from reportkit.disclosure.forms import Forms
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Cells", "cells_of", "hidden_before", "results_of"]

_TOTAL, _WHOLE, _SIZE = 6.0, 6.0, 0.02
"""How much more it costs to hide a total than a group, the whole area than a region, and a large figure."""
_FIRST = 32.0, 16.0
"""How much more it costs still, in the whole area and in a region, to hide a total to date of what nothing is part of.

It is half as much for its parts, a quarter for theirs, and so on. A report opens with those totals.
"""


@dataclass(frozen=True)
class Cells:
    """Figures by position, the unknowns that each is the sum of (a row for each), and what it costs to hide it."""

    place: tuple[Ints, ...]
    matrix: csr_array
    weight: Floats


def cells_of(tree: Tree, unknowns: Unknowns, chosen: Bools) -> Cells:
    """Write down figures of a tree; `chosen` has the shape of its values."""
    place = np.nonzero(chosen)
    days = len(tree.times.days) - 1
    rows, columns = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
    for number, (code, slot, node, period, basis) in enumerate(zip(*place, strict=True)):
        inside, start, end = tree.areas.inside[node], tree.times.start[period], tree.times.end[period]
        if tree.flow[code]:
            found = unknowns.flow[code, slot][inside, (start if basis else 0) : end].ravel()
        else:
            found = unknowns.stock[code, slot][inside, days + period if basis else end - 1].ravel()
        columns.append(found[found >= 0])
        rows.append(np.full(len(columns[-1]), number))
    row, column = np.concatenate(rows), np.concatenate(columns)
    matrix = csr_array(coo_array((np.ones(len(row)), (row, column)), shape=(len(place[0]), unknowns.size)))
    return Cells(place, matrix, _weights(tree, place))


def hidden_before(place: tuple[Ints, ...], shown: Bools) -> Bools:
    """Tell of figures, by position, which were not shown in the period before."""
    code, slot, node, period, basis = place
    return np.asarray((period == 0) | ~shown[code, slot, node, period - 1, basis])


def results_of(tree: Tree, forms: Forms) -> Bools:
    """Tell which results to date some forms speak of; of what regions leave, the results of all regions.

    Returns
    -------
    numpy.ndarray
        Codes by slots by regions by periods.
    """
    ends, told = np.array(tree.times.end), np.zeros(tree.values.shape[1:-1], dtype=bool)
    for number in range(len(forms.names)):
        form = forms[number]
        region = form.place if form.place < len(tree.areas.names) else slice(None)
        told[form.slot if form.less_slot < 0 else form.less_slot, region] |= ends == form.until
    return np.asarray(tree.result[:, None, None, None] & told)


def _weights(tree: Tree, place: tuple[Ints, ...]) -> Floats:
    """Weigh what it costs to hide each figure."""
    code, slot, node, _, basis = place
    weight = np.where(slot == 0, _TOTAL, 1.0) * np.where(node == 0, _WHOLE, 1.0)
    weight *= 1 + _SIZE * np.log1p(tree.values[place])
    first = np.where(node == 0, *_FIRST) / 2.0 ** _depths(tree)[code]
    return np.where((slot == 0) & (basis == 0), np.maximum(first, 1) * weight, weight)


def _depths(tree: Tree) -> Ints:
    """Count for each code how many wholes stand above it: of several ways up, the longest."""
    wholes: dict[int, set[int]] = {code: set() for code in range(len(tree.codes))}
    for split in tree.splits:
        for part in split.parts:
            wholes[part].add(split.whole)
    depths = np.zeros(len(wholes), dtype=np.intp)
    for code in TopologicalSorter(wholes).static_order():
        depths[code] = max((depths[whole] + 1 for whole in wholes[code]), default=0)
    return depths
