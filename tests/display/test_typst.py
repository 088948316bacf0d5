"""Blocks as Typst source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.display import Block, Card, Cards, Cell, Chart, Definition, Definitions, Note, Paragraph, Stack, Table
from reportkit.display.typst import array, column_widths, quoted, render

TABLE = Table("Reach", ("Region", "Started"), ((Cell("Kortrijk"), Cell("312")),), (False, True))
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'


def read_back(source: str) -> str:
    """Read a Typst string as Typst does: a backslash takes the sign after it."""
    signs = iter(source[1:-1])
    return "".join({"n": "\n"}.get(after := next(signs), after) if sign == "\\" else sign for sign in signs)


@pytest.mark.parametrize(
    ("block", "source"),
    [
        (Paragraph("Text."), '#rk-paragraph("Text.")'),
        (Note("Mind.", "warning", "R13"), '#rk-note("warning", "R13", "Mind.")'),
        (Cards("Key", (Card("Started", Cell("312"), "of 600"),)), '#rk-cards("Key", (("Started", "312", "of 600",),))'),
        (Definitions((Definition("Term", "Meaning"),)), '#rk-definitions((("Term", "Meaning", "",),))'),
        (Stack((Paragraph("a"), Paragraph("b"))), '#rk-paragraph("a")\n\n#rk-paragraph("b")'),
    ],
    ids=lambda given: type(given).__name__,
)
def test_each_block_is_one_call(block: Block, source: str) -> None:
    """What it looks like is the theme's affair."""
    assert render(block) == source


def test_a_table_says_its_caption_columns_and_rows() -> None:
    """A cell is a string, in its place."""
    source = render(TABLE)
    assert all(
        part in source
        for part in (
            '#rk-table(caption: "Reach"',
            'header: ("Region", "Started",)',
            '("Kortrijk", "312",)',
            "numeric: (false, true,)",
        )
    )


@pytest.mark.parametrize("kind", ["hidden", "missing"])
def test_a_cell_without_a_value_is_marked(kind: str) -> None:
    """The words for a figure that is not shown are set apart from values."""
    table = Table("t", ("a", "b"), ((Cell("x"), Cell("words", kind)),), (False, True))  # type: ignore[arg-type]
    assert f'rk-{kind}("words")' in render(table)


def test_sums_and_groups_of_a_table_are_told() -> None:
    """Positions of total rows, and the labels over several columns."""
    table = Table("t", ("a", "b"), ((Cell("x"), Cell("1")),), (False, True), total=frozenset({0}), groups=(("All", 2),))
    source = render(table)
    assert ('groups: (("All", 2,),)' in source, "total: (0,)" in source) == (True, True)


def test_a_chart_carries_its_picture_its_words_and_its_data() -> None:
    """Whoever cannot see the picture has both the text and the table."""
    source = render(Chart("Reach", SVG, "Bar chart: 312.", TABLE))
    assert all(part in source for part in (quoted(SVG), 'alt: "Bar chart: 312."', "data: rk-data(", '"312"'))


def test_a_block_that_paper_does_not_know_is_an_error() -> None:
    """A new kind of block names the file that must learn it."""

    class Unknown(Block):
        """A block of a kind that nobody drew."""

    with pytest.raises(TypeError, match=r"Unknown; add it to display/typst\.py"):
        render(Unknown())


@given(st.text(st.characters(exclude_categories=("Cc", "Cs"))))
def test_text_is_kept_as_it_is(text: str) -> None:
    """No sign of a text is markup, and none is lost."""
    source = quoted(text)
    assert (read_back(source), source[0] + source[-1], "\n" in source) == (text, '""', False)


@pytest.mark.parametrize(("text", "kept"), [("a\r\nb", "a\nb"), ("a\tb", "a b"), ("a\x00\x07b", "ab")])
def test_control_characters_do_not_reach_paper(text: str, kept: str) -> None:
    """Line ends stay, tabs are spaces, the rest is left out."""
    assert read_back(quoted(text)) == kept


@pytest.mark.parametrize(("items", "source"), [([], "()"), (["1"], "(1,)"), (["1", "2"], "(1, 2,)")])
def test_one_item_is_an_array_too(items: list[str], source: str) -> None:
    """Typst takes ``(1)`` for a number."""
    assert array(items) == source


def test_a_wide_table_is_set_in_smaller_type() -> None:
    """Columns that do not fit shrink the type before they break their words."""
    narrow = column_widths([["Kortrijk", *["12.345"] * 3]], ["Region", *"abc"])
    wide = column_widths([["Kortrijk", *["12.345"] * 15]], ["Region", *"abcdefghijklmno"])
    assert (narrow[1], wide[1]) == ("9pt", "7pt")


def test_a_long_text_does_not_starve_the_numbers() -> None:
    """The first column wraps when its labels are long."""
    widths, _ = column_widths([["word " * 60, "12.345"]], ["Label", "Started"])
    assert widths == "(38fr, 9fr,)"


def test_a_short_label_keeps_to_one_line() -> None:
    """A column is as wide as its header, when that is short."""
    assert column_widths([["12"], ["7"]], ["Tot nu toe"]) == ("(12fr,)", "9pt")
