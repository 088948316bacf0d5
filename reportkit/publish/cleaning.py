"""HTML that came out of a notebook, cut down to what a block can hold: no script, no style, nothing from elsewhere.

Ids are made unique on the page. What a block looks like is decided by the page.
"""

from __future__ import annotations

import re

import nh3

__all__ = ["clean"]

_TAGS = {
    *("figure", "figcaption", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("div", "p", "span", "strong", "em", "b", "i", "small", "sub", "sup", "code", "pre", "abbr", "br"),
    *("dl", "dt", "dd", "ul", "ol", "li", "details", "summary"),
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs"),
    *("clipPath", "use"),
}
_WITH_CONTENT = {"script", "style", "iframe", "object", "template", "noscript", "title"}
_EVERYWHERE = {"class", "id", "role", "lang", "dir", "tabindex"}
_PAINT = {
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "opacity", "transform", "clip-path", "clip-rule"),
    *("font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline"),
    *("x", "y", "dx", "dy", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "d", "points"),
}
_DRAWN = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "colgroup": {"span"},
    "col": {"span"},
    "span": {"data-kind"},
    "details": {"open"},
    "clipPath": {"clipPathUnits"},
    "use": {*_PAINT, "href"},
    **{tag: {*_PAINT, "viewBox", "preserveAspectRatio"} for tag in _DRAWN},
}
_REFERENCES = {"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"}
_INNER_URL = re.compile(r"url\(\s*#([^)\s\"']+)\s*\)")


def clean(html: str, prefix: str) -> str:
    """Return a block's HTML with only what is allowed, and with `prefix` before every id and every reference to one.

    Examples
    --------
    >>> clean('<p id="a" onclick="steal()">Text<script>steal()</script></p><img src="https://example.org/x">', "b1-")
    '<p id="b1-a">Text</p>'
    """

    def kept(_tag: str, name: str, value: str) -> str | None:
        return _kept(name, value, prefix)

    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=kept,
        generic_attribute_prefixes={"aria-"},
        url_schemes=set(),
        link_rel=None,
    )


def _kept(name: str, value: str, prefix: str) -> str | None:
    if name == "id":
        return prefix + value
    if name in _REFERENCES:
        return " ".join(prefix + reference for reference in value.split())
    if name == "href":
        return f"#{prefix}{value[1:]}" if value.startswith("#") else None
    if name == "tabindex":
        return value if value == "0" else None
    if "url(" in value.lower():
        found = _INNER_URL.fullmatch(value.strip())
        return f"url(#{prefix}{found[1]})" if found else None
    return value
