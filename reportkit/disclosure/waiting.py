"""What the status of a result tells: whether anybody who left is still to be measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from reportkit.tables import FIGURE_KEY

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["without_waiting"]

_PENDING = ".pending"


def without_waiting(figures: pd.DataFrame, withheld: Collection[str]) -> pd.DataFrame:
    """Give results of which nothing can be measured one status, whether or not somebody waits to be measured.

    That a result is ``pending`` says that at least one has left, and that it is not says that nobody has; where the
    number who wait is withheld, neither is to be known.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`.
    withheld
        Codes that the public is not told; a result ``X`` is meant where ``X.pending`` is among them.

    Returns
    -------
    pandas.DataFrame
        The same rows. A result, and a share of one, is ``pending`` where none of those who left was measured.
    """
    results = {code.removesuffix(_PENDING) for code in withheld if code.endswith(_PENDING)}
    place = [name for name in FIGURE_KEY if name not in {"framework", "indicator"}]
    measured = {f"{code}.measured" for code in results}
    empty = figures[figures["indicator"].isin(measured) & figures["value"].eq(0)]
    nothing = pd.MultiIndex.from_frame(empty[["indicator", *place]])
    meant = figures["indicator"].str.removesuffix(".share")
    asked = pd.MultiIndex.from_frame(figures[place].assign(indicator=meant + ".measured")[["indicator", *place]])
    plain = (figures["status"].isin(["ok", "not_applicable"]) & meant.isin(results)).to_numpy(dtype=bool)
    return figures.assign(status=figures["status"].mask(plain & asked.isin(nothing), "pending"))
