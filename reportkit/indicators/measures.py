"""The forms an indicator can take: each is data, and `evaluator` is the one place that knows how to work them out.

The definitions themselves stand in `pathway` and `network`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Average", "Count", "Indicator", "Names", "Population", "Result", "Share", "Stock", "Survival", "Unit"]

Unit = Literal[
    "trajectory", "participation", "person", "entity", "offer", "place", "organisation", "municipality", "employer",
    "vacancy", "hire", "hour", "day", "proportion",
]  # fmt: skip
When = Literal["", "entry", "leaving", "six_months"]


@dataclass(frozen=True)
class Names:
    """A text in each language of the reports; an official name also has its French."""

    nl: str
    en: str
    fr: str = ""

    def __getitem__(self, language: str) -> str:
        """Return the text in a language; KeyError when it has none."""
        try:
            return {"nl": self.nl, "en": self.en}[language]
        except KeyError:
            raise KeyError(f'no text in language "{language}"; there are nl and en') from None


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """What every indicator says of itself.

    Attributes
    ----------
    code
        Stable name, as in indicators.csv.
    name, meaning
        What the report calls it, and its definition in words.
    unit
        What is counted; a proportion is 0 to 1.
    by
        The breakdowns it is worked out for, besides the total.
    needs
        Tables, or ``table.column``, without which it is not available; ``table.column[predicate]`` needs the column
        only where there are rows that meet the predicate.
    also
        Tables that it would also rest on, and does without; a note says so.
    reference
        Where the definition is laid down.
    measured
        When a participant is looked at, for the common indicators of ESF and ESF+.
    special
        Whether it tells of a special category of personal data (Regulation (EU) 2016/679, article 9).
    known
        Whether it counts complete records only, so that no group of it is unknown.
    placeless
        Whether its records have no municipality, so that there is a figure for the whole area only.
    withheld
        Whether the public never sees it, because it tells little beside a figure that it would keep from being shown.
    """

    code: str
    name: Names
    meaning: Names
    unit: Unit
    by: tuple[str, ...] = ()
    needs: tuple[str, ...] = ("participations",)
    also: tuple[str, ...] = ()
    reference: str = ""
    measured: When = ""
    special: bool = False
    known: bool = False
    placeless: bool = False
    withheld: bool = False

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The counts that this figure gives away."""
        return ()


@dataclass(frozen=True, kw_only=True)
class Count(Indicator):
    """Rows of a fact that meet a predicate, dated by an event: ``to_date`` is the sum of the periods.

    `fact`, `event`, `where` and `measure` are a DuckDB relation, its date column, a predicate and an aggregate.
    """

    fact: str
    event: str
    where: str = "true"
    measure: str = "count(*)"
    over: str = ""
    """The count that a sum of amounts (hours) is taken over; empty when this is itself a count."""

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The count that a sum is taken over."""
        return (self.over,) if self.over else ()


@dataclass(frozen=True, kw_only=True)
class Result(Indicator):
    """Exits of a span that meet a predicate, as they are seen at its cut-off.

    The rows of the fact hold from the day `since` up to, and without, the day `until`; those that hold at the cut-off
    and whose `exit_date` lies in the span are counted. A person who comes back takes the exit away again, so that
    figures to date are no sums of periods. `where` is a DuckDB predicate.
    """

    fact: str = "result"
    where: str
    of: str = ""
    """The result whose measurable (``.measured``) or pending exits these are; empty when it is a result itself."""


@dataclass(frozen=True, kw_only=True)
class Stock(Indicator):
    """A state at the cut-off: one count less another, both to date. It has no figure for a period."""

    plus: str
    minus: str


@dataclass(frozen=True, kw_only=True)
class Population(Indicator):
    """The size of a group outside the project: the latest count not after the cut-off, to date only."""

    group: str


@dataclass(frozen=True, kw_only=True)
class Share(Indicator):
    """One count over another of which it is a part; `interval` asks for a Wilson interval below a hundred.

    A count that is dated by another event than its denominator is a part of it only to date (`to_date_only`).
    """

    unit: Unit = "proportion"
    meaning: Names = field(default=Names("", ""))
    """Empty: a share is defined by its numerator and its denominator."""
    numerator: str
    denominator: str
    interval: bool = True
    to_date_only: bool = False

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Numerator and denominator."""
        return (self.numerator, self.denominator)


@dataclass(frozen=True, kw_only=True)
class Average(Indicator):
    """The mean or median of a column over the rows of a fact, dated by an event."""

    fact: str
    event: str
    column: str
    function: Literal["avg", "median"]
    over: str
    """The count of the rows that are averaged."""

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The count of the rows that are averaged."""
        return (self.over,)


@dataclass(frozen=True, kw_only=True)
class Survival(Indicator):
    """A Kaplan-Meier figure of the time from entry to first counted job: the median, or the share within `months`.

    A share times its cohort gives the number of events away, and the median lies before or after a number of months, so
    that they rest on those counts (`over`) too.
    """

    months: int | None = None
    over: tuple[str, ...]

    @property
    def rests_on(self) -> tuple[str, ...]:
        """The cohort, those in it with a job, and those who found one in time."""
        return self.over
