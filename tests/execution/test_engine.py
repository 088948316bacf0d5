"""The engine that reportkit registers with papermill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).with_name("notebooks") / "shows_its_parameters.ipynb"


@pytest.mark.parametrize("first", ["papermill", "reportkit.execution", "reportkit.execution.engine"])
def test_papermill_and_the_engine_can_be_imported_in_any_order(first: str) -> None:
    """Papermill loads the engine while it is itself being loaded."""
    asks = "from papermill.engines import papermill_engines\nprint(papermill_engines.get_engine('reportkit'))"
    code = f"import {first}\n{asks}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("<class 'reportkit.execution.engine.ReportEngine'>", "")


def test_papermill_itself_runs_a_notebook_with_the_engine(tmp_path: Path) -> None:
    """By hand, without a batch, on our own interpreter although the notebook names a kernel for R."""
    command = [sys.executable, "-m", "papermill", "--engine", "reportkit", "-r", "period", "2021"]
    done = subprocess.run(
        [*command, str(NOTEBOOK), str(tmp_path / "out.ipynb")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "('2021', 1, [0.5], None)" in (tmp_path / "out.ipynb").read_text()
