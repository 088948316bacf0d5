"""Tables of the data transmission as files: CSV for machines, a workbook for people, in English as the annexes are.

No figure is computed here; what stands in a table is decided in `reportkit.indicators.transmission`.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import TYPE_CHECKING

import xlsxwriter

from reportkit.display.theme import ACCENT, VARIABLES
from reportkit.publish import csv, xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from xlsxwriter.workbook import Workbook

    from reportkit.indicators.transmission import TransmissionTable
    from reportkit.params.models import Project, Settings
    from reportkit.periods import Period

__all__ = ["as_csv", "as_workbook"]

_RATIOS = ("achievement_ratio", "ratio_")
_WIDTHS = {"indicator_name": 60, "comments": 60, "specific_objective": 24, "investment_priority": 24, "priority": 20}
_WIDTH = 14
_NO_UPLOAD = (
    "No upload compatibility with SFC is claimed: the columns follow the annex as far as it is known, for a person to "
    "take over. What was not confirmed in a source stands in docs/export.md of reportkit."
)


def as_csv(rows: pd.DataFrame) -> bytes:
    """Write a table as CSV: UTF-8, comma, ``.`` decimals, ratios as proportions; the same bytes for the same table."""
    return csv.write(rows)


def as_workbook(rows: pd.DataFrame, project: Project, table: TransmissionTable, period: Period) -> bytes:
    """Write a table as a workbook: a sheet of notes, and the table itself.

    Parameters
    ----------
    rows
        The table, as `reportkit.indicators.transmission.transmission` lays it out.
    project, table, period
        What it was laid out for; the last day of the period is its cut-off.

    Returns
    -------
    bytes
        The same bytes for the same table. No text is a formula.
    """
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, xlsx.OPTIONS) as book:
        day = dt.datetime.combine(period.cut_off, dt.time(12))
        title = f"{table.title} · {project.id} · {period.cut_off.isoformat()}"
        book.set_properties({"title": title, "subject": table.reference, "author": project.id, "created": day})
        book.set_custom_property("Language", "en-GB")
        _notes(book, project, table, period)
        _rows(book, rows, table.title.partition(":")[0])
    return made.getvalue()


def _notes(book: Workbook, project: Project, table: TransmissionTable, period: Period) -> None:
    sheet = book.add_worksheet("Notes")
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 16}))
    if project.data.synthetic:
        mark = book.add_format({"bold": True, "font_size": 16, "font_color": VARIABLES["synthetic"]})
        sheet.write_string(1, 0, "SYNTHETIC DATA", mark)
        sheet.write_string(2, 0, "The records behind the figures are made up; they describe no real person.")
    for at, (name, said) in enumerate(_about(project, table, period), start=4):
        sheet.write_string(at, 0, name, label)
        sheet.write_string(at, 1, said, text)


def _about(project: Project, table: TransmissionTable, period: Period) -> Iterator[tuple[str, str]]:
    """Yield what a reader must know before using a figure, each with its name."""
    yield "Laid down in", table.reference
    yield "Project", f"{project.name.get('en') or next(iter(project.name.values()))} ({project.id})"
    yield "Cut-off date", period.cut_off.isoformat()
    yield "Audience", "Managing authority: unprotected figures, not for publication"
    yield "Compatibility", _NO_UPLOAD
    yield from (("Note", note) for note in table.notes)
    yield from _settings(project.settings)


def _settings(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield the settings in force: what the sources leave open and the figures rest on."""
    months = settings.long_term_unemployed_months
    yield (
        "Long-term unemployed",
        f"for more than {months.under_25} months under 25 years of age, for more than {months.from_25} months from 25",
    )
    yield "Contracts that count as employment", ", ".join(settings.counted_contracts)
    yield "Results upon leaving", f"up to {settings.result_window_days} days after leaving"
    yield (
        "Results six months after leaving",
        f"a follow-up may be {settings.six_month_tolerance_days} days from that day",
    )


def _rows(book: Workbook, rows: pd.DataFrame, name: str) -> None:
    """Write the table as a real one, whose header stays in view and is known as such to screen readers."""
    sheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "valign": "top", "text_wrap": True}
    )
    headers = [{"header": _heading(str(column)), "header_format": head} for column in rows.columns]
    options = {"name": name.replace(" ", "_"), "columns": headers, "style": "Table Style Light 1"}
    sheet.add_table(0, 0, max(len(rows), 1), len(headers) - 1, options)
    share, number = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": "#,##0.##"})
    count = book.add_format({"num_format": "#,##0"})
    for at, column in enumerate(map(str, rows.columns)):
        sheet.set_column(at, at, _WIDTHS.get(column, _WIDTH))
        for line, value in enumerate(rows[column].tolist(), start=1):
            if isinstance(value, str):
                if value:
                    sheet.write_string(line, at, value)
            elif not math.isnan(value):
                whole = count if value.is_integer() else number
                sheet.write_number(line, at, value, share if column.startswith(_RATIOS) else whole)
    sheet.freeze_panes(1, 0)


def _heading(column: str) -> str:
    """Name a column as a person does.

    Examples
    --------
    >>> _heading("achieved_non_binary"), _heading("id"), _heading("annual_2019_men")
    ('Achieved non-binary', 'ID', 'Annual 2019 men')
    """
    words = column.replace("non_binary", "non-binary").replace("_", " ")
    return words.upper() if column == "id" else words.capitalize()
