"""Very many unknowns are moved in hands of a few regions: each deal has them all, and what is found fits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, eye_array, hstack, vstack

from reportkit.disclosure import audit, hands, protected
from reportkit.disclosure.cells import cells_of
from reportkit.disclosure.forms import unknowns_of
from reportkit.disclosure.hands import Deals, Hands
from reportkit.disclosure.windows import Asked, Window
from reportkit.provenance.ledger import that_show
from tests.disclosure.test_kept_tables import corrected
from tests.disclosure.test_protect import THRESHOLD, people
from tests.disclosure.test_settling import settled
from tests.disclosure.worlds import project_figures, project_structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.attacker import Attacker

    Floats = NDArray[np.float64]

RULES = project_structure(2)
few = settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def dealt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deal out what would be moved together."""
    monkeypatch.setattr(hands, "_TOGETHER", 1)
    monkeypatch.setattr(hands, "_HAND", 1)


@cache
def program(seed: int) -> tuple[Attacker, csr_array, Floats]:
    """Make what a reader knows of a made-up project, its hidden figures as sums of unknowns, and the truth."""
    tree, found, attacker = settled(seed)
    hidden = tree.rows & ~found.shown & ~np.isnan(tree.values)
    return attacker, cells_of(tree, attacker.unknowns, hidden).matrix, unknowns_of(found.whole, tree, attacker.unknowns)


def goal(attacker: Attacker, rows: NDArray[np.intp], dear: float) -> Asked:
    """Ask some unknowns to become more by five."""
    ones = eye_array(attacker.unknowns.size, format="csr")
    return Asked(csr_array(ones[rows]), np.full(len(rows), 5.0), np.full(len(rows), dear))


@pytest.mark.usefixtures("dealt")
def test_every_deal_has_all_unknowns_once() -> None:
    """In hands of whole regions; from deal to deal others sit together, and larger hands follow."""
    attacker, cells, true = program(1)
    columns = np.arange(attacker.unknowns.size)
    deals = Deals(attacker, cells, true, columns)
    first, *_, last = (deals.of(0, size) for size in range(len(deals.sizes)))
    assert isinstance(first, Hands)
    assert np.array_equal(np.sort(np.concatenate([own.columns for own in first.windows])), columns)
    areas = [set(attacker.unknowns.area[own.columns]) for own in first.windows]
    assert set.intersection(*areas) == set()
    assert isinstance(last, Window)


@pytest.mark.usefixtures("dealt")
@pytest.mark.parametrize("dear", [100.0, np.inf])
def test_what_hands_find_fits_everything(dear: float) -> None:
    """Whether they are moved at once or one after the other: every equation holds, and nothing is negative."""
    attacker, cells, true = program(1)
    deals = Deals(attacker, cells, true, np.arange(attacker.unknowns.size))
    even = np.ones(cells.shape[0])
    nothing = np.zeros(len(true))
    each = (np.array([row]) for row in range(len(true)))
    rows = next(
        row for row in each if deals.of(0).solved(nothing, even, np.inf * even, goal(attacker, row, np.inf)) is not None
    )
    found = deals.of(0).solved(nothing, even, np.inf * even, goal(attacker, rows, dear))
    assert found is not None
    assert (found[rows] >= 5).all()
    assert not (attacker.matrix @ found).any()
    assert (true + found >= 0).all()


@pytest.mark.usefixtures("dealt")
@few
@given(st.integers(0, 10**6))
def test_nothing_leaks_where_counts_are_moved_in_hands(seed: int) -> None:
    """Neither from a first release, nor from the next after three persons were withdrawn."""
    before, after = corrected(seed)
    first = protected(before, RULES, THRESHOLD)
    assert audit(first.figures, before, RULES, THRESHOLD) == ()
    shown = that_show(first.figures)
    second = protected(after, RULES, THRESHOLD, published=shown, kept=first.tables)
    assert audit(second.figures, after, RULES, THRESHOLD, published=shown) == ()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), cheap=st.floats(0.1, 20))
def test_a_window_finds_what_costs_least(seed: int, cheap: float) -> None:
    """As little as where every figure has a row and two columns of its own; figures may stay, or not, as they are."""
    attacker, cells, true = program(seed % 3)
    size, number = attacker.unknowns.size, cells.shape[0]
    dice = np.random.default_rng(seed)
    weight, room = dice.uniform(0.5, 9, number), np.where(dice.random(number) < 0.3, 2.0, np.inf)
    begin = np.zeros(size)
    asked = goal(attacker, dice.integers(0, size, 4), cheap)
    found = Window(attacker, cells, true, np.arange(size)).solved(begin, weight, room, asked)
    rows = vstack([hstack([attacker.matrix, csr_array((attacker.matrix.shape[0], 2 * number + 4))]),
                   hstack([cells, eye_array(number), -eye_array(number), csr_array((number, 4))]),
                   hstack([asked.forms, csr_array((4, 2 * number)), eye_array(4)])])  # fmt: skip
    low = np.concatenate([np.zeros(attacker.matrix.shape[0] + number), asked.least])
    high = np.concatenate([np.zeros(attacker.matrix.shape[0] + number), np.full(4, np.inf)])
    cost = np.concatenate([np.zeros(size), weight, weight, asked.dear])
    ends = np.concatenate([np.full(size, np.inf), room, room, np.full(4, np.inf)])
    bounds = Bounds(np.concatenate([-true, np.zeros(2 * number + 4)]), ends)
    least = milp(cost, bounds=bounds, constraints=LinearConstraint(rows, low, high))
    if found is not None:
        lacking = np.maximum(asked.least - asked.forms @ found, 0)
        assert weight @ abs(cells @ found) + asked.dear @ lacking == pytest.approx(least.fun, abs=1e-6)


def test_figures_of_a_first_release_are_the_same_without_tables() -> None:
    """Tables are for corrected data: where nothing was corrected, they change nothing."""
    figures = project_figures(people(5, 2, most=90), 2)
    first = protected(figures, RULES, THRESHOLD)
    again = protected(figures, RULES, THRESHOLD, published=that_show(first.figures), kept=first.tables)
    assert again.figures.equals(first.figures)
