"""A period beside the one before, period after period, region beside region, and figures beside their targets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reportkit.display import Block, Cell, Note, Stack, Table, charts, hidden
from reportkit.indicators.breakdowns import BREAKDOWNS, TOTAL, group_name
from reportkit.regions import ALL
from reportkit.report.layout import beside_chart, condensed

if TYPE_CHECKING:
    from reportkit.periods import Period
    from reportkit.report.view import Figure, Report

__all__ = ["periods", "previous", "regions", "targets"]

_FLOWS = ("started", "closed", "closed.job", "closed.training", "closed.early")
_REGIONAL = ("started", "closed", "active", "closed.job", "closed.positive.share", "duration.mean")


def previous(report: Report) -> Block:
    """Set each count of the period beside that of the period before, with the difference."""
    say, before = report.say, report.previous()
    if before is None:
        return Note(say("There are no figures for an earlier period of the same length."), "information")
    rows = tuple(
        (
            Cell(report.name(code)),
            report.cell(code, basis="period", period=before.id),
            report.cell(code, basis="period"),
            _difference(
                report, report.figure(code, basis="period"), report.figure(code, basis="period", period=before.id)
            ),
        )
        for code in _FLOWS
        if report.has(code)
    )
    columns = (say("Indicator"), say.period(before), say.period(report.period), say("Difference"))
    return condensed(Table(say("This period and the one before"), columns, rows, (False, True, True, True)), say)


def _difference(report: Report, now: Figure, before: Figure) -> Cell:
    if "suppressed" in {now.status, before.status}:
        return hidden(report.say)
    change = now.value - before.value
    if math.isnan(change):
        return Cell("–")
    sign = "+" if change > 0 else ""
    return Cell(f"{sign}{report.say.number(change)}")


def periods(report: Report) -> Block:
    """Show the entries and exits of every period up to this one."""
    say, listed = report.say, report.periods()
    if len(listed) < 2:  # noqa: PLR2004 - one period is no development
        return Note(say("This is the first period, so there is no development to show."), "information")
    codes = [code for code in ("started", "closed", "closed.job") if report.has(code)]
    rows = tuple(
        (Cell(say.period(period)), *(report.cell(code, basis="period", period=period.id) for code in codes))
        for period in listed
    )
    caption = say("Development by period")
    table = Table(caption, (say("Period"), *map(report.name, codes)), rows, (False, *[True] * len(codes)))
    series = {report.name(code): [_drawn(report, code, period) for period in listed] for code in codes}
    if not any(value is not None and value > 0 for values in series.values() for value in values):
        return condensed(table, say)
    named, data = [say.period(period) for period in listed], beside_chart(table, say)
    return charts.columns_over_time(caption, named, series, say=say, unit=say("trajectories"), data=data)


def _drawn(report: Report, code: str, period: Period) -> float | None:
    return report.value(code, basis="period", period=period.id)


def regions(report: Report) -> Block:
    """Set the regions of the project beside each other, to date."""
    say, places = report.say, report.regions()
    if len(places) < 3:  # noqa: PLR2004 - one region and the whole are the same
        return Note(say("The project works in one region."), "information")
    codes = [code for code in _REGIONAL if report.has(code)]
    rows = tuple(
        (Cell(report.region_name(place)), *(report.cell(code, region=place) for code in codes)) for place in places
    )
    columns = (say("Region"), *(_short(report, code) for code in codes))
    notes = (say("The whole project area also counts those who live elsewhere."),)
    total = frozenset({i for i, place in enumerate(places) if place == ALL})
    caption = say("Regions side by side, to date")
    return condensed(Table(caption, columns, rows, (False, *[True] * len(codes)), notes, total), say)


def _short(report: Report, code: str) -> str:
    say = report.say
    return {
        "started": say("Started"),
        "closed": say("Closed"),
        "active": say("Active"),
        "closed.job": say("Work"),
        "closed.positive.share": say("Positive exits, share"),
        "duration.mean": say("Mean (days)"),
    }[code]


def targets(report: Report) -> Block:
    """Set the targets of the project beside what was achieved."""
    say = report.say
    aims = [
        aim
        for aim in report.release.project.targets
        if aim.region == report.region and aim.indicator in report.entries.indicators
    ]
    aims = [aim for aim in aims if aim.period in {None, report.period}]
    if not aims:
        return Note(say("The project set no target for this region and period."), "information")
    rows = []
    for aim in aims:
        found = report.figure(aim.indicator, by=aim.by, group=aim.group, basis=aim.basis)
        ratio = Cell(say.percent(found.value / aim.value)) if found.shown and aim.value else Cell("–")
        rows.append(
            (
                Cell(_aim_name(report, aim.indicator, aim.by, aim.group)),
                report.written(found._replace(value=aim.value, status="ok")),
                report.written(found),
                hidden(say) if found.status == "suppressed" else ratio,
            )
        )
    columns = (say("Indicator"), say("Target"), say("Achieved"), say("Achieved of target"))
    return Stack((Table(say("Targets and what was achieved"), columns, tuple(rows), (False, True, True, True)),))


def _aim_name(report: Report, code: str, by: str, group: str) -> str:
    if by == TOTAL or by not in BREAKDOWNS:
        return report.name(code)
    return f"{report.name(code)}: {group_name(by, group, report.language)}"
