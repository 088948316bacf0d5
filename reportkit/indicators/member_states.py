"""The Member States of the European Union, with the days on which they were one. Source: the treaties of accession."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MEMBER_STATES"]

_FOR_EVER = date(9999, 12, 31)

_ACCESSIONS: Mapping[date, tuple[str, ...]] = {
    date(1958, 1, 1): ("BE", "DE", "FR", "IT", "LU", "NL"),
    date(1973, 1, 1): ("DK", "GB", "IE"),
    date(1981, 1, 1): ("GR",),
    date(1986, 1, 1): ("ES", "PT"),
    date(1995, 1, 1): ("AT", "FI", "SE"),
    date(2004, 5, 1): ("CY", "CZ", "EE", "HU", "LT", "LV", "MT", "PL", "SI", "SK"),
    date(2007, 1, 1): ("BG", "RO"),
    date(2013, 7, 1): ("HR",),
}
_LAST_DAYS: Mapping[str, date] = {"GB": date(2020, 1, 31)}

MEMBER_STATES: tuple[tuple[str, date, date], ...] = tuple(
    (code, since, _LAST_DAYS.get(code, _FOR_EVER)) for since, codes in _ACCESSIONS.items() for code in codes
)
"""Each as its ISO 3166-1 alpha-2 code, its first day and its last."""
