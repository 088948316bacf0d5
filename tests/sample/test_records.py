"""The sample records keep the rules that a delivery must keep, checked with nothing but the standard library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from reportkit.regions import belgium
from reportkit.sample import DESIGNS
from reportkit.tables import INPUT_TABLES

Rows = list[dict[str, str]]
Read = Callable[[str, str], Rows]

PROJECTS = tuple(DESIGNS)
EMPLOYMENT = tuple(project for project in PROJECTS if project != "4u")
GUIDED_IN = ("jobs", "studies", "support", "follow_ups")


def _spells(entries: Rows) -> dict[tuple[str, str], list[tuple[str, str]]]:
    spells: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in entries:
        spells[row["person_key"], row["operation_id"]].append((row["entry_date"], row["exit_date"]))
    return spells


@pytest.mark.parametrize("project", PROJECTS)
def test_columns_and_codes_are_the_contracts(project: str, rows: Read) -> None:
    """Every column is one of the table's, and every code one of its column's."""
    for name, table in INPUT_TABLES.items():
        for row in rows(project, name):
            for column, value in row.items():
                codes = table.column(column).codes
                assert not codes or value in {*codes, ""}


@pytest.mark.parametrize("project", PROJECTS)
def test_required_cells_are_filled(project: str, rows: Read) -> None:
    """Keys and dates that must be there are there."""
    for name, table in INPUT_TABLES.items():
        required = [column.name for column in table.columns if column.required]
        assert all(row[column] for row in rows(project, name) for column in required)


@pytest.mark.parametrize("project", PROJECTS)
def test_nothing_is_known_after_the_last_known_day(project: str, rows: Read) -> None:
    """No date of a delivery is later than the day it was made."""
    last = DESIGNS[project].known_until.isoformat()
    for name, table in INPUT_TABLES.items():
        dates = [column.name for column in table.columns if column.kind == "date"]
        assert all(row.get(column, "") <= last for row in rows(project, name) for column in dates)


@pytest.mark.parametrize("project", PROJECTS)
def test_spells_of_a_person_in_an_operation_do_not_overlap(project: str, rows: Read) -> None:
    """A second spell starts after the first one ended; an open spell is the last."""
    for spells in _spells(rows(project, "participations")).values():
        for (_, left), (entered, _) in pairwise(sorted(spells)):
            assert "" < left < entered


@pytest.mark.parametrize("project", PROJECTS)
def test_every_person_is_whole(project: str, rows: Read) -> None:
    """Gender and labour status are known, an exit has a reason and follows its entry, months go with unemployment."""
    for row in rows(project, "participations"):
        assert row["gender"] in ("FMX" if project == "gent-werkplek" else "FM")
        assert row["labour_status"]
        assert bool(row["exit_date"]) == bool(row["exit_reason"])
        assert not row["exit_date"] or row["entry_date"] <= row["exit_date"]
        assert bool(row["unemployed_months"]) == (row["labour_status"] == "unemployed")


@pytest.mark.parametrize("project", PROJECTS)
def test_a_person_stays_the_same_from_one_spell_to_the_next(project: str, rows: Read) -> None:
    """Gender, nationality and, where delivered, the date of birth belong to the person."""
    known: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for row in rows(project, "participations"):
        known[row["person_key"]].add((row["gender"], row["nationality"], row.get("birth_date", "")))
    assert all(len(seen) == 1 for seen in known.values())


@pytest.mark.parametrize("project", PROJECTS)
def test_one_column_tells_the_age(project: str, rows: Read) -> None:
    """A delivery has either dates of birth or ages at entry."""
    columns = set(rows(project, "participations")[0])
    assert ("birth_date" in columns) != ("age_at_entry" in columns)


@pytest.mark.parametrize("project", PROJECTS)
def test_municipalities_are_valid_on_the_day(project: str, rows: Read) -> None:
    """Each REFNIS code is valid on the day it is used."""
    by_code = {place.refnis: place for place in belgium()}
    days = {"participations": "entry_date", "offers": "start_date", "employers": "contacted_on", "population": "date"}
    for table, column in days.items():
        for row in rows(project, table):
            assert by_code[row["municipality"]].valid_on(date.fromisoformat(row[column]))


@pytest.mark.parametrize("project", PROJECTS)
def test_every_step_belongs_to_a_participation(project: str, rows: Read) -> None:
    """Jobs, studies, support and follow-ups are of persons who take part in that operation."""
    known = set(_spells(rows(project, "participations")))
    for table in GUIDED_IN:
        assert {(row["person_key"], row["operation_id"]) for row in rows(project, table)} <= known


@pytest.mark.parametrize("project", PROJECTS)
def test_nothing_ends_before_it_starts(project: str, rows: Read) -> None:
    """Jobs, studies, support and offers end on or after the day they start."""
    for table in ("jobs", "studies", "support", "offers"):
        assert all(not row["end_date"] or row["start_date"] <= row["end_date"] for row in rows(project, table))


@pytest.mark.parametrize("project", EMPLOYMENT)
def test_a_qualification_has_its_body_and_date(project: str, rows: Read) -> None:
    """A qualification is never delivered without who awarded it and when."""
    for row in rows(project, "studies"):
        assert len({bool(row[column]) for column in ("qualification", "awarding_body", "qualification_date")}) == 1


@pytest.mark.parametrize("project", EMPLOYMENT)
def test_most_who_leave_for_work_have_a_job_around_their_exit(project: str, rows: Read) -> None:
    """Of the spells closed with work at least 80 per cent have a counted job that starts 60 days before to 20 after."""
    started = defaultdict(list)
    for row in rows(project, "jobs"):
        if row["contract"] != "work_experience":
            started[row["person_key"], row["operation_id"]].append(date.fromisoformat(row["start_date"]))
    placed = [
        any(-60 <= (start - date.fromisoformat(row["exit_date"])).days <= 20 for start in started[key])
        for row in rows(project, "participations")
        if row["exit_reason"] == "work"
        for key in [(row["person_key"], row["operation_id"])]
    ]
    assert sum(placed) / len(placed) >= 0.8


@pytest.mark.parametrize("project", ["gent-werkplek", "twerkt"])
def test_fewer_start_in_summer(project: str, rows: Read) -> None:
    """July and August together bring fewer entries than September alone."""
    months = [row["entry_date"][5:7] for row in rows(project, "participations")]
    assert months.count("07") + months.count("08") < months.count("09")


def test_twerkt_holds_what_real_data_give_warnings_about(rows: Read) -> None:
    """Births heap on 1 January, one person under 18 has a higher degree, two follow-ups precede their exit."""
    entries = rows("twerkt", "participations")
    assert sum(row["birth_date"].endswith("-01-01") for row in entries) > len(entries) // 20
    minors = [row for row in entries if int(row["entry_date"][:4]) - int(row["birth_date"][:4]) <= 17]
    assert [row["isced"] for row in minors].count("5") == 1
    spells = _spells(entries)
    early = [
        row
        for row in rows("twerkt", "follow_ups")
        if all(row["observed_on"] < (left or "9999") for _, left in spells[row["person_key"], row["operation_id"]])
    ]
    assert len(early) == 2
