"""Blocks as plain text, for a terminal and for whoever reads a notebook without its renderings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.display.blocks import Block, Cards, Chart, Definitions, Note, Paragraph, Stack, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["render"]


def render(block: Block) -> str:  # noqa: PLR0911 - one for each kind of block
    """Write a block as lines of text.

    Raises
    ------
    TypeError
        When the block is of a kind that text does not know.

    Examples
    --------
    >>> from reportkit.display.blocks import Cell
    >>> print(render(Table("Started", ("Region", "Number"), ((Cell("Kortrijk"), Cell("12")),), (False, True))))
    Started
    Region    Number
    Kortrijk      12
    """
    match block:
        case Stack():
            return "\n\n".join(map(render, block.blocks))
        case Table():
            return "\n".join(_table(block))
        case Chart():
            return "\n".join((block.caption, block.alt, *block.notes))
        case Cards():
            return "\n".join(f"{card.label}: {card.value.text} {card.detail}".rstrip() for card in block.cards)
        case Note():
            return f"{block.title}: {block.text}" if block.title else block.text
        case Paragraph():
            return block.text
        case Definitions():
            return "\n".join(f"{item.term}: {item.meaning} {item.reference}".rstrip() for item in block.items)
        case _:
            raise TypeError(f"no plain text for a block of kind {type(block).__name__}; add it to display/text.py")


def _table(table: Table) -> Iterator[str]:
    lines = [table.columns, *(tuple(cell.text for cell in row) for row in table.rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    yield table.caption
    for line in lines:
        padded = (
            text.rjust(width) if numeric else text.ljust(width)
            for text, width, numeric in zip(line, widths, table.numeric, strict=True)
        )
        yield "  ".join(padded).rstrip()
    yield from table.notes
