"""``reportkit run``: make reports."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.options import (
    FORMATS,
    AudienceOption,
    LanguageOption,
    PeriodOption,
    ProjectOption,
    RegionOption,
    read_formats,
    read_selection,
)
from reportkit.errors import UsageError

if TYPE_CHECKING:
    from reportkit.pipeline.batch import Outcome

__all__ = ["run"]

JobsOption = Annotated[
    int | None, typer.Option("--jobs", min=1, metavar="N", help="How many reports at a time; default one a processor.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Make every report anew.")]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run stopped.")]
BatchOption = Annotated[str | None, typer.Option("--batch", metavar="NAME", help="A file of params/batches.")]


def run(
    context: typer.Context,
    *,
    batch: BatchOption = None,
    project: ProjectOption = None,
    region: RegionOption = None,
    period: PeriodOption = None,
    language: LanguageOption = None,
    audience: AudienceOption = None,
    formats: Annotated[str, typer.Option("--formats", help="With commas between them.")] = ",".join(FORMATS),
    jobs: JobsOption = None,
    force: ForceOption = False,
    resume: ResumeOption = False,
) -> None:
    """Make reports: all that are listed, or those chosen."""
    asked = read_selection(
        projects=project, regions=region, periods=period, languages=language, audiences=audience, batch=batch
    )
    wanted_formats = read_formats(formats)
    if force and resume:
        raise UsageError(
            "E006", "--force makes every report anew, --resume keeps those that are made.", mend="Choose one."
        )
    from reportkit.cli.progress import progress
    from reportkit.params import select
    from reportkit.pipeline.batch import run as make

    workspace = context.obj.open()
    display = progress()
    try:
        outcome = make(
            workspace,
            select(workspace, asked),
            batch=batch,
            formats=wanted_formats,
            jobs=jobs or _processors(),
            force=force,
            resume=resume,
            progress=display,
        )
    finally:
        display.finish()
    _sum_up(outcome)


def _sum_up(outcome: Outcome) -> None:
    for failure in outcome.failed:
        cell = "" if failure.cell is None else f", cell {failure.cell}"
        name = f"{failure.project} {failure.region} {failure.period} {failure.language} {failure.audience}"
        typer.echo(f"Failed: {name}{cell}: {failure.message}\n  Again: {failure.command}", err=True)
    for error in outcome.refused.values():
        typer.echo(str(error), err=True)
    parts = [f"{_reports(outcome.made)} made"]
    parts += [f"{outcome.skipped} were up to date"] if outcome.skipped else []
    parts += [f"{len(outcome.failed)} failed"] if outcome.failed else []
    parts += [f"data refused of {', '.join(outcome.refused)}"] if outcome.refused else []
    typer.echo(f"{', '.join(parts)}, in {outcome.seconds:.1f} s. The portal:", err=True)
    typer.echo(str(outcome.portal))
    if outcome.refused:
        raise typer.Exit(max(error.exit_status for error in outcome.refused.values()))
    if outcome.failed:
        raise typer.Exit(1)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _reports(count: int) -> str:
    return "1 report" if count == 1 else f"{count} reports"
