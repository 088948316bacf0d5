"""A workspace of two small projects, whose figures are written here rather than computed."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Protocol

import pandas as pd
import pytest
from nbformat import v4

from reportkit.display import Paragraph
from reportkit.execution import ExecutionFailure, execute, read_notebook
from reportkit.params import Selection, open_workspace, select
from reportkit.pipeline import folder, jobs
from reportkit.pipeline.batch import Outcome, run
from reportkit.pipeline.progress import Silent
from reportkit.pipeline.release import Release
from reportkit.tables import FIGURE_COLUMNS, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from nbformat import NotebookNode

    from reportkit.params import Project, Workspace
    from reportkit.periods import Period
    from reportkit.pipeline.progress import Progress

CellText = tuple[str, str, list[str]]
"""A cell: its kind, its source and its tags."""

PROJECT = """\
id: {id}
name: {{nl: "{id} (nl)", en: "{id} (en)"}}
kind: employment
start: 2020-01-01
regions: [kortrijk]
reports: {{notebook: small_report, periods: [2021], regions: [all]}}
"""
BATCH = "portfolio: {name: {nl: Samen, en: Together}, period: 2022, notebook: small_portfolio}\n"
REPORT: tuple[CellText, ...] = (
    ("markdown", "# Klein rapport", ["lang-nl"]),
    ("markdown", "# Small report", ["lang-en"]),
    (
        "code",
        'project: str = ""\nregion: str = ""\nperiod: str = ""\nlanguage: str = ""\naudience: str = ""',
        ["parameters"],
    ),
    ("code", "from reportkit.display import Paragraph\n\nParagraph(f'{project} {period} {language} {audience}')", []),
)
FAILS_FOR_ALPHA: CellText = ("code", "1 / (project != 'alpha')", [])
PORTFOLIO: tuple[CellText, ...] = (
    ("markdown", "# Side by side", []),
    ("code", 'projects: str = ""\nperiod: str = ""\nlanguage: str = ""\naudience: str = ""', ["parameters"]),
    ("code", "from reportkit.display import Paragraph\n\nParagraph(projects)", []),
)
COUNT = ("to_date", "none", "started", "total", "total", "trajectory")


def figures(project: str, regions: Sequence[str], periods: Sequence[str]) -> pd.DataFrame:
    """Write a figure for each region and period."""
    rows = [
        (project, region, period, *COUNT, 7.0, *[math.nan] * 5, "ok", "")
        for region in regions
        for period in periods
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(FIGURE_COLUMNS)).astype({"note": "str"})


def releases(
    _workspace: Workspace, project: Project, *, regions: Sequence[str], periods: Sequence[Period]
) -> dict[str, Release]:
    """Stand in for the computation: the figures asked for and those that the project lists."""
    places = sorted({"all", *(use.region for use in project.regions), *regions})
    spans = [period.id for period in sorted({*project.reports.periods, *periods})]
    return {
        audience: Release(
            project,
            audience,
            figures(project.id, places, spans),
            claims={},
            sources=(Source("participations", f"data/{project.id}/participations.csv", "0" * 64, 7),),
            origin={"delivery": "d" * 64, "inputs": "e" * 64, "earlier": "f" * 64},
        )
        for audience in ("public", "authority")
    }


def without_kernel(path: Path, parameters: Mapping[str, object], **_: object) -> NotebookNode:
    """Stand in for the execution of a small report: a block that tells the parameters, or the failure for alpha."""
    notebook = read_notebook(path)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.source == FAILS_FOR_ALPHA[1] and parameters["project"] == "alpha":
            raise ExecutionFailure("E206", "ZeroDivisionError", where=path.name, cell=number, notebook=notebook)
        if "Paragraph" in cell.source:
            told = " ".join(str(value) for value in parameters.values())
            cell.outputs = [v4.new_output("display_data", Paragraph(told)._repr_mimebundle_())]  # type: ignore[no-untyped-call]
    return notebook


def write_notebook(path: Path, cells: tuple[CellText, ...]) -> None:
    """Write a notebook: for each cell its kind, source and tags."""
    written: list[dict[str, object]] = [
        {"cell_type": kind, "id": f"cell-{at}", "metadata": {"tags": tags}, "source": source}
        | ({"execution_count": None, "outputs": []} if kind == "code" else {})
        for at, (kind, source, tags) in enumerate(cells, start=1)
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def write_workspace(root: Path) -> Path:
    """Write the workspace."""
    (root / "params" / "projects").mkdir(parents=True)
    (root / "params" / "batches").mkdir()
    for project in ("alpha", "beta"):
        (root / "params" / "projects" / f"{project}.yaml").write_text(PROJECT.format(id=project))
    (root / "params" / "batches" / "both.yaml").write_text(BATCH)
    write_notebook(root / "notebooks" / "small_report.ipynb", REPORT)
    write_notebook(root / "notebooks" / "small_portfolio.ipynb", PORTFOLIO)
    return root


class Make(Protocol):
    """Makes reports of a workspace: of project alpha in Dutch for the public unless told otherwise."""

    def __call__(
        self,
        root: Path,
        *,
        kernels: bool = ...,
        resume: bool = ...,
        force: bool = ...,
        formats: str = ...,
        progress: Progress = ...,
        **selection: object,
    ) -> Outcome:
        """Make the reports that are selected, one at a time; only with kernels are notebooks really run."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return the folder of the workspace."""
    return write_workspace(tmp_path / "workspace")


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return what makes reports, on figures that are written rather than computed."""
    monkeypatch.setattr(jobs, "compute_both", releases)

    def making(
        root: Path,
        *,
        kernels: bool = False,
        resume: bool = False,
        force: bool = False,
        formats: str = "html,pdf,xlsx",
        progress: Progress | None = None,
        **selection: object,
    ) -> Outcome:
        monkeypatch.setattr(folder, "execute", execute if kernels else without_kernel)
        opened = open_workspace(root)
        chosen: Mapping[str, object] = {
            "projects": ("alpha",),
            "languages": ("nl",),
            "audiences": ("public",),
            **selection,
        }
        asked = Selection(**chosen)  # type: ignore[arg-type] # each test names what it narrows
        return run(
            opened,
            select(opened, asked),
            batch=asked.batch,
            formats=frozenset(formats.split(",")),
            jobs=1,
            force=force,
            resume=resume,
            progress=progress or Silent(),
        )

    return making


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """Return what reads every file of a folder, by its path in it; what is kept about runs is left out."""

    def reading(root: Path) -> dict[str, bytes]:
        paths = sorted(path for path in root.rglob("*") if path.is_file() and ".reportkit" not in path.parts)
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}

    return reading
