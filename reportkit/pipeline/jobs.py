"""From wanted reports to jobs: the figures of each project computed and protected once, for the whole batch.

No report is made here; reports over several projects stand in `portfolios`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reportkit.display import words
from reportkit.errors import DataError, DisclosureError
from reportkit.params.values import by_language
from reportkit.pipeline.compute import compute_both
from reportkit.pipeline.folder import Job
from reportkit.pipeline.recording import keep_release
from reportkit.pipeline.workers import each
from reportkit.provenance.digests import package_version
from reportkit.provenance.manifest import read
from reportkit.publish.document import Front
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reportkit.errors import ReportkitError
    from reportkit.params import Project, Wanted, Workspace

__all__ = ["Order", "Plan", "files_beside", "pages_beside", "params_files", "plan"]


@dataclass(frozen=True)
class Order:
    """What holds for every report of a run.

    Attributes
    ----------
    formats
        What is asked for of html, pdf and xlsx.
    private
        For each audience, the folder that holds its figures and no others.
    resume
        Whether a folder that is up to date is left as it is.
    force
        Whether a folder holds what is asked for and nothing else; else it keeps the languages and formats that it has.
    """

    workspace: Workspace
    formats: frozenset[str]
    private: Mapping[str, Path]
    resume: bool = False
    force: bool = False

    def contents(
        self, folder: str, languages: Sequence[str], listed: Sequence[str]
    ) -> tuple[tuple[str, ...], frozenset[str]]:
        """Return the languages and formats of a folder: those asked for, and of those listed what it has already."""
        old = None if self.force else read(self.workspace.root / "outputs" / folder)
        if old is None:
            return tuple(languages), self.formats
        has = old["parameters"]
        both = {*languages, *has.get("languages", ())}
        return tuple(language for language in listed if language in both), self.formats | {*has.get("formats", ())}


@dataclass(frozen=True)
class Plan:
    """The jobs of a run, and the projects whose data were refused, with why."""

    jobs: tuple[Job, ...]
    refused: Mapping[str, ReportkitError]


def plan(order: Order, wanted: Sequence[Wanted], workers: int = 1) -> Plan:
    """Compute what the wanted reports may see, into the private folders, and list the folders to make.

    A public release lies in a folder of its own: the kernel of a public report is told of no other. So many projects
    are computed at a time as there are workers.
    """
    count = Counter(report.project.id for report in wanted)
    projects = [project for project, _ in count.most_common()]  # the largest first, so that no worker waits for it
    asked = [[report for report in wanted if report.project.id == project] for project in projects]
    errors = dict(zip(projects, each(partial(_release, order), asked, workers), strict=True))
    refused = {project: error for project in dict.fromkeys(count) if (error := errors[project])}
    return Plan(tuple(_job(order, report) for report in wanted if report.project.id not in refused), refused)


def files_beside(language: str, formats: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """List what a page in a language links to beside it: pairs of label and file name."""
    files = {"pdf": f"report.{language}.pdf", "csv": "indicators.csv", "xlsx": "indicators.xlsx"}
    return tuple((form.upper(), name) for form, name in files.items() if form in {*formats, "csv"})


def pages_beside(language: str, languages: Sequence[str], formats: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """List the same page in other languages: pairs of language and file name."""
    others = [other for other in languages if other != language and "html" in formats]
    return tuple((other, f"report.{other}.html") for other in others)


def params_files(workspace: Workspace, *names: str) -> Iterator[tuple[str, Path]]:
    """Yield the params files of those names, and the regions file where there is one, with their paths."""
    for name in (*names, "regions"):
        path = workspace.root / "params" / f"{name}.yaml"
        if path.is_file():
            yield f"params/{name}.yaml", path


def _release(order: Order, wanted: Sequence[Wanted]) -> ReportkitError | None:
    """Compute what the wanted reports of one project may see; return why its data are refused, if they are."""
    try:
        _compute(order, wanted[0].project, wanted)
    except (DataError, DisclosureError) as error:
        return error
    return None


def _compute(order: Order, project: Project, wanted: Sequence[Wanted]) -> None:
    regions = sorted({report.region for report in wanted} - {ALL})
    periods = sorted({report.period for report in wanted})
    releases = compute_both(order.workspace, project, regions=regions, periods=periods)
    for audience, release in releases.items():
        release.save(order.private[audience] / project.id)
    keep_release(order.workspace.root / "outputs", releases)


def _job(order: Order, wanted: Wanted) -> Job:
    project, period = wanted.project, wanted.period
    folder = f"{project.id}/{wanted.region}/{period.slug}/{wanted.audience}"
    languages, formats = order.contents(folder, wanted.languages, project.reports.languages)
    parameters = {"project": project.id, "region": wanted.region, "period": period.id, "audience": wanted.audience}
    options = " ".join(f"--{name} {value}" for name, value in parameters.items())
    return Job(
        workspace=order.workspace.root,
        folder=folder,
        notebook=order.workspace.notebook_path(project.notebook),
        parameters=parameters,
        recorded={**parameters, "languages": list(languages)},
        fronts={language: _front(order.workspace, wanted, language, languages, formats) for language in languages},
        slices=((project.id, wanted.region, period.id),),
        releases=order.private[wanted.audience],
        params=dict(params_files(order.workspace, f"projects/{project.id}")),
        formats=formats,
        command=f"reportkit run {options}",
        resume=order.resume,
    )


def _front(
    workspace: Workspace, wanted: Wanted, language: str, languages: Sequence[str], formats: frozenset[str]
) -> Front:
    project, say = wanted.project, words(language)
    whole = wanted.region == ALL
    funding = [
        ", ".join(filter(None, (money.fund, money.priority, money.specific_objective))) for money in project.funding
    ]
    return Front(
        title="",
        project=by_language(project.name)[language],
        region=say("Whole project area") if whole else workspace.region(wanted.region).name(language),
        period=say.period(wanted.period),
        cut_off=wanted.period.cut_off,
        audience=wanted.audience,
        language=language,
        synthetic=project.data.synthetic,
        description=by_language(project.description).get(language, ""),
        partners=tuple(project.partners),
        funding=tuple(funding),
        software=f"reportkit {package_version()}",
        base=_base(project, wanted.audience),
        files=files_beside(language, formats),
        other_languages=pages_beside(language, languages, formats),
    )


def _base(project: Project, audience: str) -> int:
    return project.disclosure.base if audience == "public" and project.disclosure.method == "rounding" else 0
