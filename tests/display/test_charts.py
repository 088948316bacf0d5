"""Charts: what they draw, what they say, and what they keep to themselves."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest
from matplotlib.figure import Figure

from reportkit.display import Chart, Note, Table, words
from reportkit.display.charts import bars, columns_over_time, drawn, intervals, stacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportkit.display.measure import Value

EN, NL = words("en"), words("nl")


def bar_chart(*rows: tuple[str, Value], share: bool = False) -> Chart | Note:
    """Draw bars in English."""
    return bars("Closed", rows, say=EN, unit="trajectories", share=share)


def line_chart(**series: list[Value]) -> Chart | Note:
    """Draw lines over two years."""
    return columns_over_time("Started", ["2021", "2022"], series, say=EN, unit="trajectories")


def svg(chart: Chart | Note) -> str:
    """Return the drawing of what must be a chart."""
    assert isinstance(chart, Chart)
    return chart.svg


EVERY_KIND: dict[str, Callable[[], Chart | Note]] = {
    "bars": lambda: bar_chart(("Job", 255), ("Training", 47)),
    "columns": lambda: line_chart(Started=[3, 4]),
    "lines": lambda: line_chart(Kortrijk=[3, 4], Menen=[7, 8]),
    "stacked": lambda: stacked("By region", [("Menen", [0.4, 0.6])], ["Job", "Other"], say=EN, unit="share"),
    "intervals": lambda: intervals("At work", [("F", 0.6, 0.5, 0.7)], say=EN, unit="share"),
}


@pytest.mark.parametrize("draw", EVERY_KIND.values(), ids=EVERY_KIND)
def test_a_chart_is_the_same_each_time(draw: Callable[[], Chart | Note]) -> None:
    """No date, no random id: the same values give the same drawing."""
    assert svg(draw()) == svg(draw())
    assert " id=" not in svg(draw())


@pytest.mark.parametrize("draw", EVERY_KIND.values(), ids=EVERY_KIND)
def test_a_chart_fits_its_place(draw: Callable[[], Chart | Note]) -> None:
    """All charts are equally wide and carry no style of their own, so that the page decides."""
    drawing = svg(draw())
    assert re.match(r'<svg xmlns="[^"]+" viewBox="0 0 400 \d', drawing)
    assert "style" not in drawing


@pytest.mark.parametrize("draw", EVERY_KIND.values(), ids=EVERY_KIND)
def test_a_chart_stays_within_its_frame(draw: Callable[[], Chart | Note]) -> None:
    """No mark is drawn outside the picture."""
    drawing = svg(draw())
    height = float(re.findall(r'viewBox="0 0 400 ([\d.]+)"', drawing)[0])
    points = [(float(x), float(y)) for x, y in re.findall(r"[ML] (-?[\d.]+) (-?[\d.]+)", drawing)]
    assert all(-0.1 <= x <= 400.1 and -0.1 <= y <= height + 0.1 for x, y in points)


def test_the_sentences_say_what_the_chart_shows() -> None:
    """Who does not see the bars hears the values, the largest and the smallest."""
    chart = bars("Afgesloten", [("Werk", 255), ("Opleiding", 47)], say=NL, unit="trajecten")
    assert isinstance(chart, Chart)
    assert chart.alt == (
        "Staafdiagram (trajecten): Werk 255 en Opleiding 47. Grootste: Werk, 255. Kleinste: Opleiding, 47."
    )


def test_many_values_are_left_to_the_table() -> None:
    """A sentence with more than eight values helps nobody."""
    chart = bar_chart(*((f"group {at}", at) for at in range(1, 10)))
    assert isinstance(chart, Chart)
    assert chart.alt.startswith(
        "Bar chart (trajectories): 9 values, all in the table with this chart. Largest: group 9, 9."
    )


def test_equal_values_have_no_largest() -> None:
    """Where all are equal, that is what is said."""
    chart = bar_chart(("F", 5), ("M", 5))
    assert isinstance(chart, Chart)
    assert chart.alt.endswith("All are equal.")


def test_a_hidden_value_is_not_drawn_and_that_is_said() -> None:
    """Chart, sentences and table all say that there is a value that is not shown."""
    chart = bar_chart(("F", 12), ("X", None))
    assert isinstance(chart, Chart)
    assert chart.svg == svg(bar_chart(("F", 12)))
    said = "Not drawn, hidden to protect persons: X."
    assert chart.notes == (said,)
    assert chart.alt.endswith(said)
    assert [row[1].kind for row in chart.data.rows] == ["value", "hidden"]


def test_a_value_that_the_data_cannot_give_is_told_from_a_hidden_one() -> None:
    """The reader knows whether a value is kept back or does not exist."""
    chart = bar_chart(("F", 12), ("X", math.nan))
    assert isinstance(chart, Chart)
    assert chart.notes == ("Not drawn, not available: X.",)


@pytest.mark.parametrize(("value", "kind"), [(None, "information"), (math.nan, "missing")])
def test_where_nothing_can_be_drawn_stands_a_note(value: Value, kind: str) -> None:
    """An empty chart is never shown."""
    note = bar_chart(("F", value))
    assert isinstance(note, Note)
    assert (note.title, note.kind) == ("Closed", kind)


def test_the_drawing_is_no_more_exact_than_the_table() -> None:
    """Values that print alike are drawn alike, so that a ruler finds nothing more."""
    assert svg(bar_chart(("F", 0.586206), ("M", 0.2), share=True)) == svg(
        bar_chart(("F", 0.586), ("M", 0.2), share=True)
    )


def test_the_place_of_parts_gives_no_hidden_part_away() -> None:
    """Of a whole with a hidden part nothing is drawn, for the gap would be the part."""
    full, partly = ("Kortrijk", [0.6, 0.4]), ("Menen", [0.3, None])
    chart = stacked("By region", [full, partly], ["Job", "Other"], say=EN, unit="share")
    alone = stacked("By region", [full], ["Job", "Other"], say=EN, unit="share")
    assert isinstance(chart, Chart)
    assert chart.svg == svg(alone)
    assert chart.notes == ("Not drawn, hidden to protect persons: Menen.",)


def test_a_line_breaks_where_a_value_is_hidden() -> None:
    """No line runs through a hidden value, which would suggest one."""
    whole, broken = svg(line_chart(A=[3, 4], B=[5, 6])), svg(line_chart(A=[3, None], B=[5, 6]))
    assert whole.count('stroke-width="2"') - broken.count('stroke-width="2"') == 1


def test_each_series_is_told_over_time() -> None:
    """Who does not see the lines hears how each one went, and what is missing from it."""
    chart = line_chart(Kortrijk=[3, 4], Menen=[None, 8])
    assert isinstance(chart, Chart)
    assert chart.alt == (
        "Line chart (trajectories). Kortrijk: 2021 3 and 2022 4. Largest: 2022, 4. Smallest: 2021, 3. "
        "Menen: 2022 8. Not drawn, hidden to protect persons: Menen 2021."
    )


def test_intervals_are_said_with_their_limits() -> None:
    """A share comes with the interval it was estimated in, in the sentences and in the table."""
    chart = intervals("At work", [("F", 0.6, 0.512, 0.681)], say=EN, unit="share")
    assert isinstance(chart, Chart)
    assert chart.alt.endswith("F 60.0% (51.2% to 68.1%).")
    assert [cell.text for cell in chart.data.rows[0]] == ["F", "60.0%", "51.2%", "68.1%"]


def test_text_stays_the_text_it_is() -> None:
    """Labels are never read as mathematics or markup, and stay text that can be searched."""
    assert ">Price $a$ &lt;b&gt; &amp; c</text>" in svg(bar_chart(("Price $a$ <b> & c", 5)))


def test_too_many_series_are_refused() -> None:
    """More series than colours that can be told apart belong in a table."""
    with pytest.raises(ValueError, match="show a table instead"):
        line_chart(**{f"s{at}": [1.0, None] for at in range(7)})


def test_values_below_zero_are_refused() -> None:
    """Counts and shares are never below zero, so that one that is, is a mistake."""
    with pytest.raises(ValueError, match="below zero"):
        bar_chart(("F", -1))


def test_a_given_table_stays_with_the_chart() -> None:
    """The caller's own table of the data is shown rather than one made from the rows."""
    table = Table("Own", ("a",), (), (False,))
    chart = bars("Closed", [("Job", 1)], say=EN, unit="trajectories", data=table)
    assert isinstance(chart, Chart)
    assert chart.data is table


def test_a_figure_of_ones_own_needs_words() -> None:
    """Whoever draws with matplotlib says what the drawing shows."""
    figure = Figure()
    figure.subplots().plot([1, 2])
    table = Table("Data", ("a",), (), (False,))
    with pytest.raises(ValueError, match="alt must say"):
        drawn("Own", figure, alt=" ", data=table)
    chart = drawn("Own", figure, alt="A line from 1 to 2.", data=table)
    assert chart.svg == drawn("Own", figure, alt="A line from 1 to 2.", data=table).svg
    assert "<metadata" not in chart.svg
