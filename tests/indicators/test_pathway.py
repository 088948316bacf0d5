"""Pathway indicators, each on a handful of rows."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.indicators.catalogue import catalogue, structure
from tests.indicators.conftest import computed, job, project, spell

THREE = [
    spell("a", "2020-03-01", "2021-02-01", "work", gender="F"),
    spell("b", "2021-05-01", "2022-02-01", "moved", gender="M"),
    spell("c", "2021-12-31", gender="F"),
]


def test_a_trajectory_counts_from_its_entry() -> None:
    """Two entries in 2021, three to date."""
    ask = computed({"participations": THREE})
    assert (ask("started", basis="period"), ask("started")) == (2, 3)


def test_an_exit_after_the_cut_off_leaves_the_trajectory_active() -> None:
    """At the end of 2021 only one of three was closed; b leaves later."""
    ask = computed({"participations": THREE})
    assert (ask("closed"), ask("active")) == (1, 2)


def test_an_entry_after_the_cut_off_is_not_known() -> None:
    """A report on 2020 knows one trajectory, and it is active."""
    ask = computed({"participations": THREE}, 2020)
    assert (ask("started"), ask("active"), ask("closed.job")) == (1, 1, 0)


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("work", "job"), ("training", "training"), ("self_sufficient", "early.neutral"), ("practical", "early.neutral"),
        ("medical", "early.neutral"), ("moved", "early.neutral"), ("own_request", "early.negative"),
        ("no_cooperation", "early.negative"), ("other", "early.negative"),
    ],
)  # fmt: skip
def test_every_exit_reason_has_its_outcome(reason: str, outcome: str) -> None:
    """Each reason counts under one outcome, and positive are work and training."""
    ask = computed({"participations": [spell("a", "2021-01-01", "2021-06-01", reason)]})
    ends = {code for code in ("job", "training", "early.neutral", "early.negative") if ask(f"closed.{code}") == 1}
    assert ends == {outcome}
    assert ask("closed.positive") == (outcome in {"job", "training"})


def test_a_second_trajectory_of_a_person_is_re_opened() -> None:
    """Two trajectories of one person in one operation: one person, one re-opened."""
    rows = [spell("a", "2020-01-01", "2020-06-01", "moved"), spell("a", "2021-01-01")]
    ask = computed({"participations": rows})
    assert (ask("started"), ask("persons"), ask("reopened")) == (2, 1, 1)


def test_a_person_counts_where_and_when_first_seen() -> None:
    """A person who moves from one region to another stays counted in the first, so that regions add up."""
    rows = [spell("a", "2020-01-01", municipality="34022"), spell("a", "2021-01-01", municipality="34027")]
    places = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}
    ask = computed({"participations": rows}, regions=places)
    assert [ask("persons", region=region) for region in ("kortrijk", "menen", "all")] == [1, 0, 1]


def test_the_whole_area_also_counts_those_who_live_elsewhere() -> None:
    """A trajectory outside every region counts in all."""
    rows = [spell("a", "2021-01-01", municipality="34022"), spell("b", "2021-01-01", municipality="11002")]
    ask = computed({"participations": rows}, regions={"kortrijk": frozenset({"34022"})})
    assert (ask("started", region="kortrijk"), ask("started")) == (1, 2)


@pytest.mark.parametrize(
    ("birth", "group"),
    [
        ("2003-06-15", "18_29"),
        ("2003-06-16", "under_18"),
        ("1991-06-15", "30_54"),
        ("1966-06-15", "55_plus"),
        (None, "unknown"),
    ],
)
def test_age_is_in_completed_years_on_the_entry_date(birth: str | None, group: str) -> None:
    """Eighteen on the day of entry is eighteen; the day before is seventeen."""
    ask = computed({"participations": [spell("a", "2021-06-15", birth_date=birth)]})
    assert ask("started", by="age", group=group) == 1


def test_duration_is_of_the_closed_only() -> None:
    """Mean of 10 and 30 days; the open trajectory has no duration yet."""
    rows = [
        spell("a", "2021-01-01", "2021-01-11", "work"),
        spell("b", "2021-01-01", "2021-01-31", "work"),
        spell("c", "2021-01-01"),
    ]
    ask = computed({"participations": rows})
    assert (ask("duration.mean"), ask("duration.median")) == (20, 20)


def test_a_share_below_a_hundred_has_a_wilson_interval() -> None:
    """One of one: the interval is wide."""
    ask = computed({"participations": THREE})
    assert ask("closed.job.share") == 1
    assert round(ask("closed.job.share", "low"), 4) == 0.2065


def test_without_closed_trajectories_a_share_does_not_apply() -> None:
    """A share of nothing is not zero."""
    ask = computed({"participations": THREE}, 2020)
    assert ask("closed.job.share", "status") == "not_applicable"
    assert ask("closed", "status") == "ok"


def test_an_absent_table_is_not_available_and_never_zero() -> None:
    """Without jobs nothing is said of them."""
    ask = computed({"participations": THREE})
    assert ask("job.started", "status") == "not_available"
    assert ask("job.started", "note") == "table jobs was not delivered"


def test_a_first_job_begins_on_or_after_entry() -> None:
    """A job held before entry is not the outcome of the trajectory; temporary work experience is no job."""
    people = [spell(name, "2021-03-01") for name in "abc"]
    jobs = [job("a", "2021-02-28"), job("b", "2021-03-01"), job("c", "2021-04-01", contract="work_experience")]
    ask = computed({"participations": people, "jobs": jobs})
    assert ask("job.started") == 1


def test_a_job_belongs_to_the_trajectory_in_which_it_began() -> None:
    """A job after the re-opening counts for the second trajectory."""
    people = [spell("a", "2020-01-01", "2020-06-01", "moved", gender="F"), spell("a", "2021-01-01", gender="M")]
    ask = computed({"participations": people, "jobs": [job("a", "2021-02-01")]})
    assert (ask("job.started", by="gender", group="F"), ask("job.started", by="gender", group="M")) == (0, 1)


@pytest.mark.parametrize(
    ("jobs", "sustained"),
    [
        ([("2021-01-10", "2021-02-01", "permanent")], 1),
        ([("2021-01-10", "2021-07-10", "fixed_term")], 1),
        ([("2021-01-10", "2021-07-09", "fixed_term")], 0),
        ([("2021-01-10", "2021-04-01", "fixed_term"), ("2021-05-02", None, "fixed_term")], 1),
        ([("2021-01-10", "2021-04-01", "fixed_term"), ("2021-05-03", "2021-10-01", "fixed_term")], 0),
    ],
)
def test_a_sustained_job_is_permanent_or_six_months_without_a_long_gap(
    jobs: list[tuple[str, str | None, str]], sustained: int
) -> None:
    """A gap of thirty days is bridged, one of thirty-one is not."""
    ask = computed({"participations": [spell("a", "2021-01-01")], "jobs": [job("a", *row) for row in jobs]})
    assert ask("job.sustained") == sustained


def test_retention_looks_at_the_day_months_after_the_first_job() -> None:
    """The 31st of August and six months is the 28th of February; the job ends the day before."""
    people = [spell("a", "2020-08-01"), spell("b", "2020-08-01")]
    jobs = [job("a", "2020-08-31", "2021-02-27"), job("b", "2020-08-31", "2021-02-28")]
    ask = computed({"participations": people, "jobs": jobs})
    assert (ask("retention.6", "numerator"), ask("retention.6", "denominator")) == (1, 2)


def test_retention_counts_only_those_who_could_be_observed() -> None:
    """A first job in November cannot be observed six months later in December."""
    ask = computed({"participations": [spell("a", "2021-08-01")], "jobs": [job("a", "2021-11-01")]})
    assert ask("job.reached.6") == 0
    assert ask("retention.6", "status") == "not_applicable"


def test_time_to_job_is_censored_at_the_cut_off() -> None:
    """One of two found a job after 60 days; the other was followed a year without: half within three months."""
    people = [spell("a", "2021-01-01"), spell("b", "2021-01-01")]
    ask = computed({"participations": people, "jobs": [job("a", "2021-03-02")]})
    assert ask("time_to_job.share.3") == 0.5
    assert (ask("job.within.3"), ask("job.within.6")) == (1, 1)
    assert ask("time_to_job.median") == 60


def test_estimates_of_the_time_to_a_job_rest_on_who_found_one_in_time() -> None:
    """The median lies before or after each of the months, so it is shown only where those counts are."""
    known = structure(catalogue(project()), {}, [])
    assert {"started", "job.started", "job.within.3", "job.within.12"} <= {*known.rests_on["time_to_job.median"]}
    assert {"job.started", "job.within.3"} <= {*known.rests_on["time_to_job.share.3"]}


def test_retention_is_for_the_authority() -> None:
    """Whoever is counted has had a job so many months before: that tells of an earlier cut-off."""
    assert "job.retained.6" in structure(catalogue(project()), {}, []).withheld


def test_a_kind_of_support_counts_a_trajectory_once() -> None:
    """Two sessions of one kind: one trajectory, five hours."""
    rows = [
        {"person_key": "a", "operation_id": "A", "kind": "screening", "start_date": day, "hours": 2.5}
        for day in ("2021-02-01", "2021-03-01")
    ]
    ask = computed({"participations": [spell("a", "2021-01-01")], "support": rows})
    assert (ask("support.screening"), ask("support.screening.hours"), ask("support.buddy")) == (1, 5, 0)


def test_employers_count_once_and_their_vacancies_add_up() -> None:
    """An employer met twice is one employer."""
    met = [
        {"employer_key": "e", "operation_id": "A", "contacted_on": day, "vacancies": 2, "hires": 1}
        for day in ("2021-01-01", "2021-02-01")
    ]
    ask = computed({"participations": THREE, "employers": met})
    assert [ask(f"employers.{what}") for what in ("met", "vacancies", "hires")] == [1, 4, 2]


def test_coverage_rests_on_the_latest_count_not_after_the_cut_off() -> None:
    """The count of 2022 is not known at the end of 2021."""
    counts = [
        {"municipality": "34022", "date": day, "group": "protected", "count": count}
        for day, count in (("2020-12-31", 10), ("2021-12-31", 20), ("2022-12-31", 40))
    ]
    ask = computed({"participations": THREE, "population": counts})
    assert (ask("stock.protected"), ask("coverage.protected")) == (20, 0.15)


def test_a_target_stands_beside_its_figure() -> None:
    """The target of the project file is on the row that it names, and on no other."""
    aim = {"indicator": "started", "by": "gender", "group": "F", "value": 4}
    ask = computed({"participations": THREE}, of=project(targets=[aim]))
    assert ask("started", "target", by="gender", group="F") == 4
    assert str(ask("started", "target")) == "nan"


def _random_spells(seed: int) -> list[dict[str, Any]]:
    dice = random.Random(seed)  # noqa: S311 - tables, not secrets
    rows = []
    for person in range(dice.randrange(1, 30)):
        day = date(2019, 1, 1) + timedelta(dice.randrange(900))
        for _ in range(dice.choice([1, 1, 2])):
            left = day + timedelta(dice.randrange(1, 400))
            closed = dice.random() < 0.7
            rows.append(
                spell(
                    f"p{person}", day.isoformat(), left.isoformat() if closed else None,
                    dice.choice(["work", "training", "moved", "other"]) if closed else None,
                    gender=dice.choice(["F", "M", "X", None]),
                    municipality=dice.choice(["34022", "34027", "11002", None]),
                    isced=dice.choice([None, 0, 3, 6]),
                )
            )  # fmt: skip
            if not closed:
                break
            day = left + timedelta(dice.randrange(60))
    return rows


PLACES = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"}), "both": frozenset({"34022", "34027"})}


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6))
def test_counts_agree_with_plain_counting(seed: int) -> None:
    """An oracle in plain Python finds the same outcome of every trajectory, for each period and basis."""
    rows = _random_spells(seed)
    ask = computed({"participations": rows}, 2019, 2020, 2021)
    for year in (2019, 2020, 2021):
        within = [row for row in rows if row["exit_date"] and row["exit_date"][:4] == str(year)]
        earlier = [row for row in rows if row["exit_date"] and row["exit_date"][:4] <= str(year)]
        for basis, exits in (("period", within), ("to_date", earlier)):
            reasons = Counter(row["exit_reason"] for row in exits)
            assert ask("closed", basis=basis, period=str(year)) == len(exits)
            assert ask("closed.job", basis=basis, period=str(year)) == reasons["work"]
            assert ask("closed.early.neutral", basis=basis, period=str(year)) == reasons["moved"]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["started", "persons", "closed", "closed.early", "active"]))
def test_parts_add_up(seed: int, code: str) -> None:
    """Groups add up to the total, towns to the region of both, and periods to what there is to date."""
    ask = computed({"participations": _random_spells(seed)}, 2019, 2020, 2021, regions=PLACES)
    assert sum(ask(code, by="gender", group=group) for group in ("F", "M", "X", "unknown")) == ask(code)
    assert ask(code, region="kortrijk") + ask(code, region="menen") == ask(code, region="both")
    if code != "active":
        before = ask(code, period="2020")
        assert before + ask(code, basis="period", period="2021") == ask(code, period="2021")


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    """Shuffled rows give the same figures."""
    rows = _random_spells(seed)
    shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311 - tables, not secrets
    one, other = (computed({"participations": table}, regions=PLACES) for table in (rows, shuffled))
    for code in ("started", "persons", "reopened", "closed.job", "duration.median"):
        for region in ("kortrijk", "both", "all"):
            assert str(one(code, region=region)) == str(other(code, region=region))
