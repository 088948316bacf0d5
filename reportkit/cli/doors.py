"""How a verb begins and ends: the workspace it opens, and the exit status of whatever stops it."""

from __future__ import annotations

import functools
import signal
import threading
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, ParamSpec

import typer

from reportkit.cli.language import told, told_error
from reportkit.errors import ReportkitError
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from reportkit.params import Workspace

__all__ = ["BUG", "INTERRUPTED", "TERMINATED", "Door", "answered"]

BUG = 1
INTERRUPTED = 130
TERMINATED = 143

P = ParamSpec("P")


@dataclass(frozen=True)
class Door:
    """What the options before the verb say."""

    folder: Path | None = None
    debug: bool = False

    def open(self) -> Workspace:
        """Open the workspace: the named folder, else the current one or the nearest above it."""
        from reportkit.params import find_workspace, open_workspace  # noqa: PLC0415 - --help needs no params

        return open_workspace(self.folder or find_workspace(Path.cwd()))


def answered(verb: Callable[P, None]) -> Callable[P, None]:
    """Let a verb end with a sentence on stderr and its exit status, whatever happens in it."""

    @functools.wraps(verb)
    def answering(*args: P.args, **kwargs: P.kwargs) -> None:
        """Run the verb, and end with the status that its failure has."""
        try:
            with _termination():
                verb(*args, **kwargs)
        except ReportkitError as error:
            _end(told_error(error), error.exit_status)
        except KeyboardInterrupt:
            _end(told(Message("Interrupted.")), INTERRUPTED)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except OSError as error:
            place = f" {error.filename}:" if error.filename else ""
            _end(f"E001{place} {error.strerror or type(error).__name__}.", ReportkitError.exit_status)
        except Exception as error:  # noqa: BLE001 - the last place where a bug can be told from a mistake
            _bug(error, debug=_debug(kwargs.get("context")))

    return answering


def _end(sentence: str, status: int) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(status)


def _bug(error: Exception, *, debug: bool) -> NoReturn:
    """Tell of a bug without the error's own words: they may hold values of the data."""
    if debug:
        typer.echo("".join(traceback.format_exception(error)), err=True)
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = Message(
        "{kind} in {file}, line {line}",
        kind=type(error).__name__,
        file=Path(last.filename).name,
        line=str(last.lineno),
    )
    again = Message("E000 {place}: this is a bug; reportkit --debug … shows where it comes from.", place=place)
    _end(told(Message("E000 {place}: this is a bug; please report it.", place=place) if debug else again), BUG)


def _debug(context: object) -> bool:
    door = getattr(context, "obj", None)
    return isinstance(door, Door) and door.debug


@contextmanager
def _termination() -> Iterator[None]:
    """Turn SIGTERM into an orderly end, so that unfinished folders are cleared away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(TERMINATED)
