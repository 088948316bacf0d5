"""The oracle of the ESF lists on cases counted by hand, and the evaluator against the oracle on random deliveries."""

from __future__ import annotations

import math
import os
import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from reportkit.indicators.evaluator import compute
from reportkit.params.models import Settings
from reportkit.periods import Period
from tests.indicators.conftest import job, project, spell, typed
from tests.indicators.esf_oracle import Expected, expected, key
from tests.indicators.esf_tables import Example, examples, is_of_complete

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.indicators.esf_oracle import Framework, Tables

    Row = dict[str, Any]
    Figure = tuple[str, float | None]
    Figures = dict[tuple[str, ...], Figure]

EXAMPLES = int(os.environ.get("REPORTKIT_ESF_EXAMPLES", "10"))
"""How many random deliveries are compared with the oracle; set the variable to look harder."""

LOOK = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], phases=[Phase.explicit, Phase.generate]
)
"""A delivery that fails is large; `smallest` makes it small in less time than Hypothesis does."""

FRAMEWORKS: tuple[Framework, ...] = ("esf-plus", "esf-2014-2020")
LEFT = "2021-03-01"


def dated(row: Mapping[str, Any]) -> Row:
    """Turn the text dates of a row into dates."""
    return {
        name: date.fromisoformat(value) if name.endswith(("_date", "_on")) and value else value
        for name, value in row.items()
    }


def person(name: str = "a", entry: str = "2020-06-15", left: str | None = LEFT, **more: Any) -> Row:
    """Write a complete spell: an unemployed woman of thirty, not in education."""
    about = {"gender": "F", "labour_status": "unemployed", "age_at_entry": 30, "isced": 3, "in_education": False}
    return spell(name, entry, left, **{**about, **more})


def follow_up(day: str, status: str | None = None, **more: Any) -> Row:
    """Write a follow-up of the person called a."""
    return {"person_key": "a", "operation_id": "A", "observed_on": day, "labour_status": status, **more}


def study(start: str, end: str | None = None, **more: Any) -> Row:
    """Write a study of the person called a."""
    return {"person_key": "a", "operation_id": "A", "start_date": start, "end_date": end, **more}


def figure(
    code: str, *people: Row, until: str = "2021-12-31", since: date = date.min, **more: Sequence[Row]
) -> Expected:
    """Ask the oracle for one figure of all together; `more` are other tables."""
    tables = {name: [dated(row) for row in rows] for name, rows in {"participations": people, **more}.items()}
    framework: Framework = "esf-2014-2020" if code[:2] in {"CO", "CR"} else "esf-plus"
    return expected(tables, framework, since, date.fromisoformat(until), Settings())[code, "total"]


@pytest.mark.parametrize(
    ("jobs", "works"),
    [
        ([job("a", LEFT)], 1),
        ([job("a", "2021-03-29")], 1),
        ([job("a", "2021-03-30")], 0),
        ([job("a", "2021-02-01", "2021-02-28")], 0),
        ([job("a", "2021-02-01", LEFT)], 0),
        ([job("a", "2021-02-01", "2021-03-29")], 0),
        ([job("a", "2021-02-01", "2021-03-30")], 1),
        ([job("a", "2021-02-01", "2021-03-29"), job("a", "2021-03-29", "2021-03-29")], 1),
        ([job("a", "2021-02-01", "2021-03-10"), job("a", "2021-02-01", "2021-03-10")], 0),
        ([job("a", "2021-02-01", "2021-03-10"), job("a", "2020-01-01")], 1),
        ([job("a", "2021-03-10", contract="work_experience")], 0),
        ([job("a", "2021-03-10", "2021-03-15"), job("a", "2021-03-05", "2021-03-08")], 0),
        ([job("b", "2021-03-10")], 0),
    ],
)
def test_the_last_job_event_of_the_window_decides(jobs: list[Row], works: int) -> None:
    """A job that starts on day 28 counts and on day 29 not; one that ends counts unless another goes on."""
    assert figure("EECR04", person(), jobs=jobs) == (works, 1, 0)


