"""``reportkit export``: the tables of the data transmission, for the managing authority."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.language import tell
from reportkit.cli.options import read_periods
from reportkit.cli.output import write_whole
from reportkit.errors import UsageError
from reportkit.messages import Message

if TYPE_CHECKING:
    from reportkit.indicators.transmission import TransmissionTable
    from reportkit.params import Project
    from reportkit.periods import Period

__all__ = ["Table", "export"]


class Table(StrEnum):
    """Which table: its framework, and outputs or results."""

    ESF_PLUS_OUTPUTS = "esf-plus-outputs"
    ESF_PLUS_RESULTS = "esf-plus-results"
    ESF_2014_OUTPUTS = "esf-2014-outputs"
    ESF_2014_RESULTS = "esf-2014-results"


class Form(StrEnum):
    """How the table is written."""

    CSV = "csv"
    XLSX = "xlsx"


def export(
    context: typer.Context,
    *,
    project: Annotated[str, typer.Argument(metavar="PROJECT", show_default=False)],
    period: Annotated[str, typer.Option("--period", metavar="Q", help="Its last day is the cut-off.")],
    table: Annotated[Table, typer.Option("--table", help="Of the project's own framework.")],
    form: Annotated[Form, typer.Option("--format", help="How the table is written.")] = Form.CSV,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="Written whole or not at all; default stdout.")
    ] = None,
) -> None:
    """Write a table of the data transmission, unprotected, to stdout or a file."""
    (span,) = read_periods([period])
    _refuse_place(form, output)
    from reportkit.indicators.transmission import TABLES, transmission
    from reportkit.params import Selection, select
    from reportkit.pipeline.compute import figures

    workspace = context.obj.open()
    chosen = workspace.project(project)
    layout = TABLES[table.value]
    _refuse_table(chosen, layout)
    _refuse_period(chosen, layout, span)
    select(workspace, Selection(projects=(project,), audiences=("authority",)))
    computed = figures(workspace, chosen, audience="authority", periods=layout.spans(chosen, span))
    rows = transmission(computed, chosen, layout, span)
    from reportkit.publish.transmission import as_csv, as_workbook

    written = as_csv(rows) if form is Form.CSV else as_workbook(rows, chosen, layout, span)
    _warn(chosen)
    if output is None:
        typer.echo(written, nl=False)
    else:
        write_whole(written, output)


def _refuse_place(form: Form, output: Path | None) -> None:
    """Refuse a place where the table cannot go, before anything is computed."""
    if output is None:
        if form is Form.XLSX and sys.stdout.isatty():
            mend = Message("Send it to a file with > or --output.")
            raise UsageError("E006", Message("XLSX is not for a terminal."), where="--format", mend=mend)
    elif output.is_dir() or not output.parent.is_dir():
        what = Message("no file can be made at {path}.", path=str(output))
        raise UsageError("E006", what, where="--output", mend=Message("Name a file in a folder."))


def _refuse_table(project: Project, layout: TransmissionTable) -> None:
    """Refuse a table of another framework than the project's."""
    from reportkit.indicators.transmission import TABLES

    if layout.framework == project.framework:
        return
    own = [name for name, table in TABLES.items() if table.framework == project.framework]
    what = Message(
        "{project} does not report in {framework} but in {own}.",
        project=project.id,
        framework=layout.framework,
        own=project.framework,
    )
    mend = Message("Its tables are: {listed}.", listed=", ".join(own))
    if not own:
        what = Message(
            "{project} reports in no framework, so that it has no table of a data transmission.", project=project.id
        )
        mend = Message("A framework is set in {params}.", params=f"params/projects/{project.id}.yaml")
    raise UsageError("E006", what, where="--table", mend=mend)


def _refuse_period(project: Project, layout: TransmissionTable, span: Period) -> None:
    """Refuse a cut-off on which no figures are due, or that comes before the project."""
    if not layout.allows(span):
        nearest, *others = [near.id for near in layout.nearest(span)]
        for other in others:
            nearest = Message("{first} and {then}", first=nearest, then=other)
        what = Message(
            "{period} ends on {day}, and figures of {table} are due on {due}.",
            period=span.id,
            day=span.end,
            table=layout.id,
            due=layout.due,
        )
        mend = Message("The nearest periods that do are {periods}.", periods=nearest)
        raise UsageError("E005", what, where="--period", mend=mend)
    if span.end < project.start:
        what = Message("{project} has not begun by {day}.", project=project.id, day=span.end)
        mend = Message("It starts on {day}.", day=project.start)
        raise UsageError("E005", what, where="--period", mend=mend)


def _warn(project: Project) -> None:
    """Say on stderr what the table itself cannot."""
    from reportkit.indicators.transmission import funding_of

    entries = len(funding_of(project))
    if project.data.synthetic:
        tell(Message("The data of {project} are synthetic: they describe no real person.", project=project.id))
    if entries == 0:
        where = f"params/projects/{project.id}.yaml"
        tell(Message("{params} names no funding: priority, fund and category of region are left empty.", params=where))
    if entries > 1:
        tell(
            Message(
                "The figures of {project} are not split over its {n} funding entries: each row counts for all of "
                "them together, and what they differ in is left empty.",
                project=project.id,
                n=entries,
            )
        )
