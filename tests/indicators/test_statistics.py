"""Statistics, against printed worked examples."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.indicators.statistics import kaplan_meier, wilson_interval


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_of_newcombe(numerator: int, denominator: int, low: float, high: float) -> None:
    """The four cases of table I, method 3, in Newcombe (1998), Statistics in Medicine 17, 857-872."""
    found = wilson_interval(numerator, denominator)
    assert [round(float(limit), 4) for limit in found] == [low, high]


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_wilson_interval_holds_the_proportion(counts: tuple[int, int]) -> None:
    """The proportion lies within its interval, and the interval within 0 and 1."""
    low, high = wilson_interval(*counts)
    assert 0 <= low <= counts[0] / counts[1] + 1e-12
    assert counts[0] / counts[1] - 1e-12 <= high <= 1


def test_survival_is_that_of_the_remission_data(freireich: list[tuple[int, int]]) -> None:
    """Cox & Oakes (1984), table 1.1 and its product-limit estimate: 0.857 at week 6, 0.448 at week 23."""
    days, observed = zip(*freireich, strict=True)
    curve = kaplan_meier(days, observed, [1] * 21)
    assert curve is not None
    assert dict(zip(curve.times, (round(share, 3) for share in curve.survival), strict=True)) == {
        6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448,
    }  # fmt: skip


def test_the_median_is_the_first_time_at_which_half_have_had_the_event(freireich: list[tuple[int, int]]) -> None:
    """Half of the remission data have relapsed in week 23; the log-log limits are week 13 and none."""
    days, observed = zip(*freireich, strict=True)
    curve = kaplan_meier(days, observed, [1] * 21)
    assert curve is not None
    assert curve.median_days() == (23.0, 13.0, None)


def test_weights_stand_for_rows(freireich: list[tuple[int, int]]) -> None:
    """A row with weight two is two rows."""
    days, observed = zip(*freireich, strict=True)
    twice = kaplan_meier(days * 2, observed * 2, [1] * 42)
    weighted = kaplan_meier(days, observed, [2] * 21)
    assert twice is not None
    assert weighted is not None
    assert weighted.survival == pytest.approx(twice.survival)


def test_without_any_event_there_is_no_curve() -> None:
    """Nobody found a job: nothing can be estimated."""
    assert kaplan_meier([10, 20], [0, 0], [1, 1]) is None


def test_a_share_beyond_the_longest_follow_up_is_not_given() -> None:
    """Nobody was followed for a year, so the share within a year is unknown."""
    curve = kaplan_meier([30, 100], [1, 0], [1, 1])
    assert curve is not None
    assert curve.share_within(12) is None
    assert curve.share_within(3) is not None
