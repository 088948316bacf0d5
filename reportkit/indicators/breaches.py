"""What in a table of figures breaks a rule: sums compared, cut-offs compared, cells that are not there.

Which rules there are stands in `figure_checks`.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import pandas as pd

from reportkit.indicators.breakdowns import TOTAL
from reportkit.indicators.catalogue import COMMON
from reportkit.indicators.measures import Count, Result
from reportkit.messages import Message, joined
from reportkit.params.models import Settings
from reportkit.periods import Period
from reportkit.regions import ALL
from reportkit.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import numpy.typing as npt

    from reportkit.indicators.measures import Indicator

__all__ = [
    "KEY", "Breach", "Figures", "Formula", "Found", "above", "absent", "below",
    "common_indicators", "compared", "genders", "outputs_fallen", "results_fallen", "unavailable",
]  # fmt: skip

_CELL = ["region", "period", "basis", "by", "group"]
KEY = [*_CELL, "indicator"]
"""What names a figure among those of a project and a framework."""

_GENDERS = ("F", "M", "X")
_TOTALS = ("grand_total", TOTAL)
_RELATIONS = {"=": operator.eq, "<=": operator.le, ">=": operator.ge}


class Breach(NamedTuple):
    """A cell that breaks a rule, and the numbers that do so, such as ``EECO01 10, EECO02 + EECO04 + EECO05 9``."""

    region: str
    period: str
    basis: str
    by: str
    group: str
    found: str

    @property
    def where(self) -> str:
        """The cell in words: ``kortrijk 2022 to_date gender F``."""
        group = () if self.by == TOTAL else (self.by, self.group)
        return " ".join((self.region, self.period, self.basis, *group))


@dataclass(frozen=True)
class Figures:
    """The figures of one framework, a row each; `value` is null where it is hidden, rounded or not there."""

    framework: str
    rows: pd.DataFrame
    regions: Mapping[str, frozenset[str]]

    def to_date(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the figures of some indicators to date."""
        return self.rows[self.rows["indicator"].isin(codes) & (self.rows["basis"] == "to_date")]

    @cached_property
    def _beside(self) -> dict[str, pd.DataFrame]:
        return {}

    def beside(self, column: str) -> pd.DataFrame:
        """Set the figures beside each other that differ in a column only; a group names its breakdown too."""
        if column not in self._beside:
            key = [name for name in KEY if name != column and (column != "group" or name != "by")]
            self._beside[column] = self.rows.pivot(index=key, columns=column, values="value")  # noqa: PD010 - none is averaged
        return self._beside[column]


class Found(NamedTuple):
    """How many comparisons were made, and the cells that break the rule."""

    checked: int
    broken: tuple[Breach, ...]

    @classmethod
    def of_all(cls, found: Sequence[Self]) -> Self:
        """Add up what several questions found."""
        return cls(sum(one.checked for one in found), tuple(breach for one in found for breach in one.broken))


