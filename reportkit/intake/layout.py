"""How a file is laid out around its records: the delimiter that its header shows, titles above it, totals below."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportkit.intake.composed import nfc
from reportkit.intake.faults import cell_fault, fault
from reportkit.intake.spreadsheets.totals import TOTAL_WORDS
from reportkit.messages import Message

if TYPE_CHECKING:
    from reportkit.intake.profile import Profile
    from reportkit.intake.raw import RawFile
    from reportkit.tables import Finding

__all__ = ["DELIMITERS", "declare_delimiter", "misplaced_header", "refuse_totals", "shown_delimiter"]

DELIMITERS = ";,\t|"
_LOOKED_AT = 20
_START = 65_536
_LAST = 3
_TOTAL = rf"(?i)^\s*(?:{TOTAL_WORDS})\s*:?\s*$"


def misplaced_header(text: str, file: str, profile: Profile) -> Finding | None:
    """Tell that another delimiter sets more known columns apart, or that rows stand above the header.

    Examples
    --------
    A first line ``dossier,nr;operation_id;entry_date`` has two cells with a comma between them, and more that are known
    with a semicolon: the delimiter is likely the semicolon. A first line ``Export of 3 May`` is a title.
    """
    known = _known(profile)
    own = _fits(text, profile.delimiter, known)
    first = own[0] if own else 0
    other = {mark: (_fits(text, mark, known) or [0])[0] for mark in DELIMITERS if mark != profile.delimiter}
    best = max(other, key=lambda mark: other[mark])
    if other[best] > max(first, 1):
        what = Message.plural(
            "the header has {n} known column with {mark} as delimiter and {more} with {other}",
            "the header has {n} known columns with {mark} as delimiter and {more} with {other}",
            first,
            mark=shown_delimiter(profile.delimiter),
            more=other[best],
            other=shown_delimiter(best),
        )
        return fault("E136", file, what, mend=declare_delimiter(best, profile))
    later = max(range(len(own)), key=lambda row: own[row], default=0)
    if later and own[later] > max(first, 1):
        one = Message("a row stands above the header")
        what = one if later == 1 else Message("{n} rows stand above the header", n=later)
        mend = Message("Take out titles and empty columns: the names of the columns come first.")
        return fault("E175", file, what, mend=mend)
    return None


def declare_delimiter(mark: str, profile: Profile) -> str:
    """Say where a delimiter is declared, as it is written there."""
    return Message("Declare data.delimiter in {params}: {mark}.", params=profile.params, mark=shown_delimiter(mark))


def shown_delimiter(mark: str) -> str:
    r"""Write a delimiter as YAML does.

    Examples
    --------
    >>> shown_delimiter(";"), shown_delimiter("\t")
    ('";"', '"\\t"')
    """
    return '"\\t"' if mark == "\t" else f'"{mark}"'


def refuse_totals(raw: RawFile, file: str) -> None:
    """Refuse a sum that stands as a record among the last rows of a file."""
    last = range(max(len(raw.rows) - _LAST, 0), len(raw.rows))
    found = np.array([row for row in last if _is_total(raw, row)], dtype=np.int64)
    if len(found):
        raw.refused = np.union1d(raw.refused, found)
        mend = Message("Take it out: totals are counted here.")
        raw.findings.append(cell_fault("T19", file, raw.rows[found], mend=mend))


def _is_total(raw: RawFile, row: int) -> bool:
    cells = [column[row].as_py() for column in raw.cells]
    words = pa.array([cell for cell in cells if isinstance(cell, str)], pa.string())
    return bool(pc.any(pc.match_substring_regex(words, _TOTAL)).as_py())


def _known(profile: Profile) -> frozenset[str]:
    ours = {column.name for column in profile.table.columns}
    return frozenset(ours | set(profile.own_columns.values()) | set(profile.shared_columns.values()))


def _fits(text: str, delimiter: str, known: frozenset[str]) -> list[int]:
    """Count the known names in each of the first records, as a delimiter sets them apart."""
    reader = csv.reader(io.StringIO(text[:_START], newline=""), delimiter=delimiter)
    fits: list[int] = []
    try:
        for record in reader:
            if record:
                fits.append(len({nfc(cell.strip()) for cell in record} & known))
            if len(fits) == _LOOKED_AT:
                break
    except csv.Error:
        pass
    return fits
