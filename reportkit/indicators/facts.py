"""The delivered tables turned into facts: one row an event, with the date on which it happened.

A fact never depends on a cut-off: whoever asks for a cut-off leaves out the events after it. What is counted among
the facts is defined in the catalogue, not here.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from reportkit.indicators.breakdowns import BREAKDOWNS
from reportkit.indicators.esf import ESF_2014, ESF_PLUS
from reportkit.indicators.esf_facts import ESF_FACTS
from reportkit.indicators.member_states import MEMBER_STATES
from reportkit.indicators.support import FAMILIES
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from reportkit.indicators.breakdowns import Breakdown
    from reportkit.params.models import Settings
    from reportkit.tables import InputTable

__all__ = ["ARROW_TYPES", "open_facts"]

_MEMORY = "2560MB"

ARROW_TYPES: Mapping[str, pa.DataType] = {
    "text": pa.string(),
    "date": pa.date32(),
    "whole": pa.int64(),
    "decimal": pa.float64(),
    "yes_no": pa.bool_(),
}

_NEVER = "DATE '9999-12-31'"
_GROUP_NAMES = ", ".join(f't."{code}"' for code in BREAKDOWNS)

# By what the rows tell before where they stand, so that no order of rows changes a figure.
_ORDER = """entry_date, exit_date NULLS LAST, coalesce(municipality, ''), coalesce(gender, 'unknown'), operation_id,
    age, isced, referred_by, protection_status, _file, _row"""

_AGED = """
CREATE VIEW aged AS
SELECT * REPLACE (coalesce(municipality, '') AS municipality),
    coalesce(age_at_entry, year(entry_date) - year(birth_date)
        - (month(entry_date) * 100 + day(entry_date) < month(birth_date) * 100 + day(birth_date))::INT) AS age
