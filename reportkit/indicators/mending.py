"""The search for the one printed figure that, if changed alone, mends all that is broken.

What counts as broken is decided by the tests of `reportkit.indicators.printed`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from reportkit.indicators.printed import ALL, common, digits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportkit.indicators.printed import Arithmetic, Figure, Span

__all__ = ["Mend", "mends"]

_WALKED = 2_000


@dataclass(frozen=True)
class Mend:
    """One printed figure that, changed alone, mends every broken check.

    `figure` says whether the claim's value or its share, in per cent, is to change. Every number from `low` to `high`
    that is meant mends; `count` is how many these are. `high` and `count` are None when there is no end to them.
    `roundings` are those under which every printed share then holds; empty when no single one serves them all.
    """

    claim: str
    figure: Literal["value", "share"]
    printed: float
    low: float
    high: float | None
    count: int | None
    roundings: tuple[str, ...]


def mends(tests: Sequence[Arithmetic], printed: Mapping[Figure, Fraction]) -> tuple[Mend, ...]:
    """Find every single printed figure, and the whole numbers it could be, such that all tests hold after the change.

    Parameters
    ----------
    tests
        The arithmetic that the figures should keep.
    printed
        The figures as printed; each that a test needs is there.

    Returns
    -------
    tuple of Mend
        In the order of `printed`; empty when nothing is broken, or no change of one figure mends all.

    Notes
    -----
    A share printed with decimals is changed in steps of its last one. Changes after which one rounding serves all
    shares go first: only when there is none may each family of shares keep a rounding of its own.
    """
    broken = [test for test in tests if not test.roundings(printed)]
    if not broken:
        return ()
    figures = [figure for figure in printed if all(figure in test.figures for test in broken)]
    for one_rounding in (True, False):
        found = [_mend(figure, tests, printed, one_rounding=one_rounding) for figure in figures]
        if any(found):
            return tuple(mend for mend in found if mend)
    return ()


def _mend(
    figure: Figure, tests: Sequence[Arithmetic], printed: Mapping[Figure, Fraction], *, one_rounding: bool
) -> Mend | None:
    touched = [test for test in tests if figure in test.figures]
    others = [test.roundings(printed) for test in tests if figure not in test.figures]
    scale = 10 ** digits(printed[figure]) if figure[1] == "share" else 1

    def mending(step: int) -> bool:
        held = [*others, *_held(touched, printed, figure, Fraction(step, scale))]
        return bool(common(held)) if one_rounding else all(held)

    low, high = _steps([test.span(figure, printed) for test in touched], scale)
    steps = _walk(low, high, mending)
    if not steps:
        return None
    ends = {Fraction(step, scale) for step in (steps[0], steps[-1])}
    held = {rounding for end in ends for rounding in common([*others, *_held(touched, printed, figure, end)])}
    return Mend(
        claim=figure[0],
        figure=figure[1],
        printed=float(printed[figure]),
        low=steps[0] / scale,
        high=None if high is None else steps[-1] / scale,
        count=None if high is None else len(steps),
        roundings=tuple(rounding for rounding in ALL if rounding in held),
    )


def _held(
    tests: Sequence[Arithmetic], printed: Mapping[Figure, Fraction], figure: Figure, number: Fraction
) -> Iterator[tuple[str, ...]]:
    changed = {**printed, figure: number}
    return (test.roundings(changed) for test in tests)


def _steps(spans: Sequence[Span], scale: int) -> tuple[int, int | None]:
    ends = [high for _, high in spans if high is not None]
    low = max(0, *(math.ceil(low * scale) for low, _ in spans))
    return low, math.floor(min(ends) * scale) if ends else None


def _walk(low: int, high: int | None, mending: Callable[[int], bool]) -> Sequence[int]:
    """Keep the steps that mend. Of a long span, only the ends can fail: the rest lies well inside every rounding."""
    last = low + _WALKED if high is None else high
    if last - low <= _WALKED:
        kept = [step for step in range(low, last + 1) if mending(step)]
        return kept if high is not None else kept[:1]
    first = next((step for step in (low, low + 1) if mending(step)), None)
    final = next((step for step in (last, last - 1) if mending(step)), None)
    return () if first is None or final is None else range(first, final + 1)
