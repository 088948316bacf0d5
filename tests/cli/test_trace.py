"""``reportkit trace``: as many records as the figure says, for the authority only."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PROJECT = """\
id: anker
name: Anker
kind: employment
framework: esf-plus
start: 2021-01-01
regions: [kortrijk]
reports: {periods: [2021]}
"""
PARTICIPATIONS = """\
person_key,operation_id,entry_date,exit_date,exit_reason,gender,age_at_entry,municipality,labour_status,isced
a,A,2021-01-10,2021-03-31,work,F,30,34022,unemployed,3
b,A,2021-01-10,2021-03-31,work,F,30,34022,unemployed,3
c,A,2021-01-10,,,M,30,34022,employed,3
"""
JOBS = """\
person_key,operation_id,start_date,end_date,contract
a,A,2021-04-28,,permanent
b,A,2021-04-29,,permanent
"""


@pytest.fixture
def anker(tmp_path: Path) -> Path:
    """Write a workspace of one project, whose second job begins a day too late."""
    for path, content in (
        ("params/projects/anker.yaml", PROJECT),
        ("data/anker/participations.csv", PARTICIPATIONS),
        ("data/anker/jobs.csv", JOBS),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    return tmp_path


def traced(reportkit: Command, anker: Path, *arguments: str) -> list[dict[str, str]]:
    """Return the records that a trace writes."""
    result = reportkit("trace", "anker", "--period", "2021", *arguments, workspace=anker)
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_a_trace_lists_as_many_records_as_the_figure_says(reportkit: Command, anker: Path) -> None:
    """One woman was employed upon leaving: her record, its file and row, and the job that decided it."""
    rows = traced(reportkit, anker, "--indicator", "EECR04", "--by", "gender", "--group", "F")
    places = [(row["person_key"], row["file"], row["row"]) for row in rows]
    assert places == [("a", "data/anker/participations.csv", "2")]
    assert "jobs.csv row 2: start_date 2021-04-28, contract permanent" in rows[0]["evidence"]


def test_near_misses_come_with_the_reason(reportkit: Command, anker: Path) -> None:
    """The job of day 29 is told."""
    rows = traced(reportkit, anker, "--indicator", "EECR04", "--near-misses", "--region", "kortrijk")
    assert [(row["counted"], row["person_key"]) for row in rows] == [("yes", "a"), ("no", "b")]
    assert "day 29 after leaving" in rows[1]["reason"]


def test_the_summary_goes_to_stderr(reportkit: Command, anker: Path) -> None:
    """Stdout holds the records only, here as JSON."""
    result = reportkit(
        "trace", "anker", "--period", "2021", "--indicator", "EECO01", "--format", "json", workspace=anker
    )
    assert len(json.loads(result.stdout)) == 3
    assert result.stderr == "EECO01 is 3 (participation); it rests on 3 records that add up to 3\n"


def test_a_figure_that_is_not_available_says_why(reportkit: Command, anker: Path) -> None:
    """There are no records, and no error."""
    result = reportkit("trace", "anker", "--period", "2021", "--indicator", "EECO19", workspace=anker)
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 1)
    assert "table entities was not delivered" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--indicator", "EECR04", "--audience", "public"], "a public figure is not traced"),
        (["--indicator", "EECR4"], 'did you mean "EECR04"?'),
        (["--indicator", "EECR04", "--by", "gender"], "which group of gender?"),
        (["--indicator", "EECR04", "--by", "gender", "--group", "unknown"], "There are: F, M, X."),
        (["--indicator", "EECR04", "--by", "age", "--group", "18_29"], "There are: total, gender."),
        (["--indicator", "active", "--basis", "period"], "active has figures to date only"),
        (["--indicator", "EECR04", "--region", "kortrik"], 'did you mean "kortrijk"?'),
    ],
)
def test_what_cannot_be_traced_is_a_mistake_of_the_command(
    arguments: list[str], told: str, reportkit: Command, anker: Path
) -> None:
    """Exit status 2, with what there is."""
    result = reportkit("trace", "anker", "--period", "2021", *arguments, workspace=anker)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr
