"""How every verb ends: its exit status, and what goes to stdout and to stderr."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reportkit.errors import DataError, DisclosureError, NotTheSameError, ParamsError, ReportError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Command


def sample_that(stand_in: Callable[..., None], stops: Callable[[], None]) -> None:
    """Let ``reportkit sample`` stop in the given way."""

    def write_samples(_workspace: object, _projects: object) -> list[Path]:
        stops()
        return []

    stand_in("reportkit.sample", write_samples=write_samples)


@pytest.mark.parametrize(
    ("kind", "status"),
    [(UsageError, 2), (ParamsError, 2), (DataError, 3), (ReportError, 1), (DisclosureError, 1), (NotTheSameError, 4)],
)
def test_an_error_is_a_sentence_and_its_own_status(
    reportkit: Command, stand_in: Callable[..., None], kind: type[UsageError], status: int
) -> None:
    """An error that a person can mend is printed on stderr as it is, and leads to its exit status."""

    def stops() -> None:
        raise kind("E999", "two rows are empty.", where="jobs.csv", mend="Fill them.")

    sample_that(stand_in, stops)
    result = reportkit("sample")
    assert (result.exit_code, result.stdout) == (status, "")
    assert result.stderr == "E999 jobs.csv: two rows are empty. Fill them.\n"


def test_a_bug_is_one_line_without_the_words_of_the_error(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """An unexpected error may hold a value of the data; only its kind and its place are told."""

    def stops() -> None:
        raise KeyError("person 4711")

    sample_that(stand_in, stops)
    result = reportkit("sample")
    assert result.exit_code == 1
    assert result.stderr.startswith("E000 KeyError in test_ends.py, line ")
    assert "this is a bug" in result.stderr
    assert "4711" not in result.stderr


def test_debug_shows_where_a_bug_comes_from(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """Under --debug the traceback stands before the sentence."""

    def stops() -> None:
        raise KeyError("somewhere")

    sample_that(stand_in, stops)
    assert "Traceback (most recent call last)" in reportkit("--debug", "sample").stderr


def test_a_full_disk_is_no_bug(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """What the system refuses is told in its words, with the file."""

    def stops() -> None:
        raise OSError(28, "No space left on device", "data/twerkt/jobs.csv")

    sample_that(stand_in, stops)
    result = reportkit("sample")
    assert (result.exit_code, result.stderr) == (1, "E001 data/twerkt/jobs.csv: No space left on device.\n")


def test_an_interrupt_ends_with_130(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """Ctrl-C is not a failure of a report."""

    def stops() -> None:
        raise KeyboardInterrupt

    sample_that(stand_in, stops)
    result = reportkit("sample")
    assert (result.exit_code, result.stderr) == (130, "Interrupted.\n")


def test_a_termination_ends_with_143_after_clearing_up(reportkit: Command, stand_in: Callable[..., None]) -> None:
    """SIGTERM lets what is running clear up, then ends."""
    cleared: list[bool] = []

    def stops() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            cleared.append(True)

    before = signal.getsignal(signal.SIGTERM)
    sample_that(stand_in, stops)
    assert (reportkit("sample").exit_code, cleared) == (143, [True])
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.parametrize("arguments", [["sampel"], ["sample", "--projct", "x"], ["run", "--jobs", "0"], ["list", "x"]])
def test_a_misspelt_command_ends_with_2(reportkit: Command, arguments: list[str]) -> None:
    """What the command line cannot read is a usage error."""
    assert reportkit(*arguments).exit_code == 2


def test_wrong_params_end_with_2_and_name_the_line(reportkit: Command, workspace: Path) -> None:
    """No verb works on params that cannot be."""
    with (workspace / "params/projects/gent.yaml").open("a") as file:
        file.write("framwork: none\n")
    result = reportkit("list")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == 'E010 params/projects/gent.yaml:7: framwork: unknown key; did you mean "framework"?\n'


def test_no_workspace_ends_with_2(reportkit: Command, tmp_path: Path) -> None:
    """A folder without params is told how to name a workspace."""
    empty = tmp_path / "empty"
    empty.mkdir()
    result = reportkit("list", workspace=empty)
    assert result.exit_code == 2
    assert "--workspace" in result.stderr


def test_the_current_folder_or_one_above_is_the_workspace(
    reportkit: Command, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --workspace a command works anywhere inside a workspace."""
    monkeypatch.chdir(workspace / "notebooks")
    result = reportkit("list", "projects", workspace=None)
    assert (result.exit_code, "twerkt" in result.stdout) == (0, True)


def test_the_version_is_said(reportkit: Command) -> None:
    """The version stands alone on stdout."""
    result = reportkit("--version", workspace=None)
    assert result.exit_code == 0
    assert result.stdout.startswith("reportkit ")


def test_help_loads_no_room() -> None:
    """Asking for help loads neither the tables' libraries nor the params'."""
    said = (
        "import sys; from reportkit.cli import main\ntry: main()\nfinally: print(sorted(sys.modules), file=sys.stderr)"
    )
    command = [sys.executable, "-c", said, "--help"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert "indicators" in done.stdout
    loaded = done.stderr
    assert not [name for name in ("pandas", "duckdb", "pydantic", "ruamel", "nbformat") if f"'{name}'" in loaded]


def test_python_m_reportkit_is_the_command() -> None:
    """Where scripts are not on the path, the module is."""
    command = [sys.executable, "-m", "reportkit", "--version"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.startswith("reportkit ")
