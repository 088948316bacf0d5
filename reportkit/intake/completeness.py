"""How complete a delivery is: for each variable of the participations, in how many records it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportkit.tables import ANSWERS, INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COMPLETENESS_COLUMNS", "completeness"]

COMPLETENESS_COLUMNS = ("table", "variable", "known", "records")

_ALWAYS_KNOWN = ("person_key", "operation_id", "entry_date", "exit_date")


def completeness(tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """Count in how many records each variable of the participations is known.

    Returns
    -------
    pandas.DataFrame
        A row for each variable, in the order of the table: table, variable, known, records. `birth_date` or
        `age_at_entry` is listed, whichever was delivered.

    Notes
    -----
    ``refused`` and ``not_asked`` are not known. `records` are all records, but of the unemployed only for
    `unemployed_months` and of those who left only for `exit_reason`. Keys and dates of the spell are not listed.
    """
    rows = _rows(tables["participations"]) if "participations" in tables else []
    return pd.DataFrame(rows, columns=list(COMPLETENESS_COLUMNS)).astype({"known": "int64", "records": "int64"})


def _rows(table: pa.Table) -> list[tuple[str, str, int, int]]:
    unlisted = {"birth_date"} if _is_empty(table, "birth_date") else {"age_at_entry"}
    listed = [
        column
        for column in INPUT_TABLES["participations"].columns
        if column.name not in _ALWAYS_KNOWN and column.name not in unlisted
    ]
    return [
        ("participations", column.name, *_known(table, column.name, answers=column.codes == ANSWERS))
        for column in listed
    ]


def _is_empty(table: pa.Table, name: str) -> bool:
    return bool(table.column(name).null_count == table.num_rows)


def _known(table: pa.Table, name: str, *, answers: bool) -> tuple[int, int]:
    if name == "unemployed_months":
        table = table.filter(pc.equal(table.column("labour_status"), "unemployed"))
    if name == "exit_reason":
        table = table.filter(pc.is_valid(table.column("exit_date")))
    cells = table.column(name)
    if answers:
        answered = pc.is_in(cells, value_set=pa.array(["yes", "no"], cells.type))
        return int(pc.sum(answered).as_py() or 0), table.num_rows
    return len(cells) - cells.null_count, table.num_rows
