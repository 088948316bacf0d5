"""``reportkit check`` on figures: those of files, and those that a project's own data give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from reportkit.indicators.breaches import Breach
from reportkit.indicators.figure_checks import Verdict
from reportkit.tables import Delivery, Finding, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Command

HEADER = "region,period,indicator,value"
FALLEN = f"{HEADER}\nall,2021,CO01,3\nall,2022,CO01,2\n"
ACCEPTS = '  accept: [{rule: A10, reason: "two were counted twice"}, {rule: A12, reason: "a part only"}]\n'


@pytest.fixture
def check(reportkit: Command, tmp_path: Path) -> Callable[..., Any]:
    """Return what checks a file with a text, and returns the result and the records of it."""

    def checking(text: str, *arguments: str, **where: Any) -> tuple[Any, list[dict[str, Any]]]:
        path = tmp_path / "figures.csv"
        path.write_text(text)
        result = reportkit("check", "--figures", str(path), "--format", "json", *arguments, **where)
        return result, json.loads(result.stdout) if result.stdout else []

    return checking


def accept(workspace: Path) -> None:
    """Let twerkt set aside two rules."""
    path = workspace / "params" / "projects" / "twerkt.yaml"
    path.write_text(path.read_text().replace("data: {synthetic: true}\n", f"data:\n  synthetic: true\n{ACCEPTS}"))


def of(rule: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the only record of a rule."""
    (record,) = (record for record in records if record["rule"] == rule)
    return record


def test_a_broken_rule_is_listed_with_its_place_and_numbers(check: Callable[..., Any], tmp_path: Path) -> None:
    """An error ends with 3."""
    result, records = check(FALLEN)
    assert result.exit_code == 3
    assert of("A10", records) == {
        "project": "",
        "rule": "A10",
        "severity": "error",
        "file": str(tmp_path / "figures.csv"),
        "where": "all 2022 to_date",
        "count": 1,
        "expected": "an output to date never falls from one cut-off to the next",
        "found": "CO01: 2021 3, 2022 2",
        "accepted": "",
    }
    assert "figures.csv: figures 2, checks 19, broken 2, of which stop a report 2" in result.stderr


def test_many_cells_of_one_place_are_one_record(check: Callable[..., Any]) -> None:
    """Their number is told, and the first of them."""
    _, records = check(f"{HEADER}\nall,2022,CO01,3\n")
    missing = of("A12", records)
    assert missing["count"] == 23
    assert missing["found"].startswith("CO02 missing; CO03 missing; ")
    assert missing["found"].endswith("and 18 more")


def test_figures_without_an_error_end_with_0(check: Callable[..., Any]) -> None:
    """A warning is listed all the same."""
    outputs = [f"CO{n:02}" for n in (*range(1, 12), 15, 16, 18, 19)] + [f"CR{n:02}" for n in range(1, 10)]
    zeros = "".join(f"all,2022,{code},0\n" for code in outputs)
    result, records = check(f"{HEADER}\n{zeros}all,2022,total,1\n".replace("CO01,0", "CO01,1"))
    assert (result.exit_code, [(record["rule"], record["severity"]) for record in records]) == (0, [("A04", "warning")])


def test_it_works_outside_a_workspace(
    check: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A partner needs no params to check a file, not even one that names its project."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "params").rename(tmp_path / "elsewhere" / "params")
    monkeypatch.chdir(tmp_path)
    text = FALLEN.replace(HEADER, f"{HEADER},project").replace(",3", ",3,twerkt").replace(",2\n", ",2,twerkt\n")
    result, records = check(text, workspace=None)
    assert (result.exit_code, of("A10", records)["project"]) == (3, "twerkt")


def test_a_named_project_brings_the_rules_it_sets_aside(check: Callable[..., Any], workspace: Path) -> None:
    """They are listed with the reason, and stop nothing."""
    accept(workspace)
    result, records = check(FALLEN, "--project", "twerkt")
    assert result.exit_code == 0
    assert {(record["project"], record["accepted"]) for record in records} == {
        ("twerkt", "two were counted twice"), ("twerkt", "a part only"),
    }  # fmt: skip


def test_a_file_can_name_the_project_itself(check: Callable[..., Any], workspace: Path) -> None:
    """Each project's figures are checked by themselves, with its own rules and regions."""
    accept(workspace)
    rows = "all,2021,CO01,3\nall,2022,CO01,2\n"
    both = "".join(f"{name},{row}\n" for name in ("gent", "twerkt") for row in rows.splitlines())
    result, records = check(f"project,{HEADER}\n{both}")
    assert result.exit_code == 3
    accepted = {record["project"]: record["accepted"] for record in records if record["rule"] == "A10"}
    assert accepted == {"gent": "", "twerkt": "two were counted twice"}
    alone, _ = check(f"project,{HEADER}\n{both}", "--project", "twerkt")
    assert alone.exit_code == 0


def test_a_project_brings_its_regions(check: Callable[..., Any], workspace: Path) -> None:
    """Kortrijk and Menen do not overlap, so that their sum can be set against the whole."""
    accept(workspace)
    text = f"{HEADER}\nall,2022,CO01,3\nkortrijk,2022,CO01,2\nmenen,2022,CO01,2\n"
    assert "A15" not in {record["rule"] for record in check(text)[1]}
    result, records = check(text, "--project", "twerkt")
    assert (result.exit_code, of("A15", records)["found"]) == (3, "CO01: kortrijk + menen 4, all 3")


@pytest.mark.parametrize(
    ("project", "said"),
    [
        (["twrkt"], 'E003 no project "twrkt". did you mean "twerkt"?'),
        (["twerkt", "gent"], "E006 --project: the files do not say whose the figures are."),
    ],
)
def test_a_project_that_cannot_be_told_is_refused(check: Callable[..., Any], project: list[str], said: str) -> None:
    """Before anything is listed."""
    result, records = check(FALLEN, *(argument for name in project for argument in ("--project", name)))
    assert (result.exit_code, records) == (2, [])
    assert result.stderr.startswith(said)


def test_a_project_without_figures_in_the_files_is_refused(check: Callable[..., Any]) -> None:
    """Nothing would be checked."""
    result, _ = check(f"project,{HEADER}\ngent,all,2022,CO01,3\n", "--project", "twerkt")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2, 'E003 no figures of "twerkt" in the files. There are: gent.',
    )  # fmt: skip


