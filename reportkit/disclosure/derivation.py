"""What a reader of a protected table alone can know of one count: the interval that the audit's question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.attacker import attack
from reportkit.disclosure.audit import witnesses_for
from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.reduction import reduce_system
from reportkit.disclosure.trees import trees_of

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker
    from reportkit.disclosure.witnesses import Witnesses
    from reportkit.tables import Structure

__all__ = ["derive"]


def derive(protected: pd.DataFrame, structure: Structure, **place: str) -> tuple[int, int | None]:
    """Work out what a reader of a protected table can know of one of its counts.

    Parameters
    ----------
    protected
        The table as published.
    structure
        What can be added and subtracted.
    place
        `indicator`, `region`, `period`, `basis`, `by` and `group` of the count.

    Returns
    -------
    tuple
        The least and the most that it can be; the most is None where nothing bounds it.
    """
    counts = read_counts(protected, structure)
    tree = next(tree for tree in trees_of(counts, structure, 1) if place["indicator"] in tree.codes)
    attacker = attack(tree.masked(~np.isnan(tree.values)))
    columns = np.zeros(0, dtype=np.intp) if attacker is None else _columns(attacker, place)
    if attacker is None or not columns.size or (columns < 0).any():
        return 0, None
    return _range(attacker, columns, witnesses_for(counts, 10))


def _columns(attacker: Attacker, place: dict[str, str]) -> NDArray[np.intp]:
    """List the unknowns that make up the count."""
    tree, unknowns = attacker.tree, attacker.unknowns
    code, slot = tree.codes.index(place["indicator"]), tree.slots.index((place["by"], place["group"]))
    inside, period = tree.areas.inside[tree.areas.node[place["region"]]], tree.periods.index(place["period"])
    since, until = tree.times.start[period] if place["basis"] == "period" else 0, tree.times.end[period]
    if tree.flow[code]:
        return np.asarray(unknowns.flow[code, slot][inside, since:until].ravel(), dtype=np.intp)
    moment = len(tree.times.days) - 1 + period if place["basis"] == "period" else until - 1
    return np.asarray(unknowns.stock[code, slot][inside, moment], dtype=np.intp)


def _range(attacker: Attacker, columns: NDArray[np.intp], witnesses: Witnesses) -> tuple[int, int | None]:
    reduced = reduce_system(attacker.matrix, attacker.right)
    form = np.zeros(attacker.unknowns.size)
    form[columns] = 1
    base = float(form[reduced.settled] @ reduced.value[reduced.settled])
    parts = [reduced.parts[part] for part in np.unique(reduced.part[columns]) if part >= 0]
    if not parts:
        return round(base), round(base)
    own = form[np.concatenate([part.columns for part in parts])]
    low, high = (witnesses.extreme(parts, own, up=up).bound for up in (False, True))
    return round(base + low), None if high >= witnesses.ceiling else round(base + high)
