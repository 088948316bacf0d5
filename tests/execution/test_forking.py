"""Kernels are forked from a process that has imported what they need; what they do is what new kernels do."""

from __future__ import annotations

import ast
import os
import select
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reportkit.execution import forking
from tests.execution.test_signals import PROGRAM, kernel_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nbformat import NotebookNode

    from tests.execution.conftest import Run

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs a system that forks kernels")


@pytest.fixture(autouse=True)
def _servers_of_our_own() -> Iterator[None]:
    """Begin and end without a server."""
    forking.stop_servers()
    yield
    forking.stop_servers()


def server() -> forking.Server:
    """Return the one server there is."""
    (found,) = forking.servers.values()
    return found


def said(notebook: NotebookNode) -> list[object]:
    """Return the list that the last cell shows."""
    found: list[object] = ast.literal_eval(notebook.cells[-1].outputs[0].data["text/plain"])
    return found


def test_two_reports_share_a_server_and_nothing_else(run: Run) -> None:
    """What the first changed of pandas and of the environment, the second does not find; nor its random numbers."""
    first = said(run("changes_what_it_imports"))
    began = server()
    second = said(run("changes_what_it_imports"))
    assert server() is began
    assert first[:3] == second[:3] == [60, None, False]
    assert first[3] != second[3]


def test_a_kernel_that_is_forked_shows_what_a_new_one_shows(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure drawn inline, to the last byte, and where modules are looked for."""
    forked = [run(name).cells[-1].outputs for name in ("draws_inline", "says_where_it_runs")]
    monkeypatch.delattr(os, "pidfd_open")
    assert forked == [run(name).cells[-1].outputs for name in ("draws_inline", "says_where_it_runs")]
    assert forked[0][0].output_type == "display_data"


def test_another_environment_for_python_is_another_server(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules read some variables when they are imported; of others a kernel is told."""
    run("shows_its_parameters")
    began = server()
    monkeypatch.setenv("REPORTKIT_LIMIT", "3")
    run("shows_its_parameters")
    assert server() is began
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    run("shows_its_parameters")
    assert server() is not began


def test_where_the_server_was_killed_a_kernel_is_started(run: Run) -> None:
    """And the next one is forked again."""
    run("shows_its_parameters")
    began = server()
    os.kill(began.process.pid, signal.SIGKILL)
    began.process.wait()
    run("shows_its_parameters")
    run("shows_its_parameters")
    assert server() is not began


def test_a_server_with_two_threads_forks_nothing(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A fork copies one thread only: what another holds would stay locked for ever."""
    (tmp_path / "starts_a_thread.py").write_text(
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(forking, "IMPORTED", ("starts_a_thread",))
    assert run("shows_its_parameters").cells[-1].execution_count
    assert not server().able


def test_no_kernel_outlives_who_asked_for_it(tmp_path: Path) -> None:
    """A process that is killed can tidy nothing up; its server sees that it is gone."""
    with subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=tmp_path, stderr=subprocess.DEVNULL) as ours:
        kernel = os.pidfd_open(kernel_of(ours, tmp_path / "kernel"))
        ours.kill()
    ended = select.poll()
    ended.register(kernel, select.POLLIN)
    assert ended.poll(30_000)
    os.close(kernel)