def test_a_faulty_file_ends_with_3_and_a_missing_one_with_2(check: Callable[..., Any], reportkit: Command) -> None:
    """What is wrong is told on stderr, and nothing is listed."""
    result, records = check(f"{HEADER}\nall,2022,CO01,x\n")
    assert (result.exit_code, records, result.stderr.splitlines()[1][:6]) == (3, [], "  E144")
    assert reportkit("check", "--figures", "none.csv").exit_code == 2


def framed(workspace: Path) -> None:
    """Let twerkt report in the list of 2014-2020."""
    path = workspace / "params" / "projects" / "twerkt.yaml"
    path.write_text(f"{path.read_text()}framework: esf-2014-2020\n")


def examined(stand_in: Callable[..., None], *findings: Finding, verdicts: tuple[Verdict, ...] = ()) -> list[str]:
    """Let every delivery have these findings and verdicts; return the projects whose figures are asked for."""
    asked: list[str] = []

    def examine_figures(_workspace: object, project: Any, _delivery: Delivery) -> tuple[Verdict, ...]:
        asked.append(project.id)
        return verdicts

    delivery = Delivery({}, (Source("jobs", "data/jobs.csv", "", delivered=10),), findings)
    stand_in("reportkit.pipeline.compute", examine=lambda *_: delivery, examine_figures=examine_figures)
    return asked


BREACH = Breach("all", "2022", "to_date", "gender", "F", "CO02 3, CO01 2")
HEAPED = Finding("R28", "warning", "p.csv", 40, (3, 4))


def test_the_figures_of_a_project_are_checked_after_its_records(
    reportkit: Command, stand_in: Callable[..., None], workspace: Path
) -> None:
    """In the columns of every finding; an error ends with 3."""
    framed(workspace)
    verdicts = (Verdict("A02", "error", "words", 9, (BREACH,)), Verdict("A03", "error", "more words", 9))
    asked = examined(stand_in, HEAPED, verdicts=verdicts)
    result = reportkit("check", "--format", "json")
    assert (result.exit_code, asked) == (3, ["twerkt"])
    first, second, third = json.loads(result.stdout)
    assert [(record["project"], record["rule"]) for record in (first, second)] == [("gent", "R28"), ("twerkt", "R28")]
    assert third == {
        "project": "twerkt", "rule": "A02", "severity": "error", "file": "figures", "column": "", "count": 1,
        "expected": "words", "mend": "Look at all 2022 to_date gender F: CO02 3, CO01 2.", "accepted": "", "rows": [],
    }  # fmt: skip
    assert "twerkt: files 1, rows delivered 10, rows rejected 0, findings 2, of which stop a report 1" in result.stderr


def test_figures_of_refused_data_are_not_computed(
    reportkit: Command, stand_in: Callable[..., None], workspace: Path
) -> None:
    """They would tell the faults of the records a second time."""
    framed(workspace)
    asked = examined(stand_in, Finding("R02", "error", "p.csv", 2))
    assert (reportkit("check").exit_code, asked) == (3, [])


def test_figures_that_are_set_aside_stop_nothing(
    reportkit: Command, stand_in: Callable[..., None], workspace: Path
) -> None:
    """The reason is listed."""
    framed(workspace)
    examined(stand_in, verdicts=(Verdict("A02", "error", "words", 9, (BREACH,), "known"),))
    result = reportkit("check")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[1].endswith("\tknown")
