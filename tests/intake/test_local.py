"""A file at hand: read whole, unchanged and through no link that was put there since it was found."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from reportkit.intake import line
from reportkit.intake.local import read_local
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CONTENT = b"person_key\np1\n"
CHANGED = "E195 data/p/x.csv: the file changed while it was read. Wait until it is delivered whole, and try again."


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of a file in a folder, with no link on the way."""
    there = tmp_path.resolve() / "folder" / "x.csv"
    there.parent.mkdir()
    there.write_bytes(CONTENT)
    return there


def told(path: Path) -> str:
    """Return the fault of a file that is refused."""
    found = read_local(path, "data/p/x.csv")
    assert isinstance(found, Finding)
    return line(found)


def test_a_file_is_read_whole(path: Path) -> None:
    """Its bytes are returned as they are."""
    assert read_local(path, "data/p/x.csv") == CONTENT


def grown(path: Path) -> None:
    """Write another record at the end."""
    with path.open("ab") as file:
        file.write(b"p2\n")


def rewritten(path: Path) -> None:
    """Write other bytes, as many, and set the clock of the file back."""
    times = path.stat()
    path.write_bytes(CONTENT.replace(b"p1", b"p9"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def replaced(path: Path) -> None:
    """Put another file in its place."""
    path.with_suffix(".new").write_bytes(CONTENT)
    path.with_suffix(".new").replace(path)


@pytest.mark.parametrize("change", [grown, rewritten, replaced])
def test_a_file_that_changes_while_it_is_read_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    """Its bytes would be those of no delivery."""
    opened = os.fdopen

    def changed_once_open(*arguments: Any) -> Any:
        file = opened(*arguments)
        monkeypatch.setattr(os, "fstat", changed_once_looked_at)
        return file

    def changed_once_looked_at(descriptor: int) -> os.stat_result:
        monkeypatch.setattr(os, "fstat", looked_at)
        found = looked_at(descriptor)
        change(path)
        return found

    looked_at = os.fstat
    monkeypatch.setattr(os, "fdopen", changed_once_open)
    assert told(path) == CHANGED


def test_a_link_in_place_of_a_file_is_not_followed(path: Path) -> None:
    """The links of a path were followed before: one that is there now was put there since."""
    path.rename(path.with_name("y.csv"))
    path.symlink_to("y.csv")
    assert told(path) == CHANGED


def test_a_link_in_place_of_a_folder_is_not_followed(path: Path) -> None:
    """A folder is no way out either."""
    path.parent.rename(path.parent.with_name("other"))
    path.parent.symlink_to("other")
    assert told(path) == CHANGED


def test_a_pipe_in_place_of_a_file_is_refused(path: Path) -> None:
    """Nothing waits for a pipe that nobody writes into."""
    path.unlink()
    os.mkfifo(path)
    assert told(path) == "E104 data/p/x.csv: it is no file. Deliver a file there."


def test_a_file_that_is_gone_cannot_be_opened(path: Path) -> None:
    """What was found and is there no more is told."""
    path.unlink()
    assert told(path) == "E104 data/p/x.csv: the file cannot be opened. Look at its permissions."
