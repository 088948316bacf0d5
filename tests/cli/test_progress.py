"""How far a run is, told without a thread of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from reportkit.cli.progress import BarProgress, LineProgress, progress

if TYPE_CHECKING:
    import pytest


def test_lines_are_told_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """A log holds one line for each report that ended."""
    display = progress()
    assert isinstance(display, LineProgress)
    display.start(2)
    display.running("twerkt all 2022 public")
    display.done("twerkt all 2022 public")
    display.failed("twerkt menen 2022 public", "no data")
    display.finish()
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "[1/2] twerkt all 2022 public\n[2/2] twerkt menen 2022 public failed: no data\n"


def test_the_bar_leaves_failures_and_starts_no_thread(capsys: pytest.CaptureFixture[str]) -> None:
    """Workers are forked from this process, which must have one thread only."""
    before = threading.active_count()
    display = BarProgress()
    display.start(2)
    display.running("twerkt all 2022 public")
    display.done("twerkt all 2022 public")
    display.failed("twerkt menen 2022 public", "column [sex] is missing")
    assert threading.active_count() == before
    display.finish()
    display.finish()
    told = capsys.readouterr()
    assert told.out == ""
    assert "twerkt menen 2022 public failed: column [sex] is missing" in told.err
