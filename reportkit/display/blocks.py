"""The blocks a report is made of: one model each, rendered to HTML and to Typst from the same values.

A block holds words and numbers that are already protected, in the reader's language. Nothing is computed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "TYPST",
    "Block",
    "Card",
    "Cards",
    "Cell",
    "Chart",
    "Definition",
    "Definitions",
    "Note",
    "Paragraph",
    "Stack",
    "Table",
]

TYPST = "application/vnd.reportkit.typst"
"""The MIME type under which a block's Typst source lies beside its ``text/html`` in a notebook's outputs."""


class Block:
    """Something a report shows; JupyterLab, the HTML page and the PDF each take the rendering they know."""

    def _repr_mimebundle_(self, **_kwargs: object) -> dict[str, str]:
        from reportkit.display import html, text, typst  # noqa: PLC0415 - they know the blocks

        return {"text/plain": text.render(self), "text/html": html.render(self), TYPST: typst.render(self)}


@dataclass(frozen=True)
class Cell:
    """A cell of a table: a value, a hidden (protected) figure, or one missing from the data; both are said in words."""

    text: str
    kind: Literal["value", "hidden", "missing"] = "value"


@dataclass(frozen=True)
class Table(Block):
    """A table with a caption; the first column holds the row headers.

    `numeric` says for each column whether it is set to the right in tabular figures. `notes` stand under it.
    `total` marks the rows (by position) that are sums of the others. `groups` is an optional upper header row: pairs of
    (label, number of columns), summing to the number of columns.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[bool, ...]
    notes: tuple[str, ...] = ()
    total: frozenset[int] = frozenset()
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Chart(Block):
    """A chart as SVG, with the text that says what it shows and the table of its data."""

    caption: str
    svg: str
    alt: str
    data: Table
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """A key figure: a large value, what it is, and one line of context."""

    label: str
    value: Cell
    detail: str = ""


@dataclass(frozen=True)
class Cards(Block):
    """The key figures of a report, in one row or grid; `label` names the group for those who do not see it."""

    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Note(Block):
    """A remark set apart: that data are synthetic, a table is absent, a check warns, or what a check shows."""

    text: str
    kind: Literal["synthetic", "missing", "warning", "information", "success"] = "information"
    title: str = ""


@dataclass(frozen=True)
class Paragraph(Block):
    """A sentence or more of running text, made by code from protected figures."""

    text: str


@dataclass(frozen=True)
class Definition:
    """A term, what it means, and where that is laid down."""

    term: str
    meaning: str
    reference: str = ""


@dataclass(frozen=True)
class Definitions(Block):
    """A list of definitions."""

    items: tuple[Definition, ...]


@dataclass(frozen=True)
class Stack(Block):
    """Blocks one under the other."""

    blocks: tuple[Block, ...]
