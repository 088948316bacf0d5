"""Settles the alternatives of a period as a whole: they cover every small count, and differ in few figures.

Block by block they were made without regard to what later blocks and other alternatives cost. Here each is sought again
by a linear program over all counts up to the period. It keeps each small count as wide as it was, and changes as little
as it can of what the others leave alone. What others change costs less the more of them do, so that they come to
change the same figures (reweighted l1 minimisation: Candes, Wakin and Boyd, 2008, doi:10.1007/s00041-008-9045-x).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from reportkit.disclosure.attacker import attack
from reportkit.disclosure.cells import cells_of
from reportkit.disclosure.counts import TOTAL
from reportkit.disclosure.forms import levels_from, small_forms, stepped_forms, truth_of, unknowns_of
from reportkit.disclosure.reduction import reduce_system

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["pared"]

_SWEEPS = 2
"""How often each alternative is pared."""
_ALONE = 0.25
"""What the cost of a figure that no other alternative changes is divided by; each that does adds 1."""
_TRIES, _PATIENCE = 12, 4
"""How many alternatives are tried to cover what is not, and after how many tries in vain no more."""
_MILD, _DEAR = 15.0, 1000.0
"""What it costs, for each one that is lacking, not to cover a count: at first, and when other tries were in vain."""
_AT_ONCE = 8000
"""Up to how many unknowns are moved together; of more, one breakdown at a time."""
_EXACT = 1e-6
_NEAR = {"node_limit": 50, "mip_rel_gap": 0.1, "time_limit": 20.0}


def pared(tree: Tree, shown: Bools, free: Bools, tables: Sequence[Floats], threshold: int) -> list[Floats]:
    """Cover what is not covered, and pare the alternatives down.

    Parameters
    ----------
    tree
        The tree up to a period.
    shown
        Which of its figures are shown whatever the tables say.
    free
        Which figures of its last period are shown where the tables do not differ in them.
    tables
        The truth and the alternatives, as levels by areas. One that does not fit what is shown begins anew.
    threshold
        How wide a small count must be.

    Returns
    -------
    list of numpy.ndarray
        The tables in their order, then others.
    """
    seen = tree.masked(shown | free)
    attacker = attack(replace(seen, values=np.where(free, np.nan, seen.values)), like=seen)
    if attacker is None or not free.any():
        return [*tables]
    paring = _Paring(tree, attacker, free, tables, threshold)
    paring.cover()
    for _ in range(_SWEEPS):
        for number in range(1, paring.change.shape[1]):
            paring.pare(number)
    return paring.result()


@dataclass(frozen=True)
class _Window:
    """Unknowns that are moved together, and the figures and forms that they bear on, by number.

    `equations`, `cells` and `forms` are the rows of these, a column for each of the unknowns.
    """

    columns: Ints
    touched: Ints
    asked: Ints
    equations: csr_array
    cells: csr_array
    forms: csr_array


class _Paring:
    """The alternatives as changes of the unknowns: a column for each, the first of the truth, which changes nothing.

    Attributes
    ----------
    forms, counts
        The small counts as sums of unknowns, with how many each truly is; results also as steps between cut-offs.
    moves
        By how much each form is more in each alternative than in the truth.
    costs
        For each figure and alternative whether it is changed: 0 or 1.
    """

    def __init__(self, tree: Tree, attacker: Attacker, free: Bools, tables: Sequence[Floats], threshold: int) -> None:
        unknowns = attacker.unknowns
        self.attacker, self.tables, self.threshold = attacker, tables, threshold
        values = [unknowns_of(table, tree, unknowns) for table in tables]
        self.fits = [bool((own >= 0).all() and (attacker.matrix @ own == attacker.right).all()) for own in values]
        self.true = values[0]
        self.before = np.stack([own - self.true for own in values], axis=1)
        self.change = np.where(self.fits, self.before, 0.0)
        cells = cells_of(tree, unknowns, free)
        self.cells, self.weight = cells.matrix, cells.weight / threshold
        truth = truth_of(tree, unknowns)
        forms = small_forms(attacker, truth, threshold), stepped_forms(attacker, truth, threshold)
        self.forms = csr_array(vstack([own.matrix for own in forms], format="csr"))
        self.counts = self.forms @ self.true
        self.small = (self.counts != 0) & (abs(self.counts) < threshold)
        self.moves, self.costs = self.forms @ self.change, self._costs(self.change)
        self.windows = self._windows(tree)

    def _windows(self, tree: Tree) -> list[_Window]:
        """Divide the unknowns by breakdown where they are too many to be moved at once."""
        opened = np.flatnonzero(~reduce_system(self.attacker.matrix, self.attacker.right).settled)
        if len(opened) <= _AT_ONCE:
            return [self._window(opened)]
        slot = self.attacker.unknowns.slot[opened]
        parts = [opened[np.isin(slot, slots)] for by, slots in tree.bys.items() if by != TOTAL]
        return [self._window(part) for part in parts if len(part)]

    def _window(self, columns: Ints) -> _Window:
        matrices = [csr_array(matrix[:, columns]) for matrix in (self.attacker.matrix, self.cells, self.forms)]
        rows, touched, asked = (np.flatnonzero(np.diff(matrix.indptr)) for matrix in matrices)
        equations, cells, forms = (
            csr_array(matrix[own]) for matrix, own in zip(matrices, (rows, touched, asked), strict=True)
        )
        return _Window(columns, touched, asked, equations, cells, forms)

    def _costs(self, change: Floats) -> Floats:
        return np.asarray(np.minimum(abs(self.cells @ change), 1))

    @property
    def width(self) -> Floats:
        """Return how wide the tables make each form, up to the threshold."""
        return np.asarray(np.minimum(np.ptp(self.moves, axis=1), self.threshold))

    def cover(self) -> None:
        """Add alternatives as long as they make small counts wider that are not wide enough."""
        misses = 0
        for turn in range(_TRIES):
            narrow = self.small & (self.width < self.threshold)
            if misses >= _PATIENCE or not narrow.any():
                return
            added = self._add(narrow, up=turn % 2 == 0, dear=_DEAR if turn >= _PATIENCE else _MILD)
            misses = 0 if added else misses + 1

    def _add(self, narrow: Bools, *, up: bool, dear: float) -> bool:
        """Seek an alternative in which narrow forms are more, or fewer; tell whether there is one."""
        low, high = self.moves.min(axis=1), self.moves.max(axis=1)
        goal = self.threshold + low if up else np.minimum(self.threshold - high, self.counts)
        change = np.zeros(len(self.true))
        for window in self.windows:
            own = np.flatnonzero((narrow & (goal > 0))[window.asked])
            if len(own):
                found = self._wider(window, change, own, goal[window.asked[own]], dear, 1.0 if up else -1.0)
                change[window.columns] += 0 if found is None else found
        moves = self.forms @ change
        wider = np.minimum(np.ptp(np.column_stack([self.moves, moves]), axis=1), self.threshold)
        if not (wider > self.width)[narrow].any():
            return False
        self.change = np.column_stack([self.change, change])
        self.moves = np.column_stack([self.moves, moves])
        self.costs = np.column_stack([self.costs, self._costs(change)])
        return True

    def _wider(
        self, window: _Window, change: Floats, rows: Ints, goal: Floats, dear: float, sign: float
    ) -> Floats | None:
        """Find how the unknowns of a window can change so that forms come to their goals, as far as that pays."""
        cost = self.weight / (self.costs.sum(axis=1) + _ALONE)
        done = sign * (self.forms[window.asked[rows]] @ change)
        asked = sign * window.forms[rows], goal - done, np.full(len(rows), np.inf)
        return self._solved(window, change, cost, np.full(len(cost), np.inf), asked, np.full(len(rows), dear))

    def pare(self, number: int) -> None:
        """Seek one alternative again; it stays as it is where nothing better is found."""
        for window in self.windows:
            if self.costs[window.touched, number].any():
                self._pare(window, number)

    def _pare(self, window: _Window, number: int) -> None:
        others = np.arange(self.moves.shape[1]) != number
        moves, width = self.moves[window.asked], self.width[window.asked]
        own, low, high = moves[:, number], moves[:, others].min(axis=1), moves[:, others].max(axis=1)
        needed = high - low < width
        up, down = np.flatnonzero(needed & (own > 0)), np.flatnonzero(needed & (own < 0))
        asked = (
            csr_array(window.forms[np.concatenate([up, down])]),
            np.concatenate([(width + low - own)[up], np.full(len(down), -np.inf)]),
            np.concatenate([np.full(len(up), np.inf), (high - width - own)[down]]),
        )
        change, usage = self.change[:, number].copy(), self.costs[:, others].sum(axis=1)
        room = np.where((usage == 0) & (self.costs[:, number] == 0), 0.0, np.inf)
        found = self._solved(window, change, self.weight / (usage + _ALONE), room, asked)
        if found is not None:
            change[window.columns] += found
            self.change[:, number] = change
            self.moves[:, number], self.costs[:, number] = self.forms @ change, self._costs(change)

    def _solved(
        self,
        window: _Window,
        change: Floats,
        weight: Floats,
        room: Floats,
        asked: tuple[csr_array, Floats, Floats],
        short: Floats | None = None,
    ) -> Floats | None:
        """Find by how much more the unknowns of a window should change, in whole numbers; None where nothing is found.

        Parameters
        ----------
        change
            What they change already.
        weight, room
            What it costs to change each figure by one, and by how much it may change.
        asked
            Forms, the least and the most that they may move.
        short
            What it costs when they move by one less; without it they must not.
        """
        size, number = len(window.columns), len(window.touched)
        slack = 0 if short is None else len(short)
        forms, least, most = asked
        now = self.cells[window.touched] @ change
        right = np.concatenate([np.zeros(window.equations.shape[0]), -now])
        system = vstack(
            [
                hstack([window.equations, csr_array((window.equations.shape[0], 2 * number + slack))]),
                hstack([window.cells, eye_array(number), -eye_array(number), csr_array((number, slack))]),
                hstack([forms, csr_array((len(least), 2 * number)), eye_array(len(least), slack)]),
            ],
            format="csr",
        )
        constraint = LinearConstraint(system, np.concatenate([right, least]), np.concatenate([right, most]))
        own = weight[window.touched]
        cost = np.concatenate([np.zeros(size), own, own, np.zeros(0) if short is None else short])
        ends = room[window.touched]
        bounds = Bounds(
            np.concatenate([-(self.true + change)[window.columns], np.zeros(2 * number + slack)]),
            np.concatenate([np.full(size, np.inf), ends, ends, np.full(slack, np.inf)]),
        )
        for whole in (0, 1):
            integrality = np.concatenate([np.full(size, whole), np.zeros(2 * number + slack)])
            solved = milp(cost, integrality=integrality, bounds=bounds, constraints=constraint, options=_NEAR)  # type: ignore[arg-type] # the stubs ask for their own class
            if solved.x is None:
                return None
            found = np.rint(solved.x[:size])
            if abs(found - solved.x[:size]).max(initial=0) < _EXACT and not (window.equations @ found).any():
                return np.asarray(found)
        return None

    def result(self) -> list[Floats]:
        """Return the tables as levels by areas."""
        unknowns, tables = self.attacker.unknowns, []
        for number, change in enumerate(self.change.T):
            old = number < len(self.tables) and self.fits[number]
            base, more = (self.tables[number], change - self.before[:, number]) if old else (self.tables[0], change)
            tables.append(base + levels_from(more, unknowns))
        return tables
