"""How a table reads when much of it is hidden: a row or column of hidden figures is left out, and said under it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportkit.display import Note, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportkit.display import Block, Cell, Words

__all__ = ["beside_chart", "condensed", "without_last"]

_NONE = "–"
"""What stands where there is no figure to hide."""


def condensed(table: Table, say: Words, called: Callable[[str], str] = str, *, total_alone: bool = False) -> Block:
    """Leave out the rows and columns that hold nothing but hidden figures, and name them under the table.

    A column counts as hidden when it is so in every row but the totals. Where nothing is left but one total, a note
    takes the place of the table, unless that total says something by itself. `called` shortens the header of a row for
    the note.
    """
    rows = [i for i, row in enumerate(table.rows) if not _hidden(row[1:])]
    parts = [i for i in rows if i not in table.total] or rows
    columns = [0, *(c for c in range(1, len(table.columns)) if not _hidden([table.rows[i][c] for i in parts]))]
    gone = [called(row[0].text) for i, row in enumerate(table.rows) if i not in rows]
    lost = [name for c, name in enumerate(table.columns) if c not in columns]
    only_total = bool(gone) and len(rows) == 1 and rows[0] in table.total
    if not rows or len(columns) == 1 or (only_total and not total_alone):
        return Note(say("{caption}: hidden to protect persons.", caption=table.caption), "information")
    notes = [say("Hidden to protect persons: {names}.", names=say.list(gone))] if gone else []
    notes += [say("Columns hidden to protect persons: {names}.", names=say.list(lost))] if lost else []
    return replace(
        table,
        columns=tuple(table.columns[c] for c in columns),
        numeric=tuple(table.numeric[c] for c in columns),
        rows=tuple(tuple(table.rows[i][c] for c in columns) for i in rows),
        total=frozenset(rows.index(i) for i in table.total if i in rows),
        notes=(*table.notes, *notes),
    )


def beside_chart(table: Table, say: Words) -> Table:
    """Condense the data table of a chart; where that would leave a note, the table stays as it is."""
    found = condensed(table, say)
    return found if isinstance(found, Table) else table


def without_last(table: Table) -> Table:
    """Leave out the last column: the limits of estimates, which rounded figures do not have."""
    rows = tuple(row[:-1] for row in table.rows)
    return replace(table, columns=table.columns[:-1], numeric=table.numeric[:-1], rows=rows)


def _hidden(cells: Sequence[Cell]) -> bool:
    told = [cell for cell in cells if cell.text != _NONE]
    return bool(told) and all(cell.kind == "hidden" for cell in told)
