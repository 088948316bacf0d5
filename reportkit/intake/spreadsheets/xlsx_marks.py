"""The marks of the sheets of an XLSX workbook, from its XML. No value is read here."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from reportkit.intake.spreadsheets.marks import Elements, Marks, Refused, Scan, yes

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["marks_of_xlsx"]

_PERCENT_FORMATS = frozenset({9, 10})
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_TYPES = {"n": "n", "s": "t", "str": "t", "inlineStr": "t", "b": "b", "e": "e", "d": "d"}


def marks_of_xlsx(parts: Mapping[str, bytes]) -> tuple[dict[str, Marks], bool]:
    """Scan the sheets of an XLSX workbook; also tell whether its days are counted from 1904.

    `parts` are its XML files, by their names in lower case.
    """
    book = Elements(parts["xl/workbook.xml"], "sheet", "workbookPr", "calcPr").found
    targets = {
        link["Id"]: posixpath.normpath(posixpath.join("/xl", link["Target"])).lower().lstrip("/")
        for _, link in Elements(parts["xl/_rels/workbook.xml.rels"], "Relationship").found
    }
    computed = not any(name == "calcPr" and yes(its, "fullCalcOnLoad") for name, its in book)
    percentages = _Percentages(parts["xl/styles.xml"]).found if "xl/styles.xml" in parts else set()
    sheets = {
        its["name"]: _XlsxSheet(parts[targets[its["id"]]], percentages, computed=computed).marks
        for name, its in book
        if name == "sheet"
    }
    return sheets, any(name == "workbookPr" and yes(its, "date1904") for name, its in book)


class _Percentages(Scan):
    """The numbers of the cell formats that write a percentage."""

    def __init__(self, xml: bytes) -> None:
        self.found: set[int] = set()
        self._formats = set(_PERCENT_FORMATS)
        self._of_cells, self._number = False, 0
        super().__init__(xml)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a number format or a cell format."""
        if name == "numFmt" and "%" in _LITERALS.sub("", attributes["formatCode"]):
            self._formats.add(int(attributes["numFmtId"]))
        elif name == "cellXfs":
            self._of_cells = True
        elif name == "xf" and self._of_cells:
            if int(attributes.get("numFmtId", "0")) in self._formats:
                self.found.add(self._number)
            self._number += 1

    def end(self, name: str) -> None:
        """Leave the cell formats."""
        self._of_cells = self._of_cells and name != "cellXfs"


class _XlsxSheet(Scan):
    """The marks of a sheet of an XLSX workbook; rows and cells stand in their order, or the sheet is damaged."""

    def __init__(self, xml: bytes, percentages: set[int], *, computed: bool) -> None:
        self.marks = Marks()
        self._percentages, self._computed = percentages, computed
        self._row = self._column = 0
        self._type, self._style, self._formula, self._value, self._inside = "n", 0, False, False, False
        super().__init__(xml)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a row, a cell, what is in it, or what says how rows and columns look."""
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "is"}:
            self._inside = True
            self._value = self._value or name == "is" or self._type == "str"
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "col" and (yes(attributes, "hidden") or attributes.get("width") == "0"):
            self.marks.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            self.marks.merged.append((*_place(first), *_place(last or first)))

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if row <= self._row:
            raise Refused("damaged")
        self._row, self._column = row, 0
        if yes(attributes, "hidden") or attributes.get("ht") == "0":
            self.marks.hidden_rows.append((row, row))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        row, column = _place(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
        if row != self._row or column <= self._column:
            raise Refused("damaged")
        self._column, self._type, self._style = column, attributes.get("t", "n"), int(attributes.get("s", "0"))
        self._formula = self._value = self._inside = False

    def end(self, name: str) -> None:
        """Mark a cell that holds something."""
        if name in {"v", "is"}:
            self._inside = False
        elif name == "c" and (self._value or self._formula):
            mark = _TYPES.get(self._type, "n")
            if self._formula and not (self._value and self._computed):
                mark = "f"
            elif mark == "n" and self._style in self._percentages:
                mark = "%"
            self.marks.fill(self._row, self._column, mark)

    def text(self, text: str) -> None:
        """See that a cell has a value."""
        if self._inside and text:
            self._value = True


def _place(reference: str) -> tuple[int, int]:
    """Return row and column of a reference such as B12."""
    found = re.fullmatch(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})", reference)
    if not found:
        raise Refused("damaged")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
