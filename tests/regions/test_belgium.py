"""The municipalities of Belgium that the package brings."""

from __future__ import annotations

import re
from datetime import date

import pytest

from reportkit.regions import Municipality, belgium


def _valid_on(day: date) -> list[Municipality]:
    return [municipality for municipality in belgium() if municipality.valid_on(day)]


def _codes(slug: str) -> list[tuple[str, date, date | None]]:
    return [(place.refnis, place.valid_from, place.valid_to) for place in belgium() if place.slug == slug]


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2016, 1, 1), 589),
        (date(2018, 12, 31), 589),
        (date(2019, 1, 1), 581),
        (date(2024, 12, 31), 581),
        (date(2025, 1, 1), 565),
    ],
)
def test_each_day_has_the_official_number_of_municipalities(day: date, count: int) -> None:
    """Belgium has 589 municipalities, 581 from 2019 and 565 from 2025."""
    assert len(_valid_on(day)) == count


@pytest.mark.parametrize("day", [date(2018, 12, 31), date(2024, 12, 31), date(2025, 1, 1)])
def test_a_slug_names_one_municipality_at_any_day(day: date) -> None:
    """On one day no two municipalities share a slug or a code."""
    places = _valid_on(day)
    assert len({place.slug for place in places}) == len({place.refnis for place in places}) == len(places)


def test_flanders_has_300_and_285_municipalities() -> None:
    """The five Flemish provinces keep 300 municipalities after the mergers of 2019 and 285 after those of 2025."""
    flemish = {"Antwerpen", "Limburg", "Oost-Vlaanderen", "Vlaams-Brabant", "West-Vlaanderen"}
    days = [date(2018, 12, 31), date(2019, 1, 1), date(2025, 1, 1)]
    assert [sum(place.province in flemish for place in _valid_on(day)) for day in days] == [308, 300, 285]


def test_arrondissement_brugge_is_the_ten_of_4u() -> None:
    """Arrondissement Brugge holds exactly the ten municipalities of regio Brugge, before and after the mergers."""
    ten = {"31003", "31004", "31005", "31006", "31012", "31022", "31033", "31040", "31042", "31043"}
    for day in (date(2018, 1, 1), date(2024, 11, 1), date(2026, 6, 30)):
        assert {place.refnis for place in _valid_on(day) if place.arrondissement == "Brugge"} == ten


@pytest.mark.parametrize(
    ("slug", "refnis", "arrondissement"),
    [
        ("kortrijk", "34022", "Kortrijk"),
        ("menen", "34027", "Kortrijk"),
        ("gent", "44021", "Gent"),
        ("koksijde", "38014", "Veurne"),
        ("nieuwpoort", "38016", "Veurne"),
        ("knokke-heist", "31043", "Brugge"),
        ("sint-niklaas", "46021", "Sint-Niklaas"),
    ],
)
def test_slugs_are_the_dutch_names_in_ascii(slug: str, refnis: str, arrondissement: str) -> None:
    """The municipalities of the projects are found by their slug, under the code that is theirs."""
    found = [(place.refnis, place.arrondissement) for place in _valid_on(date(2016, 6, 1)) if place.slug == slug]
    assert found == [(refnis, arrondissement)]


def test_a_merged_code_ends_on_the_day_before_the_merger() -> None:
    """Galmaarden is valid to the end of 2024; Pajottegem, into which it went, from 2025."""
    assert _codes("galmaarden") == [("23023", date(1995, 1, 1), date(2024, 12, 31))]
    assert _codes("pajottegem") == [("23106", date(2025, 1, 1), None)]


def test_a_municipality_that_kept_its_name_keeps_its_slug_under_a_new_code() -> None:
    """Tielt absorbed Meulebeke in 2025 and got another code; Lessen changed arrondissement in 2019."""
    assert _codes("tielt") == [("37015", date(1995, 1, 1), date(2024, 12, 31)), ("37022", date(2025, 1, 1), None)]
    assert _codes("lessen") == [("51069", date(2019, 1, 1), None), ("55023", date(1995, 1, 1), date(2018, 12, 31))]


def test_codes_slugs_and_names_are_well_formed() -> None:
    """A code is five digits of text, a slug lower-case ASCII, and no name is left open."""
    for place in belgium():
        assert re.fullmatch(r"[1-9][0-9]{4}", place.refnis)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", place.slug)
        assert all((place.name_nl, place.name_fr, place.name_de, place.arrondissement))


def test_only_brussels_has_no_province() -> None:
    """The nineteen municipalities of Brussels belong to no province."""
    assert {place.refnis[:2] for place in belgium() if not place.province} == {"21"}
    assert sum(not place.province for place in _valid_on(date(2025, 1, 1))) == 19


def test_the_list_is_sorted_by_code_and_date() -> None:
    """The order of the list is its codes, then its dates."""
    keys = [(place.refnis, place.valid_from) for place in belgium()]
    assert keys == sorted(set(keys))