class Formula(NamedTuple):
    """Two sums of figures and how they must stand to each other: ``EECO01 = EECO02 + EECO04 + EECO05``."""

    left: tuple[str, ...]
    relation: str
    right: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a formula as a check writes it."""
        left, relation, right = re.split(r" (=|<=|>=) ", text)
        return cls(tuple(left.split(" + ")), relation, tuple(right.split(" + ")))


def compared(figures: Figures, formula: Formula, over: str = "indicator", **among: Collection[str]) -> Found:
    """Compare sums of figures that differ in a column, among the cells with the named values; a gap is not compared."""
    beside = figures.beside(over)
    left, right = (_summed(beside, side) for side in (formula.left, formula.right))
    known = ~np.isnan(left) & ~np.isnan(right)
    for name, values in among.items():
        known &= beside.index.get_level_values(name).isin(list(values))
    sides = " + ".join(formula.left), " + ".join(formula.right)
    broken = [
        _breach(
            dict(zip(map(str, beside.index.names), beside.index[at], strict=True)),
            f"{sides[0]} {_whole(left[at])}, {sides[1]} {_whole(right[at])}",
        )
        for at in np.flatnonzero(known & ~_RELATIONS[formula.relation](left, right)).tolist()
    ]
    return Found(int(known.sum()), tuple(broken))


def _summed(beside: pd.DataFrame, names: Sequence[str]) -> npt.NDArray[np.float64]:
    absent = np.full(len(beside), np.nan)
    return sum((beside[name].to_numpy() if name in beside else absent for name in names), np.zeros(len(beside)))


def _breach(cell: Mapping[str, str], found: str) -> Breach:
    named = f"{cell['indicator']}: {found}" if "indicator" in cell else found
    region, by, group = cell.get("region", ALL), cell.get("by", TOTAL), cell.get("group", TOTAL)
    return Breach(region, cell["period"], cell["basis"], by, group, named)


def _whole(value: float) -> str:
    return f"{value:.0f}"


@cache
def common_indicators(framework: str) -> Mapping[str, Indicator]:
    """Return the indicators of a list by code, with what is counted beside them; no setting changes a code."""
    return {entry.code: entry for entry in COMMON[framework].entries(Settings())}


def _outputs(framework: str) -> list[str]:
    return [code for code, entry in common_indicators(framework).items() if isinstance(entry, Count)]


def _results(framework: str) -> list[str]:
    entries = common_indicators(framework).items()
    return [code for code, entry in entries if isinstance(entry, Result) and not entry.of]


def _participations(framework: str) -> list[str]:
    return [code for code, entry in common_indicators(framework).items() if entry.unit == "participation"]


def genders(figures: Figures) -> Found:
    """Find the totals that the genders do not add up to."""
    known = set(_participations(figures.framework)) - {"grand_total"}
    return Found.of_all(
        [
            compared(figures, Formula.parse("F + M + X = total"), "group", indicator=known),
            compared(figures, Formula.parse("F + M + X + unknown = total"), "group", indicator={"grand_total"}),
        ]
    )


def _fallen(figures: Figures, codes: Collection[str]) -> Found:
    """Compare each figure to date with that of the cut-off before it; of two at one cut-off the larger comes first."""
    rows = figures.to_date(codes).dropna(subset="value")
    series = ["region", "indicator", "by", "group"]
    rows = rows.assign(end=rows["period"].map({period: Period.parse(period).end for period in set(rows["period"])}))
    rows = rows.sort_values([*series, "end", "value", "period"], ascending=[*[True] * 5, False, True])
    before = rows.groupby(series)[["value", "period"]].shift()
    rows = rows.assign(before=before["value"], earlier=before["period"])
    broken = [
        _breach(cell, f"{cell['earlier']} {_whole(cell['before'])}, {cell['period']} {_whole(cell['value'])}")
        for cell in rows_of(rows[rows["value"] < rows["before"]])
    ]
    return Found(int(rows["before"].notna().sum()), tuple(broken))


def outputs_fallen(figures: Figures) -> Found:
    """Find the outputs to date that are lower than at an earlier cut-off."""
    return _fallen(figures, _outputs(figures.framework))


def results_fallen(figures: Figures) -> Found:
    """Find the results to date that are lower than at an earlier cut-off."""
    return _fallen(figures, _results(figures.framework))


def _asked_for(figures: Figures) -> pd.DataFrame:
    """List the cells that must be there, with the status of those that are.

    Every indicator of the annex, for each region and period that has any figure; for each gender too where the table
    tells genders apart. Supported entities have no place and no gender. The totals are worked out, not asked for.
    """
    places = figures.rows[["region", "period"]].drop_duplicates()
    entries = common_indicators(figures.framework)
    codes = [code for code in (*_outputs(figures.framework), *_results(figures.framework)) if code not in _TOTALS]
    by_gender = (figures.rows["by"] == "gender").any()
    groups = [(TOTAL, TOTAL), *(("gender", group) for group in _GENDERS if by_gender)]
    cells = pd.DataFrame([(code, *group) for code in codes for group in groups], columns=["indicator", "by", "group"])
    asked = places.merge(cells, how="cross")
    placeless = asked["indicator"].isin([code for code in codes if entries[code].placeless])
    asked = asked[~placeless | ((asked["region"] == ALL) & (asked["by"] == TOTAL))]
    return asked.assign(basis="to_date").merge(figures.to_date(codes), how="left", on=KEY).sort_values(KEY)


def absent(figures: Figures) -> Found:
    """Find the indicators that have no row, or an empty one."""
    asked = _asked_for(figures)
    empty = (asked["status"] == "ok") & asked["value"].isna()
    missing = asked["status"].isna()
    return _told(
        asked,
        missing | empty,
        lambda cell: (
            Message("{indicator} empty", indicator=cell["indicator"])
            if cell["status"] == "ok"
            else Message("{indicator} missing", indicator=cell["indicator"])
        ),
    )


def unavailable(figures: Figures) -> Found:
    """Find the indicators that could not be worked out."""
    asked = _asked_for(figures)
    return _told(
        asked,
        asked["status"] == "not_available",
        lambda cell: joined(": ", (Message("{indicator} not available", indicator=cell["indicator"]), cell["note"])),
    )


def _told(asked: pd.DataFrame, wrong: pd.Series[bool], tell: Callable[[Mapping[str, Any]], str]) -> Found:
    broken = (
        Breach(cell["region"], cell["period"], cell["basis"], cell["by"], cell["group"], tell(cell))
        for cell in rows_of(asked[wrong])
    )
    return Found(len(asked), tuple(broken))


def above(figures: Figures) -> Found:
    """Find where the innermost regions, which contain no other, have more than the whole area."""
    return _added_up(figures, "<=", lambda region, others: any(other < region for other in others))


def below(figures: Figures) -> Found:
    """Find where the outermost regions, which no other contains, have less than the whole area."""
    return _added_up(figures, ">=", lambda region, others: any(other > region for other in others))


def _added_up(
    figures: Figures, relation: str, spare: Callable[[frozenset[str], Collection[frozenset[str]]], bool]
) -> Found:
    """Compare the sum of regions that do not overlap with the whole area; where the rest overlap, nothing is said."""
    there = set(figures.rows["region"]) - {ALL}
    known = {name: places for name, places in sorted(figures.regions.items()) if places and name in there}
    distinct = {places: name for name, places in reversed(known.items())}
    apart = {name: places for places, name in distinct.items() if not spare(places, distinct)}
    if not apart or sum(map(len, apart.values())) > len(frozenset().union(*apart.values())):
        return Found(0, ())
    formula = Formula(tuple(sorted(apart)), relation, (ALL,))
    return compared(figures, formula, "region", indicator=_participations(figures.framework))
