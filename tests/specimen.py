"""A made-up report that holds every kind of block, in Dutch or in English, for the tests of screen and paper."""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING, cast

from nbformat import from_dict

from reportkit.display import (
    Block,
    Card,
    Cards,
    Cell,
    Definition,
    Definitions,
    Note,
    Paragraph,
    Stack,
    Table,
    figure,
    hidden,
    words,
)
from reportkit.display.charts import bars, columns_over_time, intervals, stacked
from reportkit.periods import Period
from reportkit.publish.document import Document, Front, read_document

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["document", "front", "specimen"]

WORDS = {
    "nl": {
        "report": "Impactrapport 't Werkt",
        "lead": "Begeleiding van vluchtelingen naar werk en opleiding.",
        "numbers": "Kerncijfers",
        "started": "Gestarte trajecten",
        "positive": "Positief afgesloten",
        "fourth": "Vierde kerncijfer",
        "since": "sinds 2016",
        "of_closed": "van de afgesloten trajecten",
        "region": "Regio",
        "men": "Mannen",
        "women": "Vrouwen",
        "total": "Totaal",
        "closed": "Afgesloten",
        "active": "Lopend",
        "share": "Aandeel werk",
        "by_region": "Trajecten naar regio, en wie ze volgde",
        "rounding": "Percentages zijn op één decimaal afgerond.",
        "outcome": "Afgesloten trajecten naar uitkomst",
        "job": "Werk",
        "training": "Opleiding",
        "neutral": "Vroegtijdig gestopt om praktische of medische redenen, of om zelf verder te zoeken",
        "negative": "Vroegtijdig, andere",
        "unit": "trajecten",
        "over_time": "Gestarte trajecten per jaar",
        "compared": "Gestarte trajecten per jaar en per regio",
        "shares": "Uitkomst per regio",
        "at_work": "Aandeel aan het werk bij vertrek",
        "trajectory": "Traject",
        "meaning": "Een periode van begeleiding van één persoon. Een heropend traject telt opnieuw.",
        "reference": "Verordening (EU) 2021/1057, bijlage I",
        "warned": "In 12 rijen ontbreekt de nationaliteit.",
        "sentence": "Van 435 afgesloten trajecten leidden er 255 naar werk.",
    },
    "en": {
        "report": "Impact report 't Werkt",
        "lead": "Guiding refugees to work and training.",
        "numbers": "Key figures",
        "started": "Started trajectories",
        "positive": "Closed with a positive outcome",
        "fourth": "Fourth key figure",
        "since": "since 2016",
        "of_closed": "of the closed trajectories",
        "region": "Region",
        "men": "Men",
        "women": "Women",
        "total": "Total",
        "closed": "Closed",
        "active": "Active",
        "share": "Share in a job",
        "by_region": "Trajectories by region, and who followed them",
        "rounding": "Percentages are rounded to one decimal.",
        "outcome": "Closed trajectories by outcome",
        "job": "Job",
        "training": "Training",
        "neutral": "Ended early for practical or medical reasons, or to search on alone",
        "negative": "Ended early, other",
        "unit": "trajectories",
        "over_time": "Trajectories started in each year",
        "compared": "Trajectories started in each year, by region",
        "shares": "Outcome by region",
        "at_work": "Share in employment upon leaving",
        "trajectory": "Trajectory",
        "meaning": "A spell of guidance of one person. A re-opened trajectory counts again.",
        "reference": "Regulation (EU) 2021/1057, Annex I",
        "warned": "In 12 rows the nationality is missing.",
        "sentence": "Of 435 closed trajectories, 255 led to a job.",
    },
}
PROSE = {
    "lang-nl": (
        "# Impactrapport 't Werkt\n\nDit rapport toont wat het project **bereikte**.",
        "## Uitkomsten\n\nZie ook [Statbel](https://statbel.fgov.be).\n\n- eerste punt\n- tweede punt",
        "### Per regio\n\n| Stap | Duur |\n|---|---:|\n| Intake | 2 weken |\n| Begeleiding | 1 jaar |",
        "## Over de tijd\n\nHet aantal *gestarte* trajecten groeit.",
        "## Begrippen en opmerkingen",
    ),
    "lang-en": (
        "# Impact report 't Werkt\n\nThis report shows what the project **achieved**.",
        "## Outcomes\n\nSee also [Statbel](https://statbel.fgov.be).\n\n- first point\n- second point",
        "### By region\n\n| Step | Time |\n|---|---:|\n| Intake | 2 weeks |\n| Guidance | 1 year |",
        "## Over time\n\nThe number of *started* trajectories grows.",
        "## Terms and remarks",
    ),
}


