"""From a figure of an authority report back to its records: read, find, and compare with the figure.

Nothing is written here, and nothing is ever traced for the public.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.errors import UsageError
from reportkit.indicators import catalogue
from reportkit.indicators.breakdowns import BREAKDOWNS, TOTAL, UNKNOWN
from reportkit.indicators.evaluator import compute, population_groups
from reportkit.indicators.measures import Average, Population, Share, Stock, Survival
from reportkit.indicators.tracing import Cell
from reportkit.indicators.tracing import trace as trace_records
from reportkit.intake import load
from reportkit.messages import Message, did_you_mean, there_are
from reportkit.regions import ALL

if TYPE_CHECKING:
    import pandas as pd

    from reportkit.indicators import Catalogue
    from reportkit.params import Project, Workspace

__all__ = ["Cell", "Traced", "trace"]


@dataclass(frozen=True)
class Traced:
    """A figure with the records that it rests on.

    Attributes
    ----------
    figure
        Its row of the indicators table.
    records
        The columns of `reportkit.indicators.tracing.TRACE_COLUMNS`.
    counted
        What the counted records should add up to: the value of a count, the numerator of a share; None for a mean, a
        median and an estimate.
    """

    figure: dict[str, object]
    records: pd.DataFrame
    counted: float | None


def trace(workspace: Workspace, project: Project, cell: Cell, *, near_misses: bool = False) -> Traced:
    """Trace a figure of an authority report to its records.

    Raises
    ------
    UsageError
        When the project has no such indicator, region, breakdown or group, or the indicator has no such figure.
    DataError
        When the delivery is refused.
    ValueError
        When the records do not add up to the figure: that would be a bug.
    """
    delivery = load(project, workspace.root)
    entries = catalogue(project, population_groups(delivery.tables))
    _require(entries, cell)
    places = {} if cell.region == ALL else {cell.region: frozenset(workspace.region(cell.region).municipalities)}
    table = compute(delivery.tables, project, places, [cell.period], frameworks={entries.frameworks[cell.indicator]})
    own = table[
        (table["indicator"] == cell.indicator)
        & (table["region"] == cell.region)
        & (table["basis"] == cell.basis)
        & (table["by"] == cell.by)
        & (table["group"] == cell.group)
    ]
    if own.empty:
        what = Message(
            "{indicator} has no figure by {by} {group} with basis {basis}.",
            indicator=cell.indicator,
            by=cell.by,
            group=cell.group,
            basis=cell.basis,
        )
        raise UsageError("E006", what, mend=Message("Look at reportkit indicators for the figures that there are."))
    figure = {str(name): value for name, value in own.iloc[0].items()}
    records = trace_records(delivery.tables, project, places, cell, near_misses=near_misses)
    if figure["status"] == "not_available":
        return Traced(figure, records.iloc[:0], None)
    entry = entries[cell.indicator]
    if isinstance(entry, Average | Survival):
        return Traced(figure, records, None)
    expected = float(str(figure["numerator"] if isinstance(entry, Share) else figure["value"]))
    found = float(records["amount"].sum())
    if abs(found - expected) > 1e-6 * max(1.0, abs(expected)):
        raise ValueError(f"the records of {cell.indicator} add up to {found:g}, and the figure is {expected:g}")
    return Traced(figure, records, expected)


def _require(entries: Catalogue, cell: Cell) -> None:
    """Refuse a figure that the project cannot have, with the nearest that it can."""
    known = list(entries.indicators)
    if cell.indicator not in known:
        codes = Message("Look at reportkit indicators for the codes that there are.")
        what = Message('the project has no indicator "{indicator}".', indicator=cell.indicator)
        raise UsageError("E006", what, where="--indicator", mend=did_you_mean(cell.indicator, known) or codes)
    entry = entries[cell.indicator]
    if cell.by != TOTAL and cell.by not in entry.by:
        what = Message('{indicator} has no figures by "{by}".', indicator=cell.indicator, by=cell.by)
        raise UsageError("E006", what, where="--by", mend=there_are((TOTAL, *entry.by)))
    groups = [TOTAL] if cell.by == TOTAL else [g for g in BREAKDOWNS[cell.by].groups if not entry.known or g != UNKNOWN]
    if cell.group not in groups:
        what = Message('{by} has no group "{group}".', by=cell.by, group=cell.group)
        raise UsageError("E006", what, where="--group", mend=there_are(groups))
    if cell.basis == "period" and isinstance(entry, Stock | Population | Survival):
        what = Message("{indicator} has figures to date only.", indicator=cell.indicator)
        raise UsageError("E006", what, where="--basis")
