"""Sentences that say what a chart shows, made from the values it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.display.drawing import Range
    from reportkit.display.measure import Measure

__all__ = ["course", "extremes", "listed", "ranges"]

_FEW = 8


def listed(measure: Measure, points: Sequence[tuple[str, float]]) -> str:
    """List the values when they are few; else say how many there are and where they stand."""
    say = measure.say
    if len(points) > _FEW:
        return say("{count} values, all in the table with this chart.", count=say.number(len(points)))
    values = say.list([f"{label} {measure.text(value)}" for label, value in points])
    return f"{values}."


def extremes(measure: Measure, points: Sequence[tuple[str, float]]) -> Iterator[str]:
    """Name the largest and the smallest value, or say that all are equal."""
    say = measure.say
    if len(points) < 2:  # noqa: PLR2004 - one value is neither
        return
    largest, smallest = (pick(value for _, value in points) for pick in (max, min))
    if largest == smallest:
        yield say("All are equal.")
        return
    at_top, at_bottom = (
        say.list([label for label, value in points if value == extreme]) for extreme in (largest, smallest)
    )
    yield say("Largest: {labels}, {value}.", labels=at_top, value=measure.text(largest))
    yield say("Smallest: {labels}, {value}.", labels=at_bottom, value=measure.text(smallest))


def course(measure: Measure, periods: Sequence[str], lines: Mapping[str, Sequence[float | None]]) -> Iterator[str]:
    """Say of each series how it went over the periods."""
    for name, line in lines.items():
        points = [(period, value) for period, value in zip(periods, line, strict=True) if value is not None]
        if points:
            values = " ".join((listed(measure, points), *extremes(measure, points)))
            yield measure.say("{name}: {values}", name=name, values=values)


def ranges(measure: Measure, points: Sequence[Range]) -> Iterator[str]:
    """Say each value with the limits of its interval."""
    for point in points:
        yield f"{point.label} {point.text(measure)}."
