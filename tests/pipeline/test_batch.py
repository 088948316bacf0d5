"""What a run leaves in the outputs folder."""

from __future__ import annotations

import fcntl
import hashlib
import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportkit.errors import DataError, UsageError
from reportkit.pipeline import jobs
from tests.pipeline.conftest import FAILS_FOR_ALPHA, REPORT, Make, releases, write_notebook, write_workspace

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path("outputs/alpha/all/2021/public")
LOOKS_AROUND = """\
import json
import os
from pathlib import Path

given = Path(os.environ["REPORTKIT_RELEASE"])
found = {json.loads(path.read_text())["audience"] for path in given.rglob("release.json")}
assert found == {audience}, found
"""
FILES = {"report.nl.html", "report.nl.pdf", "indicators.csv", "indicators.xlsx", "manifest.json"}


class Heard:
    """Writes down what a run tells."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def start(self, total: int) -> None:
        """Write down how many folders there are."""
        self.told.append(f"start {total}")

    def running(self, label: str) -> None:
        """Write down which folder is begun."""
        self.told.append(f"running {label}")

    def done(self, label: str) -> None:
        """Write down which folder is made."""
        self.told.append(f"done {label}")

    def failed(self, label: str, reason: str) -> None:
        """Write down which folder failed."""
        self.told.append(f"failed {label}: {reason.partition('.')[0]}")

    def finish(self) -> None:
        """Write nothing."""


def test_a_folder_holds_the_report_the_figures_and_a_manifest_of_both(workspace: Path, make: Make) -> None:
    """Every file but the manifest stands in it with its digest; the heading in the report's language is the title."""
    outcome = make(workspace, kernels=True)
    made = {path.name: path.read_bytes() for path in (workspace / FOLDER).iterdir()}
    listed = json.loads(made["manifest.json"])["outputs"]
    assert (outcome.made, outcome.failed, set(made)) == (1, (), FILES)
    assert {name: hashlib.sha256(made[name]).hexdigest() for name in FILES - {"manifest.json"}} == {
        name: file["sha256"] for name, file in listed.items()
    }
    assert b"<title>Klein rapport" in made["report.nl.html"]
    assert b"alpha 2021 nl public" in made["report.nl.html"]


def test_the_figures_of_a_folder_are_those_of_its_region_and_period(workspace: Path, make: Make) -> None:
    """The release holds others too, for comparisons within the report."""
    make(workspace, formats="html")
    rows = (workspace / FOLDER / "indicators.csv").read_text().splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [["alpha", "all", "2021"]]


def test_two_workspaces_of_the_same_content_give_the_same_bytes(
    tmp_path: Path, make: Make, contents: Callable[[Path], dict[str, bytes]]
) -> None:
    """Every file of outputs, the portal too, is the same in another folder at another time."""
    first, second = (write_workspace(tmp_path / name) for name in ("first", "a longer name for the second"))
    for root in (first, second):
        make(root, languages=())
    assert contents(first / "outputs") == contents(second / "outputs")
    portal = {"index.html", "definitions.nl.html", "definitions.en.html"}
    assert portal <= {Path(name).name for name in contents(first / "outputs")}


def test_a_failure_leaves_the_others_running_and_says_how_to_see_it_again(workspace: Path, make: Make) -> None:
    """The folder of the failed report is not there; the portal says that it is missing."""
    write_notebook(workspace / "notebooks" / "small_report.ipynb", (*REPORT, FAILS_FOR_ALPHA))
    heard = Heard()
    outcome = make(workspace, projects=("alpha", "beta"), progress=heard)
    failure = outcome.failed[0]
    assert (outcome.made, len(outcome.failed), failure.cell) == (1, 1, 5)
    assert failure.message.startswith("ZeroDivisionError. The notebook is kept: outputs/.reportkit/failed/")
    assert failure.command == (
        "reportkit run --project alpha --region all --period 2021 --audience public --language nl"
    )
    assert not (workspace / FOLDER).exists()
    assert heard.told == [
        "start 2",
        "running alpha all 2021 public",
        "failed alpha all 2021 public: ZeroDivisionError",
        "running beta all 2021 public",
        "done beta all 2021 public",
    ]
    assert "alpha (nl)" in outcome.portal.read_text()


def test_a_failed_notebook_is_kept_for_its_owner_without_its_outputs(workspace: Path, make: Make) -> None:
    """What a failed report showed was never looked over. When it is made at last, nothing is kept."""
    notebook = workspace / "notebooks" / "small_report.ipynb"
    write_notebook(notebook, (*REPORT, ("code", "print('partly'); fails", [])))
    outcome = make(workspace, audiences=(), kernels=True)
    kept = public, authority = [
        workspace / f"outputs/.reportkit/failed/alpha-all-2021-{audience}-nl.ipynb"
        for audience in ("public", "authority")
    ]
    assert [failure.message.partition(".")[0] for failure in outcome.failed] == ["NameError", "NameError"]
    cells = [cell for path in kept for cell in json.loads(path.read_text())["cells"]]
    assert all(cell.get("outputs", []) == [] for cell in cells)
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept} == {0o600}
    write_notebook(notebook, REPORT)
    make(workspace)
    assert (public.exists(), authority.exists()) == (False, True)


