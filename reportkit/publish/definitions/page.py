"""Definitions as a page of the portal, in its style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from reportkit.display.words import LANGUAGES, words
from reportkit.publish import portal
from reportkit.publish.definitions.lists import BASES
from reportkit.publish.html import environment
from reportkit.publish.style import policy, style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportkit.publish.definitions.model import Sheet

__all__ = ["PAGES", "render"]

PAGES: Mapping[str, str] = {language: f"definitions.{language}.html" for language in LANGUAGES}
"""The file name of the page in each language, beside the portal."""


def render(sheets: Sequence[Sheet], *, language: str, software: str = "") -> str:
    """Write the page in one language; the same sheets give the same bytes."""
    return environment().get_template("definitions.html.j2").render(
        language=language,
        say=words(language),
        others=[(other, file) for other, file in PAGES.items() if other != language],
        portal=portal.PAGES[language],
        bases=BASES,
        sheets=sheets,
        rich=rich,
        software=software,
        style=style(),
        policy=policy(),
    )  # fmt: skip


def rich(text: str) -> Markup:
    """Escape a text, and set what stands between backticks as code.

    Examples
    --------
    >>> rich("rows with `age < 18`")
    Markup('rows with <code>age &lt; 18</code>')
    """
    parts = text.split("`")
    return Markup().join(
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts)
    )
