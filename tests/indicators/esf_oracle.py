"""The common indicators of both ESF lists once more, slowly and plainly, straight from their definitions.

Every figure is found by looking at all rows again, as somebody with a pencil would. Nothing is shared with the package
but the settings. What strange tables look like does not belong here.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportkit.params.models import Settings

    Row = Mapping[str, Any]
    Tables = Mapping[str, Sequence[Row]]
    Test = Callable[["Participation"], bool]

Framework = Literal["esf-plus", "esf-2014-2020"]
TOTAL, UNKNOWN = "total", "unknown"
GENDERS = ("F", "M", "X")
MEMBER_STATES = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905 - a list to read
)
"""The Member States from 1 February 2020; the United Kingdom was one until the day before."""
LAST_DAY_OF_GB = date(2020, 1, 31)


class Expected(NamedTuple):
    """What a figure must be; of a result also how many could be measured, and how many cannot be yet."""

    value: int
    denominator: int | None = None
    pending: int | None = None


@dataclass(frozen=True)
class Participation:
    """All that is known at the cut-off of one person in one operation; of the jobs, those that count."""

    attributes: Row
    entry: date
    exit: date | None
    jobs: tuple[Row, ...]
    studies: tuple[Row, ...]
    follow_ups: tuple[Row, ...]
    settings: Settings

    def says(self, column: str) -> Any:
        """Return what the first entry says in a column, None when it says nothing."""
        return self.attributes.get(column)

    @property
    def age(self) -> int | None:
        """Completed years on the first day; somebody born on 29 February completes a year on 1 March."""
        birth = self.says("birth_date")
        if birth is None:
            age: int | None = self.says("age_at_entry")
            return age
        had_birthday = (self.entry.month, self.entry.day) >= (birth.month, birth.day)
        years: int = self.entry.year - birth.year
        return years if had_birthday else years - 1

    @property
    def complete(self) -> bool:
        """Whether gender, labour status, age and level of education are known."""
        return None not in (self.says("gender"), self.says("labour_status"), self.age, self.says("isced"))

    @property
    def left(self) -> date:
        """The day of leaving, of somebody who has left."""
        assert self.exit is not None
        return self.exit

    @property
    def end_of_window(self) -> date:
        """The last day on which a result upon leaving may fall."""
        return self.left + timedelta(days=self.settings.result_window_days)

    @property
    def six_month_day(self) -> date:
        """The day six calendar months after leaving."""
        return six_months_after(self.left)


@dataclass(frozen=True)
class Result:
    """A result: who could reach it, who did, and when that is known."""

    among: Test
    achieved: Test
    known_on: Callable[[Participation], date]


def soon(among: Test, achieved: Test) -> Result:
    """Make a result that is known at the end of the window."""
    return Result(among, achieved, lambda one: one.end_of_window)


def later(among: Test, achieved: Test) -> Result:
    """Make a result that is known on the six-month day."""
    return Result(among, achieved, lambda one: one.six_month_day)


def expected(
    tables: Tables, framework: Framework, start: date, stop: date, settings: Settings
) -> dict[tuple[str, str], Expected]:
    """Count every common indicator of a list for each gender, by (code, group).

    `start` is the first day on which an entry or exit counts, `stop` the cut-off.
    """
    everybody = list(participations(tables, stop, settings))
    complete = [one for one in everybody if one.complete]
    outputs, results = (PLUS, PLUS_RESULTS) if framework == "esf-plus" else (OLD, OLD_RESULTS)
    entered = [one for one in complete if start <= one.entry <= stop]
    left = [one for one in complete if one.exit is not None and start <= one.exit <= stop]
    figures = {}
    for group in (TOTAL, *GENDERS):
        for code, test in outputs.items():
            figures[code, group] = Expected(sum(test(one) for one in of_group(entered, group)))
        for code, result in results.items():
            figures[code, group] = counted(result, of_group(left, group), stop)
    for group in (TOTAL, *GENDERS, UNKNOWN):
        all_entered = [one for one in everybody if start <= one.entry <= stop]
        figures["grand_total", group] = Expected(len(of_group(all_entered, group)))
    if framework == "esf-plus":
        figures["EECO18", TOTAL] = Expected(entities(tables, "public_administration", start, stop))
        figures["EECO19", TOTAL] = Expected(entities(tables, "sme", start, stop))
    return figures


def of_group(people: Sequence[Participation], group: str) -> list[Participation]:
    """Keep those of one gender; all for the total."""
    gender = None if group == UNKNOWN else group
    return [one for one in people if group == TOTAL or one.says("gender") == gender]


def counted(result: Result, left: Sequence[Participation], stop: date) -> Expected:
    """Count who achieved a result, among whom, and for how many it is too early to tell."""
    reference = [one for one in left if result.among(one)]
    measurable = [one for one in reference if result.known_on(one) <= stop]
    achieved = [one for one in measurable if result.achieved(one)]
    return Expected(len(achieved), len(measurable), len(reference) - len(measurable))


def entities(tables: Tables, kind: str, start: date, stop: date) -> int:
    """Count the organisations of a kind that were first supported between two days."""
    rows = [row for row in tables.get("entities", ()) if row["kind"] == kind]
    first = {
        key: min(row["supported_on"] for row in rows if row["entity_key"] == key)
        for key in {row["entity_key"] for row in rows}
    }
    return sum(start <= day <= stop for day in first.values())


def participations(tables: Tables, stop: date, settings: Settings) -> Iterator[Participation]:
    """Merge the spells of each person in each operation, as they are known at the cut-off."""
    spells = known(tables.get("participations", ()), "entry_date", "exit_date", stop)
    jobs = known(tables.get("jobs", ()), "start_date", "end_date", stop)
    studies = known(tables.get("studies", ()), "start_date", "end_date", stop)
    follow_ups = [row for row in tables.get("follow_ups", ()) if row["observed_on"] <= stop]
    for person in sorted({key(row) for row in spells}):
        own = [row for row in spells if key(row) == person]
        first = min(own, key=lambda row: (row["entry_date"], row["exit_date"] or date.max))
        exits = [row["exit_date"] for row in own]
        yield Participation(
            attributes=first,
            entry=first["entry_date"],
            exit=None if None in exits else max(exits),
            jobs=tuple(row for row in jobs if key(row) == person and row["contract"] in settings.counted_contracts),
            studies=tuple(row for row in studies if key(row) == person),
            follow_ups=tuple(row for row in follow_ups if key(row) == person),
            settings=settings,
        )


def key(row: Row) -> tuple[str, str]:
    """Return the participation to which a row belongs."""
    return row["person_key"], row["operation_id"]


def known(rows: Sequence[Row], first: str, last: str, stop: date) -> list[Row]:
    """Keep what had started at the cut-off; an end that had not come yet is empty."""
    return [
        {**row, last: None if row.get(last) is None or row[last] > stop else row[last]}
        for row in rows
        if row[first] <= stop
    ]


def six_months_after(day: date) -> date:
    """Add six calendar months; a month that is too short ends on its last day."""
    year, month = (day.year, day.month + 6) if day.month <= 6 else (day.year + 1, day.month - 6)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def covers(row: Row, day: date) -> bool:
    """Say whether a job or study runs on a day; its first and last day count."""
    return row["start_date"] <= day and (row["end_date"] is None or row["end_date"] >= day)


def status_after_window(one: Participation) -> tuple[str, bool]:
    """Return the labour status at the end of the window and whether work is sought: the last event decides.

    The days are looked at backwards. On each a follow-up comes first, then a job that starts, then one that ends.
    """
    day = one.end_of_window
    while day >= one.left:
        seen = [row for row in one.follow_ups if row["observed_on"] == day and row.get("labour_status") is not None]
        if seen:
            return seen[0]["labour_status"], any(row.get("searching") is True for row in seen)
        if any(job["start_date"] == day for job in one.jobs):
            return "employed", False
        if any(job["end_date"] == day for job in one.jobs):
            next_day = day + timedelta(days=1)
            goes_on = any(job["start_date"] <= day and covers(job, next_day) for job in one.jobs)
            return ("employed" if goes_on else "unemployed"), False
        day -= timedelta(days=1)
    return ("employed" if any(covers(job, one.left) for job in one.jobs) else "unknown"), False


def searches_upon_leaving(one: Participation) -> bool:
    """EECR01: the last that is known is that the person is without work and looks for it."""
    return status_after_window(one) == ("unemployed", True)


def studies_upon_leaving(one: Participation) -> bool:
    """EECR02: a study that began after entry covers a day of the window."""
    return any(
        one.entry < study["start_date"] <= one.end_of_window
        and (study["end_date"] is None or study["end_date"] >= one.left)
        for study in one.studies
    )


def qualified_upon_leaving(one: Participation) -> bool:
    """EECR03: a qualification, from a named body, after entry and not after the window."""
    return any(
        all(study.get(column) is not None for column in ("qualification", "awarding_body", "qualification_date"))
        and one.entry < study["qualification_date"] <= one.end_of_window
        for study in one.studies
    )


def works_upon_leaving(one: Participation) -> bool:
    """EECR04: the last that is known is that the person works."""
    return status_after_window(one)[0] == "employed"


def near_six_months(one: Participation, column: str) -> list[Row]:
    """List the follow-ups near enough to the six-month day that say something in a column."""
    tolerance = one.settings.six_month_tolerance_days
    return [
        row
        for row in one.follow_ups
        if row.get(column) is not None and abs((row["observed_on"] - one.six_month_day).days) <= tolerance
    ]


def works_after_six_months(one: Participation) -> bool:
    """EECR05: a job covers the day, or the nearest follow-up says so; of two as near, the later."""
    if any(covers(job, one.six_month_day) for job in one.jobs):
        return True
    follow_ups = near_six_months(one, "labour_status")
    if not follow_ups:
        return False
    nearest = min(abs((row["observed_on"] - one.six_month_day).days) for row in follow_ups)
    last = max(day for row in follow_ups if abs(((day := row["observed_on"]) - one.six_month_day).days) == nearest)
    return any(row["labour_status"] == "employed" for row in follow_ups if row["observed_on"] == last)


def better_after_six_months(one: Participation) -> bool:
    """EECR06: a follow-up near the day tells of an improvement."""
    return bool(near_six_months(one, "improvement"))


def has_status(status: str) -> Test:
    """Make the test of the labour status at entry."""
    return lambda one: bool(one.says("labour_status") == status)


is_unemployed, is_inactive, is_employed = map(has_status, ("unemployed", "inactive", "employed"))


def has_no_work(one: Participation) -> bool:
    """EECO02 or EECO04."""
    return is_unemployed(one) or is_inactive(one)


def aged(youngest: int, oldest: int = 999) -> Test:
    """Make the test of an age group, both ends included."""
    return lambda one: one.age is not None and youngest <= one.age <= oldest


def is_long_unemployed(one: Participation) -> bool:
    """EECO03: for more months than the setting says; it differs below 25."""
    limits = one.settings.long_term_unemployed_months
    months = one.says("unemployed_months")
    limit = limits.under_25 if aged(0, 24)(one) else limits.from_25
    return is_unemployed(one) and months is not None and months > limit


def educated(lowest: int, highest: int) -> Test:
    """Make the test of a level of education, both ends included."""
    return lambda one: one.says("isced") in range(lowest, highest + 1)


def answers_yes(column: str) -> Test:
    """Make the test of a special category; refused and not asked are not yes."""
    return lambda one: bool(one.says(column) == "yes")


def is_third_country_national(one: Participation) -> bool:
    """EECO13: of a country that was no Member State on the entry date; unknown is not counted, stateless is."""
    nationality = one.says("nationality")
    if nationality == "GB":
        return one.entry > LAST_DAY_OF_GB
    return nationality is not None and nationality not in MEMBER_STATES


def is_foreign_or_minority(one: Participation) -> bool:
    """CO15: any of EECO13, EECO14, EECO15."""
    return is_third_country_national(one) or any(answers_yes(name)(one) for name in ("foreign_background", "minority"))


def is_not_in_education(one: Participation) -> bool:
    """Known not to be in education; unknown is not enough."""
    return one.says("in_education") is False


def is_disadvantaged(one: Participation) -> bool:
    """CO15 or CO16 or CO18."""
    return is_foreign_or_minority(one) or answers_yes("disability")(one) or answers_yes("homeless")(one)


def achieved_any(one: Participation) -> bool:
    """CR05: any of CR01 to CR04, each by those who could reach it."""
    return any(upon.among(one) and upon.achieved(one) for upon in UPON_LEAVING)


UPON_LEAVING = (
    soon(is_inactive, searches_upon_leaving),
    soon(is_not_in_education, studies_upon_leaving),
    soon(lambda _: True, qualified_upon_leaving),
    soon(has_no_work, works_upon_leaving),
)
SIX_MONTHS_LATER = (later(has_no_work, works_after_six_months), later(is_employed, better_after_six_months))
PLUS: Mapping[str, Test] = {
    "EECO01": lambda _: True,
    "EECO02": is_unemployed,
    "EECO03": is_long_unemployed,
    "EECO04": is_inactive,
    "EECO05": is_employed,
    "EECO06": aged(0, 17),
    "EECO07": aged(18, 29),
    "EECO08": aged(55),
    "EECO09": educated(0, 2),
    "EECO10": educated(3, 4),
    "EECO11": educated(5, 8),
    "EECO12": answers_yes("disability"),
    "EECO13": is_third_country_national,
    "EECO14": answers_yes("foreign_background"),
    "EECO15": answers_yes("minority"),
    "EECO16": answers_yes("homeless"),
    "EECO17": answers_yes("rural"),
}
PLUS_RESULTS = {f"EECR0{i}": result for i, result in enumerate((*UPON_LEAVING, *SIX_MONTHS_LATER), 1)}
OLD: Mapping[str, Test] = {
    "total": lambda _: True,
    "CO01": is_unemployed,
    "CO02": is_long_unemployed,
    "CO03": is_inactive,
    "CO04": lambda one: is_inactive(one) and is_not_in_education(one),
    "CO05": is_employed,
    "CO06": aged(0, 24),
    "CO07": aged(55),
    "CO08": lambda one: aged(55)(one) and (is_unemployed(one) or (is_inactive(one) and is_not_in_education(one))),
    "CO09": educated(1, 2),
    "CO10": educated(3, 4),
    "CO11": educated(5, 8),
    "CO15": is_foreign_or_minority,
    "CO16": answers_yes("disability"),
    "CO18": answers_yes("homeless"),
    "CO19": answers_yes("rural"),
}
OLD_RESULTS = {
    **{f"CR0{i}": result for i, result in enumerate(UPON_LEAVING, 1)},
    "CR05": soon(is_disadvantaged, achieved_any),
    "CR06": SIX_MONTHS_LATER[0],
    "CR07": SIX_MONTHS_LATER[1],
    "CR08": later(lambda one: has_no_work(one) and aged(55)(one), works_after_six_months),
    "CR09": later(lambda one: has_no_work(one) and is_disadvantaged(one), works_after_six_months),
}
