"""Rounded counts add up, lie near the true ones, and tell of nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reportkit.disclosure import round_figures
from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.rounding_audit import FURTHEST, audit_rounding
from reportkit.disclosure.trees import trees_of
from reportkit.errors import DisclosureError
from reportkit.tables import FIGURE_KEY, Link, Split
from tests.disclosure.guesser import Guesser
from tests.disclosure.test_protect import cells, people
from tests.disclosure.worlds import counted, figures_table, project_figures, project_structure, structure

if TYPE_CHECKING:
    from reportkit.tables import Structure

BASE = THRESHOLD = 5
SEEDS = st.integers(0, 10**6)


def rounded(figures: pd.DataFrame, known: Structure, **changes: object) -> pd.DataFrame:
    """Round figures to multiples of five."""
    return round_figures(figures, known, threshold=THRESHOLD, base=BASE, **changes)  # type: ignore[arg-type]


def values(table: pd.DataFrame, *columns: str) -> dict[object, object]:
    """Return the values of a table by some of its columns."""
    return table.set_index(list(columns))["value"].to_dict()


def counts_of(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a made-up project that are counts."""
    return table[~table["indicator"].str.endswith(".share") & (table["indicator"] != "duration")]


many = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(SEEDS)
def test_rounded_counts_are_multiples_near_the_true_ones(seed: int) -> None:
    """A count to date is a base away from the true one at most, and where nothing else adds up a little more."""
    figures = project_figures(people(seed, 3), 3, ("gender", "age"))
    found, true = counts_of(rounded(figures, project_structure(3))), counts_of(figures)
    off = (found["value"] - true["value"]).abs()
    assert (found["value"] % BASE == 0).all()
    to_date = found["basis"] == "to_date"
    assert (off[to_date] > BASE).mean() < 0.01
    assert (off <= FURTHEST * BASE * np.where(to_date, 1, 2)).all()


@many
@given(SEEDS)
def test_rounded_counts_add_up(seed: int) -> None:
    """A rounded table read as if it were the true one contradicts itself nowhere, and no figure falls."""
    known = project_structure(3)
    public = rounded(project_figures(people(seed, 3), 3, ("gender", "age")), known)
    plain = counts_of(public).assign(status="ok")
    trees = trees_of(read_counts(plain, known), known, 5)
    assert all(tree.areas.linked for tree in trees)


@pytest.mark.slow
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SEEDS)
def test_a_guesser_knows_no_count_more_narrowly_than_the_base(seed: int) -> None:
    """Whoever solves all that is known of the rounded table finds each count open by five, and the true one in it."""
    crowd = people(seed, 2, most=90)
    public = rounded(project_figures(crowd, 2), project_structure(2))
    guesser = Guesser(public, 2, ("gender",), BASE)
    assert guesser.narrowest() >= BASE
    to_date = counts_of(public)["basis"] == "to_date"
    assume(not (abs(counts_of(public)["value"] - counts_of(project_figures(crowd, 2))["value"])[to_date] > BASE).any())
    assert guesser.holds(cells(crowd, 2, ("gender",)))


def test_a_guesser_learns_from_counts_that_were_rounded_one_by_one() -> None:
    """The guesser of these tests does find what rounding without sums gives away."""
    crowd = people(5, 2)
    figures = project_figures(crowd, 2)
    apart = figures.assign(value=(figures["value"] / BASE).round() * BASE)
    guesser = Guesser(apart, 2, ("gender",), base=3)
    assert guesser.narrowest() < BASE


def test_the_order_of_rows_does_not_matter() -> None:
    """Shuffled rows are rounded alike."""
    figures = project_figures(people(3, 2), 2)
    one = rounded(figures, project_structure(2))
    other = rounded(figures.sample(frac=1, random_state=1), project_structure(2))
    pd.testing.assert_frame_equal(other.sort_index(), one)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_a_later_year_changes_nothing_that_was_rounded(seed: int) -> None:
    """What was rounded for the first two years stands when a third is added."""
    crowd = people(seed, 3)
    two = rounded(project_figures(crowd, 2), project_structure(2))
    three = rounded(project_figures(crowd, 3), project_structure(3))
    pd.testing.assert_frame_equal(three[three["period"] != "2022"].reset_index(drop=True), two)


