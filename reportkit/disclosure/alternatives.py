"""Alternatives: other whole tables that fit all that is shown, made so that each small count differs between them.

A figure is shown when it is the same in all alternatives and in the truth. Then no reader can tell which of them is
true, and can't narrow down a small count that is nobody in one of them and at least the threshold in another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from reportkit.disclosure.agreement import moments_of, same_figures
from reportkit.disclosure.blocks import blocks_of
from reportkit.disclosure.completion import completed
from reportkit.disclosure.counts import TOTAL
from reportkit.disclosure.held import held_levels
from reportkit.disclosure.levels import levels_of, places_of
from reportkit.disclosure.moment import Moment
from reportkit.disclosure.paring import pared
from reportkit.disclosure.programs import programs_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.held import Held
    from reportkit.disclosure.programs import Program
    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Structure

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]
    Bools = NDArray[np.bool_]

__all__ = ["Alternatives", "Search", "alternatives_of"]


@dataclass
class Alternatives:
    """The truth and the alternatives of a tree, as levels (see `reportkit.disclosure.levels.Levels`).

    `born` says from which moment on each may differ from the truth. `refused` tells for codes by slots by regions by
    moments what must be hidden because no alternative was found for it and the audit does not look: how results changed
    from one cut-off to the next. `shown` tells, in the shape of the tree's values, what was decided: a figure is shown
    where all are the same when its period is settled, whatever becomes of them later.
    """

    tables: list[Floats]
    born: list[int]
    refused: Bools
    shown: Bools

    @property
    def others(self) -> list[Floats]:
        """The alternatives without the truth, those that fit."""
        return [table for table in self.tables[1:] if not np.isnan(table).any()]


def alternatives_of(
    tree: Tree, structure: Structure, threshold: int, published: Bools, corrected: Bools
) -> Alternatives:
    """Make alternatives for a tree, period by period, each from what was known then, and decide what is shown.

    Parameters
    ----------
    published, corrected
        Figures that readers have already, and those that are hidden because they have another value of them; in the
        shape of the tree's values.
    """
    levels = levels_of(tree)
    places, _ = places_of(tree.areas)
    whole = completed(tree, levels)
    refused = np.zeros((len(tree.codes), len(tree.slots), len(tree.areas.names), levels.values.shape[-1]), dtype=bool)
    open_figures: Bools = np.asarray(~corrected & tree.rows & ~np.isnan(tree.values))
    if whole is None:
        shown = same_figures(tree, [levels.values], threshold) & open_figures
        return Alternatives([levels.values], [0], refused, shown)
    found = Alternatives([whole.values], [0], refused, np.zeros(tree.values.shape, dtype=bool))
    known = Known(levels.given, held_levels(tree, published), threshold)
    blocks = blocks_of(tree)
    bys = sorted(tree.bys, key=lambda by: (by != TOTAL, by))
    searches = [
        Search(tree, program, found, known) for by in bys for program in programs_of(tree, levels, places, blocks, by)
    ]
    for period in range(len(tree.periods)):
        for moment in _moments(tree, searches, period):
            moment.run()
        _pare(tree, tree.until(period + 1, structure), found, threshold, published, open_figures)
        if tree.result.any():
            for moment in _moments(tree, searches, period):
                moment.refuse()
        found.shown[..., period, :] &= ~found.refused[..., [tree.times.end[period] - 1]]
    return found


def _moments(tree: Tree, searches: Sequence[Search], period: int) -> Iterator[Moment]:
    """Yield the moments that a period brings, of every search: the days since the periods before it, then its own."""
    since = max(tree.times.end[:period], default=0)
    for number in [*range(since, tree.times.end[period]), len(tree.times.days) - 1 + period]:
        for search in searches:
            yield from search.moment(number)


def _pare(tree: Tree, known: Tree, found: Alternatives, threshold: int, published: Bools, open_figures: Bools) -> None:
    """Pare the alternatives at the last period of a tree as it was known then, and decide what that shows."""
    number, moments = len(known.periods), moments_of(tree, known)
    tables = [table[..., moments] for table in found.tables]
    had = published[..., :number, :]
    may = np.asarray(same_figures(known, tables[:1], threshold) & open_figures[..., :number, :])
    free = may & ~had
    free[..., :-1, :] = False
    if known.times.days == tree.times.days[: len(known.times.days)]:  # else a later period divides an earlier one
        tables = pared(known, found.shown[..., :number, :] | had, free, tables, threshold)
        for _ in tables[len(found.tables) :]:
            found.tables.append(found.tables[0].copy())
            found.born.append(tree.times.end[number - 1] - 1)
        for table, new in zip(found.tables, tables, strict=True):
            table[..., moments] = new
    found.shown[..., number - 1, :] = (may & same_figures(known, tables, threshold))[..., -1, :]


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

    def moment(self, number: int) -> Iterator[Moment]:
        """Yield a moment, where it is one of the program's."""
        if number in self.moments:
            yield Moment(self, number)

    def before(self, moment: int) -> range:
        """Return the moments with which a moment can be compared."""
        return range(self.moments.start, moment) if not self.program.apart else range(0)
