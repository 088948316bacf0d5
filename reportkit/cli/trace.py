"""``reportkit trace``: a figure of an authority report, back to its records."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.indicators import Basis, Readers
from reportkit.cli.language import tell
from reportkit.cli.options import read_periods
from reportkit.cli.output import write_records, write_text
from reportkit.errors import UsageError
from reportkit.messages import Message

if TYPE_CHECKING:
    from reportkit.pipeline.tracing import Traced

__all__ = ["trace"]


class Form(StrEnum):
    """How the records are written."""

    CSV = "csv"
    JSON = "json"
    TABLE = "table"


def trace(
    context: typer.Context,
    *,
    project: Annotated[str, typer.Argument(metavar="PROJECT", show_default=False)],
    region: Annotated[str, typer.Option("--region", metavar="R", help="A region, or all.")] = "all",
    period: Annotated[str, typer.Option("--period", metavar="Q", help="2022, 2022-H1, 2022-Q3, 2022-06 or 2016/2022.")],
    indicator: Annotated[str, typer.Option("--indicator", metavar="CODE", help="The figure's indicator.")],
    by: Annotated[str, typer.Option("--by", help="The figure's breakdown, such as gender.")] = "total",
    group: Annotated[str, typer.Option("--group", help="The group of that breakdown, such as F.")] = "total",
    basis: Annotated[Basis, typer.Option("--basis", help="From the start, or within the period.")] = Basis.TO_DATE,
    audience: Annotated[Readers, typer.Option("--audience", help="Only authority can be traced.")] = Readers.AUTHORITY,
    near_misses: Annotated[
        bool, typer.Option("--near-misses", help="Also list the records that were not counted, with the reason.")
    ] = False,
    form: Annotated[Form, typer.Option("--format", help="How the records are written.")] = Form.CSV,
) -> None:
    """Turn a figure of an authority report into its records."""
    if audience is Readers.PUBLIC:
        what = Message("a public figure is not traced: its records are persons.")
        mend = Message("Trace the figure of the report for the authority.")
        raise UsageError("E007", what, where="--audience", mend=mend)
    if group == "total" and by != "total":
        what, mend = Message("which group of {by}?", by=by), Message("Name one: --by gender --group F.")
        raise UsageError("E006", what, where="--group", mend=mend)
    from reportkit.pipeline.tracing import Cell
    from reportkit.pipeline.tracing import trace as trace_figure

    workspace = context.obj.open()
    cell = Cell(indicator, region, read_periods([period])[0], basis.value, by, group)
    traced = trace_figure(workspace, workspace.project(project), cell, near_misses=near_misses)
    _write(traced, form)
    tell(_summary(traced, cell.indicator))


def _write(traced: Traced, form: Form) -> None:
    if form is Form.CSV:
        write_text(traced.records.to_csv(index=False, lineterminator="\n"))
        return
    from reportkit.cli.options import Listing
    from reportkit.tables import rows_of

    write_records(
        tuple(traced.records.columns), rows_of(traced.records), Listing.JSON if form is Form.JSON else Listing.TABLE
    )


def _summary(traced: Traced, indicator: str) -> str:
    figure, records = traced.figure, traced.records
    if figure["status"] == "not_available":
        return Message("{indicator} is not available: {why}", indicator=indicator, why=figure["note"])
    counted = int((records["counted"] == "yes").sum())
    others = len(records) - counted
    told: str = Message(
        "{indicator} is {value} ({unit}); it rests on {n} records",
        indicator=indicator,
        value=f"{figure['value']:g}",
        unit=figure["unit"],
        n=counted,
    )
    if traced.counted is not None:
        told = Message("{told} that add up to {sum}", told=told, sum=f"{traced.counted:g}")
    return Message("{told}, and {n} beside them were not counted", told=told, n=others) if others else told
