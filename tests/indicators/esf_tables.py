"""Small random deliveries in which the awkward cases of the ESF lists are common, as Hypothesis strategies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from tests.indicators.esf_oracle import six_months_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hypothesis.strategies import DrawFn, SearchStrategy

    Rows = Sequence[Mapping[str, Any]]

PERIODS = ("2020-02", "2020-H1", "2020-Q3", "2020", "2021-02", "2021-H1", "2021", "2020/2021", "2022-H1")

COMPLETE = ("X", "Y", "Z")
"""The keys of the complete persons, one of each labour status."""

_TURNING_DAYS = """
2019-02-28 2019-03-01 2019-08-31 2019-12-31 2020-01-31 2020-02-01 2020-02-28 2020-02-29 2020-03-01
2020-06-02 2020-06-03 2020-06-30 2020-07-01 2020-08-29 2020-08-31 2020-12-03 2020-12-04 2020-12-31 2021-01-01
2021-01-31 2021-02-28 2021-03-01 2021-06-30 2021-07-01 2021-08-31 2021-12-03 2021-12-04 2021-12-31 2022-01-01
2022-02-28 2022-03-01
"""
_DAYS = st.sampled_from([date.fromisoformat(day) for day in _TURNING_DAYS.split()]) | st.dates(
    date(2019, 10, 1), date(2022, 3, 31)
)
_AFTER_EXIT = (-40, -1, 0, 1, 13, 14, 15, 27, 28, 29, 40, 41)
_ABOUT_SIX_MONTHS = (-46, -45, -31, -30, -29, -10, -1, 0, 1, 10, 29, 30, 31, 45)
_ANSWERS = st.sampled_from(["yes", "yes", "no", "no", "refused", "not_asked", None])
_STATUS = ("unemployed", "inactive", "employed")
_DAYS_OF_GB = (date(2020, 1, 31), date(2020, 2, 1))
_LEAP_BIRTHS = [date(year, 2, 29) for year in (1964, 1992, 1996, 2004)]

_ATTRIBUTES: Mapping[str, SearchStrategy[Any]] = {
    "gender": st.sampled_from(["F", "F", "F", "M", "M", "M", "X", None]),
    "labour_status": st.sampled_from([*_STATUS, *_STATUS, *_STATUS, None]),
    "isced": st.sampled_from([*range(9), 2, 3, 4, 5, None]),
    "in_education": st.sampled_from([False, False, False, True, None]),
    "nationality": st.sampled_from(["BE", "GB", "GB", "HR", "SY", "UA", "NA", "XX", "XK", None]),
    **dict.fromkeys(("foreign_background", "minority", "disability", "homeless", "rural"), _ANSWERS),
}

_SETTINGS: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {},
    optional={
        "result_window_days": st.sampled_from([0, 1, 14, 40]),
        "six_month_tolerance_days": st.sampled_from([0, 10, 45]),
        "counted_contracts": st.sampled_from([["permanent"], ["fixed_term", "work_experience"]]),
        "long_term_unemployed_months": st.sampled_from([{"under_25": 12, "from_25": 6}, {"from_25": 7}]),
    },
)


@dataclass(frozen=True)
class Example:
    """A delivery, the periods to report and the settings that are not the defaults."""

    periods: tuple[str, ...]
    settings: Mapping[str, Any]
    tables: Mapping[str, Rows] = field(repr=False)

    def __str__(self) -> str:
        """List the rows that are not those of every delivery, without their empty cells."""
        lines = [
            f"{name}: " + ", ".join(f"{column}={value}" for column, value in row.items() if value is not None)
            for name, rows in self.tables.items()
            for row in rows
            if not is_of_complete(row)
        ]
        return "\n".join([repr(self), *lines])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001 - as Hypothesis calls it
        """Let Hypothesis show it without its tables: they are long."""
        printer.text("..." if cycle else repr(self))


def is_of_complete(row: Mapping[str, Any]) -> bool:
    """Say whether a row is one of those that every delivery has."""
    return row.get("person_key", row.get("entity_key")) in COMPLETE


def complete_rows(age: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Write a person of each labour status with every column of every table filled: nothing is ever not available."""
    left = date(2020, 3, 1)
    first = {
        "entry_date": date(2020, 1, 1), "exit_date": left, "exit_reason": "work", "gender": "F", **age,
        "municipality": "34022", "nationality": "SY", "protection_status": "refugee", "in_education": False, "isced": 3,
        "foreign_background": "yes", "minority": "no", "disability": "no", "homeless": "no", "rural": "no",
        "referred_by": "vdab", "track": "individual",
    }  # fmt: skip
    job = {"start_date": left, "end_date": left, "contract": "permanent", "hours_per_week": 38.0}
    study = {
        "start_date": left, "end_date": left, "kind": "language", "qualification": "Dutch", "awarding_body": "CVO",
        "qualification_date": left,
    }  # fmt: skip
    seen = {"observed_on": left, "labour_status": "unemployed", "searching": True, "improvement": "more_hours"}
    entity = {"entity_key": "Z", "operation_id": "A", "kind": "sme", "supported_on": left}
    own = [{"person_key": person, "operation_id": "A"} for person in COMPLETE]
    states = [{"labour_status": status, "unemployed_months": 1 if status == _STATUS[0] else None} for status in _STATUS]
    return {
        "participations": [{**who, **first, **state} for who, state in zip(own, states, strict=True)],
        "jobs": [{**who, **job} for who in own],
        "studies": [{**who, **study} for who in own],
        "follow_ups": [{**who, **seen} for who in own],
        "entities": [entity],
    }


