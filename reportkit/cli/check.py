"""``reportkit check``: params and data, and figures on the common indicators, without a report."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.language import tell, told, told_error
from reportkit.cli.options import Listing, ListingOption, ProjectOption
from reportkit.errors import DataError
from reportkit.messages import Message, joined
from reportkit.tables import Finding

if TYPE_CHECKING:
    from reportkit.indicators.figure_checks import Verdict
    from reportkit.params import Project, Workspace
    from reportkit.tables import Delivery

__all__ = ["check"]

COLUMNS = ("project", "rule", "severity", "file", "column", "count", "rows", "expected", "mend", "accepted")

_FEW = 3

FiguresOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--figures", metavar="FILE", help="Check figures on the common indicators in place of data; repeatable."
    ),
]

SuggestOption = Annotated[
    Path | None,
    typer.Option("--suggest", metavar="FILE", help="Suggest what to declare of a CSV file, and check nothing."),
]
ShowValuesOption = Annotated[
    bool,
    typer.Option("--show-values", help="Show the cells that are told, on stderr only: they may be those of a person."),
]


def check(
    context: typer.Context,
    *,
    project: ProjectOption = None,
    figures: FiguresOption = None,
    suggest_for: SuggestOption = None,
    show_values: ShowValuesOption = False,
    form: ListingOption = Listing.TABLE,
) -> None:
    """Check params and data, or files of figures, and list what is found."""
    from reportkit.cli.output import write_records

    if suggest_for is not None:
        from reportkit.cli.suggest import suggest

        suggest(suggest_for)
        return
    if figures:
        from reportkit.cli.figures import check_files

        check_files(context.obj, figures, project or (), form)
        return
    workspace = context.obj.open()
    names = sorted({workspace.project(name).id for name in project or workspace.projects})
    for name in names:
        workspace.notebook_path(workspace.project(name).notebook)
    records: list[dict[str, object]] = []
    refused = False
    for name in names:
        delivery = _examined(workspace, workspace.project(name))
        refused |= delivery is None or any(_stops(finding) for finding in delivery.findings)
        if show_values and delivery:
            _show_values(workspace, workspace.project(name), delivery)
        records += [_record(name, finding) for finding in (delivery.findings if delivery else ())]
    write_records(COLUMNS, records, form)
    if refused:
        raise typer.Exit(DataError.exit_status)


def _examined(workspace: Workspace, project: Project) -> Delivery | None:
    """Examine a delivery; one that is refused as a whole does not keep the others from being examined."""
    from reportkit.pipeline.compute import examine

    try:
        delivery = _with_figures(workspace, project, examine(workspace, project))
    except DataError as error:
        typer.echo(told_error(error), err=True)
        return None
    rejected = sum(source.rejected for source in delivery.sources)
    delivered = sum(source.delivered for source in delivery.sources)
    stopping = sum(_stops(finding) for finding in delivery.findings)
    tell(
        Message(
            "{project}: files {files}, rows delivered {delivered}, rows rejected {rejected}, "
            "findings {findings}, of which stop a report {stopping}",
            project=project.id,
            files=len(delivery.sources),
            delivered=delivered,
            rejected=rejected,
            findings=len(delivery.findings),
            stopping=stopping,
        )
    )
    return delivery


def _show_values(workspace: Workspace, project: Project, delivery: Delivery) -> None:
    """Write the cells that are told to stderr, and nowhere else: they may be those of a person."""
    from reportkit.intake import cells_told

    for cell in cells_told(project, workspace.root, delivery.findings):
        tell(cell)


def _with_figures(workspace: Workspace, project: Project, delivery: Delivery) -> Delivery:
    """Add what is found in the common indicators of a project, where its records stop no report."""
    if project.framework == "none" or any(_stops(finding) for finding in delivery.findings):
        return delivery
    from reportkit.pipeline.compute import examine_figures

    verdicts = examine_figures(workspace, project, delivery)
    found = tuple(_finding(verdict) for verdict in verdicts if verdict.broken)
    return replace(delivery, findings=(*delivery.findings, *found))


def _finding(verdict: Verdict) -> Finding:
    first = [joined(": ", (breach.where, breach.found)) for breach in verdict.broken[:_FEW]]
    return Finding(
        verdict.id,
        verdict.severity,
        "figures",
        len(verdict.broken),
        expected=Message(verdict.words),
        mend=Message("Look at {places}.", places=joined("; ", first)),
        accepted=verdict.accepted,
    )


def _stops(finding: Finding) -> bool:
    return finding.severity == "error" and not finding.accepted


def _record(project: str, finding: Finding) -> dict[str, object]:
    values = {name: getattr(finding, name) for name in COLUMNS if name not in {"project", "rows"}}
    words = {name: told(str_) for name, str_ in (("expected", finding.expected), ("mend", finding.mend))}
    return {"project": project, **values, **words, "rows": list(finding.rows)}
