"""indicators.xlsx: the figures of a folder, as people open them: a cover, the definitions, and one tidy sheet a breakdown."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import TYPE_CHECKING

import xlsxwriter

from reportkit.display.words import Words, words
from reportkit.publish.labels import audience, audience_meaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from reportkit.publish.document import Front

__all__ = ["render"]

_ACCENT = "#0B4F6C"
_NUMBERS = ("value", "numerator", "denominator", "low", "high", "target")
_SHARES = frozenset({"value", "low", "high", "target"})
_COLUMNS = ("project", "region", "period", "basis", "indicator", "name", "group", "unit", *_NUMBERS, "status")
_WIDTHS = {"name": 48, "indicator": 30, "project": 18, "region": 14, "status": 15}


def render(figures: pd.DataFrame, front: Front, definitions: pd.DataFrame, *, language: str) -> bytes:
    """Write figures as a workbook.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, protected when `front` is for the public.
    front
        What the cover says.
    definitions
        The columns code, name, unit, definition and reference.
    language
        The language of the workbook.

    Returns
    -------
    bytes
        The same bytes for the same figures. No text is a formula, and no sheet, row or column is hidden.
    """
    say = words(language)
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(made, options)
    book.set_properties(
        {
            "title": f"{front.title}: {front.project}, {front.region}, {front.period}",
            "author": front.software,
            "created": dt.datetime.combine(front.cut_off, dt.time(), tzinfo=None),
        }
    )
    _cover(book, front, say)
    _notes(book, definitions, say)
    names = dict(zip(definitions["code"], definitions["name"], strict=True))
    table = figures.assign(name=[names.get(code, code) for code in figures["indicator"]])
    for by in ("total", *sorted(set(table["by"]) - {"total"})):
        _figures(book, by, table[table["by"] == by], say)
    book.close()
    return made.getvalue()


def _cover(book: Workbook, front: Front, say: Words) -> None:
    sheet = book.add_worksheet(say("Cover"))
    title = book.add_format({"bold": True, "font_size": 20, "font_color": _ACCENT})
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    warning = book.add_format({"bold": True, "font_size": 14, "font_color": "#FFFFFF", "bg_color": "#8A1C1C"})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, front.title, title)
    if front.synthetic:
        sheet.merge_range(1, 0, 1, 1, say("SYNTHETIC DATA"), warning)
    for row, (name, value) in enumerate(_about(front, say), start=3):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, value, text)


def _about(front: Front, say: Words) -> Iterator[tuple[str, str]]:
    yield say("Project"), front.project
    yield say("Region"), front.region
    yield say("Period"), front.period
    yield say("Cut-off date"), say.date(front.cut_off)
    yield say("Audience"), f"{audience(say, front.audience)}. {audience_meaning(say, front.audience)}"
    if front.partners:
        yield say("Partners"), ", ".join(front.partners)
    if front.funding:
        yield say("Funding"), "; ".join(front.funding)
    yield say("How to read"), say(
        "Each row is one figure. Basis to_date counts from the start of the project to the cut-off, period what happened "
        "within the period. Shares are proportions. Where the status is suppressed, the figure is hidden to protect persons."
    )
    yield say("Made with"), front.software


def _notes(book: Workbook, definitions: pd.DataFrame, say: Words) -> None:
    sheet = book.add_worksheet(say("Definitions"))
    columns = (say("Code"), say("Name"), say("Unit"), say("Definition"), say("Reference"))
    rows = definitions[["code", "name", "unit", "definition", "reference"]].to_numpy().tolist()
    _grid(book, sheet, columns, len(rows))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(at, column, str(value), wrapped)
    for column, width in enumerate((34, 44, 14, 80, 26)):
        sheet.set_column(column, column, width)


def _figures(book: Workbook, by: str, table: pd.DataFrame, say: Words) -> None:
    sheet = book.add_worksheet(by)
    _grid(book, sheet, _COLUMNS, len(table))
    formats = {"share": book.add_format({"num_format": "0.0%"}), "count": book.add_format({"num_format": "#,##0.##"})}
    whole = book.add_format({"num_format": "#,##0"})
    for column, name in enumerate(_COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, 13))
    units, statuses = table["unit"].tolist(), table["status"].tolist()
    for column, name in enumerate(_COLUMNS):
        for at, value in enumerate(table[name].tolist(), start=1):
            if name not in _NUMBERS:
                sheet.write_string(at, column, str(value))
            elif statuses[at - 1] == "suppressed" and name == "value":
                sheet.write_string(at, column, say("hidden"))
            elif not math.isnan(value):
                share = units[at - 1] == "proportion" and name in _SHARES
                sheet.write_number(at, column, value, _format(formats, whole, value, share=share))


def _format(formats: dict[str, Format], whole: Format, value: float, *, share: bool) -> Format:
    if share:
        return formats["share"]
    return whole if float(value).is_integer() else formats["count"]


def _grid(book: Workbook, sheet: Worksheet, columns: Sequence[str], rows: int) -> None:
    """Set the header of a sheet as that of a table that can be filtered, and keep it in view."""
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": _ACCENT, "text_wrap": True, "valign": "top"})
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, head)
    sheet.autofilter(0, 0, max(rows, 1), len(columns) - 1)
    sheet.freeze_panes(1, 1)