@st.composite
def examples(draw: DrawFn) -> Example:
    """Draw a delivery of some persons besides the complete rows, and some periods."""
    ages_given = draw(st.booleans())
    tables = complete_rows({"age_at_entry": 30} if ages_given else {"birth_date": date(1990, 1, 1)})
    at_least = draw(st.sampled_from([0, 6]))
    for operation in "ABC":
        people = draw(st.lists(_participation(ages_given=ages_given), min_size=at_least, max_size=26))
        for person, own in zip(ascii_lowercase, people, strict=False):
            for name, rows in own.items():
                tables[name].extend({"person_key": person, "operation_id": operation, **row} for row in rows)
    tables["entities"].extend(draw(_entities()))
    periods = draw(st.lists(st.sampled_from(PERIODS), min_size=1, unique=True))
    return Example(tuple(periods), draw(st.just({}) | _SETTINGS), tables)


@st.composite
def _participation(draw: DrawFn, *, ages_given: bool) -> dict[str, list[dict[str, Any]]]:
    spells = draw(_spells())
    rows = [
        {
            "entry_date": entry, "exit_date": left, "exit_reason": None if left is None else "other",
            **draw(_attributes(entry, ages_given=ages_given)),
        }
        for entry, left in spells
    ]  # fmt: skip
    exits = [left for _, left in spells if left is not None] or [entry for entry, _ in spells]
    sixes = [six_months_after(left) for left in exits]
    window = _around(exits, _AFTER_EXIT)
    return {
        "participations": rows,
        "jobs": draw(_jobs(window, _around(sixes, (-1, 0, 1)))),
        "studies": draw(_studies(window, _around([spells[0][0]], (-1, 0, 1)))),
        "follow_ups": draw(_follow_ups(window, _around(sixes, _ABOUT_SIX_MONTHS), sixes[-1])),
    }


def _around(days: Iterable[date], offsets: Iterable[int]) -> list[date]:
    return sorted({day + timedelta(days=offset) for day in days for offset in offsets})


@st.composite
def _spells(draw: DrawFn) -> list[tuple[date, date | None]]:
    """Draw spells that do not overlap; one may begin on the day that another ends, or end on the day it begins."""
    number = draw(st.sampled_from([2, 2, 2, 2, 1, 3, 4, 4, 5]))
    days = sorted(draw(st.lists(_DAYS, min_size=number, max_size=number)))
    for early in draw(st.sets(st.integers(0, number - 2), max_size=2)) if number > 2 else ():
        days[early + 1] = days[early]
    days.sort()
    spells = dict.fromkeys(zip(days[0::2], days[1::2], strict=False))
    still = [(days[-1], None)] if len(days) % 2 else []
    return [*spells, *still]


