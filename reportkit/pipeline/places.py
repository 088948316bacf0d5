"""The outputs folder: one run at a time in it, and a report folder that appears whole or not at all.

What is in a report folder is decided elsewhere.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.errors import UsageError
from reportkit.messages import Message
from reportkit.provenance.manifest import MANIFEST
from reportkit.provenance.private import OWNERS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["RECORDS", "alone", "kept", "place", "replace_file"]

RECORDS = ".reportkit"
"""The folder of an outputs folder in which runs keep what is not for its readers."""


def kept(outputs: Path, name: str = "") -> Path:
    """Return a folder, made when it is not there, of what is kept about runs: only its owner can open it."""
    folder = outputs / RECORDS
    folder.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)
    (folder / name).mkdir(mode=OWNERS_FOLDER, exist_ok=True)
    return folder / name


@contextmanager
def alone(outputs: Path) -> Iterator[None]:
    """Keep a second run out of the outputs folder, and clear away what an interrupted one left.

    Raises
    ------
    UsageError
        E013 when another run is at work.
    """
    with (kept(outputs) / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            what, mend = (
                Message("another run is at work in this workspace."),
                Message("Wait until it is done, or stop it."),
            )
            raise UsageError("E013", what, where="outputs", mend=mend) from None
        _recover(outputs)
        yield


def place(outputs: Path, folder: str, files: Mapping[str, bytes]) -> None:
    """Write a report folder beside its place, the manifest last, and then give it its name.

    Whatever stops this, the folder is the new one, or the old one, which the next run then puts back.
    """
    final, old = outputs / folder, kept(outputs, "retired") / folder
    final.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept(outputs, "staging")) as beside:
        new = Path(beside, "new")
        new.mkdir()
        for name in sorted(files, key=lambda name: (name == MANIFEST, name)):
            _write(new / name, files[name])
        if final.exists():
            old.parent.mkdir(parents=True, exist_ok=True)
            final.rename(old)
        new.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file beside its place, and then give it its name."""
    with tempfile.TemporaryDirectory(dir=kept(path.parent, "staging")) as beside:
        _write(Path(beside, path.name), content)
        Path(beside, path.name).replace(path)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _recover(outputs: Path) -> None:
    retired = kept(outputs, "retired")
    for old in sorted(retired.glob("*/*/*/*")):
        final = outputs / old.relative_to(retired)
        if not final.exists():
            old.rename(final)
    for name in ("retired", "staging", "figures"):
        shutil.rmtree(kept(outputs, name), ignore_errors=True)
