"""The marks of the sheets of an ODS workbook, from its XML. No value is read here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.intake.spreadsheets.marks import Marks, Refused, Scan

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["marks_of_ods"]

_CELLS = frozenset({"table-cell", "covered-table-cell"})
_TYPES = {
    "float": "n", "currency": "n", "percentage": "%", "date": "d", "time": "h", "boolean": "b", "string": "t",
}  # fmt: skip


def marks_of_ods(parts: Mapping[str, bytes]) -> tuple[dict[str, Marks], bool]:
    """Scan the sheets of an ODS workbook; also tell whether its days are counted from 1904.

    `parts` are its XML files, by their names in lower case.
    """
    if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise Refused("password")
    scan = _Sheets(parts["content.xml"])
    return scan.sheets, scan.from_1904


@dataclass
class _Cell:
    """A cell (from 1, so many times): the type that it declares, and whether it shows a paragraph and what it says."""

    kind: str = ""
    column: int = 0
    times: int = 1
    is_error: bool = False
    formula: bool = False
    shown: bool = False
    says: bool = False

    def mark(self) -> str:
        """Return its mark; a formula that shows an empty paragraph was calculated, and gave an empty text."""
        if self.kind == "string" and self.is_error:
            return "e"
        if self.kind in _TYPES:
            return "g" if self.kind == "string" and self.formula else _TYPES[self.kind]
        if self.formula:
            return "f" if self.says or not self.shown else ""
        if self.says:
            raise Refused("damaged")
        return ""


class _Sheets(Scan):
    """The marks of every sheet of an ODS workbook."""

    def __init__(self, xml: bytes) -> None:
        self.sheets: dict[str, Marks] = {}
        self.from_1904 = False
        self._marks = Marks()
        self._row = self._column = self._columns = 0
        self._repeated = 1
        self._cell = _Cell()
        self._within: list[str] | None = None
        super().__init__(xml)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a table, a row, a cell, or what says how they look."""
        if self._within is not None:
            self._cell.shown |= name == "p" and not self._within
            self._within.append(name)
        elif name in _CELLS:
            self._start_cell(attributes)
        elif name == "table-row":
            self._row, self._column = self._row + self._repeated, 0
            self._repeated = int(attributes.get("table:number-rows-repeated", "1"))
            if attributes.get("table:visibility", "visible") != "visible":
                self._marks.hidden_rows.append((self._row, self._row + self._repeated - 1))
        elif name == "table-column":
            first = self._columns + 1
            self._columns += int(attributes.get("table:number-columns-repeated", "1"))
            if attributes.get("table:visibility", "visible") != "visible":
                self._marks.hidden_columns.append((first, self._columns))
        elif name == "table":
            if attributes["table:name"] in self.sheets:
                raise Refused("damaged")
            self._marks = self.sheets[attributes["table:name"]] = Marks()
            self._row = self._columns = 0
            self._repeated = 1
        elif name == "null-date":
            self.from_1904 = attributes.get("table:date-value", "").startswith("1904")

    def _start_cell(self, attributes: dict[str, str]) -> None:
        times = int(attributes.get("table:number-columns-repeated", "1"))
        wide = int(attributes.get("table:number-columns-spanned", "1"))
        high = int(attributes.get("table:number-rows-spanned", "1"))
        column = self._column + 1
        self._column += times
        if wide > 1 or high > 1:
            self._marks.merged.append((self._row, column, self._row + high - 1, column + wide - 1))
        is_error = attributes.get("calcext:value-type") == "error"
        kind, formula = attributes.get("office:value-type", ""), "table:formula" in attributes
        self._cell = _Cell(kind, column, times, is_error=is_error, formula=formula)
        self._within = []

    def text(self, text: str) -> None:
        """See that a cell shows text: in a paragraph of its own, not of a note or a drawing that is tied to it."""
        if self._within and self._within[0] == "p" and text:
            self._cell.says = True

    def end(self, name: str) -> None:
        """Mark a cell that holds something; have a row stand there as often as it says."""
        if self._within:
            self._within.pop()
        elif self._within is not None:
            self._within = None
            mark = self._cell.mark()
            if mark:
                self._marks.fill(self._row, self._cell.column, mark, self._cell.times)
        elif name == "table-row":
            self._marks.repeat(self._row, self._repeated)
