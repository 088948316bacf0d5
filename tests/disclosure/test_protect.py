"""What the gate hides, and what it leaves as it is."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportkit.disclosure import audit, protect
from reportkit.tables import FIGURE_KEY, Split, Structure
from tests.disclosure.stranger import EVENTS, PLACES, Stranger
from tests.disclosure.worlds import (
    GROUPS,
    OUTCOMES,
    Person,
    counted,
    figures_table,
    project_figures,
    project_structure,
    structure,
)

NUMBERS = ["value", "numerator", "denominator", "low", "high"]
THRESHOLD = 5


def people(seed: int, years: int, most: int = 160) -> list[Person]:
    """Make the trajectories of a project with some small and some large groups."""
    dice = random.Random(seed)  # noqa: S311 - tables, not secrets
    made = []
    for _ in range(dice.randrange(20, most)):
        entry = dice.randrange(years)
        left = dice.choice([entry, min(entry + 1, 98), 99])
        made.append(
            Person(
                entry=entry, exit=left, outcome=dice.choice(OUTCOMES), gender=dice.choice(["F", "M", "M"]),
                age=dice.choice(["young", "old"]), region=dice.choice(["kortrijk", "kortrijk", "menen", None]),
            )
        )  # fmt: skip
    return made


def shown(table: pd.DataFrame, **place: str) -> list[str]:
    """Return the statuses of the rows of a place."""
    chosen = table
    for column, value in place.items():
        chosen = chosen[chosen[column] == value]
    return chosen["status"].tolist()


@pytest.fixture(scope="module")
def example() -> tuple[pd.DataFrame, pd.DataFrame, Structure]:
    """Return the figures of a project, what is protected of them, and their structure."""
    known = project_structure(3)
    figures = project_figures(people(7, 3), 3)
    return figures, protect(figures, known, THRESHOLD), known


def test_no_small_figure_is_shown(example: tuple[pd.DataFrame, pd.DataFrame, Structure]) -> None:
    """Neither a count nor a numerator, a denominator or what is between them is 1 to 4."""
    _, public, _ = example
    counts = public[public["unit"] != "proportion"]
    rest = public["denominator"] - public["numerator"]
    for numbers in (
        counts.loc[counts["indicator"] != "duration", "value"],
        public["numerator"],
        public["denominator"],
        rest,
    ):
        assert not numbers.between(1, THRESHOLD - 1).any()


def test_what_is_shown_is_what_was_computed(example: tuple[pd.DataFrame, pd.DataFrame, Structure]) -> None:
    """Rows keep their order, and a shown figure is exact."""
    figures, public, _ = example
    kept = public["status"] == "ok"
    pd.testing.assert_frame_equal(public[kept], figures[kept])
    pd.testing.assert_frame_equal(public[list(FIGURE_KEY)], figures[list(FIGURE_KEY)])
    assert 0 < kept.sum() < len(kept)


def test_a_suppressed_row_keeps_no_number(example: tuple[pd.DataFrame, pd.DataFrame, Structure]) -> None:
    """All that is left is what the row is about."""
    _, public, _ = example
    assert public.loc[public["status"] == "suppressed", NUMBERS].isna().all().all()


def test_the_audit_passes_on_what_the_gate_makes(example: tuple[pd.DataFrame, pd.DataFrame, Structure]) -> None:
    """The gate and the audit do not share a rule, and agree."""
    figures, public, known = example
    assert audit(public, figures, known, THRESHOLD) == ()


def test_hiding_only_the_small_cells_fails_the_audit(example: tuple[pd.DataFrame, pd.DataFrame, Structure]) -> None:
    """Each hidden cell is the rest of a shown line, so that a reader subtracts."""
    figures, _, known = example
    small = figures["value"].between(1, THRESHOLD - 1) | figures["numerator"].between(1, THRESHOLD - 1)
    naive = figures.copy()
    naive.loc[small, NUMBERS] = np.nan
    naive.loc[small, "status"] = "suppressed"
    assert any(leak.kind == "derived" for leak in audit(naive, figures, known, THRESHOLD))


def test_a_region_is_not_the_difference_of_the_others() -> None:
    """Of 53, 50 live in Kortrijk: the 3 of Menen follow, so Kortrijk is hidden too."""
    places = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}
    rows = [counted(53, region="all"), counted(50, region="kortrijk"), counted(3, region="menen")]
    public = protect(figures_table(rows), structure([], {"started"}, regions=places), THRESHOLD)
    assert [shown(public, region=region) for region in ("all", "kortrijk", "menen")] == [
        ["ok"], ["suppressed"], ["suppressed"],
    ]  # fmt: skip


def test_those_who_live_elsewhere_are_a_region_too() -> None:
    """Two regions of 25 and 25 of 52: the two who live elsewhere would follow, so one of the regions is hidden."""
    places = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}
    rows = [counted(52, region="all"), counted(25, region="kortrijk"), counted(25, region="menen")]
    public = protect(figures_table(rows), structure([], {"started"}, regions=places), THRESHOLD)
    assert sorted(public["status"]) == ["ok", "ok", "suppressed"]


def test_a_share_is_hidden_with_its_complement() -> None:
    """Of 20, 18 are retained: the 2 who are not follow from the share."""
    rows = [
        counted(20, indicator="reached"), counted(18, indicator="retained"),
        counted(0.9, indicator="retention", unit="proportion", numerator=18, denominator=20),
    ]  # fmt: skip
    known = structure(
        [Split("reached", ("retained",), remainder=True)], {"reached", "retained"},
        rests_on={"retention": ("retained", "reached")},
    )  # fmt: skip
    public = protect(figures_table(rows), known, THRESHOLD)
    assert shown(public, indicator="retention") == ["suppressed"]
    assert shown(public, indicator="reached") == ["ok"]


def test_two_cut_offs_do_not_give_the_newcomers_of_a_year() -> None:
    """Twenty and then twenty-two: each is large, and the two between them are hidden."""
    rows = [
        counted(20, period="2020"), counted(20, period="2020", basis="period"),
        counted(22, period="2021"), counted(2, period="2021", basis="period"),
    ]  # fmt: skip
    public = protect(figures_table(rows), structure([], {"started"}, years=2), THRESHOLD)
    assert shown(public, period="2020") == ["ok", "ok"]
    assert shown(public, period="2021") == ["suppressed", "suppressed"]


def test_what_is_still_active_is_not_the_rest_of_what_is_shown() -> None:
    """Of 40 started 37 are closed: the 3 who are active follow, so the closed are hidden."""
    rows = [counted(40), counted(37, indicator="closed"), counted(3, indicator="active")]
    known = structure([Split("started", ("closed", "active"), to_date_only=True)], {"started", "closed"})
    public = protect(figures_table(rows), known, THRESHOLD)
    assert [shown(public, indicator=code) for code in ("started", "closed", "active")] == [
        ["ok"], ["suppressed"], ["suppressed"],
    ]  # fmt: skip


def test_a_mean_over_few_is_hidden() -> None:
    """A mean over three says nearly what each of them is."""
    rows = [counted(3, indicator="closed"), counted(200, indicator="duration", unit="day")]
    known = structure([], {"closed"}, rests_on={"duration": ("closed",)})
    public = protect(figures_table(rows), known, THRESHOLD)
    assert shown(public, indicator="duration") == ["suppressed"]


def test_a_table_without_small_figures_is_left_as_it_is() -> None:
    """Zeros and large figures need no protection."""
    groups = [counted(n, by="gender", group=group) for group, n in (("F", 20), ("M", 30), ("unknown", 0))]
    figures = figures_table([counted(50), *groups])
    pd.testing.assert_frame_equal(protect(figures, structure([], {"started"}), THRESHOLD), figures)


def test_the_order_of_rows_does_not_matter() -> None:
    """Shuffled rows are protected alike."""
    figures = project_figures(people(3, 2), 2)
    mixed = figures.sample(frac=1, random_state=1)
    one = protect(figures, project_structure(2), THRESHOLD)
    other = protect(mixed, project_structure(2), THRESHOLD)
    pd.testing.assert_frame_equal(other.sort_index(), one)


def test_a_later_year_changes_nothing_that_was_shown() -> None:
    """What was decided for the first two years stands when a third is added."""
    crowd = people(11, 3)
    two = protect(project_figures(crowd, 2), project_structure(2), THRESHOLD)
    three = protect(project_figures(crowd, 3), project_structure(3), THRESHOLD)
    earlier = three[three["period"] != "2022"].reset_index(drop=True)
    pd.testing.assert_frame_equal(earlier, two)


def cells(crowd: list[Person], years: int, bys: tuple[str, ...]) -> np.ndarray:
    """Count the cells that a stranger seeks, in the stranger's order."""
    slots = [("total", "total"), *((by, group) for by in bys for group in GROUPS[by])]
    events = {
        **{outcome: [(p.exit, p) for p in crowd if p.outcome == outcome] for outcome in OUTCOMES},
        "quick": [(p.entry, p) for p in crowd if p.exit == p.entry],
        "slow": [(p.entry, p) for p in crowd if p.exit != p.entry],
    }
    found = [
        sum(
            day == year and (p.region or "elsewhere") == place and (by == "total" or getattr(p, by) == group)
            for day, p in events[event]
        )
        for by in ("total", *bys)
        for event in EVENTS
        for _, group in [slot for slot in slots if slot[0] == by]
        for place in PLACES
        for year in range(years)
    ]
    return np.array(found, dtype=float)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_a_stranger_finds_no_small_count(seed: int) -> None:
    """Whoever solves all equations over the public rows knows no count of 1 to 4 more narrowly than by five."""
    crowd = people(seed, 2, most=120)
    public = protect(project_figures(crowd, 2), project_structure(2), THRESHOLD)
    assert Stranger(public, 2, ("gender",)).narrow(cells(crowd, 2, ("gender",)), THRESHOLD) == 0


def test_a_stranger_finds_small_counts_that_are_hidden_one_by_one() -> None:
    """The stranger of these tests does find what a naive gate leaves open."""
    crowd = people(5, 2)
    figures = project_figures(crowd, 2)
    small = figures["value"].between(1, THRESHOLD - 1) | figures["numerator"].between(1, THRESHOLD - 1)
    naive = figures.copy()
    naive.loc[small, NUMBERS] = np.nan
    assert Stranger(naive, 2, ("gender",)).narrow(cells(crowd, 2, ("gender",)), THRESHOLD) > 0
