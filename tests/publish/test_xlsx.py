"""indicators.xlsx, as people open it."""

from __future__ import annotations

import io
import math
import zipfile
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, get_args

import openpyxl
import pandas as pd
import pytest
from openpyxl.cell import Cell

from reportkit.display.words import LANGUAGES, words
from reportkit.indicators.measures import Unit
from reportkit.publish.document import Front
from reportkit.publish.xlsx import render
from reportkit.tables import STATUSES

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

NUMBERS = ("value", "numerator", "denominator", "low", "high", "target")
FRONT = Front(
    title="Impact report",
    project="'t Werkt",
    region="Kortrijk",
    period="2022",
    cut_off=date(2022, 12, 31),
    audience="public",
    language="en",
    synthetic=False,
)
TERMS = pd.DataFrame(
    [
        ("started", "Started trajectories", "trajectory", "Entered by the cut-off.", "Annex I"),
        ("closed.job.share", "Share that ended in a job", "proportion", "Of the closed.", ""),
    ],
    columns=["code", "name", "unit", "definition", "reference"],
)
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
SHARE = {
    "indicator": "closed.job.share",
    "unit": "proportion",
    "value": 0.5862,
    "numerator": 255,
    "denominator": 435,
    "low": 0.539,
    "high": 0.632,
}


def figures(*rows: dict[str, object]) -> pd.DataFrame:
    """Return an indicators table of figures that differ from one base in what is given."""
    return pd.DataFrame([{**BASE, **row} for row in rows]).astype(dict.fromkeys(NUMBERS, "float64"))


def book(*rows: dict[str, object], front: Front = FRONT, terms: pd.DataFrame = TERMS, language: str = "en") -> Workbook:
    """Return the workbook of some figures, read back."""
    made = render(figures(*(rows or ({"value": 635},))), front, terms, language=language)
    return openpyxl.load_workbook(io.BytesIO(made))


def column(opened: Workbook, sheet: str, head: str) -> list[Cell]:
    """Return the cells under a header."""
    found = [cells for cells in opened[sheet].iter_cols() if cells[0].value == head]
    return [cell for cell in found[0][1:] if isinstance(cell, Cell)]


def words_of(opened: Workbook, sheet: str) -> str:
    """Return all that a sheet says."""
    return "\n".join(str(cell) for row in opened[sheet].iter_rows(values_only=True) for cell in row if cell is not None)


def test_one_sheet_a_breakdown() -> None:
    """Cover and definitions come first, then the totals, then each breakdown under its own name."""
    opened = book({"by": "gender", "group": "F"}, {}, {"by": "age", "group": "18_29"})
    assert opened.sheetnames == ["Cover", "Definitions", "Total", "Gender", "Age at entry"]


def test_sheets_and_headers_are_in_the_language() -> None:
    """A Dutch workbook has no English but the codes."""
    opened = book({"by": "gender", "group": "F", "value": 201}, language="nl")
    assert opened.sheetnames == ["Voorblad", "Definities", "Totaal", "Geslacht"]
    assert [column(opened, "Geslacht", head)[0].value for head in ("Groep", "Basis", "Eenheid", "Status")] == [
        "Vrouw",
        "sinds de start",
        "traject",
        "getoond",
    ]


def test_each_sheet_of_figures_is_a_real_table() -> None:
    """Programs and screen readers know where the table is and which row is its header, which stays in view."""
    opened = book({}, {"by": "gender", "group": "F"})
    tables = {name: [table.headerRowCount for table in opened[name].tables.values()] for name in opened.sheetnames[1:]}
    assert tables == {"Definitions": [1], "Total": [1], "Gender": [1]}
    assert {opened[name].freeze_panes for name in tables} == {"B2"}


def test_a_share_is_shown_as_a_percentage() -> None:
    """The cell holds the proportion itself; its counts stay counts."""
    opened = book(SHARE)
    shown = {head: column(opened, "Total", head)[0] for head in ("Value", "Numerator", "Lower limit")}
    assert {head: (cell.value, cell.number_format) for head, cell in shown.items()} == {
        "Value": (0.5862, "0.0%"),
        "Numerator": (255, "#,##0"),
        "Lower limit": (0.539, "0.0%"),
    }


