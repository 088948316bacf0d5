"""Markdown prose as HTML: headings in order with anchors, tables that a screen reader can walk, no HTML of its own.

Blocks that code makes are not written here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import mistune

__all__ = ["Heading", "Prose"]

_PLUGINS = ("table", "strikethrough", "url")
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_COMMENT = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
_LINK = re.compile(r"(?:https?://|mailto:|#|[A-Za-z0-9_][^:]*$)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_TITLE = 1


@dataclass(frozen=True)
class Heading:
    """A heading of a page: its level, its anchor, and its words without markup."""

    level: int
    anchor: str
    text: str


class Prose:
    r"""The prose of one page: cells are given in reading order, so that anchors are unique and levels have no gaps.

    Examples
    --------
    >>> prose = Prose()
    >>> print(prose.render("# Title\n\n## Results\n\n*Twelve* <b>people</b>."))
    <h2 id="results">Results</h2>
    <p><em>Twelve</em> &lt;b&gt;people&lt;/b&gt;.</p>
    >>> prose.headings
    [Heading(level=2, anchor='results', text='Results')]
    """

    def __init__(self, reserved: tuple[str, ...] = ("main", "contents")) -> None:
        self.headings: list[Heading] = []
        self._used = set(reserved)
        renderer = _Renderer(self)
        self._markdown = mistune.create_markdown(renderer=renderer, plugins=list(_PLUGINS))
        renderer.register("table", _table)
        renderer.register("table_cell", _table_cell)

    def render(self, markdown: str) -> str:
        """Write a cell of prose as HTML."""
        return str(self._markdown(markdown)).strip()

    def enter(self, text: str, level: int) -> Heading:
        """Add a heading; one that skips a level is raised to the next."""
        level = min(level, (self.headings[-1].level if self.headings else _TITLE) + 1)
        heading = Heading(level, self._anchor(_plain(text)), _plain(text))
        self.headings.append(heading)
        return heading

    def _anchor(self, text: str) -> str:
        ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-") or "section"
        anchor, count = slug, 1
        while anchor in self._used:
            count += 1
            anchor = f"{slug}-{count}"
        self._used.add(anchor)
        return anchor


class _Renderer(mistune.HTMLRenderer):
    def __init__(self, prose: Prose) -> None:
        super().__init__(escape=True)
        self._prose = prose

    def heading(self, text: str, level: int, **_attributes: Any) -> str:  # noqa: ANN401 - as mistune declares it
        """Write a heading with its anchor; the title stands elsewhere."""
        if level == _TITLE:
            return ""
        entered = self._prose.enter(text, level)
        return f'<h{entered.level} id="{entered.anchor}">{text}</h{entered.level}>\n'

    def link(self, text: str, url: str, title: str | None = None) -> str:
        """Write a link, or only its text where the address is of a kind that is not allowed."""
        if not _LINK.match(url):
            return text
        named = f' title="{escape(title)}"' if title else ""
        return f'<a href="{escape(url)}"{named}>{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 - a page loads no picture
        return escape(text)

    def inline_html(self, html: str) -> str:
        return _html(html)

    def block_html(self, html: str) -> str:
        written = _html(html.strip())
        return f"<p>{written}</p>\n" if written else ""


def _html(raw: str) -> str:
    if _BREAK.fullmatch(raw):
        return "<br>"
    return "" if _COMMENT.fullmatch(raw) else escape(raw)


def _table(_renderer: object, text: str) -> str:
    return f'<figure class="rk-table"><div class="rk-narrow"><table>\n{text}</table></div></figure>\n'


def _table_cell(_renderer: object, text: str, align: str | None = None, *, head: bool = False) -> str:
    kind = ' class="rk-numeric"' if align == "right" else ""
    if head and text:
        return f'<th scope="col"{kind}>{text}</th>\n'
    return f"<td{kind}>{text}</td>\n"


def _plain(text: str) -> str:
    return unescape(_TAG.sub("", text)).strip()
