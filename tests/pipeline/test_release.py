"""What a project's reports may see, on its way to their kernels."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
from pandas.testing import assert_frame_equal

from reportkit.params import open_workspace
from reportkit.periods import Period
from reportkit.pipeline.release import Release
from reportkit.regions import Region
from reportkit.tables import Finding
from tests.pipeline.conftest import releases

if TYPE_CHECKING:
    from pathlib import Path

FINDING = Finding("R28", "warning", "participations.csv", 3, rows=(2, 5, 9), accepted="Known.")
KORTRIJK = Region("kortrijk", {"nl": "Kortrijk", "en": "Courtrai"}, ("34022",))
COMPLETENESS = pd.DataFrame({"table": ["jobs"], "column": ["hours"], "known": [0.5]})


def release(root: Path) -> Release:
    """Return a release with something in each of its parts."""
    project = open_workspace(root).project("alpha")
    plain = releases(None, project, regions=(), periods=(Period.parse("2016/2021"),))["authority"]  # type: ignore[arg-type]
    regions = {"kortrijk": KORTRIJK}
    claims = {"rounding": ["half_up"], "value": 1.5, "none": None}
    return replace(plain, findings=(FINDING,), completeness=COMPLETENESS, regions=regions, claims=claims)


def test_a_release_comes_back_as_it_was(workspace: Path, tmp_path: Path) -> None:
    """Project, figures, findings and the rest are the same after a way through a folder."""
    before = release(workspace)
    before.save(tmp_path / "kept" / "alpha")
    after = Release.load(tmp_path / "kept" / "alpha")
    assert after.project == before.project
    assert (after.findings, after.regions, after.claims, after.sources, after.audience, after.synthetic) == (
        before.findings,
        before.regions,
        before.claims,
        before.sources,
        before.audience,
        before.synthetic,
    )
    assert_frame_equal(after.figures, before.figures)
    assert after.completeness is not None
    assert_frame_equal(after.completeness, COMPLETENESS)


def test_only_its_owner_can_open_a_kept_release(workspace: Path, tmp_path: Path) -> None:
    """Figures of the authority are not protected."""
    release(workspace).save(tmp_path / "kept")
    assert stat.S_IMODE((tmp_path / "kept").stat().st_mode) == 0o700
