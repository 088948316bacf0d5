"""Reporting periods: from ``2022``, ``2022-H1``, ``2022-Q3``, ``2022-06`` or ``2016/2022`` to two dates."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from reportkit.messages import Message

__all__ = ["Period"]

_FIRST_YEAR = 1900
_FORMS = re.compile(r"(?P<year>\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, order=True)
class Period:
    """A span of whole months, both ends included.

    Periods sort by cut-off, then by start. The `id` is what a person writes; the `slug` names a folder, and writes the
    solidus of a span as ``--``, as ISO 8601 does.

    Examples
    --------
    >>> Period.parse("2022-Q3")
    Period(end=datetime.date(2022, 9, 30), start=datetime.date(2022, 7, 1), id='2022-Q3')
    >>> Period.parse("2016/2022").slug
    '2016--2022'
    >>> Period.parse(2022).previous().id
    '2021'
    """

    end: date
    start: date
    id: str

    @classmethod
    def parse(cls, text: str | int) -> Self:
        """Read a period as it is written in a params file or on the command line.

        Raises
        ------
        ValueError
            When the text is none of the five forms, or a span ends before it starts.
        """
        written = str(text).strip().replace("--", "/")
        first, _, last = written.partition("/")
        start, end = _months(first)[0], _months(last or first)[1]
        if end < start:
            raise ValueError(Message('period "{period}" ends before it starts', period=written))
        return cls(end, start, written)

    @property
    def cut_off(self) -> date:
        """The last day of the period: a report knows nothing later."""
        return self.end

    @property
    def slug(self) -> str:
        """The name of the period's folder."""
        return self.id.replace("/", "--")

    def previous(self) -> Period:
        """Return the period of the same length that ends on the day before this one starts."""
        end = self.start - timedelta(days=1)
        if "/" not in self.id:
            return Period.parse(_like(self.id, end))
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        first = end.year * 12 + end.month - months
        start = date(first // 12, first % 12 + 1, 1)
        whole_years = (start.month, end.month) == (1, 12)
        form = "%Y" if whole_years else "%Y-%m"
        return Period(end, start, f"{start.strftime(form)}/{end.strftime(form)}")

    def __str__(self) -> str:
        """Write the period as a person does."""
        return self.id


def _months(text: str) -> tuple[date, date]:
    found = _FORMS.fullmatch(text.strip())
    if not found:
        what = Message('"{text}" is not a period: write 2022, 2022-H1, 2022-Q3, 2022-06 or 2016/2022', text=text)
        raise ValueError(what)
    year = int(found["year"])
    if year < _FIRST_YEAR:
        raise ValueError(Message('period "{period}" is before 1900', period=text))
    first, last = 1, 12
    if found["half"]:
        last = int(found["half"]) * 6
        first = last - 5
    elif found["quarter"]:
        last = int(found["quarter"]) * 3
        first = last - 2
    elif found["month"]:
        first = last = int(found["month"])
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _like(form: str, day: date) -> str:
    if "H" in form:
        return f"{day.year}-H{(day.month + 5) // 6}"
    if "Q" in form:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    return f"{day.year}-{day.month:02}" if "-" in form else f"{day.year}"
