"""The tables of the data transmission: a project's common indicators, laid out as the annexes lay them out.

Figures are looked up, never counted anew: only differences of years and ratios to targets are taken here. How a table
is written is decided in `reportkit.publish.transmission`; what is not confirmed of the annexes stands in
``docs/export.md``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from reportkit.indicators.breakdowns import TOTAL
from reportkit.indicators.catalogue import catalogue
from reportkit.indicators.measures import Count, Result
from reportkit.periods import Period
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.indicators.measures import Indicator
    from reportkit.params.models import Framework, Funding, Project, Target

__all__ = ["TABLES", "TransmissionTable", "funding_of", "transmission"]

_REGION_WORDS = {
    "": "",
    "less_developed": "Less developed",
    "transition": "Transition",
    "more_developed": "More developed",
}
_GENDERS = {"men": "M", "women": "F", "non_binary": "X"}
_PEOPLE = {"M": "men", "F": "women", "X": "non-binary"}
_DAYS = {"{}-H1": "30 June", "{}": "31 December"}
_OF_THE_FUND = ("ESF", "YEI")
_LAST = ("total", "grand_total")
_UNIT = "number"
_COUNTED = "All spells of one person in one operation are one participation, counted as it was at the first entry."


@dataclass(frozen=True)
class TransmissionTable:
    """A table of an annex.

    Attributes
    ----------
    title, reference
        What it is called, and where it is laid down.
    framework
        The list of common indicators that it holds.
    kind
        Whether it holds outputs or results.
    cut_offs
        The periods of a year (``{}``) on whose last day figures are due.
    notes
        What a reader of the table must know of it.
    """

    id: str
    title: str
    reference: str
    framework: Framework
    kind: Literal["outputs", "results"]
    cut_offs: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def due(self) -> str:
        """The days on which figures are due, in words."""
        return " and ".join(_DAYS[form] for form in self.cut_offs)

    @property
    def yearly(self) -> bool:
        """Whether the table has a value for each year, and knows men and women only."""
        return self.framework == "esf-2014-2020"

    def allows(self, period: Period) -> bool:
        """Tell whether figures are due on the last day of a period.

        Examples
        --------
        >>> TABLES["esf-plus-outputs"].allows(Period.parse("2024-06"))
        True
        >>> TABLES["esf-2014-outputs"].allows(Period.parse("2019-H1"))
        False
        """
        return period.end in {due.end for due in self._due(period.end.year)}

    def nearest(self, period: Period) -> tuple[Period, Period]:
        """Return the last period before, and the first after, on whose last day figures are due.

        Examples
        --------
        >>> [due.id for due in TABLES["esf-plus-outputs"].nearest(Period.parse("2024-Q3"))]
        ['2024-H1', '2024']
        """
        due = self._due(period.end.year - 1, period.end.year, period.end.year + 1)
        return (
            max(one for one in due if one.end < period.end),
            min(one for one in due if one.end > period.end),
        )

    def spans(self, project: Project, period: Period) -> tuple[Period, ...]:
        """List the periods whose figures the table needs: the period, or each year of the project until its end."""
        if not self.yearly:
            return (period,)
        return tuple(Period.parse(year) for year in range(project.start.year, period.end.year + 1))

    def columns(self, project: Project, period: Period) -> tuple[str, ...]:
        """List the columns, in their order."""
        if not self.yearly:
            before = ("milestone_2024",) if self.kind == "outputs" else ("reference_value",)
            achieved = (*(f"achieved_{words}" for words in _GENDERS), "achieved_total")
            return (*_PLUS, *before, "target_2029", *achieved, "achievement_ratio", "comments")
        unit = ("measurement_unit",) if self.kind == "results" else ()
        years = [f"annual_{span.id}" for span in self.spans(project, period)]
        groups = ("target_2023", *years, "cumulative", "ratio")
        parts = [f"{group}_{words}" for group in groups for words in (TOTAL, "men", "women")]
        return (*_AXES, *unit, *parts, "comments")

    def _due(self, *years: int) -> list[Period]:
        return [Period.parse(form.format(year)) for year in years for form in self.cut_offs]


_PLUS = (
    "priority", "specific_objective", "fund", "category_of_region", "id", "indicator_name", "measurement_unit",
)  # fmt: skip
_AXES = ("priority_axis", "investment_priority", "fund", "category_of_region", "id", "indicator_name")
_PENDING = (
    "A result is counted once its day of measurement is not after the cut-off; until then it is pending, and the "
    "number pending stands among the comments."
)
_INCOMPLETE = (
    "Participations with an incomplete record are not counted (Regulation (EU) 2021/1057, Article 17(5)); their number "
    "stands among the comments of EECO01."
)
_KNOWN_IN_THE_YEAR = (
    "The value of a year is what became known in it: the value to date at its end less that of the year before, so "
    "that the years add up to the cumulative value."
)
_TWO_GENDERS = "Participants of gender X stand in the totals only: the annex has men and women."
_NOT_HERE = "CO17 and CO20 to CO23 are not computed."

TABLES: Mapping[str, TransmissionTable] = {
    table.id: table
    for table in (
        TransmissionTable(
            "esf-plus-outputs", "Table 6: output indicators of ESF+", "Regulation (EU) 2021/1060, Annex VII",
            "esf-plus", "outputs", ("{}-H1", "{}"),
            (_COUNTED, _INCOMPLETE),
        ),
        TransmissionTable(
            "esf-plus-results", "Table 10: result indicators of ESF+", "Regulation (EU) 2021/1060, Annex VII",
            "esf-plus", "results", ("{}-H1", "{}"),
            (_COUNTED, _PENDING, "The reference value is the programme's and is left empty."),
        ),
        TransmissionTable(
            "esf-2014-outputs", "Table 4A: common output indicators of the ESF",
            "Implementing Regulation (EU) 2015/207, Annex V", "esf-2014-2020", "outputs", ("{}",),
            (_COUNTED, _TWO_GENDERS, _NOT_HERE),
        ),
        TransmissionTable(
            "esf-2014-results", "Table 2A: common result indicators of the ESF",
            "Implementing Regulation (EU) 2015/207, Annex V", "esf-2014-2020", "results", ("{}",),
            (_COUNTED, _PENDING, _TWO_GENDERS, _KNOWN_IN_THE_YEAR),
        ),
    )
}  # fmt: skip
"""The tables by the name that ``reportkit export --table`` knows."""


def transmission(figures: pd.DataFrame, project: Project, table: TransmissionTable, period: Period) -> pd.DataFrame:
    """Lay out a project's figures as a table of the data transmission.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, unprotected, for the periods that `table.spans` lists; only
        the region ``all`` is read.
    project
        Its funding and targets fill the columns that are no figures.
    period
        Its last day is the cut-off.

    Returns
    -------
    pandas.DataFrame
        The columns of `table.columns`, one row for each indicator in the order of the annex. Numbers are float64, the
        rest text; a ratio is a proportion. Zeros are explicit, what is not available is missing and has a comment.
    """
    layout = _Layout(_look_up(figures), project, table, period)
    columns = list(table.columns(project, period))
    rows = pd.DataFrame([layout.row(entry) for entry in _entries(project, table)], columns=columns)
    words = [name for name in columns if name in {*_PLUS, *_AXES, "comments"}]
    return rows.astype({name: "str" if name in words else "float64" for name in columns})


def funding_of(project: Project) -> tuple[Funding, ...]:
    """List the different funding entries that a row can stand for: those of the ESF, or all when none names it."""
    different = tuple(dict.fromkeys(project.funding))
    return tuple(money for money in different if money.fund.upper().startswith(_OF_THE_FUND)) or different


def _entries(project: Project, table: TransmissionTable) -> list[Indicator]:
    """List the indicators of a table; the totals of 2014-2020 come last, and ESF+ has no grand total."""
    entries = catalogue(project).within({table.framework}).indicators.values()
    if table.kind == "results":
        return [entry for entry in entries if isinstance(entry, Result) and not entry.of]
    outputs = [entry for entry in entries if isinstance(entry, Count)]
    body: list[Indicator] = [entry for entry in outputs if entry.code not in _LAST]
    return [*body, *(entry for code in _LAST for entry in outputs if entry.code == code and table.yearly)]


Cell = tuple[str, str, str, str]
"""What names a figure of the whole area: period, basis, indicator and group."""


def _look_up(figures: pd.DataFrame) -> dict[Cell, tuple[float, str]]:
    """Return value and note of each figure of the whole area, in total and by gender."""
    kept = figures[(figures["region"] == ALL) & figures["by"].isin([TOTAL, "gender"])]
    keys = zip(*(kept[name].tolist() for name in ("period", "basis", "indicator", "group")), strict=True)
    return dict(zip(keys, zip(kept["value"].tolist(), kept["note"].tolist(), strict=True), strict=True))


@dataclass(frozen=True)
class _Layout:
    """What a row is made of."""

    found: Mapping[Cell, tuple[float, str]]
    project: Project
    table: TransmissionTable
    period: Period

    def row(self, entry: Indicator) -> dict[str, Any]:
        """Make the row of an indicator."""
        values = self._by_year(entry.code) if self.table.yearly else self._achieved(entry.code)
        comments = "; ".join(self._comments(entry.code, values))
        named = {"id": entry.code, "indicator_name": entry.name.en, "measurement_unit": _UNIT}
        made = {**self._funded(), **named, **values, "comments": comments}
        return {name: made.get(name, math.nan) for name in self.table.columns(self.project, self.period)}

    def _funded(self) -> dict[str, str]:
        """Fill what all funding entries agree on; figures are not split over them, so the rest stays empty."""
        money = funding_of(self.project)
        first, second = _AXES[:2] if self.table.yearly else _PLUS[:2]
        return {
            first: _agreed([one.priority for one in money]),
            second: _agreed([one.specific_objective for one in money]),
            "fund": _agreed([one.fund for one in money]),
            "category_of_region": _agreed([_REGION_WORDS[one.category_of_region] for one in money]),
        }

    def _value(self, period: str, basis: str, code: str, group: str = TOTAL) -> float:
        """Look a figure up; there is none of a group that the indicator is not broken down by."""
        if group == TOTAL:
            return self.found[period, basis, code, group][0]
        return self.found.get((period, basis, code, group), (math.nan, ""))[0]

    def _achieved(self, code: str) -> dict[str, float]:
        """Fill the columns of ESF+."""
        total = self._value(self.period.id, "to_date", code)
        aim = _target(self.project, code)
        genders = {
            f"achieved_{words}": self._value(self.period.id, "to_date", code, group)
            for words, group in _GENDERS.items()
        }
        return {
            "milestone_2024": _number(aim.milestone if aim else None),
            "target_2029": _number(aim.value if aim else None),
            **genders,
            "achieved_total": total,
            "achievement_ratio": _ratio(total, aim),
        }

    def _by_year(self, code: str) -> dict[str, float]:
        """Fill the columns of 2014-2020: target, each year, cumulative value and ratio, in total and for men, women."""
        years = [span.id for span in self.table.spans(self.project, self.period)]
        filled: dict[str, float] = {}
        for words, group in ((TOTAL, TOTAL), ("men", "M"), ("women", "F")):
            aim = _target(self.project, code, group)
            to_date = [self._value(year, "to_date", code, group) for year in years]
            annual = (
                [after - before for before, after in pairwise([0.0, *to_date])]
                if self.table.kind == "results"
                else [self._value(year, "period", code, group) for year in years]
            )
            filled |= {f"annual_{year}_{words}": value for year, value in zip(years, annual, strict=True)}
            filled[f"target_2023_{words}"] = _number(aim.value if aim else None)
            filled[f"cumulative_{words}"] = to_date[-1]
            filled[f"ratio_{words}"] = _ratio(to_date[-1], aim)
        return filled

    def _comments(self, code: str, values: Mapping[str, float]) -> Iterator[str]:
        """Say what the cells of a row cannot."""
        cut_off = self.table.spans(self.project, self.period)[-1].id
        note = self.found[cut_off, "to_date", code, TOTAL][1]
        if note:
            yield note
        pending = self.found.get((cut_off, "to_date", f"{code}.pending", TOTAL), (0.0, ""))[0]
        if pending > 0:
            yield f"{pending:.0f} pending"
        yield from self._uncounted(code, values)
        yield from self._aims(code)
        if len(funding_of(self.project)) > 1:
            yield f"not split over {len(funding_of(self.project))} funding entries"

    def _uncounted(self, code: str, values: Mapping[str, float]) -> Iterator[str]:
        """Say who is in no column of their own, and which years do not add up as a reader expects."""
        if code == "EECO01":
            incomplete = self._value(self.period.id, "to_date", "grand_total") - values["achieved_total"]
            if incomplete > 0:
                yield f"{incomplete:.0f} incomplete records not counted"
        if not self.table.yearly:
            return
        others = values["cumulative_total"] - values["cumulative_men"] - values["cumulative_women"]
        if others > 0:
            unknown = " or unknown" if code == "grand_total" else ""
            yield f"{others:.0f} of gender X{unknown} in the total only"
        years = [span.id for span in self.table.spans(self.project, self.period)]
        before = values["cumulative_total"] - sum(values[f"annual_{year}_total"] for year in years)
        if before > 0:
            yield f"{before:.0f} before {years[0]} in the cumulative value only"
        for year in years:
            if values[f"annual_{year}_total"] < 0:
                yield f"{year} takes back results of people who came back"

    def _aims(self, code: str) -> Iterator[str]:
        """Name the targets and milestones for which the table has no column."""
        has_milestone = self.table.kind == "outputs" and not self.table.yearly
        groups = (TOTAL, *_PEOPLE)
        for group, aim in ((group, _target(self.project, code, group)) for group in groups):
            if aim is None:
                continue
            people = f" {_PEOPLE[group]}" if group in _PEOPLE else ""
            if group != TOTAL and not (self.table.yearly and group != "X"):
                yield f"target{people} {aim.value:g}"
            if aim.milestone is not None and not (has_milestone and group == TOTAL):
                yield f"milestone{people} {aim.milestone:g}"
        share = _target(self.project, f"{code}.share")
        if share is not None:
            yield f"target set on the share: {100 * share.value:g} %"


def _agreed(said: Sequence[str]) -> str:
    """Return what all say; nothing when they differ."""
    return said[0] if len(set(said)) == 1 else ""


def _target(project: Project, code: str, group: str = TOTAL) -> Target | None:
    """Return the final target of an indicator: that of the project's end, else the one with the latest period."""
    by = TOTAL if group == TOTAL else "gender"
    aims = [
        aim
        for aim in project.targets
        if (aim.indicator, aim.by, aim.group, aim.region, aim.basis) == (code, by, group, ALL, "to_date")
    ]
    final = [aim for aim in aims if aim.period is None]
    if final:
        return final[-1]
    return max(aims, key=lambda aim: aim.period.end if aim.period else project.start, default=None)


def _number(value: float | None) -> float:
    return math.nan if value is None else value


def _ratio(value: float, aim: Target | None) -> float:
    """Divide by the target; without one, or with a target of 0, there is no ratio."""
    return value / aim.value if aim and aim.value else math.nan
