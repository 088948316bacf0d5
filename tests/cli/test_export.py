"""``reportkit export``: the tables of the data transmission, from the records of a small workspace."""

from __future__ import annotations

import csv
import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

import openpyxl
import pytest

from reportkit.cli.export import Table
from reportkit.indicators.transmission import TABLES

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

PLUS = """\
id: plus
name: Plus
kind: employment
framework: esf-plus
start: 2022-01-01
operations: [A]
funding: [{fund: ESF+, priority: "1", category_of_region: transition}]
targets: [{indicator: EECO01, value: 4}]
reports: {notebook: year_report, periods: [2022]}
"""
HEAD = "person_key,operation_id,entry_date,exit_date,gender,age_at_entry,labour_status,isced,municipality"
PEOPLE = ("a,A,2022-02-01,,F,30,unemployed,2,34022", "b,A,2022-03-01,,M,40,employed,5,34022")


@pytest.fixture
def workspace(workspace: Path) -> Path:
    """Return the workspace with a project of ESF+ and its records."""
    (workspace / "params" / "projects" / "plus.yaml").write_text(PLUS)
    (workspace / "data" / "plus").mkdir(parents=True)
    (workspace / "data" / "plus" / "participations.csv").write_text("\n".join([HEAD, *PEOPLE, ""]))
    return workspace


def changed(workspace: Path, old: str, new: str) -> None:
    """Change the project file."""
    path = workspace / "params" / "projects" / "plus.yaml"
    path.write_text(path.read_text().replace(old, new))


ASKED = ("export", "plus", "--period", "2022", "--table", "esf-plus-outputs")


def test_every_table_can_be_asked_for() -> None:
    """The names on the command line are those of the tables."""
    assert [table.value for table in Table] == list(TABLES)


def test_export_writes_csv_to_stdout(reportkit: Command) -> None:
    """The unprotected figures of the project stand in the table, with its funding and its target."""
    result = reportkit(*ASKED)
    assert (result.exit_code, result.stderr) == (0, "")
    first = next(csv.DictReader(io.StringIO(result.stdout)))
    names = ("priority", "category_of_region", "id", "achieved_men", "achieved_women", "achieved_total",
             "achievement_ratio")  # fmt: skip
    assert [first[name] for name in names] == ["1", "Transition", "EECO01", "1", "1", "2", "0.5"]


def test_export_writes_a_workbook_to_stdout(reportkit: Command) -> None:
    """XLSX goes down a pipe as bytes."""
    result = reportkit(*ASKED, "--format", "xlsx")
    assert openpyxl.load_workbook(io.BytesIO(result.stdout_bytes)).sheetnames == ["Notes", "Table 6"]


