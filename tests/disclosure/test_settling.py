"""The alternatives of a period: they fit all that is shown, all small counts are wide in them, few figures differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportkit.disclosure import audit, cells, derive, protect, settling, visibility
from reportkit.disclosure.alternatives import alternatives_of
from reportkit.disclosure.attacker import attack
from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.forms import small_forms, truth_of, unknowns_of
from reportkit.disclosure.trees import trees_of
from reportkit.disclosure.windows import Window
from tests.disclosure.test_protect import THRESHOLD, people
from tests.disclosure.worlds import counted, figures_table, project_figures, project_structure, structure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from reportkit.disclosure.alternatives import Alternatives
    from reportkit.disclosure.attacker import Attacker
    from reportkit.disclosure.trees import Tree

    Floats = NDArray[np.float64]


EFFORT = settling._EFFORT  # noqa: SLF001 - as it is, before the tests of this room ask for less
few = settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def settled(seed: int, years: int = 2) -> tuple[Tree, Alternatives, Attacker]:
    """Make a project, its alternatives, and what a reader knows who sees what they allow."""
    known = project_structure(years)
    (tree,) = trees_of(read_counts(project_figures(people(seed, years, most=90), years), known), known, THRESHOLD)
    nothing = np.zeros(tree.values.shape, dtype=bool)
    found = alternatives_of(tree, known, nothing, nothing)
    attacker = attack(tree.masked(found.shown))
    assert attacker is not None
    return tree, found, attacker


def protected(seed: int, years: int = 3) -> pd.DataFrame:
    """Protect the figures of a made-up project; nothing leaks."""
    known = project_structure(years)
    figures = project_figures(people(seed, years), years)
    public = protect(figures, known, THRESHOLD)
    assert audit(public, figures, known, THRESHOLD) == ()
    return public


def hidden(seed: int, years: int = 3) -> int:
    """Count the figures of a made-up project that are hidden, small or not."""
    return int(protected(seed, years)["status"].eq("suppressed").sum())


@few
@given(st.integers(0, 10**6))
def test_every_alternative_fits_what_is_shown(seed: int) -> None:
    """Counts are whole and not negative, and every equation over the shown figures holds, to the last figure."""
    tree, found, attacker = settled(seed)
    for other in found.others:
        values = unknowns_of(other, tree, attacker.unknowns)
        assert (values >= 0).all()
        assert (values == np.rint(values)).all()
        assert (attacker.matrix @ values == attacker.right).all()


@few
@given(st.integers(0, 10**6))
def test_every_small_count_is_wide_in_them(seed: int) -> None:
    """Between the truth and the alternatives each count of 1 to 4, printed or worked out, differs by at least five."""
    tree, found, attacker = settled(seed)
    truth = truth_of(tree, attacker.unknowns)
    forms = small_forms(attacker, truth)
    tables = [unknowns_of(table, tree, attacker.unknowns) for table in (found.whole, *found.others)]
    assert (np.ptp(forms.matrix @ np.stack(tables, axis=1), axis=1) >= THRESHOLD).all()


def test_alternatives_come_to_differ_in_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Alternatives that are sought again with an eye on the others hide less than those first found."""
    fewer = [hidden(seed) for seed in (1, 7)]
    monkeypatch.setattr(settling, "_SWEEPS", 0)
    monkeypatch.setattr(settling, "_EFFORT", 0)
    assert sum(fewer) < sum(hidden(seed) for seed in (1, 7))


def test_what_a_report_opens_with_is_hidden_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """How many ever started, have left and are there still is shown more often than if all totals weighed the same."""
    opening = {"by": ["total"], "basis": ["to_date"], "indicator": ["started", "closed", "active"]}

    def lost() -> int:
        public = protected(5)
        rows = public[public[list(opening)].isin(opening).all(axis=1)]
        return int(rows["status"].eq("suppressed").sum())

    monkeypatch.setattr(settling, "_EFFORT", 0)
    first = lost()
    monkeypatch.setattr(cells, "_FIRST", (1.0, 1.0))
    assert first < lost()


