"""SVG as matplotlib writes it, made small and safe to set within a page: no style, no metadata, one place of rounding.

What is drawn is not decided here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from reportkit.display.theme import CHART_TYPEFACES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["tidy"]

_NAMESPACE = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
_DROPPED = {"metadata", "style", "title", "desc", "script", "foreignObject", "image"}
_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_NO_TURN = re.compile(r"rotate\(-?0(?: [^)]*)?\)")
_FONT = re.compile(r"(?:(?P<weight>bold|[1-9]00) )?(?P<size>[\d.]+)px .*")
_DEFAULTS = {
    ("text-anchor", "start"),
    ("stroke-linejoin", "miter"),
    ("stroke-linecap", "butt"),
    ("stroke-linejoin", "round"),
    ("stroke-dashoffset", "0"),
    ("stroke-width", "1"),
    ("opacity", "1"),
}


def tidy(svg: str) -> str:
    """Rewrite an SVG with presentation attributes in place of styles, rounded coordinates, and no unused ids.

    Examples
    --------
    >>> tidy('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2" width="2pt" height="2pt">'
    ...      '<g id="a"><path d="M 0.123 1.987" style="fill: #14212b"/></g></svg>').partition(">")[2]
    '<path d="M 0.1 2" fill="#14212b"></path></svg>'
    """
    root = ET.fromstring(svg)  # noqa: S314 - drawn by this program a moment ago
    left, top, width, height = root.attrib["viewBox"].split()
    used = set(re.findall(r"#([^\")\s;]+)", svg))
    tag = ET.Element("svg", {
        "xmlns": _NAMESPACE, "viewBox": f"{left} {top} {_short(width)} {_short(height)}",
        "width": _short(width), "height": _short(height), "font-family": CHART_TYPEFACES,
    })  # fmt: skip
    tag.extend(_kept(root, used))
    return ET.tostring(tag, encoding="unicode", short_empty_elements=False)


def _kept(element: ET.Element, used: set[str]) -> Iterator[ET.Element]:
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if not name or name in _DROPPED:
            continue
        attributes = dict(_attributes(child, used))
        inner = list(_kept(child, used))
        if name == "g" and not attributes:
            yield from inner
        elif inner or name not in {"g", "defs"}:
            copy = ET.Element(name, attributes)
            copy.text = child.text if name in {"text", "tspan"} else None
            copy.extend(inner)
            yield copy


def _attributes(element: ET.Element, used: set[str]) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        if name == _LINK:
            yield "href", value
        elif name == "style":
            yield from _styles(value)
        elif name == "id":
            if value in used:
                yield name, value
        elif name not in {"class", "{http://www.w3.org/XML/1998/namespace}space"} and not _NO_TURN.fullmatch(value):
            yield name, _rounded(value)


def _styles(style: str) -> Iterator[tuple[str, str]]:
    for part in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = (piece.strip() for piece in part.partition(":"))
        font = _FONT.fullmatch(value) if name == "font" else None
        if font:
            yield "font-size", _short(font["size"])
            if font["weight"]:
                yield "font-weight", font["weight"]
        elif name != "font-family" and (name, value) not in _DEFAULTS:
            yield name, _rounded(value.removesuffix("px"))


def _rounded(value: str) -> str:
    return " ".join(_NUMBER.sub(lambda found: _short(found[0]), value).split())


def _short(number: str) -> str:
    return f"{round(float(number), 1) + 0:g}"
