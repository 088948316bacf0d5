"""Definitions of the indicators, built from the catalogue: a page of the portal, and Markdown for docs/.

What is defined is decided in `reportkit.indicators`; one model (`model`) has two renderings (`page`, `markdown`).
"""

from reportkit.publish.definitions.lists import Use, sheets
from reportkit.publish.definitions.model import Entry, Grid, Line, Said, Section, Sheet, line

__all__ = ["Entry", "Grid", "Line", "Said", "Section", "Sheet", "Use", "line", "sheets"]
