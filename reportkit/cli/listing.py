"""``reportkit list``: what there is to ask for."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.language import told
from reportkit.cli.options import Listing, ListingOption
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportkit.params import Workspace
    from reportkit.periods import Period

__all__ = ["list_"]

Record = dict[str, object]


class Kind(StrEnum):
    """What can be listed."""

    PROJECTS = "projects"
    REGIONS = "regions"
    PERIODS = "periods"
    BATCHES = "batches"
    NOTEBOOKS = "notebooks"


def list_(
    context: typer.Context,
    *,
    kind: Annotated[Kind | None, typer.Argument(help="All when left out.", show_default=False)] = None,
    form: ListingOption = Listing.TABLE,
) -> None:
    """List what there is to ask for."""
    from reportkit.cli.output import write_records

    workspace = context.obj.open()
    kinds = [kind] if kind else list(Kind)
    records = [record for each in kinds for record in _LISTS[each](workspace)]
    write_records(("kind", "id", "name", "projects"), records, form)


def _projects(workspace: Workspace) -> Iterator[Record]:
    for project in workspace.projects.values():
        yield _record("project", project.id, next(iter(project.name.values())), [project.id])


def _regions(workspace: Workspace) -> Iterator[Record]:
    users: dict[str, list[str]] = {}
    for project in workspace.projects.values():
        for use in project.regions:
            users.setdefault(use.region, []).append(project.id)
    for name in sorted({*users, *workspace.own_regions}):
        yield _record("region", name, workspace.region(name).name("nl"), users.get(name, []))


def _periods(workspace: Workspace) -> Iterator[Record]:
    periods = sorted({period for project in workspace.projects.values() for period in project.reports.periods})
    for period in periods:
        users = [project.id for project in workspace.projects.values() if period in project.reports.periods]
        yield _record("period", period.id, told(_span(period)), users)


def _span(period: Period) -> str:
    return Message("{first} to {last}", first=period.start, last=period.end)


def _batches(workspace: Workspace) -> Iterator[Record]:
    for name, batch in workspace.batches.items():
        title = next(iter(batch.portfolio.name.values())) if batch.portfolio else ""
        yield _record("batch", name, title, list(batch.projects or workspace.projects))


def _notebooks(workspace: Workspace) -> Iterator[Record]:
    for name in workspace.notebooks():
        users = [project.id for project in workspace.projects.values() if project.notebook == name]
        yield _record("notebook", name, "", users)


_LISTS: dict[Kind, Callable[[Workspace], Iterator[Record]]] = {
    Kind.PROJECTS: _projects,
    Kind.REGIONS: _regions,
    Kind.PERIODS: _periods,
    Kind.BATCHES: _batches,
    Kind.NOTEBOOKS: _notebooks,
}


def _record(kind: str, name: str, title: str, projects: list[str]) -> Record:
    return {"kind": kind, "id": name, "name": title, "projects": projects}
