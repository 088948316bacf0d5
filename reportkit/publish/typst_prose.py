"""Markdown prose as Typst source, for the paper report.

Blocks that code makes are not written here, nor is it decided what prose looks like.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import mistune

from reportkit.display.typst import array, column_widths, quoted
from reportkit.errors import ReportError
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["render"]

Token = dict[str, Any]

_PLUGINS = ("table", "strikethrough", "url")
_COMMENT = re.compile(r"\s*(?:<!--.*?-->\s*)*", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_OUTWARD = re.compile(r"(?:https?|mailto):", re.IGNORECASE)


def render(markdown: str) -> str:
    r"""Write Markdown as Typst source.

    A heading of level 1 is the report's title and is left out, for the cover has it; level 2 becomes the first level.
    Links that lead to a place in the page or to a file beside it keep their words only. A paragraph at the end stays
    with the table or the figure that follows.

    Raises
    ------
    ReportError
        E241 when the prose holds what paper cannot show, such as HTML or a picture.

    Examples
    --------
    >>> print(render("## Results\n\n*Twelve* people."))
    #heading(level: 1)[#"Results"]
    <BLANKLINE>
    #rk-lead[#emph[#"Twelve"]#" people."]
    """
    tokens = mistune.create_markdown(renderer=None, plugins=list(_PLUGINS))(markdown)
    shown = [token for token in tokens if token["type"] != "blank_line"] if isinstance(tokens, list) else []
    if shown and shown[-1]["type"] == "paragraph":
        shown[-1]["type"] = "lead"
    return _blocks(shown)


def _blocks(tokens: Sequence[Token]) -> str:
    written = (_written(token, _BLOCKS) for token in tokens)
    return "\n\n".join(piece for piece in written if piece)


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_written(token, _INLINES) for token in tokens)


def _written(token: Token, known: Mapping[str, Callable[[Token], str]]) -> str:
    kind = str(token["type"])
    if kind not in known:
        raise _refused(Message('prose holds "{kind}", which paper cannot show.', kind=kind))
    return known[kind](token)


def _refused(what: str) -> ReportError:
    mend = Message("Write it in plain Markdown, or as a block of reportkit.")
    return ReportError("E241", what, where=Message("Markdown cell"), mend=mend)


def _nothing(_token: Token) -> str:
    return ""


def _heading(token: Token) -> str:
    level = int(token["attrs"]["level"]) - 1
    return f"#heading(level: {level})[{_inline(token['children'])}]" if level else ""


def _list(token: Token) -> str:
    attributes = token.get("attrs", {})
    ordered = bool(attributes.get("ordered"))
    options = f"tight: {'true' if token.get('tight') else 'false'}"
    if ordered:
        options += f", start: {int(attributes.get('start', 1))}"
    items = "".join(f", [{_blocks(item['children'])}]" for item in token["children"])
    return f"#{'enum' if ordered else 'list'}({options}{items})"


def _table(token: Token) -> str:
    head = token["children"][0]["children"]
    body = [row["children"] for part in token["children"][1:] for row in part["children"]]
    widths, size = column_widths(
        [[_plain(cell["children"]) for cell in row] for row in body], [_plain(cell["children"]) for cell in head]
    )
    numeric = array("true" if cell["attrs"]["align"] == "right" else "false" for cell in head)
    return (
        f"#rk-table(widths: {widths}, size: {size}, numeric: {numeric}, header: {_row(head)}, "
        f"rows: {array(map(_row, body))})"
    )


def _row(cells: Sequence[Token]) -> str:
    return array(f"[{_inline(cell['children'])}]" for cell in cells)


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(token.get("raw", "") or _plain(token.get("children", ())) for token in tokens)


def _html(token: Token) -> str:
    raw = str(token["raw"])
    if _BREAK.fullmatch(raw):
        return "#linebreak()"
    if _COMMENT.fullmatch(raw):
        return ""
    raise _refused(Message("prose holds HTML, which paper cannot show."))


def _link(token: Token) -> str:
    words, url = _inline(token["children"]), str(token["attrs"]["url"])
    return f"#link({quoted(html.unescape(url))})[{words}]" if _OUTWARD.match(url) else words


_BLOCKS: Mapping[str, Callable[[Token], str]] = {
    "blank_line": _nothing,
    "block_code": lambda token: f"#rk-code({quoted(token['raw'].rstrip())})",
    "block_html": _html,
    "block_quote": lambda token: f"#rk-quote[{_blocks(token['children'])}]",
    "block_text": lambda token: _inline(token["children"]),
    "heading": _heading,
    "lead": lambda token: f"#rk-lead[{_inline(token['children'])}]",
    "list": _list,
    "paragraph": lambda token: f"#par[{_inline(token['children'])}]",
    "table": _table,
    "thematic_break": lambda _token: "#rk-rule()",
}

_INLINES: Mapping[str, Callable[[Token], str]] = {
    "codespan": lambda token: f"#raw({quoted(html.unescape(token['raw']))})",
    "emphasis": lambda token: f"#emph[{_inline(token['children'])}]",
    "inline_html": _html,
    "linebreak": lambda _token: "#linebreak()",
    "link": _link,
    "softbreak": lambda _token: '#" "',
    "strikethrough": lambda token: f"#strike[{_inline(token['children'])}]",
    "strong": lambda token: f"#strong[{_inline(token['children'])}]",
    "text": lambda token: f"#{quoted(html.unescape(token['raw']))}",
}
