"""A project file chooses how its public figures are protected."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportkit.params import open_workspace
from reportkit.pipeline.compute import compute

if TYPE_CHECKING:
    import pandas as pd

ROOT = Path(__file__).parents[2]
NAME = "koksijde-taskforce"


@pytest.fixture(scope="module")
def rounded(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Return the public figures of a sample project whose file asks for rounding."""
    root = tmp_path_factory.mktemp("rounding")
    shutil.copytree(ROOT / "data" / NAME, root / "data" / NAME)
    (root / "params" / "projects").mkdir(parents=True)
    shutil.copy(ROOT / "params" / "regions.yaml", root / "params")
    file = root / "params" / "projects" / f"{NAME}.yaml"
    text = (ROOT / "params" / "projects" / file.name).read_text(encoding="utf-8")
    file.write_text(f"{text}disclosure: {{method: rounding, base: 10, threshold: 10}}\n", encoding="utf-8")
    workspace = open_workspace(root)
    return compute(workspace, workspace.project(NAME), audience="public").figures


def test_a_project_that_rounds_shows_multiples_of_its_base(rounded: pd.DataFrame) -> None:
    """Counts of trajectories are multiples of ten, and say that they are rounded."""
    counts = rounded[(rounded["unit"] == "trajectory") & rounded["value"].notna()]
    assert len(counts) > 100
    assert set(counts["status"]) == {"rounded"}
    assert (counts["value"] % 10 == 0).all()


def test_the_population_stays_exact(rounded: pd.DataFrame) -> None:
    """How many refugees a town took in is no secret of the project; how many of them it reached is rounded."""
    stocks = rounded[rounded["indicator"].str.startswith("stock.") & rounded["value"].notna()]
    shares = rounded[rounded["indicator"].str.startswith("coverage.") & rounded["value"].notna()]
    assert set(stocks["status"]) == {"ok"}
    assert (stocks["value"] % 10 != 0).any()
    assert set(shares["status"]) == {"rounded"}
