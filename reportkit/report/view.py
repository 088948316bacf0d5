"""One report's view of the protected figures: look one up, name it, write it.

No figure is computed here, and no table or chart is laid out.
"""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reportkit.display import Cell, Words, figure, hidden, missing, words
from reportkit.errors import UsageError
from reportkit.indicators import Catalogue, catalogue
from reportkit.indicators.breakdowns import TOTAL
from reportkit.messages import did_you_mean
from reportkit.periods import Period
from reportkit.pipeline.release import Release
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportkit.indicators.claims import Examination
    from reportkit.params import Workspace

__all__ = ["Figure", "Report", "examination", "open_report", "own_workspace", "view"]

_KEY = ["region", "period", "basis", "indicator", "by", "group"]


class Figure(NamedTuple):
    """A figure as the table has it; a hidden one has status suppressed and no value."""

    value: float
    numerator: float
    denominator: float
    low: float
    high: float
    target: float
    status: str
    unit: str

    @property
    def shown(self) -> bool:
        """Whether there is a value to see, exact or rounded."""
        return self.status in {"ok", "rounded"}


_NAN = math.nan
_ABSENT = Figure(_NAN, _NAN, _NAN, _NAN, _NAN, _NAN, "not_available", "")


@dataclass(frozen=True)
class Report:
    """What a report is about, and the figures it may show. Sections take it and give back blocks.

    Attributes
    ----------
    release
        The project and its figures for one audience: protected when that is the public.
    region, period, language
        What this report is about, and the language it speaks.
    """

    release: Release = field(repr=False)
    region: str
    period: Period
    language: str
    entries: Catalogue = field(repr=False)
    figures: Mapping[tuple[str, ...], Figure] = field(repr=False)

    @property
    def say(self) -> Words:
        """The words of the report's language."""
        return words(self.language)

    @property
    def public(self) -> bool:
        """Whether the report is for the public."""
        return self.release.audience == "public"

    @property
    def rounded(self) -> bool:
        """Whether the counts of the report are rounded."""
        return self.public and self.release.project.disclosure.method == "rounding"

    @property
    def coarser(self) -> frozenset[str]:
        """Which breakdowns, and whether support, the report gives in their coarser form."""
        return frozenset(self.release.project.disclosure.coarser if self.public else ())

    def groups(self, by: str) -> tuple[str, ...]:
        """List the groups of a breakdown in order: merged ones where the report gives its coarser form."""
        return tuple(self.entries.breakdowns[by].groups)

    def figure(
        self,
        code: str,
        *,
        by: str = TOTAL,
        group: str = TOTAL,
        basis: str = "to_date",
        region: str = "",
        period: str = "",
    ) -> Figure:
        """Look up a figure; one that the table does not have is not available."""
        return self.figures.get((region or self.region, period or self.period.id, basis, code, by, group), _ABSENT)

    def value(self, code: str, **where: str) -> float | None:
        """Look up a value: None when it is hidden, NaN when there is none."""
        found = self.figure(code, **where)
        return None if found.status == "suppressed" else found.value

    def cell(self, code: str, *, of: str = "value", **where: str) -> Cell:
        """Write a figure, or its numerator, denominator, low, high or target; one kept to date only is a dash."""
        found = self.figure(code, **where)
        if found is _ABSENT and self.figure(code, **{**where, "basis": "to_date"}) is not _ABSENT:
            return Cell("–")
        return self.written(found, of)

    def written(self, found: Figure, of: str = "value") -> Cell:
        """Write a part of a figure in the reader's language."""
        if found.status == "suppressed":
            return hidden(self.say)
        value: float = getattr(found, of)
        if math.isnan(value):
            nobody = found.status in {"not_applicable", "pending"}
            return Cell("–") if nobody or of != "value" else missing(self.say)
        share = found.unit == "proportion" and of in {"value", "low", "high", "target"}
        decimals = 1 if found.unit == "hour" or not (share or value.is_integer() or found.unit == "day") else None
        return figure(self.say, value, share=share, decimals=decimals)

    def interval(self, found: Figure) -> Cell:
        """Write the confidence limits of a figure."""
        if found.status == "suppressed":
            return hidden(self.say)
        if math.isnan(found.low) or math.isnan(found.high):
            return Cell("–")
        return Cell(
            self.say("{low} to {high}", low=self.written(found, "low").text, high=self.written(found, "high").text)
        )

    def has(self, *codes: str) -> bool:
        """Tell whether the data give at least one of the figures, hidden or not."""
        return any(self.figure(code).status != "not_available" for code in codes)

    def name(self, code: str) -> str:
        """Name an indicator."""
        return self.entries[code].name[self.language]

    def region_name(self, region: str = "") -> str:
        """Name a region; the whole area of the project has words of its own."""
        wanted = region or self.region
        return self.say("Whole project area") if wanted == ALL else self.release.regions[wanted].name(self.language)

    def regions(self) -> tuple[str, ...]:
        """List the regions that the table holds, the whole area last."""
        held = {key[0] for key in self.figures}
        return tuple(name for name in (*self.release.regions, ALL) if name in held)

    def periods(self) -> tuple[Period, ...]:
        """List the project's periods up to this one, in order, of those as long as this one where there are any."""
        listed = [period for period in sorted(self.release.project.reports.periods) if period.end <= self.period.end]
        alike = [period for period in listed if _form(period) == _form(self.period)]
        return tuple(alike if self.period in alike else sorted({*listed, self.period}))

    def previous(self) -> Period | None:
        """Return the period before this one, when the table holds it."""
        before = self.period.previous()
        return before if any(key[1] == before.id for key in self.figures) else None


