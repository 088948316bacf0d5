"""What disclosure control must know of the common indicators: which are parts of which, and of the pathway's groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators.breakdowns import BREAKDOWNS
from reportkit.indicators.measures import Indicator, Result
from reportkit.tables import Link, Renewal, Split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportkit.indicators.breakdowns import Breakdown

__all__ = [
    "group_links",
    "leaver_links",
    "leaver_splits",
    "leavers",
    "pending_links",
    "renewals",
    "result_splits",
    "total_splits",
    "unknown_links",
]


_MONTHS = {"leaving": 1, "six_months": 6}
"""After how many months at most whoever left is measured, with the window of the regulation."""


def group_links(
    breakdowns: Mapping[str, Breakdown],
    by: str,
    outputs: Mapping[str, tuple[str, ...]],
    total: str,
    *,
    part: str = "",
) -> Iterator[Link]:
    """Yield that outputs count complete first participations: those of a group are its trajectories, less the reopened.

    `outputs` names for each output the groups of the breakdown that it is among. All but `part` count every complete
    participation of them; where outputs count all of a group, the rest of the total is among the other groups.
    """
    form = breakdowns[by]
    held = {code: tuple(dict.fromkeys(form.holding(group) for group in groups)) for code, groups in outputs.items()}
    for among in dict.fromkeys(held.values()):
        own = tuple(code for code, groups in held.items() if set(groups) <= set(among))
        yield Link(
            tuple(("started", by, group) for group in among), (*own, *(("reopened", by, group) for group in among))
        )
        finest = {group for group in BREAKDOWNS[by].groups if form.holding(group) in among}
        if finest <= {group for code in own for group in outputs[code] if code != part}:
            others = [group for group in form.groups if group not in among]
            yield Link(
                (*own, *(("started", by, group) for group in others)),
                (total, *(("reopened", by, group) for group in others)),
            )


def unknown_links(breakdowns: Mapping[str, Breakdown], total: str) -> Iterator[Link]:
    """Yield that whoever is in no group of gender, age or education has an incomplete record."""
    for by in ("gender", "age", "education"):
        if "unknown" in breakdowns[by].groups:
            yield Link(("started", ("reopened", by, "unknown")), (("started", by, "unknown"), total, "reopened"))


def total_splits(total: str) -> Iterator[Split]:
    """Yield where the total of the list stands: trajectories are first participations and reopened ones."""
    yield Split("started", ("grand_total", "reopened"))
    yield Split("grand_total", ("persons",), remainder=True)
    yield Split("grand_total", (total,), remainder=True, harmless=True)


def leavers(result: str) -> tuple[str, str]:
    """Name the counts that are together all who left of those who can reach a result."""
    return f"{result}.measured", f"{result}.pending"


def leaver_splits(leaving: str, groups: Mapping[str, str]) -> Iterator[Split]:
    """Yield where those stand who left: of each a trajectory is closed; `leaving` is a result that all can reach.

    `groups` names outputs, and for each a result that can be reached by those who are counted in it.
    """
    yield Split("closed", leavers(leaving), remainder=True, to_date_only=True)
    for output, result in groups.items():
        yield Split(output, leavers(result), remainder=True, to_date_only=True)


def leaver_links(total: str, leaving: str) -> Iterator[Link]:
    """Yield that who has not left has an active trajectory, of the same group unless she came back as another."""
    yield Link((*leavers(leaving), "started"), ("closed", total), to_date_only=True, usual=True)


def pending_links(
    leaving: str, workless: str, later: str, working: str, among: Iterable[tuple[str, str]]
) -> Iterator[Link]:
    """Yield where results that are still pending stand: everyone who left was workless or working when she came.

    `later` is a result of the workless that is measured at another time; `among` has pairs of results that are measured
    together, the second of some of those of the first.
    """
    yield Link(leavers(leaving), (*leavers(workless), *leavers(working)), exact=True, to_date_only=True)
    yield Link(leavers(workless), leavers(later), exact=True, to_date_only=True)
    for whole, part in ((leaving, workless), *among):
        yield Link((f"{whole}.pending",), (f"{part}.pending",), to_date_only=True)


def renewals(indicators: Mapping[str, Indicator]) -> Iterator[Renewal]:
    """Yield what results say of earlier cut-offs: in the window after leaving they are measured within a month."""
    for code, entry in indicators.items():
        if isinstance(entry, Result) and entry.measured in _MONTHS and not entry.of:
            yield Renewal(code, *leavers(code), returned="reopened", months=_MONTHS[entry.measured], left="closed")


def result_splits(*codes: str) -> Iterator[Split]:
    """Yield what disclosure control must know of results: the achieved are part of the measurable."""
    for code in codes:
        yield Split(f"{code}.measured", (code,), remainder=True)
