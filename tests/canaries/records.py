"""The records of a fixture: sixty persons with canaries in every key, free text and day, in two municipalities."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from tests.canaries.tokens import DAYS, person, text

__all__ = ["PERSONS", "Row", "Tables", "employment", "network"]

Row = dict[str, Any]
Tables = dict[str, list[Row]]

PERSONS = 60
_TOWNS = ("34022", "34027")


def employment(operation: str) -> Tables:
    """Write the nine tables of a project that guides persons to work, but for the offers."""
    dice = random.Random(operation)  # noqa: S311 - a fixture, the same each time
    tables: Tables = {name: [] for name in ("participations", "jobs", "studies", "support", "follow_ups")}
    for number in range(1, PERSONS + 1):
        for name, row in _pathway(dice, number, operation):
            tables[name].append(row)
    tables["employers"] = [
        {
            "employer_key": text("EMPLOYER", number),
            "operation_id": operation,
            "municipality": dice.choice(_TOWNS),
            "contacted_on": DAYS.after(date(2022, 3, 1)),
            "vacancies": dice.randint(1, 4),
            "hires": 1,
        }
        for number in range(1, 9)
    ]
    tables["entities"] = [
        {
            "entity_key": text("ENTITY", number),
            "operation_id": operation,
            "kind": dice.choice(("public_administration", "sme")),
            "supported_on": DAYS.after(date(2022, 5, 1)),
        }
        for number in range(1, 9)
    ]
    tables["population"] = [
        {
            "municipality": town,
            "date": DAYS.after(date(2022, 1, 1)),
            "group": "protected",
            "count": 200 + number,
            "source": text("SOURCE", number),
        }
        for number, town in enumerate(_TOWNS)
    ]
    return tables


def network(operation: str) -> Tables:
    """Write the tables of a project that builds a network: offers, and persons with what they took part in."""
    dice = random.Random(operation)  # noqa: S311 - a fixture, the same each time
    tables: Tables = {"participations": [], "support": [], "offers": []}
    for number in range(1, PERSONS // 2 + 1):
        rows = dict(_pathway(dice, 500 + number, operation))
        tables["participations"].append(rows["participations"])
        tables["support"].append({**rows["support"], "kind": "participation_track"})
        start = DAYS.after(date(2022, 2, 1))
        tables["offers"].append(
            {
                "offer_id": text("OFFER", number),
                "operation_id": operation,
                "organisation_key": text("ORGANISATION", number),
                "municipality": dice.choice(_TOWNS),
                "kind": dice.choice(("activity", "buddy", "workshop")),
                "start_date": start,
                "end_date": DAYS.after(start),
                "places": 12,
                "taken": dice.randint(1, 12),
                "quality_label": "yes",
            }
        )
    return tables


def _pathway(dice: random.Random, number: int, operation: str) -> list[tuple[str, Row]]:
    """Write what is recorded of one person, a row for each table; some are guided still."""
    entry = DAYS.after(date(2021, 6, 1), 14 * (number % 60))
    left = DAYS.after(entry, 60) if number % 5 else None
    who = {"person_key": person(number), "operation_id": operation}
    works = left is not None and number % 2 == 0
    taken = _taken(dice, number, entry)
    rows: list[tuple[str, Row]] = [("participations", {**who, **_entered(dice, number, entry), **_exit(left, works)})]
    if left is not None and works:
        job = {"start_date": DAYS.after(left, 0), "end_date": DAYS.after(left, 250), "contract": "permanent"}
        rows.append(("jobs", {**who, **job, "hours_per_week": "38"}))
    if left is not None:
        status = "employed" if works else "unemployed"
        seen = {"observed_on": DAYS.after(left, 5), "labour_status": status, "searching": "no", "improvement": ""}
        rows.append(("follow_ups", {**who, **seen}))
    return [*rows, *((name, {**who, **row}) for name, row in taken)]


def _entered(dice: random.Random, number: int, entry: date) -> Row:
    jobless = number % 4 != 0
    return {
        "entry_date": entry,
        "gender": dice.choice("FM"),
        "birth_date": DAYS.after(date(1960 + number % 40, 3, 1)),
        "municipality": dice.choice(_TOWNS),
        "nationality": dice.choice(("SY", "AF", "ER")),
        "protection_status": dice.choice(("refugee", "subsidiary")),
        "labour_status": "unemployed" if jobless else "inactive",
        "unemployed_months": dice.randint(1, 30) if jobless else "",
        "in_education": "no",
        "isced": dice.randint(0, 6),
        **dict.fromkeys(("foreign_background", "minority", "disability", "homeless", "rural"), "no"),
        "referred_by": dice.choice(("vdab", "ocmw")),
        "track": text("TRACK", number),
        "remark": text("REMARK", number),
    }


def _exit(left: date | None, works: bool) -> Row:  # noqa: FBT001 - read once, above
    reason = "" if left is None else "work" if works else "moved"
    return {"exit_date": left or "", "exit_reason": reason}


def _taken(dice: random.Random, number: int, entry: date) -> list[tuple[str, Row]]:
    """Write the support and the course that a person took."""
    start, course = DAYS.after(entry), DAYS.after(entry)
    kind = dice.choice(("screening", "job_coaching", "skills_test"))
    end = DAYS.after(course, 5)
    return [
        ("support", {"kind": kind, "start_date": start, "end_date": DAYS.after(start), "hours": "1.5"}),
        (
            "studies",
            {
                "start_date": course,
                "end_date": end,
                "kind": "vocational",
                "qualification": text("QUALIFICATION", number),
                "awarding_body": text("BODY", number),
                "qualification_date": DAYS.after(end),
            },
        ),
    ]
