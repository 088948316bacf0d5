"""A workspace in which a test delivers the files of one project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.intake import read
from tests.intake.deliveries import PARTICIPATIONS, project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from reportkit.tables import Delivery
    from tests.intake.deliveries import Deliver


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return an empty workspace with a data folder for project p."""
    root = tmp_path / "workspace"
    (root / "data" / "p").mkdir(parents=True)
    return root


@pytest.fixture
def deliver(workspace: Path) -> Deliver:
    """Return what writes files and reads the delivery."""

    def write_and_read(data: Mapping[str, object] | None = None, /, **files: bytes | str) -> Delivery:
        for name, content in {"participations": PARTICIPATIONS, **files}.items():
            written = content.encode() if isinstance(content, str) else content
            (workspace / "data" / "p" / f"{name}.csv").write_bytes(written)
        return read(project(data), workspace)

    return write_and_read
