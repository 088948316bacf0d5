"""Printed figures as exact numbers, and the arithmetic that they should keep.

Which figures belong together is decided in `reportkit.indicators.claims`; which one is misprinted in
`reportkit.indicators.mending`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, Protocol

from reportkit.indicators.rounding import ROUNDINGS, fits

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["ALL", "Arithmetic", "Baseless", "Family", "Figure", "Span", "Sum", "common", "digits", "exact"]

Figure = tuple[str, Literal["value", "share"]]
"""A printed figure: the claim's name, and whether its value or its share is meant."""

Span = tuple[Fraction, Fraction | None]
"""The numbers among which a figure must lie, both ends included; None is no upper end."""

ALL = tuple(rounding.id for rounding in ROUNDINGS)
"""Every rounding by id, in the order of the catalogue."""


def exact(number: float) -> Fraction:
    """Return the number as it is printed, without the error of binary fractions.

    Examples
    --------
    >>> exact(10.6)
    Fraction(53, 5)
    """
    return Fraction(str(number))


def digits(number: Fraction) -> int:
    """Count the decimals of a printed number."""
    return next(n for n in range(400) if (number * 10**n).denominator == 1)


def common(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the roundings that all have in common, in the order of the catalogue; none of none."""
    sets = [set(ids) for ids in several]
    return tuple(rounding for rounding in ALL if sets and all(rounding in ids for ids in sets))


class Arithmetic(Protocol):
    """A piece of arithmetic over printed figures."""

    @property
    def figures(self) -> frozenset[Figure]:
        """The printed figures that the test needs."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The claims whose printed shares are tried."""

    def roundings(self, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:
        """Return the roundings under which the test holds; none of them when it is broken."""

    def roundings_of(self, name: str, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:
        """Return the roundings under which the share of one claim holds."""

    def span(self, figure: Figure, printed: Mapping[Figure, Fraction]) -> Span:
        """Return where a figure must lie for the test to hold, all others being as printed."""


@dataclass(frozen=True)
class Sum:
    """The parts sum to their whole."""

    whole: str
    parts: tuple[str, ...]
    shown: tuple[str, ...] = ()

    @property
    def figures(self) -> frozenset[Figure]:
        """The value of the whole and of each part."""
        return frozenset((name, "value") for name in (self.whole, *self.parts))

    def found(self, printed: Mapping[Figure, Fraction]) -> Fraction:
        """Add the parts up."""
        return sum((printed[part, "value"] for part in self.parts), Fraction())

    def roundings(self, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:
        """Return all roundings or none: a sum of counts knows no rounding."""
        return ALL if printed[self.whole, "value"] == self.found(printed) else ()

    def roundings_of(self, name: str, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:  # noqa: ARG002 - every arithmetic is asked so
        """Return the roundings of the sum itself, for it tries no shares."""
        return self.roundings(printed)

    def span(self, figure: Figure, printed: Mapping[Figure, Fraction]) -> Span:
        """Return the one number that makes the sum hold."""
        gap = printed[self.whole, "value"] - self.found(printed)
        must = printed[figure] + (-gap if figure[0] == self.whole else gap)
        return must, must


@dataclass(frozen=True)
class Family:
    """The shares of parts that together make a whole, or of one part that is tried together with its rest.

    `parts` share `base`; `shown` are those whose shares are printed. Their shares sum to 100, or, when the whole is
    itself a share of the base, to the printed share of `under`.
    """

    base: str
    parts: tuple[str, ...]
    shown: tuple[str, ...]
    under: str | None = None

    @property
    def figures(self) -> frozenset[Figure]:
        """The values of base and parts, the shares that are shown, and the share of the whole."""
        values: list[Figure] = [(name, "value") for name in (self.base, *self.parts)]
        shares: list[Figure] = [(name, "share") for name in (*self.shown, *filter(None, [self.under]))]
        return frozenset((*values, *shares))

    def share(self, name: str, printed: Mapping[Figure, Fraction]) -> Fraction:
        """Return what the printed value and the printed base give, in per cent."""
        return 100 * printed[name, "value"] / printed[self.base, "value"]

    def total(self, printed: Mapping[Figure, Fraction]) -> Fraction:
        """Return what the shares sum to."""
        return printed[self.under, "share"] if self.under else Fraction(100)

    def roundings(self, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:
        """Return the roundings under which every printed share of the family holds."""
        return self._fitting(self.shown, printed)

    def roundings_of(self, name: str, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:
        """Return the roundings under which one share of the family holds."""
        return self._fitting((name,), printed)

    def span(self, figure: Figure, printed: Mapping[Figure, Fraction]) -> Span:
        """Return where a figure must lie: no rounding moves a share by more than a unit, or a lone one by half."""
        name, kind = figure
        slack = Fraction(1 if len(self.parts) > 1 else Fraction(1, 2)) / self._scale(printed)
        if kind == "share" and name == self.under:
            middle = sum((self.share(part, printed) for part in self.parts), Fraction())
            return middle - len(self.parts) * slack, middle + len(self.parts) * slack
        if kind == "share":
            middle = self.share(name, printed)
            return middle - 1, middle + 1
        if name == self.base:
            return self._base_span(printed, slack)
        if name not in self.shown:
            return Fraction(), None
        unit = printed[self.base, "value"] / 100
        return unit * (printed[name, "share"] - slack), unit * (printed[name, "share"] + slack)

    def _base_span(self, printed: Mapping[Figure, Fraction], slack: Fraction) -> Span:
        low, highs = Fraction(), []
        for name in self.shown:
            value, share = 100 * printed[name, "value"], printed[name, "share"]
            low = max(low, value / (share + slack))
            if share > slack:
                highs.append(value / (share - slack))
        return low, min(highs, default=None)

    def _scale(self, printed: Mapping[Figure, Fraction]) -> int:
        return int(10 ** max(digits(printed[name, "share"]) for name in self.shown))

    def _fitting(self, names: tuple[str, ...], printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:
        scale, total = self._scale(printed), self.total(printed)
        if not printed[self.base, "value"] or (total * scale).denominator > 1:
            return ()
        shares = [scale * self.share(part, printed) for part in self.parts]
        marks = [scale * printed[part, "share"] if part in names else None for part in self.parts]
        if len(self.parts) == 1:
            shares, marks = [*shares, scale * total - shares[0]], [*marks, None]
        return tuple(rounding.id for rounding in ROUNDINGS if fits(rounding, marks, shares, int(scale * total)))


@dataclass(frozen=True)
class Baseless:
    """Shares whose base is not stated, but which make up 100 together."""

    shown: tuple[str, ...]

    @property
    def figures(self) -> frozenset[Figure]:
        """The printed shares."""
        return frozenset((name, "share") for name in self.shown)

    def found(self, printed: Mapping[Figure, Fraction]) -> Fraction:
        """Add the shares up."""
        return sum((printed[name, "share"] for name in self.shown), Fraction())

    def roundings(self, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:
        """Return the roundings that can make shares of 100 sum to what is printed."""
        off = (self.found(printed) - 100) * 10 ** max(digits(printed[name, "share"]) for name in self.shown)
        most = Fraction(len(self.shown), 2)
        can = {"half_up": -most < off <= most, "half_even": abs(off) < most, "largest_remainder": off == 0}
        return tuple(rounding for rounding in ALL if can[rounding])

    def roundings_of(self, name: str, printed: Mapping[Figure, Fraction]) -> tuple[str, ...]:  # noqa: ARG002 - every arithmetic is asked so
        """Return the roundings of all the shares: one alone cannot be tried."""
        return self.roundings(printed)

    def span(self, figure: Figure, printed: Mapping[Figure, Fraction]) -> Span:
        """Return where a share must lie for all of them to make up 100, but for their rounding."""
        must = printed[figure] + 100 - self.found(printed)
        return must - len(self.shown), must + len(self.shown)
