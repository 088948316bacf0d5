"""A trace lists the records that a figure counts, and says why the others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reportkit.indicators import catalogue
from reportkit.indicators.breakdowns import BREAKDOWNS
from reportkit.indicators.evaluator import compute
from reportkit.indicators.measures import Average, Share, Survival
from reportkit.indicators.tracing import Cell, open_trace, trace
from reportkit.periods import Period
from tests.indicators.conftest import job, project, spell, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import pyarrow as pa

    from reportkit.params import Project

YEAR = Period.parse(2021)


def person(key: str, entry: str, left: str | None = None, **more: Any) -> dict[str, Any]:
    """Write a complete record of an unemployed woman, with what is said otherwise."""
    known = {
        "gender": "F", "labour_status": "unemployed", "unemployed_months": 14, "age_at_entry": 30, "isced": 2,
        "nationality": "SY", "in_education": False, "disability": "no", "foreign_background": "yes", "minority": "no",
        "homeless": "no", "rural": "no", "municipality": "34022",
    }  # fmt: skip
    return spell(key, entry, left, "work" if left else None, **{**known, **more})


def seen(key: str, day: str, status: str | None = None, **more: Any) -> dict[str, Any]:
    """Write a follow-up."""
    return {"person_key": key, "operation_id": "A", "observed_on": day, "labour_status": status, **more}


WORLD: Mapping[str, list[dict[str, Any]]] = {
    "participations": [
        person("a", "2020-11-05", "2021-02-10"),
        person("a", "2021-03-01", "2021-06-30", municipality="34027"),
        person("b", "2021-01-05", "2021-12-15", gender="M", labour_status="inactive", unemployed_months=None),
        person("c", "2021-01-05", "2021-03-01", gender="X", labour_status="inactive", unemployed_months=None),
        person("d", "2021-01-05", isced=None),
        person("e", "2021-02-05", "2021-03-31", labour_status="employed", unemployed_months=None, gender=None),
        person("f", "2021-02-05", "2021-03-31", labour_status="employed", unemployed_months=None, disability="yes"),
    ],
    "jobs": [job("a", "2021-07-28"), job("c", "2021-03-30"), job("b", "2020-01-01", "2021-12-20")],
    "studies": [
        {"person_key": "c", "operation_id": "A", "start_date": "2021-02-01", "end_date": "2021-02-20",
         "kind": "language", "qualification": "A2", "awarding_body": "CVO", "qualification_date": "2021-02-20"},
    ],
    "support": [
        {"person_key": "a", "operation_id": "A", "kind": "screening", "start_date": "2020-11-06", "hours": 2.5},
        {"person_key": "a", "operation_id": "A", "kind": "screening", "start_date": "2021-03-06", "hours": 1.25},
        {"person_key": "b", "operation_id": "A", "kind": "participation_track", "start_date": "2021-03-06",
         "hours": 41},
    ],
    "follow_ups": [
        seen("f", "2021-09-20", "employed", improvement="promotion"),
        seen("c", "2021-10-01", "inactive", searching=False),
    ],
    "employers": [
        {"employer_key": "e1", "operation_id": "A", "contacted_on": day, "vacancies": 2, "hires": 1}
        for day in ("2021-01-01", "2021-02-01")
    ],
    "entities": [
        {"entity_key": "m", "operation_id": "A", "kind": "sme", "supported_on": day}
        for day in ("2021-05-01", "2021-06-01")
    ],
    "offers": [
        {"offer_id": "o1", "operation_id": "A", "organisation_key": "x", "municipality": "34022", "kind": "buddy",
         "start_date": "2021-04-01", "places": 8, "taken": 3, "quality_label": True},
        {"offer_id": "o2", "operation_id": "A", "organisation_key": "x", "municipality": "34027", "kind": "activity",
         "start_date": "2020-04-01", "places": 5, "taken": 5, "quality_label": False},
    ],
    "population": [
        {"municipality": "34022", "date": "2020-12-31", "group": "protected", "count": 10},
        {"municipality": "34022", "date": "2021-12-31", "group": "protected", "count": 20},
    ],
}  # fmt: skip
REGIONS = {"kortrijk": frozenset({"34022"})}
PROJECTS = {
    "esf-plus": project(framework="esf-plus"),
    "esf-2014-2020": project(framework="esf-2014-2020"),
    "network": project(kind="participation", framework="esf-plus"),
}


def delivered() -> dict[str, pa.Table]:
    """Type the small world."""
    return {name: typed(name, rows) for name, rows in WORLD.items()}


def traced(code: str, *, of: Project = PROJECTS["esf-plus"], near_misses: bool = False, **where: Any) -> pd.DataFrame:
    """Trace a figure of the small world."""
    cell = Cell(code, **{"region": "all", "period": YEAR, **where})
    return trace(delivered(), of, REGIONS, cell, near_misses=near_misses)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "region", "basis", "bys"),
    [
        ("esf-plus", "all", "to_date", ["total", "gender"]),
        ("esf-2014-2020", "kortrijk", "period", ["total"]),
        ("network", "kortrijk", "to_date", ["total", "gender"]),
    ],
)
def test_every_figure_rests_on_as_many_records_as_it_says(name: str, region: str, basis: str, bys: list[str]) -> None:
    """For every indicator of every list, in all and for women, the counted records add up to the figure."""
    of = PROJECTS[name]
    figures = compute(delivered(), of, REGIONS, [YEAR])
    figures = figures[(figures["region"] == region) & (figures["basis"] == basis) & figures["by"].isin(bys)]
    figures = figures[(figures["status"] != "not_available") & figures["group"].isin(["total", "F"])]
    entries = catalogue(of, ("protected",))
    wrong = []
    with open_trace(delivered(), of, REGIONS, YEAR) as ask:
        for row in figures.to_dict("records"):
            entry = entries[row["indicator"]]
            if not isinstance(entry, Average | Survival):
                place = {key: row[key] for key in ("region", "basis", "by", "group")}
                found = ask(Cell(row["indicator"], period=YEAR, **place))["amount"].sum()
                expected = row["numerator"] if isinstance(entry, Share) else row["value"]
                wrong += [] if abs(found - expected) < 1e-9 else [(row["indicator"], place, expected, found)]
    assert wrong == []


@pytest.mark.parametrize("by", list(BREAKDOWNS))
def test_groups_of_every_breakdown_are_traced(by: str) -> None:
    """The records of the groups of a breakdown are together those of the total."""
    groups = [len(traced("started", by=by, group=group)) for group in BREAKDOWNS[by].groups]
    assert sum(groups) == len(traced("started")) == 7


def test_a_merged_participation_is_traced_to_its_first_record() -> None:
    """Someone who came back is one record: the row of the first entry, and the later one as evidence."""
    row = traced("EECR04", by="gender", group="F").iloc[0]
    assert (row["person_key"], row["file"], row["row"]) == ("a", "participations.csv", 2)
    assert "participations.csv row 3: entry_date 2021-03-01, exit_date 2021-06-30" in row["evidence"]
    assert "jobs.csv row 2: start_date 2021-07-28" in row["evidence"]


def test_a_job_on_day_29_is_a_near_miss() -> None:
    """The reason tells the day on which the job starts, and the day on which the window ends."""
    missed = traced("EECR04", near_misses=True).query("counted == 'no' and person_key == 'c'")
    told = (
        "no event in the window tells a status; a job starts on 2021-03-30, day 29 after leaving; "
        "the window ends on 2021-03-29, day 28"
    )
    assert missed["reason"].tolist() == [told]
    assert missed["amount"].tolist() == [0]


def test_a_pending_exit_is_a_near_miss() -> None:
    """Who left in December can be measured in January."""
    missed = traced("EECR04", near_misses=True).query("person_key == 'b'")
    assert missed["reason"].tolist() == ["pending: measurable on 2022-01-12, after the cut-off 2021-12-31"]


def test_an_incomplete_record_says_what_is_not_known() -> None:
    """A record without its level of education counts in the grand total only."""
    missed = traced("EECO02", near_misses=True).query("person_key == 'd'")
    assert missed["reason"].tolist() == ["incomplete record: isced not known"]
    assert "d" in set(traced("grand_total")["person_key"])


def test_near_misses_are_listed_only_when_asked() -> None:
    """A trace has as many rows as the figure says."""
    assert set(traced("EECO02")["counted"]) == {"yes"}


def test_what_happens_after_the_cut_off_is_not_told() -> None:
    """At the end of June the job of July is not known, and an exit in December is not either."""
    half = Period.parse("2021-H1")
    rows = traced("started", period=half)
    assert not rows["evidence"].str.contains("2021-12-15").any()
    assert rows["evidence"].str.contains("exit_date after the cut-off").any()


def test_an_entity_is_traced_to_its_first_support() -> None:
    """An enterprise that was supported twice is one record."""
    row = traced("EECO19")
    assert (row["key"].tolist(), row["row"].tolist(), row["person_key"].tolist()) == (["m"], [2], [""])


def test_a_sum_is_traced_to_its_amounts() -> None:
    """Hours of support: each session with its hours."""
    assert traced("support.screening.hours")["amount"].tolist() == [2.5, 1.25]


def test_a_median_wait_tells_who_is_censored() -> None:
    """An estimate lists its whole cohort, each with the wait and whether it ended."""
    told = traced("time_to_job.median").set_index("person_key")["values"]
    assert "first job after 84 days" in told["c"]
    assert "censored after" in told["d"]
