"""The offer of a participation project: by kind, by municipality, and the participation track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.display import Block, Cell, Note, Table
from reportkit.indicators.network import OFFER_NAMES
from reportkit.regions import ALL
from reportkit.report.layout import condensed
from reportkit.report.reach import chart_of, table_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportkit.report.view import Report

__all__ = ["municipalities", "municipality_kinds", "offers", "participants", "places"]

_PER_PLACE = (
    "offers",
    "offers.places",
    "offers.taken",
    "offers.fill_rate",
    "offers.labelled",
    "organisations",
    "buddies",
)


def offers(report: Report) -> Block:
    """Show the offers by kind."""
    say = report.say
    if not report.has("offers"):
        return Note(say("The project delivered no offers."), "missing")
    codes = [f"offers.{kind}" for kind in OFFER_NAMES]
    rows = [(Cell(report.name(code)), report.cell(code, basis="period"), report.cell(code)) for code in codes]
    whole = (Cell(say("Total")), report.cell("offers", basis="period"), report.cell("offers"))
    caption = say("Offers by kind")
    columns = (say("Kind"), say.period(report.period), say("To date"))
    table = Table(caption, columns, (*rows, whole), (False, True, True), total=frozenset({len(rows)}))
    bars = [(report.name(code), report.value(code)) for code in codes]
    return chart_of(report, caption, bars, say("offers"), table)


def places(report: Report) -> Block:
    """Tabulate places, places taken, the fill rate, quality labels, organisations and buddy matches."""
    codes = (*_PER_PLACE[1:], "offers.labelled.share", "municipalities.active")
    first = report.say("Organisations and municipalities count at their first offer: within a period, the new ones.")
    return table_of(report, report.say("Places, quality and partners"), codes, (first,))


def municipalities(report: Report) -> Block:
    """Set the municipalities beside each other, to date."""
    say, listed = report.say, report.regions()
    if len(listed) < 3:  # noqa: PLR2004 - one municipality and the whole are the same
        return Note(say("The project works in one region."), "information")
    heads = (
        say("Offers"),
        say("Places"),
        say("Taken"),
        say("Fill rate"),
        say("Labelled"),
        say("Organisations"),
        say("Buddies"),
    )
    caption = say("Municipalities side by side, to date")
    table = _side_by_side(report, caption, say("Indicator"), dict(zip(_PER_PLACE, heads, strict=True)))
    bars = [(report.region_name(place), report.value("offers", region=place)) for place in listed if place != ALL]
    return chart_of(report, caption, bars, say("offers"), table)


def municipality_kinds(report: Report) -> Block:
    """Tabulate the offers of each municipality by kind, to date."""
    say, listed = report.say, report.regions()
    if len(listed) < 3:  # noqa: PLR2004 - one municipality and the whole are the same
        return Note(say("The project works in one region."), "information")
    kinds = {code: report.name(code) for code in (f"offers.{kind}" for kind in OFFER_NAMES)}
    caption = say("Offers by municipality and kind, to date")
    return condensed(_side_by_side(report, caption, say("Kind"), kinds), say)


def _side_by_side(report: Report, caption: str, what: str, names: Mapping[str, str]) -> Table:
    """Tabulate indicators by municipality, to date; the longer list goes down, so that the table stays narrow."""
    places = report.regions()
    told = {place: report.region_name(place) for place in places}
    if len(places) < len(names):
        columns = (what, *told.values())
        rows = [(Cell(name), *(report.cell(code, region=place) for place in places)) for code, name in names.items()]
        total = frozenset[int]()
    else:
        columns = (report.say("Municipality"), *names.values())
        rows = [(Cell(told[place]), *(report.cell(code, region=place) for code in names)) for place in places]
        total = frozenset({i for i, place in enumerate(places) if place == ALL})
    return Table(caption, columns, tuple(rows), (False, *[True] * (len(columns) - 1)), total=total)


def participants(report: Report) -> Block:
    """Tabulate the participants of the participation track, and those who completed its hours."""
    codes = ("participants", "participants.completed", "participants.completed.share")
    return table_of(report, report.say("Participation track"), codes)
