"""Courses followed and support given during guidance."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportkit.sample.dice import Dice
from reportkit.sample.people import key_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportkit.sample.design import Design, Habit, Working
    from reportkit.sample.people import Row
    from reportkit.sample.spells import Spell

__all__ = ["studies", "support"]

_LEVELS = ("NT2 1.1", "NT2 1.2", "NT2 2.1", "NT2 2.2")
_COURSE_DAYS = 60
"""How long a spell must last for a language course."""
_QUALIFICATIONS = {
    "vocational": ("Beroepskwalificatie", "VDAB"),
    "secondary": ("Diploma secundair onderwijs", "Centrum voor volwassenenonderwijs"),
    "higher": ("Graduaat", "Hogeschool"),
    "other": ("Attest", "Centrum voor basiseducatie"),
}


def studies(design: Design, working: Working, spells: Sequence[Spell]) -> list[Row]:
    """Make the studies table: language courses, and the training that spells end with."""
    dice = Dice(f"{design.project} studies")
    return [row for spell in spells for row in _studies_of(spell, design, working, dice)]


def _studies_of(spell: Spell, design: Design, working: Working, dice: Dice) -> Iterator[Row]:
    last = spell.last_day(design.known_until)
    if (last - spell.entry).days > _COURSE_DAYS and dice.chance(working.language):
        start = spell.entry + timedelta(days=dice.between(7, 45))
        yield _study(spell, design, (start, start + timedelta(days=dice.between(60, 150))), "language", dice)
    if spell.reason == "training":
        start = min(last + timedelta(days=dice.between(-25, 21)), design.known_until)
        start = max(start, spell.entry + timedelta(days=1))
        kind = dice.pick(working.training)
        yield _study(spell, design, (start, start + timedelta(days=dice.between(60, 420))), kind, dice)


def _study(spell: Spell, design: Design, days: tuple[date, date], kind: str, dice: Dice) -> Row:
    start, end = days
    ended = end <= design.known_until
    qualification, body = _QUALIFICATIONS.get(kind) or (dice.one(_LEVELS), "Centrum voor volwassenenonderwijs")
    earned = dice.chance(58) and ended
    return {
        "person_key": key_of(design, spell),
        "operation_id": spell.stream.operation,
        "start_date": start.isoformat(),
        "end_date": end.isoformat() if ended else "",
        "kind": kind,
        "qualification": qualification if earned else "",
        "awarding_body": body if earned else "",
        "qualification_date": end.isoformat() if earned else "",
    }


def support(design: Design, spells: Sequence[Spell]) -> list[Row]:
    """Make the support table, by the habits of the design."""
    dice = Dice(f"{design.project} support")
    return [
        row
        for spell in spells
        for habit in design.habits
        if habit.operation in {"", spell.stream.operation} and dice.chance(habit.percent)
        for row in _given(spell, habit, design, dice)
    ]


def _given(spell: Spell, habit: Habit, design: Design, dice: Dice) -> Iterator[Row]:
    last = spell.last_day(design.known_until)
    start = spell.entry + timedelta(days=min(dice.between(*habit.delay), (last - spell.entry).days // 2))
    for _ in range(dice.between(1, habit.times)):
        if start > last:
            return
        end = min(start + timedelta(days=dice.between(*habit.days)), last)
        halves = dice.between(habit.hours[0] * 2, habit.hours[1] * 2)
        yield {
            "person_key": key_of(design, spell),
            "operation_id": spell.stream.operation,
            "kind": habit.kind,
            "start_date": start.isoformat(),
            "end_date": "" if end >= design.known_until and not spell.exit else end.isoformat(),
            "hours": f"{halves // 2}.5" if halves % 2 else f"{halves // 2}",
        }
        start = end + timedelta(days=dice.between(1, 20))
