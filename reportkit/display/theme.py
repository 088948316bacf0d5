"""The colours and type of reports, on screen, in charts and on paper.

Text colours have a contrast of 4.5 or more on white, graphic colours of 3 or more. The series colours stay apart for
readers with protanopia, deuteranopia or tritanopia.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "ACCENT",
    "CHART_TYPEFACES",
    "GRID",
    "INK",
    "MUTED",
    "PAPER",
    "SERIES",
    "VARIABLES",
    "contrast",
    "readable_on",
]

INK = "#14212b"
MUTED = "#4d5b67"
PAPER = "#ffffff"
ACCENT = "#0b5d7a"
GRID = "#d3dbe1"

SERIES = (ACCENT, "#da730b", "#13136c", "#80936c", "#850ac2", "#574905")
"""Colours of series and parts, in order of use."""

CHART_TYPEFACES = "DejaVu Sans, Verdana, Arial, sans-serif"

VARIABLES: Mapping[str, str] = {
    "ink": INK,
    "muted": MUTED,
    "paper": PAPER,
    "accent": ACCENT,
    "accent-deep": "#073b4f",
    "tint": "#eaf3f6",
    "line": GRID,
    "synthetic": "#7a1f4d",
    "synthetic-tint": "#fbeef4",
    "warning": "#8a4500",
    "warning-tint": "#fdf3e7",
    "success": "#1d6b3f",
    "success-tint": "#ebf6ef",
    "missing": "#5b5568",
    "missing-tint": "#f3f2f6",
}
"""The colours of the page, by the name under which the style sheet knows them (``--rk-…``)."""


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21.

    References
    ----------
    WCAG 2.2, success criterion 1.4.3 and its definition of relative luminance.

    Examples
    --------
    >>> contrast("#000000", "#ffffff")
    21.0
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return round((lighter + 0.05) / (darker + 0.05), 2)


def readable_on(colour: str) -> str:
    """Return the text colour, light or dark, that reads best on a colour."""
    return max((PAPER, INK), key=lambda text: contrast(text, colour))


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB
