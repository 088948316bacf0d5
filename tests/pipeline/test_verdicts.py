"""The checks of the common indicators on their way to the reports: what stops them, and what each audience is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.errors import DataError
from reportkit.indicators.breaches import Breach
from reportkit.indicators.figure_checks import Verdict
from reportkit.params import open_workspace
from reportkit.pipeline import compute
from reportkit.pipeline.release import Release

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportkit.params import Workspace

PROJECT = """\
id: alpha
name: Alpha
kind: employment
framework: esf-2014-2020
start: 2020-01-01
regions: [kortrijk]
reports: {notebook: small_report, periods: [2021]}
"""
PARTICIPATIONS = """\
person_key,operation_id,entry_date,gender,age_at_entry,labour_status,isced,municipality
p1,A,2021-02-01,F,30,unemployed,3,34022
p2,A,2021-03-01,M,40,inactive,0,34040
"""
BREACH = Breach("all", "2021", "to_date", "gender", "F", "CO02 3, CO01 2")


@pytest.fixture
def delivered(workspace: Path) -> Workspace:
    """Return a workspace whose project alpha delivers two participations."""
    (workspace / "params" / "projects" / "alpha.yaml").write_text(PROJECT)
    (workspace / "data" / "alpha").mkdir(parents=True)
    (workspace / "data" / "alpha" / "participations.csv").write_text(PARTICIPATIONS)
    return open_workspace(workspace)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what lets the checks come to the given verdicts."""
    return lambda *verdicts: monkeypatch.setattr(compute, "check_figures", lambda *_, **__: verdicts)


def test_what_is_computed_keeps_the_rules(delivered: Workspace) -> None:
    """One of two lives outside the region and has no level of education: two remarks, and nothing that stops."""
    verdicts = compute.compute(delivered, delivered.project("alpha"), audience="authority").verdicts
    broken = {(verdict.id, verdict.severity) for verdict in verdicts if verdict.broken}
    assert broken == {("A04", "warning"), ("A12", "warning"), ("A15", "warning")}
    assert not any(verdict.stops for verdict in verdicts)


def test_the_check_comes_to_the_verdicts_of_the_reports(delivered: Workspace) -> None:
    """Without the figures of guidance, and without a report."""
    project = delivered.project("alpha")
    examined = compute.examine_figures(delivered, project, compute.examine(delivered, project))
    assert examined == compute.compute(delivered, project, audience="authority").verdicts


def test_figures_that_contradict_each_other_stop_every_report(delivered: Workspace, found: Callable[..., None]) -> None:
    """The rule is told with the places and the numbers, and where it could be set aside."""
    found(Verdict("A02", "error", "words", 4, (BREACH,)), Verdict("A04", "warning", "words", 4, (BREACH,)))
    for audience in ("authority", "public"):
        with pytest.raises(DataError) as refusal:
            compute.compute(delivered, delivered.project("alpha"), audience=audience)
        assert str(refusal.value).splitlines() == [
            "E150 params/projects/alpha.yaml: the figures on the common indicators contradict each other:",
            "  A02 words: broken 1 of 4 times",
            "    all 2021 to_date gender F: CO02 3, CO01 2",
            " Mend the data, or accept the rule, with a reason, under data.accept.",
        ]


def test_a_public_release_holds_no_figure_of_a_verdict(delivered: Workspace, found: Callable[..., None]) -> None:
    """Only the rules, and the reason for which one is set aside."""
    verdict = Verdict("A02", "error", "words", 4, (BREACH,), "known")
    found(verdict)
    both = compute.compute_both(delivered, delivered.project("alpha"))
    assert both["authority"].verdicts == (verdict,)
    assert both["public"].verdicts == (Verdict("A02", "error", "words", 0, (), "known"),)


def test_verdicts_come_back_as_they_were(delivered: Workspace, found: Callable[..., None], tmp_path: Path) -> None:
    """After a way through a folder."""
    found(Verdict("A02", "error", "words", 4, (BREACH,), "known"), Verdict("A03", "error", "words", 4))
    before = compute.compute(delivered, delivered.project("alpha"), audience="authority")
    before.save(tmp_path / "kept")
    assert Release.load(tmp_path / "kept").verdicts == before.verdicts


def test_a_project_without_a_framework_has_no_verdicts(delivered: Workspace) -> None:
    """Its figures on guidance have no such rules."""
    project = delivered.project("alpha").model_copy(update={"framework": "none"})
    assert compute.compute(delivered, project, audience="authority").verdicts == ()
