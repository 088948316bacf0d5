"""indicators.xlsx: a folder's figures as people open them: cover, definitions, and one tidy sheet a breakdown.

No figure is computed here, and nothing is hidden in a workbook: what may not be seen is not in it.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
from typing import TYPE_CHECKING, Any

import xlsxwriter

from reportkit.display.theme import ACCENT, VARIABLES
from reportkit.display.words import LANGUAGES, Words, words
from reportkit.indicators.breakdowns import BREAKDOWNS, TOTAL, group_name
from reportkit.publish.labels import audience_meaning
from reportkit.tables import FIGURE_NUMBERS, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from reportkit.publish.document import Front

__all__ = ["OPTIONS", "render"]

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""How every workbook is made: no text becomes a formula, a link or a number."""
_NUMBERS = (*FIGURE_NUMBERS, "target")
_SHARES = frozenset({"value", "low", "high", "target"})
_COLUMNS: Mapping[str, tuple[str, int]] = {
    "name": ("Indicator", 48),
    "indicator": ("Code", 30),
    "project": ("Project", 16),
    "region": ("Region", 16),
    "period": ("Period", 12),
    "basis": ("Basis", 16),
    "group": ("Group", 30),
    "unit": ("Unit", 13),
    "value": ("Value", 13),
    "numerator": ("Numerator", 12),
    "denominator": ("Denominator", 12),
    "low": ("Lower limit", 12),
    "high": ("Upper limit", 12),
    "target": ("Target", 12),
    "status": ("Status", 18),
}
_TERMS = {"code": ("Code", 30), "name": ("Name", 44), "unit": ("Unit", 14), "definition": ("Definition", 80),
          "reference": ("Reference", 30)}  # fmt: skip
_BASES = {"to_date": "since the start", "period": "in the period"}
_STATUSES = {
    "ok": "shown",
    "suppressed": "hidden",
    "rounded": "rounded",
    "pending": "not measurable yet",
    "not_applicable": "not applicable",
    "not_available": "not available",
}


def render(figures: pd.DataFrame, front: Front, definitions: pd.DataFrame, *, language: str) -> bytes:
    """Write figures as a workbook.

    Parameters
    ----------
    figures
        The columns of `reportkit.tables.FIGURE_COLUMNS`, protected when `front` is for the public.
    front
        What the cover says.
    definitions
        The columns code, name, unit, definition and reference; figures are listed in its order.
    language
        The language of the workbook.

    Returns
    -------
    bytes
        The same bytes for the same figures. No text is a formula, and no sheet, row or column is hidden.
    """
    say = words(language)
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        title = f"{front.title} · {front.project} · {front.region} · {front.period}"
        day = dt.datetime.combine(front.cut_off, dt.time(12))
        book.set_properties({"title": title, "subject": front.description, "author": front.project, "created": day})
        book.set_custom_property("Language", LANGUAGES[language].replace("_", "-"))
        _cover(book, front, set(figures["status"]), say)
        _definitions(book, definitions, say)
        rows = _rows(figures, definitions)
        for by in (TOTAL, *sorted(set(figures["by"]) - {TOTAL}, key=_breakdown_order)):
            _figures(book, by, [row for row in rows if row["by"] == by], say)
    return made.getvalue()


def _cover(book: Workbook, front: Front, statuses: set[str], say: Words) -> None:
    sheet = book.add_worksheet(say("Cover"))
    title = book.add_format({"bold": True, "font_size": 20, "font_color": VARIABLES["accent-deep"]})
    label = book.add_format({"bold": True, "valign": "top"})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    mark = book.add_format({"bold": True, "font_size": 16, "font_color": VARIABLES["synthetic"]})
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, front.title, title)
    if front.synthetic:
        sheet.write_string(1, 0, say("SYNTHETIC DATA"), mark)
        sheet.write_string(2, 0, say("The records behind the figures are made up; they describe no real person."))
    for row, (name, value) in enumerate(_about(front, statuses, say), start=4):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, value, text)


def _about(front: Front, statuses: set[str], say: Words) -> Iterator[tuple[str, str]]:
    facts = {
        say("Project"): front.project,
        say("Region"): front.region,
        say("Period"): front.period,
        say("Cut-off date"): say.date(front.cut_off),
        say("Audience"): audience_meaning(say, front.audience),
        say("Partners"): ", ".join(front.partners),
        say("Funding"): "; ".join(front.funding),
        say("Protection"): _protection(front, statuses, say),
        say("How to read"): say(
            "Each sheet holds one table, each row one figure. A share is a proportion of its denominator, shown as a "
            "percentage. Where a figure is not shown, its status says why."
        ),
        say("Made with"): front.software,
    }
    return (fact for fact in facts.items() if fact[1])


