"""What a report shows: words, numbers, tables, charts and notes, and how each looks on screen.

No figure is computed here, and no file is opened but the package's own words.
"""

from reportkit.display.blocks import (
    TYPST,
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
from reportkit.display.cells import figure, hidden, missing
from reportkit.display.words import LANGUAGES, Words, words

__all__ = [
    "LANGUAGES",
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
    "Words",
    "figure",
    "hidden",
    "missing",
    "words",
]
