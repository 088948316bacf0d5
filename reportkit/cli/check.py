"""``reportkit check``: params and data, without a report."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from reportkit.cli.options import Listing, ListingOption, ProjectOption
from reportkit.errors import DataError

if TYPE_CHECKING:
    from reportkit.params import Project, Workspace
    from reportkit.tables import Delivery, Finding

__all__ = ["check"]

COLUMNS = ("project", "rule", "severity", "file", "column", "count", "rows", "expected", "mend", "accepted")


def check(context: typer.Context, *, project: ProjectOption = None, form: ListingOption = Listing.TABLE) -> None:
    """Check params and data, and list what is found."""
    from reportkit.cli.output import write_records

    workspace = context.obj.open()
    names = sorted({workspace.project(name).id for name in project or workspace.projects})
    for name in names:
        workspace.notebook_path(workspace.project(name).notebook)
    records: list[dict[str, object]] = []
    refused = False
    for name in names:
        wanted = workspace.project(name)
        delivery = _examined(workspace, wanted)
        refused |= delivery is None or any(_stops(finding) for finding in delivery.findings)
        records += [_record(name, finding) for finding in (delivery.findings if delivery else ())]
    write_records(COLUMNS, records, form)
    if refused:
        raise typer.Exit(DataError.exit_status)


def _examined(workspace: Workspace, project: Project) -> Delivery | None:
    """Examine a delivery; one that is refused as a whole does not keep the others from being examined."""
    from reportkit.pipeline.compute import examine

    try:
        delivery = examine(workspace, project)
    except DataError as error:
        typer.echo(str(error), err=True)
        return None
    rejected = sum(source.rejected for source in delivery.sources)
    delivered = sum(source.delivered for source in delivery.sources)
    stopping = sum(_stops(finding) for finding in delivery.findings)
    typer.echo(
        f"{project.id}: files {len(delivery.sources)}, rows delivered {delivered}, rows rejected {rejected}, "
        f"findings {len(delivery.findings)}, of which stop a report {stopping}",
        err=True,
    )
    return delivery


def _stops(finding: Finding) -> bool:
    return finding.severity == "error" and not finding.accepted


def _record(project: str, finding: Finding) -> dict[str, object]:
    values = {name: getattr(finding, name) for name in COLUMNS if name not in {"project", "rows"}}
    return {"project": project, **values, "rows": list(finding.rows)}
