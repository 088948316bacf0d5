"""Blocks as HTML: what a screen reader, a browser and JupyterLab get."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.display import (
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
    hidden,
    words,
)
from reportkit.display.html import render

TWO = Table(
    caption="Started",
    columns=("Region", "Number"),
    rows=((Cell("Kortrijk"), Cell("12")), (Cell("Total"), hidden(words("nl")))),
    numeric=(False, True),
    notes=("Rounded.",),
    total=frozenset({1}),
)
WIDE = Table(
    caption="By gender",
    columns=("Region", "F", "M", "X"),
    rows=((Cell("Menen"), Cell("1"), Cell("2"), Cell("3")),),
    numeric=(False, True, True, True),
    groups=(("", 1), ("Gender", 3)),
)
SVG = '<?xml version="1.0"?><!DOCTYPE svg><svg viewBox="0 0 1 1"><path d="M 0 0"></path></svg>'
CHART = Chart("Closed", SVG, 'Bars: "job" 5 & training 6.', TWO)


class Reader(HTMLParser):
    """Reads a fragment back: its elements in order, their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of the elements of one name."""
        return [attributes for name, attributes in self.tags if name == tag]


def test_a_table_has_a_caption_with_room_for_its_number() -> None:
    """The caption belongs to the table itself, and the page numbers it."""
    assert '<span class="rk-number" data-kind="table"></span>Started</span></caption>' in render(TWO)


def test_headers_of_columns_and_rows_say_what_they_head() -> None:
    """A screen reader can name column and row of each cell."""
    scopes = [header["scope"] for header in Reader(render(TWO)).all("th")]
    assert scopes == ["col", "col", "row", "row"]


def test_a_group_of_columns_has_its_own_header() -> None:
    """An upper header says which columns it spans; where it is empty, it is no header."""
    first, *_ = render(WIDE).partition("</tr>")[0].split("<tr>")[1:]
    assert first == '<td colspan="1"></td><th scope="colgroup" colspan="3">Gender</th>'


def test_a_hidden_figure_is_said_in_words() -> None:
    """Everyone, also who listens, is told that a figure is hidden."""
    assert '<td class="rk-numeric"><em class="rk-hidden">verborgen</em></td>' in render(TWO)


def test_rows_of_totals_are_marked() -> None:
    """The page can set a total apart."""
    assert render(TWO).count('<tr class="rk-total">') == 1


def test_notes_stand_under_the_table() -> None:
    """What must be known about a table is printed right below it."""
    assert render(TWO).endswith('</table></div><p class="rk-footnote">Rounded.</p></figure>')


def test_a_wide_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    """A wide table does not widen the page; its box has the caption as name."""
    reader = Reader(render(WIDE))
    box = next(attributes for attributes in reader.all("div") if attributes.get("role") == "region")
    assert (box["tabindex"], box["aria-labelledby"]) == ("0", reader.all("caption")[0]["id"])


def test_a_narrow_table_is_no_stop_for_the_keyboard() -> None:
    """A table that fits needs no box to scroll in."""
    assert "tabindex" not in render(TWO)


def test_a_chart_is_one_picture_with_words() -> None:
    """A screen reader reads the sentences instead of the marks; what precedes the drawing is dropped."""
    html = render(CHART)
    picture = Reader(html).all("svg")[0]
    assert (picture["role"], picture["aria-label"]) == ("img", 'Bars: "job" 5 & training 6.')
    assert "<?xml" not in html
    assert "DOCTYPE" not in html


def test_the_data_of_a_chart_can_be_opened_under_it() -> None:
    """The table of a chart is there for everyone, closed until asked for, and has no number of its own."""
    html = render(CHART)
    assert "<details><summary>Started</summary>" in html
    assert html.count("rk-number") == 1


def test_key_figures_are_a_list_with_a_name() -> None:
    """The number of key figures is announced, and a hidden one is said in words."""
    html = render(Cards("Key figures", (Card("Started", Cell("636"), "since 2016"), Card("F", hidden(words("en"))))))
    assert html.startswith('<ul class="rk-cards" role="list" aria-label="Key figures"><li class="rk-card">')
    assert Reader(html).text == "Started 636 since 2016F hidden"


def test_a_note_says_that_it_is_one() -> None:
    """A remark stands apart for who sees and for who listens."""
    html = render(Note("Made up.\n\nAll of it.", "synthetic", "Data"))
    title = '<p class="rk-title"><strong>Data</strong></p>'
    assert html == f'<div class="rk-note rk-synthetic" role="note">{title}<p>Made up.</p><p>All of it.</p></div>'


def test_definitions_are_a_list_of_terms() -> None:
    """A term, its meaning and its source belong together."""
    html = render(Definitions((Definition("Trajectory", "A spell.", "Annex I"),)))
    assert "<dt>Trajectory</dt><dd>A spell.</dd>" in html
    assert '<dd class="rk-reference">Annex I</dd>' in html


def test_stacked_blocks_keep_their_order_and_their_own_ids() -> None:
    """The same table twice does not repeat an id."""
    ids = [attributes["id"] for attributes in Reader(render(Stack((WIDE, WIDE)))).all("caption")]
    assert len(set(ids)) == 2


def test_an_unknown_block_is_refused() -> None:
    """A new kind of block names the file that must learn to render it."""
    with pytest.raises(TypeError, match=r"display/html\.py"):
        render(Block())


HOSTILE = st.text(st.sampled_from("<>&\"'/=;abc script"), min_size=1)


@given(HOSTILE)
def test_text_is_never_markup(text: str) -> None:
    """Whatever stands in a block is read as the text it is."""
    blocks = Stack(
        (
            Paragraph(text),
            Note(text, title=text),
            Definitions((Definition(text, text, text),)),
            Cards(text, (Card(text, Cell(text), text),)),
            Table(text, (text,), ((Cell(text),),), (False,), (text,)),
        )
    )
    harmless = Stack(
        (
            Paragraph("x"),
            Note("x", title="x"),
            Definitions((Definition("x", "x", "x"),)),
            Cards("x", (Card("x", Cell("x"), "x"),)),
            Table("x", ("x",), ((Cell("x"),),), (False,), ("x",)),
        )
    )
    read, expected = Reader(render(blocks)), Reader(render(harmless))
    assert [tag for tag, _ in read.tags] == [tag for tag, _ in expected.tags]
    assert read.text == expected.text.replace("x", text)
    assert read.all("ul")[0]["aria-label"] == text