def _protection(front: Front, statuses: set[str], say: Words) -> str:
    if front.audience == "authority":
        return say("None: this workbook is for the managing authority only.")
    if front.base:
        return say(
            "Counts are rounded to multiples of {base} that still add up, and shares are taken over rounded counts.",
            base=front.base,
        )
    if "rounded" in statuses:
        return say("Counts are rounded, so that no figure tells of a single person.")
    return say("Figures on small groups are hidden, and so are figures from which these could be worked out.")


def _definitions(book: Workbook, definitions: pd.DataFrame, say: Words) -> None:
    sheet = book.add_worksheet(say("Definitions"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    rows = definitions[list(_TERMS)].to_dict("records")
    _table(book, sheet, "definitions", [(say(head), width) for head, width in _TERMS.values()], len(rows))
    for at, row in enumerate(rows, start=1):
        for column, name in enumerate(_TERMS):
            value = say(row[name]) if name == "unit" else str(row[name])
            sheet.write_string(at, column, value, wrapped)


def _rows(figures: pd.DataFrame, definitions: pd.DataFrame) -> list[dict[str, Any]]:
    """List the figures with the names of their indicators, in the order of the definitions."""
    names = dict(zip(definitions["code"], definitions["name"], strict=True))
    order = {code: at for at, code in enumerate(names)}

    def place(row: Mapping[str, Any]) -> tuple[object, ...]:
        """Return where a figure stands in the order."""
        code, groups = row["indicator"], _groups(row["by"])
        at = groups.index(row["group"]) if row["group"] in groups else len(groups)
        slices = (row["project"], row["region"], row["period"])
        return order.get(code, len(order)), code, row["framework"], *slices, row["basis"] != "to_date", at, row["group"]

    named = figures.assign(name=[names.get(code, code) for code in figures["indicator"]])
    return sorted(rows_of(named), key=place)


def _groups(by: str) -> list[str]:
    return list(BREAKDOWNS[by].every_group) if by in BREAKDOWNS else []


def _breakdown_order(by: str) -> tuple[int, str]:
    known = list(BREAKDOWNS)
    return (known.index(by) if by in known else len(known)), by


def _figures(book: Workbook, by: str, rows: Sequence[Mapping[str, Any]], say: Words) -> None:
    name = say("Total") if by == TOTAL else BREAKDOWNS[by].name[say.language] if by in BREAKDOWNS else by
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31])
    _table(book, sheet, f"figures_{by}", [(say(head), width) for head, width in _COLUMNS.values()], len(rows))
    formats = {pattern: book.add_format({"num_format": pattern}) for pattern in ("#,##0", "#,##0.0", "0.0%")}
    for at, row in enumerate(rows, start=1):
        for column, field in enumerate(_COLUMNS):
            _write(sheet, (at, column), _shown(row, field, say), formats[_pattern(row, field)])


def _shown(row: Mapping[str, Any], field: str, say: Words) -> str | float:
    """Return what stands in a cell; of a hidden figure only its target and the word remain."""
    if field in _NUMBERS:
        absent = math.isnan(row[field]) or (row["status"] == "suppressed" and field != "target")
        if not absent:
            return float(row[field])
        return say(_STATUSES[row["status"]]) if field == "value" and row["status"] != "ok" else ""
    if field == "group" and (row["by"] == TOTAL or row["group"] in _groups(row["by"])):
        return group_name(row["by"], row["group"], say.language)
    said = {"basis": _BASES, "status": _STATUSES}.get(field, {}).get(row[field])
    return say(said or row["unit"]) if said or field == "unit" else str(row[field])


def _pattern(row: Mapping[str, Any], field: str) -> str:
    if row["unit"] == "proportion" and field in _SHARES:
        return "0.0%"
    return "#,##0" if field not in _NUMBERS or math.isnan(row[field]) or float(row[field]).is_integer() else "#,##0.0"


def _write(sheet: Worksheet, place: tuple[int, int], value: str | float, pattern: Format) -> None:
    if isinstance(value, float):
        sheet.write_number(*place, value, pattern)
    elif value:
        sheet.write_string(*place, value)


def _table(book: Workbook, sheet: Worksheet, name: str, columns: Sequence[tuple[str, int]], rows: int) -> None:
    """Make a sheet a real table, whose header stays in view and is known as such to screen readers."""
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": ACCENT, "valign": "top"})
    headers = [{"header": title, "header_format": head} for title, _ in columns]
    options = {"name": re.sub(r"\W", "_", name), "columns": headers, "style": "Table Style Light 1"}
    sheet.add_table(0, 0, max(rows, 1), len(columns) - 1, options)
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
