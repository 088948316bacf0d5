"""The journal knows when and where each run was."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reportkit.provenance.journal import record

if TYPE_CHECKING:
    from pathlib import Path


def lines(folder: Path) -> list[dict[str, Any]]:
    """Return the entries of a journal."""
    return [json.loads(line) for line in (folder / "journal.jsonl").read_text(encoding="utf-8").splitlines()]


def test_an_entry_says_what_when_and_where(tmp_path: Path) -> None:
    """The folder is made where there is none; the time is UTC and says so."""
    record(tmp_path / "new", {"made": 4})
    (entry,) = lines(tmp_path / "new")
    assert (entry["made"], entry["host"]) == (4, socket.gethostname())
    assert datetime.fromisoformat(entry["time"]).astimezone(UTC).utcoffset() == timedelta(0)
    assert entry["time"].endswith("+00:00")


def test_earlier_entries_stay(tmp_path: Path) -> None:
    """Each run adds a line."""
    for made in (1, 2):
        record(tmp_path, {"made": made})
    assert [entry["made"] for entry in lines(tmp_path)] == [1, 2]


def test_runs_at_the_same_time_do_not_mix_their_lines(tmp_path: Path) -> None:
    """Every line can be read, however many write."""
    long = "x" * 5000
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda made: record(tmp_path, {"made": made, "note": long}), range(40)))
    assert sorted(entry["made"] for entry in lines(tmp_path)) == list(range(40))
