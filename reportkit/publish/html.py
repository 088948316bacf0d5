"""A report as one page of HTML that needs nothing beside it: no script, no font, no picture from elsewhere.

Blocks come with their HTML; the look of the page is in templates/. The exporter for nbconvert is in `exporter`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from reportkit.display.html import NUMBER
from reportkit.display.words import Words, words
from reportkit.publish.cleaning import clean
from reportkit.publish.labels import audience, note_title
from reportkit.publish.prose import Heading, Prose
from reportkit.publish.style import TEMPLATES, policy, style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportkit.publish.document import Document, Front, Part

__all__ = ["Page", "body", "environment", "page", "render"]

_NUMBER = re.compile(re.escape(NUMBER).replace(r"\{kind\}", "(table|figure)"))
_UNTITLED = re.compile(r'(<div class="rk-note rk-([a-z]+)" role="note">)(?=<p>)')
_UNNAMED = re.compile(r"<details>(?!<summary)")
_LISTED = 2


@dataclass(frozen=True)
class Page:
    """What the template of a report shows: the front, the contents and the body, with the words around them."""

    front: Front
    say: Words
    audience: str
    body: Markup
    contents: tuple[Heading, ...]
    style: Markup
    policy: str


def render(document: Document) -> str:
    """Write a report as a page; the same document gives the same bytes."""
    template = environment().get_template("reportkit/index.html.j2")
    return template.render(resources={"page": page(document)})


def page(document: Document) -> Page:
    """Turn a document into what the template shows."""
    front, prose = document.front, Prose()
    say = words(front.language)
    written = body(_parts(document.parts, prose), say)
    return Page(
        front=front,
        say=say,
        audience=audience(say, front.audience),
        body=written,
        contents=tuple(heading for heading in prose.headings if heading.level == _LISTED),
        style=style(),
        policy=policy(),
    )


def body(parts: Iterable[str], say: Words) -> Markup:
    """Join pieces of HTML that are safe, number their tables and figures, and title their notes."""
    joined = _numbered("\n".join(parts), say)
    joined = _UNTITLED.sub(lambda note: f"{note[1]}{_title(say, note[2])}", joined)
    joined = _UNNAMED.sub(f"<details><summary>{escape(say('Data of the figure'))}</summary>", joined)
    return Markup(joined)  # noqa: S704 - prose was escaped, and blocks were escaped or cleaned


@functools.cache
def environment() -> Environment:
    """Return the templates of pages."""
    return Environment(loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True)


def _parts(parts: tuple[Part, ...], prose: Prose) -> Iterator[str]:
    for at, part in enumerate(parts, start=1):
        yield clean(part.html, f"b{at}-") if part.html else prose.render(part.markdown)


def _numbered(body: str, say: Words) -> str:
    counts = {"table": 0, "figure": 0}

    def number(place: re.Match[str]) -> str:
        """Write the number of a caption, counted among those of its kind."""
        kind = place[1]
        counts[kind] += 1
        label = say("Table {n}", n=counts[kind]) if kind == "table" else say("Figure {n}", n=counts[kind])
        return f'<span class="rk-number">{escape(label)}.</span> '

    return _NUMBER.sub(number, body)


def _title(say: Words, kind: str) -> str:
    return f'<p class="rk-title"><strong>{escape(note_title(say, kind))}</strong></p>'
