"""Where the marks of a chart stand: bars, columns, lines, parts of a whole, intervals.

Everything here is already protected, rounded and in words; how a mark becomes SVG is left to the canvas.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from reportkit.display.canvas import SMALL, WIDTH, Canvas, Shape, text_width, wrapped
from reportkit.display.theme import ACCENT, GRID, MUTED, SERIES, readable_on

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.display.measure import Measure

__all__ = ["Range", "draw_bars", "draw_columns", "draw_intervals", "draw_lines", "draw_stacked"]

_LINE = 15.0
"""From one line of text to the next."""

_GAP = 8.0
_BESIDE = 120.0
"""Labels no wider than this stand beside their bar, wider ones above it."""

_PLOT = 160.0
"""The height of a chart over time, without its labels."""

_SHAPES: tuple[Shape, ...] = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True)
class Range:
    """A value with the limits of its interval, where it has one."""

    label: str
    value: float
    low: float | None
    high: float | None

    def text(self, measure: Measure) -> str:
        """Write the value and its limits."""
        value = measure.text(self.value)
        if self.low is None or self.high is None:
            return value
        low, high = measure.text(self.low), measure.text(self.high)
        return measure.say("{value} ({low} to {high})", value=value, low=low, high=high)


def draw_bars(measure: Measure, points: Sequence[tuple[str, float]]) -> str:
    """Draw a horizontal bar for each point, its value at its end."""
    widest = max(text_width(label) for label, _ in points)
    left = widest + _GAP if widest <= _BESIDE else 0.0
    room = WIDTH - left - _GAP - max(text_width(measure.text(value), bold=True) for _, value in points)
    unit = room / (max(value for _, value in points) or 1)
    labels = [[label] if left else wrapped(label, WIDTH) for label, _ in points]
    tops = list(accumulate((_bar_height(lines, above=not left) for lines in labels), initial=0.0))
    canvas = Canvas(tops[-1])
    for (_, value), lines, top in zip(points, labels, tops[:-1], strict=True):
        bar = top + (4 if left else _LINE * len(lines) + 3)
        for at, line in enumerate(lines):
            canvas.text(0, bar + 12 if left else top + 12 + at * _LINE, line)
        canvas.bar(left, bar, _seen(value * unit), 16, ACCENT)
        canvas.text(left + value * unit + 6, bar + 12.5, measure.text(value), bold=True)
    return canvas.svg()


def _bar_height(lines: Sequence[str], *, above: bool) -> float:
    return _LINE * len(lines) + 31 if above else 24.0


def draw_columns(measure: Measure, periods: Sequence[str], values: Sequence[float | None]) -> str:
    """Draw a column for each period, its value on top."""
    slot = WIDTH / len(periods)
    width, top = min(56.0, slot * 0.66), 18.0
    unit = _PLOT / (max(value for value in values if value is not None) or 1)
    foot = top + _PLOT
    fits = all(text_width(measure.text(value)) <= slot for value in values if value is not None)
    canvas = Canvas(foot + 6 + _LINE * _period_lines(periods, slot))
    for at, value in enumerate(values):
        if value is None:
            continue
        height = _seen(value * unit)
        canvas.bar((at + 0.5) * slot - width / 2, foot - height, width, height, ACCENT)
        if fits or value in {max(filter(None, values), default=0), values[-1]}:
            canvas.text((at + 0.5) * slot, foot - height - 5, measure.text(value), anchor="center", bold=fits)
    canvas.line([(0, foot), (WIDTH, foot)], MUTED)
    _write_periods(canvas, periods, 0.0, slot, foot)
    return canvas.svg()


def draw_lines(measure: Measure, periods: Sequence[str], lines: Mapping[str, Sequence[float | None]]) -> str:
    """Draw a line for each series, its name and last value at its end."""
    _told_apart(lines)
    largest = max(value for line in lines.values() for value in line if value is not None)
    steps = _steps(largest, whole=not measure.share)
    ends = {name: _end_label(measure, name, line) for name, line in lines.items()}
    right = WIDTH - max(text_width(text, SMALL) for texts in ends.values() for text in texts) - 14
    left = max(text_width(_tick(measure, step, steps), SMALL) for step in steps) + 6
    slot, top = (right - left) / len(periods), 10.0
    foot = top + _PLOT
    canvas = Canvas(foot + 8 + _LINE * _period_lines(periods, slot))
    for step in steps:
        y = foot - step / steps[-1] * _PLOT
        canvas.line([(left, y), (right, y)], GRID if step else MUTED)
        canvas.text(left - 6, y + 4, _tick(measure, step, steps), anchor="right", colour=MUTED, size=SMALL)
    places: list[tuple[str, float, float]] = []
    for order, (name, line) in enumerate(lines.items()):
        marks = [
            None if value is None else (left + (at + 0.5) * slot, foot - value / steps[-1] * _PLOT)
            for at, value in enumerate(line)
        ]
        _draw_line(canvas, marks, order)
        places += [(name, *mark) for mark in [mark for mark in marks if mark][-1:]]
    _write_ends(canvas, places, ends, right)
    _write_periods(canvas, periods, left, slot, foot)
    return canvas.svg()


def _draw_line(canvas: Canvas, marks: Sequence[tuple[float, float] | None], order: int) -> None:
    for here, there in pairwise(marks):
        if here and there:
            canvas.line([here, there], SERIES[order], 2.0)
    for mark in marks:
        if mark:
            canvas.dot(*mark, SERIES[order], _SHAPES[order % len(_SHAPES)])


def _end_label(measure: Measure, name: str, line: Sequence[float | None]) -> list[str]:
    last = next((value for value in reversed(line) if value is not None), None)
    words = name if last is None else f"{name} {measure.text(last)}"
    return wrapped(words, 110.0, SMALL)


def _write_ends(
    canvas: Canvas, places: Sequence[tuple[str, float, float]], ends: Mapping[str, Sequence[str]], right: float
) -> None:
    """Write names beside the ends of their lines, each at least its own height under the one before."""
    heights = [len(ends[name]) * _LINE for name, _, _ in sorted(places, key=lambda place: place[2])]
    ordered = sorted(places, key=lambda place: place[2])
    limit = 10.0 + _PLOT - sum(heights)
    free = 0.0
    for (name, x, y), height in zip(ordered, heights, strict=True):
        top = max(free, min(y - height / 2, max(limit, free)))
        limit += height
        free = top + height
        canvas.line([(x + 5, y), (right + 10, top + height / 2)], GRID)
        for at, line in enumerate(ends[name]):
            canvas.text(right + 13, top + 11 + at * _LINE, line, size=SMALL)


def draw_stacked(measure: Measure, rows: Sequence[tuple[str, Sequence[float]]], parts: Sequence[str]) -> str:
    """Draw a bar of 100 % for each row, its parts in order, with a key above."""
    _told_apart(parts)
    key = list(_key(parts))
    labels = [wrapped(label, WIDTH) for label, _ in rows]
    start = key[-1][2] + _LINE * len(key[-1][0]) + 6
    tops = list(accumulate((_LINE * len(lines) + 38 for lines in labels), initial=start))
    canvas = Canvas(tops[-1] - 8)
    for order, (part, x, y) in enumerate(key):
        canvas.bar(x, y + 2, 11, 11, SERIES[order])
        for at, line in enumerate(part):
            canvas.text(x + 16, y + 12 + at * _LINE, line)
    for (_, shares), lines, top in zip(rows, labels, tops[:-1], strict=True):
        for at, line in enumerate(lines):
            canvas.text(0, top + 11 + at * _LINE, line)
        _draw_parts(canvas, measure, shares, top + _LINE * len(lines) + 1)
    return canvas.svg()


def _draw_parts(canvas: Canvas, measure: Measure, shares: Sequence[float], top: float) -> None:
    whole = max(1.0, sum(shares))
    for order, (share, start) in enumerate(zip(shares, accumulate(shares, initial=0.0), strict=False)):
        width = share / whole * WIDTH
        if width <= 0:
            continue
        canvas.bar(start / whole * WIDTH, top, max(width - 1.5, 0.5), 24, SERIES[order])
        text = measure.text(share)
        if text_width(text) + 6 <= width:
            middle = start / whole * WIDTH + (width - 1.5) / 2
            canvas.text(middle, top + 16.5, text, anchor="center", colour=readable_on(SERIES[order]))


def _key(parts: Sequence[str]) -> Iterator[tuple[list[str], float, float]]:
    """Place the names of parts one after the other, on as many lines as it takes."""
    x = y = deepest = 0.0
    for part in parts:
        lines = wrapped(part, WIDTH - 16)
        width = 16 + max(text_width(line) for line in lines)
        if x and x + width > WIDTH:
            x, y, deepest = 0.0, y + deepest + 3, 0.0
        yield lines, x, y
        x += width + 14
        deepest = max(deepest, _LINE * len(lines))


def draw_intervals(measure: Measure, points: Sequence[Range]) -> str:
    """Draw a dot for each value on the line of its interval, over a common scale."""
    largest = max(point.value if point.high is None else point.high for point in points)
    steps = _steps(largest, whole=not measure.share)
    texts = [point.text(measure) for point in points]
    rooms = [WIDTH - text_width(text, bold=True) - 12 for text in texts]
    labels = [wrapped(point.label, room) for point, room in zip(points, rooms, strict=True)]
    tops = list(accumulate((_LINE * len(lines) + 27 for lines in labels), initial=0.0))
    left, right = 8.0, WIDTH - 20
    unit = (right - left) / steps[-1]
    canvas = Canvas(tops[-1] + 18)
    for step in steps:
        x = left + step * unit
        for lines, top in zip(labels, tops[:-1], strict=True):
            canvas.line([(x, top + _LINE * len(lines) + 3), (x, top + _LINE * len(lines) + 17)], GRID)
        canvas.text(x, tops[-1] + 8, _tick(measure, step, steps), anchor="center", colour=MUTED, size=SMALL)
    for point, text, lines, top in zip(points, texts, labels, tops[:-1], strict=True):
        for at, line in enumerate(lines):
            canvas.text(0, top + 11 + at * _LINE, line)
        canvas.text(WIDTH, top + 11, text, anchor="right", bold=True)
        y = top + _LINE * len(lines) + 10
        if point.low is not None and point.high is not None:
            canvas.line([(left + point.low * unit, y), (left + point.high * unit, y)], ACCENT, 3.0)
        canvas.dot(left + point.value * unit, y, ACCENT, radius=5.0)
    return canvas.svg()


def _seen(length: float) -> float:
    """Keep a small value visible; zero has no bar."""
    return max(length, 1.0) if length else 0.0


def _told_apart(names: Sequence[str] | Mapping[str, object]) -> None:
    if len(names) > len(SERIES):
        raise ValueError(f"a chart tells at most {len(SERIES)} series apart, not {len(names)}: show a table instead")


def _steps(largest: float, *, whole: bool) -> list[float]:
    """Return round values from zero to the largest or just over it, five at most."""
    rough = (largest or 1.0) / 4
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough - 1e-12)
    step = max(1.0, math.ceil(step)) if whole else step
    return [round(at * step, 10) for at in range(math.ceil(largest / step - 1e-9) + 1)] if largest else [0.0, step]


def _tick(measure: Measure, step: float, steps: Sequence[float]) -> str:
    size = steps[1] * (100 if measure.share else 1)
    decimals = 0 if math.isclose(size, round(size)) else 1
    return measure.say.percent(step, decimals) if measure.share else measure.say.number(step, decimals)


def _period_lines(periods: Sequence[str], slot: float) -> int:
    return max(len(lines) for _, lines in _period_labels(periods, slot))


def _period_labels(periods: Sequence[str], slot: float) -> list[tuple[int, list[str]]]:
    """Return the labels under a time axis, wrapped; every second, third, … of them when all do not fit."""
    longest = max(text_width(word, SMALL) for period in periods for word in period.split())
    every = max(1, math.ceil((longest + 4) / slot))
    last = len(periods) - 1
    return [
        (at, wrapped(period, slot * every - 4, SMALL)) for at, period in enumerate(periods) if (last - at) % every == 0
    ]


def _write_periods(canvas: Canvas, periods: Sequence[str], left: float, slot: float, foot: float) -> None:
    for at, lines in _period_labels(periods, slot):
        for line_at, line in enumerate(lines):
            half = text_width(line, SMALL) / 2
            x = max(half, min(left + (at + 0.5) * slot, WIDTH - half))
            canvas.text(x, foot + 15 + line_at * _LINE, line, anchor="center", size=SMALL)