FROM participations
"""

_COUNTED_JOB = f"""
CREATE VIEW counted_job AS
SELECT person_key, operation_id, start_date, coalesce(end_date, {_NEVER}) AS end_date, contract
FROM jobs WHERE contract IN (SELECT contract FROM counted_contract)
"""

_JOB_SPELL = """
CREATE TABLE job_spell AS
SELECT t.trajectory, j.start_date, j.end_date, j.contract
FROM trajectory t JOIN counted_job j USING (person_key, operation_id)
WHERE j.start_date >= t.entry_date AND (t.next_entry IS NULL OR j.start_date < t.next_entry)
"""

_FIRST_JOB = f"""
CREATE TABLE first_job AS
SELECT t.trajectory, t.person_key, t.operation_id, t.municipality, t.entry_date, {_GROUP_NAMES}, j.started_on
FROM trajectory t
JOIN (SELECT trajectory, min(start_date) AS started_on FROM job_spell GROUP BY trajectory) j USING (trajectory)
"""

_SUSTAINED = f"""
CREATE TABLE sustained_job AS
WITH marked AS (
    SELECT *, coalesce(start_date > max(end_date) OVER (
        PARTITION BY trajectory ORDER BY start_date, end_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) + to_days((SELECT sustained_gap_days + 1 FROM setting)), true) AS opens
    FROM job_spell
), numbered AS (
    SELECT *, sum(opens::INT) OVER (PARTITION BY trajectory ORDER BY start_date, end_date) AS run FROM marked
), runs AS (
    SELECT *, (min(start_date) OVER (PARTITION BY trajectory, run)
        + to_months((SELECT sustained_months FROM setting)))::DATE AS due FROM numbered
), reached AS (
    SELECT trajectory, start_date AS reached_on FROM job_spell
    WHERE contract IN (SELECT contract FROM sustained_contract)
    UNION ALL
    SELECT trajectory, greatest(start_date, due) FROM runs WHERE end_date >= due
)
SELECT t.trajectory, t.municipality, {_GROUP_NAMES}, r.reached_on
FROM trajectory t
JOIN (SELECT trajectory, min(reached_on) AS reached_on FROM reached GROUP BY trajectory) r USING (trajectory)
"""

_RETENTION = f"""
CREATE TABLE retention AS
WITH due AS (
    SELECT t.*, m.months, (t.started_on + to_months(m.months))::DATE AS due_on
    FROM first_job t CROSS JOIN retention_month m
)
SELECT t.trajectory, t.municipality, {_GROUP_NAMES}, t.months, t.due_on, EXISTS (
    SELECT 1 FROM counted_job j
    WHERE j.person_key = t.person_key AND j.operation_id = t.operation_id
        AND t.due_on BETWEEN j.start_date AND j.end_date
) AS employed
FROM due t
"""

_ASSISTED = f"""
CREATE TABLE assisted AS
SELECT t.trajectory, t.municipality, {_GROUP_NAMES}, s.kind, greatest(s.start_date, t.entry_date) AS start_date, s.hours
FROM support s ASOF JOIN (
    SELECT *, CASE WHEN nth_in_operation = 1 THEN DATE '0001-01-01' ELSE entry_date END AS since FROM trajectory
) t ON s.person_key = t.person_key AND s.operation_id = t.operation_id AND s.start_date >= t.since
"""

_SUPPORTED = f"""
CREATE TABLE supported AS
SELECT trajectory, kind, municipality, {", ".join(f'"{code}"' for code in BREAKDOWNS)}, min(start_date) AS first_on
FROM assisted GROUP BY ALL
"""

_SUPPORTED_FAMILY = f"""
CREATE TABLE supported_family AS
SELECT trajectory, family, municipality, {", ".join(f'"{code}"' for code in BREAKDOWNS)}, min(first_on) AS first_on
FROM supported JOIN family_of_kind USING (kind) GROUP BY ALL
"""

_TRACKED = f"""
CREATE TABLE tracked AS
WITH track AS (
    SELECT person_key, start_date, sum(coalesce(hours, 0)) OVER (
        PARTITION BY person_key ORDER BY start_date, operation_id, _file, _row
    ) AS hours
    FROM support WHERE kind = 'participation_track'
), dated AS (
    SELECT person_key, min(start_date) AS first_on,
        min(start_date) FILTER (WHERE hours >= (SELECT participation_hours FROM setting)) AS completed_on
    FROM track GROUP BY person_key
)
SELECT t.trajectory, t.municipality, {_GROUP_NAMES}, greatest(d.first_on, t.entry_date) AS first_on,
    CASE WHEN d.completed_on IS NOT NULL THEN greatest(d.completed_on, t.entry_date) END AS completed_on
FROM dated d JOIN trajectory t ON t.person_key = d.person_key AND t.nth_of_person = 1
"""

_OFFER = """
CREATE TABLE offer AS
SELECT * REPLACE (coalesce(municipality, '') AS municipality),
    row_number() OVER (PARTITION BY organisation_key ORDER BY start_date, offer_id, _file, _row) AS nth_of_organisation,
    row_number() OVER (PARTITION BY municipality ORDER BY start_date, offer_id, _file, _row) AS nth_in_municipality
FROM offers
"""

_CONTACT = """
CREATE TABLE contact AS
SELECT * REPLACE (coalesce(municipality, '') AS municipality),
    row_number() OVER (PARTITION BY employer_key ORDER BY contacted_on, _file, _row) AS nth_of_employer
FROM employers
"""

_SHARED = (_AGED, _COUNTED_JOB)
_OF_SPELLS = (
    _JOB_SPELL, _FIRST_JOB, _SUSTAINED, _RETENTION, _ASSISTED, _SUPPORTED, _SUPPORTED_FAMILY, _TRACKED, _OFFER,
    _CONTACT,
)  # fmt: skip


@contextmanager
def open_facts(
    tables: Mapping[str, pa.Table],
    settings: Settings,
    frameworks: Collection[str],
    scratch: str = "",
    breakdowns: Mapping[str, Breakdown] = BREAKDOWNS,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a DuckDB connection that holds the facts of some frameworks, and can reach nothing else.

    Parameters
    ----------
    tables
        The typed tables of a delivery, by name; anything of pyarrow that DuckDB can scan. A table that was not
        delivered counts as empty.
    settings
        What the definitions leave open.
    frameworks
        Of which lists the facts are made: pathway, network, esf-plus, esf-2014-2020.
    scratch
        A folder for what does not fit in `_MEMORY`; everything stays in memory when there is none.
    breakdowns
        Into which groups persons are sorted.
    """
    spill: dict[str, str] = {"memory_limit": _MEMORY, "temp_directory": scratch} if scratch else {}
    with duckdb.connect(config={"enable_external_access": "false", **spill}) as connection:
        _build(connection, tables, settings, frameworks, breakdowns)
        connection.execute("SET lock_configuration = true")
        yield connection


