"""The ways in which a printed share may have been rounded, in exact arithmetic.

How a number is written in a language is not decided here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["ROUNDINGS", "Rounding", "fits", "half_even", "half_up", "largest_remainder"]


@dataclass(frozen=True)
class Rounding:
    """A named way to round the shares of parts that together make a whole.

    `apply` takes the exact shares of all parts, and the whole number they sum to; it returns a whole number for each.
    """

    id: str
    names: Mapping[str, str]
    apply: Callable[[Sequence[Fraction], int], tuple[int, ...]]


def half_up(share: Fraction) -> int:
    """Round to the nearest whole number, a half to the one above.

    Examples
    --------
    >>> half_up(Fraction("30.5")), half_up(Fraction("30.49"))
    (31, 30)
    """
    return math.floor(share + Fraction(1, 2))


def half_even(share: Fraction) -> int:
    """Round to the nearest whole number, a half to the even one.

    Examples
    --------
    >>> half_even(Fraction("30.5")), half_even(Fraction("31.5"))
    (30, 32)
    """
    return round(share)


def largest_remainder(shares: Sequence[Fraction], total: int = 100) -> tuple[int, ...]:
    """Round the parts of a whole so that they still sum to it.

    Each share is rounded down, and the parts with the largest remainders get the missing units, one each.

    Parameters
    ----------
    shares
        The exact share of every part.
    total
        The whole number that the rounded shares sum to.

    Returns
    -------
    tuple of int
        A whole number for each share, less than 1 from it or, when the shares fall short of `total`, at most 1.

    Raises
    ------
    ValueError
        When the shares are too far from `total` for the missing units to be given out one each.

    Notes
    -----
    On equal remainders the earlier part comes first.

    References
    ----------
    Balinski, M. and Young, H. P. (1982). Fair Representation. Yale University Press: Hamilton's method.

    Examples
    --------
    >>> largest_remainder([Fraction("40.4"), Fraction("35.4"), Fraction("24.2")])
    (41, 35, 24)
    """
    floors = [math.floor(share) for share in shares]
    missing = total - sum(floors)
    if not 0 <= missing <= len(floors):
        raise ValueError(f"{len(floors)} shares that sum to {float(sum(shares)):g} are not the parts of {total}")
    order = sorted(range(len(floors)), key=lambda part: floors[part] - shares[part])
    for part in order[:missing]:
        floors[part] += 1
    return tuple(floors)


ROUNDINGS: tuple[Rounding, ...] = (
    Rounding(
        "half_up",
        {"nl": "afronding, een half naar boven", "en": "half up"},
        lambda shares, _total: tuple(half_up(share) for share in shares),
    ),
    Rounding(
        "half_even",
        {"nl": "afronding, een half naar het even getal", "en": "half to even"},
        lambda shares, _total: tuple(half_even(share) for share in shares),
    ),
    Rounding(
        "largest_remainder",
        {"nl": "afronding volgens de grootste resten", "en": "largest remainder"},
        largest_remainder,
    ),
)
"""Every rounding that a printed share is tried against, in the order in which they are named."""


def fits(rounding: Rounding, printed: Sequence[Fraction | None], shares: Sequence[Fraction], total: int = 100) -> bool:
    """Tell whether a rounding can have made the printed shares of a whole; None stands for one that was not printed.

    Where the rounding leaves a choice, between equal remainders, every choice fits.

    Examples
    --------
    >>> thirds = [Fraction(100, 3)] * 3
    >>> fits(ROUNDINGS[2], [Fraction(33), Fraction(34), Fraction(33)], thirds)
    True
    """
    order = sorted(range(len(shares)), key=lambda part: _gain(printed[part], shares[part]), reverse=True)
    try:
        rounded = rounding.apply([shares[part] for part in order], total)
    except ValueError:
        return False
    return all(printed[part] in {None, whole} for part, whole in zip(order, rounded, strict=True))


def _gain(printed: Fraction | None, share: Fraction) -> int:
    return 0 if printed is None else (printed > share) - (printed < share)
