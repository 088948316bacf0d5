"""The journal of a workspace: when and where a run took place, which no manifest says."""

from __future__ import annotations

import datetime as dt
import json
import platform
from typing import TYPE_CHECKING

from reportkit.provenance.digests import package_version
from reportkit.provenance.private import OWNER_ONLY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["JOURNAL", "record"]

JOURNAL = "journal.jsonl"
"""The name of the journal, a line of JSON for each run."""


def record(folder: Path, facts: Mapping[str, object]) -> None:
    """Append a run to the journal of a folder: the time (UTC), the host, the version, and the facts given."""
    when = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    line = {"time": when, "host": platform.node(), "version": package_version(), **facts}
    folder.mkdir(parents=True, exist_ok=True)
    journal = folder / JOURNAL
    journal.touch(mode=OWNER_ONLY, exist_ok=True)
    with journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
