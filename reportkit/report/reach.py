"""Who was reached: key figures, entries and persons, coverage of the population, and the composition of the group."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from reportkit.display import Block, Card, Cards, Cell, Note, Stack, Table, charts, hidden
from reportkit.indicators.breakdowns import BREAKDOWNS, group_name
from reportkit.indicators.support import SUPPORT
from reportkit.report.layout import beside_chart, condensed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportkit.report.view import Report

__all__ = ["composition", "coverage", "entries", "key_figures", "merged_notes", "nothing", "share_cell", "table_of"]

_KEY_FIGURES = ("started", "persons", "closed", "active", "closed.positive.share", "duration.mean")


def key_figures(report: Report, codes: Sequence[str] = _KEY_FIGURES) -> Block:
    """Show the figures that a reader looks for first, to date."""
    say = report.say
    cards = []
    for code in codes:
        if not report.has(code):
            continue
        found = report.figure(code)
        cell = report.written(found)
        if found.unit == "day" and found.shown:
            cell = Cell(say.plural("{n} day", "{n} days", round(found.value)))
        cards.append(Card(report.name(code), cell, _context(report, code)))
    return Cards(say("Key figures"), tuple(cards))


def _context(report: Report, code: str) -> str:
    say, found = report.say, report.figure(code)
    if not math.isnan(found.target):
        return say("target {target}", target=report.written(found, "target").text)
    if found.unit == "proportion" and found.shown:
        return say("{n} of {base}", n=say.number(found.numerator), base=say.number(found.denominator))
    period = report.figure(code, basis="period")
    if found.unit == "proportion" or not period.shown or math.isnan(period.value) or found.unit == "day":
        return say("to date")
    written = report.written(period).text
    return say("to date; {n} in {period}", n=written, period=say.period(report.period))


def entries(report: Report) -> Block:
    """Tabulate entries, persons, re-opened trajectories and special groups, in the period and to date."""
    codes = ("started", "persons", "reopened", "before_recognition", "screened", "selected")
    return table_of(report, report.say("Reach in the period and to date"), codes)


def table_of(report: Report, caption: str, codes: Sequence[str], notes: tuple[str, ...] = ()) -> Block:
    """Tabulate indicators: a row each, with the period, to date, and the target where there is one."""
    say = report.say
    codes = [code for code in codes if report.has(code)]
    if not codes:
        return Note(say("The project delivered no data for this."), "missing")
    targets = any(not math.isnan(report.figure(code).target) for code in codes)
    columns = (say("Indicator"), say.period(report.period), say("To date"), *((say("Target"),) if targets else ()))
    rows = tuple(
        (
            Cell(report.name(code)),
            report.cell(code, basis="period"),
            report.cell(code),
            *((report.cell(code, of="target"),) if targets else ()),
        )
        for code in codes
    )
    return condensed(Table(caption, columns, rows, (False, *[True] * (len(columns) - 1)), notes), say)


def coverage(report: Report) -> Block:
    """Set the persons reached beside the population they belong to."""
    say = report.say
    stocks = [code for code in report.entries.indicators if code.startswith("stock.") and report.has(code)]
    if not stocks:
        text = say("The project delivered no population figures, so coverage cannot be shown.")
        return Note(text, "missing")
    rows = tuple(
        (
            Cell(report.name(code).partition(": ")[2]),
            report.cell(code),
            report.cell("persons"),
            report.cell(code.replace("stock.", "coverage.", 1)),
        )
        for code in stocks
    )
    columns = (say("Population"), say("Size"), say("Persons reached"), say("Coverage"))
    note = say("The persons reached need not all belong to each population; coverage compares their numbers.")
    return Table(say("Coverage of the population"), columns, rows, (False, True, True, True), (note,))


def composition(report: Report, *breakdowns: str, code: str = "started") -> Block:
    """Show how a count is made up, for each breakdown: a chart with its table."""
    return Stack(tuple(_composition(report, by, code) for by in breakdowns))


def _composition(report: Report, by: str, code: str) -> Block:
    say = report.say
    name = BREAKDOWNS[by].name[report.language]
    groups = [group for group in report.groups(by) if group != "unknown" or report.value(code, by=by, group=group) != 0]
    if not any((report.value(code, by=by, group=group) or 0) > 0 for group in groups):
        if report.rounded:
            return nothing(report, "")
        text = say("{breakdown}: hidden to protect persons, or nobody yet.", breakdown=name)
        return Note(text, "information")
    total = report.value(code)
    cells = [(group_name(by, group, report.language), report.figure(code, by=by, group=group)) for group in groups]
    rows = [
        (
            Cell(label),
            report.cell(code, by=by, group=group, basis="period"),
            report.written(found),
            share_cell(report, found.value if found.shown else None, total),
        )
        for group, (label, found) in zip(groups, cells, strict=True)
    ]
    whole = (Cell(say("Total")), report.cell(code, basis="period"), report.cell(code), share_cell(report, total, total))
    caption = say("{indicator} by {breakdown}", indicator=report.name(code), breakdown=name.lower())
    columns = (name, say.period(report.period), say("To date"), say("Share to date"))
    table = Table(caption, columns, (*rows, whole), (False, True, True, True), total=frozenset({len(rows)}))
    bars = [(label, found.value if found.shown else None) for label, found in cells]
    return chart_of(report, caption, bars, report.name(code).lower(), table, notes=merged_notes(report, by))


def merged_notes(report: Report, name: str) -> tuple[str, ...]:
    """Say under a table or chart that its groups or kinds of support are merged ones, and why."""
    if name not in report.coarser:
        return ()
    say = report.say
    if name == SUPPORT:
        return (
            say(
                "Kinds of support are merged, so that more figures can be shown without telling of single persons. Who "
                "had several kinds of one row counts once in it."
            ),
        )
    return (say("Groups are merged, so that more figures can be shown without telling of single persons."),)


def nothing(report: Report, text: str) -> Block:
    """Say that there is nothing to show; where counts are rounded, a 0 may stand for a few."""
    rounded = report.say("After rounding there is nothing to show here: a 0 may stand for a few.")
    return Note(rounded if report.rounded else text, "information")


def share_cell(report: Report, part: float | None, whole: float | None) -> Cell:
    """Write a part over its whole; hidden when either is."""
    if part is None or whole is None:
        return hidden(report.say)
    return Cell(report.say.percent(part / whole)) if whole > 0 else Cell("–")


def chart_of(  # noqa: PLR0913 - settings by name, with a default
    report: Report,
    caption: str,
    rows: Sequence[tuple[str, float | None]],
    unit: str,
    table: Table,
    *,
    share: bool = False,
    notes: tuple[str, ...] = (),
) -> Block:
    """Draw bars over their table; where there is no bar to draw, the table stands alone. `notes` stand under either."""
    if not any(value is not None and value > 0 for _, value in rows):
        return condensed(replace(table, notes=(*table.notes, *notes)), report.say)
    data = beside_chart(table, report.say)
    return charts.bars(caption, rows, say=report.say, unit=unit, data=data, share=share, notes=notes)
