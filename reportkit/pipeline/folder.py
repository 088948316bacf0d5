"""One folder of reports: executed, rendered, recorded, and put in its place whole or not at all.

Which folders are made, and in which order, is decided in `batch`.
"""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import pandas as pd

from reportkit.errors import ReportkitError
from reportkit.execution import ExecutionFailure, execute, read_notebook
from reportkit.indicators import definitions
from reportkit.messages import Message, joined
from reportkit.pipeline.places import kept, place
from reportkit.pipeline.release import Release
from reportkit.provenance.manifest import MANIFEST, manifest, outputs_match, read, same_inputs
from reportkit.provenance.private import write_private
from reportkit.publish import csv, html, pdf, xlsx
from reportkit.publish.document import Front, read_document
from reportkit.publish.front import heading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

__all__ = ["Failure", "Job", "Made", "failed", "make"]


@dataclass(frozen=True)
class Job:
    """A folder of reports to be made: one project or portfolio, region, period and audience, in some languages.

    Attributes
    ----------
    folder
        Where it goes, from the outputs folder.
    parameters
        What the notebook is given, but for the language.
    recorded
        What the manifest says the folder is about.
    fronts
        The cover of each language; its title is the notebook's heading.
    slices
        Which rows of the releases are its figures: triples of project, region and period.
    releases
        The folder of the releases that the kernel may open, one for each project.
    params
        The params files that it rests on, by name.
    command
        What makes this folder again, but for the language.
    """

    workspace: Path
    folder: str
    notebook: Path
    parameters: Mapping[str, str]
    recorded: Mapping[str, object]
    fronts: Mapping[str, Front]
    slices: tuple[tuple[str, str, str], ...]
    releases: Path
    params: Mapping[str, Path]
    formats: frozenset[str]
    command: str
    resume: bool = False

    @property
    def label(self) -> str:
        """Name the folder for whoever watches."""
        return _label(self.folder)

    @property
    def outputs(self) -> Path:
        """The outputs folder of the workspace."""
        return self.workspace / "outputs"


@dataclass(frozen=True)
class Failure:
    """A report that could not be made, where it stopped, and the command that shows it again."""

    project: str
    region: str
    period: str
    audience: str
    language: str
    cell: int | None
    message: str
    command: str


@dataclass(frozen=True)
class Made:
    """What became of a job, by its folder: the reports that were made, or were up to date already, or what failed."""

    folder: str
    made: int = 0
    skipped: int = 0
    failures: tuple[Failure, ...] = field(default=())

    @property
    def label(self) -> str:
        """Name the folder for whoever watches."""
        return _label(self.folder)


def _label(folder: str) -> str:
    return folder.replace("/", " ")


def make(job: Job) -> Made:
    """Make a folder of reports; what fails is told, and leaves nothing under the folder's name."""
    try:
        releases = {project: Release.load(job.releases / project) for project, _, _ in job.slices}
        if job.resume and _is_up_to_date(job, releases):
            return Made(job.folder, skipped=len(job.fronts))
        files, failures = _reports(job)
        if failures:
            return Made(job.folder, failures=failures)
        files |= _figures(job, releases)
        place(job.outputs, job.folder, {**files, MANIFEST: _manifest(job, releases, files)})
    except Exception as error:  # noqa: BLE001 - it fails this folder, not the others
        return failed(job, _in_words(error))
    for language in job.fronts:
        _kept_notebook(job, language).unlink(missing_ok=True)
    return Made(job.folder, made=len(job.fronts))


def failed(job: Job, message: str) -> Made:
    """Tell that a whole job failed outside its reports."""
    return Made(job.folder, failures=tuple(_told(job, language, None, message) for language in job.fronts))


def _reports(job: Job) -> tuple[dict[str, bytes], tuple[Failure, ...]]:
    """Make the report in each language, though one before it failed: all that fails is told at once."""
    files: dict[str, bytes] = {}
    failures = []
    for language, front in job.fronts.items():
        try:
            files |= _report(job, language, front)
        except Exception as error:  # noqa: BLE001 - it fails this report, not the others
            failures.append(_failure(job, language, error))
    return files, tuple(failures)