def test_the_data_of_one_project_can_be_refused(workspace: Path, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are made, and the refusal is in the outcome."""

    def refusing(_workspace: object, project: object, **_: object) -> object:
        if project.id == "alpha":  # type: ignore[attr-defined]
            raise DataError("E134", "no column.", where="participations.csv")
        return releases(_workspace, project, regions=(), periods=())  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "compute_both", refusing)
    outcome = make(workspace, projects=("alpha", "beta"), formats="html")
    assert (outcome.made, list(outcome.refused), outcome.refused["alpha"].exit_status) == (1, ["alpha"], 3)


def test_resuming_leaves_what_is_whole_and_made_from_the_same(workspace: Path, make: Make) -> None:
    """A report whose notebook changed is made anew, and so is one whose file was touched."""
    make(workspace, formats="html")
    assert make(workspace, formats="html", resume=True).skipped == 1
    (workspace / FOLDER / "report.nl.html").write_text("Touched.")
    assert make(workspace, formats="html", resume=True).made == 1
    write_notebook(workspace / "notebooks" / "small_report.ipynb", (*REPORT, ("markdown", "More.", [])))
    assert make(workspace, formats="html", resume=True).made == 1
    assert "More." in (workspace / FOLDER / "report.nl.html").read_text()


def test_a_folder_keeps_its_languages_and_formats_unless_forced(workspace: Path, make: Make) -> None:
    """To make one language again does not take the other away."""
    make(workspace, languages=("en",), formats="html,pdf")
    make(workspace, languages=("nl",), formats="html")
    both = {path.name for path in (workspace / FOLDER).iterdir()}
    assert both == {f"report.{language}.{form}" for language in ("nl", "en") for form in ("html", "pdf")} | {
        "indicators.csv",
        "manifest.json",
    }
    make(workspace, languages=("nl",), formats="html", force=True)
    alone = {path.name for path in (workspace / FOLDER).iterdir()}
    assert alone == {"report.nl.html", "indicators.csv", "manifest.json"}


def test_the_portal_keeps_what_earlier_runs_made(workspace: Path, make: Make) -> None:
    """A run of one project does not take the other off the portal."""
    make(workspace, projects=("beta",), formats="html")
    portal = make(workspace, formats="html").portal.read_text()
    assert 'href="beta/all/2021/public/report.nl.html"' in portal
    assert 'href="alpha/all/2021/public/report.nl.html"' in portal


def test_a_second_run_in_a_workspace_is_refused(workspace: Path, make: Make) -> None:
    """Two runs would take each other's folders away."""
    (workspace / "outputs" / ".reportkit").mkdir(parents=True)
    with (workspace / "outputs" / ".reportkit" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(UsageError, match="another run"):
            make(workspace)


def test_the_kernel_of_a_public_report_is_told_of_public_figures_only(workspace: Path, make: Make) -> None:
    """The folder that it is told of holds no figures of the authority, and nothing of it stays after the run."""
    write_notebook(workspace / "notebooks" / "small_report.ipynb", (*REPORT, ("code", LOOKS_AROUND, [])))
    outcome = make(workspace, audiences=(), formats="html", kernels=True)
    assert (outcome.made, outcome.failed) == (2, ())
    assert list((workspace / "outputs/.reportkit/figures").iterdir()) == []


def test_a_portfolio_is_made_when_every_project_of_its_batch_is(workspace: Path, make: Make) -> None:
    """It holds each project's figures; a run that leaves a project out makes none."""
    make(workspace, projects=("alpha",), batch="both", formats="html")
    folder = workspace / "outputs/portfolio/all/2022/public"
    assert not folder.exists()
    make(workspace, projects=(), batch="both", formats="html")
    rows = (folder / "indicators.csv").read_text().splitlines()
    assert [row.split(",")[:3] for row in rows[1:]] == [["alpha", "all", "2021"], ["beta", "all", "2021"]]
    assert "alpha,beta" in (folder / "report.nl.html").read_text()


def test_a_run_stands_in_the_journal(workspace: Path, make: Make) -> None:
    """When and where is written there, and in no manifest."""
    make(workspace, formats="html")
    line = json.loads((workspace / "outputs/.reportkit/journal.jsonl").read_text())
    assert (line["made"], line["failed"]) == (["alpha all 2021 public"], [])
    assert {"time", "host", "seconds"} <= line.keys()
