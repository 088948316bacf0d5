"""``reportkit run``: make reports."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.language import tell, told_error
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
from reportkit.messages import Message, joined

if TYPE_CHECKING:
    from reportkit.pipeline.batch import Outcome
    from reportkit.pipeline.folder import Failure

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
        what = Message("--force makes every report anew, --resume keeps those that are made.")
        raise UsageError("E006", what, mend=Message("Choose one."))
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
    if outcome.remark:
        tell(outcome.remark)
    for failure in outcome.failed:
        tell(_failed(failure))
    for error in outcome.refused.values():
        typer.echo(told_error(error), err=True)
    tell(Message("{reports}, in {seconds} s. The portal:", reports=_parts(outcome), seconds=round(outcome.seconds, 1)))
    typer.echo(str(outcome.portal))
    if outcome.refused:
        raise typer.Exit(max(error.exit_status for error in outcome.refused.values()))
    if outcome.failed:
        raise typer.Exit(1)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _failed(failure: Failure) -> str:
    name = f"{failure.project} {failure.region} {failure.period} {failure.language} {failure.audience}"
    return Message(
        "Failed: {report}{cell}: {message}\n  Again: {command}",
        report=name,
        cell="" if failure.cell is None else Message(", cell {number}", number=failure.cell),
        message=failure.message,
        command=failure.command,
    )


def _parts(outcome: Outcome) -> str:
    """Say how many reports were made, were up to date, failed or were refused."""
    parts: list[str] = [Message.plural("{n} report made", "{n} reports made", outcome.made)]
    parts += [Message("{n} were up to date", n=outcome.skipped)] if outcome.skipped else []
    parts += [Message("{n} failed", n=len(outcome.failed))] if outcome.failed else []
    parts += [Message("data refused of {projects}", projects=", ".join(outcome.refused))] if outcome.refused else []
    return joined(", ", parts)
