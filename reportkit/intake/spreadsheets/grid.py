"""The cells of a sheet, and how the process is run that reads them. What a cell must be is not decided here."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from reportkit.intake.spreadsheets.apart import OUT_OF_MEMORY
from reportkit.intake.spreadsheets.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Kinds = npt.NDArray[np.uint8]
    Mask = npt.NDArray[np.bool_]

__all__ = ["Facts", "Grid", "read_grid"]

MOST_SECONDS = 300
"""How long the reading of a workbook may take."""

_CODE = {kind: np.uint8(place) for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Facts:
    """What is known of a workbook: in one word why it is refused, else its sheets and how the chosen one looks.

    Rows and columns are numbered from 1. `sheet` is empty when none could be chosen.
    """

    refused: str = ""
    sheets: Sequence[str] = ()
    hidden: Sequence[str] = ()
    filled: Sequence[str] = ()
    sheet: str = ""
    from_1904: bool = False
    hidden_rows: Sequence[tuple[int, int]] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()
    merged: Sequence[tuple[int, int, int, int]] = ()


class Grid:
    """The cells of a sheet: for each column their texts and kinds, a place for each row from the first on."""

    def __init__(self, facts: Facts, table: pa.Table) -> None:
        width = table.num_columns // 2
        self.facts = facts
        self.texts: list[pa.ChunkedArray] = [table.column(f"text{n}") for n in range(width)]
        self._kinds: list[Kinds] = [table.column(f"kind{n}").to_numpy() for n in range(width)]
        self.filled: Mask = np.zeros(table.num_rows, dtype=np.bool_)
        for kinds in self._kinds:
            self.filled |= kinds != _CODE["empty"]

    def holds(self, column: int, *kinds: str) -> Mask:
        """Tell for each row whether its cell in a column is of one of some kinds."""
        return np.isin(self._kinds[column], [_CODE[kind] for kind in kinds])

    def row(self, at: int) -> list[str]:
        """Return the texts of a row, by its place."""
        return [texts[at].as_py().strip() for texts in self.texts]


def read_grid(content: bytes, form: str, sheet: str) -> Grid:
    """Read a sheet of a workbook in a process of its own; what went wrong is among the facts."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("apart.py")), form, sheet]
    empty = pa.table({})
    try:
        done = subprocess.run(  # noqa: S603 - our own program; form and sheet are no options of it
            command, input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Grid(Facts(refused="large"), empty)
    if done.returncode:
        too_much = done.returncode == OUT_OF_MEMORY or done.returncode < 0
        return Grid(Facts(refused="large" if too_much else "damaged"), empty)
    table = pa.ipc.open_stream(done.stdout).read_all()
    facts: Mapping[str, object] = json.loads(table.schema.metadata[b"facts"])
    return Grid(Facts(**facts), table)  # type: ignore[arg-type]
