"""A report folder appears whole or not at all, whatever stops a run."""

from __future__ import annotations

import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from reportkit.pipeline.places import alone, kept, place, replace_file
from reportkit.provenance.private import write_private

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "alpha/all/2021/public"


def names(folder: Path) -> dict[str, str]:
    """Return the files of a folder with their text."""
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_a_folder_is_replaced_as_a_whole(tmp_path: Path) -> None:
    """A file that is no longer made does not stay behind."""
    place(tmp_path, FOLDER, {"old.html": b"1", "manifest.json": b"1"})
    place(tmp_path, FOLDER, {"new.html": b"2", "manifest.json": b"2"})
    assert names(tmp_path / FOLDER) == {"new.html": "2", "manifest.json": "2"}


def test_a_disk_that_is_full_leaves_the_old_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be written whole is not there, and nothing of it stays."""
    place(tmp_path, FOLDER, {"manifest.json": b"1"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        place(tmp_path, FOLDER, {"manifest.json": b"2"})
    assert names(tmp_path / FOLDER) == {"manifest.json": "1"}
    assert list(kept(tmp_path, "staging").iterdir()) == []


def test_a_run_that_was_killed_between_two_renames_is_put_right_by_the_next(tmp_path: Path) -> None:
    """The old folder, moved away for the new one that never came, is put back."""
    place(tmp_path, FOLDER, {"manifest.json": b"1"})
    away = kept(tmp_path, "retired") / FOLDER
    away.parent.mkdir(parents=True)
    (tmp_path / FOLDER).rename(away)
    (kept(tmp_path, "staging") / "half" / "new").mkdir(parents=True)
    (kept(tmp_path, "figures") / "authority").mkdir()
    with alone(tmp_path):
        assert names(tmp_path / FOLDER) == {"manifest.json": "1"}
        assert sorted(path.name for path in kept(tmp_path).iterdir()) == ["lock"]


def test_an_old_folder_whose_new_one_came_is_cleared_away(tmp_path: Path) -> None:
    """The new folder stays as it is."""
    place(tmp_path, FOLDER, {"manifest.json": b"2"})
    away = kept(tmp_path, "retired") / FOLDER
    shutil.copytree(tmp_path / FOLDER, away)
    (away / "manifest.json").write_bytes(b"1")
    with alone(tmp_path):
        assert names(tmp_path / FOLDER) == {"manifest.json": "2"}
        assert not away.exists()


def test_what_is_kept_about_runs_is_for_its_owner_only(tmp_path: Path) -> None:
    """A notebook of a failed report of the authority holds small figures; reports themselves are for the group."""
    write_private(kept(tmp_path, "failed") / "one.ipynb", b"{}")
    place(tmp_path, FOLDER, {"manifest.json": b"1"})
    replace_file(tmp_path / "index.html", b"<!doctype html>")
    modes = {
        path: stat.S_IMODE((tmp_path / path).stat().st_mode)
        for path in (".reportkit", ".reportkit/failed", ".reportkit/failed/one.ipynb")
    }
    assert modes == {".reportkit": 0o700, ".reportkit/failed": 0o700, ".reportkit/failed/one.ipynb": 0o600}
    ours = tmp_path / "ours"
    ours.touch()
    assert (tmp_path / "index.html").stat().st_mode == ours.stat().st_mode
