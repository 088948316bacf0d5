"""The portal's page on the quality of the data, for the managing authority: it holds small numbers and no person.

What it says is decided where its blocks are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import escape

from reportkit.display import html as blocks
from reportkit.display.html import NUMBER
from reportkit.display.words import LANGUAGES, words
from reportkit.publish import portal
from reportkit.publish.cleaning import clean
from reportkit.publish.html import body, environment
from reportkit.publish.labels import audience_meaning
from reportkit.publish.style import policy, style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from reportkit.display import Block, Words

__all__ = ["PAGES", "Part", "Section", "render"]

PAGES: Mapping[str, str] = {language: f"quality.{language}.html" for language in LANGUAGES}
"""The file name of the page in each language, beside the portal."""


@dataclass(frozen=True)
class Part:
    """What stands under one heading of a project."""

    title: str
    block: Block


@dataclass(frozen=True)
class Section:
    """The quality of the data of a project."""

    project: str
    name: str
    synthetic: bool
    parts: tuple[Part, ...]


def render(sections: Sequence[Section], *, language: str, software: str = "") -> str:
    """Write the page in one language; the same sections give the same bytes."""
    say = words(language)
    shown = [(section, list(_parts(section, say))) for section in sections]
    return environment().get_template("quality.html.j2").render(
        language=language,
        say=say,
        others=[(other, file) for other, file in PAGES.items() if other != language],
        portal=portal.PAGES[language],
        meaning=audience_meaning(say, "authority"),
        sections=shown,
        synthetic=any(section.synthetic for section in sections),
        software=software,
        style=style(),
        policy=policy(),
    )  # fmt: skip


def _parts(section: Section, say: Words) -> Iterator[tuple[str, Markup]]:
    """Yield heading and HTML of each part; a table is named for its project, and its ids are those of no other."""
    named = f'<span class="rk-unseen">{escape(section.name)}: </span>'
    for at, part in enumerate(section.parts, start=1):
        html = blocks.render(part.block).replace(NUMBER.format(kind="table"), named)
        yield part.title, body([clean(html, f"{section.project}-{at}-")], say)
