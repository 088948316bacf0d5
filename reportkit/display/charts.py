"""Charts of protected figures: each is a picture, the sentences that say what it shows, and the table of its data.

How marks are placed is left to `drawing`. A chart gives away nothing that its table does not print.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from reportkit.display.alt import course, extremes, listed, ranges
from reportkit.display.blocks import Chart, Note, Table
from reportkit.display.canvas import to_svg
from reportkit.display.drawing import Range, draw_bars, draw_columns, draw_intervals, draw_lines, draw_stacked
from reportkit.display.measure import Measure, Value, data_table, left_out, nothing_to_show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.figure import Figure

    from reportkit.display.words import Words

__all__ = ["bars", "columns_over_time", "drawn", "intervals", "stacked"]


def bars(  # noqa: PLR0913 - settings by name, most with a default
    caption: str,
    rows: Sequence[tuple[str, Value]],
    *,
    say: Words,
    unit: str,
    data: Table | None = None,
    header: str | None = None,
    share: bool = False,
    decimals: int | None = None,
    notes: tuple[str, ...] = (),
) -> Chart | Note:
    """Show one value for each of a few things as horizontal bars, in the order given.

    Parameters
    ----------
    caption
        What the chart shows, without its number.
    rows
        Pairs of label and value. None is a hidden value, NaN one that is not available; both are said, not drawn.
    say
        The words of the reader's language.
    unit
        What is counted, in the reader's language, such as "trajectories".
    data
        The table of the data; made from the rows when it is not given.
    header
        What the labels are, above them in a table that is made.
    share
        Whether the values are proportions (0 to 1), to be shown as percentages.
    decimals
        Decimals shown; 0 for counts and 1 for percentages unless given.
    notes
        Remarks under the chart.

    Returns
    -------
    Chart or Note
        A note in place of the chart when no value can be drawn.

    Examples
    --------
    >>> from reportkit.display.words import words
    >>> chart = bars("Closed", [("Job", 255), ("Training", 47)], say=words("en"), unit="trajectories")
    >>> chart.alt
    'Bar chart (trajectories): Job 255 and Training 47. Largest: Job, 255. Smallest: Training, 47.'
    """
    measure = _measure(say, unit, decimals, share=share)
    points = _points(measure, rows)
    if not points:
        return nothing_to_show(say, caption, rows, notes)
    table = data or data_table(measure, caption, (header or say("Category"), unit), [(one, [two]) for one, two in rows])
    gaps = tuple(left_out(say, rows))
    opening = say("Bar chart ({unit}): {values}", unit=unit, values=listed(measure, points))
    alt = " ".join((opening, *extremes(measure, points), *gaps))
    return Chart(caption, draw_bars(measure, points), alt, table, (*gaps, *notes))


def columns_over_time(  # noqa: PLR0913 - settings by name, most with a default
    caption: str,
    periods: Sequence[str],
    series: Mapping[str, Sequence[Value]],
    *,
    say: Words,
    unit: str,
    data: Table | None = None,
    header: str | None = None,
    share: bool = False,
    decimals: int | None = None,
    notes: tuple[str, ...] = (),
) -> Chart | Note:
    """Show how values went from period to period: columns for one series, lines for several.

    `periods` are written as the reader reads them, `series` has one value for each period; for the rest see `bars`.
    A line is broken where a value is not shown.
    """
    measure = _measure(say, unit, decimals, share=share)
    single = len(series) == 1
    values = [
        (period if single else f"{name} {period}", value)
        for name, line in series.items()
        for period, value in zip(periods, line, strict=True)
    ]
    if not _points(measure, values):
        return nothing_to_show(say, caption, values, notes)
    lines = {name: [measure.shown(value) for value in line] for name, line in series.items()}
    table = data or data_table(
        measure,
        caption,
        (header or say("Period"), *((unit,) if single else series)),
        [(period, [line[at] for line in series.values()]) for at, period in enumerate(periods)],
    )
    gaps = tuple(left_out(say, values))
    opening = say("Column chart over time ({unit}).", unit=unit) if single else say("Line chart ({unit}).", unit=unit)
    alt = " ".join((opening, *course(measure, periods, lines), *gaps))
    svg = draw_columns(measure, periods, *lines.values()) if single else draw_lines(measure, periods, lines)
    return Chart(caption, svg, alt, table, (*gaps, *notes))


def stacked(  # noqa: PLR0913 - settings by name, most with a default
    caption: str,
    rows: Sequence[tuple[str, Sequence[Value]]],
    parts: Sequence[str],
    *,
    say: Words,
    unit: str | None = None,
    data: Table | None = None,
    header: str | None = None,
    decimals: int | None = None,
    notes: tuple[str, ...] = (),
) -> Chart | Note:
    """Show how wholes divide into the same parts, as bars of 100 %.

    The values of a row are proportions (0 to 1), one for each part; for the rest see `bars`. A row with a hidden part
    is not drawn at all, for the place of the other parts would give the hidden one away.
    """
    unit = unit or say("share")
    measure = _measure(say, unit, decimals, share=True)
    wholes = [(label, _whole(values)) for label, values in rows]
    drawn_rows = [(label, _all_shown(measure, values)) for label, values in rows if _whole(values) == 1]
    if not drawn_rows:
        return nothing_to_show(say, caption, wholes, notes)
    table = data or data_table(measure, caption, (header or say("Category"), *parts), rows)
    gaps = tuple(left_out(say, wholes))
    opening = say("Stacked bar chart of shares ({unit}).", unit=unit)
    sentences = (
        say("{name}: {values}", name=label, values=listed(measure, list(zip(parts, values, strict=True))))
        for label, values in drawn_rows
    )
    alt = " ".join((opening, *sentences, *gaps))
    return Chart(caption, draw_stacked(measure, drawn_rows, parts), alt, table, (*gaps, *notes))


def intervals(  # noqa: PLR0913 - settings by name, most with a default
    caption: str,
    rows: Sequence[tuple[str, Value, Value, Value]],
    *,
    say: Words,
    unit: str | None = None,
    confidence: float = 0.95,
    data: Table | None = None,
    header: str | None = None,
    share: bool = True,
    decimals: int | None = None,
    notes: tuple[str, ...] = (),
) -> Chart | Note:
    """Show values with their confidence intervals as dots on lines.

    A row is a label, a value, and the lower and upper limit of its interval; without limits only the dot is drawn.
    `confidence` is printed (0.95 is 95 %); for the rest see `bars`.
    """
    unit = unit or (say("share") if share else say("value"))
    measure = _measure(say, unit, decimals, share=share)
    values = [(label, value) for label, value, _, _ in rows]
    points = [_range(measure, *row) for row in rows if measure.shown(row[1]) is not None]
    if not points:
        return nothing_to_show(say, caption, values, notes)
    level = say.percent(confidence, 0)
    table = data or data_table(
        measure,
        caption,
        (header or say("Category"), unit, say("Lower limit"), say("Upper limit")),
        [(label, limits) for label, *limits in rows],
    )
    gaps = tuple(left_out(say, values))
    opening = say("Chart of values with {level} confidence intervals ({unit}).", level=level, unit=unit)
    alt = " ".join((opening, *ranges(measure, points), *gaps))
    legend = say("The dot is the value, the line its {level} confidence interval.", level=level)
    return Chart(caption, draw_intervals(measure, points), alt, table, (legend, *gaps, *notes))


def drawn(caption: str, figure: Figure, *, alt: str, data: Table, notes: tuple[str, ...] = ()) -> Chart:
    """Show a matplotlib figure of one's own; what it shows must be said in `alt` and printed in `data`.

    Raises
    ------
    ValueError
        When `alt` says nothing.
    """
    if not alt.strip():
        raise ValueError(f'chart "{caption}": alt must say what the figure shows')
    return Chart(caption, to_svg(figure), alt, data, notes)


def _measure(say: Words, unit: str, decimals: int | None, *, share: bool) -> Measure:
    return Measure(say, unit, share, int(share) if decimals is None else decimals)


def _points(measure: Measure, values: Sequence[tuple[str, Value]]) -> list[tuple[str, float]]:
    shown = ((label, measure.shown(value)) for label, value in values)
    return [(label, value) for label, value in shown if value is not None]


def _whole(values: Sequence[Value]) -> Value:
    """Return 1 for a row of which every part is shown, None when one is hidden, NaN when one is not available."""
    if any(value is None for value in values):
        return None
    return math.nan if any(math.isnan(value) for value in values if value is not None) else 1.0


def _all_shown(measure: Measure, values: Sequence[Value]) -> list[float]:
    return [shown for shown in map(measure.shown, values) if shown is not None]


def _range(measure: Measure, label: str, value: Value, low: Value, high: Value) -> Range:
    limits = measure.shown(low), measure.shown(high)
    both = None not in limits
    return Range(label, measure.shown(value) or 0.0, limits[0] if both else None, limits[1] if both else None)
