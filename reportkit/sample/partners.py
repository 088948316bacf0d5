"""Employers met, offers of organisations, and the size of the population: the tables without participants."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportkit.sample.dice import Dice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.sample.design import Design, EmployerPlan, OfferPlan
    from reportkit.sample.people import Row

__all__ = ["employers", "offers", "population"]

_DAYS = {
    "activity": (0, 60), "buddy": (150, 365), "volunteering": (60, 300), "organisation_training": (0, 14),
    "newcomer_initiative": (0, 90), "neighbourhood_work": (60, 240), "workshop": (0, 0),
}  # fmt: skip
_PLACES = {
    "activity": (8, 30), "buddy": (1, 1), "volunteering": (1, 6), "organisation_training": (10, 25),
    "newcomer_initiative": (8, 25), "neighbourhood_work": (2, 8), "workshop": (20, 20),
}  # fmt: skip
_LABELLED = {2024: 0, 2025: 28, 2026: 55}
"""The percentage of offers with a quality label, by the year they start in."""
_EVERYWHERE_BY = date(2025, 12, 31)
_EVERYWHERE = 5
"""By that day each municipality has offered that many activities."""


def employers(design: Design) -> list[Row]:
    """Make the employers table, a row a contact, sorted by day, employers numbered in that order."""
    dice = Dice(f"{design.project} employers")
    contacts = [
        (dice.weekday(plan.first, plan.last), number, plan)
        for number, plan in enumerate(design.employers)
        for _ in range(plan.contacts)
    ]
    known: dict[str, str] = {}
    rows: list[Row] = []
    for day, _, plan in sorted(contacts, key=lambda contact: contact[:2]):
        before = [key for key, municipality in known.items() if municipality == plan.municipality]
        again = bool(before) and dice.chance(plan.again)
        key = dice.one(before) if again else f"{design.prefix}-E{len(known) + 1:03}"
        known[key] = plan.municipality
        rows.append(_contact(plan, key, day, dice))
    return rows


def _contact(plan: EmployerPlan, key: str, day: date, dice: Dice) -> Row:
    vacancies = dice.between(*plan.vacancies)
    return {
        "employer_key": key,
        "operation_id": plan.operation,
        "municipality": plan.municipality,
        "contacted_on": day.isoformat(),
        "vacancies": str(vacancies),
        "hires": str(dice.low_heavy(0, vacancies)),
    }


def offers(design: Design, kick_off: date) -> list[Row]:
    """Make the offers table, sorted by day, with ids in that order."""
    dice = Dice(f"{design.project} offers")
    rows = [row for plan in design.offers for row in _offers_of(plan, design, kick_off, dice)]
    rows.sort(key=lambda row: (row["start_date"], row["municipality"], row["kind"], row["organisation_key"]))
    return [{"offer_id": f"{design.prefix}-O{number:04}", **row} for number, row in enumerate(rows, 1)]


def _offers_of(plan: OfferPlan, design: Design, kick_off: date, dice: Dice) -> Iterator[Row]:
    for kind, count in plan.offers.items():
        for number in range(count):
            if kind == "workshop":
                start = kick_off
            elif kind == "activity" and number == 0:
                start = dice.weekday(kick_off, kick_off + timedelta(days=10))
            elif kind == "activity" and number < _EVERYWHERE:
                start = dice.weekday(kick_off, _EVERYWHERE_BY)
            else:
                start = max(dice.weekday(kick_off, design.known_until) for _ in range(2))
            yield _offer(plan, design, kind, start, dice)


def _offer(plan: OfferPlan, design: Design, kind: str, start: date, dice: Dice) -> Row:
    end = start + timedelta(days=dice.between(*_DAYS[kind]))
    places = dice.between(*_PLACES[kind])
    taken = places - dice.low_heavy(0, places * 3 // 4) if places > 1 else int(dice.chance(88))
    return {
        "operation_id": design.streams[0].operation,
        "organisation_key": f"{design.prefix}-ORG-{plan.municipality}-{dice.between(1, plan.organisations):02}",
        "municipality": plan.municipality,
        "kind": kind,
        "start_date": start.isoformat(),
        "end_date": end.isoformat() if end <= design.known_until else "",
        "places": str(places),
        "taken": str(taken),
        "quality_label": "yes" if dice.chance(_LABELLED[start.year]) else "no",
    }


def population(design: Design) -> list[Row]:
    """Make the population table from the figures of the design."""
    return [
        {"municipality": municipality, "date": day.isoformat(), "group": group, "count": str(count), "source": source}
        for municipality, day, group, count, source in design.population
    ]
