"""Whole tables that fit what a release showed, written down by name and read again: the next release begins with them.

Nothing is taken on trust: of what is read, only tables that fit what readers have are used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.tables import WHOLE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]

__all__ = ["read_tables", "write_tables"]


def write_tables(trees: Iterable[tuple[Tree, Sequence[Floats]]]) -> pd.DataFrame:
    """Write down tables of some trees, each as levels by areas (`reportkit.disclosure.levels.levels_of`).

    Returns
    -------
    pandas.DataFrame
        `reportkit.tables.WHOLE_KEY`, then the columns ``0``, ``1`` and so on: of trees with fewer tables the last are
        missing. A count that is 0 in all tables has no row; nor has a tree of which the figures leave something open.
    """
    parts = [pd.DataFrame(columns=list(WHOLE_KEY), dtype="str")]
    for tree, tables in trees:
        levels = np.stack(tables, axis=-1)
        if np.isnan(levels).any():
            continue
        place = np.nonzero(levels.any(axis=-1))
        codes, slots, areas, days = (np.array(own, dtype=object) for own in _names(tree))
        moments = np.array([*days, *tree.periods], dtype=object)
        named = [codes[place[0]], *slots[place[1]].T, areas[place[2]], moments[place[3]]]
        part = pd.DataFrame(dict(zip(WHOLE_KEY, named, strict=True)), dtype="str")
        numbers = pd.DataFrame(levels[place].astype(np.int64)).rename(columns=str)
        parts.append(pd.concat([part, numbers], axis=1))
    return pd.concat(parts, ignore_index=True)


def read_tables(kept: pd.DataFrame | None, tree: Tree) -> list[Floats]:
    """Read the tables of a tree as levels by areas.

    What they do not name counts 0, and on a day of which they do not tell it is as on the day before.
    """
    if kept is None:
        return []
    codes, slots, areas, days = _names(tree)
    own = kept[kept["code"].isin(codes)]
    numbers = own.drop(columns=list(WHOLE_KEY)).dropna(axis="columns", how="all").to_numpy(dtype=float)
    told = sorted({*own["moment"]} - {*tree.periods})
    found = np.zeros((len(codes), len(slots), len(areas), 1 + len(told) + len(tree.periods), numbers.shape[1]))
    place = (
        pd.Index(codes).get_indexer(pd.Index(own["code"])),
        pd.MultiIndex.from_tuples(slots).get_indexer(pd.MultiIndex.from_frame(own[["by", "group"]])),
        pd.Index(areas).get_indexer(pd.Index(own["area"])),
        1 + pd.Index([*told, *tree.periods]).get_indexer(pd.Index(own["moment"])),
    )
    named = np.logical_and.reduce([axis >= 0 for axis in place])
    found[tuple(axis[named] for axis in place)] = numbers[named]
    at = [*np.searchsorted(told, days, side="right"), *range(1 + len(told), found.shape[3])]
    return [*np.moveaxis(found[:, :, :, at], -1, 0)]


def _names(tree: Tree) -> tuple[list[str], list[tuple[str, str]], list[str], list[str]]:
    """Name the codes and rests, the groups, the areas (by the regions that they lie in) and the days of a tree."""
    codes = [tree.name(code) for code in range(len(tree.codes) + len(tree.splits))]
    inside = [np.flatnonzero(own) for own in tree.areas.inside.T]
    areas = [" ".join(tree.areas.names[node] for node in nodes) for nodes in inside]
    return codes, [*tree.slots], areas, [f"to {day}" for day in tree.times.days[1:]]
