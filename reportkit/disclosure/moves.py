"""What alternatives are while they are settled: changes of unknowns, what these move, and the figures that it costs.

Nothing is sought here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, vstack

from reportkit.disclosure.cells import cells_of, results_of
from reportkit.disclosure.forms import levels_from, small_forms, stepped_forms, truth_of, unknowns_of
from reportkit.disclosure.windows import Asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Moves"]

_ALONE = 0.25
"""What the cost of a figure that no other alternative changes is divided by; each that does adds 1."""


class Moves:
    """The alternatives as changes of the unknowns: a row for each, the first of the truth, which changes nothing.

    Attributes
    ----------
    forms, counts
        The small counts as sums of unknowns, with how many each truly is; results also as steps between cut-offs.
    moves
        For each alternative by how much each form is more than in the truth.
    costs
        For each alternative whether it changes each figure: 0 or 1.
    ends
        The days on which the periods end at which they are settled.
    due
        Which forms are to be wide: those up to the day that was asked for last.
    cells_at
        The figures, as positions in the tree's values.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - as `reportkit.disclosure.settling.settle`
        self,
        tree: Tree,
        first: int,
        attacker: Attacker,
        whole: Floats,
        others: Sequence[Floats],
        free: Bools,
        fresh: Bools,
    ) -> None:
        unknowns, self.ends = attacker.unknowns, sorted({*tree.times.end[first:]})
        self.tree, self.attacker, self.whole = tree, attacker, whole
        self.true = unknowns_of(whole, tree, unknowns)
        self.fresh = fresh[unknowns.moment]
        changes = [np.where(self.fresh, 0, unknowns_of(other, tree, unknowns) - self.true) for other in others]
        self.change = np.stack([np.zeros(len(self.true)), *changes])
        cells = cells_of(tree, unknowns, free)
        self.cells, self.cells_at, self.weight = cells.matrix, cells.place, cells.weight / tree.least.min()
        truth = truth_of(tree, unknowns)
        self.named = small_forms(attacker, truth), stepped_forms(attacker, truth, self.ends)
        self.least = np.concatenate([own.least for own in self.named])
        self.forms = csr_array(vstack([own.matrix for own in self.named], format="csr"))
        self.counts = self.forms @ self.true
        told = np.concatenate([own.values for own in self.named])
        self.small = ~np.isnan(told) | ((self.counts != 0) & (abs(self.counts) < self.least))
        self.moves = np.stack([self.forms @ own for own in self.change])
        self.costs = np.stack([self._costs(own) for own in self.change])
        self.until = np.concatenate([own.until for own in self.named])
        self.ask_until(self.ends[-1])
        self.dice = np.random.default_rng(len(self.counts))

    def _costs(self, change: Floats) -> Floats:
        return np.asarray(np.minimum(abs(self.cells @ change), 1))

    @property
    def numbers(self) -> range:
        """Return the numbers of the alternatives, without that of the truth."""
        return range(1, len(self.change))

    @property
    def width(self) -> Floats:
        """Return how wide the tables make each form, up to what is needed."""
        return np.asarray(np.minimum(np.ptp(self.moves, axis=0), self.least))

    @property
    def narrow(self) -> Bools:
        """Tell which small counts are not wide enough."""
        return np.asarray(self.small & self.due & (self.width < self.least))

    def ask_until(self, end: int) -> None:
        """Ask for small counts up to a day to become wide: of several periods at once they are too many."""
        self.due: Bools = np.asarray(self.until <= end)

    def _but(self, number: int) -> Bools:
        """Choose the truth and all alternatives but one."""
        return np.asarray(np.arange(len(self.change)) != number)

    def _append(self, change: Floats) -> None:
        self.change = np.vstack([self.change, change])
        self.moves = np.vstack([self.moves, self.forms @ change])
        self.costs = np.vstack([self.costs, self._costs(change)])

    def _set_aside(self) -> tuple[Floats, Floats, Floats]:
        """Return the alternatives as they are, to go back to, and go on with copies."""
        before = self.change, self.moves, self.costs
        self.change, self.moves, self.costs = (own.copy() for own in before)
        return before

    def _set(self, number: int, change: Floats) -> None:
        self.change[number], self.moves[number] = change, self.forms @ change
        self.costs[number] = self._costs(change)

    def _weights(self, number: int = 0) -> Floats:
        """Weigh what it costs an alternative to change each figure: less where others do."""
        return np.asarray(self.weight / (self.costs.sum(axis=0) - self.costs[number] + _ALONE))

    def _needed(self, number: int, dear: float, only: Bools | None = None, beside: Sequence[int] = ()) -> Asked:
        """Write down what an alternative must move so that no form, or none of some, becomes less wide.

        Of two that are sought at once the first may count on what the second moves, and the second keeps to that.
        """
        others = self._but(number)
        others[[own for own in beside if own < number]] = False
        own, rest, width = self.moves[number], self.moves[others], self.width
        low, high = rest.min(axis=0), rest.max(axis=0)
        needed = self.due & (high - low < width)
        if only is not None:
            needed &= only
        up, down = np.flatnonzero(needed & (own > 0)), np.flatnonzero(needed & (own < 0))
        forms = csr_array(vstack([self.forms[up], -self.forms[down]], format="csr"))
        least = np.concatenate([np.minimum(width + low, own)[up], np.minimum(width - high, -own)[down]])
        return Asked(forms, least, np.full(len(least), dear))

    def _wider(self, signs: Ints, dear: float) -> Asked:
        """Write down what would make forms wide: more or fewer, as their signs say; of those without, nothing."""
        more, fewer = self.least + self.moves.min(axis=0), self.least - self.moves.max(axis=0)
        least = np.where(signs > 0, more, np.minimum(fewer, self.counts))
        rows = np.flatnonzero((signs != 0) & (least > 0))
        return Asked(csr_array(self.forms[rows] * signs[rows, None]), least[rows], np.full(len(rows), dear))

    def _signs(self) -> Ints:
        """Toss for each group in each place whether it becomes more; what is left of a total goes the other way."""
        names = np.concatenate([own.names for own in self.named])
        places = int(names[:, 4].max(initial=0)) + 1
        coin = self.dice.integers(0, 2, (len(self.tree.slots), places)) * 2 - 1
        slot, less, place = names[:, 1], names[:, 3], names[:, 4]
        rest = (names[:, 2] >= 0) & (less != slot)
        return np.asarray(np.where(rest, -coin[less, place], coin[slot, place]))

    def refused(self) -> Bools:
        """Tell which results changed by few that no alternative covers: the audit does not look at them."""
        small, steps = self.named
        return results_of(self.tree, steps.only(np.flatnonzero(self.narrow[len(small.names) :])))

    def others(self) -> list[Floats]:
        """Return the alternatives as levels by areas."""
        return [self.whole + levels_from(change, self.attacker.unknowns) for change in self.change[1:]]
