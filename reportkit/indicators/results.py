"""What a result is taken over: its numerator and denominator, beside it in its own row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators.measures import Result

if TYPE_CHECKING:
    import pandas as pd

    from reportkit.indicators.catalogue import Catalogue

__all__ = ["with_parts"]

_PLACE = ["project", "region", "period", "basis", "indicator", "by", "group"]


def with_parts(figures: pd.DataFrame, entries: Catalogue) -> pd.DataFrame:
    """Give each result its numerator, itself, and its denominator, the measurable exits of its group.

    Both come from rows of the table as it is: where one of them is hidden or not available, the result gets neither.
    """
    results = {code for code, entry in entries.indicators.items() if isinstance(entry, Result) and not entry.of}
    own = figures["indicator"].isin(results) & figures["value"].notna()
    measured = figures[figures["indicator"].str.endswith(".measured")]
    names = measured["indicator"].str.removesuffix(".measured")
    known = measured.assign(indicator=names).set_index(_PLACE)["value"]
    denominator = figures.loc[own, _PLACE].join(known.rename("measured"), on=_PLACE)["measured"]
    told = denominator[denominator.notna()]
    filled = figures.copy()
    filled.loc[told.index, "numerator"] = figures.loc[told.index, "value"]
    filled.loc[told.index, "denominator"] = told
    return filled
