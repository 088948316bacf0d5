"""The regions that projects may name: those of the regions file, and Belgium's municipalities by their slugs."""

from __future__ import annotations

import functools
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from reportkit.messages import Message, did_you_mean
from reportkit.params.yaml import Problem
from reportkit.regions import ALL, Municipality, Region, belgium

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.params.models import RegionParams

__all__ = ["belgian_regions", "expanded"]


@functools.cache
def belgian_regions() -> Mapping[str, Region]:
    """Return each Belgian municipality as a region under its slug, with every code that it has had."""
    codes: dict[str, list[Municipality]] = {}
    for municipality in belgium():
        codes.setdefault(municipality.slug, []).append(municipality)
    return {slug: _municipal(slug, rows) for slug, rows in sorted(codes.items())}


def _municipal(slug: str, rows: list[Municipality]) -> Region:
    latest = max(rows, key=lambda row: row.valid_from)
    names = {"nl": latest.name_nl, "fr": latest.name_fr, "de": latest.name_de}
    named = {language: name for language, name in names.items() if name}
    return Region(slug, named, _codes(row.refnis for row in rows))


def _codes(codes: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes)))


def expanded(params: Mapping[str, RegionParams]) -> tuple[dict[str, Region], list[Problem]]:
    """Turn the regions of a regions file into lists of municipalities, regions in regions included.

    Returns
    -------
    tuple
        The regions by id, in the order of the file, and what is wrong with them.
    """
    problems = [*_wrong_names(params), *_wrong_codes(params)]
    known = {region: [inner for inner in held.regions if inner in params] for region, held in params.items()}
    try:
        order = list(TopologicalSorter(known).static_order())
    except CycleError as error:
        return {}, [*problems, _round(error.args[1])]
    made: dict[str, Region] = dict(belgian_regions())
    for region in order:
        held = params[region]
        nested = (code for inner in held.regions if inner in made for code in made[inner].municipalities)
        made[region] = Region(
            region,
            {str(language): name for language, name in held.name.items()},
            _codes(iter([*held.municipalities, *nested])),
        )
    empty = [region for region in params if not made[region].municipalities]
    problems += [Problem(Message("holds no municipality"), ("regions", region)) for region in empty]
    return {region: made[region] for region in params}, problems


def _round(cycle: list[str]) -> Problem:
    inward = cycle[:0:-1]
    first = inward.index(min(inward))
    way = [*inward[first:], *inward[:first], inward[first]]
    return Problem(Message("the region holds itself: {way}", way=" > ".join(way)), ("regions", way[0], "regions"))


def _wrong_names(params: Mapping[str, RegionParams]) -> Iterator[Problem]:
    if ALL in params:
        yield Problem(Message('"all" is the whole area of a project; give the region another id'), ("regions", ALL))
    known = [*params, *belgian_regions()]
    for region, held in params.items():
        for position, inner in enumerate(held.regions):
            if inner not in params and inner not in belgian_regions():
                place = ("regions", region, "regions", position)
                mend = did_you_mean(inner, known) or Message("add it to this file")
                yield Problem(Message('no region "{region}"; {mend}', region=inner, mend=mend), place)


def _wrong_codes(params: Mapping[str, RegionParams]) -> Iterator[Problem]:
    known = {municipality.refnis for municipality in belgium()}
    for region, held in params.items():
        for position, code in enumerate(held.municipalities):
            if code not in known:
                what = Message('no municipality has the code "{code}"', code=code)
                yield Problem(what, ("regions", region, "municipalities", position))
