"""Repairs a leak: which figures must go so that a small count can be wide of its true value.

Another table is sought in which the count is, that fits all that cannot be hidden any more, and changes as little as it
can of what is shown besides. What it changes is hidden.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from reportkit.disclosure.attacker import attack_without
from reportkit.disclosure.cells import cells_of
from reportkit.disclosure.forms import levels_from, unknowns_of
from reportkit.disclosure.windows import Asked, Window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker
    from reportkit.disclosure.forms import Form
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Repairs"]

_NODES = 200


class Repairs:
    """What a reader knows of a tree without some of its figures, and what these say besides.

    Parameters
    ----------
    tree
        The tree up to the period.
    seen
        The same as far as it is shown.
    fixed
        Which of its figures are not to be hidden: those that readers have already, and those of earlier periods.
    whole
        The true counts, as levels by areas.
    places
        The sets of areas that forms speak of.
    """

    def __init__(self, tree: Tree, seen: Tree, fixed: Bools, whole: Floats, places: Bools) -> None:
        shown = ~np.isnan(seen.values) & seen.rows & ~fixed
        self.places = places
        self.attacker = attack_without(seen, shown)
        self.changes: list[Floats] = []
        if self.attacker is not None:
            self.true = unknowns_of(whole, tree, self.attacker.unknowns)
            self.cells = cells_of(tree, self.attacker.unknowns, shown)
            every = np.arange(len(self.true))
            self.window = Window(self.attacker, self.cells.matrix, self.true, every, nodes=_NODES)

    def cells_for(self, form: Form, ends: Sequence[float], least: int) -> tuple[Ints, ...] | None:
        """Name the figures to hide so that a form can come to one of the ends; the fewest of them.

        Without ends it is to come to `least` more. Nothing is to be hidden where a table that was
        found for another form already is such. None where no table is found.
        """
        if self.attacker is None or np.isnan(self.true).any():
            return None
        row = self._row(form, self.attacker)
        true = float(row @ self.true)
        steps = [end - true for end in ends or (true + least,)]
        if any(0 < step <= moved or moved <= step < 0 for moved in (row @ change for change in self.changes)
               for step in steps):  # fmt: skip
            return tuple(axis[:0] for axis in self.cells.place)
        found = [self._moved(row, step) for step in steps]
        known = [(cost, change) for cost, change in found if change is not None]
        if not known:
            return None
        _, change = min(known, key=lambda pair: pair[0])
        self.changes.append(change)
        changed = np.flatnonzero(self.cells.matrix @ change)
        self.cells.weight[changed] = 0
        return tuple(axis[changed] for axis in self.cells.place)

    @property
    def tables(self) -> list[Floats]:
        """The tables that were found, as levels by areas."""
        if self.attacker is None:
            return []
        return [levels_from(self.true + change, self.attacker.unknowns) for change in self.changes]

    def _row(self, form: Form, attacker: Attacker) -> Floats:
        """Write a form as a sum of unknowns."""
        row = np.zeros(attacker.unknowns.size)
        inside = self.places[form.place]
        for sign, code, slot in ((1.0, form.code, form.slot), (-1.0, form.less_code, form.less_slot)):
            if code >= 0:
                numbers = (
                    attacker.unknowns.flow[code, slot][inside, form.since : form.until]
                    if form.moment < 0
                    else attacker.unknowns.stock[code, slot][inside, form.moment]
                ).ravel()
                row[numbers[numbers >= 0]] += sign
        return row

    def _moved(self, row: Floats, by: float) -> tuple[float, Floats | None]:
        """Find the change of the unknowns that moves a row by so much at the least cost."""
        cells, sign = self.cells, np.sign(by)
        asked = Asked(csr_array(sign * row[None]), np.array([abs(by)]), np.array([np.inf]))
        room = np.full(len(cells.weight), np.inf)
        change = self.window.solved(np.zeros(len(row)), cells.weight, room, asked, patient=True)
        return (np.inf, None) if change is None else (float(cells.weight @ abs(cells.matrix @ change)), change)
