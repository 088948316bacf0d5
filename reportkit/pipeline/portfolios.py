"""Reports over several projects, side by side: each project at its own last period, nothing added up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.display import words
from reportkit.params.values import by_language
from reportkit.pipeline.folder import Job
from reportkit.pipeline.jobs import files_beside, pages_beside, params_files
from reportkit.provenance.digests import package_version
from reportkit.publish.document import Front
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportkit.params import Portfolio, Project, Wanted
    from reportkit.pipeline.jobs import Order, Plan

__all__ = ["portfolio_jobs"]


def portfolio_jobs(order: Order, batch: str, wanted: Sequence[Wanted], planned: Plan) -> Iterator[Job]:
    """Yield the folders of a batch's portfolio, for the audiences and languages that are wanted.

    There are none when the command leaves out a project of the batch, or the data of one were refused: a portfolio
    without a project would be taken for the whole.
    """
    listed = order.workspace.batch(batch)
    projects = [order.workspace.project(name) for name in sorted(listed.projects or order.workspace.projects)]
    there = {report.project.id for report in wanted} - planned.refused.keys()
    if listed.portfolio is None or not there.issuperset(project.id for project in projects):
        return
    audiences = {report.audience for report in wanted}
    languages = {language for report in wanted for language in report.languages}
    for audience in listed.portfolio.audiences:
        spoken = [language for language in listed.portfolio.languages if language in languages]
        if audience in audiences and spoken:
            yield _job(order, listed.portfolio, batch, projects, audience, spoken)


def _job(
    order: Order, portfolio: Portfolio, batch: str, projects: Sequence[Project], audience: str, wanted: Sequence[str]
) -> Job:
    folder = f"{portfolio.id}/{ALL}/{portfolio.period.slug}/{audience}"
    languages, formats = order.contents(folder, wanted, portfolio.languages)
    slices = tuple(_slices(portfolio, projects))
    names = ",".join(project for project, _, _ in slices)
    about = {"project": portfolio.id, "region": ALL, "period": portfolio.period.id, "audience": audience}
    files = [f"batches/{batch}", *(f"projects/{project.id}" for project in projects)]
    return Job(
        workspace=order.workspace.root,
        folder=folder,
        notebook=order.workspace.notebook_path(portfolio.notebook),
        parameters={"projects": names, "period": portfolio.period.id, "audience": audience},
        recorded={**about, "projects": names, "languages": list(languages)},
        fronts={
            language: _front(portfolio, projects, audience, language, languages, formats) for language in languages
        },
        slices=slices,
        releases=order.private[audience],
        params=dict(params_files(order.workspace, *files)),
        formats=formats,
        command=f"reportkit run --batch {batch} --audience {audience}",
        resume=order.resume,
    )


def _slices(portfolio: Portfolio, projects: Sequence[Project]) -> Iterator[tuple[str, str, str]]:
    """Yield each project with its last listed period that is not after the portfolio's cut-off."""
    for project in projects:
        last = project.reports.last_until(portfolio.period.end)
        if last:
            yield project.id, ALL, last.id


def _front(
    portfolio: Portfolio,
    projects: Sequence[Project],
    audience: str,
    language: str,
    languages: Sequence[str],
    formats: frozenset[str],
) -> Front:
    say = words(language)
    return Front(
        title="",
        project=by_language(portfolio.name)[language],
        region=say.list(sorted(by_language(project.name)[language] for project in projects)),
        period=say.period(portfolio.period),
        cut_off=portfolio.period.cut_off,
        audience=audience,
        language=language,
        synthetic=any(project.data.synthetic for project in projects),
        software=f"reportkit {package_version()}",
        files=files_beside(language, formats),
        other_languages=pages_beside(language, languages, formats),
    )