def _report(job: Job, language: str, front: Front) -> dict[str, bytes]:
    environment = {"REPORTKIT_RELEASE": str(job.releases), "REPORTKIT_WORKSPACE": str(job.workspace)}
    notebook = execute(
        job.notebook,
        {**job.parameters, "language": language},
        environment=environment,
        cwd=job.workspace,
    )
    document = read_document(notebook, replace(front, title=heading(notebook, language) or front.project))
    written = {}
    if "html" in job.formats:
        written[f"report.{language}.html"] = html.render(document).encode()
    if "pdf" in job.formats:
        written[f"report.{language}.pdf"] = pdf.render(document)
    return written


def _figures(job: Job, releases: Mapping[str, Release]) -> dict[str, bytes]:
    rows = []
    for project, region, period in job.slices:
        table = releases[project].figures
        rows.append(table[(table["region"] == region) & (table["period"] == period)])
    figures = pd.concat(rows, ignore_index=True)
    written = {"indicators.csv": csv.render(figures)}
    if "xlsx" in job.formats:
        language, front = next(iter(job.fronts.items()))
        terms = [
            definitions(release.project, language, release.population_groups, public=release.audience == "public")
            for release in releases.values()
        ]
        unique = pd.concat(terms, ignore_index=True).drop_duplicates("code", ignore_index=True)
        titled = replace(front, title=heading(read_notebook(job.notebook), language) or front.project)
        written["indicators.xlsx"] = xlsx.render(figures, titled, unique, language=language)
    return written


def _manifest(job: Job, releases: Mapping[str, Release], files: Mapping[str, bytes]) -> bytes:
    return manifest(
        parameters={**job.recorded, "formats": sorted(job.formats)},
        inputs=[source for release in releases.values() for source in release.sources],
        releases={project: release.digest for project, release in releases.items()},
        origins={project: release.origin for project, release in releases.items()},
        params_files=job.params,
        notebook=job.notebook,
        settings={
            project: {
                "settings": release.project.settings.model_dump(mode="json"),
                "disclosure": release.project.disclosure.model_dump(mode="json"),
            }
            for project, release in releases.items()
        },
        synthetic=any(release.synthetic for release in releases.values()),
        outputs=files,
    )


def _is_up_to_date(job: Job, releases: Mapping[str, Release]) -> bool:
    folder = job.outputs / job.folder
    old = read(folder)
    if old is None:
        return False
    new = json.loads(_manifest(job, releases, {}))
    return same_inputs(old, new) and outputs_match(folder, old)


def _failure(job: Job, language: str, error: Exception) -> Failure:
    if not isinstance(error, ExecutionFailure):
        return _told(job, language, None, _in_words(error))
    _keep(job, language, error.notebook)
    where = _kept_notebook(job, language).relative_to(job.workspace).as_posix()
    line = error.line.rstrip(".") if error.line.endswith(".") else error.line
    return _told(job, language, error.cell, Message("{line}. The notebook is kept: {where}", line=line, where=where))


def _in_words(error: Exception) -> str:
    """Say what stopped a report; of what is not reportkit's own error only the place, its words may hold data."""
    if isinstance(error, ReportkitError):
        place = f"{error.code} {error.where}:" if error.where else error.code
        return joined(" ", (place, error.what, error.mend))
    if isinstance(error, OSError):
        return f"E211 {error.strerror or type(error).__name__}."
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Message(
        "E000 {kind} in {file}, line {line}: this is a bug.",
        kind=type(error).__name__,
        file=Path(last.filename).name,
        line=last.lineno,
    )


def _told(job: Job, language: str, cell: int | None, message: str) -> Failure:
    project, region, period, audience = job.folder.split("/")
    command = f"{job.command} --language {language}"
    return Failure(project, region, period.replace("--", "/"), audience, language, cell, message, command)


def _keep(job: Job, language: str, notebook: NotebookNode) -> None:
    """Keep a notebook that failed, without its outputs: nobody has looked them over, and they may hold a record."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    write_private(_kept_notebook(job, language), (nbformat.writes(notebook) + "\n").encode())  # type: ignore[no-untyped-call]


def _kept_notebook(job: Job, language: str) -> Path:
    return kept(job.outputs, "failed") / f"{job.folder.replace('/', '-')}-{language}.ipynb"
