"""Runs the small notebooks of this folder, each named for what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from reportkit.execution import execute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).with_name("notebooks")


class Run(Protocol):
    """Runs a notebook of this folder."""

    def __call__(self, name: str, given: Mapping[str, object] = ..., *, timeout_s: float = ...) -> NotebookNode:
        """Run the notebook of that name with the parameters given."""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return what runs a notebook of this folder, in a folder of its own."""

    def running(name: str, given: Mapping[str, object] = {}, *, timeout_s: float = 60) -> NotebookNode:
        return execute(
            NOTEBOOKS / f"{name}.ipynb",
            given,
            environment={"REPORTKIT_RELEASE": "the release"},
            cwd=tmp_path,
            timeout_s=timeout_s,
        )

    return running
