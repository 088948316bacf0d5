"""The marks of the sheets of an ODS workbook, from its XML. No value is read here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.intake.spreadsheets.marks import Marks, Refused, Scan

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["marks_of_ods"]

_TYPES = {
    "float": "n", "currency": "n", "percentage": "%", "date": "d", "time": "d", "boolean": "b", "string": "t",
}  # fmt: skip


def marks_of_ods(parts: Mapping[str, bytes]) -> tuple[dict[str, Marks], bool]:
    """Scan the sheets of an ODS workbook; also tell whether its days are counted from 1904.

    `parts` are its XML files, by their names in lower case.
    """
    if b"encryption-data" in parts.get("meta-inf/manifest.xml", b""):
        raise Refused("password")
    scan = _Sheets(parts["content.xml"])
    return scan.sheets, scan.from_1904


class _Sheets(Scan):
    """The marks of every sheet of an ODS workbook."""

    def __init__(self, xml: bytes) -> None:
        self.sheets: dict[str, Marks] = {}
        self.from_1904 = False
        self._marks = Marks()
        self._row = self._column = self._columns = 0
        self._repeated = 1
        super().__init__(xml)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a table, a row, a cell, or what says how they look."""
        if name in {"table-cell", "covered-table-cell"}:
            self._cell(attributes)
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

    def _cell(self, attributes: dict[str, str]) -> None:
        times = int(attributes.get("table:number-columns-repeated", "1"))
        wide = int(attributes.get("table:number-columns-spanned", "1"))
        high = int(attributes.get("table:number-rows-spanned", "1"))
        column = self._column + 1
        self._column += times
        if wide > 1 or high > 1:
            self._marks.merged.append((self._row, column, self._row + high - 1, column + wide - 1))
        kind = attributes.get("office:value-type", "")
        formula = "table:formula" in attributes
        if kind == "string" and attributes.get("calcext:value-type") == "error":
            self._marks.fill(self._row, column, "e", times)
        elif kind in _TYPES:
            mark = "g" if kind == "string" and formula else _TYPES[kind]
            self._marks.fill(self._row, column, mark, times)
        elif formula:
            self._marks.fill(self._row, column, "f", times)

    def end(self, name: str) -> None:
        """Have a row stand there as often as it says."""
        if name == "table-row":
            self._marks.repeat(self._row, self._repeated)
