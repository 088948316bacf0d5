"""Makes a public table of rounded figures: counts and shares that add up, and coarse estimates over enough persons.

How counts are rounded so that they add up stands in `controlled_rounding`; `rounding_audit` checks what is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.disclosure.controlled_rounding import round_trees
from reportkit.disclosure.counts import NUMBERS, PLACE, read_counts
from reportkit.disclosure.rounding_audit import audit_rounding
from reportkit.disclosure.trees import BASES, trees_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.counts import Counts
    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Structure

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["round_figures"]

_STEPS = (0.01, 0.05, 0.1)
"""To what an estimated proportion is rounded: the finest that leaves the persons it tells of a base wide."""


def round_figures(
    figures: pd.DataFrame, structure: Structure, *, threshold: int, base: int, exact: Collection[str] = ()
) -> pd.DataFrame:
    """Round every count of a table to a multiple of the base, so that the rounded figures still add up.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, all regions and periods of one project.
    structure
        What can be added and subtracted.
    threshold
        On how many persons, rounding aside, a mean or another estimate rests at least.
    base
        The multiple, in persons or units; not below the threshold.
    exact
        The indicators that are public facts, such as the size of a population: they stay as they are.

    Returns
    -------
    pandas.DataFrame
        The same rows in the same order. Counts and shares have status ``rounded``, also where rounding did not change
        them; a share is the quotient of two rounded counts, and has no limits. Means and medians are rounded to whole
        units, estimated proportions to 1, 5 or 10 percent, sums of amounts to about what `base` persons have. These
        are ``suppressed`` where a count they rest on is small after rounding, and so is what the public never sees:
        results of a period, and what the structure withholds. All else is as it was.

    Raises
    ------
    DisclosureError
        When the figures contradict the structure, when no multiples add up, or when the audit finds a mistake.
    """
    rows = figures.reset_index(drop=True)
    counts = read_counts(rows, structure)
    trees = trees_of(counts, structure, threshold)
    rounded = round_trees(trees, base, exact=exact)
    known = _by_place(counts, trees, rounded)
    made = rows[[*NUMBERS, "status"]].copy()
    tells = rows[NUMBERS].notna().any(axis=1) | rows["status"].eq("not_applicable")
    _hide(made, tells)
    facts = rows["indicator"].isin(set(exact))
    _give_counts(made, counts, known, tells)
    _give_estimates(made, rows[tells], counts, known, threshold=threshold, base=base)
    made[facts] = rows.loc[facts, [*NUMBERS, "status"]]
    _hide(made, rows["indicator"].isin(structure.withheld) & tells)
    protected = _with_columns(figures, made, tells & ~facts)
    audit_rounding(protected, figures, structure, threshold=threshold, base=base, exact=exact)
    return protected


def _hide(made: pd.DataFrame, hidden: pd.Series[bool]) -> None:
    made.loc[made.index[hidden], NUMBERS] = np.nan
    made.loc[made.index[hidden], "status"] = "suppressed"


def _by_place(counts: Counts, trees: Sequence[Tree], rounded: Sequence[Floats]) -> pd.Series[float]:
    """Return the rounded counts by their places."""
    cells, found = counts.cells.drop_duplicates(PLACE), []
    for tree, values in zip(trees, rounded, strict=True):
        own = cells[cells["code"].isin(tree.codes)]
        index = (
            pd.Index(tree.codes).get_indexer(pd.Index(own["code"])),
            pd.MultiIndex.from_tuples(tree.slots).get_indexer(pd.MultiIndex.from_frame(own[["by", "group"]])),
            own["region"].map(tree.areas.node).to_numpy(),
            pd.Index(tree.periods).get_indexer(pd.Index(own["period"])),
            pd.Index(BASES).get_indexer(pd.Index(own["basis"])),
        )
        found.append(own[PLACE].assign(rounded=values[index]))
    return pd.concat(found).set_index(PLACE)["rounded"] if found else pd.Series(dtype=float)


def _at(known: pd.Series[float], places: pd.DataFrame) -> Floats:
    return np.asarray(known.reindex(pd.MultiIndex.from_frame(places[PLACE])), dtype=np.float64)


def _give_counts(made: pd.DataFrame, counts: Counts, known: pd.Series[float], tells: pd.Series[bool]) -> None:
    """Fill in counts, and shares as the quotients of their rounded counts."""
    cells = counts.cells.assign(rounded=_at(known, counts.cells)) if len(counts.cells) else counts.cells
    cells = cells[tells.to_numpy()[cells["row"]]]
    twice = cells["row"].duplicated(keep=False)
    plain = cells[~twice & cells["rounded"].notna()] if len(cells) else cells
    made.loc[plain["row"], "value"] = plain["rounded"].to_numpy()
    made.loc[plain["row"], "status"] = "rounded"
    parts = cells[twice].drop_duplicates("row", keep="first").set_index("row")
    wholes = cells[twice].drop_duplicates("row", keep="last").set_index("row").loc[parts.index]
    nobody = wholes["rounded"].eq(0) | (wholes["value"].isna() & wholes["rounded"].isna() & parts["value"].notna())
    sound = (parts["rounded"] <= wholes["rounded"]) & wholes["rounded"].gt(0)
    numbers = pd.DataFrame({"numerator": parts["rounded"], "denominator": wholes["rounded"]})
    numbers["value"] = numbers["numerator"] / numbers["denominator"].where(sound)
    made.loc[sound.index[sound], list(numbers)] = numbers[sound]
    made.loc[sound.index[sound], "status"] = "rounded"
    made.loc[nobody.index[nobody], "status"] = "not_applicable"


def _give_estimates(
    made: pd.DataFrame, rows: pd.DataFrame, counts: Counts, known: pd.Series[float], *, threshold: int, base: int
) -> None:
    """Fill in means, medians, sums and estimated proportions where all that they rest on is large after rounding."""
    counted = set(counts.cells["row"])
    needs = counts.needs[~counts.needs["row"].isin(counted) & counts.needs["row"].isin(rows.index)]
    if needs.empty:
        return
    grouped = needs.assign(rounded=_at(known, needs)).groupby("row")["rounded"]
    least, most = grouped.agg(lambda own: own.min(skipna=False)), grouped.max()
    own = rows.loc[least.index]
    off = base * np.where(own["basis"].eq("period"), 2, 1)
    enough = least.ge(threshold + off)
    shown = enough & own["value"].notna()
    value = _coarse(own["value"].to_numpy(), own["unit"], most.to_numpy(), off, base)
    shown &= ~np.isnan(value)
    nobody = most.eq(0)
    adds = ~own["unit"].isin(["day", "proportion"])
    value = np.where(nobody & adds, 0.0, value)
    made.loc[own.index, "value"] = np.where(shown | (nobody & adds), value, np.nan)
    unreached = enough & own["status"].eq("not_applicable")
    status = np.select([shown | (nobody & adds), nobody | unreached], ["rounded", "not_applicable"], "suppressed")
    made.loc[own.index, "status"] = status


def _coarse(values: Floats, units: pd.Series[str], persons: Floats, off: Floats, base: int) -> Floats:
    """Round estimates so that their decimals do not tell of how many persons they are taken."""
    width = np.full(len(values), 1.0)
    share = units.eq("proportion").to_numpy()
    few = persons - off
    width[share] = np.nan
    for step in reversed(_STEPS):
        width = np.where(share & (step * few >= base), step, width)
    adds = ~share & units.ne("day").to_numpy()
    least = np.maximum(base * abs(values) / np.maximum(persons, 1), 1)
    power = 10.0 ** np.floor(np.log10(np.where(np.isnan(least), 1, least)))
    nice = np.select(
        [least <= times * power for times in (1, 2, 5)], [times * power for times in (1, 2, 5)], 10 * power
    )
    width = np.where(adds, nice, width)
    rounded: Floats = np.rint(values / width) * width
    return np.where(share, np.round(rounded, 2), rounded)


def _with_columns(figures: pd.DataFrame, made: pd.DataFrame, changed: pd.Series[bool]) -> pd.DataFrame:
    protected = figures.copy()
    for column in made:
        protected[column] = made[column].to_numpy()
    telling = changed & figures["note"].astype("str").str.contains(r"\d", na=False).to_numpy()
    protected["note"] = figures["note"].where(~telling.to_numpy(), "")
    return protected.astype({**dict.fromkeys(NUMBERS, "float64"), "status": figures["status"].dtype})
