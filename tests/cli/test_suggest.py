"""``check --suggest`` and ``check --show-values``: help for the person at the terminal, kept nowhere."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

FAULTY = "person_key,operation_id,entry_date,age_at_entry,gender\np1,A,2018-01-05,30,Q\np2,A,2018-01-05,130,F\n"


@pytest.fixture
def delivered(workspace: Path) -> Path:
    """Return the workspace, with a delivery of gent that has faults."""
    folder = workspace / "data" / "gent"
    folder.mkdir(parents=True)
    (folder / "participations.csv").write_text(FAULTY, encoding="utf-8")
    return workspace


def test_a_profile_is_suggested_without_a_workspace(reportkit: Command, tmp_path: Path) -> None:
    """The lines go to stdout, and nothing is written."""
    export = tmp_path / "export.csv"
    export.write_text("dossiernr;geslacht\nd1;V\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    result = reportkit("check", "--suggest", str(export), workspace=None)
    assert (result.exit_code, result.stderr) == (0, "")
    assert '  delimiter: ";"\n' in result.stdout
    assert "    gender: {V: F}\n" in result.stdout
    assert sorted(tmp_path.rglob("*")) == before


def test_nothing_is_suggested_of_what_is_not_there(reportkit: Command, tmp_path: Path) -> None:
    """A file that does not exist, and those that are no text, whatever their names say."""
    book, other = tmp_path / "book.xlsx", tmp_path / "book.csv"
    book.write_bytes(b"")
    other.write_bytes(b"PK\x03\x04")
    text = "only of CSV files can a profile be suggested. Save it as CSV, and name that."
    for path, said in {book: text, other: text, tmp_path / "none.csv": "no such file"}.items():
        result = reportkit("check", "--suggest", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"E014 {path}: {said}")


def test_values_are_shown_on_request_and_on_stderr_only(reportkit: Command, delivered: Path) -> None:
    """What is written to a file by way of stdout never holds them."""
    quiet = reportkit("check", "--project", "gent")
    assert "'Q'" not in quiet.stdout + quiet.stderr
    shown = reportkit("check", "--project", "gent", "--show-values", "--format", "json")
    file = "data/gent/participations.csv"
    assert f"T06 {file}, column gender, row 2: 'Q'" in shown.stderr
    assert f"R09 {file}, column age_at_entry, row 3: '130'" in shown.stderr
    assert shown.exit_code == quiet.exit_code == 3
    assert "'Q'" not in shown.stdout
    assert {finding["rule"] for finding in json.loads(shown.stdout)} >= {"T06", "R09"}
    assert (delivered / "data" / "gent" / "participations.csv").read_text() == FAULTY
