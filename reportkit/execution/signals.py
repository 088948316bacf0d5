"""What becomes of a kernel when the process that started it is told to end."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ends_in_order"]


@contextmanager
def ends_in_order() -> Iterator[None]:
    """Let SIGTERM end what is within as Ctrl-C does, so that its kernel and its files go first; then obey it.

    Notes
    -----
    By itself SIGTERM ends a process at once: a kernel would outlive it for a second or two, and its folder for good.
    Where the process has a handler of its own, that one is left in place.
    """
    taken = threading.current_thread() is not threading.main_thread() or (
        signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    )
    if taken:
        yield
        return
    try:
        signal.signal(signal.SIGTERM, _leave)
        yield
    except _Told:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        raise
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


class _Told(SystemExit):
    """Raised when SIGTERM arrives."""


def _leave(*_: object) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # told once: what goes first is not interrupted
    raise _Told(128 + signal.SIGTERM)
