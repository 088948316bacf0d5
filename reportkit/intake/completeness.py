"""How complete a delivery is: for each variable of the participations, in how many records it is known or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reportkit.tables import ANSWERS, INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COMPLETENESS_COLUMNS", "completeness"]

COMPLETENESS_COLUMNS = ("table", "variable", "known", "refused", "not_asked", "records")
_COUNTS = COMPLETENESS_COLUMNS[2:]

_ALWAYS_KNOWN = ("person_key", "operation_id", "entry_date", "exit_date")


def completeness(tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    """Count in how many records each variable of the participations is known.

    Returns
    -------
    pandas.DataFrame
        A row for each variable, in the order of the table: table, variable, known, refused, not_asked, records.
        `birth_date` or `age_at_entry` is listed, whichever was delivered.

    Notes
    -----
    ``refused`` and ``not_asked`` are not known. `records` are all records, but of the unemployed only for
    `unemployed_months` and of those who left only for `exit_reason`. Keys and dates of the spell are not listed.
    """
    rows = _rows(tables["participations"]) if "participations" in tables else []
    return pd.DataFrame(rows, columns=list(COMPLETENESS_COLUMNS)).astype(dict.fromkeys(_COUNTS, "int64"))


def _rows(table: pa.Table) -> list[tuple[str, str, int, int, int, int]]:
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


def _known(table: pa.Table, name: str, *, answers: bool) -> tuple[int, int, int, int]:
    """Count the records in which a variable is known, refused and not asked, and all that it is asked of."""
    if name == "unemployed_months":
        table = table.filter(pc.equal(table.column("labour_status"), "unemployed"))
    if name == "exit_reason":
        table = table.filter(pc.is_valid(table.column("exit_date")))
    cells = table.column(name)
    if answers:
        return _count(cells, "yes", "no"), _count(cells, "refused"), _count(cells, "not_asked"), table.num_rows
    return len(cells) - cells.null_count, 0, 0, table.num_rows


def _count(cells: pa.ChunkedArray, *answers: str) -> int:
    return int(pc.sum(pc.is_in(cells, value_set=pa.array(answers, cells.type))).as_py() or 0)
