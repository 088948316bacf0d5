"""Two deliveries that differ in hidden figures alone: nothing that leaves in public form tells which of them it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportkit.indicators.catalogue import definitions
from reportkit.params import open_workspace
from reportkit.periods import Period
from reportkit.pipeline.compute import compute_both
from reportkit.publish import csv, xlsx
from reportkit.publish.document import Front
from reportkit.report.view import view
from tests.report.test_esf import SECTION
from tests.report.test_sections import EVERY

if TYPE_CHECKING:
    from pathlib import Path

    from reportkit.pipeline.release import Release

    Twins = dict[str, tuple[Release, Release]]

pytestmark = pytest.mark.slow

YEAR = Period.parse(2021)
PROJECT = """\
id: twin
name: Twin
kind: employment
framework: esf-plus
start: 2020-01-01
operations: [A]
reports: {periods: [2021]}
targets: [{indicator: closed.early.neutral, by: gender, group: F, value: 3}]
published:
  - {claim: moved, value: 3, indicator: closed.early.neutral, by: gender, group: F}
  - {claim: unwilling, value: 3, indicator: closed.early.negative, by: gender, group: F}
"""
COLUMNS = "person_key,operation_id,entry_date,exit_date,exit_reason,gender,age_at_entry,isced"


def deliver(root: Path, women_who_moved: int, unwilling_women: int) -> dict[str, Release]:
    """Make the releases of a project in which six moved and six stopped by their own wish; others found work."""
    left = [
        *((reason, "F" if at < women else "M") for reason, women in
          (("moved", women_who_moved), ("own_request", unwilling_women)) for at in range(6)),
        *(("work", "FM"[at % 2]) for at in range(30)),
    ]  # fmt: skip
    rows = [f"p{at},A,2021-02-01,2021-08-01,{reason},{gender},30,3" for at, (reason, gender) in enumerate(left)]
    (root / "params" / "projects").mkdir(parents=True)
    (root / "data" / "twin").mkdir(parents=True)
    (root / "params" / "projects" / "twin.yaml").write_text(PROJECT)
    (root / "data" / "twin" / "participations.csv").write_text("\n".join([COLUMNS, *rows, ""]))
    workspace = open_workspace(root)
    return compute_both(workspace, workspace.project("twin"))


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    """Return, for each audience, two releases: three women moved and three wished to stop, or two and four."""
    folder = tmp_path_factory.mktemp("twins")
    one, other = deliver(folder / "one", 3, 3), deliver(folder / "other", 2, 4)
    return {audience: (one[audience], other[audience]) for audience in one}


def test_what_differs_is_hidden_and_what_is_shown_is_the_same(twins: Twins) -> None:
    """Of women, those who found work are shown and those who moved are not, nor whether the target was reached."""
    one, other = twins["public"]
    pd.testing.assert_frame_equal(one.figures, other.figures)
    moved, found_work = (
        view(one, "all", YEAR, "en").figure(code, by="gender", group="F")
        for code in ("closed.early.neutral", "closed.job")
    )
    assert (moved.status, found_work.value) == ("suppressed", 15)


@pytest.mark.parametrize("audience", ["public", "authority"])
def test_no_section_of_a_public_report_tells_twins_apart(audience: str, twins: Twins) -> None:
    """Neither on screen nor on paper: words, tables, charts, their texts, and what was published beside the figures."""
    one, other = (
        [section(view(twin, "all", YEAR, "en"))._repr_mimebundle_() for section in (*EVERY, *SECTION)]
        for twin in twins[audience]
    )
    assert (one == other) is (audience == "public")


@pytest.mark.parametrize("audience", ["public", "authority"])
def test_no_public_table_of_figures_tells_twins_apart(audience: str, twins: Twins) -> None:
    """Not a byte of the CSV file, nor of the spreadsheet."""
    front = Front("Twin", "Twin", "All", "2021", YEAR.end, audience, "en", synthetic=False)
    terms = definitions(twins[audience][0].project, "en", public=audience == "public")
    for write in (csv.render, lambda figures: xlsx.render(figures, front, terms, language="en")):
        one, other = (write(twin.figures) for twin in twins[audience])
        assert (one == other) is (audience == "public")
