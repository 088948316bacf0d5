"""What became of the trajectories: the funnel, outcomes and reasons, duration, work, and the support given."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reportkit.display import Block, Cell, Note, Stack, Table, charts
from reportkit.indicators.breakdowns import BREAKDOWNS, TOTAL, group_name
from reportkit.indicators.pathway import REASONS
from reportkit.indicators.support import FAMILIES, SUPPORT
from reportkit.report.layout import beside_chart, condensed, without_last
from reportkit.report.reach import chart_of, merged_notes, nothing, share_cell, table_of
from reportkit.tables import SUPPORT_KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportkit.report.view import Report

__all__ = ["duration", "employers", "funnel", "groups", "outcomes", "reasons", "retention", "support", "time_to_job"]

_OUTCOMES = ("closed.job", "closed.training", "closed.early.neutral", "closed.early.negative")


def funnel(report: Report) -> Block:
    """Show how many started, closed, left with a positive outcome, and left for work."""
    say = report.say
    codes = ("started", "closed", "closed.positive", "closed.job")
    caption = say("From start to work, to date")
    started = report.value("started")
    rows = tuple(
        (Cell(report.name(code)), report.cell(code), share_cell(report, _shown(report, code), started))
        for code in codes
    )
    table = Table(caption, (say("Step"), say("To date"), say("Share of started")), rows, (False, True, True))
    bars = [(report.name(code), _shown(report, code)) for code in codes]
    return chart_of(report, caption, bars, say("trajectories"), table)


def _shown(report: Report, code: str) -> float | None:
    value = report.value(code)
    return None if value is None or math.isnan(value) else value


def outcomes(report: Report) -> Block:
    """Show the outcomes of the closed trajectories, with their shares and intervals."""
    say = report.say
    if report.value("closed") == 0:
        return nothing(report, say("No trajectory was closed yet."))
    rows = [
        (
            Cell(report.name(code)),
            report.cell(code, basis="period"),
            report.cell(code),
            report.cell(f"{code}.share"),
            report.interval(report.figure(f"{code}.share")),
        )
        for code in _OUTCOMES
    ]
    whole = (report.cell("closed", basis="period"), report.cell("closed"), share_cell(report, 1, 1), Cell("–"))
    caption = say("Closed trajectories by outcome")
    columns = (say("Outcome"), say.period(report.period), say("To date"), say("Share to date"), say("95% interval"))
    wilson = say("Intervals (Wilson) are given where a share rests on fewer than 100 trajectories.")
    notes = () if report.rounded else (wilson,)
    table = Table(caption, columns, (*rows, (Cell(say("Total")), *whole)), (False, *[True] * 4), notes, frozenset({4}))
    table = without_last(table) if report.rounded else table
    bars = [(report.name(code), _shown(report, code)) for code in _OUTCOMES]
    return chart_of(report, caption, bars, say("closed trajectories"), table)


def reasons(report: Report) -> Block:
    """Tabulate why trajectories stopped early."""
    say = report.say
    if report.value("closed.early") == 0:
        return nothing(report, say("No trajectory stopped early."))
    rows: list[tuple[Cell, ...]] = []
    totals = []
    for outcome, named in REASONS.items():
        for reason, words in named.items():
            code = f"{outcome}.{reason}"
            label = words[report.language]
            rows.append(
                (
                    Cell(label[:1].upper() + label[1:]),
                    report.cell(code, basis="period"),
                    report.cell(code),
                    report.cell(f"{code}.share"),
                )
            )
        totals.append(len(rows))
        rows.append(
            (
                Cell(report.name(outcome)),
                report.cell(outcome, basis="period"),
                report.cell(outcome),
                report.cell(f"{outcome}.share"),
            )
        )
    columns = (say("Reason"), say.period(report.period), say("To date"), say("Share of closed"))
    caption = say("Reasons for stopping early")
    return condensed(Table(caption, columns, tuple(rows), (False, True, True, True), total=frozenset(totals)), say)


def groups(report: Report, by: str) -> Block:
    """Tabulate started, closed and outcomes for each group of a breakdown."""
    say = report.say
    names = [
        group for group in report.groups(by) if group != "unknown" or report.value("started", by=by, group=group) != 0
    ]
    rows = tuple(
        (
            Cell(group_name(where[0], where[1], report.language)),
            *(
                report.cell(code, by=where[0], group=where[1])
                for code in ("started", "closed", "closed.job", "closed.training")
            ),
            report.cell("closed.positive.share", by=where[0], group=where[1]),
        )
        for where in [*((by, group) for group in names), (TOTAL, TOTAL)]
    )
    name = BREAKDOWNS[by].name[report.language]
    columns = (name, say("Started"), say("Closed"), say("Work"), say("Training"), say("Positive exits, share"))
    caption = say("Outcomes by {breakdown}, to date", breakdown=name.lower())
    notes, total = merged_notes(report, by), frozenset({len(rows) - 1})
    return condensed(Table(caption, columns, rows, (False, *[True] * 5), notes, total), say)


def duration(report: Report) -> Block:
    """Tabulate the mean and median duration of the closed trajectories."""
    say = report.say
    if report.value("closed") == 0:
        return nothing(report, say("No trajectory was closed yet."))
    places = [
        ("gender", group)
        for group in BREAKDOWNS["gender"].groups
        if report.value("closed", by="gender", group=group) != 0
    ]
    rows = tuple(
        (
            Cell(group_name(by, group, report.language)),
            report.cell("closed", by=by, group=group),
            *(report.cell(f"duration.{what}", by=by, group=group) for what in ("mean", "median")),
        )
        for by, group in [*places, (TOTAL, TOTAL)]
    )
    columns = (BREAKDOWNS["gender"].name[report.language], say("Closed"), say("Mean (days)"), say("Median (days)"))
    table = Table(
        say("Duration of closed trajectories, to date"), columns, rows, (False, True, True, True),
        total=frozenset({len(rows) - 1}),
    )  # fmt: skip
    return condensed(table, say, total_alone=True)


def time_to_job(report: Report) -> Block:
    """Show the time from entry to the first job: shares within some months, and the median."""
    say = report.say
    codes = [code for code in report.entries.indicators if code.startswith("time_to_job.share.")]
    if not report.has(*codes):
        return Note(say("The project delivered no jobs, so the time to a first job cannot be shown."), "missing")
    rows = [(Cell(report.name(code)), report.cell(code), report.interval(report.figure(code))) for code in codes]
    median = report.figure("time_to_job.median")
    days = report.written(median)
    if median.status == "not_applicable":
        days = Cell(say("not reached"))
    rows.append((Cell(report.name("time_to_job.median") + f" ({say('days')})"), days, report.interval(median)))
    caption = say("Time from entry to first job, to date")
    note = say("Kaplan-Meier estimate; who had no job yet at the cut-off is counted as far as they were followed.")
    table = Table(
        caption, (say("Measure"), say("Estimate"), say("95% interval")), tuple(rows), (False, True, True), (note,)
    )
    if report.rounded:
        bars = [(report.name(code), _shown(report, code)) for code in codes]
        return chart_of(report, caption, bars, say("share"), without_last(table), share=True)
    return _intervals(report, caption, codes, table)


def _intervals(report: Report, caption: str, codes: Sequence[str], table: Table) -> Block:
    figures = [(report.name(code), report.figure(code)) for code in codes]
    drawn = [(name, found) for name, found in figures if found.status == "ok"]
    if not drawn:
        return condensed(table, report.say)
    rows = [
        (name, found.value, found.low, found.high) if found.status == "ok" else (name, None, None, None)
        for name, found in figures
        if found.status in {"ok", "suppressed"}
    ]
    return charts.intervals(caption, rows, say=report.say, data=beside_chart(table, report.say))


def retention(report: Report) -> Block:
    """Show how many are still in work some months after their first job began, and how many jobs are sustained."""
    say = report.say
    codes = [code for code in report.entries.indicators if code.startswith("retention.")]
    if not report.has(*codes):
        return Note(say("The project delivered no jobs, so retention cannot be shown."), "missing")
    shares = [*codes, "job.sustained.share"]
    rows = tuple(
        (
            Cell(report.name(code)),
            *(report.cell(code, of=part) for part in ("denominator", "numerator", "value")),
            report.interval(report.figure(code)),
        )
        for code in shares
    )
    columns = (say("Measure"), say("Counted"), say("Of whom reached"), say("Share"), say("95% interval"))
    caption = say("Retention and sustained jobs, to date")
    table = Table(caption, columns, rows, (False, *[True] * 4))
    table = without_last(table) if report.rounded else table
    return chart_of(
        report, caption, [(report.name(code), _shown(report, code)) for code in shares], say("share"), table, share=True
    )


def support(report: Report) -> Block:
    """Show the support that the trajectories had: how many, which share, how many hours."""
    say = report.say
    listed = FAMILIES if SUPPORT in report.coarser else SUPPORT_KINDS
    if not report.has(*(f"support.{kind}" for kind in listed)):
        return Note(say("The project delivered no support records."), "missing")
    kinds = [kind for kind in listed if report.value(f"support.{kind}") != 0]
    if not kinds:
        return nothing(report, say("No support was recorded yet."))
    rows = tuple(
        (
            Cell(report.name(f"support.{kind}")),
            report.cell(f"support.{kind}", basis="period"),
            report.cell(f"support.{kind}"),
            report.cell(f"support.{kind}.share"),
            report.cell(f"support.{kind}.hours"),
        )
        for kind in kinds
    )
    columns = (say("Support"), say.period(report.period), say("To date"), say("Share of started"), say("Hours"))
    caption = say("Support given to trajectories")
    note = say("A trajectory counts once for each kind, in the period in which it first had it.")
    merged = merged_notes(report, SUPPORT)
    table = Table(caption, columns, rows, (False, *[True] * 4), () if merged else (note,))
    bars = [(report.name(f"support.{kind}"), _shown(report, f"support.{kind}")) for kind in kinds]
    return chart_of(report, caption, bars, say("trajectories"), table, notes=merged)


def employers(report: Report) -> Block:
    """Tabulate the employers met, their vacancies and their hires."""
    say = report.say
    codes = ("employers.met", "employers.vacancies", "employers.hires")
    if not report.has(*codes):
        return Note(say("The project delivered no records of employers."), "missing")
    return Stack((table_of(report, say("Employers"), codes),))