def test_a_total_is_rounded_to_the_nearest() -> None:
    """Of 52, the groups of 27 and 25 give way: 50 stays the nearest."""
    groups = [counted(n, by="gender", group=group) for group, n in (("F", 28), ("M", 24))]
    found = rounded(figures_table([counted(52), *groups]), structure([], {"started"}))
    assert values(found, "group") == {"total": 50, "F": 25, "M": 25}


def test_every_shown_row_says_that_it_is_rounded() -> None:
    """Also where rounding did not change the value, for the difference would tell."""
    found = rounded(figures_table([counted(50), counted(0, region="kortrijk")]), two_regions())
    assert found["status"].tolist() == ["rounded", "rounded"]


def two_regions() -> Structure:
    """Make the structure of one count in two regions."""
    return structure([], {"started"}, regions={"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})})


def test_a_share_is_the_quotient_of_rounded_counts() -> None:
    """Of 21, 8 are retained: 10 of 20, and no limits beside it."""
    found = rounded(figures_table(retention(8, 21)), of_retention()).set_index("indicator")
    share = found.loc["retention"]
    assert (share["numerator"], share["denominator"], share["value"], share["status"]) == (10, 20, 0.5, "rounded")
    assert found[["low", "high"]].isna().all(axis=None)


def test_a_share_over_nobody_after_rounding_is_not_applicable() -> None:
    """Whether there were two or none is not told."""
    two, none = (rounded(figures_table(retention(1, reached)), of_retention()) for reached in (1, 2))
    assert two.set_index("indicator").loc["retention", "status"] == "not_applicable"
    pd.testing.assert_frame_equal(two, none)


def retention(retained: float, reached: float) -> list[dict[str, object]]:
    """Write two counts and the share of one in the other."""
    return [
        counted(reached, indicator="reached"), counted(retained, indicator="retained"),
        counted(retained / reached, indicator="retention", unit="proportion", numerator=retained, denominator=reached,
                low=0.2, high=0.6),
    ]  # fmt: skip


def of_retention() -> Structure:
    """Make the structure of that share."""
    return structure(
        [Split("reached", ("retained",), remainder=True)], {"reached", "retained"},
        rests_on={"retention": ("retained", "reached")},
    )  # fmt: skip


@pytest.mark.parametrize(("closed", "value"), [(11, 200.0), (7, None), (2, None)])
def test_a_mean_is_shown_over_enough_persons_after_rounding(closed: int, value: float | None) -> None:
    """Eleven are rounded to ten, which is enough; seven to five, which is not. Its decimals would tell how many."""
    rows = [counted(closed, indicator="closed"), counted(200.27, indicator="duration", unit="day")]
    found = rounded(figures_table(rows), structure([], {"closed"}, rests_on={"duration": ("closed",)}))
    assert found.set_index("indicator")["value"].get("duration") == pytest.approx(value or np.nan, nan_ok=True)


@pytest.mark.parametrize(("persons", "hours", "shown"), [(40, 412.5, 400.0), (200, 2061.5, 2100.0), (4, 90.0, np.nan)])
def test_hours_are_rounded_to_what_a_few_persons_have(persons: int, hours: float, shown: float) -> None:
    """Ten hours each: rounded to a multiple of 100, or of the next round number above what five persons have."""
    rows = [counted(persons, indicator="supported"), counted(hours, indicator="hours", unit="hour")]
    found = rounded(figures_table(rows), structure([], {"supported"}, rests_on={"hours": ("supported",)}))
    told = found.set_index("indicator")["value"].to_dict()
    assert told["hours"] == pytest.approx(shown, nan_ok=True)


@pytest.mark.parametrize(("started", "value"), [(30, np.nan), (60, 0.4), (120, 0.4), (600, 0.38)])
def test_an_estimated_share_is_coarser_over_fewer_persons(started: int, value: float) -> None:
    """Times its cohort it tells of events, so that its step is at least five persons wide."""
    rows = [
        counted(started, indicator="started"), counted(started // 2, indicator="job.started"),
        counted(0.3817, indicator="time_to_job", unit="proportion"),
    ]  # fmt: skip
    known = structure([], {"started", "job.started"}, rests_on={"time_to_job": ("started", "job.started")})
    found = rounded(figures_table(rows), known).set_index("indicator")["value"]
    assert found["time_to_job"] == pytest.approx(value, nan_ok=True)


def test_the_size_of_a_population_stays_exact() -> None:
    """It is a public fact; the persons reached are rounded, and so is their share in it."""
    rows = [
        counted(41, indicator="persons"), counted(406, indicator="stock"),
        counted(41 / 406, indicator="coverage", unit="proportion", numerator=41, denominator=406),
    ]  # fmt: skip
    known = structure([], {"persons"}, rests_on={"coverage": ("persons", "stock")})
    found = rounded(figures_table(rows), known, exact={"stock"}).set_index("indicator")
    assert found["value"].to_dict() == {"coverage": 40 / 406, "persons": 40, "stock": 406}
    assert found["status"].to_dict() == {"coverage": "rounded", "persons": "rounded", "stock": "ok"}


def test_a_public_fact_alone_is_left_as_it_is() -> None:
    """Where nothing is counted among a population, there is nothing to round."""
    found = rounded(figures_table([counted(406, indicator="stock")]), structure([], set()), exact={"stock"})
    assert found["value"].tolist() == [406]


@pytest.mark.parametrize(("stock", "persons"), [(3, 0), (8, 5)])
def test_nobody_is_reached_beyond_a_population(stock: float, persons: float) -> None:
    """Of eight, eight were reached: rounded to five; of three, none is left."""
    rows = [
        counted(stock, indicator="persons"), counted(stock, indicator="stock"),
        counted(1.0, indicator="coverage", unit="proportion", numerator=stock, denominator=stock),
    ]  # fmt: skip
    known = structure([], {"persons"}, rests_on={"coverage": ("persons", "stock")})
    found = rounded(figures_table(rows), known, exact={"stock"}).set_index("indicator")["value"].to_dict()
    assert found["persons"] == persons
    assert found["coverage"] == found["persons"] / stock


def test_results_of_a_period_and_withheld_figures_are_hidden() -> None:
    """The public sees a result to date only, and never the grand total."""
    rows = [counted(20, indicator="measured", basis=basis) for basis in ("to_date", "period")]
    known = replace(structure([], {"grand"}), results=frozenset({"measured"}), withheld=frozenset({"grand"}))
    found = rounded(figures_table([*rows, counted(22, indicator="grand")]), known)
    assert values(found, "indicator", "basis") == {
        ("grand", "to_date"): pytest.approx(np.nan, nan_ok=True),
        ("measured", "period"): pytest.approx(np.nan, nan_ok=True),
        ("measured", "to_date"): 20,
    }


def test_a_result_is_no_more_than_what_it_is_among() -> None:
    """Of 12 inactive, 13 cannot be measured, rounded or not."""
    rows = [counted(12, indicator="inactive"), counted(12, indicator="measured")]
    known = replace(
        structure([], {"inactive"}),
        results=frozenset({"measured"}),
        splits=(Split("inactive", ("measured",), remainder=True, to_date_only=True),),
    )
    found = values(rounded(figures_table(rows), known), "indicator")
    assert found == {"inactive": 10, "measured": 10}


def test_what_counts_say_of_groups_holds_after_rounding() -> None:
    """Of twelve others eight came twice and four again: 10 and 5 would be more than the 10 that there are."""
    rows = [
        counted(24),
        counted(12, by="status", group="applicant"),
        counted(12, by="status", group="other"),
        counted(12, indicator="early"),
        counted(8, indicator="twice"),
        counted(4, indicator="again"),
    ]
    links = (
        Link((("started", "status", "applicant"),), ("early",), exact=True),
        Link((("started", "status", "other"),), ("twice", "again")),
    )
    known = replace(structure([], {"started", "early", "twice", "again"}), links=links)
    table = rounded(figures_table(rows), known)
    found: Any = {}
    for column, kind in (("group", "status"), ("indicator", "total")):
        found |= values(table[table["by"] == kind], column)
    assert found["applicant"] == found["early"]
    assert found["twice"] + found["again"] <= found["other"]


def test_targets_and_keys_are_left_as_they_are() -> None:
    """What a row is about, and what was aimed at, is no secret; a note with digits is."""
    figures = figures_table([counted(52, target=100.0, note="3 of them in May")])
    found = rounded(figures, structure([], {"started"}))
    pd.testing.assert_frame_equal(found[[*FIGURE_KEY, "target"]], figures[[*FIGURE_KEY, "target"]])
    assert found["note"].tolist() == [""]


def spoilt(column: str, value: object, **place: object) -> pd.DataFrame:
    """Round the figures of a project, and spoil one of them."""
    figures = project_figures(people(7, 2), 2)
    public = rounded(figures, project_structure(2))
    where = np.logical_and.reduce([public[name] == wanted for name, wanted in place.items()])
    public[column] = public[column].astype(object).mask(np.arange(len(public)) == np.flatnonzero(where)[0], value)
    return public


HERE = {"indicator": "started", "region": "all", "by": "total", "period": "2021", "basis": "to_date"}


@pytest.mark.parametrize(
    ("column", "value", "place", "said"),
    [
        ("value", 53.0, HERE, "no multiple of 5"),
        ("value", 500.0, HERE, "moved further"),
        ("status", "suppressed", HERE, "hidden rows hold numbers"),
        ("status", "ok", HERE, "shown as they were computed"),
        ("low", 0.4, HERE, "limits are shown"),
        ("value", 0.123, {**HERE, "indicator": "job.share"}, "not the quotient"),
    ],
)
def test_the_audit_refuses_a_spoilt_table(column: str, value: object, place: dict[str, object], said: str) -> None:
    """It looks at the finished rows, whoever made them."""
    public = spoilt(column, value, **place)
    with pytest.raises(DisclosureError, match=said):
        audit_rounding(public, project_figures(people(7, 2), 2), project_structure(2), threshold=THRESHOLD, base=BASE)


def test_the_audit_refuses_counts_that_do_not_add_up() -> None:
    """Each count rounded by itself to the nearest: two regions of 13 of 26 become 15 and 15 of 25."""
    rows = [counted(26), counted(13, region="kortrijk"), counted(13, region="menen")]
    figures = figures_table(rows)
    apart = figures.assign(value=(figures["value"] / BASE).round() * BASE, status="rounded")
    with pytest.raises(DisclosureError, match="do not add up"):
        audit_rounding(apart, figures, two_regions(), threshold=THRESHOLD, base=BASE)


def test_a_later_period_that_begins_amid_earlier_ones_fits_in_between() -> None:
    """A day between two that were decided is rounded between what was decided for them."""
    years = [counted(n, period=str(2020 + at), basis="to_date") for at, n in enumerate((12, 31))]
    later = [counted(37, period="long", basis="to_date"), counted(29, period="long", basis="period")]
    known = structure([], {"started"}, years=2)
    wider = replace(known, periods={**known.periods, "long": ("2020-07-01", "2022-06-30")})
    before = values(rounded(figures_table(years), known), "period")
    after = values(rounded(figures_table([*years, *later]), wider), "period", "basis")
    assert before == {"2020": 10, "2021": 30}
    assert after == {("2020", "to_date"): 10, ("2021", "to_date"): 30, ("long", "to_date"): 35, ("long", "period"): 25}
