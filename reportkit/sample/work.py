"""Jobs, and what was observed after leaving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportkit.sample.dice import Dice
from reportkit.sample.people import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.sample.design import Design, Working
    from reportkit.sample.dice import Weighted
    from reportkit.sample.people import Row
    from reportkit.sample.spells import Spell

__all__ = ["follow_ups", "jobs"]

_CONTRACTS: Weighted[str] = (("fixed_term", 42), ("temp_agency", 26), ("permanent", 28), ("self_employed", 4))
_HOURS: Weighted[str] = (("38", 52), ("32", 10), ("30.4", 10), ("24", 10), ("20", 8), ("19", 10))
_DAYS = {"fixed_term": (90, 540), "temp_agency": (20, 200), "permanent": (60, 700), "self_employed": (200, 900)}
_ENDS = {"fixed_term": 75, "temp_agency": 90, "permanent": 15, "self_employed": 20}
"""The percentage of jobs that end at all, by contract."""

_ARTICLE60_DAYS, _INTERIM_DAYS, _OBSERVED_EARLY_DAYS = 150, 60, 120
"""How long a spell must last for temporary work experience, an agency job, or a follow-up before its end."""

_AFTER: Mapping[str, Weighted[str]] = {
    "work": (("employed", 94), ("unemployed", 6)),
    "training": (("inactive", 78), ("unemployed", 14), ("employed", 8)),
    "self_sufficient": (("unemployed", 62), ("employed", 30), ("inactive", 8)),
    "medical": (("inactive", 88), ("unemployed", 12)),
}
_AFTER_ELSE: Weighted[str] = (("unemployed", 58), ("inactive", 36), ("employed", 6))
_SEARCHING = {"unemployed": 78, "inactive": 10, "employed": 6}
_IMPROVEMENTS: Weighted[str] = (("stable_contract", 5), ("more_hours", 4), ("higher_skill", 2), ("promotion", 1))


def jobs(design: Design, working: Working, spells: Sequence[Spell]) -> list[Row]:
    """Make the jobs table: temporary work experience, short agency jobs, and the jobs that spells end with."""
    dice = Dice(f"{design.project} jobs")
    return [row for spell in spells for row in _jobs_of(spell, design, working, dice)]


def _jobs_of(spell: Spell, design: Design, working: Working, dice: Dice) -> Iterator[Row]:
    last = spell.last_day(design.known_until)
    length = (last - spell.entry).days
    if length >= _ARTICLE60_DAYS and dice.chance(working.article60):
        start = spell.entry + timedelta(days=dice.between(30, 90))
        end = min(start + timedelta(days=dice.between(120, 400)), last - timedelta(days=1))
        yield _job(spell, design, (start, end), "work_experience", dice)
    if length >= _INTERIM_DAYS and dice.chance(working.interim):
        start = spell.entry + timedelta(days=dice.between(15, length - 40))
        yield _job(spell, design, (start, start + timedelta(days=dice.between(4, 35))), "temp_agency", dice)
    if spell.reason == "work" and dice.chance(working.placed):
        start = min(last + timedelta(days=dice.between(-60, 20)), design.known_until)
        yield from _career(spell, design, max(start, spell.entry + timedelta(days=1)), dice)
    elif spell.exit and spell.reason != "work" and not spell.next and dice.chance(working.later):
        start = spell.exit + timedelta(days=dice.between(30, 260))
        if start <= design.known_until:
            yield from _career(spell, design, start, dice)


def _career(spell: Spell, design: Design, start: date, dice: Dice) -> Iterator[Row]:
    """Yield a job, and the ones that follow when it ends."""
    latest = spell.next.entry - timedelta(days=5) if spell.next else date.max
    while start < latest:
        contract = dice.pick(_CONTRACTS)
        ends = dice.chance(_ENDS[contract]) or spell.next
        end = min(start + timedelta(days=dice.between(*_DAYS[contract])), latest) if ends else None
        yield _job(spell, design, (start, end), contract, dice)
        if end is None or end >= design.known_until or spell.next or not dice.chance(62):
            return
        start = end + timedelta(days=dice.low_heavy(1, 90))
        if start > design.known_until:
            return


def _job(spell: Spell, design: Design, days: tuple[date, date | None], contract: str, dice: Dice) -> Row:
    start, end = days
    return {
        "person_key": key_of(design, spell),
        "operation_id": spell.stream.operation,
        "start_date": start.isoformat(),
        "end_date": end.isoformat() if end and end < design.known_until else "",
        "contract": contract,
        "hours_per_week": "38" if contract == "work_experience" else dice.pick(_HOURS),
    }


def follow_ups(design: Design, working: Working, spells: Sequence[Spell], participations: Sequence[Row]) -> list[Row]:
    """Make the follow_ups table: at the end of four weeks after leaving, and after about six months."""
    dice = Dice(f"{design.project} follow-ups")
    early = working.observed_early
    rows: list[Row] = []
    for spell, entered in zip(spells, participations, strict=True):
        if spell.exit is None:
            continue
        alone = not spell.next and not spell.before
        if early and alone and (spell.exit - spell.entry).days > _OBSERVED_EARLY_DAYS:
            early -= 1
            rows.append(_observation(spell, design, spell.exit - timedelta(days=dice.between(10, 30)), entered, dice))
        for percent, days in ((86, (16, 28)), (72, (168, 198))):
            day = spell.exit + timedelta(days=dice.between(*days))
            before_next = spell.next is None or day < spell.next.entry
            if dice.chance(percent) and day <= design.known_until and before_next:
                rows.append(_observation(spell, design, day, entered, dice))
    return rows


def _observation(spell: Spell, design: Design, day: date, entered: Row, dice: Dice) -> Row:
    status = dice.pick(_AFTER.get(spell.reason, _AFTER_ELSE))
    improves = entered["labour_status"] == "employed" and status == "employed" and dice.chance(60)
    return {
        "person_key": key_of(design, spell),
        "operation_id": spell.stream.operation,
        "observed_on": day.isoformat(),
        "labour_status": status,
        "searching": "yes" if dice.chance(_SEARCHING[status]) else "no",
        "improvement": dice.pick(_IMPROVEMENTS) if improves else "",
    }
