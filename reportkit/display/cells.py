"""Figures as cells of a table: a value in the reader's language, or the words for one that is not shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reportkit.display.blocks import Cell

if TYPE_CHECKING:
    from reportkit.display.words import Words

__all__ = ["figure", "hidden", "missing"]


def figure(say: Words, value: float | None, *, share: bool = False, decimals: int | None = None) -> Cell:
    """Write a figure as a cell; None is a hidden figure, NaN one that the data cannot give.

    Counts have no decimals and shares (0 to 1) one, unless `decimals` says otherwise.

    Examples
    --------
    >>> from reportkit.display.words import words
    >>> figure(words("nl"), 0.694, share=True), figure(words("nl"), None)
    (Cell(text='69,4%', kind='value'), Cell(text='verborgen', kind='hidden'))
    """
    if value is None:
        return hidden(say)
    if math.isnan(value):
        return missing(say)
    places = int(share) if decimals is None else decimals
    return Cell(say.percent(value, places) if share else say.number(value, places))


def hidden(say: Words) -> Cell:
    """Return the one mark of every protected figure."""
    return Cell(say("hidden"), "hidden")


def missing(say: Words) -> Cell:
    """Return the mark of a figure that the data cannot give."""
    return Cell(say("not available"), "missing")
