"""What decided a record of a trace: its values, the delivered rows beside it, and why it was not counted."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.indicators.measures import Count, Result
from reportkit.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import duckdb

    from reportkit.indicators.measures import Indicator

__all__ = ["delivered_rows", "reasons", "values"]

_TOLD: Mapping[str, tuple[str, ...]] = {
    "participations": ("entry_date", "exit_date", "exit_reason"),
    "jobs": ("start_date", "end_date", "contract"),
    "studies": ("start_date", "end_date", "kind", "qualification", "awarding_body", "qualification_date"),
    "support": ("kind", "start_date", "end_date", "hours"),
    "follow_ups": ("observed_on", "labour_status", "searching", "improvement"),
}
"""Which columns of a delivered row are told as evidence; the first date says when it began to be known."""

_BEGINS = {"participations": "entry_date", "follow_ups": "observed_on"}
_PERSON = ["person_key", "operation_id"]


def values(rows: pd.DataFrame, decided_by: str, cut_off: date) -> pd.Series[str]:
    """Write the columns of each row that occur in a predicate: ``labour_status inactive; exit_date 2021-06-30``."""
    named = set(re.findall(r"\w+", decided_by))
    columns = [str(name) for name in rows if name in named]
    return _texts(rows, [_told(row, columns, cut_off) for row in rows_of(rows[columns])])


def delivered_rows(
    connection: duckdb.DuckDBPyConnection, entry: Indicator, rows: pd.DataFrame, cut_off: date
) -> pd.Series[str]:
    """Write, for each record of a person, the delivered rows of that person in that operation that bear on it."""
    if not set(_PERSON) <= set(rows):
        return _texts(rows, [""] * len(rows))
    needed = [*dict.fromkeys(need.partition(".")[0] for need in (*entry.needs, *entry.also))]
    wanted = rows[_PERSON].drop_duplicates()
    connection.register("traced", wanted)
    found: dict[tuple[str, str], list[str]] = {}
    for table in (name for name in needed if name in _TOLD):
        for key, text in _rows_of(connection, table, cut_off):
            found.setdefault(key, []).append(text)
    keys = zip(rows["person_key"], rows["operation_id"], strict=True)
    return _texts(rows, ["; ".join(found.get(key, [])) for key in keys])


def _rows_of(connection: duckdb.DuckDBPyConnection, table: str, cut_off: date) -> Iterator[tuple[tuple[str, str], str]]:
    columns = _TOLD[table]
    begins = _BEGINS.get(table, "start_date")
    listed = ", ".join(f"d.{name}" for name in columns)
    rows = connection.execute(
        f"SELECT d.person_key, d.operation_id, d._file::VARCHAR AS _file, d._row, {listed} FROM {table} d "
        f"SEMI JOIN traced USING (person_key, operation_id) WHERE d.{begins} <= $cut_off "
        f"ORDER BY d.{begins}, d._file, d._row",
        {"cut_off": cut_off},
    ).df()
    for row in rows_of(rows):
        name = str(row["_file"]).rpartition("/")[2]
        told = _told(row, columns, cut_off)
        yield (str(row["person_key"]), str(row["operation_id"])), f"{name} row {row['_row']}: {told}"


def reasons(
    connection: duckdb.DuckDBPyConnection, entry: Indicator, rows: pd.DataFrame, cut_off: date
) -> pd.Series[str]:
    """Say of each record that is not counted why it is not."""
    if not (rows["counted"] == "no").any():
        return _texts(rows, [""] * len(rows))
    later = _first_jobs(connection) if isinstance(entry, Result) else {}
    told = []
    for row in rows_of(rows):
        if row["counted"] == "yes":
            told.append("")
        elif isinstance(entry, Result):
            told.append(_why_no_result(entry, row, later, cut_off))
        else:
            told.append(_why_not(entry, row))
    return _texts(rows, told)


def _first_jobs(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], list[date]]:
    jobs = connection.execute(
        "SELECT person_key, operation_id, list(start_date ORDER BY start_date) FROM counted_job "
        "SEMI JOIN traced USING (person_key, operation_id) GROUP BY ALL"
    ).fetchall()
    return {(person, operation): starts for person, operation, starts in jobs}


def _why_not(entry: Indicator, row: Mapping[str, object]) -> str:
    if "complete" in row and not row["complete"] and isinstance(entry, Count) and entry.known:
        lacking = [name for name in ("labour_status", "age", "isced") if _empty(row[name])]
        lacking += ["gender"] if row["gender"] == "unknown" else []
        return f"incomplete record: {', '.join(lacking)} not known"
    where = entry.where if isinstance(entry, Count) else ""
    return f"does not meet: {where}" if where else "not in the numerator"


def _why_no_result(
    entry: Result, row: Mapping[str, object], later: Mapping[tuple[str, str], list[date]], cut_off: date
) -> str:
    left, window_end, six_months_on = (_day(row[name]) for name in ("exit_date", "window_end", "six_months_on"))
    measured_on = window_end if entry.measured == "leaving" else six_months_on
    if row["pending"]:
        return f"pending: measurable on {measured_on}, after the cut-off {cut_off}"
    if entry.measured == "six_months":
        return f"on {six_months_on}, six months after leaving, nothing delivered by {cut_off} shows it"
    after = [day for day in later.get((str(row["person_key"]), str(row["operation_id"])), []) if day > window_end]
    status = "no event in the window tells a status" if _empty(row["left_as"]) else f"left as {row['left_as']}"
    next_job = f"; a job starts on {after[0]}, day {(after[0] - left).days} after leaving" if after else ""
    span = f"the window ends on {window_end}, day {(window_end - left).days}"
    return f"{status}{next_job}; {span}" if "left_as" in entry.where else f"not achieved by {window_end}: {span}"


def _told(row: Mapping[str, object], columns: Sequence[str], cut_off: date) -> str:
    return ", ".join(f"{name} {_written(row[name], cut_off)}" for name in columns if not _empty(row[name]))


def _written(value: object, cut_off: date) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        day = _day(value)
        return str(day) if day <= cut_off else "after the cut-off"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _day(value: object) -> date:
    return value.date() if isinstance(value, pd.Timestamp) else value  # type: ignore[return-value]


def _empty(value: object) -> bool:
    return value is None or value != value or value is pd.NaT  # noqa: PLR0124 - NaN is not itself


def _texts(rows: pd.DataFrame, texts: list[str]) -> pd.Series[str]:
    return pd.Series(texts, index=rows.index, dtype="str")
