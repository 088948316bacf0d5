"""The values of a chart: how each is written, which of them are shown, and what is said of those that are not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.display.blocks import Cell, Note, Table
from reportkit.display.cells import figure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportkit.display.words import Words

__all__ = ["Measure", "Value", "data_table", "left_out", "nothing_to_show"]

Value = float | None
"""A figure of a chart: None is hidden, NaN is not available."""


@dataclass(frozen=True)
class Measure:
    """How the values of a chart are read: their unit, whether they are shares (0 to 1), and their decimals.

    A chart draws what its table prints and no more, so that values are rounded before they are drawn.
    """

    say: Words
    unit: str
    share: bool = False
    decimals: int = 0

    def text(self, value: float) -> str:
        """Write a value as the chart's table does."""
        return figure(self.say, value, share=self.share, decimals=self.decimals).text

    def shown(self, value: Value) -> float | None:
        """Return the value as printed, or None when it is not to be drawn."""
        if value is None or math.isnan(value):
            return None
        if value < 0:
            raise ValueError("charts show counts and shares, none of which is below zero")
        return round(value, self.decimals + (2 if self.share else 0))

    def cell(self, value: Value) -> Cell:
        """Return the value as a cell of the data table."""
        return figure(self.say, value, share=self.share, decimals=self.decimals)


def data_table(
    measure: Measure,
    caption: str,
    columns: Sequence[str],
    rows: Iterable[tuple[str, Sequence[Value]]],
    notes: tuple[str, ...] = (),
) -> Table:
    """Make the table of a chart's data; `columns` starts with the header of the row labels."""
    return Table(
        caption=measure.say("Data: {caption}", caption=caption),
        columns=tuple(columns),
        rows=tuple((Cell(label), *map(measure.cell, values)) for label, values in rows),
        numeric=(False, *(True for _ in columns[1:])),
        notes=notes,
    )


def left_out(say: Words, values: Sequence[tuple[str, Value]]) -> Iterator[str]:
    """Say which labels have no mark in the chart, and why."""
    hidden = [label for label, value in values if value is None]
    missing = [label for label, value in values if value is not None and math.isnan(value)]
    if hidden:
        yield say("Not drawn, hidden to protect persons: {labels}.", labels=say.list(hidden))
    if missing:
        yield say("Not drawn, not available: {labels}.", labels=say.list(missing))


def nothing_to_show(say: Words, caption: str, values: Sequence[tuple[str, Value]], notes: tuple[str, ...]) -> Note:
    """Return what stands in place of a chart that would be empty."""
    why = tuple(left_out(say, values))
    return Note(
        text=" ".join((say("There is no value that can be drawn."), *why, *notes)),
        kind="information" if any(value is None for _, value in values) else "missing",
        title=caption,
    )
