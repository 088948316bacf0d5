"""Sums of amounts, such as hours: which of them would tell what a few persons had.

A sum is shown over the persons who are counted with it. But it also grows by those who were counted before: where
nobody came and the sum still grew, what it grew by may be one person's. Nothing is said here of counts.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.disclosure.places import areas_of, in_order, times_of
from reportkit.disclosure.trees import BASES, Tree, begun

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from reportkit.tables import Structure

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

__all__ = ["telling_amounts"]

_EXACT = 1e-6


def telling_amounts(rows: pd.DataFrame, structure: Structure, hidden: Bools) -> Bools:
    """Find the sums of amounts that must be hidden besides, because they grew in some area while nobody came.

    Parameters
    ----------
    rows
        The figures as computed, their index 0, 1, 2 …
    structure
        What can be added and subtracted; `amounts` are the sums.
    hidden
        For each row whether it is hidden already.

    Returns
    -------
    numpy.ndarray
        For each row whether it must be hidden too.

    Notes
    -----
    What a reader can subtract are sums of any two days that shown rows connect, and of any regions. Where something is
    told of an area in which nobody came, the regions are hidden and the whole area stays; where it is told of the whole
    area, that is hidden too. Rows are decided in the order of their cut-offs, so that a later period changes no earlier
    decision.
    """
    more = np.zeros(len(rows), dtype=bool)
    for amount in sorted(structure.amounts & set(rows["indicator"])):
        (over,) = structure.rests_on[amount]
        own = rows[rows["indicator"].isin((amount, over))]
        for (by, group), series in own.groupby(["by", "group"], sort=True):
            if (series["indicator"] == amount).any():
                slot = str(by), str(group)
                more[list(_Series(series, (over, amount), slot, structure, hidden).telling())] = True
    return more


class _Series:
    """One sum and the count it is taken over, of one group: by areas and days, with the days that shown rows connect.

    `silent` tells for the areas, and last for all of them together, between which days the sum grew and nobody came;
    what the figures leave open is taken to be so.
    """

    def __init__(
        self, series: pd.DataFrame, codes: tuple[str, str], slot: tuple[str, str], structure: Structure, hidden: Bools
    ) -> None:
        tree = _tree(series, codes, slot, structure)
        self.periods, self.times, self.node = tree.periods, tree.times, tree.areas.node
        sums = tree.cumulative()
        found = np.concatenate([tree.areas.divided(sums), sums[:, :, :1]], axis=2)[:, 0]
        steps = found[..., None, :] - found[..., :, None]
        self.silent = np.asarray((abs(steps[0]) < _EXACT) & (abs(steps[1]) >= _EXACT) | np.isnan(steps).any(axis=0))
        shown = series[(series["indicator"] == codes[1]) & ~hidden[series.index] & series["value"].notna()]
        self.shown = shown.groupby(["period", "basis"]).groups
        self.regions = shown["region"]

    def telling(self) -> Iterator[int]:
        """Yield the rows that must be hidden."""
        regional, whole = (np.arange(len(self.times.days)) for _ in range(2))
        for period, basis in product(range(len(self.periods)), range(len(BASES))):
            rows = self.shown.get((self.periods[period], BASES[basis]))
            if rows is None:
                continue
            start, end = (self.times.start[period] if basis else 0), self.times.end[period]
            inside = [row for row in rows if self.node[self.regions[row]]]
            if inside and self._tells(self.silent, regional, start, end):
                yield from inside
            elif inside:
                regional = _joined(regional, start, end)
            outside = [row for row in rows if not self.node[self.regions[row]]]
            if self._tells(self.silent[-1:], whole, start, end):
                yield from outside
            elif outside:
                whole = _joined(whole, start, end)

    def _tells(self, silent: Bools, group: NDArray[np.intp], start: int, end: int) -> bool:
        """Tell whether a row from one day to another connects days between which a sum grew in silence."""
        one, other = np.flatnonzero(group == group[start]), np.flatnonzero(group == group[end])
        days = np.sort(np.array([*product(one, other)]), axis=1)
        return bool(silent[:, days[:, 0], days[:, 1]].any())


def _joined(group: NDArray[np.intp], start: int, end: int) -> NDArray[np.intp]:
    return np.where(group == group[end], group[start], group)


def _tree(series: pd.DataFrame, codes: tuple[str, str], slot: tuple[str, str], structure: Structure) -> Tree:
    """Lay a sum and its count out by regions, periods and bases."""
    areas = areas_of(series["region"].unique(), structure.regions)
    periods = in_order(series["period"].unique(), structure.periods)
    values = np.full((2, 1, len(areas.names), len(periods), len(BASES)), np.nan)
    values[
        pd.Index(codes).get_indexer(pd.Index(series["indicator"])), 0, series["region"].map(areas.node).to_numpy(),
        pd.Index(periods).get_indexer(pd.Index(series["period"])),
        pd.Index(BASES).get_indexer(pd.Index(series["basis"])),
    ] = series["value"].to_numpy(dtype=float)  # fmt: skip
    known = ~np.isnan(values)
    return begun(Tree(
        codes=codes, slots=(slot,), splits=(),
        flow=np.ones(2, dtype=bool), result=np.zeros(2, dtype=bool), withheld=np.zeros(2, dtype=bool), areas=areas,
        periods=periods, times=times_of(periods, structure.periods), values=values, live=known, rows=known,
        least=np.ones(2, dtype=np.intp),
    ))  # fmt: skip
