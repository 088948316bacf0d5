"""The verbs, and the options that stand before them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reportkit.cli.check import check
from reportkit.cli.doors import Door, answered
from reportkit.cli.export import export
from reportkit.cli.indicators import indicators
from reportkit.cli.listing import list_
from reportkit.cli.pseudonymise import pseudonymise
from reportkit.cli.run import run
from reportkit.cli.sample import sample
from reportkit.cli.trace import trace

__all__ = ["application"]

application = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Periodic impact reports of employment and integration projects.",
)


def _say_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it
    from importlib.metadata import version  # noqa: PLC0415 - only here

    if wanted:
        typer.echo(f"reportkit {version('reportkit-esf')}")
        raise typer.Exit


@application.callback()
def begin(
    context: typer.Context,
    *,
    workspace: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder with params; default the current one or the nearest above it."),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where a bug comes from.")] = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version, and stop.")
    ] = False,
) -> None:
    """Read the options that hold for every verb."""
    context.obj = Door(workspace, debug)


application.command("run")(answered(run))
application.command("check")(answered(check))
application.command("list")(answered(list_))
application.command("indicators")(answered(indicators))
application.command("export")(answered(export))
application.command("trace")(answered(trace))
application.command("sample")(answered(sample))
application.command("pseudonymise")(answered(pseudonymise))
