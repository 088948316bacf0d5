"""Corrections: figures that were released before, and that now have another value."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportkit.provenance.ledger import that_show
from reportkit.tables import FIGURE_KEY

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Correction", "changed"]


class Correction(NamedTuple):
    """A figure that a report showed before, and that now has another value; NaN where it has none any more."""

    region: str
    period: str
    basis: str
    indicator: str
    by: str
    group: str
    unit: str
    before: float
    now: float


def changed(released: pd.DataFrame, figures: pd.DataFrame) -> tuple[Correction, ...]:
    """List the released figures that have another value now, or none; sorted by their keys.

    Parameters
    ----------
    released
        What the authority saw last.
    figures
        The present figures; a released one of a region or period that is not among them is left alone.
    """
    key = list(FIGURE_KEY)
    now = figures[key].merge(that_show(figures)[[*key, "value"]], on=key, how="left")
    both = released[[*key, "unit", "value"]].merge(now, on=key, suffixes=("_before", "_now"))
    differ = both["value_before"].notna() & (both["value_before"] != both["value_now"])
    rows = both[differ].sort_values(key)
    columns = ("region", "period", "basis", "indicator", "by", "group", "unit", "value_before", "value_now")
    return tuple(map(Correction._make, zip(*(rows[name].tolist() for name in columns), strict=True)))