def test_xlsx_is_not_for_a_terminal(reportkit: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's screen is filled with bytes."""
    terminal = SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("reportkit.cli.export.sys", terminal)
    result = reportkit(*ASKED, "--format", "xlsx")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("E006 --format: XLSX is not for a terminal.")


def test_export_to_a_file_is_the_same_and_leaves_nothing_beside_it(reportkit: Command, tmp_path: Path) -> None:
    """With --output nothing goes to stdout; an older file is replaced."""
    place = tmp_path / "made"
    place.mkdir()
    (place / "table.csv").write_text("older")
    result = reportkit(*ASKED, "--output", str(place / "table.csv"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (place / "table.csv").read_bytes() == reportkit(*ASKED).stdout_bytes
    assert [path.name for path in place.iterdir()] == ["table.csv"]


def test_a_file_that_cannot_be_finished_leaves_the_older_one(
    reportkit: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is written whole or not at all."""

    def full(_part: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device", "table.csv")

    place = tmp_path / "made"
    place.mkdir()
    (place / "table.csv").write_text("older")
    monkeypatch.setattr("pathlib.Path.replace", full)
    assert reportkit(*ASKED, "--output", str(place / "table.csv")).exit_code == 1
    assert [(path.name, path.read_text()) for path in place.iterdir()] == [("table.csv", "older")]


def test_a_cut_off_may_come_after_the_end_of_the_project(reportkit: Command, workspace: Path) -> None:
    """Results six months after leaving become known when the project has ended."""
    changed(workspace, "start: 2022-01-01", "start: 2022-01-01\nend: 2022-12-31")
    assert reportkit("export", "plus", "--period", "2023-H1", "--table", "esf-plus-results").exit_code == 0


def test_the_nearest_periods_are_named(reportkit: Command) -> None:
    """Whoever asks for a day on which no figures are due reads what to ask for instead."""
    result = reportkit("export", "plus", "--period", "2022-Q3", "--table", "esf-plus-outputs")
    assert result.stderr.endswith("The nearest periods that do are 2022-H1 and 2022.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["plus", "--period", "2022-Q3", "--table", "esf-plus-outputs"],
            "E005 --period: 2022-Q3 ends on 2022-09-30, and figures of esf-plus-outputs are due on 30 June and 31 Dec",
        ),
        (
            ["plus", "--period", "2021", "--table", "esf-plus-outputs"],
            "E005 --period: plus has not begun by 2021-12-31.",
        ),
        (["plus", "--period", "22", "--table", "esf-plus-outputs"], 'E005 --period: "22" is not a period'),
        (
            ["plus", "--period", "2022", "--table", "esf-2014-results"],
            "E006 --table: plus does not report in esf-2014-2020 but in esf-plus. Its tables are: esf-plus-outputs,",
        ),
        (["twerkt", "--period", "2022", "--table", "esf-plus-outputs"], "E006 --table: twerkt reports in no framework"),
        (["plsu", "--period", "2022", "--table", "esf-plus-outputs"], 'E003 no project "plsu".'),
        (
            ["plus", "--period", "2022", "--table", "esf-plus-outputs", "--output", "no/such/folder/table.csv"],
            "E006 --output: no file can be made at no/such/folder/table.csv.",
        ),
    ],
)
def test_export_refuses_what_cannot_be_had(reportkit: Command, arguments: list[str], said: str) -> None:
    """What is asked for and cannot be had ends with 2, before anything is computed."""
    result = reportkit("export", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(said)


def test_a_project_without_reports_for_the_authority_has_no_table(reportkit: Command, workspace: Path) -> None:
    """The export is unprotected, so that it follows the audiences of the project file."""
    changed(workspace, "periods: [2022]", "periods: [2022], audiences: [public]")
    result = reportkit(*ASKED)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith('E006 no reports for "authority" in plus')


def test_refused_data_end_with_3(reportkit: Command, workspace: Path) -> None:
    """Errors that the project file does not accept stop the export."""
    path = workspace / "data" / "plus" / "participations.csv"
    path.write_text(path.read_text() + "c,A,2022-05-01,2022-04-01,F,30,unemployed,2,34022\n")
    result = reportkit(*ASKED)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "R04" in result.stderr


def test_a_project_without_funding_is_warned(reportkit: Command, workspace: Path) -> None:
    """The table is made with empty cells, and stderr says which file can fill them."""
    changed(workspace, 'funding: [{fund: ESF+, priority: "1", category_of_region: transition}]\n', "")
    result = reportkit(*ASKED)
    assert result.exit_code == 0
    assert result.stderr.startswith("params/projects/plus.yaml names no funding")


def test_a_project_with_two_fundings_is_warned(reportkit: Command, workspace: Path) -> None:
    """Figures are not split over funding entries, and nobody may take them for either alone."""
    changed(workspace, "funding: [", 'funding: [{fund: ESF+, priority: "2"}, ')
    assert "not split over its 2 funding entries" in reportkit(*ASKED).stderr


def test_synthetic_data_are_called_so(reportkit: Command, workspace: Path) -> None:
    """A CSV file has no cover, so that stderr says it."""
    changed(workspace, "operations: [A]", "operations: [A]\ndata: {synthetic: true}")
    assert reportkit(*ASKED).stderr.startswith("The data of plus are synthetic")
