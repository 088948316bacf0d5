"""How far a run is, on stderr: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from reportkit.cli.language import told
from reportkit.messages import Message

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from reportkit.pipeline.progress import Progress

__all__ = ["BarProgress", "LineProgress", "progress"]


def progress() -> Progress:
    """Return the display that fits where stderr goes."""
    return BarProgress() if sys.stderr.isatty() else LineProgress()


class LineProgress:
    """One line for each report that is done or failed."""

    def __init__(self) -> None:
        self._total = self._ended = 0

    def start(self, total: int) -> None:
        """Say how many reports there are to make."""
        self._total = total

    def running(self, label: str) -> None:
        """Say nothing: the report's end is told."""

    def done(self, label: str) -> None:
        """Say that a report is made."""
        self._line(label)

    def failed(self, label: str, reason: str) -> None:
        """Say that a report could not be made, and why."""
        self._line(told(Message("{label} failed: {reason}", label=label, reason=reason)))

    def finish(self) -> None:
        """Say nothing: the verb sums up."""

    def _line(self, text: str) -> None:
        self._ended += 1
        typer.echo(f"[{self._ended}/{self._total}] {text}", err=True)


class BarProgress:
    """A bar with the report that is running; failures stay above it.

    It draws only when told something: a drawing thread would stand in the way of processes that fork.
    """

    def __init__(self) -> None:
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def start(self, total: int) -> None:
        """Draw an empty bar for so many reports."""
        from rich.console import Console  # noqa: PLC0415 - only a terminal needs it
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

        parts = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
        self._bar = Progress(*parts, console=Console(stderr=True), auto_refresh=False, transient=True)
        self._bar.start()
        self._task = self._bar.add_task("", total=total)

    def running(self, label: str) -> None:
        """Show which report is being made."""
        self._draw(label, 0)

    def done(self, label: str) -> None:
        """Move the bar on by one report."""
        self._draw(label, 1)

    def failed(self, label: str, reason: str) -> None:
        """Move on, and leave a line that says what failed."""
        if self._bar is not None:
            line = told(Message("{label} failed: {reason}", label=label, reason=reason))
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        self._draw(label, 1)

    def finish(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _draw(self, label: str, advance: int) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=advance, description=label, refresh=True)
