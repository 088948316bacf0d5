"""Reports made at once in worker processes, and what is left when one is killed or the run is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportkit.params import Selection, open_workspace, select
from reportkit.pipeline import jobs
from reportkit.pipeline.jobs import Order, plan
from reportkit.pipeline.progress import Silent
from reportkit.pipeline.workers import each, make_all
from tests.pipeline.conftest import REPORT, releases, write_notebook

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportkit.pipeline.folder import Job

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
KILLS_ITS_WORKER = """\
import os
import signal
from pathlib import Path

if project == "alpha":
    server = Path(f"/proc/{os.getppid()}/status").read_text()
    worker = server.partition("PPid:")[2].split()[0] if hasattr(os, "pidfd_open") else os.getppid()
    os.kill(int(worker), signal.SIGKILL)
"""
HANGS = """\
import os
import time
from pathlib import Path

Path(f"{project}.pid").write_text(str(os.getpid()))
time.sleep(600)
"""
STARTS = """\
import sys
from pathlib import Path

from reportkit.params import open_workspace, select, Selection
from reportkit.pipeline import jobs
from reportkit.pipeline.batch import run
from reportkit.pipeline.progress import Silent
from tests.pipeline.conftest import releases

jobs.compute_both = releases
if __name__ == "__main__":
    workspace = open_workspace(Path(sys.argv[1]))
    wanted = select(workspace, Selection(languages=("nl",), audiences=("public",)))
    workers = int(sys.argv[2])
    run(workspace, wanted, batch=None, formats=frozenset({"html"}), jobs=workers, force=False, resume=False,
        progress=Silent())
"""


@pytest.fixture
def two_jobs(workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Job, ...]:
    """Return the jobs of the two projects of the workspace."""
    monkeypatch.setattr(jobs, "compute_both", releases)
    opened = open_workspace(workspace)
    wanted = select(opened, Selection(languages=("nl",), audiences=("public",)))
    private = {audience: tmp_path / audience for audience in ("public", "authority")}
    return plan(Order(opened, frozenset({"html"}), private), wanted).jobs


def test_work_is_done_at_once_and_returned_in_order() -> None:
    """Three items, two workers."""
    assert each(_half, [2, 4, 6], 2) == [1, 2, 3]


def test_work_of_a_killed_worker_is_done_again_here() -> None:
    """A worker that is killed, perhaps for want of memory, costs time and no result."""
    here = os.getpid()
    assert each(partial(_killed_elsewhere, here), ["a", "b"], 2) == [here, here]


def _half(number: int) -> int:
    return number // 2


def _killed_elsewhere(here: int, _item: str) -> int:
    if os.getpid() != here:
        os.kill(os.getpid(), signal.SIGKILL)
    return here


def test_a_killed_worker_fails_its_own_report_only(workspace: Path, two_jobs: tuple[Job, ...]) -> None:
    """The report that was being made beside it is made all the same."""
    write_notebook(workspace / "notebooks" / "small_report.ipynb", (*REPORT, ("code", KILLS_ITS_WORKER, [])))
    made = {one.label: one for one in make_all(two_jobs, 2, Silent())}
    assert made["alpha all 2021 public"].failures[0].message.startswith("E210")
    assert made["beta all 2021 public"].made == 1
    assert (workspace / "outputs/beta/all/2021/public/manifest.json").exists()


@pytest.mark.parametrize(("workers", "number"), [(1, signal.SIGINT), (2, signal.SIGINT), (2, signal.SIGKILL)])
def test_a_stopped_run_leaves_no_kernel_and_no_folder(workspace: Path, workers: int, number: signal.Signals) -> None:
    """Neither Ctrl-C nor a kill leaves a process at work, or half a report."""
    write_notebook(workspace / "notebooks" / "small_report.ipynb", (*REPORT, ("code", HANGS, [])))
    script = workspace / "starts.py"
    script.write_text(STARTS)
    command = [sys.executable, str(script), str(workspace), str(workers)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as started:
        try:
            kernels = [_kernel(workspace, project) for project in ("alpha", "beta")[:workers]]
            started.send_signal(number)
            started.wait(60)
        finally:
            started.kill()
    assert [kernel for kernel in kernels if not _ends(kernel)] == []
    assert not list(workspace.glob("outputs/[!.]*/*/*/*"))


def _kernel(workspace: Path, project: str) -> int:
    """Wait until the kernel of a project's report hangs, and return its process id."""
    path = workspace / f"{project}.pid"
    return int(_until(lambda: path.read_text() if path.exists() else "", "the kernel never started"))


def _ends(process: int) -> bool:
    return bool(_until(lambda: "gone" if not Path(f"/proc/{process}/cmdline").exists() else "", ""))


def _until(ask: Callable[[], str], otherwise: str) -> str:
    """Ask until there is an answer, for two minutes at most: the machine may have much to do."""
    for _ in range(1200):
        answer = ask()
        if answer:
            return answer
        time.sleep(0.1)
    if otherwise:
        pytest.fail(otherwise)
    return ""
