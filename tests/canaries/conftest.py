"""A place of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.canaries.places import settled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.canaries.places import Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return a place with the workspace of two projects, in which nothing has run."""
    return settled(tmp_path)
