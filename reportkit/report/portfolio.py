"""Several projects side by side, each with its own definitions: nothing is added up over projects."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.display import Block, Cell, Definition, Definitions, Note, Stack, Table, Words, words
from reportkit.indicators.names import CONTRACT_NAMES, TABLE_NAMES
from reportkit.params.values import by_language
from reportkit.periods import Period
from reportkit.pipeline.release import Release
from reportkit.regions import ALL
from reportkit.report.accountability import about as about_one
from reportkit.report.accountability import protection
from reportkit.report.view import own_workspace, view

if TYPE_CHECKING:
    from reportkit.report.view import Report

__all__ = ["Portfolio", "about", "definitions", "differences", "guidance", "network", "open_portfolio", "projects"]

_GUIDANCE = ("started", "persons", "closed", "closed.positive.share", "duration.mean")
_NETWORK = ("offers", "offers.places", "offers.taken", "organisations", "participants")


@dataclass(frozen=True)
class Portfolio:
    """The projects of a portfolio, each as a report on its whole area at its last period not after the cut-off."""

    period: Period
    language: str
    reports: tuple[Report, ...] = field(repr=False)

    @property
    def say(self) -> Words:
        """The words of the portfolio's language."""
        return words(self.language)


def open_portfolio(projects: str, period: str | int, language: str, audience: str) -> Portfolio:
    """Open the figures of several projects.

    Parameters
    ----------
    projects
        Project ids with commas between them; empty is every project of the workspace.
    period
        Its last day is the cut-off: each project is shown at its last period that is not after it.
    language
        ``nl`` or ``en``.
    audience
        ``public`` or ``authority``.
    """
    asked = Period.parse(period)
    named = [name.strip() for name in projects.split(",") if name.strip()]
    reports = (_latest(release, asked, language) for release in _releases(named, audience))
    return Portfolio(asked, language, tuple(report for report in reports if report is not None))


def _releases(named: list[str], audience: str) -> list[Release]:
    given = os.environ.get("REPORTKIT_RELEASE")
    if given:
        names = named or sorted(path.name for path in Path(given).iterdir())
        return [Release.load(Path(given) / name) for name in names]
    from reportkit.pipeline.compute import compute  # noqa: PLC0415 - a report within a batch computes nothing

    workspace = own_workspace()
    return [compute(workspace, workspace.project(name), audience=audience) for name in named or workspace.projects]


def _latest(release: Release, asked: Period, language: str) -> Report | None:
    last = release.project.reports.last_until(asked.end)
    return view(release, ALL, last, language) if last else None


def about(portfolio: Portfolio) -> Block:
    """Say what the portfolio rests on."""
    synthetic = [report for report in portfolio.reports if report.release.synthetic]
    first = synthetic or list(portfolio.reports)
    if not first:
        return Note(portfolio.say("No project has figures at this cut-off."), "missing")
    other = [report for report in portfolio.reports if report.rounded != first[0].rounded]
    return Stack((about_one(first[0]), *(protection(report) for report in other[:1])))


def projects(portfolio: Portfolio) -> Block:
    """List the projects: their kind, where and since when they run, who pays, and the cut-off of their figures."""
    say = portfolio.say
    rows = []
    for report in portfolio.reports:
        project = report.release.project
        kind = say("employment") if project.kind == "employment" else say("social participation")
        places = [report.region_name(use.region) for use in project.regions]
        where = say.list(places) if len(places) <= 3 else say("{n} municipalities", n=len(places))  # noqa: PLR2004
        funds = ", ".join(sorted({funding.fund for funding in project.funding})) or "–"
        cells = (_project(report), kind, where or "–", say.month(project.start), funds, say.date(report.period.end))
        rows.append(tuple(Cell(text) for text in cells))
    columns = (say("Project"), say("Kind"), say("Where"), say("Start"), say("Funding"), say("Cut-off"))
    return Table(say("The projects"), columns, tuple(rows), (False,) * 6)


def guidance(portfolio: Portfolio) -> Block:
    """Set the guidance of participants side by side."""
    return _side_by_side(portfolio, portfolio.say("Guidance of participants, to date"), _GUIDANCE)


def network(portfolio: Portfolio) -> Block:
    """Set the offers and places of participation projects side by side."""
    return _side_by_side(portfolio, portfolio.say("Offers and participation, to date"), _NETWORK)


def _side_by_side(portfolio: Portfolio, caption: str, codes: tuple[str, ...]) -> Block:
    say = portfolio.say
    shown = [
        report
        for report in portfolio.reports
        if any(report.has(code) for code in codes if code in report.entries.indicators)
    ]
    if not shown:
        return Note(say("None of the projects delivered data for this."), "missing")
    named = {code: report.name(code) for report in shown for code in codes if code in report.entries.indicators}
    rows = tuple((Cell(_project(report)), *(report.cell(code) for code in named)) for report in shown)
    notes = (say("Each project counts by its own cut-off and settings; the rows cannot be added up."),)
    return Table(caption, (say("Project"), *named.values()), rows, (False, *[True] * len(named)), notes)


def differences(portfolio: Portfolio) -> Block:
    """Say in which settings and frameworks the projects differ, so that nobody compares what cannot be compared."""
    say = portfolio.say
    rows = []
    for report in portfolio.reports:
        project, settings = report.release.project, report.release.project.settings
        framework = {"esf-2014-2020": "ESF 2014-2020", "esf-plus": "ESF+", "none": "–"}[project.framework]
        language = portfolio.language
        tables = ", ".join(sorted({TABLE_NAMES[source.table][language] for source in report.release.sources}))
        contracts = ", ".join(CONTRACT_NAMES[contract][language] for contract in settings.counted_contracts)
        cells = (_project(report), framework, contracts, tables)
        rows.append(tuple(Cell(text) for text in cells))
    columns = (say("Project"), say("Framework"), say("Counted contracts"), say("Delivered tables"))
    return Stack((Table(say("Where definitions and data differ"), columns, tuple(rows), (False,) * 4),))


def definitions(portfolio: Portfolio) -> Block:
    """Define the indicators that the tables show."""
    language = portfolio.language
    terms = {
        code: Definition(report.entries[code].name[language], report.entries.meaning(code, language))
        for report in portfolio.reports
        for code in (*_GUIDANCE, *_NETWORK)
        if code in report.entries.indicators
    }
    return Definitions(tuple(terms.values()))


def _project(report: Report) -> str:
    return by_language(report.release.project.name)[report.language]