@pytest.mark.parametrize(
    ("follow_ups", "jobs", "searches", "works"),
    [
        ([follow_up("2021-03-10", "unemployed", searching=True)], [job("a", "2021-03-10")], 1, 0),
        ([follow_up("2021-03-10", "unemployed", searching=True)], [job("a", "2021-03-11")], 0, 1),
        ([follow_up("2021-03-10", "employed")], [job("a", "2021-01-01", "2021-03-10")], 0, 1),
        ([follow_up("2021-03-10", "employed")], [job("a", "2021-01-01", "2021-03-11")], 0, 0),
        ([follow_up("2021-03-10", None, searching=True)], [job("a", "2021-01-01", "2021-03-10")], 0, 0),
        ([follow_up("2021-03-29", "unemployed", searching=True)], [], 1, 0),
        ([follow_up("2021-03-29", "unemployed", searching=False)], [], 0, 0),
        ([follow_up("2021-03-30", "unemployed", searching=True)], [], 0, 0),
        ([follow_up("2021-02-28", "unemployed", searching=True)], [], 0, 0),
        ([], [], 0, 0),
    ],
)
def test_on_one_day_a_follow_up_outranks_a_job(
    follow_ups: list[Row], jobs: list[Row], searches: int, works: int
) -> None:
    """The status at the end of the window makes an inactive person search or work, never both."""
    inactive = person(labour_status="inactive")
    assert figure("EECR01", inactive, follow_ups=follow_ups, jobs=jobs) == (searches, 1, 0)
    assert figure("EECR04", inactive, follow_ups=follow_ups, jobs=jobs) == (works, 1, 0)


@pytest.mark.parametrize(
    ("code", "until", "measured"),
    [
        ("EECR04", "2021-03-28", 0),
        ("EECR04", "2021-03-29", 1),
        ("EECR05", "2021-08-31", 0),
        ("EECR05", "2021-09-01", 1),
    ],
)
def test_a_result_is_pending_until_its_day(code: str, until: str, measured: int) -> None:
    """The window of 1 March ends on the 29th, and its six-month day is 1 September."""
    assert figure(code, person(), until=until, jobs=[job("a", LEFT)]) == (measured, measured, 1 - measured)


@pytest.mark.parametrize(
    ("left", "job_end", "works"),
    [("2020-08-31", "2021-02-27", 0), ("2020-08-31", "2021-02-28", 1), ("2019-08-31", "2020-02-28", 0)],
)
def test_six_months_end_with_the_month(left: str, job_end: str, works: int) -> None:
    """Half a year after 31 August is the last day of February, in a leap year the 29th."""
    jobs = [job("a", left, job_end)]
    assert figure("EECR05", person(entry="2019-01-01", left=left), jobs=jobs).value == works


@pytest.mark.parametrize(
    ("follow_ups", "works"),
    [
        ([("2021-08-02", "employed")], 1),
        ([("2021-08-01", "employed")], 0),
        ([("2021-10-01", "employed")], 1),
        ([("2021-10-02", "employed")], 0),
        ([("2021-08-22", "unemployed"), ("2021-09-11", "employed")], 1),
        ([("2021-08-22", "employed"), ("2021-09-11", "unemployed")], 0),
        ([("2021-08-22", "employed"), ("2021-09-12", "unemployed")], 1),
        ([("2021-09-01", None), ("2021-09-11", "employed")], 1),
    ],
)
def test_the_nearest_follow_up_tells_of_six_months(follow_ups: list[tuple[str, str | None]], works: int) -> None:
    """Thirty days are near enough, thirty-one are not; of two as near the later counts."""
    rows = [follow_up(*row) for row in follow_ups]
    assert figure("EECR05", person(), follow_ups=rows) == (works, 1, 0)


def test_a_nearer_follow_up_can_come_after_the_cut_off() -> None:
    """What is seen five days after the day replaces what was seen ten days before, once it is known."""
    rows = [follow_up("2021-08-22", "employed"), follow_up("2021-09-06", "inactive")]
    known = [figure("EECR05", person(), until=until, follow_ups=rows).value for until in ("2021-09-05", "2021-09-06")]
    assert known == [1, 0]


