"""From a project's delivery to what its reports may see: read, compute, compare with what was published, protect.

No report is made here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.disclosure import Protected, protected, reasons, round_figures, without_waiting
from reportkit.errors import DataError, UsageError
from reportkit.indicators import catalogue, structure
from reportkit.indicators.claims import examine as examine_claims
from reportkit.indicators.evaluator import compute as compute_indicators
from reportkit.indicators.evaluator import population_groups
from reportkit.indicators.figure_checks import check_figures
from reportkit.indicators.measures import Population
from reportkit.indicators.results import with_parts
from reportkit.intake import load, read
from reportkit.messages import Message, joined
from reportkit.periods import Period
from reportkit.pipeline.corrections import changed
from reportkit.pipeline.earlier import earlier, remarks, turnover, unknown_rules
from reportkit.pipeline.regrouped import refuse_regrouped
from reportkit.pipeline.release import Release
from reportkit.regions import ALL
from reportkit.tables import FIGURE_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportkit.indicators import Catalogue
    from reportkit.indicators.figure_checks import Verdict
    from reportkit.params import Project, Workspace
    from reportkit.pipeline.earlier import Earlier
    from reportkit.regions import Region
    from reportkit.tables import Delivery, Structure

__all__ = ["compute", "compute_both", "examine", "examine_figures", "figures", "hidden_figures"]

AUDIENCES = ("authority", "public")

_HIDDEN = (*FIGURE_KEY, "unit", "value", "numerator", "denominator", "rule")
"""The columns of the table of hidden figures."""

_FEW = 5


def examine(workspace: Workspace, project: Project) -> Delivery:
    """Read and check a project's delivery without refusing it, also against the release before it."""
    delivery = read(project, workspace.root)
    found = tuple(remarks(project, delivery, turnover(workspace, project, delivery)))
    return replace(delivery, findings=(*delivery.findings, *found))


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
    return _asked(table, regions, periods)


def hidden_figures(
    workspace: Workspace, project: Project, *, regions: Sequence[str] = (), periods: Sequence[Period] = ()
) -> pd.DataFrame:
    """List the figures that the public edition hides, as they were computed, each with the rule that hid it.

    It is for the authority, and is written nowhere: whoever knows which figures are small can work out others.

    Returns
    -------
    pandas.DataFrame
        The key of a figure, its unit, value, numerator and denominator, and the `rule`, a code of
        `reportkit.disclosure.RULES`; sorted by the key.

    Raises
    ------
    UsageError
        When the figures of the project are not hidden but rounded.
    """
    if project.disclosure.method != "suppression":
        what = Message("the figures of {project} are rounded, not hidden by rules.", project=project.id)
        mend = Message("Only a project with method: suppression under disclosure has such a list.")
        raise UsageError("E007", what, where="--hidden", mend=mend)
    source = _source(workspace, project, regions, periods)
    public = _public(source)
    rules = reasons(
        public.computed,
        public.protected.figures,
        public.structure,
        project.disclosure.threshold,
        published=source.before.published,
    )
    table = with_parts(public.computed, public.entries).assign(rule=rules)
    found = table.loc[rules != "", list(_HIDDEN)].sort_values(list(FIGURE_KEY))
    return _asked(found, regions, periods)


def _asked(table: pd.DataFrame, regions: Sequence[str], periods: Sequence[Period]) -> pd.DataFrame:
    """Keep the rows of the regions and periods that are named; all where none is."""
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
            mend = Message("There are: public and authority.")
            raise UsageError("E006", Message('no audience "{name}".', name=audience), mend=mend)
    source = _source(workspace, project, regions, periods)
    return {audience: _release(source, audience) for audience in audiences}


@dataclass(frozen=True)
class _Source:
    """What both editions of a project are made from; `table` has its figures as they were computed."""

    project: Project
    delivery: Delivery
    regions: Mapping[str, Region]
    spans: Sequence[Period]
    before: Earlier
    table: pd.DataFrame
    verdicts: tuple[Verdict, ...]

    @property
    def places(self) -> dict[str, frozenset[str]]:
        """The municipalities of each region."""
        return _places(self.regions)

    def entries(self, *, public: bool) -> Catalogue:
        """List the indicators of an edition."""
        return catalogue(self.project, population_groups(self.delivery.tables), public=public)


@dataclass(frozen=True)
class _Public:
    """The figures of the public edition, as they were computed and as they are protected, and by which structure."""

    entries: Catalogue
    structure: Structure
    computed: pd.DataFrame
    protected: Protected


def _places(regions: Mapping[str, Region]) -> dict[str, frozenset[str]]:
    return {name: frozenset(region.municipalities) for name, region in regions.items()}


