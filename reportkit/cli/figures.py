"""Files of figures on the common indicators, put to the checks: ``reportkit check --figures FILE``."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import typer

from reportkit.cli.language import tell, told
from reportkit.errors import DataError, UsageError
from reportkit.messages import Message, did_you_mean, joined, there_are

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from reportkit.cli.doors import Door
    from reportkit.cli.options import Listing
    from reportkit.indicators.breaches import Breach
    from reportkit.indicators.figure_checks import Verdict
    from reportkit.params import Workspace

__all__ = ["check_files"]

COLUMNS = ("project", "rule", "severity", "file", "where", "count", "expected", "found", "accepted")
_FEW = 5


def check_files(door: Door, files: Sequence[Path], projects: Sequence[str], form: Listing) -> None:
    """Check files of figures, and list each rule that is broken, with the region, period and basis where it is."""
    from reportkit.cli.output import write_records
    from reportkit.intake.figures import read_figures

    table = read_figures(files)
    workspace = _workspace(door, projects, sorted(set(table["project"]) - {""}))
    if projects and workspace is not None:
        table = _chosen(table, [workspace.project(name).id for name in projects])
    records: list[dict[str, object]] = []
    stops = False
    for project in sorted(set(table["project"])):
        figures = table[table["project"] == project]
        verdicts = _verdicts(figures, workspace, project)
        stops |= any(verdict.stops for verdict in verdicts)
        records += _records(project, figures, verdicts)
        _tell(project or ", ".join(map(str, files)), len(figures), verdicts)
    write_records(COLUMNS, records, form)
    if stops:
        raise typer.Exit(DataError.exit_status)


def _workspace(door: Door, projects: Sequence[str], in_files: Sequence[str]) -> Workspace | None:
    """Open the workspace where it can tell something; without one the figures are checked all the same."""
    if not projects and not in_files:
        return None
    try:
        return door.open()
    except UsageError:
        if projects or door.folder:
            raise
        return None


def _chosen(table: pd.DataFrame, projects: Sequence[str]) -> pd.DataFrame:
    """Keep the figures of the named projects; those of no project are the one project's that is named."""
    if len(set(projects)) == 1:
        table = table.assign(project=table["project"].mask(table["project"] == "", projects[0]))
    there = sorted(set(table["project"]))
    if "" in there:
        what = Message("the files do not say whose the figures are.")
        add = Message("Name one project, or add the column project.")
        raise UsageError("E006", what, where="--project", mend=add)
    for name in projects:
        if name not in there:
            mend = did_you_mean(name, there) or there_are(there)
            raise UsageError("E003", Message('no figures of "{name}" in the files.', name=name), mend=mend)
    return table[table["project"].isin(projects)]


def _verdicts(figures: pd.DataFrame, workspace: Workspace | None, project: str) -> tuple[Verdict, ...]:
    from reportkit.indicators.figure_checks import check_figures

    known = workspace.projects.get(project) if workspace else None
    if workspace is None or known is None:
        return check_figures(figures)
    regions = {region.id: frozenset(region.municipalities) for region in workspace.project_regions(known)}
    return check_figures(figures, regions=regions, accepted=known.data.reasons)


def _records(project: str, figures: pd.DataFrame, verdicts: Sequence[Verdict]) -> Iterator[dict[str, object]]:
    for verdict in verdicts:
        for (region, period, basis), its in groupby(sorted(verdict.broken), lambda breach: breach[:3]):
            breaches = list(its)
            place = figures[(figures["region"] == region) & (figures["period"] == period)]
            yield {
                "project": project,
                "rule": verdict.id,
                "severity": verdict.severity,
                "file": ", ".join(sorted(set(place["_file"]))),
                "where": f"{region} {period} {basis}",
                "count": len(breaches),
                "expected": told(Message(verdict.words)),
                "found": told(_found(breaches)),
                "accepted": verdict.accepted,
            }


def _found(breaches: Sequence[Breach]) -> str:
    first = [
        joined(": ", (breach.group, breach.found)) if breach.by != "total" else breach.found
        for breach in breaches[:_FEW]
    ]
    more = Message("and {n} more", n=len(breaches) - _FEW) if len(breaches) > _FEW else ""
    return joined("; ", (*first, more))


def _tell(name: str, figures: int, verdicts: Sequence[Verdict]) -> None:
    broken = [verdict for verdict in verdicts if verdict.broken]
    stopping = sum(verdict.stops for verdict in broken)
    tell(
        Message(
            "{name}: figures {figures}, checks {checks}, broken {broken}, of which stop a report {stopping}",
            name=name,
            figures=figures,
            checks=len(verdicts),
            broken=len(broken),
            stopping=stopping,
        )
    )
