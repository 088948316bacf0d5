"""The audit of a rounded table: it looks at the rows as a reader does, and has no part in how they were rounded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.disclosure.counts import NUMBERS, PLACE, read_counts
from reportkit.disclosure.trees import trees_of
from reportkit.errors import DisclosureError
from reportkit.messages import Message
from reportkit.tables import FIGURE_KEY

if TYPE_CHECKING:
    from collections.abc import Collection

    from reportkit.disclosure.counts import Counts
    from reportkit.tables import Structure

__all__ = ["FURTHEST", "audit_rounding"]

FURTHEST = 3
"""How many times the base a count to date may at most be moved; once, wherever something else adds up too."""


def audit_rounding(
    protected: pd.DataFrame,
    truth: pd.DataFrame,
    structure: Structure,
    *,
    threshold: int,
    base: int,
    exact: Collection[str] = (),
) -> None:
    """Refuse a rounded table that shows what it should not, or does not add up.

    Parameters
    ----------
    protected, truth
        The rounded and the computed table: the same rows.
    structure, threshold, base, exact
        As the table was rounded: see `reportkit.disclosure.round_figures`.

    Raises
    ------
    DisclosureError
        When a shown count is no multiple of the base, the figures contradict the structure, a count was moved further
        than is said, a hidden row holds numbers, or an estimate is shown over too few persons.
    """
    protected, truth = (table.sort_values(list(FIGURE_KEY), ignore_index=True) for table in (protected, truth))
    if not protected[list(FIGURE_KEY)].equals(truth[list(FIGURE_KEY)]):
        raise _mistake(Message("the rounded table has not the rows of the computed one"))
    counts = read_counts(truth, structure)
    facts = protected["indicator"].isin(set(exact))
    _require(
        ~(facts & (protected["value"] != truth["value"]) & truth["value"].notna()), Message("public facts were changed")
    )
    hidden = protected["status"].eq("suppressed")
    _require(~(hidden & protected[NUMBERS].notna().any(axis=1)), Message("hidden rows hold numbers"))
    withheld = protected["indicator"].isin(structure.withheld)
    _require(~(withheld & protected[NUMBERS].notna().any(axis=1)), Message("withheld figures are shown"))
    told = protected["status"].isin(["ok", "pending"]) & protected[NUMBERS].notna().any(axis=1)
    _require(~(told & ~facts), Message("figures are shown as they were computed"))
    _require(
        protected.loc[~facts, ["low", "high"]].isna().all(axis=1), Message("limits are shown beside rounded figures")
    )
    _require_shares(protected)
    cells = _rounded_cells(protected, counts, set(exact))
    _require_multiples(cells, base)
    _require_near(cells, base)
    _require_sums(cells, counts, structure, set(exact), base)
    _require_enough(protected, cells, counts, threshold=threshold, base=base)


def _mistake(what: str) -> DisclosureError:
    mend = Message("Do not publish it; report this with the structure of the project.")
    return DisclosureError("E308", Message("{what}.", what=what), mend=mend)


def _require(right: pd.Series[bool], what: str) -> None:
    if not right.all():
        raise _mistake(Message("{n} times {what}", n=int((~right).sum()), what=what))


def _rounded_cells(protected: pd.DataFrame, counts: Counts, exact: set[str]) -> pd.DataFrame:
    """Set beside each count, numerator and denominator what the rounded table shows for it."""
    cells = counts.cells.reset_index(drop=True)
    of = cells.groupby("row")["code"].transform("size").to_numpy(dtype=int)
    order = cells.groupby("row").cumcount().to_numpy(dtype=int)
    rows = cells["row"].to_numpy()
    columns = np.where(of == 1, 0, 1 + order)
    shown = protected[["value", "numerator", "denominator"]].to_numpy(dtype=float)[rows, columns]
    return cells.assign(true=cells["value"], value=shown, fact=cells["code"].isin(exact))


def _require_multiples(cells: pd.DataFrame, base: int) -> None:
    counted = cells.loc[~cells["fact"], "value"].dropna()
    _require((counted >= 0) & (counted % base == 0), Message("a count is no multiple of {base}", base=base))


def _require_near(cells: pd.DataFrame, base: int) -> None:
    most = FURTHEST * base * np.where(cells["basis"].eq("period"), 2, 1)
    _require(~((cells["value"] - cells["true"]).abs() > most), Message("a count was moved further than is said"))


def _require_sums(cells: pd.DataFrame, counts: Counts, structure: Structure, exact: set[str], base: int) -> None:
    """Read the rounded table as if it were the computed one: it must add up in the same way, regions too."""
    splits = tuple(split for split in counts.splits if not exact & {split.whole, *split.parts})
    read = [
        trees_of(replace(counts, cells=counts.cells.assign(value=values.to_numpy()), splits=splits), structure, base)
        for values in (cells["true"], cells["value"])
    ]
    if [tree.areas.linked for tree in read[0]] > [tree.areas.linked for tree in read[1]]:
        raise _mistake(Message("the rounded figures of the regions do not add up"))


def _require_shares(protected: pd.DataFrame) -> None:
    whole, part = protected["denominator"], protected["numerator"]
    told = whole.notna() & part.notna() & protected["value"].notna()
    wrong = told & ((part > whole) | ((protected["value"] - part / whole.where(whole > 0)).abs() > 1e-12))  # noqa: PLR2004
    _require(~wrong, Message("a share is not the quotient of its counts"))


def _require_enough(protected: pd.DataFrame, cells: pd.DataFrame, counts: Counts, *, threshold: int, base: int) -> None:
    """Look up what each estimate rests on in the rounded table itself."""
    known = cells.dropna(subset=["value"]).drop_duplicates(PLACE).set_index(PLACE)["value"]
    shown = protected["value"].notna() & ~protected["value"].eq(0) & protected["numerator"].isna()
    needs = counts.needs[counts.needs["least"] & shown.to_numpy()[counts.needs["row"]]]
    found = known.reindex(pd.MultiIndex.from_frame(needs[PLACE])).to_numpy(dtype=float)
    least = threshold + base * np.where(needs["basis"].eq("period"), 2, 1)
    _require(pd.Series(found >= least), Message("an estimate rests on too few persons"))
