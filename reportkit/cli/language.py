"""The language in which a verb speaks: that of the person's locale where reportkit knows it, else English.

What a message says is decided where it is made; names of columns, codes and figures are the same in every language.
"""

# ruff: noqa: PLC0415 - English needs no word lists

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportkit.errors import ReportkitError

__all__ = ["spoken", "tell", "told", "told_error"]

_ENGLISH = "en"
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_NONE = frozenset({"C", "POSIX"})


def spoken(environment: Mapping[str, str]) -> str:
    """Return the first language of a locale that reportkit knows, in gettext's order of variables; else English.

    ``C`` and ``POSIX`` are English, and as ``LC_ALL`` they go before ``LANGUAGE``: whoever sets them wants the words
    that scripts know.

    Examples
    --------
    >>> spoken({"LANG": "nl_BE.UTF-8"}), spoken({"LANGUAGE": "fr:nl", "LANG": "en_GB"}), spoken({"LANG": "fr_BE"})
    ('nl', 'nl', 'en')
    >>> spoken({"LC_ALL": "C.UTF-8", "LANG": "nl_BE.UTF-8"})
    'en'
    """
    if environment.get("LC_ALL") in _NONE:
        return _ENGLISH
    listed = [name for variable in _VARIABLES for name in environment.get(variable, "").split(":") if name]
    for name in listed:
        language = re.split(r"[_.@-]", name)[0]
        if language in _NONE:
            return _ENGLISH
        if language.lower() == _ENGLISH or _is_known(language.lower()):
            return language.lower()
    return _ENGLISH


def _is_known(language: str) -> bool:
    from reportkit.display.words import LANGUAGES

    return language in LANGUAGES


def told(message: str) -> str:
    """Say a message in the person's language; a text that is no message stands as it is."""
    language = spoken(os.environ)
    if language == _ENGLISH:
        return str(message)
    from reportkit.display.words import words

    return words(language).told(message)


def told_error(error: ReportkitError) -> str:
    """Say an error in the person's language, in one line or with a line for each fault."""
    return str(type(error)(error.code, told(error.what), where=told(error.where), mend=told(error.mend)))


def tell(message: str) -> None:
    """Write a message to stderr, in the person's language."""
    typer.echo(told(message), err=True)
