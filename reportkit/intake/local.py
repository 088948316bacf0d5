"""A file of the workspace: its bytes, whole and unchanged, and through no link. What they mean is not known here."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from typing import TYPE_CHECKING

from reportkit.intake.faults import fault
from reportkit.messages import Message

if TYPE_CHECKING:
    from pathlib import Path

    from reportkit.tables import Finding

__all__ = ["changed", "read_local", "unopened"]

_FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC | getattr(os, "O_PATH", os.O_RDONLY)
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_LINKS = frozenset({errno.ELOOP, errno.ENOTDIR})


def read_local(path: Path, shown: str) -> bytes | Finding:
    """Read a file at a path whose links have been followed already, and found to stay inside.

    No link is followed here: one that was put on the way since then would lead elsewhere. A file that changes while it
    is read is refused, for its bytes would be those of no delivery.
    """
    try:
        descriptor = _opened(path)
    except OSError as error:
        if error.errno in _LINKS:
            return changed(shown)
        return unopened(shown)
    with os.fdopen(descriptor, "rb") as file:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            return fault("E104", shown, Message("it is no file"), mend=Message("Deliver a file there."))
        content = file.read()
        file.seek(0)
        again = hashlib.file_digest(file, "sha256").digest()
        after = os.fstat(descriptor)
    if _state(before) != _state(after) or hashlib.sha256(content).digest() != again:
        return changed(shown)
    return content


def _opened(path: Path) -> int:
    folder = os.open(path.anchor, _FOLDER)
    try:
        for name in path.parts[1:-1]:
            inner = os.open(name, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(path.name, _FILE, dir_fd=folder)
    finally:
        os.close(folder)


def _state(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def changed(shown: str) -> Finding:
    """Tell that a file is not the one at the end of its reading that it was at the beginning."""
    mend = Message("Wait until it is delivered whole, and try again.")
    return fault("E195", shown, Message("the file changed while it was read"), mend=mend)


def unopened(shown: str) -> Finding:
    """Tell that a file cannot be opened."""
    return fault("E104", shown, Message("the file cannot be opened"), mend=Message("Look at its permissions."))
