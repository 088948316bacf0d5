"""Suppression as one plain integer program, as the literature writes it, beside the alternatives that reportkit makes.

The program has a variable for each figure, whether it is hidden, and for each small count two whole tables of its own,
which fit all that is not hidden and lie apart by the threshold in that count (Fischetti and Salazar, 2001,
doi:10.1287/mnsc.47.7.1008.9805, before it is cut into planes). The least that it hides is the least there is. Both
know the same equations and cover the same small counts of a first period. Each size is told with what the two hide,
weighed, the bound of the program where its time was up, and their seconds. Arguments: numbers of participations, with
breakdowns, as 5000-gender.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag, csr_array, eye_array, hstack, kron, vstack

from benchmarks.participations import write
from benchmarks.rounding import table_of
from reportkit.disclosure.agreement import same_figures
from reportkit.disclosure.alternatives import alternatives_of
from reportkit.disclosure.attacker import attack_without
from reportkit.disclosure.cells import cells_of
from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.forms import small_forms, truth_of, unknowns_of
from reportkit.disclosure.levels import levels_of
from reportkit.disclosure.reduction import reduce_system
from reportkit.disclosure.trees import trees_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Structure

    Floats = NDArray[np.float64]

SIZES = ("1500", "500", "20000-gender", "5000-gender", "5000-gender-education")
THRESHOLD = 5
SECONDS = 60
FURTHEST = 8 * THRESHOLD
"""How far a figure may lie from the truth in a table: further than any needs to."""


def main() -> None:
    """Hide the figures of each size asked for in both ways."""
    for size in sys.argv[1:] or SIZES:
        participations, *bys = size.split("-")
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), int(participations))
            figures, known = table_of(Path(folder), 1, 1)
        table = figures[figures["by"].isin({"total", *bys})].reset_index(drop=True)
        for tree in trees_of(read_counts(table, known), known, THRESHOLD):
            told = measure(tree, known)
            if told:
                print(f"{int(participations):>7,} participations, {', '.join(['totals', *bys])}: {told}", flush=True)


def measure(tree: Tree, known: Structure) -> str:
    """Hide figures of a tree in both ways, and say what it cost; nothing where there is nothing to hide."""
    nothing = np.zeros(tree.values.shape, dtype=bool)
    started = time.perf_counter()
    found = alternatives_of(tree, known, nothing, nothing)
    ours = time.perf_counter() - started
    levels = levels_of(tree)
    free = np.asarray(same_figures(tree, [levels]) & tree.rows & ~np.isnan(tree.values))
    attacker = attack_without(tree.masked(free), free)
    if attacker is None:
        return ""
    cells = cells_of(tree, attacker.unknowns, free)
    forms = small_forms(attacker, truth_of(tree, attacker.unknowns))
    true = unknowns_of(levels, tree, attacker.unknowns)
    opened = np.flatnonzero(~reduce_system(attacker.matrix, attacker.right).settled)
    started = time.perf_counter()
    equations, sums, small = (csr_array(own[:, opened]) for own in (attacker.matrix, cells.matrix, forms.matrix))
    told = plain(equations, sums, small, cells.weight, forms.least.astype(float), true[opened])
    hidden = cells.weight[~found.shown[cells.place]].sum()
    return (
        f"{len(cells.weight):,} figures, {len(forms.least):,} small counts; hidden {hidden:.0f} in {ours:.1f} s; "
        f"{told} in {time.perf_counter() - started:.1f} s"
    )


def plain(
    equations: csr_array, figures: csr_array, forms: csr_array, weight: Floats, least: Floats, true: Floats
) -> str:
    """Solve the program, and say what it hides at the least."""
    tables, cells, size = 2 * len(least), len(weight), len(true)
    each = eye_array(tables)
    apart = block_diag([hstack([forms[[row]], -forms[[row]]]) for row in range(len(least))])
    moved, hidden = kron(each, figures), kron(np.ones((tables, 1)), eye_array(cells)) * FURTHEST
    none = csr_array
    system = vstack(
        [
            hstack([kron(each, equations), none((tables * equations.shape[0], cells))]),
            hstack([moved, -hidden]),
            hstack([-moved, -hidden]),
            hstack([-apart, none((len(least), cells))]),
        ],
        format="csr",
    )
    fixed = tables * equations.shape[0]
    high = np.concatenate([np.zeros(fixed + 2 * tables * cells), -least])
    low = np.concatenate([np.zeros(fixed), np.full(2 * tables * cells + len(least), -np.inf)])
    unknowns = tables * size
    solved = milp(
        np.concatenate([np.zeros(unknowns), weight]),
        integrality=np.concatenate([np.zeros(unknowns), np.ones(cells)]),
        bounds=Bounds(
            np.concatenate([np.tile(-true, tables), np.zeros(cells)]),
            np.concatenate([np.full(unknowns, np.inf), np.ones(cells)]),
        ),
        constraints=LinearConstraint(system, low, high),
        options={"time_limit": SECONDS},
    )
    what = f"the plain program, of {system.shape[1]:,} variables,"
    if solved.fun is None:
        return f"{what} finds nothing"
    return f"{what} {solved.fun:.0f}" + (f" (at least {solved.mip_dual_bound:.0f})" if solved.status else "")


if __name__ == "__main__":
    main()