def test_an_improvement_needs_work_at_entry() -> None:
    """A better contract seen near the six-month day counts of the employed alone."""
    rows = [follow_up("2021-10-01", improvement="stable_contract")]
    figures = [figure("EECR06", person(labour_status=status), follow_ups=rows) for status in ("employed", "inactive")]
    assert figures == [(1, 1, 0), (0, 0, 0)]


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [("2020-06-15", None, 0), ("2020-06-16", LEFT, 1), ("2020-06-16", "2021-02-28", 0), ("2021-03-29", None, 1),
     ("2021-03-30", None, 0)],
)  # fmt: skip
def test_a_study_begins_after_entry_and_covers_a_day_of_the_window(start: str, end: str | None, counts: int) -> None:
    """One that began on the entry day, ended before leaving or begins on day 29 does not count."""
    assert figure("EECR02", person(), studies=[study(start, end)]) == (counts, 1, 0)


@pytest.mark.parametrize(("in_education", "measured"), [(False, 1), (True, 0), (None, 0)])
def test_whose_education_is_unknown_is_not_outside_education(in_education: bool | None, measured: int) -> None:  # noqa: FBT001 - a cell of a table
    """The reference group of EECR02 is of those who are known not to be in education."""
    assert figure("EECR02", person(in_education=in_education)).denominator == measured


@pytest.mark.parametrize(
    ("body", "day", "counts"),
    [("CVO", "2020-06-15", 0), ("CVO", "2020-06-16", 1), ("CVO", "2021-03-29", 1), ("CVO", "2021-03-30", 0),
     (None, "2021-03-01", 0), ("CVO", None, 0)],
)  # fmt: skip
def test_a_qualification_has_a_body_and_a_day_after_entry(body: str | None, day: str | None, counts: int) -> None:
    """It is gained after the entry day and not after day 28."""
    rows = [study("2020-01-01", qualification="Dutch", awarding_body=body, qualification_date=day)]
    assert figure("EECR03", person(), studies=rows) == (counts, 1, 0)


def test_a_re_entry_takes_the_exit_back() -> None:
    """Until the cut-off that knows the second spell there was one exit; then there is one participation, still open."""
    rows = [person(left="2020-10-01"), person(entry="2020-10-01", left=None, labour_status="employed")]
    assert figure("EECR04", *rows, until="2020-09-30") == (0, 0, 0)
    assert figure("EECR04", rows[0]) == (0, 1, 0)
    assert figure("EECR04", *rows) == (0, 0, 0)
    assert (figure("EECO02", *rows).value, figure("EECO05", *rows).value) == (1, 0)


def test_a_re_entry_after_the_cut_off_is_not_known() -> None:
    """At the end of 2020 the person had left; a year later the second exit has replaced the first."""
    rows = [person(left="2020-10-01"), person(entry="2021-01-01", left="2021-03-01")]
    jobs = [job("a", "2020-10-05", "2020-12-31")]
    assert figure("EECR04", *rows, until="2020-12-31", jobs=jobs) == (1, 1, 0)
    assert figure("EECR04", *rows, jobs=jobs) == (0, 1, 0)


@pytest.mark.parametrize(
    ("birth", "entry", "young"),
    [("2003-06-15", "2021-06-15", 0), ("2003-06-16", "2021-06-15", 1), ("2004-02-29", "2022-02-28", 1),
     ("2004-02-29", "2022-03-01", 0)],
)  # fmt: skip
def test_a_year_is_completed_on_the_birthday(birth: str, entry: str, young: int) -> None:
    """Somebody born on 29 February completes a year on 1 March."""
    row = person(entry=entry, left=None, age_at_entry=None, birth_date=birth)
    assert figure("EECO06", row, until="2022-12-31").value == young


@pytest.mark.parametrize(
    ("nationality", "entry", "foreign"),
    [("GB", "2020-01-31", 0), ("GB", "2020-02-01", 1), ("XX", "2020-01-31", 1), ("NA", "2020-01-31", 1),
     ("HR", "2020-01-31", 0), (None, "2020-01-31", 0)],
)  # fmt: skip
def test_membership_is_that_of_the_entry_date(nationality: str | None, entry: str, foreign: int) -> None:
    """Britons are of a third country from 1 February 2020; the stateless are, the unknown are not."""
    assert figure("EECO13", person(entry=entry, nationality=nationality)).value == foreign


