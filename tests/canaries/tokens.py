"""The canaries: texts, days and digests of keys that belong to the records of a fixture and must stand nowhere else.

A text is readable, such as ``CANARY-P-0001`` for the key of a person. A day is one of 2020 to 2023 on which no period
begins or ends, or the birth of somebody; it is known in the forms in which a day is written. A digest needs no
secret, and is of the key of one of five persons.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DAYS", "Days", "digests", "found_in", "person", "text"]

_ENGLISH = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december")  # fmt: skip
_DUTCH = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip
_MONTHS = {name[:length]: number for names in (_ENGLISH, _DUTCH) for number, name in enumerate(names, start=1)
           for length in (3, 4, 9)} | {"mrt": 3}  # fmt: skip
_GAP = rb"(?:[\s_.,-]|&nbsp;|\xc2\xa0|\xa0|\xe2\x80\xaf){0,8}"
_NUMBERS_FIRST = re.compile(rb"(?<!\d)(\d{4})[-/.](\d{2})[-/.](\d{2})(?!\d)")
_NUMBERS_LAST = re.compile(rb"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\d)")
_WORDS = re.compile(rb"(?<!\d)(\d{1,2})" + _GAP + rb"([a-z]{3,9})" + _GAP + rb"(\d{4})(?!\d)")
_WORDS_FIRST = re.compile(rb"(?<![a-z])([a-z]{3,9})" + _GAP + rb"(\d{1,2})" + _GAP + rb"(\d{4})(?!\d)")
_YEAR = re.compile(rb"(?:19[6-9]|20[0-2])\d")
_BEFORE, _AFTER = 128, 16
"""How far from a year the rest of a day can stand: further than any of the forms is long."""
_TEXT = re.compile(rb"canary[!-~]{0,24}")


def text(kind: str, number: int) -> str:
    """Return a text that no other record has: ``text("TRACK", 7)`` is ``CANARY-TRACK-0007``."""
    return f"CANARY-{kind}-{number:04}"


def person(number: int) -> str:
    """Return the key of a person."""
    return text("P", number)


class Days:
    """Gives out days, each once, none of them the first or the last of a month."""

    def __init__(self) -> None:
        self.given: set[date] = set()

    def after(self, day: date, least: int = 1) -> date:
        """Return the first day that is free, so many days after another."""
        found = day + timedelta(days=least)
        while found in self.given or found.day == 1 or (found + timedelta(days=1)).day == 1:
            found += timedelta(days=1)
        self.given.add(found)
        return found


DAYS = Days()
"""The days of every record of every fixture."""


def found_in(content: bytes) -> Iterator[str]:
    """Yield the canaries in a piece of content as it stands, in capitals or not, and days in Dutch or English."""
    yield from sorted(_digests_in(content))
    lower = content.lower()
    yield from {found[0].decode() for found in _TEXT.finditer(lower)}
    near = _near_years(lower)
    if near:
        yield from sorted(f"the day {day}" for day in set(_days(near)) & DAYS.given)


def _near_years(lower: bytes) -> bytes:
    """Return what stands near a year: expressions that may begin at any digit or letter take long over all the rest."""
    spans: list[list[int]] = []
    for year in _YEAR.finditer(lower):
        begin, end = max(year.start() - _BEFORE, 0), year.end() + _AFTER
        if spans and begin <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([begin, end])
    return b"\0".join(lower[begin:end] for begin, end in spans)


def _digests_in(content: bytes) -> Iterator[str]:
    """Look up eight bytes wherever the first two of a digest stand; a search for all of them would take minutes."""
    letters = np.frombuffer(content, dtype=np.uint8).astype(np.uint16)
    for at in np.flatnonzero(_BEGINS[letters[:-1] << 8 | letters[1:]]).tolist():
        name = _DIGESTS.get(content[at : at + 8])
        if name is not None:
            yield name


def _days(lower: bytes) -> Iterator[date]:
    parts = [(int(year), int(month), int(day)) for year, month, day in _NUMBERS_FIRST.findall(lower)]
    for first, second, year in _NUMBERS_LAST.findall(lower):
        parts += [(int(year), int(second), int(first)), (int(year), int(first), int(second))]
    named = [(year, month, day) for day, month, year in _WORDS.findall(lower)]
    named += [(year, month, day) for month, day, year in _WORDS_FIRST.findall(lower)]
    parts += [(int(year), _MONTHS.get(month.decode(), 0), int(day)) for year, month, day in named]
    for year, month, day in parts:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def digests(key: str, operation: str = "ANK") -> Iterator[tuple[str, bytes]]:
    """Yield the digests that a person's key has without a secret, of which eight bytes are enough to try keys."""
    for words in (key, key.lower(), f"{key}{operation}", f"{key},{operation}", f"{len(key)}:{key}{operation}"):
        plain = words.encode()
        for name in ("md5", "sha1", "sha256", "sha512", "blake2s", "sha3_256"):
            yield f"{name} of {words}", hashlib.new(name, plain).digest()[:8]
        for size in (8, 16, 20, 32, 64):
            yield f"blake2b of {words}", hashlib.blake2b(plain, digest_size=size).digest()[:8]


_DIGESTS = {digest: name for number in range(1, 6) for name, digest in digests(person(number))}
_BEGINS = np.zeros(1 << 16, dtype=bool)
_BEGINS[[int.from_bytes(digest[:2]) for digest in _DIGESTS]] = True
