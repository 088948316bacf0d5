"""Which rule hid which figure of the public edition: for the authority, and never for the public.

A mark that told small figures from those hidden for their sake would help a reader to solve them. Nothing is hidden
here: what was computed is laid beside what was protected.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from reportkit.disclosure.counts import PLACE, read_counts, too_few
from reportkit.disclosure.released import standing
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from reportkit.disclosure.counts import Counts
    from reportkit.tables import Split, Structure

    Bools = NDArray[np.bool_]

__all__ = ["RULES", "reasons"]

_WHERE = PLACE[1:]
_SERIES = ["indicator", "by", "group", "region"]


def reasons(
    figures: pd.DataFrame,
    protected: pd.DataFrame,
    structure: Structure,
    threshold: int,
    *,
    published: pd.DataFrame | None = None,
) -> pd.Series[str]:
    """Name for each figure the rule that hid it: of those in `RULES` the first that holds.

    Parameters
    ----------
    figures
        The figures as they were computed, with the groups that the public sees.
    protected
        What `reportkit.disclosure.protect` made of them.
    structure, threshold, published
        What it was given.

    Returns
    -------
    pandas.Series
        Codes of `RULES`, by the rows of `figures`; empty where nothing is hidden.
    """
    rows = figures.reset_index(drop=True)
    hidden = protected["status"].eq("suppressed").to_numpy(dtype=bool)
    case = _Case(rows, hidden, read_counts(rows, structure), structure, threshold, published)
    found = np.select([hidden & rule.holds(case) for rule in _RULES], [rule.code for rule in _RULES], default="")
    return pd.Series(found, index=figures.index, name="rule", dtype="str")


@dataclass(frozen=True)
class _Case:
    """What is asked about: the figures as computed, which of them are hidden, and what `protect` was given."""

    rows: pd.DataFrame
    hidden: Bools
    counts: Counts
    structure: Structure
    threshold: int
    published: pd.DataFrame | None

    def among(self, rows: Iterable[int]) -> Bools:
        """Tell of each figure whether it is one of these rows."""
        return np.isin(np.arange(len(self.rows)), [*rows])

    def least(self, codes: pd.Series[str]) -> pd.Series[int]:
        """Return the smallest number of each count that may be known."""
        return codes.map(lambda code: self.structure.least(code, self.threshold)).astype("int64")

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The counts that figures are or give away, with the smallest number of each that may be known."""
        return self.counts.cells.assign(least=self.least(self.counts.cells["code"]))

    @cached_property
    def told(self) -> pd.DataFrame:
        """Those counts, and of a share also what its denominator leaves."""
        over = self.cells.drop_duplicates("row", keep="last")
        rest = (self.rows["denominator"] - self.rows["numerator"])[over["row"]]
        return pd.concat([self.cells, over.assign(value=rest.to_numpy(dtype=float))])

    @cached_property
    def own(self) -> pd.DataFrame:
        """The counts that have a row of their own."""
        return self.cells[self.cells["code"] == self.cells["row"].map(self.rows["indicator"])]


def _withheld(case: _Case) -> Bools:
    return case.rows["indicator"].isin(case.structure.withheld).to_numpy(dtype=bool)


def _within_a_period(case: _Case) -> Bools:
    results = case.rows["indicator"].isin(case.structure.results)
    return (results & case.rows["basis"].eq("period")).to_numpy(dtype=bool)


def _corrected(case: _Case) -> Bools:
    return standing(case.rows, case.published, case.structure, case.threshold)[1]


def _small(case: _Case) -> Bools:
    value = case.told["value"]
    return case.among(case.told.loc[(value > 0) & (value < case.threshold), "row"])


def _special(case: _Case) -> Bools:
    value = case.told["value"]
    return case.among(case.told.loc[(value > 0) & (value < case.told["least"]), "row"])


def _one_class(case: _Case) -> Bools:
    alike = np.zeros(len(case.rows), dtype=bool)
    for split in case.structure.splits:
        if split.one_class:
            alike |= _all_in_one(case, split)
    return alike


