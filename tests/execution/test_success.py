"""Whether a report ran to its end is judged by what its notebook shows, not by what papermill says."""

from __future__ import annotations

import ast
import pickle
import sys
from typing import TYPE_CHECKING

import pytest

from reportkit.execution import ExecutionFailure

if TYPE_CHECKING:
    from pathlib import Path

    from tests.execution.conftest import Run

PERSON = "Bilal"


def failure(run: Run, notebook: str, *, timeout_s: float = 60) -> ExecutionFailure:
    """Return the failure of a notebook."""
    with pytest.raises(ExecutionFailure) as raised:
        run(notebook, timeout_s=timeout_s)
    return raised.value


@pytest.mark.parametrize(
    ("notebook", "code", "cell", "line"),
    [
        ("fails_in_cell_3", "E206", 3, "KeyError"),
        ("fails_where_errors_are_allowed", "E206", 2, "ZeroDivisionError"),
        ("refuses_with_a_reportkit_error", "E206", 2, 'E134 participations.csv: no column "start_date".'),
        ("lends_the_name_of_a_reportkit_error", "E206", 2, "DataError"),
        ("exits_in_its_last_cell", "E206", 2, "SystemExit: it ended the program"),
        ("asks_to_exit", "E206", 2, "it asked the kernel to exit"),
        ("never_runs_cell_2", "E208", 2, "it never ran"),
    ],
)
def test_a_notebook_that_did_not_run_to_its_end_is_a_failure(
    run: Run, notebook: str, code: str, cell: int, line: str
) -> None:
    """The failure names the cell as its author counts, and tells no value of the data."""
    failed = failure(run, notebook)
    assert (failed.code, failed.cell, failed.line) == (code, cell, line)
    assert PERSON not in str(failed)


@pytest.mark.parametrize("notebook", ["kills_its_kernel", "ends_its_process_in_its_last_cell"])
def test_a_kernel_that_dies_is_a_failure_of_the_cell_that_ran(run: Run, notebook: str) -> None:
    """Papermill's own record says of these that every cell is completed."""
    failed = failure(run, notebook)
    assert (failed.code, failed.cell) == ("E207", 2)


def test_the_limit_holds_for_the_whole_notebook(run: Run) -> None:
    """A notebook that hangs ends, and so does its kernel."""
    failed = failure(run, "takes_an_hour", timeout_s=2)
    assert (failed.code, failed.cell) == ("E209", 2)


def test_a_failure_keeps_the_notebook_and_survives_pickling(run: Run) -> None:
    """The notebook as far as it ran comes back."""
    failed = pickle.loads(pickle.dumps(failure(run, "fails_in_cell_3")))  # noqa: S301 - our own bytes
    assert (failed.cell, failed.line) == (3, "KeyError")
    assert [cell.get("execution_count") for cell in failed.notebook.cells] == [None, 1, 2, None]


def test_a_notebook_runs_where_it_is_told_on_our_own_interpreter(run: Run, tmp_path: Path) -> None:
    """The kernel named in the notebook, one for R, is not looked for."""
    shown = run("says_where_it_runs").cells[-1].outputs[0].data["text/plain"]
    assert ast.literal_eval(shown) == ["the release", str(tmp_path.resolve()), sys.prefix, "agg", "0"]


def test_what_a_kernel_writes_does_not_reach_our_terminal(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    """Values of the data would stand in a log else."""
    run("writes_on_the_terminal")
    assert PERSON not in "".join(capfd.readouterr())
