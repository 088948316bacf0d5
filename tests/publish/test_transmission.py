"""The tables of the data transmission, as files."""

from __future__ import annotations

import io
import math
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from reportkit.indicators.transmission import TABLES
from reportkit.params import Project
from reportkit.periods import Period
from reportkit.publish.transmission import as_csv, as_workbook

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

TABLE = TABLES["esf-plus-outputs"]
CUT_OFF = Period.parse("2024-H1")


def project(**more: Any) -> Project:
    """Make a project of ESF+."""
    values = {"id": "p", "name": "P", "kind": "employment", "framework": "esf-plus", "start": date(2022, 1, 1)}
    return Project.model_validate({**values, "reports": {"periods": [2024]}, **more})


def rows(**more: str | float) -> pd.DataFrame:
    """Return a table of one row, empty but for what is given."""
    words = ("priority", "specific_objective", "fund", "category_of_region", "id", "indicator_name",
             "measurement_unit", "comments")  # fmt: skip
    row = {name: "" if name in words else math.nan for name in TABLE.columns(project(), CUT_OFF)} | more
    return pd.DataFrame([row]).astype({name: "str" if name in words else "float64" for name in row})


def book(table: pd.DataFrame, of: Project | None = None) -> Workbook:
    """Return the workbook of a table, read back."""
    return openpyxl.load_workbook(io.BytesIO(as_workbook(table, of or project(), TABLE, CUT_OFF)))


def notes(of: Project) -> dict[str, str]:
    """Return what the sheet of notes says, by the name of each note."""
    lines = book(rows(), of)["Notes"].iter_rows(min_row=5, values_only=True)
    return {str(name): str(said) for name, said in lines}


def test_csv_has_a_header_commas_and_points() -> None:
    """Machines read whole numbers without decimals, ratios as proportions, and nothing where there is nothing."""
    written = as_csv(rows(id="EECO01", achieved_total=40, achieved_men=0, achievement_ratio=0.5, comments="a, b"))
    head, row = written.decode().splitlines()
    assert head.split(",") == list(TABLE.columns(project(), CUT_OFF))
    assert row == ',,,,EECO01,,,,,0,,,40,0.5,"a, b"'


def test_csv_runs_no_formula() -> None:
    """A text that a spreadsheet would run gets an apostrophe before it."""
    assert b"'=1+1" in as_csv(rows(priority="=1+1"))


def test_a_workbook_has_notes_and_the_table() -> None:
    """The sheet of the table bears its number in the annex."""
    opened = book(rows(id="EECO01"))
    assert opened.sheetnames == ["Notes", "Table 6"]
    heads = [cell.value for cell in opened["Table 6"][1]]
    assert heads[3:5] + heads[11:13] == ["Category of region", "ID", "Achieved non-binary", "Achieved total"]


def test_numbers_are_numbers_and_ratios_percentages() -> None:
    """The cell of a ratio holds the proportion itself; an empty cell is empty."""
    sheet = book(rows(achieved_total=1200, achievement_ratio=0.685, target_2029=12.5))["Table 6"]
    cells = {str(sheet.cell(1, at).value): sheet.cell(2, at) for at in range(1, 16)}
    shown = {name: (cells[name].value, cells[name].number_format) for name in ("Achieved total", "Achievement ratio")}
    assert shown == {"Achieved total": (1200, "#,##0"), "Achievement ratio": (0.685, "0.0%")}
    assert (cells["Target 2029"].value, cells["Achieved men"].value) == (12.5, None)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-5", "@SUM(A1)", "{=1}", "https://example.org"])
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    """Text is kept as it is written, in the table and among the notes."""
    opened = book(rows(priority=text, comments=text), project(name=text))
    cells = [opened["Table 6"]["A2"], opened["Table 6"]["O2"]]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(text, "s", None)] * 2
    assert {cell.data_type for line in opened["Notes"].iter_rows() for cell in line} <= {"s", "n"}


def test_the_notes_say_what_a_reader_must_know() -> None:
    """Project, cut-off, audience, and that no upload compatibility is claimed."""
    said = notes(project(name={"nl": "Naam", "en": "Name"}))
    assert (said["Project"], said["Cut-off date"]) == ("Name (p)", "2024-06-30")
    assert "unprotected" in said["Audience"]
    assert "No upload compatibility with SFC is claimed" in said["Compatibility"]


def test_the_notes_say_the_settings_in_force() -> None:
    """What the sources leave open is printed with the value that was used."""
    settings = {
        "long_term_unemployed_months": {"under_25": 3, "from_25": 9},
        "counted_contracts": ["permanent"],
        "result_window_days": 14,
        "six_month_tolerance_days": 45,
    }
    said = notes(project(settings=settings))
    assert said["Long-term unemployed"].startswith("for more than 3 months under 25")
    assert said["Contracts that count as employment"] == "permanent"
    assert said["Results upon leaving"] == "up to 14 days after leaving"
    assert "45 days" in said["Results six months after leaving"]


@pytest.mark.parametrize("synthetic", [True, False])
def test_the_notes_say_when_data_are_synthetic(*, synthetic: bool) -> None:
    """Nobody takes made-up data for real."""
    opened = book(rows(), project(data={"synthetic": synthetic}))
    assert (opened["Notes"]["A2"].value == "SYNTHETIC DATA") is synthetic


def test_the_same_table_gives_the_same_bytes_and_knows_no_clock() -> None:
    """The cut-off stands for the time it was made."""
    first = as_workbook(rows(id="EECO01"), project(), TABLE, CUT_OFF)
    assert as_workbook(rows(id="EECO01"), project(), TABLE, CUT_OFF) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.read("docProps/core.xml").decode().count("2024-06-30T12:00:00Z") == 2
