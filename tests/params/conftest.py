"""A workspace that a test writes in place, with one good project to begin from."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Protocol

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = """\
id: twerkt
name: "'t Werkt"
kind: employment
start: 2016-01-01
regions: [kortrijk, {region: menen, since: 2020-01-01}]
reports: {periods: [2016, 2022]}
"""


class Write(Protocol):
    """Writes the files of a workspace; the project twerkt is there unless it is given."""

    def __call__(self, **files: str) -> Path:
        """Write ``projects__twerkt="…"`` to ``params/projects/twerkt.yaml``, and return the workspace."""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return the writer of a workspace."""

    def written(**files: str) -> Path:
        for name, text in {"projects__twerkt": PROJECT, **files}.items():
            path = tmp_path / "params" / f"{name.replace('__', '/')}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        return tmp_path

    return written


@pytest.fixture
def project() -> str:
    """Return the text of a good project file."""
    return PROJECT
