"""Levels that the figures leave open, filled in with numbers that fit: alternatives start from a whole table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.attacker import attack
from reportkit.disclosure.forms import levels_from, truth_of
from reportkit.disclosure.programs import PROOF, Program
from reportkit.disclosure.reduction import reduce_system

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.reduction import Part
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]

__all__ = ["completed"]


def completed(tree: Tree, levels: Floats) -> Floats | None:
    """Fill in what the figures leave open, as where regions overlap; None when nothing is found that fits.

    What happened on a day that no figure tells is put as late as can be, so that later days leave the most room.
    """
    if not np.isnan(levels).any():
        return levels
    attacker = attack(tree)
    if attacker is None:
        return None
    unknowns = truth_of(tree, attacker.unknowns).unknowns
    reduced = reduce_system(attacker.matrix, attacker.right)
    unknowns[reduced.settled] = reduced.value[reduced.settled]
    early = np.zeros(attacker.unknowns.size)
    numbers = attacker.unknowns.flow
    atoms = np.broadcast_to(np.arange(numbers.shape[-1])[::-1], numbers.shape)
    early[numbers[numbers >= 0]] = atoms[numbers >= 0]
    for part in reduced.parts:
        found = _filled(part, unknowns[part.columns], early[part.columns])
        if found is None:
            return None
        unknowns[part.columns] = found
    told = attacker.unknowns.stock >= 0
    told[..., : numbers.shape[-1]] |= numbers >= 0
    values = np.where(told, levels_from(unknowns, attacker.unknowns), levels)
    return None if np.isnan(values).any() else values


def _filled(part: Part, known: Floats, cost: Floats) -> Floats | None:
    if not np.isnan(known).any():
        return known
    low, high = np.where(np.isnan(known), 0.0, known), np.where(np.isnan(known), np.inf, known)
    program = Program(cost, part.matrix, part.right, part.right, low, high)
    values = program.solved(PROOF, np.ones(len(known), dtype=bool)).values
    return None if values is None else np.asarray(np.rint(values))