def specimen(language: str) -> NotebookNode:
    """Return an executed notebook with prose in both languages and every kind of block in one."""
    cells = []
    for section, blocks in enumerate(_sections(language)):
        for tag, texts in PROSE.items():
            cells.append(_cell("markdown", f"{tag}-{section}", texts[section], metadata={"tags": [tag]}))
        for at, block in enumerate(blocks):
            output = {"output_type": "display_data", "data": block._repr_mimebundle_(), "metadata": {}}
            more: dict[str, object] = {"outputs": [output], "execution_count": None, "metadata": {}}
            cells.append(_cell("code", f"code-{section}-{at}", "show()", **more))
    written = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return cast("NotebookNode", from_dict(written))  # type: ignore[no-untyped-call]


def _cell(kind: str, key: str, source: str, **more: object) -> dict[str, object]:
    return {"cell_type": kind, "id": key, "source": source, **more}


def front(language: str) -> Front:
    """Return the front of the specimen, with synthetic data and for the public."""
    text, say = WORDS[language], words(language)
    other = "en" if language == "nl" else "nl"
    return Front(
        title=text["report"],
        project="'t Werkt",
        region="Kortrijk",
        period=say.period(Period.parse("2022")),
        cut_off=date(2022, 12, 31),
        audience="public",
        language=language,
        synthetic=True,
        description=text["lead"],
        partners=("OCMW Kortrijk", "VDAB", "De Poort vzw"),
        funding=("ESF Vlaanderen",),
        software="reportkit 0.1.0",
        other_languages=((other, f"report.{other}.html"),),
        files=(("PDF", f"report.{language}.pdf"), ("CSV", "indicators.csv"), ("XLSX", "indicators.xlsx")),
    )


def document(language: str) -> Document:
    """Return the specimen as a document."""
    return read_document(specimen(language), front(language))


def _sections(language: str) -> tuple[tuple[Block, ...], ...]:
    text = WORDS[language]
    return (
        (Note(words(language)("Synthetic data"), "synthetic"), _cards(language)),
        (Paragraph(text["sentence"]),),
        (_table(language), *_outcomes(language)),
        _over_time(language),
        _remarks(language),
    )


def _cards(language: str) -> Cards:
    text, say = WORDS[language], words(language)
    return Cards(
        text["numbers"],
        (
            Card(text["started"], figure(say, 1636), text["since"]),
            Card(text["positive"], figure(say, 0.694, share=True), text["of_closed"]),
            Card(text["women"], hidden(say)),
            Card(text["fourth"], figure(say, math.nan)),
        ),
    )


def _table(language: str) -> Table:
    text, say = WORDS[language], words(language)
    return Table(
        caption=text["by_region"],
        columns=(text["region"], text["women"], text["men"], text["closed"], text["active"], text["share"]),
        rows=tuple(
            (Cell(name), *(figure(say, value) for value in counts), figure(say, share, share=True))
            for name, counts, share in (
                ("Kortrijk", (120, 298, 398, 180), 0.6),
                ("Menen <zuid>", (None, None, 37, 21), 0.541),
                (text["total"], (131, 304, 435, 201), math.nan),
            )
        ),
        numeric=(False, True, True, True, True, True),
        notes=(text["rounding"],),
        total=frozenset({2}),
        groups=(("", 1), (text["total"], 2), (text["closed"], 3)),
    )


def _outcomes(language: str) -> tuple[Block, ...]:
    text, say = WORDS[language], words(language)
    parts = (text["job"], text["training"], text["neutral"], text["negative"])
    rows = list(zip(parts, (255, 47, 56, 77), strict=True))
    shares = (("Kortrijk", (0.6, 0.1, 0.125, 0.175)), ("Menen", (0.541, None, None, 0.2)))
    ranges = ((text["women"], 0.586, 0.501, 0.667), (text["men"], 0.61, 0.553, 0.664), ("X", None, None, None))
    return (
        bars(text["outcome"], [*rows, ("X", None)], say=say, unit=text["unit"]),
        Stack(
            (
                stacked(text["shares"], shares, parts, say=say, unit=text["of_closed"]),
                intervals(text["at_work"], ranges, say=say, unit=text["share"]),
            )
        ),
    )


def _over_time(language: str) -> tuple[Block, ...]:
    text, say = WORDS[language], words(language)
    years = [str(year) for year in range(2016, 2023)]
    kortrijk = (41, 88, 102, 97, None, 120, 118)
    menen = (math.nan, math.nan, math.nan, math.nan, 20, 35, 60)
    return (
        columns_over_time(text["over_time"], years, {"Kortrijk": kortrijk}, say=say, unit=text["unit"]),
        columns_over_time(text["compared"], years, {"Kortrijk": kortrijk, "Menen": menen}, say=say, unit=text["unit"]),
        bars(text["outcome"], [(text["job"], None), (text["training"], math.nan)], say=say, unit=text["unit"]),
    )


def _remarks(language: str) -> tuple[Block, ...]:
    text = WORDS[language]
    return (
        Definitions((Definition(text["trajectory"], text["meaning"], text["reference"]),)),
        Note(text["warned"], "warning", "R13"),
        Note(text["meaning"], "information"),
        Note(text["sentence"], "success"),
    )
