"""From what a command asks for to the list of reports that are wanted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from reportkit.errors import UsageError
from reportkit.messages import Message, did_you_mean, joined, there_are
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportkit.params.models import Audience, Language, Project
    from reportkit.params.workspace import Workspace
    from reportkit.periods import Period

__all__ = ["Selection", "Wanted", "select"]

Value = TypeVar("Value")


@dataclass(frozen=True)
class Selection:
    """What a command asks for; an empty part asks for all that the project files list."""

    projects: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    languages: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    batch: str | None = None


@dataclass(frozen=True)
class Wanted:
    """One report that is wanted, in its languages: it fills one folder of outputs."""

    project: Project = field(repr=False)
    region: str
    period: Period
    audience: Audience
    languages: tuple[Language, ...]

    @property
    def label(self) -> str:
        """Name the report as a person does."""
        return f"{self.project.id} {self.region} {self.period} {self.audience}"

    def __hash__(self) -> int:
        """Tell wanted reports apart by their folder."""
        return hash((self.project.id, self.region, self.period, self.audience, self.languages))


def select(workspace: Workspace, selection: Selection) -> tuple[Wanted, ...]:
    """List the wanted reports, sorted by project, region, period and audience.

    A region or period that is asked for holds for each project that has it. A period need not be on the project's list
    as long as the project runs in it; languages and audiences must be.

    Raises
    ------
    UsageError
        When a part of what is asked for leads to no report.
    """
    asked = _with_batch(workspace, selection)
    projects = [workspace.project(name) for name in asked.projects or workspace.projects]
    _each_is_offered(workspace, asked, projects)
    wanted = {report for project in projects for report in _reports(project, asked)}
    idle = {*asked.projects} - {report.project.id for report in wanted}
    if idle or not wanted:
        raise _nothing(workspace.project(min(idle)) if idle else None)
    return tuple(sorted(wanted, key=lambda report: (report.project.id, report.region, report.period, report.audience)))


def _with_batch(workspace: Workspace, selection: Selection) -> Selection:
    if selection.batch is None:
        return selection
    batch = workspace.batch(selection.batch)
    return Selection(
        projects=_both(selection.projects, batch.projects, selection.batch),
        regions=_both(selection.regions, batch.regions, selection.batch),
        periods=_both(selection.periods, batch.periods, selection.batch),
        languages=_both(selection.languages, batch.languages, selection.batch),
        audiences=_both(selection.audiences, batch.audiences, selection.batch),
    )


def _both(asked: Sequence[Value], listed: Sequence[Value], batch: str) -> tuple[Value, ...]:
    """Return what is asked for within a batch; either one alone where the other leaves it open."""
    outside = [value for value in asked if listed and value not in listed]
    if outside:
        known = ", ".join(str(value) for value in listed)
        what = Message('batch "{batch}" has no {asked}.', batch=batch, asked=str(outside[0]))
        raise UsageError("E009", what, mend=Message("It has: {listed}.", listed=known))
    return tuple(asked or listed)


def _each_is_offered(workspace: Workspace, asked: Selection, projects: Sequence[Project]) -> None:
    """Raise when a region, period, language or audience is offered by none of the projects."""
    names = ", ".join(project.id for project in projects)
    regions = sorted({region for project in projects for region in _regions(project)})
    for region in asked.regions:
        if region not in regions:
            near = [] if region in workspace.regions else [*regions, *workspace.regions]
            what = Message('no region "{region}" in {projects}.', region=region, projects=names)
            _refuse("E004", what, region, regions, near)
    for period in asked.periods:
        if not any(project.runs_in(period) for project in projects):
            spans = joined(" ", [_runs(project) for project in projects])
            raise UsageError("E005", Message("no project runs in {period}.", period=period.id), mend=spans)
    languages = sorted({language for project in projects for language in project.reports.languages})
    for language in asked.languages:
        if language not in languages:
            what = Message('no reports in "{language}" for {projects}.', language=language, projects=names)
            _refuse("E006", what, language, languages)
    audiences = sorted({audience for project in projects for audience in project.reports.audiences})
    for audience in asked.audiences:
        if audience not in audiences:
            what = Message('no reports for "{audience}" in {projects}.', audience=audience, projects=names)
            _refuse("E006", what, audience, audiences)


def _refuse(code: str, what: str, word: str, offered: Sequence[str], near: Iterable[str] | None = None) -> None:
    nearest = did_you_mean(word, offered if near is None else near)
    raise UsageError(code, what, mend=joined(" ", (nearest, there_are(offered))))


def _runs(project: Project) -> str:
    if not project.end:
        return Message("{project} runs from {start}.", project=project.id, start=project.start)
    return Message("{project} runs from {start} to {end}.", project=project.id, start=project.start, end=project.end)


def _nothing(project: Project | None) -> UsageError:
    if project is None:
        what = Message("no project has a report of this region, period, language and audience together.")
        return UsageError("E009", what)
    parts = [
        _runs(project),
        Message("Regions: {listed}.", listed=", ".join(_regions(project))),
        Message("Languages: {listed}.", listed=", ".join(project.reports.languages)),
        Message("Audiences: {listed}.", listed=", ".join(project.reports.audiences)),
        *(
            Message("{region} takes part since {day}.", region=use.region, day=use.since)
            for use in project.regions
            if use.since > project.start
        ),
    ]
    return UsageError("E009", Message("{project} has no such report.", project=project.id), mend=joined(" ", parts))


def _regions(project: Project) -> list[str]:
    return [ALL, *(use.region for use in project.regions)]


def _reports(project: Project, asked: Selection) -> Iterator[Wanted]:
    since = {use.region: use.since for use in project.regions}
    offered = _regions(project)
    regions = [region for region in asked.regions or project.reports.regions or offered if region in offered]
    periods = [period for period in asked.periods or project.reports.periods if project.runs_in(period)]
    audiences = [name for name in project.reports.audiences if not asked.audiences or name in asked.audiences]
    languages = tuple(name for name in project.reports.languages if not asked.languages or name in asked.languages)
    for region in regions:
        for period in periods:
            if languages and (region == ALL or since[region] <= period.end):
                for audience in audiences:
                    yield Wanted(project, region, period, audience, languages)
