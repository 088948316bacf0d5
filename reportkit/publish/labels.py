"""Words that page and portal share for what the params name by a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportkit.display.words import Words

__all__ = ["audience", "audience_meaning", "note_title"]


def audience(say: Words, code: str) -> str:
    """Name an audience; what is not a code is already a name."""
    return {"public": say("Public"), "authority": say("Managing authority")}.get(code, code)


def audience_meaning(say: Words, code: str) -> str:
    """Say what an audience may do with a report."""
    meanings = {
        "public": say("Public: figures on small groups of people are protected"),
        "authority": say("Managing authority: unprotected figures, not for publication"),
    }
    return meanings.get(code, code)


def note_title(say: Words, kind: str) -> str:
    """Return the title of a note that has none of its own."""
    titles = {
        "synthetic": say("Synthetic data"),
        "missing": say("Not available"),
        "warning": say("Warning"),
        "information": say("Information"),
        "success": say("In order"),
    }
    return titles[kind]
