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
    from tests.intake.workbooks import DeliverBook


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


@pytest.fixture
def deliver_book(workspace: Path) -> DeliverBook:
    """Return what writes a workbook and reads the delivery."""

    def write_and_read(content: bytes, name: str = "", **data: object) -> Delivery:
        suffix = "ods" if content[30:38] == b"mimetype" else "xlsx"
        (workspace / "data" / "p" / (name or f"participations.{suffix}")).write_bytes(content)
        return read(project(data), workspace)

    return write_and_read
