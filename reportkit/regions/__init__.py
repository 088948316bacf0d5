"""Regions as lists of municipalities, and the municipalities of Belgium that the package brings.

A municipality's code (REFNIS) is text. Lists change: each code is valid between two dates.
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ALL", "Municipality", "Region", "belgium"]

ALL = "all"
"""The id of a project's whole area: every record of its operations."""


@dataclass(frozen=True)
class Municipality:
    """A Belgian municipality under one REFNIS code, with the days on which that code is valid (both included)."""

    refnis: str
    slug: str
    name_nl: str
    name_fr: str
    name_de: str
    arrondissement: str
    province: str
    valid_from: date
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Tell whether the code is valid on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Region:
    """A named list of municipalities; `names` holds a name for each language."""

    id: str
    names: Mapping[str, str]
    municipalities: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return the name in a language, or the first one there is: names of places need no translation."""
        return self.names.get(language) or next(iter(self.names.values()), self.id)


@functools.cache
def belgium() -> tuple[Municipality, ...]:
    """Return every municipality of Belgium since 2010, sorted by code and date (source: Statbel, REFNIS)."""
    text = resources.files(__package__).joinpath("municipalities.csv").read_text(encoding="utf-8")
    return tuple(
        Municipality(
            refnis=row["refnis"],
            slug=row["slug"],
            name_nl=row["name_nl"],
            name_fr=row["name_fr"],
            name_de=row["name_de"],
            arrondissement=row["arrondissement"],
            province=row["province"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in csv.DictReader(text.splitlines())
    )
