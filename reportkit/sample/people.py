"""Who each person is, and the participations table. When they are guided is decided in `reportkit.sample.spells`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportkit.sample.dice import Dice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportkit.sample.design import Design, Profile
    from reportkit.sample.dice import Weighted
    from reportkit.sample.spells import Spell

__all__ = ["Row", "age_on", "key_of", "participations"]

Row = dict[str, str]

_BIRTHS_UNKNOWN = {"AF", "ER", "IQ", "SD", "SO", "SY"}
"""Where the day of birth is often not registered: 1 January stands in its place."""
_UNKNOWN_BIRTH_PERCENT = 20
_YOUNG = 25
_RECOGNISED: Weighted[str] = (("refugee", 55), ("subsidiary", 20), ("applicant", 15), ("none", 10))

_ANSWERS: dict[str, Weighted[str]] = {
    "minority": (("yes", 6), ("no", 72), ("refused", 8), ("not_asked", 14)),
    "disability": (("yes", 6), ("no", 88), ("refused", 4), ("not_asked", 2)),
    "homeless": (("yes", 7), ("no", 88), ("refused", 2), ("not_asked", 3)),
}
_BACKGROUND: Weighted[str] = (("yes", 94), ("no", 2), ("refused", 2), ("not_asked", 2))


@dataclass(frozen=True)
class Person:
    """What stays the same from one spell to the next."""

    gender: str
    born: date
    nationality: str
    isced: str
    answers: tuple[tuple[str, str], ...]


def key_of(design: Design, spell: Spell) -> str:
    """Return a person's pseudonym."""
    return f"{design.prefix}-P{spell.person:04}"


def age_on(day: date, born: date) -> int:
    """Count completed years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def participations(design: Design, spells: Sequence[Spell]) -> list[Row]:
    """Make the participations table, a row a spell."""
    persons = _persons(design, spells)
    dice = Dice(f"{design.project} participations")
    rows: list[Row] = []
    protections: dict[int, str] = {}
    for spell in spells:
        person = persons[spell.person]
        protection = _protection(design.profile, person, protections.get(spell.person), dice)
        protections[spell.person] = protection
        rows.append(
            {
                "person_key": key_of(design, spell),
                "operation_id": spell.stream.operation,
                "entry_date": spell.entry.isoformat(),
                "exit_date": spell.exit.isoformat() if spell.exit else "",
                "exit_reason": spell.reason,
                "gender": person.gender,
                **_age(design.profile, person, spell),
                "municipality": spell.stream.municipality,
                "nationality": person.nationality,
                "protection_status": protection,
                **_labour(design.profile, age_on(spell.entry, person.born), dice),
                "isced": person.isced,
                **dict(person.answers),
                "referred_by": dice.pick(design.profile.referrers),
                **({"track": spell.stream.track} if spell.stream.track else {}),
            }
        )
    return rows


def _persons(design: Design, spells: Sequence[Spell]) -> dict[int, Person]:
    dice = Dice(f"{design.project} persons")
    first = {spell.person: spell for spell in reversed(spells)}
    persons = {number: _person(design.profile, first[number].entry, dice) for number in sorted(first)}
    for number in _women(design.profile, persons, dice):
        persons[number] = replace(persons[number], gender="F")
    for number in dice.shuffled(persons)[: design.profile.undisclosed_gender]:
        persons[number] = replace(persons[number], gender="X")
    if design.profile.young_graduate:
        youngest = min(persons, key=lambda number: first[number].entry - persons[number].born)
        born = first[youngest].entry - timedelta(days=17 * 365 + 60)
        persons[youngest] = replace(persons[youngest], born=born, isced="5")
    return persons


def _women(profile: Profile, persons: Mapping[int, Person], dice: Dice) -> list[int]:
    """Choose who are women: the right share of each nationality with a share of its own, and of all the others."""
    shared: dict[int, list[int]] = {}
    for number in dice.shuffled(persons):
        percent = profile.women_of.get(persons[number].nationality, profile.women)
        shared.setdefault(percent, []).append(number)
    return [number for percent, group in shared.items() for number in group[: (len(group) * percent + 50) // 100]]


def _person(profile: Profile, entry: date, dice: Dice) -> Person:
    nationality = dice.pick(profile.nationalities)
    if profile.late and entry >= profile.late[2] and dice.chance(profile.late[1]):
        nationality = profile.late[0]
    low, high = dice.pick(profile.ages)
    born = entry - timedelta(days=dice.between(low * 1461 // 4 + 1, (high + 1) * 1461 // 4 - 1))
    if nationality in _BIRTHS_UNKNOWN and dice.chance(_UNKNOWN_BIRTH_PERCENT):
        born = date(born.year, 1, 1)
    return Person(
        gender="M",
        born=born,
        nationality=nationality,
        isced=dice.pick(profile.isced),
        answers=(
            ("foreign_background", dice.pick(_BACKGROUND)),
            *((name, dice.pick(weighted)) for name, weighted in _ANSWERS.items()),
            ("rural", "yes" if dice.chance(profile.rural) else "no"),
        ),
    )


def _age(profile: Profile, person: Person, spell: Spell) -> Row:
    if profile.by_age:
        return {"age_at_entry": str(age_on(spell.entry, person.born))}
    return {"birth_date": person.born.isoformat()}


def _protection(profile: Profile, person: Person, before: str | None, dice: Dice) -> str:
    if before == "applicant":
        return dice.pick(_RECOGNISED)
    return before or dice.pick(profile.protection_of.get(person.nationality, profile.protection))


def _labour(profile: Profile, age: int, dice: Dice) -> Row:
    status = dice.pick(profile.labour)
    months = dice.low_heavy(0, 60) if status == "unemployed" else None
    in_education = dice.chance(12 if age < _YOUNG else 4)
    return {
        "labour_status": status,
        "unemployed_months": "" if months is None else str(min(months, max(age - 15, 0) * 12)),
        "in_education": "yes" if in_education else "no",
    }
