"""Put the rules to the typed tables, with DuckDB that can reach nothing but them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from reportkit.intake.faults import SHOWN_ROWS
from reportkit.intake.nationalities import NATIONALITIES
from reportkit.intake.rules import RECORD_CHECKS
from reportkit.messages import Message
from reportkit.regions import belgium
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reportkit.intake.rules import RecordCheck
    from reportkit.params import Project

__all__ = ["check_records"]

_FOR_EVER = date(9999, 12, 31)
_YEARS_AFTER = 5

_TRAJECTORIES = """
CREATE VIEW trajectories AS
SELECT *, coalesce(age_at_entry, CASE WHEN birth_date <= entry_date THEN date_sub('year', birth_date, entry_date) END)
AS age FROM participations
"""


def check_records(tables: Mapping[str, pa.Table], delivered: pa.Table, project: Project) -> list[Finding]:
    """Return what the records of typed tables break, in the order of the rules.

    Parameters
    ----------
    tables
        Typed tables by name; a rule about an absent table says nothing.
    delivered
        person_key and operation_id of every delivered participation, also of rejected rows.
    project
        Its operations, running time and age range.
    """
    checks = [check for check in RECORD_CHECKS if {check.table, *check.needs} <= set(tables)]
    if not checks:
        return []
    connection = _connection(tables, delivered, project)
    try:
        broken = connection.execute(_question(checks)).fetchall()
    finally:
        connection.close()
    return [_finding(checks[number], tables, file, count, rows) for number, file, count, rows in broken]


def _connection(tables: Mapping[str, pa.Table], delivered: pa.Table, project: Project) -> duckdb.DuckDBPyConnection:
    import duckdb  # noqa: PLC0415 - importing DuckDB starts threads, which a process that forks kernels must not have

    connection = duckdb.connect(":memory:", config={"enable_external_access": "false"})
    for name, table in {**tables, **_references(project), "delivered": delivered}.items():
        connection.register(name, table)
    if "participations" in tables:
        connection.execute(_TRAJECTORIES)
    if any("person_key" in table.column_names for table in tables.values()):
        connection.execute(_persons(tables))
    connection.execute("SET python_enable_replacements = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _persons(tables: Mapping[str, pa.Table]) -> str:
    keys = " UNION ".join(
        f"SELECT person_key FROM {name} WHERE person_key IS NOT NULL"  # noqa: S608 - the contract's own names
        for name, table in tables.items()
        if "person_key" in table.column_names
    )
    bare = "ltrim(lower(trim(person_key)), '0')"
    return f"CREATE TABLE persons AS SELECT DISTINCT person_key, {bare} AS bare FROM ({keys})"  # noqa: S608 - likewise


def _references(project: Project) -> dict[str, pa.Table]:
    places = belgium()
    return {
        "municipalities": pa.table(
            {
                "refnis": pa.array([place.refnis for place in places], pa.string()),
                "valid_from": pa.array([place.valid_from for place in places], pa.date32()),
                "valid_to": pa.array([place.valid_to or _FOR_EVER for place in places], pa.date32()),
            }
        ),
        "nationalities": pa.table({"code": pa.array(NATIONALITIES, pa.string())}),
        "operations": pa.table({"operation_id": pa.array(project.operations, pa.string())}),
        "project": pa.table(
            {
                "runs_from": pa.array([project.start], pa.date32()),
                "runs_to": pa.array([project.end or _FOR_EVER], pa.date32()),
                "far": pa.array([_far(project)], pa.date32()),
                "age_from": [project.settings.age_range[0]],
                "age_to": [project.settings.age_range[1]],
            }
        ),
    }


def _far(project: Project) -> date:
    """Return the last day of the fifth year after all that the project reports: nothing known lies beyond it."""
    last = max(project.end or date.min, *(period.end for period in project.reports.periods))
    return date(min(last.year + _YEARS_AFTER, date.max.year), 12, 31)


def _question(checks: Sequence[RecordCheck]) -> str:
    """Ask of all rules at once, for each file that breaks one: how many rows do, and the first of them."""
    told = f"_file::VARCHAR AS file, count(*), min(_row, {SHOWN_ROWS})"
    counted = [
        f"SELECT {number} AS rule, {told} FROM ({check.sql}) GROUP BY file"  # noqa: S608 - the catalogue's own query
        for number, check in enumerate(checks)
    ]
    return " UNION ALL ".join(counted) + " ORDER BY rule, file"


def _finding(check: RecordCheck, tables: Mapping[str, pa.Table], file: str, count: int, rows: list[int]) -> Finding:
    column = ", ".join(_delivered_columns(check, tables[check.table]))
    return Finding(
        check.id, check.severity, file, count, tuple(rows), column, Message(check.words), Message(check.mend)
    )


def _delivered_columns(check: RecordCheck, table: pa.Table) -> list[str]:
    """Leave out of a choice of columns (birth_date or age_at_entry) the one that is wholly empty."""
    filled = [name for name in check.columns if table.column(name).null_count < table.num_rows]
    return filled or list(check.columns)
