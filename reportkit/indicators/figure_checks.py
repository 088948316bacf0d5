"""The rules that figures on the common indicators keep: each is data, and `check_figures` puts them all to a table.

What a delivered record may not say stands in the intake, and what published figures must agree on in `claims`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from reportkit.indicators.breaches import (
    KEY,
    Breach,
    Figures,
    Formula,
    Found,
    above,
    absent,
    below,
    compared,
    genders,
    outputs_fallen,
    results_fallen,
    unavailable,
)
from reportkit.indicators.breakdowns import TOTAL
from reportkit.indicators.esf import ESF_2014, ESF_PLUS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

__all__ = ["FIGURE_CHECKS", "FRAMEWORKS", "FigureCheck", "Verdict", "check_figures"]

FRAMEWORKS = (ESF_PLUS, ESF_2014)
"""The lists of common indicators."""

_EXACT = ("ok", "pending")


@dataclass(frozen=True)
class Verdict:
    """What became of a rule: how many comparisons it took, the cells that break it, and the reason why they may."""

    id: str
    severity: Literal["error", "warning"]
    words: str
    checked: int = 0
    broken: tuple[Breach, ...] = ()
    accepted: str = ""

    @property
    def stops(self) -> bool:
        """Whether it keeps a report from being made."""
        return self.severity == "error" and bool(self.broken) and not self.accepted

    def public(self) -> Verdict:
        """Return what the public may know of it: the rule, and the reason for which the project sets it aside."""
        return replace(self, checked=0, broken=())


@dataclass(frozen=True)
class FigureCheck:
    """A rule that figures keep.

    Attributes
    ----------
    id
        The rule's id, as in the definitions of the indicators.
    severity
        Whether a figure that breaks it stops a report, or is printed in it.
    frameworks
        The lists of common indicators that it holds for.
    words
        What the rule asks, in plain words; the message id of its translations.
    formulas
        What must hold between the figures of each cell (region, period, basis, group).
    bases
        The bases for which the formulas hold.
    find
        In place of formulas: the function that returns what breaks the rule.
    """

    id: str
    severity: Literal["error", "warning"]
    frameworks: tuple[str, ...]
    words: str
    formulas: tuple[str, ...] = ()
    bases: tuple[str, ...] = ("to_date", "period")
    find: Callable[[Figures], Found] | None = None

    def put_to(self, figures: Figures) -> Found:
        """Put the rule to the figures of a framework."""
        if self.find:
            return self.find(figures)
        formulas = map(Formula.parse, self.formulas)
        return Found.of_all([compared(figures, formula, basis=self.bases) for formula in formulas])


def _each_within(whole: str, *parts: str) -> tuple[str, ...]:
    return tuple(f"{part} <= {whole}" for part in parts)


_LABOUR = "the unemployed, the inactive and the employed are all participants together, and part of the grand total"
_AGE = "the groups by age are part of the participants"
_LEVELS = "no more participants have a level of education than there are"
_ALL_LEVELS = "all participants have a level of education"
_BACKGROUND = "each group by background is part of the participants"
_SEARCHING = "those who search for a job upon leaving were inactive at entry"
_WORKING = "those in employment upon leaving were unemployed or inactive at entry"
_EITHER = "those who search or work upon leaving were unemployed or inactive at entry, and none is counted twice"
_LEARNING = "no more participants have a result upon leaving than there are"
_LATER = "those in employment six months after leaving were unemployed or inactive at entry"
_IMPROVED = "those whose situation improved six months after leaving were employed at entry"
_TO_DATE = ("to_date",)

FIGURE_CHECKS: tuple[FigureCheck, ...] = (
    FigureCheck("A01", "error", (ESF_PLUS,), _LABOUR, ("EECO01 = EECO02 + EECO04 + EECO05", "EECO01 <= grand_total")),
    FigureCheck("A01", "error", (ESF_2014,), _LABOUR, ("total = CO01 + CO03 + CO05", "total <= grand_total")),
    FigureCheck("A02", "error", (ESF_PLUS,), "the long-term unemployed are part of the unemployed",
                ("EECO03 <= EECO02",)),
    FigureCheck("A02", "error", (ESF_2014,), "the long-term unemployed are part of the unemployed, and the inactive "
                "who are not in education part of the inactive", ("CO02 <= CO01", "CO04 <= CO03")),
    FigureCheck("A03", "error", (ESF_PLUS,), _AGE, ("EECO06 + EECO07 + EECO08 <= EECO01",)),
    FigureCheck("A03", "error", (ESF_2014,), _AGE, ("CO06 + CO07 <= total", "CO08 <= CO07")),
    FigureCheck("A04", "error", (ESF_PLUS,), _LEVELS, ("EECO09 + EECO10 + EECO11 <= EECO01",)),
    FigureCheck("A04", "error", (ESF_2014,), _LEVELS, ("CO09 + CO10 + CO11 <= total",)),
    FigureCheck("A04", "warning", (ESF_PLUS,), _ALL_LEVELS, ("EECO09 + EECO10 + EECO11 >= EECO01",)),
    FigureCheck("A04", "warning", (ESF_2014,), "all participants have a level of education; ISCED 0 counts as none",
                ("CO09 + CO10 + CO11 >= total",)),
    FigureCheck("A05", "error", (ESF_PLUS,), _BACKGROUND,
                _each_within("EECO01", "EECO12", "EECO13", "EECO14", "EECO15", "EECO16", "EECO17")),
    FigureCheck("A05", "error", (ESF_2014,), _BACKGROUND, _each_within("total", "CO15", "CO16", "CO18", "CO19")),
    FigureCheck("A06", "error", FRAMEWORKS, "women, men and X are the total together; the grand total also has the "
                "unknown", find=genders),
    FigureCheck("A10", "error", FRAMEWORKS, "an output to date never falls from one cut-off to the next",
                find=outputs_fallen),
    FigureCheck("A10", "warning", FRAMEWORKS, "a result to date does not fall from one cut-off to the next; whoever "
                "comes back takes an exit back", find=results_fallen),
    FigureCheck("A12", "error", FRAMEWORKS, "every common indicator has a figure to date, zeros too", find=absent),
    FigureCheck("A12", "warning", FRAMEWORKS, "every common indicator is available", find=unavailable),
    FigureCheck("A15", "error", FRAMEWORKS, "the regions together have no more than the whole area", find=above),
    FigureCheck("A15", "warning", FRAMEWORKS, "the regions together have all of the whole area; others live outside "
                "the regions", find=below),
    FigureCheck("B03", "error", (ESF_PLUS,), _SEARCHING, ("EECR01 <= EECO04",), _TO_DATE),
    FigureCheck("B03", "error", (ESF_2014,), _SEARCHING, ("CR01 <= CO03",), _TO_DATE),
    FigureCheck("B04", "error", (ESF_PLUS,), _WORKING, ("EECR04 <= EECO02 + EECO04",), _TO_DATE),
    FigureCheck("B04", "error", (ESF_2014,), _WORKING, ("CR04 <= CO01 + CO03",), _TO_DATE),
    FigureCheck("B05", "error", (ESF_PLUS,), _EITHER, ("EECR01 + EECR04 <= EECO02 + EECO04",), _TO_DATE),
    FigureCheck("B05", "error", (ESF_2014,), _EITHER, ("CR01 + CR04 <= CO01 + CO03",), _TO_DATE),
    FigureCheck("B06", "error", (ESF_PLUS,), _LEARNING, _each_within("EECO01", "EECR02", "EECR03"), _TO_DATE),
    FigureCheck("B06", "error", (ESF_2014,), _LEARNING, _each_within("total", "CR02", "CR03", "CR05"), _TO_DATE),
    FigureCheck("B07", "error", (ESF_PLUS,), _LATER, ("EECR05 <= EECO02 + EECO04",), _TO_DATE),
    FigureCheck("B07", "error", (ESF_2014,), "those in employment six months after leaving were unemployed or inactive "
                "at entry; the older and the disadvantaged are part of them",
                ("CR06 <= CO01 + CO03", "CR08 <= CR06", "CR08 <= CO07", "CR09 <= CR06"), _TO_DATE),
    FigureCheck("B08", "error", (ESF_PLUS,), _IMPROVED, ("EECR06 <= EECO05",), _TO_DATE),
    FigureCheck("B08", "error", (ESF_2014,), _IMPROVED, ("CR07 <= CO05",), _TO_DATE),
)  # fmt: skip
"""Every rule for figures, in the order in which verdicts are listed. A rule may have an entry for each framework and
severity; accepting its id accepts them all."""


def check_figures(
    figures: pd.DataFrame,
    *,
    regions: Mapping[str, frozenset[str]] = MappingProxyType({}),
    accepted: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Verdict, ...]:
    """Put every rule to the figures of a project on the common indicators.

    Parameters
    ----------
    figures
        The indicators table of one project (`reportkit.tables.FIGURE_COLUMNS`); rows of other lists are left alone.
    regions
        For each region its municipalities (REFNIS), as far as they are known; ``all`` is the whole area.
    accepted
        For a rule's id the reason why the project may break it.

    Returns
    -------
    tuple of Verdict
        One for each rule of the frameworks that the table holds, in the order of `FIGURE_CHECKS`.

    Notes
    -----
    A figure that is suppressed, rounded, not available or not there is not checked, and neither is a sum that it is
    part of.
    """
    verdicts = []
    for framework in FRAMEWORKS:
        rows = figures[(figures["framework"] == framework) & figures["by"].isin([TOTAL, "gender"])]
        if rows.empty:
            continue
        rows = rows[[*KEY, "value", "status", "note"]]
        given = Figures(framework, rows.assign(value=rows["value"].where(rows["status"].isin(_EXACT))), regions)
        verdicts += [
            Verdict(check.id, check.severity, check.words, *check.put_to(given), accepted.get(check.id, ""))
            for check in FIGURE_CHECKS
            if framework in check.frameworks
        ]
    return tuple(verdicts)
