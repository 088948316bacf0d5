"""The counts of a tree as levels: how many there are in each area up to each day, rests of splits included.

Nothing is hidden or judged here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.attacker import existing_counts, flows_of, is_flow, stock_moments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.places import Areas
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

__all__ = ["levels_of", "places_of", "with_rests"]


def levels_of(tree: Tree) -> Floats:
    """Work out the levels of a tree from all its figures.

    Returns
    -------
    numpy.ndarray
        Codes, then rests of splits, by slots by areas by moments: the days (figures to date), then the periods of
        counts that are not sums of periods. Missing where the figures leave a count open; 0 where there is no such
        count.
    """
    sums, stocks = tree.cumulative(), stock_moments(tree)
    flow_nodes, stock_nodes = with_rests(tree, sums, stocks)
    flow = flows_of(tree)
    days = len(tree.times.days) - 1
    nodes = stock_nodes
    nodes[flow, ..., :days] = flow_nodes[flow, ..., 1:]
    areas = tree.areas.divided(nodes)
    exists = existing_counts(tree)
    given: Bools = np.asarray(~np.isnan(np.where(exists[:, :, None, None], nodes, np.nan)).all(axis=(1, 2)))
    only_all = np.isnan(nodes[:, :, 1:]).all(axis=2) & ~np.isnan(nodes[:, :, 0])
    if tree.areas.linked:  # who has no municipality is counted with those who live elsewhere
        areas = np.where(only_all[:, :, None], 0.0, areas)
        areas[:, :, -1] = np.where(only_all, nodes[:, :, 0], areas[:, :, -1])
    given[flow, days:] = False
    untold = ~given & (~flow[:, None] | (np.arange(given.shape[1]) >= days))
    return np.where(untold[:, None, None] | ~exists[:, :, None, None], 0.0, areas)


def with_rests(tree: Tree, sums: Floats, levels: Floats) -> tuple[Floats, Floats]:
    """Append the rests of the splits, and find the parts that only a split tells."""
    days = len(tree.times.days) - 1
    at_days = np.where(tree.flow[:, None, None, None], sums[..., 1:], levels[..., :days])
    exists = existing_counts(tree)
    rests_flow, rests_stock = [], []
    for split in tree.splits:
        absent = ~exists[list(split.parts)][:, :, None, None]
        whole, parts = at_days[split.whole], at_days[list(split.parts)]
        rest = whole - np.where(absent, 0.0, parts).sum(axis=0)
        start = np.zeros((*rest.shape[:2], 1))
        flows = is_flow(tree, split)
        rests_flow.append(
            np.concatenate([start, rest], axis=2) if flows else np.full((*rest.shape[:2], days + 1), np.nan)
        )
        later = levels[split.whole, ..., days:] - np.where(absent, 0.0, levels[list(split.parts)][..., days:]).sum(
            axis=0
        )
        rests_stock.append(np.concatenate([np.full(rest.shape, np.nan) if flows else rest, later], axis=2))
        if not split.remainder and not flows:
            _complete(levels, at_days, split.whole, split.parts, days)
    return np.stack([*sums, *rests_flow]), np.stack([*levels, *rests_stock])


def _complete(levels: Floats, at_days: Floats, whole: int, parts: tuple[int, ...], days: int) -> None:
    for part in parts:
        others = [other for other in parts if other != part]
        found = at_days[whole] - at_days[others].sum(axis=0)
        levels[part, ..., :days] = np.where(np.isnan(levels[part, ..., :days]), found, levels[part, ..., :days])


def places_of(areas: Areas) -> tuple[Bools, tuple[str, ...]]:
    """List the places whose counts can be had by adding and subtracting, as sets of areas, with their names.

    The regions come first, then areas of their own, then what lies outside each region.
    """
    inside, names = areas.inside, list(areas.names)
    sets = list(inside)
    for area in range(inside.shape[1]):
        around = max(np.flatnonzero(inside[:, area]), key=lambda node: -int(inside[node].sum()))
        names.append(f"rest of {areas.names[around]}")
        sets.append(np.arange(inside.shape[1]) == area)
    for node in range(1, len(areas.names) if areas.linked else 0):
        names.append(f"all but {areas.names[node]}")
        sets.append(~inside[node])
    once = [number for number, own in enumerate(sets) if not any((own == other).all() for other in sets[:number])]
    return np.array([sets[number] for number in once]), tuple(names[number] for number in once)
