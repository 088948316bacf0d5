"""Blocks as semantic HTML, for JupyterLab and for the page.

What a block looks like is left to the page's style sheet; numbers of tables and figures are filled in when a page is
published. All text is escaped.
"""

from __future__ import annotations

import hashlib
from html import escape
from typing import TYPE_CHECKING

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
    from collections.abc import Iterator

__all__ = ["NUMBER", "render"]

NUMBER = '<span class="rk-number" data-kind="{kind}"></span>'
"""The place of a number before a caption; `kind` is table or figure."""

_NARROW = 3


def render(block: Block) -> str:
    """Write a block as an HTML fragment.

    Raises
    ------
    TypeError
        When the block is of a kind that a page does not know.

    Examples
    --------
    >>> render(Paragraph("2 < 3"))
    '<p class="rk-paragraph">2 &lt; 3</p>'
    """
    return _block(block, "rk-" + hashlib.sha256(repr(block).encode()).hexdigest()[:8])


def _block(block: Block, key: str) -> str:  # noqa: PLR0911 - one for each kind of block
    match block:
        case Stack():
            return "\n".join(_block(inner, f"{key}-{at}") for at, inner in enumerate(block.blocks))
        case Table():
            return _table(block, key)
        case Chart():
            return _chart(block, key)
        case Cards():
            return _cards(block)
        case Note():
            return _note(block)
        case Paragraph():
            return f'<p class="rk-paragraph">{escape(block.text)}</p>'
        case Definitions():
            return f'<dl class="rk-definitions">{"".join(map(_definition, block.items))}</dl>'
        case _:
            raise TypeError(f"no HTML rendering for a block of kind {type(block).__name__}; add it to display/html.py")


def _table(table: Table, key: str) -> str:
    words = f'<span class="rk-caption">{NUMBER.format(kind="table")}{escape(table.caption)}</span>'
    caption = f'<caption id="{key}">{words}</caption>'
    return f'<figure class="rk-table">{_grid(table, key, caption)}{_notes(table.notes)}</figure>'


def _grid(table: Table, key: str, caption: str) -> str:
    """Write the table itself; one with many columns scrolls within its own box, which the keyboard reaches."""
    grid = f"<table>{caption}<thead>{''.join(_header(table))}</thead><tbody>{''.join(_rows(table))}</tbody></table>"
    if len(table.columns) <= _NARROW:
        return f'<div class="rk-narrow">{grid}</div>'
    return f'<div class="rk-scroll" role="region" tabindex="0" aria-labelledby="{key}">{grid}</div>'


def _header(table: Table) -> Iterator[str]:
    if table.groups:
        yield f"<tr>{''.join(_group(label, span) for label, span in table.groups)}</tr>"
    cells = zip(table.columns, table.numeric, strict=True)
    yield f"<tr>{''.join(_column(label, numeric=numeric) for label, numeric in cells)}</tr>"


def _column(label: str, *, numeric: bool) -> str:
    attributes = ' class="rk-numeric"' if numeric else ""
    return f'<th scope="col"{attributes}>{escape(label)}</th>' if label else f"<td{attributes}></td>"


def _group(label: str, span: int) -> str:
    return f'<th scope="colgroup" colspan="{span}">{escape(label)}</th>' if label else f'<td colspan="{span}"></td>'


def _rows(table: Table) -> Iterator[str]:
    for at, row in enumerate(table.rows):
        kind = ' class="rk-total"' if at in table.total else ""
        cells = zip(row[1:], table.numeric[1:], strict=True)
        values = "".join(_cell(cell, numeric=numeric) for cell, numeric in cells)
        yield f'<tr{kind}><th scope="row">{_words(row[0])}</th>{values}</tr>'


def _cell(cell: Cell, *, numeric: bool) -> str:
    return f'<td class="rk-numeric">{_words(cell)}</td>' if numeric else f"<td>{_words(cell)}</td>"


def _words(cell: Cell) -> str:
    if cell.kind == "value":
        return escape(cell.text)
    return f'<em class="rk-{cell.kind}">{escape(cell.text)}</em>'


def _notes(notes: tuple[str, ...]) -> str:
    return "".join(f'<p class="rk-footnote">{escape(note)}</p>' for note in notes)


def _chart(chart: Chart, key: str) -> str:
    caption = f'<figcaption id="{key}">{NUMBER.format(kind="figure")}{escape(chart.caption)}</figcaption>'
    own = f'<caption class="rk-unseen" id="{key}-data">{escape(chart.data.caption)}</caption>'
    data = _grid(chart.data, f"{key}-data", own) + _notes(chart.data.notes)
    return (
        f'<figure class="rk-chart" aria-labelledby="{key}">{caption}{_picture(chart)}{_notes(chart.notes)}'
        f"<details>{_summary(chart)}{data}</details></figure>"
    )


def _summary(chart: Chart) -> str:
    """Name the data by their own caption; where that is the chart's, the page or the browser names them."""
    return "" if chart.data.caption == chart.caption else f"<summary>{escape(chart.data.caption)}</summary>"


def _picture(chart: Chart) -> str:
    """Name the SVG by its text; whatever a drawing program wrote before its first element is dropped."""
    _, _, rest = chart.svg.partition("<svg")
    return f'<svg role="img" aria-label="{escape(chart.alt)}"{rest}'


def _cards(cards: Cards) -> str:
    items = "".join(map(_card, cards.cards))
    return f'<ul class="rk-cards" role="list" aria-label="{escape(cards.label)}">{items}</ul>'


def _card(card: Card) -> str:
    detail = f' <span class="rk-detail">{escape(card.detail)}</span>' if card.detail else ""
    value = f'<strong class="rk-value">{_words(card.value)}</strong>'
    return f'<li class="rk-card"><span class="rk-label">{escape(card.label)}</span> {value}{detail}</li>'


def _note(note: Note) -> str:
    title = f'<p class="rk-title"><strong>{escape(note.title)}</strong></p>' if note.title else ""
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in note.text.split("\n\n"))
    return f'<div class="rk-note rk-{note.kind}" role="note">{title}{paragraphs}</div>'


def _definition(item: Definition) -> str:
    reference = f'<dd class="rk-reference">{escape(item.reference)}</dd>' if item.reference else ""
    return f"<div><dt>{escape(item.term)}</dt><dd>{escape(item.meaning)}</dd>{reference}</div>"