def test_a_hidden_figure_is_a_word_and_nothing_else() -> None:
    """Even a table that still carried the number would not bring it into the workbook."""
    opened = book({**SHARE, "status": "suppressed", "target": 0.6})
    cells = {head: column(opened, "Total", head)[0].value for head in ("Value", "Numerator", "Upper limit", "Target")}
    assert cells == {"Value": "hidden", "Numerator": None, "Upper limit": None, "Target": 0.6}


def test_nothing_in_a_workbook_is_hidden() -> None:
    """What may not be seen is not in the file."""
    opened = book({}, {"by": "gender", "group": "F", "status": "suppressed"})
    assert {sheet.sheet_state for sheet in opened.worksheets} == {"visible"}
    dimensions = [*opened["Gender"].row_dimensions.values(), *opened["Gender"].column_dimensions.values()]
    assert [dimension.hidden for dimension in dimensions if dimension.hidden] == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5", "@SUM(A1)", "{=1}", "https://example.org", '"q"', "<b>"])
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    """Text is kept as it is written, whatever it looks like."""
    terms = TERMS.assign(name=[text, text], definition=[text, text])
    opened = book({}, terms=terms, front=replace(FRONT, title=text, partners=(text,)))
    cells = [
        column(opened, "Total", "Indicator")[0],
        column(opened, "Definitions", "Definition")[0],
        opened["Cover"]["A1"],
    ]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None)] * 3


def test_figures_stand_in_the_order_of_the_definitions() -> None:
    """Indicators as reports list them, since the start before the period, groups as their breakdown has them."""
    rows: list[dict[str, object]] = [
        {**SHARE, "by": "gender", "group": "F"},
        {"by": "gender", "group": "M"},
        {"by": "gender", "group": "F", "basis": "period"},
        {"by": "gender", "group": "F"},
    ]
    opened = book(*rows)
    heads = [[cell.value for cell in column(opened, "Gender", head)] for head in ("Code", "Basis", "Group")]
    assert list(zip(*heads, strict=True)) == [
        ("started", "since the start", "Woman"),
        ("started", "since the start", "Man"),
        ("started", "in the period", "Woman"),
        ("closed.job.share", "since the start", "Woman"),
    ]


@pytest.mark.parametrize(
    ("audience", "status", "said"),
    [
        ("public", "suppressed", "Figures on small groups are hidden"),
        ("public", "rounded", "Counts are rounded"),
        ("authority", "ok", "for the managing authority only"),
    ],
)
def test_the_cover_says_how_figures_are_protected(audience: str, status: str, said: str) -> None:
    """A reader knows what was done to the figures before using one."""
    assert said in words_of(book({"status": status}, front=replace(FRONT, audience=audience)), "Cover")


@pytest.mark.parametrize(("synthetic", "count"), [(True, 1), (False, 0)])
def test_the_cover_says_when_data_are_synthetic(*, synthetic: bool, count: int) -> None:
    """Nobody takes made-up data for real."""
    assert words_of(book(front=replace(FRONT, synthetic=synthetic)), "Cover").count("SYNTHETIC DATA") == count


def test_the_file_says_its_title_and_language() -> None:
    """A list of files can show what each is."""
    made = render(figures({}), FRONT, TERMS, language="nl")
    opened = openpyxl.load_workbook(io.BytesIO(made))
    assert opened.properties.title == "Impact report · 't Werkt · Kortrijk · 2022"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"nl-BE" in archive.read("docProps/custom.xml")


def test_the_same_figures_give_the_same_bytes() -> None:
    """A workbook can be compared with one that was made earlier, whatever the order of the rows was."""
    rows = figures({"value": 635}, SHARE, {"by": "gender", "group": "F"})
    first = render(rows, FRONT, TERMS, language="en")
    assert render(rows.iloc[::-1], FRONT, TERMS, language="en") == first


def test_a_workbook_knows_no_clock() -> None:
    """It is as old as the data: the cut-off stands for the time it was made."""
    made = render(figures({}), FRONT, TERMS, language="en")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2022-12-31T12:00:00Z") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_has_words(language: str) -> None:
    """An indicator in a new unit needs that unit's name in each language."""
    assert all(words(language)(unit) for unit in get_args(Unit))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_words(status: str, language: str) -> None:
    """A figure that is not there says why in its own cell."""
    opened = book({"status": status}, language=language)
    values = [cell.value for cell in column(opened, opened.sheetnames[2], words(language)("Value"))]
    assert [value is None for value in values] == [status == "ok"]