@pytest.mark.parametrize(("age", "months", "long"), [(24, 6, 0), (24, 7, 1), (25, 12, 0), (25, 13, 1), (25, None, 0)])
def test_long_term_is_shorter_for_the_young(age: int, months: int | None, long: int) -> None:
    """More than six months below 25, more than twelve from 25."""
    assert figure("EECO03", person(age_at_entry=age, unemployed_months=months)).value == long


@pytest.mark.parametrize("column", ["gender", "labour_status", "age_at_entry", "isced"])
def test_an_incomplete_record_counts_in_the_grand_total_only(column: str) -> None:
    """One of four things unknown, and the participation is in no other figure."""
    row = {**person(), column: None}
    codes = ("grand_total", "EECO01", "EECO02", "EECO07", "CR03")
    assert [figure(code, row).value for code in codes] == [1, 0, 0, 0, 0]
    assert figure("EECR04", row) == (0, 0, 0)


def test_the_period_counts_what_happened_in_it() -> None:
    """The entry was in 2020, the exit in 2021."""
    figures = [figure(code, person(), since=date(2021, 1, 1)) for code in ("EECO01", "EECR03")]
    assert figures == [(0, None, None), (0, 1, 0)]


def test_an_organisation_counts_once_when_first_supported() -> None:
    """One enterprise in two operations is one, of 2020."""
    rows = [
        {"entity_key": "e", "operation_id": operation, "kind": "sme", "supported_on": day}
        for operation, day in (("A", "2021-02-01"), ("B", "2020-02-01"))
    ]
    assert figure("EECO19", entities=rows).value == 1
    assert figure("EECO19", since=date(2021, 1, 1), entities=rows).value == 0
    assert figure("EECO18", entities=rows).value == 0


def test_the_lists_of_2014_combine_groups() -> None:
    """CO15 is a union, CO08 leaves out inactive students, CR05 asks of each result who could reach it."""
    row = person(labour_status="inactive", in_education=True, age_at_entry=55, minority="yes", isced=0)
    codes = ("CO03", "CO04", "CO07", "CO08", "CO09", "CO15", "CO16")
    assert [figure(code, row).value for code in codes] == [1, 0, 1, 0, 0, 1, 0]
    assert figure("CR05", row, studies=[study(LEFT)]) == (0, 1, 0)
    assert [figure(code, row, jobs=[job("a", LEFT)]) for code in ("CR05", "CR08", "CR09")] == [(1, 1, 0)] * 3


def figures_of(example: Example, framework: Framework, tables: Tables | None = None, files: int = 1) -> Figures:
    """Compute status and value by (code, group, basis, period); each table is cut into a number of files."""
    of = project(framework=framework, settings=dict(example.settings))
    delivered = {name: _cut(typed(name, rows), files) for name, rows in (tables or example.tables).items()}
    periods = [Period.parse(period) for period in example.periods]
    table = compute(delivered, of, {}, periods, frameworks=(framework,))
    own = table[table["by"].isin(["total", "gender"])]
    where = zip(*(own[name] for name in ("indicator", "group", "basis", "period")), strict=True)
    values = (None if math.isnan(value) else value for value in own["value"])
    return dict(zip(where, zip(own["status"], values, strict=True), strict=True))


def _cut(table: pa.Table, files: int) -> pa.Table:
    names = [f"{row % files}.csv" for row in range(table.num_rows)]
    return table.set_column(table.schema.get_field_index("_file"), "_file", pa.array(names, pa.string()))


def oracle_of(example: Example, framework: Framework) -> Figures:
    """Work out the same by hand."""
    own = project(settings=dict(example.settings)).settings
    figures: Figures = {}
    for period in map(Period.parse, example.periods):
        for basis, start in (("period", period.start), ("to_date", date.min)):
            for (code, group), found in expected(example.tables, framework, start, period.end, own).items():
                for part, figure in _parts(found).items():
                    figures[f"{code}{part}", group, basis, period.id] = figure
    return figures