def _form(period: Period) -> str:
    return "/" if "/" in period.id else period.id[4:6]


def view(release: Release, region: str, period: Period, language: str) -> Report:
    """Open a release as a report on a region and a period.

    Raises
    ------
    UsageError
        When the release holds no such region or period.
    """
    table = release.figures
    for what, value, code in (("region", region, "E004"), ("period", period.id, "E005")):
        known = sorted(set(table[what]))
        if value not in known:
            mend = did_you_mean(value, known) or f"There are: {', '.join(known)}."
            raise UsageError(code, f'no {what} "{value}" among the figures of {release.project.id}.', mend=mend)
    columns = [table[name].tolist() for name in Figure._fields]
    keys = zip(*(table[name].tolist() for name in _KEY), strict=True)
    figures = dict(zip(keys, map(Figure._make, zip(*columns, strict=True)), strict=True))
    entries = catalogue(release.project, release.population_groups, public=release.audience == "public")
    return Report(release, region, period, language, entries, figures)


def open_report(project: str, region: str, period: str | int, language: str, audience: str) -> Report:
    """Open the figures that a report may show.

    Within ``reportkit run`` these are the figures that were computed and protected for the whole batch. In plain
    papermill or JupyterLab the workspace is looked for from the current folder upwards, and the figures are computed
    first, by the same functions.

    Parameters
    ----------
    project, region, period
        Ids, as in the files under ``params/``; the region ``all`` is the project's whole area.
    language
        ``nl`` or ``en``.
    audience
        ``public`` or ``authority``.
    """
    asked = Period.parse(period)
    return view(_release(project, region, asked, audience), region, asked, language)


def _release(project: str, region: str, period: Period, audience: str) -> Release:
    given = os.environ.get("REPORTKIT_RELEASE")
    if given:
        return Release.load(Path(given) / project)
    from reportkit.pipeline.compute import compute  # noqa: PLC0415 - a report within a batch computes nothing

    workspace = own_workspace()
    known = workspace.project(project)
    regions = () if region == ALL else (region,)
    return compute(workspace, known, audience=audience, regions=regions, periods=(period,))


def own_workspace() -> Workspace:
    """Open the workspace of a notebook that runs by itself: the one it is told, else the nearest from here upwards."""
    from reportkit.params import find_workspace, open_workspace  # noqa: PLC0415 - a batch's reports read no params

    root = os.environ.get("REPORTKIT_WORKSPACE")
    return open_workspace(Path(root) if root else find_workspace(Path.cwd()))


def examination(report: Report) -> Examination:
    """Return what was found about the project's published figures."""
    from reportkit.indicators.claims import Examination  # noqa: PLC0415 - only the reports that print it need it

    return Examination.from_dict(report.release.claims)
