"""What the made-up delivery of a project is like: the plan that the engine fills in. No draw is made here.

Percentages are whole numbers from 0 to 100; spans are pairs of lowest and highest, both included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reportkit.sample.dice import Weighted

__all__ = ["Design", "EmployerPlan", "Habit", "OfferPlan", "Profile", "Season", "Stream", "Working"]

Span = tuple[int, int]


@dataclass(frozen=True)
class Season:
    """How many spells start in a year, and how many of these are still open on the last known day."""

    year: int
    started: int
    active: int = 0
    months: Span = (1, 12)


@dataclass(frozen=True)
class Stream:
    """The spells of one operation in one municipality.

    Attributes
    ----------
    outcomes
        For each exit reason how many closed spells have it; together all that are closed.
    days
        The length of a closed spell.
    until
        The last day of an exit; the design's last known day when left out.
    reopened
        How many spells are a person's second or later one in the operation.
    after
        The operation whose closed spells bring the persons of this one; its own persons when left out.
    """

    operation: str
    municipality: str
    seasons: tuple[Season, ...]
    outcomes: Mapping[str, int]
    days: Span
    until: date | None = None
    track: str = ""
    reopened: int = 0
    after: str = ""


@dataclass(frozen=True)
class Profile:
    """Who takes part.

    Attributes
    ----------
    late
        A nationality, the percentage of persons who have it, and the first day on which it is met.
    women_of, protection_of
        For a nationality, what holds in place of `women` and `protection`.
    undisclosed_gender
        How many persons have gender X.
    by_age
        Whether age at entry is delivered in place of the date of birth.
    young_graduate
        Whether one person under 18 has a higher degree: a warning that data of this kind often hold.
    """

    nationalities: Weighted[str]
    protection: Weighted[str]
    isced: Weighted[str]
    labour: Weighted[str]
    referrers: Weighted[str]
    ages: Weighted[Span]
    women: int = 40
    women_of: Mapping[str, int] = field(default_factory=dict)
    protection_of: Mapping[str, Weighted[str]] = field(default_factory=dict)
    late: tuple[str, int, date] | None = None
    undisclosed_gender: int = 0
    rural: int = 0
    by_age: bool = False
    young_graduate: bool = False


@dataclass(frozen=True)
class Habit:
    """A kind of support: how many spells have it, when it starts after entry, how long it lasts, its hours.

    `times` is how often it is given at most, one after the other.
    """

    kind: str
    percent: int
    delay: Span
    days: Span
    hours: Span
    operation: str = ""
    times: int = 1


@dataclass(frozen=True)
class Working:
    """How often there is work and learning.

    Attributes
    ----------
    placed
        Of the spells closed with work, those whose job is known.
    article60, interim
        Of all spells, those with temporary work experience, and with a short agency job during guidance.
    later
        Of the other closed spells, those with a job in the months after.
    language
        Of all spells, those with a language course.
    observed_early
        How many follow-ups were made before the exit, against the rule.
    training
        The kinds of study that spells end with.
    """

    placed: int
    article60: int
    interim: int
    later: int
    language: int
    observed_early: int = 0
    training: Weighted[str] = (("vocational", 62), ("secondary", 14), ("higher", 8), ("language", 10), ("other", 6))


@dataclass(frozen=True)
class EmployerPlan:
    """Contacts with a municipality's employers; `again` is the percentage with an employer met before."""

    operation: str
    municipality: str
    contacts: int
    first: date
    last: date
    vacancies: Span
    again: int = 0


@dataclass(frozen=True)
class OfferPlan:
    """The offers of one municipality by kind, from a number of organisations."""

    municipality: str
    organisations: int
    offers: Mapping[str, int]


@dataclass(frozen=True)
class Design:
    """The plan of a project's delivery.

    Attributes
    ----------
    prefix
        What every pseudonym and id begins with.
    known_until
        The last known day: nothing later is in the delivery.
    kick_off
        The day on which a network project opens, with its workshops and its first offers.
    population
        Municipality, day, group, count and source of each known denominator.
    """

    project: str
    prefix: str
    known_until: date
    streams: tuple[Stream, ...]
    profile: Profile
    habits: tuple[Habit, ...]
    working: Working | None = None
    employers: tuple[EmployerPlan, ...] = ()
    offers: tuple[OfferPlan, ...] = ()
    kick_off: date | None = None
    population: tuple[tuple[str, date, str, int, str], ...] = ()
