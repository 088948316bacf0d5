"""Results of ESF and ESF+ are seen anew at each cut-off: what the gate does with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportkit.disclosure import audit, protect
from reportkit.tables import Split
from tests.disclosure.worlds import counted, figures_table, structure

if TYPE_CHECKING:
    import pandas as pd

    from reportkit.tables import Structure

THRESHOLD = 5


def of_results(years: int = 2) -> Structure:
    """Make the structure of one result with its measurable exits."""
    known = structure([Split("measured", ("reached",), remainder=True)], set(), years=years)
    return replace(known, results=frozenset({"measured", "reached"}))


def over_years(measured: list[int], reached: list[int]) -> pd.DataFrame:
    """Write the figures to date at the end of consecutive years."""
    rows = [
        counted(float(value), indicator=code, period=str(2020 + year))
        for code, values in (("measured", measured), ("reached", reached))
        for year, value in enumerate(values)
    ]
    return figures_table(rows)


def shown(figures: pd.DataFrame, known: Structure) -> list[str]:
    """List what is shown of protected figures, as ``reached 2021``."""
    protected = protect(figures, known, THRESHOLD)
    assert audit(protected, figures, known, THRESHOLD) == ()
    rows = protected[protected["status"] == "ok"]
    return sorted(f"{code} {period}" for code, period in zip(rows["indicator"], rows["period"], strict=True))


def test_a_result_that_grew_by_many_is_shown_at_both_cut_offs() -> None:
    """Ten more measured, of whom five reached it."""
    found = shown(over_years([20, 30], [10, 15]), of_results())
    assert found == ["measured 2020", "measured 2021", "reached 2020", "reached 2021"]


@pytest.mark.parametrize(("measured", "reached"), [([20, 30], [10, 12]), ([20, 30], [10, 18]), ([20, 30], [10, 8])])
def test_a_result_that_changed_by_few_is_hidden_at_the_later_cut_off(measured: list[int], reached: list[int]) -> None:
    """Two more reached it, or two of the ten new ones did not, or two came back: each is a small count."""
    assert "reached 2021" not in shown(over_years(measured, reached), of_results())


def test_what_was_hidden_once_is_shown_when_enough_has_come_to_it() -> None:
    """Two years together added seven, so the third year is shown."""
    assert "reached 2022" in shown(over_years([20, 32, 50], [10, 12, 17]), of_results(3))


def test_results_of_a_period_are_never_shown() -> None:
    """Beside the figures to date they would tell of the few whose day of measurement came in the period."""
    rows = [counted(20.0, indicator="measured", basis=basis) for basis in ("to_date", "period")]
    figures = figures_table([*rows, counted(10.0, indicator="reached")])
    protected = protect(figures, of_results(1), THRESHOLD)
    assert protected.set_index(["indicator", "basis"])["status"].to_dict() == {
        ("measured", "period"): "suppressed",
        ("measured", "to_date"): "ok",
        ("reached", "to_date"): "ok",
    }


def test_a_figure_that_is_withheld_is_never_shown() -> None:
    """The grand total would tell, beside the total, how few records are incomplete."""
    figures = figures_table([counted(40.0, indicator="grand_total"), counted(38.0, indicator="total")])
    known = replace(structure([], {"grand_total", "total"}), withheld=frozenset({"grand_total"}))
    assert shown(figures, known) == ["total 2020"]


def test_changes_that_nearly_cancel_out_are_seen_too() -> None:
    """Six more and then five fewer: between the first cut-off and the third only one came to it."""
    assert "reached 2022" not in shown(over_years([40, 60, 80], [10, 16, 11]), of_results(3))


@pytest.mark.parametrize(("measured", "seen"), [(20, True), (17, False), (14, True)])
def test_what_a_result_leaves_of_another_count_is_not_small(measured: int, seen: bool) -> None:  # noqa: FBT001
    """Twenty were inactive at entry: seventeen measurable exits would tell of three who are still there."""
    rows = [counted(20.0, indicator="inactive"), counted(float(measured), indicator="measured")]
    known = replace(
        structure([], {"inactive"}),
        results=frozenset({"measured"}),
        splits=(Split("inactive", ("measured",), remainder=True, to_date_only=True),),
    )
    assert ("measured 2020" in shown(figures_table(rows), known)) is seen
