"""Blocks as plain text."""

from __future__ import annotations

import pytest

from reportkit.display import Block, Card, Cards, Cell, Definition, Definitions, Note, Paragraph, Stack, Table
from reportkit.display.text import render


def test_blocks_read_as_lines() -> None:
    """A terminal shows captions, aligned figures and remarks."""
    block = Stack(
        (
            Paragraph("Twelve started."),
            Cards("Key", (Card("Started", Cell("12"), "since 2016"),)),
            Table("Started", ("Region", "Number"), ((Cell("Menen"), Cell("12")),), (False, True), ("Rounded.",)),
            Note("Made up.", title="Data"),
            Definitions((Definition("Trajectory", "A spell."),)),
        )
    )
    assert render(block).split("\n\n") == [
        "Twelve started.",
        "Started: 12 since 2016",
        "Started\nRegion  Number\nMenen       12\nRounded.",
        "Data: Made up.",
        "Trajectory: A spell.",
    ]


def test_an_unknown_block_is_refused() -> None:
    """A new kind of block names the file that must learn to render it."""
    with pytest.raises(TypeError, match=r"display/text\.py"):
        render(Block())
