"""Sums of amounts, such as hours: they grow by what those do who came before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportkit.disclosure import protect
from tests.disclosure.worlds import counted, figures_table, structure

if TYPE_CHECKING:
    from reportkit.tables import Structure

PLACES = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}


def of_hours(years: int, regions: dict[str, frozenset[str]] | None = None) -> Structure:
    """Make the structure of persons and their hours."""
    known = structure([], {"coached", "hours"}, years=years, regions=regions, rests_on={"hours": ("coached",)})
    return replace(known, flows=frozenset({"coached"}), amounts=frozenset({"hours"}))


def shown(rows: list[tuple[str, str, int, float]], known: Structure) -> list[str]:
    """Protect persons and hours, given as region, year, persons and hours to date; list the years of shown hours."""
    table = [
        counted(value, indicator=code, region=region, period=year)
        for region, year, persons, hours in rows
        for code, value in (("coached", float(persons)), ("hours", hours))
    ]
    public = protect(figures_table(table), known, 5)
    found = public[(public["indicator"] == "hours") & (public["status"] == "ok")]
    return sorted(f"{region} {year}" for region, year in zip(found["region"], found["period"], strict=True))


@pytest.mark.parametrize(("hours", "seen"), [(320.5, False), (300.0, True)])
def test_hours_that_grew_while_nobody_came_are_hidden(hours: float, seen: bool) -> None:  # noqa: FBT001
    """Twenty persons at both cut-offs: the half-hours that came since may be one person's."""
    found = shown([("all", "2020", 20, 300.0), ("all", "2021", 20, hours)], of_hours(2))
    assert found == ["all 2020", *(["all 2021"] if seen else [])]


def test_hours_that_grew_as_many_came_are_shown() -> None:
    """Ten more persons, and what they had."""
    assert shown([("all", "2020", 20, 300.0), ("all", "2021", 30, 420.0)], of_hours(2)) == ["all 2020", "all 2021"]


def test_what_is_hidden_once_is_shown_when_many_have_come_since_the_last_shown() -> None:
    """Nobody came in 2021, ten in 2022: what is between 2020 and 2022 is of more than those who stayed."""
    rows = [("all", "2020", 20, 300.0), ("all", "2021", 20, 310.0), ("all", "2022", 30, 420.0)]
    assert shown(rows, of_hours(3)) == ["all 2020", "all 2022"]


def test_where_one_region_is_silent_the_whole_is_still_shown() -> None:
    """In Menen nobody came and hours grew: its hours go, and those of Kortrijk, which would be subtracted."""
    rows = [
        ("all", "2020", 40, 600.0), ("all", "2021", 50, 735.0),
        ("kortrijk", "2020", 20, 300.0), ("kortrijk", "2021", 30, 430.0),
        ("menen", "2020", 20, 300.0), ("menen", "2021", 20, 305.0),
    ]  # fmt: skip
    found = shown(rows, of_hours(2, PLACES))
    assert "menen 2021" not in found
    assert "kortrijk 2021" not in found
    assert "all 2021" in found
