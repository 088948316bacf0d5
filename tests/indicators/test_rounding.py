"""How shares are rounded, and which roundings can have made a printed share."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.indicators.rounding import ROUNDINGS, Rounding, fits, half_even, half_up, largest_remainder

if TYPE_CHECKING:
    from random import Random

HALF_UP, _, LARGEST_REMAINDER = ROUNDINGS

counts = st.lists(st.integers(0, 10_000), min_size=1, max_size=8).filter(any)


def exact(parts: list[int]) -> list[Fraction]:
    """Return the exact shares of the parts, in per cent."""
    return [Fraction(100 * part, sum(parts)) for part in parts]


@pytest.mark.parametrize(("share", "up", "even"), [("0.5", 1, 0), ("1.5", 2, 2), ("2.5", 3, 2), ("2.49", 2, 2)])
def test_only_a_half_is_rounded_in_two_ways(share: str, up: int, even: int) -> None:
    """The two nearest-number roundings differ on halves alone."""
    assert (half_up(Fraction(share)), half_even(Fraction(share))) == (up, even)


def test_largest_remainder_gives_the_missing_unit_to_the_largest_remainder() -> None:
    """Of 58.62, 10.80 and 30.57 the second and the first are rounded up."""
    assert largest_remainder(exact([255, 47, 133])) == (59, 11, 30)


def test_largest_remainder_refuses_shares_that_are_not_the_parts_of_the_total() -> None:
    """Two parts cannot take three missing units."""
    with pytest.raises(ValueError, match=r"2 shares that sum to 28.3 are not the parts of 30"):
        largest_remainder([Fraction("10.6"), Fraction("17.7")], total=30)


@given(counts)
def test_largest_remainder_sums_to_the_total(parts: list[int]) -> None:
    """Whatever the parts, the rounded shares sum to 100."""
    assert sum(largest_remainder(exact(parts))) == 100


@given(counts)
def test_largest_remainder_stays_within_one_of_the_exact_share(parts: list[int]) -> None:
    """No share moves by a whole unit."""
    assert all(abs(n - share) < 1 for n, share in zip(largest_remainder(exact(parts)), exact(parts), strict=True))


@given(counts, st.sampled_from(ROUNDINGS), st.randoms(use_true_random=False))
def test_what_a_rounding_makes_fits_it_in_any_order_of_the_parts(
    parts: list[int], rounding: Rounding, random: Random
) -> None:
    """The choice between equal remainders, which depends on the order of the parts, never counts against a figure."""
    made = dict(enumerate(rounding.apply(exact(parts), 100)))
    order = list(made)
    random.shuffle(order)
    assert fits(rounding, [Fraction(made[i]) for i in order], [exact(parts)[i] for i in order])


def test_a_share_that_was_not_printed_fits() -> None:
    """A family is tried on the shares that are printed."""
    assert fits(LARGEST_REMAINDER, [None, Fraction(11), Fraction(30)], exact([255, 47, 133]))


def test_half_up_cannot_have_made_a_share_below_a_half() -> None:
    """30.57 is 31 under half up, so a printed 30 does not fit."""
    assert not fits(HALF_UP, [Fraction(30)], [Fraction("30.57")])


def test_each_rounding_is_named_in_both_languages() -> None:
    """A report prints which rounding it uses, in its own language."""
    assert all(set(rounding.names) == {"nl", "en"} for rounding in ROUNDINGS)
