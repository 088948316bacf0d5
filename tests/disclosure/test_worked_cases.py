"""Tables of the literature and of the findings, with the answers that are known for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reportkit.disclosure import audit, derive, protect
from tests.disclosure.worlds import counted, figures_table, structure

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from reportkit.tables import Structure

THRESHOLD = 5
PLACE = {"indicator": "started", "period": "2020", "basis": "to_date"}


def crossed(lines: Mapping[str, tuple[int, ...]], regions: str) -> tuple[pd.DataFrame, Structure]:
    """Make a table of groups by regions with all its margins; nobody lives elsewhere."""
    rows = [
        counted(n, by="group", group=group, region=region)
        for group, line in lines.items()
        for region, n in zip(regions, line, strict=True)
    ]
    rows += [counted(sum(line), by="group", group=group) for group, line in lines.items()]
    rows += [counted(sum(line[at] for line in lines.values()), region=region) for at, region in enumerate(regions)]
    rows.append(counted(sum(map(sum, lines.values()))))
    places = {region: frozenset({region}) for region in regions}
    return figures_table(rows), structure([], {"started"}, regions=places)


def hide(figures: pd.DataFrame, *cells: str) -> pd.DataFrame:
    """Hide cells, named by group and region."""
    table = figures.copy()
    hidden = (figures["group"] + figures["region"]).isin(cells)
    table.loc[hidden, ["value", "numerator", "denominator", "low", "high"]] = np.nan
    table.loc[hidden, "status"] = "suppressed"
    return table


def known(public: pd.DataFrame, structure: Structure, cell: str) -> tuple[int, int | None]:
    """Return what a reader knows of a cell, named by group and region."""
    return derive(public, structure, **PLACE, by="group", group=cell[0], region=cell[1])


@pytest.mark.parametrize(("cell", "interval"), [("ua", (3, 6)), ("ub", (1, 4)), ("va", (0, 3)), ("vb", (0, 3))])
def test_the_intervals_of_geurts(cell: str, interval: tuple[int, int]) -> None:
    """Geurts (1992), table 10: hidden cells that sum to 7 and 3 in the rows and to 6 and 4 in the columns."""
    figures, rules = crossed({"u": (5, 2, 20), "v": (1, 2, 30), "w": (40, 50, 60)}, "abc")
    assert known(hide(figures, "ua", "ub", "va", "vb"), rules, cell) == interval


FOUR = {"w": (30, 47, 64, 89), "x": (90, 124, 5, 31), "y": (92, 100, 59, 85), "z": (800, 991, 651, 685)}
NINE = ("wa", "wb", "wc", "xa", "xc", "yb", "yd", "zb", "zd")


def test_two_hidden_cells_in_every_line_can_leave_one_known_exactly() -> None:
    """Nine cells of a table of four by four are hidden, two in every line at least, and still w in b is 47."""
    figures, rules = crossed(FOUR, "abcd")
    assert known(hide(figures, *NINE), rules, "wb") == (47, 47)


def test_one_more_hidden_cell_sets_it_free() -> None:
    """With x in d hidden too, w in b can be anything from none to 78."""
    figures, rules = crossed(FOUR, "abcd")
    assert known(hide(figures, *NINE, "xd"), rules, "wb") == (0, 78)


FOUR_WIDE = 4  # the two of A and the two of B are four together, so that neither can be known better than by four
TOWNS = {"A": 2, "B": 2, "I": 8, "J": 8, "K": 3, "L": 3, "M": 3, "N": 7}
COUNTIES = {"county-1": "ABIJ", "county-2": "KLMN"}
SIZES = {"small": "LM", "large": "ABIJKN"}


def linked(*tables: dict[str, str]) -> tuple[pd.DataFrame, Structure]:
    """Make the counts of towns with the totals of one or more ways to group them."""
    unions = {name: towns for table in tables for name, towns in table.items()}
    rows = [counted(n, region=town) for town, n in TOWNS.items()]
    rows += [counted(sum(TOWNS[town] for town in towns), region=name) for name, towns in unions.items()]
    rows.append(counted(sum(TOWNS.values())))
    places = {town: frozenset({town}) for town in TOWNS} | {name: frozenset(towns) for name, towns in unions.items()}
    return figures_table(rows), structure([], {"started"}, regions=places)


def small_hidden(figures: pd.DataFrame) -> pd.DataFrame:
    """Hide the counts below the threshold and no other."""
    return hide(figures, *(f"total{town}" for town, n in TOWNS.items() if n < FOUR_WIDE))


@pytest.mark.parametrize("table", [COUNTIES, SIZES])
def test_each_of_two_linked_tables_is_safe_alone(table: dict[str, str]) -> None:
    """By county three small towns hide one another, and by size two and three do."""
    figures, rules = linked(table)
    low, high = derive(small_hidden(figures), rules, **PLACE, by="total", group="total", region="K")
    assert high is not None
    assert high - low >= FOUR_WIDE


def test_together_the_linked_tables_give_a_town_away() -> None:
    """County 2 less the small towns and N leaves K, who are exactly three."""
    figures, rules = linked(COUNTIES, SIZES)
    assert derive(small_hidden(figures), rules, **PLACE, by="total", group="total", region="K") == (3, 3)
    assert audit(small_hidden(figures), figures, rules, FOUR_WIDE)


def test_the_least_that_mends_the_linked_tables_is_hidden() -> None:
    """Hiding N as well is enough, and nothing else is hidden."""
    figures, rules = linked(COUNTIES, SIZES)
    public = protect(figures, rules, FOUR_WIDE)
    assert sorted(public.loc[public["status"] == "suppressed", "region"]) == ["A", "B", "K", "L", "M", "N"]


def test_every_hidden_figure_bears_the_same_mark() -> None:
    """The small ones cannot be told from those hidden for their sake: "<5" beside "x" would let a reader solve them."""
    figures, rules = linked(COUNTIES, SIZES)
    public = protect(figures, rules, FOUR_WIDE)
    hidden = public[public["status"] != "ok"]
    assert set(hidden["status"]) == {"suppressed"}
    assert hidden.drop(columns=["region"]).drop_duplicates().shape[0] == 1
