"""The common indicators of ESF and ESF+: outputs, results, how they were measured, and their definitions.

Of a project that reports in neither list, every block is empty, and so is the section of the notebook.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from reportkit.display import Block, Cell, Definition, Definitions, Note, Paragraph, Stack, Table
from reportkit.indicators.measures import Count, Result
from reportkit.indicators.names import CONTRACT_NAMES
from reportkit.report.layout import condensed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.indicators.measures import Indicator
    from reportkit.report.view import Report

__all__ = ["about", "definitions", "outputs", "results"]

_LISTS = {
    "esf-plus": ("ESF+ 2021-2027", "Regulation (EU) 2021/1057, Annex I"),
    "esf-2014-2020": ("ESF 2014-2020", "Regulation (EU) No 1304/2013, Annex I"),
}
_GENDERS = ("F", "M", "X")
_PARTS = ("measured", "share", "pending")
_TOTALS = ("grand_total", "total", "EECO01")
_NOTHING = Stack(())


def about(report: Report) -> Block:
    """Say in which list the operation reports, who counts, and when results are measured."""
    if not _common(report):
        return _NOTHING
    say, values = report.say, report.release.project.settings
    name, regulation = _LISTS[report.release.project.framework]
    regulation = say(regulation)
    months = values.long_term_unemployed_months
    contracts = say.list([CONTRACT_NAMES[contract][report.language] for contract in values.counted_contracts])
    return Stack(
        (
            Paragraph(
                say(
                    "The operation reports in the list of {name} ({regulation}). All spells of one person in one "
                    "operation are one participation, with the attributes of its first entry and the results of its "
                    "last exit. A record is complete when gender, labour status, age and level of education are known; "
                    "an incomplete one counts in the grand total only.",
                    name=name, regulation=regulation,
                )
            ),
            *_incomplete(report),
            Paragraph(
                say(
                    "Results upon leaving are looked for up to {window} days after the exit, results at six months on "
                    "the day six calendar months after it, with follow-ups up to {tolerance} days from it. An exit "
                    "whose day of measurement is after the cut-off is pending: it counts in no numerator and no "
                    "denominator.",
                    window=values.result_window_days, tolerance=values.six_month_tolerance_days,
                )
            ),
            Paragraph(
                say(
                    "Settings in force: counted contracts are {contracts}; unemployment is long-term after more than "
                    "{young} months below 25 years of age and more than {old} months from 25.",
                    contracts=contracts, young=months.under_25, old=months.from_25,
                )
            ),
        )
    )  # fmt: skip


def _incomplete(report: Report) -> Iterator[Block]:
    """Say how many records count in the grand total only; what is hidden stays so."""
    say = report.say
    total = "EECO01" if report.has("EECO01") else "total"
    whole, complete = report.value("grand_total"), report.value(total)
    if report.public or whole is None or complete is None or math.isnan(whole) or math.isnan(complete):
        return
    number = round(whole - complete)
    if number:
        text = say.plural(
            "{n} record is incomplete, and counts in the grand total only.",
            "{n} records are incomplete, and count in the grand total only.", number,
        )  # fmt: skip
        yield Note(text, "warning")
    else:
        yield Note(say("All records are complete."), "success")


def outputs(report: Report) -> Block:
    """Tabulate the outputs: by gender and in all to date, and in the period; entities have no gender."""
    entries = [entry for entry in _common(report) if isinstance(entry, Count)]
    if not entries:
        return _NOTHING
    say = report.say
    targets = any(not math.isnan(report.figure(entry.code).target) for entry in entries)
    rows = tuple(
        (
            Cell(_label(entry, report.language)),
            *(_by_gender(report, entry, gender) for gender in _GENDERS),
            report.cell(entry.code),
            *((report.cell(entry.code, of="target"),) if targets else ()),
            report.cell(entry.code, basis="period"),
        )
        for entry in entries
    )
    columns = (
        say("Output"), say("Women"), say("Men"), "X", say("Total"), *((say("Target"),) if targets else ()),
        say.period(report.period),
    )  # fmt: skip
    special = [entry.code for entry in entries if entry.special]
    notes = (say("Special categories of personal data: {codes}.", codes=say.list(special)),) if special else ()
    caption = say("Common outputs, to date and in the period")
    totals = frozenset(number for number, entry in enumerate(entries) if entry.code in _TOTALS)
    table = Table(caption, columns, rows, (False, *[True] * (len(columns) - 1)), notes, totals)
    return condensed(table, say, _code)


def results(report: Report) -> Block:
    """Tabulate the results to date: by gender and in all, with what was measurable, the share, and what is pending."""
    entries = [entry for entry in _common(report) if isinstance(entry, Result) and not entry.of]
    if not entries:
        return _NOTHING
    say = report.say
    labels = [Cell(_label(entry, report.language)) for entry in entries]
    rows = tuple(
        (label, report.cell(entry.code), *(report.cell(f"{entry.code}.{part}") for part in _PARTS))
        for label, entry in zip(labels, entries, strict=True)
    )
    columns = (say("Result"), say("Achieved"), say("Measurable"), say("Share"), say("Pending"))
    notes = (say("Measurable are the exits of the indicator's group whose day of measurement has come."),)
    whole = Table(say("Common results, to date"), columns, rows, (False, *[True] * 4), notes)
    groups = tuple(
        (label, *(_by_gender(report, entry, gender) for gender in _GENDERS), report.cell(entry.code))
        for label, entry in zip(labels, entries, strict=True)
    )
    columns = (say("Result"), say("Women"), say("Men"), "X", say("Total"))
    by_gender = Table(say("Common results by gender, to date"), columns, groups, (False, *[True] * 4))
    return Stack((condensed(whole, say, _code), condensed(by_gender, say, _code)))


def definitions(report: Report) -> Block:
    """Define each common indicator in the words of the catalogue, with its reference."""
    entries = [entry for entry in _common(report) if not (isinstance(entry, Result) and entry.of)]
    if not entries:
        return _NOTHING
    say, language = report.say, report.language
    return Definitions(
        tuple(Definition(_label(entry, language), entry.meaning[language], say(entry.reference)) for entry in entries)
    )


def _common(report: Report) -> list[Indicator]:
    """List the common indicators of the project, shares aside, that the table holds."""
    framework = report.release.project.framework
    return [
        entry
        for code, entry in report.entries.indicators.items()
        if report.entries.frameworks[code] == framework and isinstance(entry, Count | Result)
    ]


def _label(entry: Indicator, language: str) -> str:
    return entry.name[language] if entry.code in _TOTALS[:2] else f"{entry.code} {entry.name[language]}"


def _code(label: str) -> str:
    """Shorten a label to its code, where it has one."""
    return label.split(maxsplit=1)[0] if re.match(r"[A-Z]{2,4}[0-9]{2} ", label) else label


def _by_gender(report: Report, entry: Indicator, gender: str) -> Cell:
    return report.cell(entry.code, by="gender", group=gender) if "gender" in entry.by else Cell("–")
