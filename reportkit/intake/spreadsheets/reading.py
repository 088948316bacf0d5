"""Spreadsheets (XLSX, ODS): bytes to columns of text; what is read is what a person sees. Nothing is typed here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportkit.intake.faults import EMPTY_FILE, SHOWN_ROWS, WITH_HEADER, cell_fault, fault
from reportkit.intake.headers import columns_of
from reportkit.intake.raw import RawFile
from reportkit.intake.spreadsheets.cells import read_cells
from reportkit.intake.spreadsheets.container import OPEN_AND_SAVE, unfit
from reportkit.intake.spreadsheets.grid import read_grid
from reportkit.intake.spreadsheets.totals import total_rows
from reportkit.messages import Message, did_you_mean, there_are

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from reportkit.intake.profile import Profile
    from reportkit.intake.spreadsheets.grid import Facts, Grid
    from reportkit.tables import Column, Finding

__all__ = ["SPREADSHEETS", "read_spreadsheet"]

SPREADSHEETS = (".xlsx", ".ods")
"""The names of the files that are read as spreadsheets end in one of these."""

_SEARCHED_ROWS = 20
_FEWEST_NAMES = 2
_REFUSALS = {
    "damaged": ("E151", Message("the file is damaged, or not written as its kind is"), OPEN_AND_SAVE),
    "entities": ("E159", Message("the XML of the file declares a document type or entities"),
                 Message("No spreadsheet program does: ask where the file comes from.")),
    "password": ("E158", Message("the workbook has a password"), Message("Take the password off.")),
    "large": ("E153",
              Message("the file takes more memory or time than is given to it, or has too many rows or columns"),
              Message("Take out what is no data, such as cells far from the table, or deliver it as CSV or Parquet.")),
}  # fmt: skip


def read_spreadsheet(content: bytes, file: str, suffix: str, profile: Profile) -> RawFile:
    """Read the bytes of an XLSX or ODS file: the one sheet that holds a table, or the one that the profile names.

    Parameters
    ----------
    content
        The bytes.
    file
        The path that messages name.
    suffix
        ``.xlsx`` or ``.ods``.
    profile
        Which sheet, from which row on, and how text in its cells is written.

    Returns
    -------
    RawFile
        The header and the columns as text: numbers with the declared decimal mark, dates in the declared format. A
        record's row is its row in the sheet. Rows that hold totals are not among the cells.

    Notes
    -----
    No formula is calculated and no other file is opened: what was stored with a formula is its value.
    """
    misfit = unfit(content, file, suffix)
    if misfit is not None:
        return RawFile(findings=[misfit])
    grid = read_grid(content, suffix[1:], profile.sheet)
    raw = RawFile(findings=list(_of_sheets(grid.facts, file, profile)))
    if grid.facts.sheet:
        _read_table(raw, grid, file, profile)
    return raw


def _of_sheets(facts: Facts, file: str, profile: Profile) -> Iterator[Finding]:
    """Tell why no sheet could be read, or that one is out of sight."""
    key = Message("data.tables.{table}.sheet in {params}", table=profile.table.name, params=profile.params)
    unseen = [name for name in facts.filled if name in facts.hidden]
    shown = [name for name in facts.filled if name not in facts.hidden]
    if facts.refused:
        code, what, mend = _REFUSALS[facts.refused]
        yield fault(code, file, what, mend=mend)
    elif profile.sheet and not facts.sheet:
        nearest = did_you_mean(profile.sheet, facts.sheets) or there_are(facts.sheets)
        mend = Message("{nearest} Name it under {key}.", nearest=nearest, key=key)
        yield fault("E154", file, Message('no sheet "{sheet}"', sheet=profile.sheet), mend=mend)
    elif profile.sheet in facts.hidden and facts.sheet:
        what = Message('sheet "{sheet}" is hidden', sheet=facts.sheet)
        yield fault("E155", file, what, mend=Message("Show it, and look at what it holds."))
    elif not profile.sheet and unseen:
        what = Message("hidden sheets hold something: {sheets}", sheets=", ".join(unseen))
        either = Message("Take them out of the file, or name the sheet to read under {key}.", key=key)
        mend = either if profile.params else Message("Take them out of the file.")
        yield fault("E155", file, what, mend=mend)
    if not facts.refused and not profile.sheet and len(shown) > 1:
        what = Message("several sheets hold something: {sheets}", sheets=", ".join(shown))
        alone = Message("Keep the one with the table.")
        yield fault(
            "E154", file, what, mend=Message("Say which one under {key}.", key=key) if profile.params else alone
        )
    elif not facts.refused and not profile.sheet and not shown:
        yield fault("E125", file, EMPTY_FILE, mend=WITH_HEADER)


def _read_table(raw: RawFile, grid: Grid, file: str, profile: Profile) -> None:
    header = _header_row(grid, profile)
    if header is None:
        raw.findings.append(fault("E125", file, Message("the sheet is empty"), mend=WITH_HEADER))
        return
    elsewhere = _header_elsewhere(grid, header, file, profile)
    if elsewhere is not None:
        raw.findings.append(elsewhere)
        return
    raw.findings += [*_hidden(grid, header, file), *_merged(grid, header, file)]
    places = [at for at in range(len(grid.texts)) if not grid.holds(at, "empty")[header:].all()]
    names = grid.row(header)
    raw.header = [names[at] for at in places]
    columns = _columns(raw.header, file, profile)
    at_columns = [(at, columns.get(position)) for position, at in enumerate(places)]
    filled = np.flatnonzero(grid.filled)
    below = filled[filled > header]
    totals = total_rows(grid, at_columns, below)
    records = np.setdiff1d(below, totals)
    raw.findings += _between(grid, header, totals, file)
    raw.rows, raw.delivered = records + 1, len(below)
    refused = np.zeros(len(records), dtype=np.bool_)
    for at, column in at_columns:
        cells = read_cells(grid, at, column, records, profile)
        raw.cells.append(cells.texts)
        for rule, mend, which in cells.faults:
            name = column.name if column else ""
            raw.findings.append(cell_fault(rule, file, raw.rows[which], column=name, mend=mend))
            refused |= which
    raw.refused = np.flatnonzero(refused)


def _columns(header: list[str], file: str, profile: Profile) -> dict[int, Column]:
    """Return our column at each position of a header; what is wrong with the header is told later, for every format."""
    places, _ = columns_of(header, file, profile)
    return {position: profile.table.column(ours) for ours, position in places.items()}


def _header_row(grid: Grid, profile: Profile) -> int | None:
    filled = np.flatnonzero(grid.filled)
    below = filled[filled >= profile.header_row - 1]
    return int(below[0]) if len(below) else None


def _header_elsewhere(grid: Grid, header: int, file: str, profile: Profile) -> Finding | None:
    """Tell that another of the first rows has the names of the columns."""
    searched = range(min(_SEARCHED_ROWS, len(grid.filled)))
    known = {at: len(_columns(grid.row(at), file, profile)) for at in {header, *searched}}
    best = max(known, key=lambda at: (known[at], at == header, -at))
    if best == header or known[best] < _FEWEST_NAMES:
        return None
    what = Message("the header is not on this row, but on row {row}", row=best + 1)
    either = Message(
        "Delete the rows above it, or declare data.tables.{table}.header_row: {row} in {params}.",
        table=profile.table.name,
        row=best + 1,
        params=profile.params,
    )
    mend = either if profile.params else Message("Delete the rows above it.")
    return fault("E157", file, what, mend=mend, row=header + 1)


def _hidden(grid: Grid, header: int, file: str) -> Iterator[Finding]:
    facts, mend = grid.facts, Message("Show them, look at what they hold, and take out what is no data.")
    rows = np.zeros(len(grid.filled), dtype=np.bool_)
    for first, last in facts.hidden_rows:
        rows[first - 1 : last] = True
    rows[:header] = False
    unseen = np.flatnonzero(rows & grid.filled) + 1
    if len(unseen):
        what = Message("hidden rows hold something, perhaps behind a filter")
        yield _with_rows(fault("E155", file, what, mend=mend), unseen)
    columns = [
        _letters(at + 1)
        for at in range(len(grid.texts))
        if any(first <= at + 1 <= last for first, last in facts.hidden_columns)
        if not grid.holds(at, "empty")[header:].all()
    ]
    if columns:
        what = Message("hidden columns hold something: {columns}", columns=", ".join(columns))
        yield fault("E155", file, what, mend=mend)


def _merged(grid: Grid, header: int, file: str) -> Iterator[Finding]:
    last = int(np.flatnonzero(grid.filled)[-1]) + 1
    rows = sorted(
        {
            max(top, header + 1)
            for top, left, bottom, _ in grid.facts.merged
            if bottom > header and top <= last and left <= len(grid.texts)
        }
    )
    if rows:
        mend = Message("Unmerge them, and write in each cell what holds for it.")
        yield _with_rows(fault("E156", file, Message("cells are merged"), mend=mend), np.array(rows))


def _between(grid: Grid, header: int, totals: npt.NDArray[np.int64], file: str) -> Iterator[Finding]:
    """Tell total rows, and rows between the records that hold nothing."""
    if len(totals):
        mend = Message("Take totals out of the sheet: they would be counted as records.")
        yield cell_fault("T19", file, totals + 1, mend=mend)
    last = int(np.flatnonzero(grid.filled)[-1])
    empty = np.flatnonzero(~grid.filled[header:last]) + header
    if len(empty):
        mend = Message("Delete them; what stands below them may be another table.")
        yield cell_fault("T20", file, empty + 1, mend=mend)


def _with_rows(finding: Finding, rows: npt.NDArray[np.int64]) -> Finding:
    return replace(finding, count=len(rows), rows=tuple(int(row) for row in rows[:SHOWN_ROWS]))


def _letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    before, at = divmod(number - 1, 26)
    return (_letters(before) if before else "") + chr(65 + at)
