"""What the XML of a workbook tells of its cells beside their values: the ground of scans. No value is read here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST_CELLS", "MOST_COLUMNS", "Elements", "Marks", "Refused", "Scan", "local", "yes"]

MOST_CELLS = 5_000_000
"""How many cells the used part of a sheet may have."""
MOST_COLUMNS = 1_000
"""How many columns the used part of a sheet may have."""


class Refused(Exception):  # noqa: N818 - it is told as a finding
    """Raised for a workbook that is not read any further; its text is one word that says why."""


@dataclass
class Marks:
    """What a scan tells of a sheet: a letter for each filled cell, and what is hidden or merged (all from 1)."""

    rows: list[bytearray] = field(default_factory=list)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def fill(self, row: int, column: int, mark: str, times: int = 1) -> None:
        """Mark cells of a row, from a column on."""
        last = column + times - 1
        if last > MOST_COLUMNS or row * last > MOST_CELLS:
            raise Refused("large")
        while len(self.rows) < row:
            self.rows.append(bytearray())
        cells = self.rows[row - 1]
        cells.extend(bytes(last - len(cells)))
        cells[column - 1 : last] = mark.encode() * times

    def repeat(self, row: int, times: int) -> None:
        """Have a row stand there several times, when it holds anything."""
        if len(self.rows) == row and any(self.rows[-1]):
            if (row + times - 1) * self.width() > MOST_CELLS:
                raise Refused("large")
            self.rows.extend(self.rows[-1] for _ in range(times - 1))

    def width(self) -> int:
        """Return the number of the last column that holds anything."""
        return max(map(len, self.rows), default=0)


class Scan:
    """A reading of one XML part, element by element; no element of a foreign document is ever resolved."""

    def __init__(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = lambda name, attributes: self.start(local(name), attributes)
        parser.EndElementHandler = lambda name: self.end(local(name))
        parser.CharacterDataHandler = self.text
        parser.buffer_text = True
        parser.Parse(xml, True)  # noqa: FBT003 - the parameter has no name

    def _doctype(self, *_: object) -> None:
        raise Refused("entities")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element's beginning."""

    def end(self, name: str) -> None:
        """Take an element's end."""

    def text(self, text: str) -> None:
        """Take text within an element."""


def local(name: str) -> str:
    """Return a name without the prefix of its namespace."""
    return name.rpartition(":")[2]


def _bylocal(attributes: Mapping[str, str]) -> dict[str, str]:
    return {local(name): value for name, value in attributes.items()}


def yes(attributes: Mapping[str, str], name: str) -> bool:
    """Tell whether an attribute is true."""
    return attributes.get(name, "0") in {"1", "true"}


class Elements(Scan):
    """The attributes of the elements of some names, in their order."""

    def __init__(self, xml: bytes, *names: str) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []
        self._names = frozenset(names)
        super().__init__(xml)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Keep the element."""
        if name in self._names:
            self.found.append((name, {local(at): value for at, value in attributes.items()}))
