"""Blocks as Typst source, for the paper report.

What a block looks like is not decided here: the source calls functions (``rk-table``, ``rk-chart``, ...) that the PDF
theme defines. All text is written as Typst strings, never as markup, so that it is printed exactly as it is.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Literal

from reportkit.display.blocks import (
    Block,
    Card,
    Cards,
    Cell,
    Chart,
    Definition,
    Definitions,
    Note,
    Paragraph,
    Stack,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Columns", "array", "column_widths", "quoted", "render"]

Columns = tuple[str, Literal["9pt", "8pt", "7pt"]]
"""The Typst array of a table's column widths, and the type size at which the table fits the page."""

_SIZES: tuple[tuple[Literal["9pt", "8pt", "7pt"], int], ...] = (("9pt", 100), ("8pt", 113), ("7pt", 130))
_WRAP = 36
_LABEL = 12
_INSETS = 2
_KEPT_ROWS = 16


def render(block: Block) -> str:
    r"""Write a block as Typst source.

    Raises
    ------
    TypeError
        When the block is of a kind that paper does not know.

    Examples
    --------
    >>> print(render(Paragraph('Sentence with "quotes", #hash and -5.')))
    #rk-paragraph("Sentence with \"quotes\", #hash and -5.")
    """
    if isinstance(block, Stack):
        return "\n\n".join(render(inner) for inner in block.blocks)
    return f"#{_call(block)}"


def quoted(text: str) -> str:
    r"""Write text as a Typst string that prints exactly as it is.

    Line ends stay; tabs become spaces and other control characters, which paper cannot show, are left out.

    Examples
    --------
    >>> print(quoted('a "b" \\ #c'))
    "a \"b\" \\ #c"
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    shown = "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"})
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def array(items: Iterable[str]) -> str:
    """Write Typst expressions as an array; one item needs its comma.

    Examples
    --------
    >>> array(['"a"']), array([])
    ('("a",)', '()')
    """
    written = "".join(f"{item}, " for item in items)
    return f"({written.rstrip()})"


def column_widths(rows: Sequence[Sequence[str]], header: Sequence[str]) -> Columns:
    """Share the page's width among the columns of a table, by the text that each must hold.

    Long headers and long texts may wrap; other cells keep to one line for as long as the page allows.

    Examples
    --------
    >>> column_widths([["Kortrijk", "12"]], ["Region", "Started"])
    ('(10fr, 9fr,)', '9pt')
    """
    needs = [_need([row[at] for row in rows], title) + _INSETS for at, title in enumerate(header)]
    size = next((size for size, signs in _SIZES if sum(needs) <= signs), _SIZES[-1][0])
    return array(f"{need}fr" for need in needs), size


def _need(cells: Sequence[str], title: str) -> int:
    longest = max((len(line) for cell in cells for line in cell.split("\n")), default=0)
    word = max((len(word) for text in (title, *cells) for word in text.split()), default=1)
    label = len(title) if len(title) <= _LABEL else 0
    return max(1, label, min(word, _WRAP), min(longest, _WRAP))


def _call(block: Block) -> str:
    match block:
        case Table():
            return _table(block)
        case Chart():
            return _chart(block)
        case Cards():
            return f"rk-cards({quoted(block.label)}, {array(_card(card) for card in block.cards)})"
        case Note():
            return f"rk-note({quoted(block.kind)}, {quoted(block.title)}, {quoted(block.text)})"
        case Paragraph():
            return f"rk-paragraph({quoted(block.text)})"
        case Definitions():
            return f"rk-definitions({array(_definition(item) for item in block.items)})"
        case _:
            kind = type(block).__name__
            raise TypeError(f"no Typst rendering for a block of kind {kind}; add it to display/typst.py")


def _table(table: Table, function: str = "rk-table", caption: str | None = None) -> str:
    widths, size = column_widths([[cell.text for cell in row] for row in table.rows], table.columns)
    groups = (array((quoted(label), str(span))) for label, span in table.groups)
    arguments = {
        "caption": quoted(table.caption if caption is None else caption),
        "widths": widths,
        "size": size,
        "numeric": array("true" if numeric else "false" for numeric in table.numeric),
        "groups": array(groups),
        "header": array(map(quoted, table.columns)),
        "rows": "(\n" + "".join(f"  {array(map(_cell, row))},\n" for row in table.rows) + ")",
        "total": array(map(str, sorted(table.total))),
        "notes": array(map(quoted, table.notes)),
        "keep": "true" if len(table.rows) <= _KEPT_ROWS else "false",
    }
    return f"{function}({', '.join(f'{name}: {value}' for name, value in arguments.items())})"


def _cell(cell: Cell) -> str:
    return quoted(cell.text) if cell.kind == "value" else f"rk-{cell.kind}({quoted(cell.text)})"


def _chart(chart: Chart) -> str:
    own_caption = chart.data.caption if chart.data.caption != chart.caption else ""
    data = _table(chart.data, "rk-data", own_caption)
    notes = array(map(quoted, chart.notes))
    return (
        f"rk-chart(caption: {quoted(chart.caption)}, svg: {quoted(chart.svg)}, alt: {quoted(chart.alt)}, "
        f"notes: {notes}, data: {data})"
    )


def _card(card: Card) -> str:
    return array((quoted(card.label), _cell(card.value), quoted(card.detail)))


def _definition(item: Definition) -> str:
    return array(map(quoted, (item.term, item.meaning, item.reference)))
