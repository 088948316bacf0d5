"""What runs record of their releases, and what the next release is told of them."""

from __future__ import annotations

import json
import shutil
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from reportkit.disclosure import Protected, protected
from reportkit.errors import DataError
from reportkit.params import Selection, open_workspace, select
from reportkit.pipeline import compute, folder
from reportkit.pipeline.batch import Outcome, run
from reportkit.pipeline.corrections import Correction
from reportkit.pipeline.progress import Silent
from reportkit.pipeline.recording import kept_quality
from reportkit.provenance.ledger import Ledger
from reportkit.provenance.persons import Turnover
from tests.pipeline.conftest import FAILS_FOR_ALPHA, REPORT, Make, without_kernel, write_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reportkit.pipeline.release import Release

HEADER = "person_key,operation_id,entry_date,gender,age_at_entry,labour_status,isced,municipality\n"
CANARY = "Canary-7731"
FIRST = (CANARY, "p2", "p3")
SECOND = ("p2", "p3", "p4", "p5")


@pytest.fixture
def deliver(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return what delivers persons to project alpha, all entered in 2021, and makes its reports."""
    monkeypatch.setattr(folder, "execute", without_kernel)

    def delivering(persons: Sequence[str], *audiences: str) -> Outcome:
        rows = "".join(f"{key},A,2021-02-01,F,30,unemployed,3,34022\n" for key in persons)
        (workspace / "data" / "alpha").mkdir(parents=True, exist_ok=True)
        (workspace / "data" / "alpha" / "participations.csv").write_text(HEADER + rows)
        opened = open_workspace(workspace)
        asked = Selection(projects=("alpha",), languages=("nl",), audiences=audiences)
        making = partial(run, batch=None, formats=frozenset({"html"}), jobs=1, force=False, resume=False)
        return making(opened, select(opened, asked), progress=Silent())

    return delivering


def released(workspace: Path, audience: str = "authority") -> Release:
    """Compute what the reports of project alpha may see now."""
    opened = open_workspace(workspace)
    return compute.compute(opened, opened.project("alpha"), audience=audience)


def ledger(workspace: Path) -> Ledger:
    """Open the ledger of a workspace."""
    return Ledger.open(workspace / "outputs" / ".reportkit")


def folders(workspace: Path) -> list[str]:
    """Return the folders that the ledger tells of, in order."""
    return ["/".join(line.folder) for line in ledger(workspace).lines]


def test_every_folder_that_was_put_in_its_place_is_in_the_ledger(workspace: Path, make: Make) -> None:
    """Once, however often it is made again as it was."""
    for _ in range(2):
        make(workspace, audiences=(), formats="html")
    assert folders(workspace) == ["alpha/all/2021/authority", "alpha/all/2021/public"]


def test_the_ledger_holds_the_digest_of_the_manifest(workspace: Path, make: Make) -> None:
    """Whoever has a folder finds the figures of its release."""
    make(workspace, formats="html")
    manifest = json.loads((workspace / "outputs/alpha/all/2021/public/manifest.json").read_text())
    (line,) = ledger(workspace).lines
    assert line.releases["alpha"].figures == manifest["releases"]["alpha"]
    assert ledger(workspace).published("alpha")["value"].unique().tolist() == [7]


def test_a_report_that_failed_was_not_released(workspace: Path, make: Make) -> None:
    """Neither a line nor figures are kept of it."""
    write_notebook(workspace / "notebooks" / "small_report.ipynb", (*REPORT, FAILS_FOR_ALPHA))
    make(workspace, formats="html")
    assert folders(workspace) == []
    assert list((workspace / "outputs/.reportkit/releases").glob("*")) == []


def test_a_portfolio_is_in_the_ledger_with_each_of_its_projects(workspace: Path, make: Make) -> None:
    """What it shows of a project was published of that project."""
    make(workspace, projects=(), batch="both", formats="html")
    (line,) = (line for line in ledger(workspace).lines if line.project == "portfolio")
    assert set(line.releases) == {"alpha", "beta"}


def test_a_folder_that_a_stopped_run_did_not_record_is_recorded_by_the_next(workspace: Path, make: Make) -> None:
    """The half-written line is told of."""
    make(workspace, formats="html")
    path = workspace / "outputs/.reportkit/ledger.jsonl"
    path.write_text(path.read_text()[:50])
    outcome = make(workspace, projects=("beta",), formats="html")
    assert folders(workspace) == ["alpha/all/2021/public", "beta/all/2021/public"]
    assert "half-written" in outcome.remark


def test_the_next_release_knows_what_was_published(workspace: Path, deliver: Callable[..., Outcome]) -> None:
    """Also when the folder is gone."""
    deliver([f"p{n}" for n in range(20)])
    shutil.rmtree(workspace / "outputs" / "alpha")
    table = ledger(workspace).published("alpha")
    assert table[(table["indicator"] == "started") & (table["by"] == "total")]["value"].unique().tolist() == [20]


def test_a_release_made_elsewhere_is_laid_in(workspace: Path, deliver: Callable[..., Outcome]) -> None:
    """The project file names its indicators.csv; a file that is not there stops the reports."""
    deliver([f"p{n}" for n in range(20)])
    before = released(workspace, "public").origin["earlier"]
    (workspace / "outputs/alpha/all/2021/public/indicators.csv").rename(workspace / "data" / "old.csv")
    shutil.rmtree(workspace / "outputs")
    file = workspace / "params/projects/alpha.yaml"
    file.write_text(file.read_text() + "disclosure: {published: [data/old.csv]}\n")
    assert released(workspace, "public").origin["earlier"] != before
    (workspace / "data" / "old.csv").unlink()
    with pytest.raises(DataError, match=r"E222 data/old\.csv"):
        released(workspace, "public")


def test_the_authority_is_told_who_is_gone_and_what_was_corrected(
    workspace: Path, deliver: Callable[..., Outcome]
) -> None:
    """One of three is no longer delivered, two are new: four started where three did."""
    deliver(FIRST)
    deliver(SECOND)
    release = released(workspace)
    assert release.turnover == Turnover(before=3, gone=1, new=2)
    assert Correction("all", "2021", "to_date", "started", "total", "total", "trajectory", 3, 4) in release.corrections
    (finding,) = (finding for finding in release.findings if finding.rule == "D14")
    assert (finding.severity, finding.count, finding.accepted) == ("warning", 1, "")


def test_the_public_is_not_told_who_is_gone(workspace: Path, deliver: Callable[..., Outcome]) -> None:
    """How many left is a small number about recognisable people."""
    deliver(FIRST)
    deliver(SECOND)
    public = released(workspace, "public")
    assert (public.turnover, public.corrections, public.compared) == (None, (), False)
    assert not {"D14", "D15"} & {finding.rule for finding in public.findings}


def test_the_check_tells_who_is_gone(workspace: Path, deliver: Callable[..., Outcome]) -> None:
    """Before any report is made of the new delivery; the project file can set the rule aside."""
    deliver(FIRST)
    (workspace / "data" / "alpha" / "participations.csv").write_text(
        HEADER + "p9,A,2021-02-01,F,30,unemployed,3,34022\n"
    )
    file = workspace / "params/projects/alpha.yaml"
    file.write_text(file.read_text() + "data: {accept: [{rule: D14, reason: Withdrawn.}, {rule: R99, reason: No.}]}\n")
    opened = open_workspace(workspace)
    found = {one.rule: one for one in compute.examine(opened, opened.project("alpha")).findings}
    assert (found["D14"].count, found["D14"].accepted) == (3, "Withdrawn.")
    assert "R99" in found["D15"].mend


def test_the_same_delivery_again_gives_the_same_bytes(
    workspace: Path, deliver: Callable[..., Outcome], contents: Callable[[Path], dict[str, bytes]]
) -> None:
    """Corrections are told against the last release of another delivery, so a rerun tells them again."""
    deliver(FIRST)
    deliver(SECOND)
    once = contents(workspace / "outputs")
    deliver(SECOND)
    assert contents(workspace / "outputs") == once


def test_corrected_data_begin_with_the_tables_of_the_last_release(
    deliver: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first has nothing to begin with; when it is made again, neither."""
    begun: list[bool] = []

    def watched(*figures: Any, **beside: Any) -> Protected:
        begun.append(beside["kept"] is not None)
        return protected(*figures, **beside)

    monkeypatch.setattr(compute, "protected", watched)
    for persons in (20, 20, 19):
        deliver([f"p{number}" for number in range(persons)], "public")
    assert begun == [False, False, True]


def test_no_person_is_kept(workspace: Path, deliver: Callable[..., Outcome]) -> None:
    """Neither in outputs nor among what is kept about runs."""
    deliver(FIRST)
    deliver(SECOND)
    files = [path for path in (workspace / "outputs").rglob("*") if path.is_file()]
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


def test_the_page_on_quality_is_made_for_the_authority(workspace: Path, deliver: Callable[..., Outcome]) -> None:
    """It says for whom it is, and the portal leads to it."""
    outcome = deliver(FIRST)
    for language, words in (("nl", "Niet voor publicatie"), ("en", "Not for publication")):
        assert words in (workspace / f"outputs/quality.{language}.html").read_text()
    assert 'href="quality.nl.html"' in outcome.portal.read_text()


def test_a_portal_of_public_reports_has_no_page_on_quality(workspace: Path, deliver: Callable[..., Outcome]) -> None:
    """Completeness is not for the public; a page of before goes with the last folder of the authority."""
    deliver(FIRST)
    shutil.rmtree(workspace / "outputs/alpha/all/2021/authority")
    outcome = deliver(FIRST, "public")
    assert not list((workspace / "outputs").glob("quality.*"))
    assert "quality." not in outcome.portal.read_text()


def test_a_run_of_one_project_keeps_what_the_page_says_of_others(workspace: Path, make: Make) -> None:
    """Each project is told of by its own last release."""
    for project in ("beta", "alpha"):
        make(workspace, projects=(project,), audiences=("authority",), formats="html")
    page = (workspace / "outputs/quality.en.html").read_text()
    assert 'id="project-alpha"' in page
    assert 'id="project-beta"' in page


def test_a_public_run_changes_nothing_that_the_authority_is_told(
    workspace: Path, deliver: Callable[..., Outcome]
) -> None:
    """The page tells of the release that stands in the authority's folder."""
    deliver(FIRST)
    before = kept_quality(workspace / "outputs", "alpha")
    deliver(SECOND, "public")
    assert kept_quality(workspace / "outputs", "alpha") == before
