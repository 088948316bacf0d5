"""Results over two cut-offs: who waited at one is measured at the next, and who left since is new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from reportkit.disclosure import audit, derive, protect
from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.trees import trees_of
from reportkit.indicators.catalogue import catalogue
from reportkit.indicators.catalogue import structure as structure_of
from reportkit.indicators.evaluator import compute
from reportkit.periods import Period
from reportkit.tables import Renewal, Split
from tests.disclosure.worlds import counted, figures_table, structure
from tests.indicators.conftest import project, typed
from tests.indicators.esf_tables import Example, examples
from tests.indicators.test_esf_oracle import EXAMPLES, LOOK

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from reportkit.disclosure.trees import Tree
    from reportkit.tables import Structure

THRESHOLD = 5
RENEWAL = Renewal("reached", "measured", "pending", returned="back", months=6, left="closed")
YEARS = {"2020": ("2020-01-01", "2020-12-31"), "2021": ("2021-01-01", "2021-12-31")}
QUARTERS = {
    "Q1": ("2020-01-01", "2020-03-31"), "Q2": ("2020-04-01", "2020-06-30"), "Q3": ("2020-07-01", "2020-09-30"),
}  # fmt: skip


def renewed(*renewals: Renewal, periods: dict[str, tuple[str, str]] = YEARS) -> Structure:
    """Make the structure of one result, with those who left and those who came back."""
    splits = [
        Split("measured", ("reached",), remainder=True),
        Split("closed", ("measured", "pending"), remainder=True, to_date_only=True),
    ]
    return replace(
        structure(splits, {"closed", "back"}), periods=periods, renewals=renewals,
        results=frozenset({"reached", "measured", "pending"}), withheld=frozenset({"pending"}),
    )  # fmt: skip


def over(periods: dict[str, tuple[str, str]], **figures: Sequence[tuple[float, float]]) -> pd.DataFrame:
    """Write counts in consecutive periods, each to date and within the period."""
    return figures_table(
        [
            counted(value, indicator=code, period=period, basis=basis)
            for code, pairs in figures.items()
            for period, pair in zip(periods, pairs, strict=True)
            for basis, value in zip(("to_date", "period"), pair, strict=True)
        ]
    )


def two_years(new: float = 20, back: float = 0) -> pd.DataFrame:
    """Write a project where 44 left in the first year, of whom 40 were measured at its end and 4 waited."""
    return over(
        YEARS,
        measured=[(40, 40), (44 + new - back, new)],
        reached=[(20, 20), (21 + new // 2, new // 2)],
        pending=[(4, 4), (2, 2)],
        closed=[(44, 44), (44 + new + 2, new + 2)],
        back=[(0, 0), (back, back)],
    )


def as_published(figures: pd.DataFrame, known: Structure) -> pd.DataFrame:
    """Hide what is never shown: who waits, and results within a period."""
    within = figures["indicator"].isin(known.results) & figures["basis"].eq("period")
    gone = figures["indicator"].isin(known.withheld) | within
    return figures.assign(value=figures["value"].mask(gone), status=figures["status"].mask(gone, "suppressed"))


def known_of_the_new(figures: pd.DataFrame, known: Structure) -> tuple[int, int | None]:
    """Say what a reader knows of those who left within the second year and were measured at its end."""
    return derive(
        as_published(figures, known), known, indicator="measured", region="all", period="2021", basis="period",
        by="total", group="total",
    )  # fmt: skip


def test_who_waited_tells_how_many_of_the_new_were_measured() -> None:
    """At most four waited, for 44 left and 40 were measured; of the 24 that came to it at least 20 are new."""
    assert known_of_the_new(two_years(), renewed(RENEWAL)) == (20, 22)


def test_without_it_the_audit_does_not_know() -> None:
    """Known to whoever goes by it, and to nobody else."""
    assert known_of_the_new(two_years(), renewed()) == (0, None)


def test_who_comes_back_may_take_a_result_away() -> None:
    """Three came back: each may have been measured before, and be measured no more."""
    assert known_of_the_new(two_years(back=3), renewed(RENEWAL)) == (17, 22)


def test_protection_hides_until_the_few_who_are_new_are_wide() -> None:
    """Two of the new were measured: with all figures of the year it would be known."""
    figures, known = two_years(new=2), renewed(RENEWAL)
    assert audit(as_published(figures, known), figures, known, THRESHOLD) != ()
    public = protect(figures, known, THRESHOLD)
    assert audit(public, figures, known, THRESHOLD) == ()


def ties(figures: pd.DataFrame, known: Structure) -> list[str]:
    """List the ties of a table, as ``measured now + back within >= measured before``."""
    trees = trees_of(read_counts(figures, known), known, THRESHOLD)
    return [_in_words(tree, number) for tree in trees for number in range(len(tree.ties))]


def measured_ties(figures: pd.DataFrame, known: Structure) -> set[str]:
    """List the ties that speak of who was measured, and not of what they achieved."""
    return {tie for tie in ties(figures, known) if ".measured now" in tie or ".measured within" in tie}


def _in_words(tree: Tree, number: int) -> str:
    tie = tree.ties[number]
    sides = (
        " + ".join(f"{tree.codes[code]} {when}" for sign, code, _, when in tie.terms if sign == side)
        for side in (1, -1)
    )
    since = tree.periods[tie.since] if tie.since >= 0 else "the beginning"
    return f"{' >= '.join(sides)} in {tree.periods[tie.period]} since {since}"


def test_what_the_figures_break_is_left_out() -> None:
    """One measured before is not any more though nobody came back: she came back elsewhere."""
    whole = "measured now + back within >= measured before + pending before + measured within in 2021 since 2020"
    assert whole in ties(two_years(), renewed(RENEWAL))
    figures = two_years()
    gone = figures["indicator"].eq("measured") & figures["period"].eq("2021") & figures["basis"].eq("to_date")
    broken = ties(figures.assign(value=figures["value"] - gone), renewed(RENEWAL))
    assert [*set(ties(two_years(), renewed(RENEWAL))) - set(broken)] == [whole]


def test_in_quarters_who_waited_six_months_ago_is_measured() -> None:
    """Who waited at the end of March is measured by the end of September, nobody in the quarter of leaving."""
    same = [(0, 0)] * 3
    figures = over(
        QUARTERS,
        measured=[(0, 0), (0, 0), (9, 0)],
        reached=same,
        pending=[(9, 9), (9, 0), (0, 0)],
        closed=[(9, 9), (9, 0), (9, 0)],
        back=same,
    )
    every = ties(figures, renewed(RENEWAL, periods=QUARTERS))
    assert [tie for tie in every if tie.startswith(" >= ")] == [
        " >= measured within in Q2 since Q1", " >= measured within in Q3 since Q2",
    ]  # fmt: skip
    found = [tie for tie in every if tie.startswith("measured now")]
    assert found == [
        "measured now + back within >= measured before + pending before + measured within in Q1 since the beginning",
        "measured now + back within >= measured before + measured within in Q2 since Q1",
        "measured now + back within >= measured before + measured within in Q3 since Q2",
        "measured now + back within >= measured before + pending before in Q3 since Q1",
    ]


@pytest.mark.slow
@pytest.mark.parametrize("framework", ["esf-plus", "esf-2014-2020"])
@settings(LOOK, max_examples=EXAMPLES // 5)
@given(example=examples())
def test_every_delivery_keeps_those_who_were_measured(framework: str, example: Example) -> None:
    """In the whole area nobody who was measured is lost but who came back, and nobody is measured who has not left."""
    of = project(framework=framework, settings={**example.settings, "result_window_days": 28})
    tables = {name: typed(name, rows) for name, rows in example.tables.items()}
    periods = [Period.parse(period) for period in example.periods]
    known = structure_of(catalogue(of), {}, periods)
    figures = compute(tables, of, {}, periods)
    totals = figures[figures["by"].eq("total") & figures["numerator"].isna()]
    unseen = as_published(totals, replace(known, withheld=known.results))
    assert measured_ties(totals, known) == measured_ties(unseen, known)
