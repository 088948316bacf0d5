"""The style sheet of pages, and the policy that forbids a page everything else."""

from __future__ import annotations

import base64
import functools
import hashlib
from pathlib import Path

from markupsafe import Markup

from reportkit.display.theme import VARIABLES

__all__ = ["TEMPLATES", "policy", "style"]

TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def style() -> Markup:
    """Return the style sheet with the colours of the theme."""
    colours = "".join(f"--rk-{name}:{value};" for name, value in VARIABLES.items())
    sheet = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    return Markup(f":root{{{colours}}}\n{sheet}")  # noqa: S704 - the package's own file


@functools.cache
def policy() -> str:
    """Return the content security policy: the one style sheet, and nothing that is loaded or run."""
    digest = base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
