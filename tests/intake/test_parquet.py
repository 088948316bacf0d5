"""Parquet: columns that match are taken over, columns that do not are refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportkit.intake import line, read
from tests.intake.deliveries import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportkit.tables import Delivery

    Store = Callable[[str, pa.Array], Delivery]

DAYS = [date(2022, 1, 5), date(2022, 1, 6)]


@pytest.fixture
def store(workspace: Path) -> Store:
    """Return what writes two participations with one more column and reads them."""

    def write_and_read(name: str, cells: pa.Array) -> Delivery:
        columns = {
            "person_key": pa.array(["p1", "p2"]),
            "operation_id": pa.array(["A", "A"]).dictionary_encode(),
            "entry_date": pa.array(DAYS),
            "age_at_entry": pa.array([30, 40], pa.int8()),
        }
        pq.write_table(pa.table({**columns, name: cells}), workspace / "data" / "p" / "participations.parquet")
        return read(project(), workspace)

    return write_and_read


@pytest.mark.parametrize(
    ("name", "cells", "expected"),
    [
        ("entry_date", pa.array([datetime(2022, 1, 5), datetime(2022, 1, 6)]), DAYS),  # noqa: DTZ001 - as stored
        ("entry_date", pa.array(["2022-01-05", "2022-01-06"]), DAYS),
        ("entry_date", pa.array(DAYS, pa.date64()), DAYS),
        ("isced", pa.array([3.0, float("nan")]), [3, None]),
        ("isced", pa.array(["3", ""]), [3, None]),
        ("unemployed_months", pa.array([3, None], pa.uint16()), [3, None]),
        ("in_education", pa.array([True, None]), [True, None]),
        ("in_education", pa.array(["no", None]), [False, None]),
        ("gender", pa.array(["F", None]).dictionary_encode(), ["F", None]),
        ("track", pa.array(["a", ""], pa.large_string()), ["a", None]),
        ("track", pa.nulls(2), [None, None]),
    ],
)
def test_a_column_that_matches_is_taken_over(store: Store, name: str, cells: pa.Array, expected: list[object]) -> None:
    """Dates at midnight, whole numbers and encoded strings are what they say."""
    assert store(name, cells).tables["participations"][name].to_pylist() == expected


@pytest.mark.parametrize(
    ("name", "cells", "message"),
    [
        ("municipality", pa.array([34022, 34027]), 'column "municipality" holds int64, not strings. Codes and keys'),
        ("isced", pa.array([True, False]), 'column "isced" holds bool, not whole numbers or strings'),
        ("exit_date", pa.array([1, 2]), 'column "exit_date" holds int64, not dates'),
        ("in_education", pa.array([1, 0]), 'column "in_education" holds int64, not booleans or strings'),
    ],
)
def test_a_column_of_another_type_is_refused(store: Store, name: str, cells: pa.Array, message: str) -> None:
    """Nothing is cast that could change its meaning."""
    told = [line(finding) for finding in store(name, cells).findings if finding.rule == "E141"]
    assert [message in words for words in told] == [True]


@pytest.mark.parametrize(
    ("name", "cells", "rule"),
    [
        ("exit_date", pa.array([None, datetime(2022, 1, 6, 12)]), "T02"),  # noqa: DTZ001 - as stored
        ("isced", pa.array([3.0, 3.5]), "T03"),
        ("isced", pa.array(["3", "3.0"]), "T03"),
        ("unemployed_months", pa.array([3.0, float("inf")]), "T03"),
        ("gender", pa.array(["F", "V"]).dictionary_encode(), "T06"),
    ],
)
def test_a_cell_that_does_not_fit_is_told_with_its_record(store: Store, name: str, cells: pa.Array, rule: str) -> None:
    """The first record is row 1."""
    assert [f.rows for f in store(name, cells).findings if f.rule == rule] == [(2,)]


def test_what_is_not_parquet_is_told(workspace: Path) -> None:
    """A file under the wrong name is a fault of the file."""
    (workspace / "data" / "p" / "participations.parquet").write_text("person_key,operation_id\n")
    delivery = read(project(), workspace)
    assert [finding.rule for finding in delivery.findings] == ["E140"]
