"""Alternatives: other whole tables that fit all that is shown, made so that each small count differs between them.

A figure is shown when it is the same in all alternatives and in the truth. Then no reader can tell which of them is
true, and can't narrow down a small count that is nobody in one of them and at least the threshold in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reportkit.disclosure.blocks import blocks_of
from reportkit.disclosure.completion import completed
from reportkit.disclosure.counts import TOTAL
from reportkit.disclosure.held import held_levels
from reportkit.disclosure.levels import levels_of, places_of
from reportkit.disclosure.moment import Moment
from reportkit.disclosure.programs import programs_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.held import Held
    from reportkit.disclosure.programs import Program
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Alternatives", "Search", "alternatives_of"]


_TURNS = 2
"""How often all programs are run, where tables had to be dropped; the last time no others are made."""


@dataclass
class Alternatives:
    """The truth and the alternatives of a tree, as levels (see `reportkit.disclosure.levels.Levels`).

    `born` says from which moment on each may differ from the truth. `refused` tells for codes by slots by regions by
    moments what must be hidden because no alternative was found for it and the audit does not look: how results changed
    from one cut-off to the next. The first `whole` tables are settled everywhere; `more` tells whether others may be
    made.
    """

    tables: list[Floats]
    born: list[int]
    refused: Bools
    whole: int = 1
    more: bool = True

    @property
    def others(self) -> list[Floats]:
        """The alternatives without the truth."""
        return self.tables[1:]

    def drop(self) -> bool:
        """Drop the tables for which something found no solution; tell whether there were any."""
        fits = [not np.isnan(table).any() for table in self.tables]
        self.tables = [table for table, whole in zip(self.tables, fits, strict=True) if whole]
        self.born = [born for born, whole in zip(self.born, fits, strict=True) if whole]
        return not all(fits)


def alternatives_of(tree: Tree, threshold: int, published: Bools) -> Alternatives:
    """Make alternatives for a tree, day by day, each day from what was known then.

    Parameters
    ----------
    published
        Figures that readers have already, in the shape of the tree's values.
    """
    levels = levels_of(tree)
    places, _ = places_of(tree.areas)
    shape = (len(tree.codes), len(tree.slots), len(tree.areas.names), levels.values.shape[-1])
    whole = completed(tree, levels)
    found = Alternatives([levels.values if whole is None else whole.values], [0], np.zeros(shape, dtype=bool))
    if whole is None:
        return found
    known = Known(levels.given, held_levels(tree, published), threshold)
    blocks = blocks_of(tree)
    bys = sorted(tree.bys, key=lambda by: (by != TOTAL, by))
    programs = [program for by in bys for program in programs_of(tree, levels, places, blocks, by)]
    for turn in range(_TURNS):
        found = Alternatives(found.tables, found.born, np.zeros(shape, dtype=bool), len(found.tables),
                             turn < _TURNS - 1)  # fmt: skip
        for program in programs:
            Search(tree, program, found, known).run()
        if not found.drop():
            break
    return found


@dataclass(frozen=True)
class Known:
    """What a search goes by: which levels the figures tell, which of them readers have, what leaked, the threshold."""

    given: Bools
    held: Held
    threshold: int


class Search:
    """Goes through the days of one program, moving the alternatives that there are and adding to them where need be."""

    def __init__(self, tree: Tree, program: Program, found: Alternatives, known: Known) -> None:
        self.tree, self.program, self.found, self.threshold = tree, program, found, known.threshold
        days = len(tree.times.days) - 1
        self.moments = range(days, days + len(tree.periods)) if program.apart else range(days)
        lines = program.lines
        places = len(program.places)
        self.grows = np.repeat([line.grows for line in lines], places)
        self.steps = np.repeat([line.steps for line in lines], places)
        alone = np.array([line.less_code for line in lines])[:, None] < 0
        told = known.given[[line.code for line in lines]] & (alone | known.given[[line.less_code for line in lines]])
        self.told = np.repeat(told, places, axis=0)
        self.shade = np.repeat([line.slot + line.code for line in lines], places)
        self.truth = program.values(found.tables[0], slice(None))
        self.by_area = program.by_area(found.tables[0])
        self.held, self.since = self._of_rows(known.held.level, fill=0), self._of_rows(known.held.since, fill=-1)
        self.cap = np.where(self.held & self.grows[:, None], self.truth, np.inf)
        self.cap = np.minimum.accumulate(self.cap[:, ::-1], axis=1)[:, ::-1]

    def _of_rows(self, printed: NDArray[Any], *, fill: int) -> NDArray[Any]:
        """Lay what is said of printed lines at moments out by rows."""
        rows = np.full((len(self.program.lines), len(self.program.places), self.truth.shape[1]), fill, printed.dtype)
        for number, line in enumerate(self.program.lines):
            if line.printed:
                rows[number, : printed.shape[2]] = printed[line.code, line.slot]
        return rows.reshape(self.truth.shape)

    def run(self) -> None:
        """Settle every moment."""
        for moment in self.moments:
            Moment(self, moment).run()

    def before(self, moment: int) -> range:
        """Return the moments with which a moment can be compared."""
        return range(self.moments.start, moment) if not self.program.apart else range(0)