def _parts(found: Expected) -> dict[str, Figure]:
    """Write an output as one figure; a result also as how many were measured and are pending, and as a share."""
    value, measured, pending = found
    if measured is None or pending is None:
        return {"": ("ok", value)}
    count = "pending" if pending and not measured else "ok"
    counts = {"": (count, value), ".measured": ("ok", measured), ".pending": ("ok", pending)}
    if measured:
        return {**counts, ".share": ("ok", value / measured)}
    return {**counts, ".share": ("pending" if pending else "not_applicable", None)}


def differences(said: Figures, wanted: Figures) -> dict[tuple[str, ...], tuple[Figure | None, ...]]:
    """List where two lots of figures differ: what one says and what the other."""
    keys = sorted({*said, *wanted})
    return {key: (said.get(key), wanted.get(key)) for key in keys if said.get(key) != wanted.get(key)}


def against_the_oracle(example: Example, framework: Framework) -> dict[tuple[str, ...], tuple[Figure | None, ...]]:
    """List the figures that are not those of the oracle: what the evaluator says and what the oracle."""
    return differences(figures_of(example, framework), oracle_of(example, framework))


def smallest(example: Example, framework: Framework) -> Example:
    """Leave out every person, and then every row, without whom the evaluator and the oracle still differ."""
    rows = [row for table in example.tables.values() for row in table if not is_of_complete(row)]
    people = {key(row) for row in rows if "person_key" in row}
    left_out = [[row for row in rows if "person_key" in row and key(row) == person] for person in sorted(people)]
    for without in [*left_out, *([row] for row in rows)]:
        tables = {name: [row for row in table if row not in without] for name, table in example.tables.items()}
        smaller = replace(example, tables=tables)
        if against_the_oracle(smaller, framework):
            example = smaller
    return example


@pytest.mark.slow
@pytest.mark.parametrize("framework", FRAMEWORKS)
@settings(LOOK, max_examples=EXAMPLES)
@given(example=examples())
def test_every_figure_is_that_of_the_oracle(framework: Framework, example: Example) -> None:
    """Each count of each list, for each gender, basis and period, is what plain counting gives."""
    if found := against_the_oracle(example, framework):
        small = smallest(example, framework)
        pytest.fail(f"{small}\n{against_the_oracle(small, framework)}, and in all {len(found)} figures", pytrace=False)


@pytest.mark.slow
@pytest.mark.parametrize("framework", FRAMEWORKS)
@settings(LOOK, max_examples=EXAMPLES // 5)
@given(example=examples(), seed=st.integers(0, 2**16))
def test_order_files_and_names_change_no_figure(framework: Framework, example: Example, seed: int) -> None:
    """Rows shuffled, keys renamed so that they sort otherwise, and tables cut into three files: all figures stay."""
    dice = random.Random(seed)  # noqa: S311 - an order, not a secret
    changed = {
        name: [
            {column: _renamed(column, value) for column, value in row.items()} for row in dice.sample(rows, len(rows))
        ]
        for name, rows in example.tables.items()
    }
    assert differences(figures_of(example, framework, changed, files=3), figures_of(example, framework)) == {}


def _renamed(column: str, value: Any) -> Any:
    return f"{ord('~') - ord(value):03}" if column in {"person_key", "operation_id", "entity_key"} else value


@pytest.mark.slow
@pytest.mark.parametrize("framework", FRAMEWORKS)
@settings(LOOK, max_examples=EXAMPLES // 5)
@given(example=examples())
def test_genders_add_up_to_the_total(framework: Framework, example: Example) -> None:
    """Women, men and others are all whose records are complete; the grand total also has the unknown."""
    figures = figures_of(example, framework)
    for (code, group, *where), (_, total) in figures.items():
        if group == "total" and not code.endswith(".share") and code not in {"EECO18", "EECO19"}:
            groups = ("F", "M", "X", "unknown") if code == "grand_total" else ("F", "M", "X")
            assert sum(figures[code, part, *where][1] or 0 for part in groups) == total