def _all_in_one(case: _Case, split: Split) -> Bools:
    """Tell which figures say nothing but of a whole that is all in one part, and of its parts."""
    mine = case.cells["code"].isin({split.whole, *split.parts})
    if split.to_date_only:
        mine &= case.cells["basis"].eq("to_date")
    values = case.cells[mine].groupby([*_WHERE, "code"])["value"].first().unstack("code")  # noqa: PD010 - of a series
    values = values.reindex(columns=[split.whole, *split.parts])
    whole = values[split.whole]
    alike = values.index[(whole > 0) & values[[*split.one_class]].eq(whole, axis=0).any(axis=1)]
    mine &= pd.MultiIndex.from_frame(case.cells[_WHERE]).isin(alike)
    every = mine.groupby(case.cells["row"]).all()
    return case.among(every.index[every])


def _few_persons(case: _Case) -> Bools:
    needs = case.counts.needs
    known = case.cells.groupby(PLACE)["value"].first()
    found = known.reindex(pd.MultiIndex.from_frame(needs[PLACE])).to_numpy(dtype=float)
    return case.among(needs.loc[too_few(needs, found, case.structure, case.threshold), "row"])


def _rests_on_hidden(case: _Case) -> Bools:
    needs = case.counts.needs
    asked = pd.MultiIndex.from_frame(needs[PLACE])
    dark = pd.MultiIndex.from_frame(case.own.loc[case.hidden[case.own["row"]], PLACE])
    absent = ~asked.isin(pd.MultiIndex.from_frame(case.cells[PLACE]))
    return case.among(needs.loc[asked.isin(dark) | absent, "row"])


def _amount(case: _Case) -> Bools:
    return case.rows["indicator"].isin(case.structure.amounts).to_numpy(dtype=bool)


def _few_changed(case: _Case) -> Bools:
    """Tell which results differ by few from one that is shown at an earlier cut-off."""
    rows, ends = case.rows, {period: last for period, (_, last) in case.structure.periods.items()}
    series = rows[rows["indicator"].isin(case.structure.results) & rows["basis"].eq("to_date")]
    series = series[[*_SERIES, "value"]].assign(
        row=series.index, least=case.least(series["indicator"]), end=series["period"].map(ends)
    )
    shown = series[~case.hidden[series["row"]]]
    both = series.merge(shown, on=_SERIES, suffixes=("", "_before"))
    step = abs(both["value"] - both["value_before"])
    return case.among(both.loc[(both["end_before"] < both["end"]) & (step > 0) & (step < both["least"]), "row"])


def _whatever_is_left(case: _Case) -> Bools:
    return np.ones(len(case.rows), dtype=bool)


class _Rule(NamedTuple):
    """A rule by its code, what it says, and which figures it holds for, hidden or not."""

    code: str
    words: str
    holds: Callable[[_Case], Bools]


_RULES = (
    _Rule("withheld", Message("the indicator is for the authority only"), _withheld),
    _Rule("within_period", Message("results are public to date only, not within a period"), _within_a_period),
    _Rule("correction", Message("it differs by few from what was published before"), _corrected),
    _Rule("small", Message("the count, or a count that the share gives away, is below the threshold"), _small),
    _Rule(
        "special",
        Message("the count, or one that the share gives away, is below the threshold of its special category"),
        _special,
    ),
    _Rule("one_class", Message("all who were counted are in one class"), _one_class),
    _Rule("few_persons", Message("it is taken over fewer than the threshold"), _few_persons),
    _Rule("rests_on", Message("it rests on a count that is hidden"), _rests_on_hidden),
    _Rule("amount", Message("the amount grew while nobody came, so it would tell of those before"), _amount),
    _Rule("few_changed", Message("it differs by few from the figure at an earlier cut-off"), _few_changed),
    _Rule("derivation", Message("shown, it would let a hidden figure be worked out from others"), _whatever_is_left),
)

RULES = {rule.code: rule.words for rule in _RULES}
"""The rules by their codes, in the order in which they are asked, each with what it says."""
