"""A delivered file as it was read, before its columns are named and typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    from reportkit.tables import Finding

__all__ = ["RawFile"]


@dataclass
class RawFile:
    """A file's cells by position, the row numbers a person sees, and what was wrong with it.

    `delivered` counts every record; those with too many or too few cells are not among `cells`, and
    `refused` are the positions of those among them of which a cell could not be read. A file without a `header` could
    not be read any further.
    """

    header: list[str] = field(default_factory=list)
    cells: list[pa.ChunkedArray] = field(default_factory=list)
    rows: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    delivered: int = 0
    refused: npt.NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    findings: list[Finding] = field(default_factory=list)
