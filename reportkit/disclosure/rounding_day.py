"""Rounds the counts of one day: the total before its groups, and together with them where that leaves no way.

The integer program that is solved for each of these stands in `rounding_program`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from reportkit.disclosure.rounding_program import Day, solve
from reportkit.errors import DisclosureError
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from reportkit.disclosure.trees import Joint

    Floats = NDArray[np.float64]

__all__ = ["round_day"]


def round_day(day: Day, base: int) -> Floats:
    """Round the counts of a day, all slots of it, the first of which is the total.

    Returns
    -------
    numpy.ndarray
        Codes, then rests of splits, by slots by areas, in multiples of the base; missing where there is no such count.

    Raises
    ------
    DisclosureError
        When no multiples add up.

    Notes
    -----
    With the total known, breakdowns don't depend on one another, so that small programs are solved in turn. Where one
    of them has no solution within a base, the total is sought together with as many breakdowns as have one at once; a
    breakdown that is left over is rounded with counts that are moved further.
    """
    found = np.full(day.low.shape, np.nan)
    total = solve(_part(day, ()), base)
    if total is not None:
        found[:, [0]] = total
        left = _in_turn(day, found, day.breakdowns, base)
        if not left:
            return found
    kept: tuple[tuple[int, ...], ...] = ()
    for slots in day.breakdowns:
        together = solve(_part(day, (*kept, slots)), base)
        if together is not None:
            kept = (*kept, slots)
            found[:, _slots(kept)] = together
    if not kept and total is None:
        found[:, [0]] = _needed(solve(_part(day, ()), base, far=True))
    for slots in _in_turn(day, found, [slots for slots in day.breakdowns if slots not in kept], base):
        found[:, list(slots)] = _needed(solve(_groups(day, found, slots), base, far=True))
    return found


def _in_turn(day: Day, found: Floats, breakdowns: Sequence[tuple[int, ...]], base: int) -> list[tuple[int, ...]]:
    """Round breakdowns beside their total, and list those for which there is no way."""
    left = []
    for slots in breakdowns:
        rounded = solve(_groups(day, found, slots), base)
        if rounded is None:
            left.append(slots)
        else:
            found[:, list(slots)] = rounded
    return left


def _slots(breakdowns: Sequence[tuple[int, ...]]) -> list[int]:
    return [0, *(slot for slots in breakdowns for slot in slots)]


def _of_slots(day: Day, own: list[int]) -> Day:
    return replace(
        day, counts=day.counts[:, own], low=day.low[:, own], high=day.high[:, own], breakdowns=(),
        joints=tuple(replace(bond, joint=joint) for bond in day.joints if (joint := _of_slots_only(bond.joint, own))),
    )  # fmt: skip


def _of_slots_only(joint: Joint, own: list[int]) -> Joint | None:
    """Return a joint by the positions of some slots; the total is -1 where it is not among them. None beyond these."""
    if any(slot and slot not in own for _, slot in (*joint.more, *joint.less)):
        return None
    more, less = (
        tuple((code, own.index(slot) if slot in own else -1) for code, slot in side)
        for side in (joint.more, joint.less)
    )
    return replace(joint, more=more, less=less)


def _part(day: Day, breakdowns: Sequence[tuple[int, ...]]) -> Day:
    """Return a day with its total and some of its breakdowns."""
    own = _slots(breakdowns)
    places = tuple(tuple(own.index(slot) for slot in slots) for slots in breakdowns)
    return replace(_of_slots(day, own), breakdowns=places)


def _groups(day: Day, found: Floats, slots: tuple[int, ...]) -> Day:
    """Return a day with one breakdown, beside the total that was found."""
    part = _of_slots(day, list(slots))
    return replace(part, breakdowns=(tuple(range(len(slots))),), totals=found[: len(day.exact), 0])


def _needed(rounded: Floats | None) -> Floats:
    if rounded is None:
        raise DisclosureError(
            "E307", Message("the counts of a day have no rounding that adds up."),
            mend=Message("Use suppression for this project, and report this with its structure."),
        )  # fmt: skip
    return rounded
