"""``reportkit indicators``: the indicators table, without a notebook."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

import io
import json
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.language import told
from reportkit.cli.options import PeriodOption, RegionOption, read_selection
from reportkit.errors import UsageError
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from reportkit.params import Project, Selection, Workspace

__all__ = ["indicators"]


class Basis(StrEnum):
    """What a figure counts: from the start of the operation, or within the period."""

    TO_DATE = "to_date"
    PERIOD = "period"


class Readers(StrEnum):
    """For whom the figures are: public ones are protected."""

    PUBLIC = "public"
    AUTHORITY = "authority"


class Form(StrEnum):
    """How the table is written."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def indicators(
    context: typer.Context,
    *,
    project: Annotated[str, typer.Argument(metavar="PROJECT", show_default=False)],
    region: RegionOption = None,
    period: PeriodOption = None,
    basis: Annotated[Basis | None, typer.Option("--basis", help="Both when left out.")] = None,
    audience: Annotated[Readers, typer.Option("--audience", help="public is protected.")] = Readers.PUBLIC,
    hidden: Annotated[
        bool,
        typer.Option("--hidden", help="Only what the public edition hides, with the rule that hid it; for authority."),
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="How the table is written.")] = Form.CSV,
) -> None:
    """Write a project's indicators to stdout, without a notebook."""
    if hidden and audience is Readers.PUBLIC:
        what = Message("which rule hid a figure is not for the public: it would help to work the figure out.")
        raise UsageError("E007", what, where="--hidden", mend=Message("Add --audience authority."))
    asked = read_selection(projects=[project], regions=region, periods=period, audiences=[audience.value])
    if form is Form.PARQUET and sys.stdout.isatty():
        what, mend = Message("Parquet is not for a terminal."), Message("Send it to a file with >.")
        raise UsageError("E006", what, where="--format", mend=mend)
    from reportkit.params import select

    workspace = context.obj.open()
    select(workspace, asked)
    table = (_hidden if hidden else _figures)(workspace, workspace.project(project), asked)
    chosen = table if basis is None else table[table["basis"] == basis.value]
    typer.echo(_WRITERS[form](chosen.reset_index(drop=True)), nl=False)


def _figures(workspace: Workspace, project: Project, asked: Selection) -> pd.DataFrame:
    from reportkit.pipeline.compute import figures

    (audience,) = asked.audiences
    return figures(workspace, project, audience=audience, regions=asked.regions, periods=asked.periods)


def _hidden(workspace: Workspace, project: Project, asked: Selection) -> pd.DataFrame:
    """List the figures that the public edition hides; what each rule says is in the language of the person."""
    from reportkit.disclosure import RULES
    from reportkit.pipeline.compute import hidden_figures

    table = hidden_figures(workspace, project, regions=asked.regions, periods=asked.periods)
    return table.assign(reason=table["rule"].map({code: told(words) for code, words in RULES.items()}))


def _csv(table: pd.DataFrame) -> bytes:
    from reportkit.publish.csv import render, write

    return write(table) if "rule" in table else render(table)


def _json(table: pd.DataFrame) -> bytes:
    known = table.astype(object).where(table.notna(), None)
    return (json.dumps(known.to_dict("records"), allow_nan=False, ensure_ascii=False, indent=1) + "\n").encode()


def _parquet(table: pd.DataFrame) -> bytes:
    written = io.BytesIO()
    table.to_parquet(written, index=False)
    return written.getvalue()


_WRITERS: dict[Form, Callable[[pd.DataFrame], bytes]] = {Form.CSV: _csv, Form.JSON: _json, Form.PARQUET: _parquet}
