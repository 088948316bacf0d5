"""The committed sample data, read with the standard library only."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the workspace of the five projects."""
    return ROOT


@pytest.fixture(scope="session")
def rows() -> Callable[[str, str], list[dict[str, str]]]:
    """Return a reader of a project's table; a table that is not there has no rows."""

    def read(project: str, table: str) -> list[dict[str, str]]:
        path = ROOT / "data" / project / f"{table}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    return read
