"""Parquet: bytes to columns, kept in Arrow's own types. Nothing is typed here and no cell becomes a Python object."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from reportkit.intake.faults import fault
from reportkit.intake.raw import RawFile
from reportkit.messages import Message

__all__ = ["read_parquet"]


def read_parquet(content: bytes, file: str) -> RawFile:
    """Read the bytes of a Parquet file; the first record is row 1."""
    try:
        table = pq.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError, ValueError):
        what, mend = Message("the file is not a Parquet file that can be read"), Message("Deliver it again, or as CSV.")
        return RawFile(findings=[fault("E140", file, what, mend=mend)])
    return RawFile(
        header=[name.strip() for name in table.column_names],
        cells=list(table.columns),
        rows=np.arange(1, table.num_rows + 1, dtype=np.int64),
        delivered=table.num_rows,
    )
