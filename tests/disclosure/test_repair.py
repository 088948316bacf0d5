"""A leak that the audit finds is mended by hiding the fewest figures: another table must fit without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.audit import witnesses_for
from reportkit.disclosure.completion import completed
from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.judgement import judge
from reportkit.disclosure.levels import levels_of, places_of
from reportkit.disclosure.repair import Repairs
from reportkit.disclosure.trees import trees_of
from tests.disclosure.worlds import counted, figures_table, structure

if TYPE_CHECKING:
    from reportkit.disclosure.trees import Tree

THRESHOLD = 5
REGIONS = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"}), "wevelgem": frozenset({"34041"})}


def towns(kortrijk: int, menen: int, wevelgem: int) -> Tree:
    """Make a tree of those who started in three towns; nobody started elsewhere."""
    rows = [
        counted(kortrijk + menen + wevelgem),
        counted(kortrijk, region="kortrijk"),
        counted(menen, region="menen"),
        counted(wevelgem, region="wevelgem"),
    ]
    known = structure([], {"started"}, regions=REGIONS)
    (tree,) = trees_of(read_counts(figures_table(rows), known), known, THRESHOLD)
    return tree


def repaired(tree: Tree, *published: str) -> set[str]:
    """Show all but the small counts; return the regions that are hidden to mend what leaks."""
    seen = tree.masked(~((tree.values > 0) & (tree.values < THRESHOLD)))
    fixed = np.zeros(tree.values.shape, dtype=bool)
    fixed[:, :, [tree.areas.node[name] for name in published]] = True
    known = structure([], {"started"}, regions=REGIONS)
    rows = figures_table([counted(1.0)])
    found = judge(tree, seen, witnesses_for(read_counts(rows, known), THRESHOLD), thorough=True)
    places, _ = places_of(tree.areas)
    levels = completed(tree, levels_of(tree))
    assert levels is not None
    repairs = Repairs(tree, seen, fixed, levels, places)
    hidden: set[str] = set()
    for finding in found:
        cells = repairs.cells_for(finding.form, [finding.low + THRESHOLD], THRESHOLD)
        assert cells is not None
        hidden |= {tree.areas.names[node] for node in cells[2]}
        again = repairs.cells_for(finding.form, [finding.low + THRESHOLD], THRESHOLD)
        assert again is not None
        assert not len(again[0])  # what was found is kept
    return hidden


def test_one_region_is_hidden_and_the_total_stays() -> None:
    """Three in Menen: the smaller of the other towns goes; the total would cost more, and so would both."""
    assert repaired(towns(50, 3, 20)) == {"wevelgem"}


def test_what_readers_have_already_is_not_hidden() -> None:
    """Wevelgem was published before, so that Kortrijk must go."""
    assert repaired(towns(50, 3, 20), "wevelgem") == {"kortrijk"}


def test_one_hidden_region_does_for_several_leaks() -> None:
    """One in Menen, two in Wevelgem: with Kortrijk hidden for the one, there is room for the other."""
    assert repaired(towns(50, 1, 2)) == {"kortrijk"}


def test_what_is_known_to_leak_needs_no_proof() -> None:
    """Of three in Menen and Wevelgem together, linear programs tell as much as whole numbers; told, none is left."""
    tree = towns(50, 1, 2)
    seen = tree.masked(~((tree.values > 0) & (tree.values < THRESHOLD)))
    witnesses = witnesses_for(
        read_counts(figures_table([counted(1.0)]), structure([], {"started"}, regions=REGIONS)), THRESHOLD
    )
    proven = judge(tree, seen, witnesses, thorough=True)
    roughly = judge(tree, seen, witnesses, thorough=True, every=True)
    leaking = {finding.form for finding in roughly}
    assert {(finding.low, finding.high) for finding in proven} == {(0, 3), (3, 3)}
    assert {finding.form for finding in proven} <= leaking
    assert judge(tree, seen, witnesses, thorough=True, but=leaking) == ()
