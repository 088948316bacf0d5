"""What can be wrong with a file before its records make sense, and how a finding is told in one line.

E codes concern a file or the project file and cannot be accepted; T codes concern cells and rows. What a *record* may
not say stands in `rules`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.messages import Message, joined
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import numpy.typing as npt

__all__ = [
    "CELL_RULES",
    "EMPTY_FILE",
    "FILE_CODES",
    "NOT_MISTAKEN",
    "ONE_FORM",
    "SHOWN_ROWS",
    "WITH_HEADER",
    "CellRule",
    "cell_fault",
    "fault",
    "line",
    "lines",
    "sentences",
]

SHOWN_ROWS = 20
"""How many row numbers a finding keeps; its count says how many there are."""

FILE_CODES: dict[str, str] = {
    "E101": "a table that the project needs is missing",
    "E102": "a path leads out of the workspace",
    "E103": "a kind of source that this version does not read",
    "E104": "a file cannot be opened",
    "E110": "a file of the data folder that no table is read from",
    "E111": "two files that could both be the table",
    "E121": "bytes that are not in the declared encoding",
    "E122": "NUL bytes",
    "E123": "a file that is likely in another encoding than declared",
    "E124": "quotes that do not close, or text after a closing quote",
    "E125": "an empty file",
    "E126": "a required table without records",
    "E127": "an optional table without records",
    "E130": "a column without a name",
    "E131": "a column that stands there twice",
    "E132": "a column of names, addresses or national numbers",
    "E133": "an unknown column",
    "E134": "a required column is missing",
    "E135": "not exactly one of birth_date and age_at_entry",
    "E136": "likely another delimiter",
    "E138": "a date format that names no day",
    "E139": "no known column: likely no header row",
    "E140": "not a Parquet file",
    "E141": "a column whose own type does not match",
    "E142": "a figure without a region or an indicator",
    "E143": "a code that is no common indicator, or of no list that can be told",
    "E144": "a figure that is not a number",
    "E145": "a count that is negative or not whole",
    "E146": "a figure that stands there twice",
    "E147": "a period that is none",
    "E148": "a basis, breakdown, group, status or framework that is none",
    "E149": "no figure on a common indicator",
    "E151": "not a spreadsheet, damaged, or one under another name",
    "E152": "a spreadsheet of a kind that is not read",
    "E153": "a spreadsheet that is too large to be read safely",
    "E154": "which sheet cannot be told",
    "E155": "hidden rows, columns or sheets",
    "E156": "merged cells",
    "E157": "a header that is on another row",
    "E158": "a spreadsheet with a password",
    "E159": "a spreadsheet whose XML declares what it needs not",
    "E160": "a database whose driver is not installed",
    "E161": "a uri that needs what the environment lacks",
    "E162": "a database that cannot be reached",
    "E163": "a query that the database refuses",
    "E164": "a query that takes too long",
    "E165": "a column of a query that holds more than one type, or one that is not read",
    "E166": "a database that broke off",
    "E170": "a column that is both read and ignored",
    "E171": "cells that hold national numbers, addresses, telephone numbers or bank accounts",
    "E172": "a file in UTF-16 or UTF-32 that is not declared so",
    "E173": "letters that were garbled before the file was written",
    "E175": "rows above the header",
    "E176": "a file of which no row could be read",
    "E177": "names, keys or codes whose letters were brought into one form of Unicode",
    "E180": "a key file that is not there, is too short, can be read by others, or lies in the workspace",
    "E181": "a column that is to be replaced or left out, and is not there",
    "E182": "another column that gives persons away",
    "E183": "a file that would be overwritten",
    "E184": "a file that cannot be read, and so has no pseudonyms",
    "E190": "a file elsewhere whose driver is not installed",
    "E191": "a file elsewhere that is not there",
    "E192": "a file elsewhere that may not be read",
    "E193": "a file elsewhere that is too large",
    "E194": "a file elsewhere that cannot be fetched",
    "E195": "a file that changed while it was read",
    "E196": "a file elsewhere whose name does not say of which kind it is",
}


@dataclass(frozen=True)
class CellRule:
    """What a row or a cell must be before it can be kept; rows that are not are counted and left out.

    `words` is the plain sentence that a report prints, `rejects` says whether the row is left out.
    """

    id: str
    words: str
    rejects: bool = True


CELL_RULES: dict[str, CellRule] = {
    rule.id: rule
    for rule in (
        CellRule("T01", "every row has as many cells as the header"),
        CellRule("T02", "a date is written as declared, exists, and lies between 1900 and 2100"),
        CellRule("T03", "a whole number is written in digits only"),
        CellRule("T04", "a decimal number is written with the declared decimal mark and no thousands separator"),
        CellRule("T05", "the answer is yes or no"),
        CellRule("T06", "the code is one of the list"),
        CellRule("T07", "a key or code has no spaces around it and no control characters in it", rejects=False),
        CellRule("T11", "a key, code, answer or name is text in the spreadsheet, not a number"),
        CellRule("T12", "a date is a date in the spreadsheet, not a bare number"),
        CellRule("T13", "a date has no time of day"),
        CellRule("T14", "a cell is no duration and no time of day"),
        CellRule("T15", "no cell is an error of the spreadsheet"),
        CellRule("T16", "a formula has its value stored with it"),
        CellRule("T17", "a number is not written as a percentage"),
        CellRule("T18", "a cell of a spreadsheet is of its column's kind: no date for a number, no TRUE for a text"),
        CellRule("T19", "every row is a record, and none a total"),
        CellRule("T20", "no row between the records is empty", rejects=False),
        CellRule("T30", "what stands for an unknown date, number or code is declared as missing"),
        CellRule("T31", "no text or number stands for an unknown value unless declared as missing", rejects=False),
        CellRule("T32", "a key or code is not changed by a spreadsheet that took it for a number", rejects=False),
    )
}

EMPTY_FILE = Message("the file is empty")
WITH_HEADER = Message("Deliver it with its header row.")
"""How an empty file or sheet is mended."""
_ABSENT_OPTIONAL = Message("the table holds records")
_NOT_READ = Message("every file of the data folder belongs to a table")
_LIKELY_ENCODING = Message("the file is in the declared encoding")
NOT_MISTAKEN = Message("no text reads as if its encoding had been mistaken before")
"""What E173 expects."""
ONE_FORM = Message("names, keys and codes have their letters in one form of Unicode")
"""What E177 expects."""
_WARNINGS = {"E110": _NOT_READ, "E123": _LIKELY_ENCODING}


def sentences() -> tuple[str, ...]:
    """Return every sentence of this module that a report may print, for the translator."""
    cells = (rule.words for rule in CELL_RULES.values())
    return (*cells, _NOT_READ, _LIKELY_ENCODING, _ABSENT_OPTIONAL, NOT_MISTAKEN, ONE_FORM)


def fault(code: str, file: str, what: str, *, mend: str = "", column: str = "", row: int = 0) -> Finding:
    """Make the finding for a file, or for the project file: an error that no project can accept.

    E110, E123 and E127 do not stop a report; a report prints their fixed sentence, and `mend` has the details.
    """
    rows = (row,) if row else ()
    if code in _WARNINGS:
        told = _joined(what, mend)
        return Finding(code, "warning", file, 1, rows, column, expected=_WARNINGS[code], mend=told)
    if code == "E127":
        return Finding(code, "information", file, 1, rows, column, expected=_ABSENT_OPTIONAL, mend=mend)
    return Finding(code, "error", file, 1, rows, column, expected=what, mend=mend)


def cell_fault(rule: str, file: str, rows: npt.NDArray[np.int64], *, column: str = "", mend: str = "") -> Finding:
    """Make the finding for the rows whose cell breaks a rule."""
    known = CELL_RULES[rule]
    shown = tuple(int(row) for row in rows[:SHOWN_ROWS])
    expected = Message(known.words)
    return Finding(rule, "error", file, len(rows), shown, column, expected=expected, mend=mend, rejected=known.rejects)


def line(finding: Finding) -> str:
    """Tell a finding in one line, a message: code, file, column, rows, what was expected, how to mend it.

    Examples
    --------
    >>> line(Finding("R04", "error", "data/p/jobs.csv", 2, (3, 9), "end_date", "the end is not before the start"))
    'R04 data/p/jobs.csv, column end_date, rows 3, 9: expected: the end is not before the start.'
    >>> line(Finding("E134", "error", "data/p/jobs.csv", 1, expected='no column "kind"', mend='did you mean "knd"?'))
    'E134 data/p/jobs.csv: no column "kind"; did you mean "knd"?'
    """
    named = finding.column and not finding.rule.startswith("E")
    expected = Message("expected: {what}", what=finding.expected) if _is_expectation(finding) else finding.expected
    told = Message(
        "{rule} {file}{column}{rows}: {told}",
        rule=finding.rule,
        file=finding.file,
        column=Message(", column {column}", column=finding.column) if named else "",
        rows=_rows(finding),
        told=_joined(expected, finding.mend),
    )
    return Message("{told} Accepted: {reason}", told=told, reason=finding.accepted) if finding.accepted else told


def lines(findings: Iterable[Finding]) -> str:
    """Tell findings in a line each, indented."""
    return joined("\n", [Message("  {line}", line=line(finding)) for finding in findings])


def _is_expectation(finding: Finding) -> bool:
    return finding.severity != "error" or not finding.rule.startswith("E")


def _joined(what: str, mend: str) -> str:
    if not mend:
        return Message("{what}.", what=what)
    return joined("; " if mend.startswith("did you mean") else ". ", (what, mend))


def _rows(finding: Finding) -> str:
    if not finding.rows:
        return ""
    shown: Sequence[int] = finding.rows
    more = Message(" and more, {n} in all", n=finding.count) if finding.count > len(shown) else ""
    return Message.plural(", row {rows}{more}", ", rows {rows}{more}", len(shown), rows=_listed(shown), more=more)


def _listed(rows: Iterable[int]) -> str:
    return ", ".join(str(row) for row in rows)
