"""Why a cell could not be read: what it is written like, how often, and the line of the profile that would settle it.

Of what a person wrote only words of the vocabulary are ever shown; nothing is read in another way than declared.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from reportkit.intake.cells import how_to_write
from reportkit.intake.faults import cell_fault
from reportkit.intake.shapes import date_shape, number_shape, said_of_dates
from reportkit.intake.vocabulary import MARKERS, NUMBER_MARKERS, likely_code, meanings_line, quoted
from reportkit.messages import Message, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from reportkit.intake.cells import TypedColumn
    from reportkit.intake.profile import Profile
    from reportkit.tables import Column, Finding

__all__ = ["faults_of", "is_marker", "markers_mend"]

_MARKERS_SHOWN = 5


def faults_of(
    column: Column,
    typed: TypedColumn,
    cells: pa.ChunkedArray,
    rows: npt.NDArray[np.int64],
    profile: Profile,
    file: str,
) -> Iterator[Finding]:
    """Tell the cells of a column that could not be read: one finding for each way in which they are written.

    Parameters
    ----------
    column
        The column that they stand in.
    typed
        The column as it could be read.
    cells, rows
        The column as it was delivered, and its rows.
    profile
        How the file is said to be written.
    file
        The file, as it is told.
    """
    rows = rows[typed.faulty]
    refused = cells.take(pa.array(typed.faulty)).to_pylist()
    written = [cell if isinstance(cell, str) else None for cell in refused]
    marks = np.array([text is not None and is_marker(column, text) for text in written], dtype=np.bool_)
    marked = [text for text, mark in zip(written, marks, strict=True) if text and mark]
    if marked:
        yield cell_fault("T30", file, rows[marks], column=column.name, mend=markers_mend(marked, profile))
    left = [text for text, mark in zip(written, marks, strict=True) if not mark]
    said = _sayings(column, left, profile, len(cells) - typed.cells.null_count)
    told = np.array([said[text] for text in left], dtype=object)
    usual = how_to_write(column, profile)
    for saying in dict.fromkeys(told.tolist()):
        mend = joined(" ", (saying, usual))
        yield cell_fault(typed.rule, file, rows[~marks][told == saying], column=column.name, mend=mend)


def is_marker(column: Column, written: str) -> bool:
    """Tell whether a cell says in a known way that nothing is known, in a column where that is no value."""
    word = written.strip().casefold()
    if word in MARKERS:
        return word not in {code.casefold() for code in column.codes} and not (
            column.name == "nationality" and word == "na"
        )
    return column.kind in {"date", "whole", "decimal"} and column.name != "count" and word in NUMBER_MARKERS


def markers_mend(texts: Sequence[str], profile: Profile) -> str:
    """Say which line declares that these cells stand for nothing."""
    listed = sorted(set(texts))[:_MARKERS_SHOWN]
    return Message(
        "If nothing is known there, declare it: data.missing: [{line}] in {params}.",
        line=", ".join(quoted(text) for text in ("", *listed)),
        params=profile.params,
    )


def _sayings(column: Column, texts: Sequence[str | None], profile: Profile, read: int) -> dict[str | None, str]:
    """Say of each distinct cell how it is written; nothing of one that looks like none of the known ways."""
    counted = Counter(texts)
    if column.kind == "date":
        shapes = {text: date_shape(text, profile) if text else "" for text in counted}
        return said_of_dates(shapes, counted, profile, read)
    if column.kind in {"whole", "decimal"}:
        return {text: number_shape(text, column.kind, profile) if text else "" for text in counted}
    likely = {text: likely_code(column, text) if text else "" for text in counted}
    known = {text: code for text, code in sorted(likely.items(), key=str) if text and code}
    meanings = meanings_line(known)
    line = Message("Likely: data.values.{column}: {line}.", column=column.name, line=meanings) if known else ""
    return {text: line if code else "" for text, code in likely.items()}
