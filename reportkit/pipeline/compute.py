"""From a project's delivery to what its reports may see: read, compute, compare with what was published, protect.

No report is made here.
"""

from __future__ import annotations

from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.disclosure import protect
from reportkit.errors import DataError, UsageError
from reportkit.indicators import catalogue, structure
from reportkit.indicators.claims import examine as examine_claims
from reportkit.indicators.evaluator import compute as compute_indicators
from reportkit.indicators.evaluator import population_groups
from reportkit.indicators.figure_checks import check_figures
from reportkit.indicators.results import with_parts
from reportkit.intake import load, read
from reportkit.periods import Period
from reportkit.pipeline.release import Release
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportkit.indicators.figure_checks import Verdict
    from reportkit.params import Project, Workspace
    from reportkit.tables import Delivery

__all__ = ["compute", "compute_both", "examine", "examine_figures", "figures"]

AUDIENCES = ("authority", "public")

_FEW = 5


def examine(workspace: Workspace, project: Project) -> Delivery:
    """Read and check a project's delivery without refusing it."""
    return read(project, workspace.root)


def examine_figures(workspace: Workspace, project: Project, delivery: Delivery) -> tuple[Verdict, ...]:
    """Compute the common indicators of a project from a delivery that is not refused, and check what they say."""
    places = {region.id: frozenset(region.municipalities) for region in workspace.project_regions(project)}
    spans = sorted(project.reports.periods)
    table = compute_indicators(delivery.tables, project, places, spans, frameworks=(project.framework,))
    return check_figures(table, regions=places, accepted=project.data.reasons)


def figures(
    workspace: Workspace,
    project: Project,
    *,
    audience: str,
    regions: Sequence[str] = (),
    periods: Sequence[Period] = (),
) -> pd.DataFrame:
    """Compute the indicators table of a project for an audience.

    Returns
    -------
    pandas.DataFrame
        The rows of the regions and periods asked for, all of the project's when none is named. A public table is
        protected together with every region and period that the project lists.
    """
    table = compute(workspace, project, audience=audience, regions=regions, periods=periods).figures
    if regions:
        table = table[table["region"].isin(regions)]
    if periods:
        table = table[table["period"].isin([period.id for period in periods])]
    return table.reset_index(drop=True)


def compute(
    workspace: Workspace,
    project: Project,
    *,
    audience: str,
    regions: Sequence[str] = (),
    periods: Sequence[Period] = (),
) -> Release:
    """Compute what the reports of a project may see, for one audience.

    Raises
    ------
    DataError
        When the delivery is refused, or its figures on the common indicators contradict each other.
    DisclosureError
        When a public table can't be made safe.
    """
    return _releases(workspace, project, regions, periods, (audience,))[audience]


def compute_both(
    workspace: Workspace, project: Project, *, regions: Sequence[str] = (), periods: Sequence[Period] = ()
) -> dict[str, Release]:
    """Compute what the reports of a project may see, for each audience, from one reading of its delivery."""
    return _releases(workspace, project, regions, periods, AUDIENCES)


def _releases(
    workspace: Workspace,
    project: Project,
    regions: Sequence[str],
    periods: Sequence[Period],
    audiences: Sequence[str],
) -> dict[str, Release]:
    for audience in audiences:
        if audience not in AUDIENCES:
            raise UsageError("E006", f'no audience "{audience}".', mend="There are: public and authority.")
    delivery = load(project, workspace.root)
    known = {region.id: region for region in workspace.project_regions(project)}
    known |= {name: workspace.region(name) for name in regions if name != ALL}
    places = {name: frozenset(region.municipalities) for name, region in known.items()}
    spans = sorted({*project.reports.periods, *periods})
    with TemporaryDirectory(prefix="reportkit-") as scratch:
        table = compute_indicators(delivery.tables, project, places, spans, scratch=scratch)
    verdicts = check_figures(table, regions=places, accepted=project.data.reasons)
    _refuse_broken(project, verdicts)
    entries = catalogue(project, population_groups(delivery.tables))
    releases = {}
    for audience in audiences:
        if audience == "public":
            shown = protect(table, structure(entries, places, spans), project.disclosure.threshold)
            comparable = shown
        else:
            shown = table
            comparable = pd.concat([table, _dated(delivery, project, places, spans)], ignore_index=True)
        releases[audience] = Release(
            project=project,
            audience=audience,
            figures=with_parts(shown, entries),
            claims=examine_claims(project.published, project.relations, _recomputed(project, comparable)).to_dict(),
            findings=delivery.findings,
            completeness=delivery.completeness,
            sources=delivery.sources,
            verdicts=tuple(verdict.public() for verdict in verdicts) if audience == "public" else verdicts,
            regions=known,
        )
    return releases


def _refuse_broken(project: Project, verdicts: Sequence[Verdict]) -> None:
    """Refuse figures that break a rule which the project does not accept; the first places of each are told."""
    stopping = [verdict for verdict in verdicts if verdict.stops]
    if not stopping:
        return
    told = []
    for verdict in stopping:
        told.append(f"{verdict.id} {verdict.words}: broken {len(verdict.broken)} of {verdict.checked} times")
        told += [f"  {breach.where}: {breach.found}" for breach in verdict.broken[:_FEW]]
    listed = "\n".join(f"  {line}" for line in told)
    what = f"the figures on the common indicators contradict each other:\n{listed}\n"
    mend = "Mend the data, or accept the rule, with a reason, under data.accept."
    raise DataError("E150", what, where=f"params/projects/{project.id}.yaml", mend=mend)


def _dated(
    delivery: Delivery, project: Project, places: Mapping[str, frozenset[str]], spans: Sequence[Period]
) -> pd.DataFrame:
    """Compute the figures at the dates of published claims on which no reported period ends."""
    ends = {span.end for span in spans}
    dates = {claim.date for claim in project.published if claim.date is not None}
    missing = {period.end: period for period in map(_month, sorted(dates)) if period.end not in ends}
    return compute_indicators(delivery.tables, project, places, list(missing.values())) if missing else pd.DataFrame()


def _recomputed(project: Project, table: pd.DataFrame) -> dict[str, float | None]:
    """Look up each published figure in the table, to date, at the end of its month; None where it is not there."""
    to_date = table[(table["basis"] == "to_date") & (table["status"] == "ok")]
    ends = to_date["period"].map({name: Period.parse(name).end for name in set(to_date["period"])})
    keys = zip(ends, *(to_date[name] for name in ("region", "indicator", "by", "group")), strict=True)
    values = dict(zip(keys, to_date["value"].tolist(), strict=True))
    last = max(project.reports.periods).end
    return {
        claim.claim: values.get(
            (
                _month(claim.date).end if claim.date else last,
                claim.region,
                claim.indicator or claim.claim,
                claim.by,
                claim.group,
            )
        )
        for claim in project.published
    }


def _month(moment: str) -> Period:
    """Return the month of a day, or the month or year as it is written."""
    return Period.parse(moment[:7])
