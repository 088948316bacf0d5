"""The common indicators of ESF and ESF+, each rule on a handful of rows; `test_esf_oracle` has the random tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reportkit.indicators import catalogue
from reportkit.indicators.evaluator import compute
from reportkit.indicators.results import with_parts
from reportkit.periods import Period
from tests.indicators.conftest import computed, job, project, spell, typed

if TYPE_CHECKING:
    from tests.indicators.conftest import Ask

PLUS = project(framework="esf-plus")
OLD = project(framework="esf-2014-2020")


def person(key: str = "a", entry: str = "2021-01-10", left: str | None = None, **more: Any) -> dict[str, Any]:
    """Write a complete record of a woman of 30 who is unemployed, with what is said otherwise."""
    known = {"gender": "F", "labour_status": "unemployed", "age_at_entry": 30, "isced": 3, "in_education": False}
    return spell(key, entry, left, "other" if left else None, **{**known, **more})


def seen(day: str, status: str | None, *, searching: bool = False, improvement: str | None = None) -> dict[str, Any]:
    """Write a follow-up of person a."""
    told = {"labour_status": status, "searching": searching, "improvement": improvement}
    return {"person_key": "a", "operation_id": "A", "observed_on": day, **told}


def outcome(*jobs: dict[str, Any], follow_ups: tuple[dict[str, Any], ...] = (), **more: Any) -> Ask:
    """Ask what became of someone who left on 31 March 2021."""
    unrelated = {"person_key": "z", "operation_id": "A"}
    tables = {
        "participations": [person(left="2021-03-31", **more), person("z")],
        "jobs": [*jobs, {**unrelated, "start_date": "2019-01-01", "end_date": "2019-02-01", "contract": "fixed_term"}],
        "follow_ups": [*follow_ups, {**unrelated, "observed_on": "2019-01-01"}],
        "studies": [{**unrelated, "start_date": "2019-01-01", "end_date": "2019-02-01"}],
    }
    return computed(tables, 2021, of=PLUS)


def test_an_incomplete_record_counts_in_the_grand_total_only() -> None:
    """Without the level of education a participant is in no other figure."""
    ask = computed({"participations": [person(isced=None), person("b")]}, of=PLUS)
    assert (ask("grand_total"), ask("EECO01"), ask("EECO02")) == (2, 1, 1)


def test_all_spells_of_a_person_in_an_operation_are_one_participation() -> None:
    """Who comes back counts once, with the attributes of the first entry; in another operation she counts again."""
    back = person(entry="2021-06-01", labour_status="employed", gender="M")
    rows = [person(left="2021-02-01"), back, {**person(), "operation_id": "B"}]
    ask = computed({"participations": rows}, of=PLUS)
    assert (ask("EECO01"), ask("EECO02"), ask("EECO05")) == (2, 2, 0)
    assert (ask("EECO01", by="gender", group="F"), ask("EECO01", by="gender", group="M")) == (2, 0)


@pytest.mark.parametrize(
    ("age", "months", "counted"), [(24, 6, 0), (24, 7, 1), (25, 7, 0), (25, 12, 0), (25, 13, 1), (24, None, 0)]
)
def test_unemployment_is_long_term_after_six_or_twelve_months(age: int, months: int | None, counted: int) -> None:
    """More than six months below 25, more than twelve from 25."""
    other = person("b", unemployed_months=1)
    ask = computed({"participations": [person(age_at_entry=age, unemployed_months=months), other]}, of=PLUS)
    assert ask("EECO03") == counted


@pytest.mark.parametrize(
    ("nationality", "entry", "counted"),
    [
        ("GB", "2020-01-31", 0), ("GB", "2020-02-01", 1), ("XX", "2021-01-10", 1), ("NA", "2021-01-10", 1),
        ("HR", "2021-01-10", 0), (None, "2021-01-10", 0),
    ],
)  # fmt: skip
def test_a_third_country_is_one_that_was_no_member_state_on_the_entry_date(
    nationality: str | None, entry: str, counted: int
) -> None:
    """The United Kingdom was one up to and including 31 January 2020; the stateless count, Namibia too."""
    rows = [person(entry=entry, nationality=nationality), person("b", nationality="BE")]
    assert computed({"participations": rows}, of=PLUS)("EECO13") == counted


def test_an_entity_counts_once_at_its_first_support_and_only_for_the_whole_area() -> None:
    """Supported twice is one enterprise; entities have no municipality."""
    rows = [
        {"entity_key": "e", "operation_id": "A", "kind": "sme", "supported_on": day}
        for day in ("2020-05-01", "2021-05-01")
    ]
    tables = {"participations": [person(municipality="34022")], "entities": rows}
    ask = computed(tables, of=PLUS, regions={"kortrijk": frozenset({"34022"})})
    assert (ask("EECO19"), ask("EECO19", basis="period"), ask("EECO18")) == (1, 0, 0)
    assert ask("EECO19", "status", region="kortrijk") == "not_available"


@pytest.mark.parametrize(
    ("start", "end", "employed"),
    [
        ("2021-04-28", None, 1), ("2021-04-29", None, 0), ("2021-03-31", "2021-03-31", 1), ("2021-01-01", None, 1),
        ("2021-01-01", "2021-04-28", 0), ("2021-01-01", "2021-04-29", 1), ("2021-01-01", "2021-03-30", 0),
    ],
)  # fmt: skip
def test_employment_upon_leaving_is_the_status_on_the_28th_day(start: str, end: str | None, employed: int) -> None:
    """A job that starts on day 28 counts, one on day 29 does not; one that ends within the window does not either."""
    assert outcome(job("a", start, end))("EECR04") == employed


def test_a_job_that_ends_beside_another_leaves_the_person_employed() -> None:
    """The end of one of two jobs is no unemployment."""
    assert outcome(job("a", "2021-01-01"), job("a", "2021-02-01", "2021-04-10"))("EECR04") == 1


def test_temporary_work_experience_is_no_job() -> None:
    """Contracts that the settings do not name do not count."""
    assert outcome(job("a", "2021-04-01", contract="work_experience"))("EECR04") == 0


@pytest.mark.parametrize(
    ("follow_up", "employed"),
    [
        (seen("2021-04-10", "inactive"), 0),
        (seen("2021-04-09", "inactive"), 1),
        (seen("2021-04-29", "inactive"), 1),
        (seen("2021-04-10", None), 1),
    ],
)
def test_the_last_event_decides_and_a_follow_up_outranks_a_job_of_its_day(
    follow_up: dict[str, Any], employed: int
) -> None:
    """The job starts on 10 April: a follow-up of that day wins, an earlier one and one after the window do not."""
    assert outcome(job("a", "2021-04-10"), follow_ups=(follow_up,))("EECR04") == employed


def test_searching_and_employed_exclude_each_other() -> None:
    """An inactive person who is seen searching counts as that, until a job starts."""
    searching = (seen("2021-04-05", "unemployed", searching=True),)
    only = outcome(follow_ups=searching, labour_status="inactive")
    then = outcome(job("a", "2021-04-10"), follow_ups=searching, labour_status="inactive")
    assert [(ask("EECR01"), ask("EECR04")) for ask in (only, then)] == [(1, 0), (0, 1)]


@pytest.mark.parametrize(
    ("start", "end", "counted"),
    [
        ("2021-01-10", None, 0),
        ("2021-01-11", "2021-03-31", 1),
        ("2021-01-11", "2021-03-30", 0),
        ("2021-04-29", None, 0),
    ],
)
def test_education_began_after_entry_and_covers_a_day_of_the_window(start: str, end: str | None, counted: int) -> None:
    """A course of the day of entry is none, one that ends on the day of leaving is."""
    study = {"person_key": "a", "operation_id": "A", "start_date": start, "end_date": end, "kind": "language"}
    ask = computed({"participations": [person(left="2021-03-31")], "studies": [study]}, of=PLUS)
    assert ask("EECR02") == counted


@pytest.mark.parametrize(
    ("day", "body", "counted"),
    [("2021-04-28", "CVO", 1), ("2021-04-29", "CVO", 0), ("2021-01-10", "CVO", 0), ("2021-02-01", None, 0)],
)
def test_a_qualification_has_a_body_and_a_day_after_entry_within_the_window(
    day: str, body: str | None, counted: int
) -> None:
    """It counts up to the 28th day, and not without the body that awards it."""
    study = {
        "person_key": "a", "operation_id": "A", "start_date": "2021-01-11", "qualification": "A2",
        "awarding_body": body, "qualification_date": day,
    }  # fmt: skip
    ask = computed({"participations": [person(left="2021-03-31")], "studies": [study]}, of=PLUS)
    assert ask("EECR03") == counted


@pytest.mark.parametrize(("end", "employed"), [("2021-09-30", 1), ("2021-09-29", 0)])
def test_the_six_month_day_is_clipped_to_the_month(end: str, employed: int) -> None:
    """Six months after 31 March is 30 September."""
    assert outcome(job("a", "2021-05-01", end))("EECR05") == employed


@pytest.mark.parametrize(
    ("days", "employed"),
    [
        ([("2021-08-31", "employed")], 1),
        ([("2021-08-30", "employed")], 0),
        ([("2021-10-30", "employed")], 1),
        ([("2021-10-31", "employed")], 0),
        ([("2021-09-20", "inactive"), ("2021-10-10", "employed")], 1),
        ([("2021-09-21", "inactive"), ("2021-10-10", "employed")], 0),
    ],
)
def test_the_nearest_follow_up_within_thirty_days_tells(days: list[tuple[str, str]], employed: int) -> None:
    """Thirty days before or after; the later of two at the same distance."""
    assert outcome(follow_ups=tuple(seen(*day) for day in days))("EECR05") == employed


def test_an_improvement_is_looked_for_among_the_employed() -> None:
    """A promotion seen within thirty days of the six-month day counts for who was employed at entry."""
    promoted = (seen("2021-10-15", "employed", improvement="promotion"),)
    assert outcome(follow_ups=promoted, labour_status="employed")("EECR06") == 1
    assert outcome(follow_ups=promoted)("EECR06.measured") == 0


def test_an_exit_is_pending_until_its_window_has_passed() -> None:
    """Who leaves on 15 December is in no numerator and no denominator of that year; a year later she is."""
    tables = {"participations": [person(left="2021-12-15")], "jobs": [job("a", "2021-12-16")]}
    ask = computed(tables, 2021, 2022, of=PLUS)
    assert [ask(f"EECR04{part}", period="2021") for part in ("", ".measured", ".pending")] == [0, 0, 1]
    assert ask("EECR04", "status", period="2021") == "pending"
    assert [ask(f"EECR04{part}") for part in ("", ".measured", ".pending", ".share")] == [1, 1, 0, 1]


def test_who_comes_back_takes_the_exit_away() -> None:
    """The result of the first exit counts until the person enters again; then there is no exit."""
    rows = [person(left="2021-03-31"), person(entry="2022-05-01")]
    ask = computed({"participations": rows, "jobs": [job("a", "2021-04-01")]}, 2021, 2022, of=PLUS)
    assert [ask("EECR04.measured", period=year) for year in ("2021", "2022")] == [1, 0]


def test_a_result_counts_where_and_in_the_period_in_which_the_person_left() -> None:
    """The municipality is that of the first entry."""
    rows = [person(left="2020-03-31", municipality="34022"), person("b", left="2021-03-31", municipality="34027")]
    tables = {"participations": rows, "jobs": [job("a", "2020-04-01"), job("b", "2021-04-01")]}
    ask = computed(tables, 2021, of=PLUS, regions={"kortrijk": frozenset({"34022"})})
    assert (ask("EECR04"), ask("EECR04", basis="period"), ask("EECR04", region="kortrijk")) == (2, 1, 1)
    assert ask("EECR04", region="kortrijk", basis="period") == 0


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("EECR01", "follow_ups"),
        ("EECR02", "studies"),
        ("EECR04", "jobs"),
        ("EECR06", "follow_ups"),
        ("EECO18", "entities"),
    ],
)
def test_without_its_table_an_indicator_is_not_available(code: str, absent: str) -> None:
    """It is never 0, and the note names the table."""
    ask = computed({"participations": [person()]}, of=PLUS)
    assert (ask(code, "status"), ask(code, "note")) == ("not_available", f"table {absent} was not delivered")


def test_a_result_from_jobs_alone_says_so() -> None:
    """Without follow-ups employment rests on the jobs, and the note tells."""
    ask = computed({"participations": [person(left="2021-03-31")], "jobs": [job("a", "2021-04-01")]}, of=PLUS)
    assert ask("EECR04") == 1
    assert ask("EECR04", "note") == "counted without table follow_ups, which was not delivered"


def test_a_column_that_nobody_filled_in_gives_no_zero() -> None:
    """When no answer on disabilities was delivered, it is not known that nobody has one."""
    assert computed({"participations": [person()]}, of=PLUS)("EECO12", "status") == "not_available"


def test_a_column_that_only_some_must_fill_in_is_told_as_such() -> None:
    """The months of unemployment are missed where there are unemployed, and nowhere else."""
    asks = [computed({"participations": [person(labour_status=s)]}, of=PLUS) for s in ("unemployed", "inactive")]
    assert [(ask("EECO03", "status"), ask("EECO03", "note")) for ask in asks] == [
        (
            "not_available",
            "column unemployed_months of participations is not filled in where labour_status = 'unemployed'",
        ),
        ("ok", ""),
    ]


def test_the_older_list_joins_the_migrants() -> None:
    """CO15 is the union: who is a third-country national and of foreign background counts once."""
    rows = [
        person(nationality="SY", foreign_background="yes", minority="no"),
        person("b", nationality="BE", foreign_background="no", minority="yes"),
        person("c", nationality="BE", foreign_background="no", minority="refused"),
    ]
    assert computed({"participations": rows}, of=OLD)("CO15") == 2


@pytest.mark.parametrize(
    ("status", "studies", "age", "counted"),
    [
        ("unemployed", "studies", 55, 1),
        ("inactive", "studies", 55, 0),
        ("inactive", "does not", 55, 1),
        ("unemployed", "does not", 54, 0),
    ],
)
def test_the_older_list_counts_the_elderly_without_work_or_school(
    status: str,
    studies: str,
    age: int,
    counted: int,
) -> None:
    """CO08: above 54, and unemployed, or inactive and not in education."""
    row = person(labour_status=status, in_education=studies == "studies", age_at_entry=age)
    assert computed({"participations": [row]}, of=OLD)("CO08") == counted


def test_a_project_has_one_list_or_none() -> None:
    """An operation reports in the list that its project file names."""
    plus, old, none = (set(catalogue(one).frameworks.values()) for one in (PLUS, OLD, project()))
    assert (plus - none, old - none) == ({"esf-plus"}, {"esf-2014-2020"})


def test_a_result_has_its_denominator_beside_it() -> None:
    """The measurable exits stand in the row of the result too."""
    rows = [typed("participations", [person(left="2021-03-31"), person("b", left="2021-04-30")])]
    tables = {"participations": rows[0], "jobs": typed("jobs", [job("a", "2021-04-01")])}
    figures = with_parts(compute(tables, PLUS, {}, [Period.parse(2021)]), catalogue(PLUS))
    row = figures.query("indicator == 'EECR04' and by == 'total' and basis == 'to_date'").iloc[0]
    assert (row["value"], row["numerator"], row["denominator"]) == (1, 1, 2)
