"""A process that is told to end leaves no kernel and no file behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

NOTEBOOK = Path(__file__).with_name("notebooks") / "waits_to_be_interrupted.ipynb"
PROGRAM = f"""
from pathlib import Path
from reportkit.execution import execute
execute(Path({str(NOTEBOOK)!r}), {{}}, environment={{}}, cwd=Path("."))
"""


def kernel_of(ours: subprocess.Popen[bytes], told_in: Path) -> int:
    """Return the id of the kernel's process as soon as the notebook has written it down."""
    while not (told_in.exists() and told_in.read_text(encoding="utf-8")):
        assert ours.poll() is None, "the notebook was not run"
        time.sleep(0.05)
    return int(told_in.read_text(encoding="utf-8"))


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_the_kernel_and_its_files_go_before_the_process(tmp_path: Path, told: signal.Signals) -> None:
    """Whoever stops a batch need not look for what still runs."""
    private = tmp_path / "private"
    private.mkdir()
    environment = {**os.environ, "TMPDIR": str(private)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
    ) as ours:
        kernel = kernel_of(ours, tmp_path / "kernel")
        ours.send_signal(told)
        assert ours.wait(60) == -told
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)
    assert list(private.iterdir()) == []
