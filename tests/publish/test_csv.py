"""indicators.csv, as machines read it."""

from __future__ import annotations

import io
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.publish.csv import render
from reportkit.tables import FIGURE_COLUMNS

NUMBERS = ("value", "numerator", "denominator", "low", "high", "target")
BASE = {
    "project": "twerkt",
    "region": "kortrijk",
    "period": "2022",
    "basis": "to_date",
    "framework": "pathway",
    "indicator": "started",
    "by": "total",
    "group": "total",
    "unit": "trajectory",
    **dict.fromkeys(NUMBERS, math.nan),
    "status": "ok",
    "note": "",
}


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    """Return an indicators table of figures that differ from one base in what is given."""
    table = pd.DataFrame([{**BASE, **row} for row in rows])
    return table.astype(dict.fromkeys(NUMBERS, "float64"))


def field(row: dict[str, object], name: str) -> str:
    """Return one field of a table of one figure, as it is written."""
    lines = render(figures(row)).decode().split("\n")
    return lines[1].split(",")[FIGURE_COLUMNS.index(name)]


def test_the_header_is_the_contract() -> None:
    """The columns stand in the order that users rely on."""
    assert render(figures({})).decode().split("\n")[0].split(",") == list(FIGURE_COLUMNS)


def test_a_row_is_one_figure() -> None:
    """A figure is written on a line of its own, which ends as on every system."""
    text = render(figures({"value": 635, "target": 600})).decode()
    assert text.split("\n", 1)[1] == (
        "twerkt,kortrijk,2022,to_date,pathway,started,total,total,trajectory,635,,,,,600,ok,\n"
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (635.0, "635"),
        (1200.0, "1200"),
        (0.0, "0"),
        (0.5862068966, "0.586207"),
        (12.5, "12.5"),
        (-1e-9, "0"),
        (math.nan, ""),
    ],
)
def test_a_number_has_no_decimals_that_say_nothing(value: float, written: str) -> None:
    """Whole numbers have no point, others at most six decimals, and what is not there is empty."""
    assert field({"value": value}, "value") == written


def test_rows_are_sorted_by_their_key() -> None:
    """The order in which figures were worked out does not show."""
    rows: list[dict[str, object]] = [
        {"indicator": "started"},
        {"indicator": "closed"},
        {"indicator": "closed", "basis": "period"},
    ]
    assert render(figures(*rows)) == render(figures(*reversed(rows)))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_a_formula(text: str) -> None:
    """A spreadsheet that opens the file runs nothing."""
    read = pd.read_csv(io.BytesIO(render(figures({"note": text}))), keep_default_na=False)
    assert str(read.loc[0, "note"]).startswith("'")


def test_what_is_not_ascii_is_utf_8() -> None:
    """Names of places keep their letters."""
    assert "Zoë" in render(figures({"note": "Zoë"})).decode("utf-8")


@settings(max_examples=25)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=5))
def test_numbers_come_back(values: list[float]) -> None:
    """Whoever reads the file gets each number to six decimals."""
    rows = [{"indicator": f"i{at}", "value": value} for at, value in enumerate(values)]
    read = pd.read_csv(io.BytesIO(render(figures(*rows))))
    assert read["value"].tolist() == pytest.approx(values, abs=1e-6)
