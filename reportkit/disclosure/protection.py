"""Hides the rows of a figures table from which a small count could be worked out, and audits the result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.disclosure.amounts import telling_amounts
from reportkit.disclosure.audit import beside, counts_of_rows, find_leaks, witnesses_for
from reportkit.disclosure.counts import NUMBERS, PLACE, read_counts, too_few
from reportkit.disclosure.kept_tables import write_tables
from reportkit.disclosure.released import standing, versions
from reportkit.disclosure.trees import BASES, trees_of
from reportkit.disclosure.visibility import visible_figures
from reportkit.errors import DisclosureError
from reportkit.messages import Message

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.counts import Counts
    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Structure

    Bools = NDArray[np.bool_]

__all__ = ["Protected", "protect", "protected"]


@dataclass(frozen=True)
class Protected:
    """A protected table, and the whole tables that fit it, among which a reader cannot choose; the true one is first.

    `tables` is what the next release begins with (`reportkit.disclosure.kept_tables`), as secret as the records.
    """

    figures: pd.DataFrame
    tables: pd.DataFrame | None = None


def protect(
    figures: pd.DataFrame, structure: Structure, threshold: int, *, published: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Hide the figures from which a count of 1 to `threshold` - 1 could be worked out: see `protected`."""
    return protected(figures, structure, threshold, published=published).figures


def protected(
    figures: pd.DataFrame,
    structure: Structure,
    threshold: int,
    *,
    published: pd.DataFrame | None = None,
    kept: pd.DataFrame | None = None,
) -> Protected:
    """Hide the figures from which a count of 1 to `threshold` - 1 could be worked out.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, all regions and periods of one project.
    structure
        What can be added and subtracted.
    threshold
        The smallest count that may be known.
    published
        What earlier releases of the project showed: those columns, shown rows only. What readers have cannot be hidden
        any more, and what was corrected since by less than the threshold is not shown.
    kept
        The tables that the last release was given with: without them it takes longer where data were corrected since.

    Returns
    -------
    Protected
        With the same rows in the same order. A hidden row has status ``suppressed`` and keeps none of value, numerator,
        denominator, low and high; a note with digits is dropped with them. All else is as it was.

    Raises
    ------
    DisclosureError
        When the figures contradict the structure, or when what is left would still give a small count away.

    Notes
    -----
    Periods are decided in the order of their cut-offs, each from what was known then, so that a later period does not
    change what was decided for an earlier one.
    """
    rows = figures.reset_index(drop=True)
    counts = read_counts(rows, structure)
    witnesses = witnesses_for(counts, threshold)
    trees = trees_of(counts, structure, threshold)
    shown = []
    had, few = standing(rows, published, structure, threshold)
    for tree in beside(trees, counts, versions(rows, published)):
        visible = visible_figures(
            tree, structure, witnesses, counts_of_rows(tree, counts, had), counts_of_rows(tree, counts, few), kept
        )
        shown.append(_shown_places(tree, visible))
    places = pd.concat(shown) if shown else pd.DataFrame(columns=PLACE)
    hidden = _hidden_rows(rows, counts, places, structure, threshold)
    hidden |= few
    hidden |= telling_amounts(rows, structure, hidden)
    hidden |= (rows["indicator"].isin(structure.withheld) & rows[NUMBERS].notna().any(axis=1)).to_numpy(dtype=bool)
    public = _suppressed(figures, hidden)
    leaks = find_leaks(public, figures, structure, threshold, witnesses, published)
    if leaks:
        what = Message("{n} small counts could be worked out from the protected table.", n=len(leaks))
        mend = Message("Do not publish it; report this with the structure of the project.")
        raise DisclosureError("E300", what, mend=mend)
    return Protected(public, write_tables((tree, witnesses.alternatives[tree.codes]) for tree in trees))


def _shown_places(tree: Tree, visible: Bools) -> pd.DataFrame:
    """List the counts that may be shown, with their values."""
    code, slot, node, period, basis = np.nonzero(visible & tree.rows & ~np.isnan(tree.values))
    places = pd.DataFrame(
        {
            "code": np.array(tree.codes, dtype=object)[code],
            "by": np.array([by for by, _ in tree.slots], dtype=object)[slot],
            "group": np.array([group for _, group in tree.slots], dtype=object)[slot],
            "node": node,
            "period": np.array(tree.periods, dtype=object)[period],
            "basis": np.array(BASES, dtype=object)[basis],
            "counted": tree.values[code, slot, node, period, basis],
        }
    )
    regions = pd.DataFrame({"region": list(tree.areas.node), "node": list(tree.areas.node.values())})
    return places.merge(regions, on="node").drop(columns="node")


def _hidden_rows(
    rows: pd.DataFrame, counts: Counts, shown: pd.DataFrame, structure: Structure, threshold: int
) -> Bools:
    plain = counts.cells[counts.cells["live"]].assign(least=False)
    wanted = pd.concat([plain[["row", *PLACE, "least"]], counts.needs], ignore_index=True)
    found = shown.set_index(PLACE)["counted"].reindex(pd.MultiIndex.from_frame(wanted[PLACE])).to_numpy(dtype=float)
    lacking = np.isnan(found) | too_few(wanted, found, structure, threshold)
    hidden = np.zeros(len(rows), dtype=bool)
    hidden[wanted.loc[lacking, "row"]] = True
    nobody = rows["status"].isin(["not_applicable", "pending"])  # it tells that the count is 0
    tells = rows[NUMBERS].notna().any(axis=1) | nobody
    return hidden & tells.to_numpy(dtype=bool)


def _suppressed(figures: pd.DataFrame, hidden: Bools) -> pd.DataFrame:
    protected = figures.copy()
    rows = protected.index[hidden] if protected.index.is_unique else None
    if rows is None:
        what = Message("the rows of the table have no unique labels.")
        raise DisclosureError("E303", what, mend=Message("Reset its index."))
    protected.loc[rows, NUMBERS] = np.nan
    telling = protected.loc[rows, "note"].astype("str").str.contains(r"\d", na=False)
    protected.loc[rows[telling.to_numpy(dtype=bool)], "note"] = ""
    protected.loc[rows, "status"] = "suppressed"
    return protected
