"""What a project or batch file says that is well written and yet cannot be, each problem with its place.

No file is read here; types and keys are the models' concern.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.messages import Message, did_you_mean, joined
from reportkit.params.meanings import value_problems
from reportkit.params.yaml import Problem
from reportkit.regions import ALL
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reportkit.params.models import Batch, Claim, Language, Project, Target
    from reportkit.params.yaml import Place
    from reportkit.periods import Period

__all__ = ["batch_problems", "project_problems"]


def project_problems(
    project: Project, file_name: str, regions: Collection[str], unsure: Collection[str] = ()
) -> Iterator[Problem]:
    """Find what cannot be in a project file of that name, in a workspace with these regions.

    A check that looks at one of the `unsure` keys, whose own value is wrong already, is left out.
    """
    if project.id != file_name and "id" not in unsure:
        yield Problem(Message('the file is named "{name}"; give both the same name', name=file_name), ("id",))
    checks: list[tuple[set[str], Iterator[Problem]]] = [
        ({"start", "end", "reports", "targets", "regions"}, _dates(project)),
        ({"regions"}, _own_regions(project, regions)),
        ({"regions", "reports", "targets", "published"}, _used_regions(project)),
        ({"name", "reports"}, _words(project.name, project.reports.languages, ("name",))),
        ({"description", "reports"}, _description(project)),
        ({"targets", "published"}, _groups(project)),
        ({"data"}, _delivery(project)),
    ]
    for keys, problems in checks:
        if keys.isdisjoint(unsure):
            yield from problems


def _dates(project: Project) -> Iterator[Problem]:
    if project.end is not None and project.end < project.start:
        yield Problem(Message("the project ends before it starts, on {day}", day=project.start), ("end",))
        return
    listed: list[tuple[Place, Period]] = [
        (("reports", "periods", position), period) for position, period in enumerate(project.reports.periods)
    ]
    listed += [(("targets", n, "period"), target.period) for n, target in enumerate(project.targets) if target.period]
    for place, period in listed:
        if not project.runs_in(period):
            yield Problem(_not_then(project, period), place)
    for position, use in enumerate(project.regions):
        if project.end is not None and use.since > project.end:
            what = Message("the project ends before, on {day}", day=project.end)
            yield Problem(what, ("regions", position, "since"))


def _not_then(project: Project, period: Period) -> str:
    if not project.end:
        return Message(
            'the project does not run in "{period}"; it runs from {start}', period=period.id, start=project.start
        )
    return Message(
        'the project does not run in "{period}"; it runs from {start} to {end}',
        period=period.id,
        start=project.start,
        end=project.end,
    )


def _own_regions(project: Project, known: Collection[str]) -> Iterator[Problem]:
    listed: list[str] = []
    for position, use in enumerate(project.regions):
        place: Place = ("regions", position)
        if use.region == ALL:
            yield Problem(Message('"all" is always there; leave it out'), place)
        elif use.region in listed:
            yield Problem(Message('"{name}" comes twice', name=use.region), place)
        elif use.region not in known:
            mend = did_you_mean(use.region, known) or Message("add it to params/regions.yaml")
            yield Problem(Message('no region "{region}"; {mend}', region=use.region, mend=mend), place)
        listed.append(use.region)


def _used_regions(project: Project) -> Iterator[Problem]:
    own = [ALL, *(use.region for use in project.regions)]
    for where, region in _named_regions(project):
        if region not in own:
            mend = did_you_mean(region, own) or Message("add it there")
            what = Message('"{region}" is not listed under regions; {mend}', region=region, mend=mend)
            yield Problem(what, where)


def _named_regions(project: Project) -> Iterator[tuple[Place, str]]:
    for position, region in enumerate(project.reports.regions or []):
        yield ("reports", "regions", position), region
    for position, target in enumerate(project.targets):
        yield ("targets", position, "region"), target.region
    for position, claim in enumerate(project.published):
        yield ("published", position, "region"), claim.region


def _description(project: Project) -> Iterator[Problem]:
    if project.description:
        yield from _words(project.description, project.reports.languages, ("description",))


def _words(words: Mapping[Language, str], languages: Iterable[Language], place: Place) -> Iterator[Problem]:
    missing = [language for language in languages if language not in words]
    if missing:
        listed = ", ".join(missing)
        what = Message("the reports are in {listed} too; write it in that language as well", listed=listed)
        yield Problem(what, place)


def _groups(project: Project) -> Iterator[Problem]:
    listed: dict[str, Sequence[Target | Claim]] = {"targets": project.targets, "published": project.published}
    for key, entries in listed.items():
        for position, entry in enumerate(entries):
            if (entry.by == "total") != (entry.group == "total"):
                yield Problem(Message("by and group go together: both total, or neither"), (key, position))


def _delivery(project: Project) -> Iterator[Problem]:
    every = {column.name for table in INPUT_TABLES.values() for column in table.columns}
    yield from _columns(project.data.columns, every, ("data", "columns"))
    yield from _columns(project.data.values, every, ("data", "values"))
    yield from value_problems(project.data.values, INPUT_TABLES.values(), ("data", "values"))
    for table, profile in project.data.tables.items():
        place = ("data", "tables", table)
        if table not in INPUT_TABLES:
            yield Problem(_unknown(Message('unknown table "{name}"', name=table), table, INPUT_TABLES), place)
            continue
        own = {column.name for column in INPUT_TABLES[table].columns}
        yield from _columns(profile.columns, own, (*place, "columns"))
        yield from _columns(profile.values, own, (*place, "values"))
        yield from value_problems(profile.values, [INPUT_TABLES[table]], (*place, "values"))


def _columns(named: Iterable[str], known: Collection[str], place: Place) -> Iterator[Problem]:
    for column in named:
        if column not in known:
            what = Message('unknown column "{column}"', column=column)
            yield Problem(_unknown(what, column, known), (*place, column))


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    ordered = sorted(known)
    mend = did_you_mean(name, ordered) or Message("known are {listed}", listed=", ".join(ordered))
    return joined("; ", (what, mend))


def batch_problems(batch: Batch, projects: Collection[str], regions: Collection[str]) -> Iterator[Problem]:
    """Find what cannot be in a batch file, in a workspace with these projects and regions."""
    for position, project in enumerate(batch.projects):
        if project not in projects:
            what = Message('unknown project "{name}"', name=project)
            yield Problem(_unknown(what, project, projects), ("projects", position))
    for position, region in enumerate(batch.regions):
        if region != ALL and region not in regions:
            told = joined("; ", (Message('no region "{region}"', region=region), did_you_mean(region, regions)))
            yield Problem(told, ("regions", position))
    if batch.portfolio:
        yield from _words(batch.portfolio.name, batch.portfolio.languages, ("portfolio", "name"))
