"""Seeded draws: always the same, and within their bounds."""

from __future__ import annotations

import pytest

from reportkit.sample.dice import Dice


def test_the_first_draws_of_a_name_never_change() -> None:
    """The same name gives the same numbers on every machine and every Python; a change here changes all sample data."""
    dice = Dice("a")
    assert [dice.below(1000) for _ in range(5)] == [945, 240, 842, 890, 314]


def test_two_names_draw_apart() -> None:
    """Streams of different names do not repeat each other."""
    one, other = Dice("a"), Dice("b")
    assert [one.below(1000) for _ in range(10)] != [other.below(1000) for _ in range(10)]


def test_draws_stay_within_their_bounds() -> None:
    """Both ends of a span can be drawn, and nothing beyond them."""
    dice = Dice("bounds")
    assert {dice.between(2, 4) for _ in range(200)} == {2, 3, 4}
    assert {dice.low_heavy(0, 3) for _ in range(200)} == {0, 1, 2, 3}
    assert dice.between(7, 3) == 7


def test_weights_decide_how_often_an_option_is_drawn() -> None:
    """An option without weight is never drawn, and one with nine tenths far more often than one with a tenth."""
    dice = Dice("weights")
    drawn = [dice.pick((("never", 0), ("often", 9), ("seldom", 1))) for _ in range(1000)]
    assert drawn.count("never") == 0
    assert drawn.count("often") > 6 * drawn.count("seldom") > 0


def test_a_shuffle_keeps_every_item() -> None:
    """Shuffling loses and doubles nothing, and does change the order."""
    shuffled = Dice("order").shuffled(range(50))
    assert sorted(shuffled) == list(range(50)) != shuffled


def test_nothing_can_be_picked_from_nothing() -> None:
    """A pick among no options is an error, not a silent default."""
    with pytest.raises(ValueError, match="nothing to pick from"):
        Dice("none").pick(())