@st.composite
def _attributes(draw: DrawFn, entry: date, *, ages_given: bool) -> dict[str, Any]:
    values: dict[str, Any] = {name: draw(strategy) for name, strategy in _ATTRIBUTES.items()}
    if values["labour_status"] == "unemployed":
        values["unemployed_months"] = draw(st.sampled_from([0, 6, 7, 12, 13, 13, None]))
    if entry in _DAYS_OF_GB and draw(st.booleans()):
        values["nationality"] = "GB"
    age = draw(st.sampled_from([0, 17, 18, 24, 25, 29, 30, 54, 55, 55, None]))
    if ages_given or age is None:
        return {**values, "age_at_entry" if ages_given else "birth_date": age}
    if (entry.month, entry.day) in {(2, 28), (2, 29), (3, 1)}:
        return {**values, "birth_date": draw(st.sampled_from(_LEAP_BIRTHS))}
    near = entry + timedelta(days=draw(st.integers(-1, 1)))
    return {**values, "birth_date": min(entry, near.replace(year=near.year - age, day=min(near.day, 28)))}


@st.composite
def _jobs(draw: DrawFn, window: list[date], later: list[date]) -> list[dict[str, Any]]:
    """Draw jobs; now and then one of them runs all the time."""
    rows: dict[tuple[Any, ...], None] = {}
    if draw(st.sampled_from([False, False, False, True])):
        rows[window[0], None, "permanent"] = None
    for start in draw(st.lists(st.sampled_from(window) | st.sampled_from([*window, *later]), max_size=3)):
        end = draw(st.sampled_from([None, start, *(day for day in (*window, *later) if day >= start)]))
        contract = draw(st.sampled_from(["permanent", "fixed_term", "fixed_term", "self_employed", "work_experience"]))
        rows[start, end, contract] = None
    return [{"start_date": start, "end_date": end, "contract": contract} for start, end, contract in rows]


@st.composite
def _studies(draw: DrawFn, window: list[date], first: list[date]) -> list[dict[str, Any]]:
    days = st.sampled_from(window) | st.sampled_from(first)
    filled = st.sampled_from([True, True, True, False])
    return [
        {
            "start_date": start,
            "end_date": draw(st.sampled_from([None, start, *(day for day in window if day >= start)])),
            "kind": "language",
            "qualification": "Dutch" if draw(filled) else None,
            "awarding_body": "CVO" if draw(filled) else None,
            "qualification_date": draw(days) if draw(filled) else None,
        }
        for start in draw(st.lists(days, max_size=2, unique=True))
    ]


@st.composite
def _follow_ups(draw: DrawFn, window: list[date], later: list[date], middle: date) -> list[dict[str, Any]]:
    """Draw follow-ups, often two as far from the middle; those of one day say the same of work."""
    days = draw(st.lists(st.sampled_from(window) | st.sampled_from(later), max_size=3))
    days.extend(_around([middle], draw(st.sampled_from([(), (), (-1, 1), (-30, 30)]))))
    rows: list[dict[str, Any]] = []
    for day in sorted(set(days)):
        status = draw(st.sampled_from(["unemployed", *_STATUS, "unemployed", "employed", None]))
        searching = draw(st.sampled_from([True, False, None]))
        better = draw(st.sampled_from([(None,), (None,), ("more_hours",), ("more_hours", "promotion")]))
        seen = {"observed_on": day, "labour_status": status, "searching": searching}
        rows.extend({**seen, "improvement": improvement} for improvement in better)
    return rows


@st.composite
def _entities(draw: DrawFn) -> list[dict[str, Any]]:
    rows = draw(st.lists(st.tuples(st.sampled_from("pqrs"), st.sampled_from("AB"), _DAYS), max_size=5, unique=True))
    kinds = {"p": "public_administration", "q": "public_administration", "r": "sme", "s": "sme"}
    return [
        {"entity_key": entity, "operation_id": operation, "kind": kinds[entity], "supported_on": day}
        for entity, operation, day in rows
    ]