def _source(workspace: Workspace, project: Project, regions: Sequence[str], periods: Sequence[Period]) -> _Source:
    """Read a delivery, look up what was released before it, and compute its figures; those that break are refused."""
    delivery = load(project, workspace.root)
    known = {region.id: region for region in workspace.project_regions(project)}
    known |= {name: workspace.region(name) for name in regions if name != ALL}
    places = _places(known)
    spans = sorted({*project.reports.periods, *periods})
    before = earlier(workspace, project, delivery, places, spans)
    table = _computed(delivery, project, places, spans)
    verdicts = check_figures(table, regions=places, accepted=project.data.reasons)
    _refuse_broken(project, verdicts)
    return _Source(project, delivery, known, spans, before, table, verdicts)


def _public(source: _Source) -> _Public:
    """Compute the figures of the public edition, in the groups that it has, and protect them."""
    project, before = source.project, source.before
    entries = source.entries(public=True)
    refuse_regrouped(project, before.published, entries)
    computed = source.table
    if project.disclosure.coarser:
        computed = _computed(source.delivery, project, source.places, source.spans, public=True)
    known = structure(entries, source.places, source.spans, project.disclosure)
    computed = without_waiting(computed, known.withheld)
    return _Public(entries, known, computed, _protected(computed, project, entries, known, before))


def _release(source: _Source, audience: str) -> Release:
    """Make the release of one audience."""
    project, delivery, verdicts = source.project, source.delivery, source.verdicts
    if audience == "public":
        public = _public(source)
        entries, shown, tables = public.entries, public.protected.figures, public.protected.tables
        comparable = shown
        verdicts = tuple(verdict.public() for verdict in verdicts)
    else:
        entries, shown, tables = source.entries(public=False), source.table, None
        dated = _dated(delivery, project, source.places, source.spans)
        comparable = pd.concat([shown, dated], ignore_index=True)
    release = Release(
        project=project,
        audience=audience,
        figures=with_parts(shown, entries),
        claims=examine_claims(project.published, project.relations, _recomputed(project, comparable)).to_dict(),
        findings=delivery.findings,
        completeness=delivery.completeness,
        sources=delivery.sources,
        verdicts=verdicts,
        regions=source.regions,
        tables=tables,
    )
    return _beside(release, source.before, delivery)


def _computed(
    delivery: Delivery,
    project: Project,
    places: Mapping[str, frozenset[str]],
    spans: Sequence[Period],
    *,
    public: bool = False,
) -> pd.DataFrame:
    """Compute the indicators table, for the public with the coarser groups that the project file asks for."""
    with TemporaryDirectory(prefix="reportkit-") as scratch:
        return compute_indicators(delivery.tables, project, places, spans, scratch=scratch, public=public)


def _beside(release: Release, before: Earlier, delivery: Delivery) -> Release:
    """Set a release beside those before it; what changed since is for the authority."""
    told = replace(release, origin=before.origin(release.audience))
    if release.audience == "public":
        return told
    return replace(
        told,
        findings=(*release.findings, *remarks(release.project, delivery, before.turnover)),
        turnover=before.turnover,
        compared=not before.released.empty,
        corrections=changed(before.released, release.figures),
        unknown_rules=unknown_rules(release.project),
        participants=delivery.tables.get("participations"),
    )


def _protected(
    table: pd.DataFrame, project: Project, entries: Catalogue, known: Structure, before: Earlier
) -> Protected:
    """Protect a table by the method that the project file names; the size of a population is no secret."""
    chosen = project.disclosure
    if chosen.method == "suppression":
        return protected(table, known, chosen.threshold, published=before.published, kept=before.tables)
    facts = {code for code, entry in entries.indicators.items() if isinstance(entry, Population)}
    return Protected(round_figures(table, known, threshold=chosen.threshold, base=chosen.base, exact=facts))


def _refuse_broken(project: Project, verdicts: Sequence[Verdict]) -> None:
    """Refuse figures that break a rule which the project does not accept; the first places of each are told."""
    stopping = [verdict for verdict in verdicts if verdict.stops]
    if not stopping:
        return
    told: list[str] = []
    for verdict in stopping:
        told.append(
            Message(
                "  {rule} {words}: broken {n} of {checked} times",
                rule=verdict.id,
                words=Message(verdict.words),
                n=len(verdict.broken),
                checked=verdict.checked,
            )
        )
        told += [
            Message("    {place}: {found}", place=breach.where, found=breach.found) for breach in verdict.broken[:_FEW]
        ]
    what = Message("the figures on the common indicators contradict each other:\n{lines}\n", lines=joined("\n", told))
    mend = Message("Mend the data, or accept the rule, with a reason, under data.accept.")
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
    """Look up each published figure in the table, to date, at the end of its month; None where it is not there exactly.

    A rounded figure is not set beside a published one: that they differ would say nothing.
    """
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
