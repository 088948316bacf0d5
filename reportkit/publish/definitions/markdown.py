"""Definitions as Markdown, for docs/."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.publish.definitions.model import Entry, Grid, Line, Said, Sheet

__all__ = ["render"]

_MARKS = re.compile(r"([\\*_<>\[\]])")


def render(sheet: Sheet, *, last: str = "") -> str:
    """Write a sheet as a file; `last` is Markdown that stands at its end. The same sheet gives the same bytes."""
    return "\n\n".join(part for part in (*_parts(sheet), last) if part) + "\n"


def _parts(sheet: Sheet) -> Iterator[str]:
    yield f"# {_text(sheet.title)}"
    yield from map(_text, sheet.paragraphs)
    if sheet.notice:
        yield f"> {_text(sheet.notice)}"
    yield from map(_grid, sheet.before)
    for section in sheet.sections:
        yield f"## {_text(section.title)}"
        yield from map(_entry, section.entries)
    yield from map(_grid, sheet.after)


def _entry(entry: Entry) -> str:
    lines = "\n".join(map(_line, entry.lines))
    return f"### `{entry.code}` {_text(entry.name)}\n\n{lines}"


def _line(line: Line) -> str:
    return f"- **{_text(line.term)}**: {'; '.join(map(_said, line.said))}"


def _said(said: Said) -> str:
    projects = f"{_text(', '.join(said.projects))}: " if said.projects else ""
    return f"{projects}{_text(said.text)}"


def _grid(grid: Grid) -> str:
    rows = (grid.columns, ("---",) * len(grid.columns), *grid.rows)
    lines = [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return f"## {_text(grid.caption)}\n\n" + "\n".join(lines)


def _cell(text: str) -> str:
    return _text(text).replace("|", r"\|")


def _text(text: str) -> str:
    """Escape what Markdown would take for marks; codes between backticks stay as they are."""
    parts = text.split("`")
    return "`".join(part if at % 2 else _MARKS.sub(r"\\\1", part) for at, part in enumerate(parts))
