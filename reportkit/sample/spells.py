"""The spells of guidance: when each starts and ends, why it ends, and which belong to one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from reportkit.sample.dice import Dice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportkit.sample.design import Design, Season, Stream

__all__ = ["Spell", "make_spells"]

_MONTHS = (10, 9, 10, 8, 8, 8, 4, 4, 12, 11, 9, 5)
"""How many start in each month: few in summer and at the end of the year, many in September."""

_PACE = {
    "work": 98, "training": 105, "self_sufficient": 100, "practical": 85, "medical": 90, "moved": 85,
    "own_request": 75, "no_cooperation": 80, "other": 80,
}  # fmt: skip
"""How long a spell lasts, in per cent of the usual, by the reason for which it ends."""

_SHORTEST_DAYS = 21
_REOPENED_AFTER_DAYS = (30, 500)
_CONTINUED_AFTER_DAYS = (1, 60)


@dataclass
class Spell:
    """A spell of guidance of one person; `before` and `next` are the same person's spells around it."""

    stream: Stream
    entry: date
    exit: date | None = None
    reason: str = ""
    person: int = 0
    before: Spell | None = None
    next: Spell | None = None

    def last_day(self, known_until: date) -> date:
        """Return the exit, or the last known day of an open spell."""
        return self.exit or known_until


def make_spells(design: Design) -> list[Spell]:
    """Make all spells of a design, sorted by entry, persons numbered in that order."""
    dice = Dice(f"{design.project} spells")
    made = [(stream, _stream_spells(stream, design.known_until, dice)) for stream in design.streams]
    for stream, spells in made:
        _link(spells, spells, stream.reopened, _REOPENED_AFTER_DAYS, dice)
        if stream.after:
            earlier = [
                spell
                for other, others in made
                if (other.operation, other.municipality) == (stream.after, stream.municipality)
                for spell in others
            ]
            _link(spells, earlier, len(spells), _CONTINUED_AFTER_DAYS, dice)
    return _numbered([spell for _, spells in made for spell in spells])


def _stream_spells(stream: Stream, known_until: date, dice: Dice) -> list[Spell]:
    closed: list[Spell] = []
    active: list[Spell] = []
    for season in stream.seasons:
        entries = [_entry(season, known_until, dice) for _ in range(season.started)]
        spells = [Spell(stream, entry) for entry in entries]
        order = sorted(range(len(spells)), key=lambda n: (entries[n].toordinal() + dice.below(90), n))
        count = season.started - season.active
        closed += [spells[n] for n in order[:count]]
        active += [spells[n] for n in order[count:]]
    _close(closed, stream, stream.until or known_until, dice)
    return sorted([*closed, *active], key=lambda spell: spell.entry)


def _entry(season: Season, known_until: date, dice: Dice) -> date:
    first, last = season.months
    month = date(season.year, dice.pick(tuple((month, _MONTHS[month - 1]) for month in range(first, last + 1))), 1)
    end = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return dice.weekday(month, min(end, known_until))


def _close(spells: Sequence[Spell], stream: Stream, until: date, dice: Dice) -> None:
    reasons = dice.shuffled(reason for reason, count in stream.outcomes.items() for _ in range(count))
    for spell, reason in zip(spells, reasons, strict=True):
        spell.reason = reason
        spell.exit = _exit(spell, until, dice)


def _exit(spell: Spell, until: date, dice: Dice) -> date:
    available = (until - spell.entry).days
    low, high = spell.stream.days
    shortest = min(_SHORTEST_DAYS, low, available)
    tries = (dice.middling(low, high) * _PACE[spell.reason] // 100 for _ in range(12))
    days = next((days for days in tries if days <= available), None) or dice.between(shortest, available)
    day = spell.entry + timedelta(days=days)
    return max(day - timedelta(days=max(day.weekday() - 4, 0)), spell.entry)


def _link(later: Sequence[Spell], earlier: Sequence[Spell], count: int, gap_days: tuple[int, int], dice: Dice) -> None:
    """Give `count` of the later spells to persons who left an earlier one."""
    linked = 0
    for spell in dice.shuffled(later):
        if linked == count:
            return
        left = [other for other in earlier if _can_follow(spell, other, gap_days)]
        if left:
            spell.before = dice.one(left)
            spell.before.next = spell
            linked += 1
    if linked < count:
        raise ValueError(f"only {linked} of {count} spells can follow another one")


def _can_follow(spell: Spell, other: Spell, gap_days: tuple[int, int]) -> bool:
    if spell.before or other.next or other.exit is None or other.reason == "moved":
        return False
    return gap_days[0] <= (spell.entry - other.exit).days <= gap_days[1]


def _numbered(spells: list[Spell]) -> list[Spell]:
    spells.sort(key=lambda spell: (spell.entry, spell.stream.operation, spell.stream.municipality))
    persons = 0
    for spell in spells:
        if spell.before:
            spell.person = spell.before.person
        else:
            persons += 1
            spell.person = persons
    return spells