def _build(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pa.Table],
    settings: Settings,
    frameworks: Collection[str],
    breakdowns: Mapping[str, Breakdown],
) -> None:
    for name, table in INPUT_TABLES.items():
        connection.register(name, tables.get(name, _empty(table)))
    for name, table in _settings(settings).items():
        connection.register(name, table)
    spells = (_trajectory(breakdowns), *_OF_SPELLS) if {"pathway", "network"} & set(frameworks) else ()
    merged = ESF_FACTS if {ESF_PLUS, ESF_2014} & set(frameworks) else ()
    for statement in (*_SHARED, *spells, *merged):
        connection.execute(statement)


def _trajectory(breakdowns: Mapping[str, Breakdown]) -> str:
    """Write the trajectories, each with its group of every breakdown."""
    groups = ", ".join(f'{breakdown.sql} AS "{code}"' for code, breakdown in breakdowns.items())
    return f"""
        CREATE TABLE trajectory AS
        WITH ordered AS (
            SELECT *,
                row_number() OVER (ORDER BY person_key, operation_id, {_ORDER}) AS trajectory,
                row_number() OVER (PARTITION BY person_key ORDER BY {_ORDER}) AS nth_of_person,
                row_number() OVER spells AS nth_in_operation,
                lead(entry_date) OVER spells AS next_entry
            FROM aged
            WINDOW spells AS (PARTITION BY person_key, operation_id ORDER BY {_ORDER})
        )
        SELECT trajectory, _file, _row, person_key, operation_id, entry_date, exit_date, exit_reason, next_entry,
            municipality, track, protection_status, nth_of_person, nth_in_operation,
            exit_date - entry_date AS duration_days, {groups}
        FROM ordered
    """


def _empty(table: InputTable) -> pa.Table:
    fields = [(column.name, ARROW_TYPES[column.kind]) for column in table.columns]
    return pa.schema([*fields, ("_file", pa.string()), ("_row", pa.int64())]).empty_table()


def _settings(settings: Settings) -> dict[str, pa.Table]:
    families = [(kind, code) for code, family in FAMILIES.items() for kind in family.kinds]
    return {
        "family_of_kind": pa.table(
            {"kind": [kind for kind, _ in families], "family": [family for _, family in families]}
        ),
        "counted_contract": pa.table({"contract": pa.array(settings.counted_contracts, pa.string())}),
        "sustained_contract": pa.table({"contract": pa.array(settings.sustained_contracts, pa.string())}),
        "screening_track": pa.table({"track": pa.array(settings.screening_tracks, pa.string())}),
        "selection_track": pa.table({"track": pa.array(settings.selection_tracks, pa.string())}),
        "retention_month": pa.table({"months": pa.array(settings.retention_months, pa.int32())}),
        "setting": pa.table(
            {
                "sustained_months": pa.array([settings.sustained_months], pa.int32()),
                "sustained_gap_days": pa.array([settings.sustained_gap_days], pa.int32()),
                "participation_hours": pa.array([settings.participation_hours], pa.float64()),
                "result_window_days": pa.array([settings.result_window_days], pa.int32()),
                "six_month_tolerance_days": pa.array([settings.six_month_tolerance_days], pa.int32()),
            }
        ),
        "member_state": pa.table(
            {
                "code": [code for code, _, _ in MEMBER_STATES],
                "since": [since for _, since, _ in MEMBER_STATES],
                "until": [until for _, _, until in MEMBER_STATES],
            }
        ),
    }
