"""A sheet to draw charts on: bars, lines, dots and words, in units of which 400 fill the width.

Figures are matplotlib's, made without its global state. What a chart shows is not decided here.
"""

from __future__ import annotations

import io
import textwrap
from typing import TYPE_CHECKING, Literal

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

from reportkit.display.svg import tidy
from reportkit.display.theme import INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist

__all__ = ["SMALL", "TEXT", "WIDTH", "Canvas", "Shape", "text_width", "to_svg", "wrapped"]

WIDTH = 400.0
"""The width of every chart. At this width type of size 12 can be read on a telephone and on paper."""

TEXT = 12.0
SMALL = 11.0

Shape = Literal["circle", "square", "diamond", "triangle"]

_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle": ((0, -1.2), (1.2, 0.9), (-1.2, 0.9)),
}
_MEASURE = TextToPath()


def to_svg(figure: Figure) -> str:
    """Write a matplotlib figure as SVG that is the same each time: text stays text, no date, no random ids."""
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "reportkit", "text.usetex": False}):
        FigureCanvasSVG(figure).print_figure(buffer, format="svg", dpi=72, metadata={"Date": None})
    return tidy(buffer.getvalue())


def text_width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """Measure a line of text in the units of the canvas."""
    properties = mpl.font_manager.FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    return float(_MEASURE.get_text_width_height_descent(text, properties, ismath=False)[0])


def wrapped(text: str, width: float, size: float = TEXT) -> list[str]:
    """Break a text into lines of at most a width; a single long word is broken too."""
    signs = max(1, int(len(text) * width / max(text_width(text, size), 1.0)))
    for limit in range(signs, 0, -1):
        lines = textwrap.wrap(text, limit) or [""]
        if all(text_width(line, size) <= width for line in lines):
            return lines
    return [text]


class Canvas:
    """A sheet of a given height; y runs downwards from the upper edge."""

    def __init__(self, height: float) -> None:
        self._figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72)
        self._figure.patch.set_visible(False)
        self._place = Affine2D().scale(1, -1).translate(0, height)

    def bar(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle; one without an area leaves no mark."""
        if not width or not height:
            return
        self._add(Rectangle((x, y), width, height, facecolor=colour, linewidth=0))

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: float = 1.0) -> None:
        """Draw a line through points."""
        xs, ys = zip(*points, strict=True)
        self._add(Line2D(xs, ys, color=colour, linewidth=width, solid_capstyle="butt"))

    def dot(self, x: float, y: float, colour: str, shape: Shape = "circle", radius: float = 4.0) -> None:
        """Fill a small shape around a point."""
        if shape == "circle":
            self._add(Circle((x, y), radius, facecolor=colour, linewidth=0))
        else:
            corners = [(x + radius * right, y + radius * down) for right, down in _CORNERS[shape]]
            self._add(Polygon(corners, closed=True, facecolor=colour, linewidth=0))

    def text(  # noqa: PLR0913 - where, what and how, each by name
        self,
        x: float,
        y: float,
        text: str,
        *,
        anchor: Literal["left", "center", "right"] = "left",
        colour: str = INK,
        size: float = TEXT,
        bold: bool = False,
    ) -> None:
        """Write a line of text; `y` is its base line."""
        self._add(
            Text(
                x, y, text, color=colour, fontsize=size, fontfamily="DejaVu Sans", parse_math=False,
                horizontalalignment=anchor, verticalalignment="baseline", fontweight="bold" if bold else "normal",
            )
        )  # fmt: skip

    def svg(self) -> str:
        """Return what was drawn."""
        return to_svg(self._figure)

    def _add(self, artist: Artist) -> None:
        self._figure.add_artist(artist, clip=False)
        artist.set_transform(self._place)
