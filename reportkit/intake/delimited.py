"""Delimited text (CSV): bytes to columns of strings, every byte accounted for. Nothing is typed here."""

from __future__ import annotations

import csv
from array import array
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from reportkit.intake.encodings import decoded
from reportkit.intake.faults import EMPTY_FILE, WITH_HEADER, cell_fault, fault
from reportkit.intake.layout import DELIMITERS, declare_delimiter, misplaced_header, refuse_totals, shown_delimiter
from reportkit.intake.lines import Records
from reportkit.intake.raw import RawFile
from reportkit.messages import Amount, Message

if TYPE_CHECKING:
    from reportkit.intake.profile import Profile

__all__ = ["read_delimited"]

_CHUNK_ROWS = 16_384


def read_delimited(content: bytes, file: str, profile: Profile) -> RawFile:
    """Read the bytes of a CSV file as text, in the declared encoding and with the declared delimiter.

    Returns
    -------
    RawFile
        The header and the columns as strings. A record's row is the line of the file on which it starts, also where an
        earlier cell holds line breaks. Lines with nothing at all on them are no records.
    """
    text, findings = decoded(content, file, profile)
    if text is None:
        return RawFile(findings=findings)
    misplaced = misplaced_header(text, file, profile)
    if misplaced:
        return RawFile(findings=[*findings, misplaced])
    raw = RawFile(findings=findings)
    records = Records(text, profile.delimiter)
    del text
    try:
        raw.header = [name.strip() for name in next(iter(records), [])]
        if not raw.header:
            raw.findings.append(fault("E125", file, EMPTY_FILE, mend=WITH_HEADER))
            return raw
        _collect(raw, records, file)
    except csv.Error:
        mend = Message(
            "A cell that holds a quote, a delimiter or a line break stands in quotes, and quotes in it are doubled."
        )
        what = Message(
            "a quoted cell does not close, has text after its closing quote, or is longer than {most} characters",
            most=Amount(csv.field_size_limit()),
        )
        findings = [*findings, fault("E124", file, what, mend=mend, row=records.start)]
        return RawFile(findings=findings)
    _one_column(raw, file, profile)
    refuse_totals(raw, file)
    return raw


def _collect(raw: RawFile, records: Records, file: str) -> None:
    width = len(raw.header)
    chunks: list[list[pa.Array]] = [[] for _ in raw.header]
    rows, misshapen = array("q"), array("q")
    waiting: list[list[str]] = []
    for record in records:
        if len(record) != width:
            misshapen.append(records.start)
            continue
        waiting.append(record)
        rows.append(records.start)
        if len(waiting) == _CHUNK_ROWS:
            _flush(waiting, chunks)
    _flush(waiting, chunks)
    raw.cells = [pa.chunked_array(chunk, type=pa.string()) for chunk in chunks]
    raw.rows = np.array(rows, dtype=np.int64)
    raw.delivered = len(rows) + len(misshapen)
    if misshapen:
        mend = Message("The header has {n} cells: a cell that holds the delimiter stands in quotes.", n=width)
        raw.findings.append(cell_fault("T01", file, np.array(misshapen, dtype=np.int64), mend=mend))


def _flush(waiting: list[list[str]], chunks: list[list[pa.Array]]) -> None:
    if waiting:
        for chunk, cells in zip(chunks, zip(*waiting, strict=True), strict=True):
            chunk.append(pa.array(cells, type=pa.string()))
        waiting.clear()


def _one_column(raw: RawFile, file: str, profile: Profile) -> None:
    other = next((mark for mark in DELIMITERS if mark != profile.delimiter and mark in raw.header[0]), "")
    if len(raw.header) == 1 and other:
        mend = declare_delimiter(other, profile)
        what = Message("the header is one column with {mark} as delimiter", mark=shown_delimiter(profile.delimiter))
        raw.findings = [*raw.findings, fault("E136", file, what, mend=mend)]
        raw.header, raw.cells = [], []