def test_alternatives_on_which_little_rests_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without that there are more of them, each with programs of its own in every later period."""
    fewer = [len(settled(seed, 3)[1].others) for seed in (1, 7)]
    monkeypatch.setattr(settling, "_FEW", -1)
    assert sum(fewer) < sum(len(settled(seed, 3)[1].others) for seed in (1, 7))


def test_what_was_given_up_is_covered_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where all alternatives that can be are given up in each period, nothing leaks."""
    monkeypatch.setattr(settling, "_FEW", 10**6)
    assert hidden(7) > 0


def test_alternatives_are_extended_before_others_are_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """They come to cover counts that nothing covered, and leave none that they did."""
    seen, extend = [], settling._Settling.extend  # noqa: SLF001 - it is watched

    def watched(self: settling._Settling) -> None:
        before = int(self.narrow.sum())
        extend(self)
        seen.append((before, int(self.narrow.sum())))

    monkeypatch.setattr(settling._Settling, "extend", watched)  # noqa: SLF001
    assert hidden(7) > 0
    assert all(after <= before for before, after in seen)
    assert any(after < before for before, after in seen)


def test_of_many_counts_the_latest_are_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there are too many unknowns to move at once, only those of the period are; nothing leaks."""
    monkeypatch.setattr(settling, "_AT_ONCE", 0)
    assert hidden(7) > 0


def test_what_cannot_be_carried_on_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """An alternative for which a new period has no place is as the truth again; others cover what it did."""
    solved, lost = Window.solved, []

    def losing(self: Window, change: Floats, *rest: object, patient: bool = False) -> Floats | None:
        if change.any() and patient:
            lost.append(change)
        return None if change.any() else solved(self, change, *rest, patient=patient)  # type: ignore[arg-type] # passed on

    monkeypatch.setattr(Window, "solved", losing)
    assert hidden(7) > 0
    assert lost


def test_without_alternatives_the_audit_has_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing covers the small counts, what leaks is found and mended figure by figure; nothing leaks."""
    monkeypatch.setattr(settling, "_PATIENCE", 0)
    mended = []
    repair = visibility._Guard._repair  # noqa: SLF001 - it is watched

    def watched(*arguments: object) -> bool:
        mended.append(repair(*arguments))  # type: ignore[arg-type] # passed on
        return mended[-1]

    monkeypatch.setattr(visibility._Guard, "_repair", watched)  # noqa: SLF001
    assert hidden(1, years=2) > 0
    assert any(mended)


@pytest.mark.parametrize(("before", "known"), [(0, (17, 17)), (1, (18, None))])
def test_nobody_came_before_the_first_period(before: int, known: tuple[int, int | None]) -> None:
    """Where figures to date are those of the first period, a reader takes the project to begin with it."""
    rows = [
        counted(17.0, basis="period"),
        counted(17.0 + before),
        counted(12.0, basis="period", by="gender", group="F"),
        counted(12.0 + before, by="gender", group="F"),
        counted(5.0, basis="period", by="gender", group="M"),
        counted(5.0, by="gender", group="M"),
    ]
    figures, rules = figures_table(rows), structure([], {"started"})
    to_date = figures["basis"].eq("to_date") & ~figures["group"].eq("F" if before else "M")
    figures.loc[to_date, "value"] = np.nan
    low, high = derive(
        figures, rules, indicator="started", region="all", period="2020", basis="to_date", by="total", group="total"
    )
    assert (low, high) == known


def test_nothing_in_a_small_table_is_hidden_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Showing any one of the figures again that are hidden to cover others fails the audit."""
    monkeypatch.setattr(settling, "_EFFORT", EFFORT)
    known = project_structure(1)
    figures = project_figures(people(1, 1, most=30), 1)
    public = protect(figures, known, THRESHOLD)
    hidden_too = public["status"].eq("suppressed") & (figures["value"] >= THRESHOLD) & figures["numerator"].isna()
    assert hidden_too.any()
    for row in np.flatnonzero(hidden_too):
        again = pd.concat([public.drop(index=row), figures.loc[[row]]]).sort_index()
        assert audit(again, figures, known, THRESHOLD), figures.iloc[row]
