"""Workbooks that a spreadsheet program saved, as people do: what a person sees in them is read, or told."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportkit.intake import line

if TYPE_CHECKING:
    from reportkit.tables import Delivery
    from tests.intake.workbooks import DeliverBook

SAVED = Path(__file__).parent / "saved"
DAYS = [date(2022, 1, 5), date(2022, 2, 28), date(2021, 12, 31)]
BOTH = pytest.mark.parametrize("suffix", ["ods", "xlsx"])


def saved(deliver_book: DeliverBook, name: str) -> Delivery:
    """Deliver a saved workbook as the participations."""
    return deliver_book((SAVED / name).read_bytes(), f"participations{Path(name).suffix}")


def told(delivery: Delivery) -> list[str]:
    """Return the rules that are told of files and cells, with their rows."""
    found = [f for f in delivery.findings if f.rule[0] in "ET" and f.severity != "information"]
    return [" ".join([f.rule, *map(str, f.rows)]) for f in found]


@BOTH
def test_a_workbook_as_people_keep_it_is_read_whole(deliver_book: DeliverBook, suffix: str) -> None:
    """Notes, filters, frozen rows, colours and formulas around the records change nothing."""
    delivery = saved(deliver_book, f"usual.{suffix}")
    table = delivery.tables["participations"]
    assert told(delivery) == []
    assert table["person_key"].to_pylist() == ["0012", "0013", "p3"]
    assert table["entry_date"].to_pylist() == DAYS
    assert table["municipality"].to_pylist() == ["02000", "34022", "34027"]
    assert table["in_education"].to_pylist() == [True, False, True]


@BOTH
def test_a_formula_that_gave_an_empty_text_is_an_empty_cell(deliver_book: DeliverBook, suffix: str) -> None:
    """``=IF(F3>40;"";12)`` shows nothing, and was calculated."""
    table = saved(deliver_book, f"usual.{suffix}").tables["participations"]
    assert table["unemployed_months"].to_pylist() == [7, None, None]


@BOTH
def test_every_fault_of_a_workbook_is_told_with_its_rows(deliver_book: DeliverBook, suffix: str) -> None:
    """Hidden, merged, total, key as a number, time of day, error, percentage and hours are told at once."""
    assert told(saved(deliver_book, f"faulty.{suffix}")) == [
        *("E155 4", "E156 3", "T19 6", "T11 5", "T13 5", "T15 2", "T17 3", "T14 4", "E176 2 3 4 5"),
    ]


@BOTH
def test_days_counted_from_1904_are_the_days_that_were_seen(deliver_book: DeliverBook, suffix: str) -> None:
    """No date shifts by four years."""
    delivery = saved(deliver_book, f"from_1904.{suffix}")
    assert (told(delivery), delivery.tables["participations"]["entry_date"].to_pylist()) == ([], DAYS)


def test_what_is_kept_of_another_workbook_is_no_hidden_sheet(deliver_book: DeliverBook) -> None:
    """LibreOffice stores the cells that a formula took from another file in a table that nobody can show or delete."""
    delivery = saved(deliver_book, "linked.ods")
    assert (told(delivery), delivery.tables["participations"]["age_at_entry"].to_pylist()) == ([], [30, 41, 25])


def test_a_tab_within_a_key_is_not_lost(deliver_book: DeliverBook) -> None:
    """The key is not another one in silence; the tab is told."""
    delivery = saved(deliver_book, "tab.ods")
    assert told(delivery) == ["T07 2"]
    assert delivery.tables["participations"]["person_key"][0].as_py() == "00\t12"


@BOTH
def test_a_workbook_with_a_password_is_told(deliver_book: DeliverBook, suffix: str) -> None:
    """The message says to take it off."""
    delivery = saved(deliver_book, f"password.{suffix}")
    assert told(delivery) == ["E158"]
    assert "the workbook has a password. Take the password off" in line(delivery.findings[0])
