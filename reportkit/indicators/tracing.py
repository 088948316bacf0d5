"""A figure traced back to the records it rests on, by the predicate that counts it.

A trace lists the records that are counted and, when asked, those beside them that are not, with the reason. For the
authority only: it names persons by their pseudonyms.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import pandas as pd

from reportkit.indicators.breakdowns import TOTAL, UNKNOWN
from reportkit.indicators.catalogue import catalogue
from reportkit.indicators.counting import open_batch
from reportkit.indicators.evaluator import population_groups
from reportkit.indicators.evidence import delivered_rows, reasons, values
from reportkit.indicators.facts import open_facts
from reportkit.indicators.measures import Average, Count, Population, Result, Share, Stock, Survival
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    import duckdb
    import pyarrow as pa

    from reportkit.indicators.catalogue import Catalogue
    from reportkit.indicators.measures import Indicator
    from reportkit.params.models import Project
    from reportkit.periods import Period

__all__ = ["TRACE_COLUMNS", "Ask", "Cell", "open_trace", "trace"]

TRACE_COLUMNS = (
    "counted", "person_key", "operation_id", "key", "file", "row", "date", "amount", "values", "evidence", "reason",
)  # fmt: skip
"""The columns of a trace. `key` names what is no person: an offer, employer, entity or municipality; `amount` is what
the record adds to the figure."""

_KEYS = ("offer_id", "employer_key", "entity_key")
_ALWAYS = "DATE '0001-01-01'"


@dataclass(frozen=True)
class Cell:
    """A cell of the indicators table: which figure is traced."""

    indicator: str
    region: str
    period: Period
    basis: str = "to_date"
    by: str = TOTAL
    group: str = TOTAL

    @property
    def cut_off(self) -> date:
        """The last day that is known."""
        return self.period.end


class Ask(Protocol):
    """Traces one cell after another."""

    def __call__(self, cell: Cell, *, near_misses: bool = False) -> pd.DataFrame:
        """Return the records of a cell, as `trace` does."""


def trace(
    tables: Mapping[str, pa.Table],
    project: Project,
    regions: Mapping[str, frozenset[str]],
    cell: Cell,
    *,
    near_misses: bool = False,
) -> pd.DataFrame:
    """List the records that a figure rests on.

    Parameters
    ----------
    tables, project, regions
        As for `reportkit.indicators.evaluator.compute`.
    cell
        The figure: an indicator of the project, and where and when.
    near_misses
        Whether the records that were looked at and not counted are listed too: for a result and a share those of its
        denominator and the pending, for an output the other participations of the span.

    Returns
    -------
    pandas.DataFrame
        `TRACE_COLUMNS`, a row a record, the counted first, then by file and row. Of a count the counted records are as
        many as its value (their amounts add up to it when it is a sum); of a share, as its numerator; a mean, a median
        or an estimate lists the records it is taken over.
    """
    with open_trace(tables, project, regions, cell.period) as ask:
        return ask(cell, near_misses=near_misses)


@contextmanager
def open_trace(
    tables: Mapping[str, pa.Table], project: Project, regions: Mapping[str, frozenset[str]], period: Period
) -> Iterator[Ask]:
    """Open what traces many figures of one period: it is called as `trace`, with a cell."""
    entries = catalogue(project, population_groups(tables))
    with open_facts(tables, project.settings, set(entries.frameworks.values())) as connection:
        open_batch(connection, project, entries, regions, [period])

        def ask(cell: Cell, *, near_misses: bool = False) -> pd.DataFrame:
            """Return the records of a cell."""
            tracer, entry = _Tracer(connection, entries, cell), entries[cell.indicator]
            found = tracer.rows(entry)
            others = tracer.beside(entry, found) if near_misses else found.iloc[:0]
            told = [found.assign(counted="yes"), others.assign(counted="no", amount=0.0)]
            return _described(connection, tracer, entry, pd.concat(told, ignore_index=True))

        yield ask


@dataclass(frozen=True)
class _Tracer:
    """Asks the facts for the rows of one cell. Every row has `_file`, `_row`, `date` and `amount`."""

    connection: duckdb.DuckDBPyConnection
    entries: Catalogue
    cell: Cell

    def rows(self, entry: Indicator) -> pd.DataFrame:
        """Return the rows that an indicator counts, or is taken over."""
        if isinstance(entry, Count):
            found = self._dated(entry.fact, entry.event, entry.where, _amount(entry))
        elif isinstance(entry, Result):
            found = self._results(entry.where)
        elif isinstance(entry, Stock):
            found = _without(self.rows(self.entries[entry.plus]), self.rows(self.entries[entry.minus]))
        elif isinstance(entry, Share):
            found = self.rows(self.entries[entry.numerator])
        elif isinstance(entry, Average):
            found = self._dated(entry.fact, entry.event, f"{entry.column} IS NOT NULL", entry.column)
        elif isinstance(entry, Population):
            found = self._population(entry)
        else:
            found = self._cohort(entry)
        return found

    def beside(self, entry: Indicator, found: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that were looked at and not counted."""
        if isinstance(entry, Share):
            whole = self.entries[entry.denominator]
            if isinstance(self.entries[entry.numerator], Result):
                return self.beside(self.entries[entry.numerator], found)
            return found.iloc[:0] if isinstance(whole, Population) else _without(self.rows(whole), found)
        if isinstance(entry, Result) and not entry.of:
            parts = [self.rows(self.entries[f"{entry.code}.{part}"]) for part in ("measured", "pending")]
            return _without(pd.concat(parts, ignore_index=True), found)
        if isinstance(entry, Count) and entry.where != "true":
            return _without(self._dated(entry.fact, entry.event, "true", "0"), found)
        return found.iloc[:0]

    def _dated(self, fact: str, event: str, where: str, amount: str) -> pd.DataFrame:
        start = "w.start" if self.cell.basis == "period" else _ALWAYS
        return self._ask(
            f"SELECT f.*, f.{event} AS date, ({amount})::DOUBLE AS amount FROM {fact} f, "
            f"(SELECT DISTINCT start, stop FROM span WHERE basis = 'period') w "
            f"WHERE ({where}) AND f.{event} BETWEEN {start} AND w.stop AND {self._within()}"
        )

    def _results(self, where: str) -> pd.DataFrame:
        start = "w.start" if self.cell.basis == "period" else _ALWAYS
        return self._ask(
            f"SELECT f.*, f.exit_date AS date, 1.0 AS amount FROM result f, "
            f"(SELECT DISTINCT start, stop FROM span WHERE basis = 'period') w "
            f"WHERE ({where}) AND f.exit_date BETWEEN {start} AND w.stop AND f.since <= w.stop AND f.until > w.stop "
            f"AND {self._within()}"
        )

    def _within(self) -> str:
        placed = "true" if self.cell.region == ALL else "f.municipality IN (SELECT municipality FROM asked)"
        return placed if self.cell.by == TOTAL else f'{placed} AND f."{self.cell.by}"::VARCHAR = $group'

    def _population(self, entry: Population) -> pd.DataFrame:
        return self._ask(
            "SELECT f.*, f.count::DOUBLE AS amount FROM population f, span w "
            f"WHERE w.basis = 'to_date' AND f.date <= w.stop AND f.\"group\" = '{entry.group}' AND {self._within()} "
            "QUALIFY row_number() OVER (PARTITION BY f.municipality ORDER BY f.date DESC) = 1"
        )

    def _cohort(self, entry: Indicator) -> pd.DataFrame:
        """List the trajectories of a Kaplan-Meier figure, with the first job that ended the wait of some."""
        cohort = self._dated("trajectory", "entry_date", "true", "1")
        jobs = self.connection.execute("SELECT trajectory, started_on FROM first_job").df()
        cohort = cohort.merge(jobs, on="trajectory", how="left")
        known = cohort["started_on"] <= pd.Timestamp(self.cell.cut_off)
        months = entry.months if isinstance(entry, Survival) else None
        until = cohort["started_on"].where(known, pd.Timestamp(self.cell.cut_off))
        waited = (until - cohort["entry_date"]).dt.days
        told = known.map({True: "first job", False: "censored"}) + " after " + waited.astype(str) + " days"
        return cohort.assign(told=told if months is None else told + f", share within {months} months")

    def _ask(self, sql: str) -> pd.DataFrame:
        if self.cell.region != ALL:
            self.connection.execute(
                "CREATE OR REPLACE TEMP TABLE asked AS SELECT municipality FROM area WHERE region = $region",
                {"region": self.cell.region},
            )
        given = {} if self.cell.by == TOTAL else {"group": self.cell.group}
        return self._with_sources(self.connection.execute(sql, given).df())

    def _with_sources(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Add the file and the row of each record, where the fact does not carry them."""
        if "_row" in rows:
            return rows
        if "trajectory" in rows:
            source = self.connection.execute(
                "SELECT trajectory, _file, _row, person_key, operation_id FROM trajectory"
            ).df()
            own = [name for name in ("person_key", "operation_id") if name in rows]
            return rows.drop(columns=own).merge(source, on="trajectory", how="left")
        source = self.connection.execute(
            "SELECT person_key, operation_id, _file, _row FROM participations QUALIFY row_number() OVER "
            "(PARTITION BY person_key, operation_id ORDER BY entry_date, exit_date NULLS LAST, _file, _row) = 1"
        ).df()
        return rows.merge(source, on=["person_key", "operation_id"], how="left")


def _amount(entry: Count) -> str:
    """Return what a row adds to a count: itself, or the column that is summed."""
    summed = re.fullmatch(r"sum\((.*)\)", entry.measure)
    return summed[1] if summed else "1"


def _without(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Leave out the records that stand in another list."""
    place = ["_file", "_row"]
    known = pd.MultiIndex.from_frame(others[place])
    return rows[~pd.MultiIndex.from_frame(rows[place]).isin(known)]


def _described(
    connection: duckdb.DuckDBPyConnection, tracer: _Tracer, entry: Indicator, listed: pd.DataFrame
) -> pd.DataFrame:
    """Say of each record what decided it, in the columns of a trace."""
    key = next((name for name in _KEYS if name in listed), "municipality" if isinstance(entry, Population) else "")
    rows = listed.sort_values(["counted", "_file", "_row"], ascending=[False, True, True], ignore_index=True)
    empty = pd.Series("", index=rows.index, dtype=object)
    described = pd.DataFrame(
        {
            "counted": rows["counted"],
            "person_key": rows.get("person_key", empty),
            "operation_id": rows.get("operation_id", empty),
            "key": rows[key] if key else empty,
            "file": rows["_file"],
            "row": rows["_row"],
            "date": pd.to_datetime(rows["date"]).dt.strftime("%Y-%m-%d"),
            "amount": rows["amount"],
            "values": values(rows, _decided_by(tracer, entry), tracer.cell.cut_off),
            "evidence": delivered_rows(connection, entry, rows, tracer.cell.cut_off),
            "reason": reasons(connection, _definition(tracer.entries, entry), rows, tracer.cell.cut_off),
        }
    )
    return described[list(TRACE_COLUMNS)]


def _definition(entries: Catalogue, entry: Indicator) -> Indicator:
    return entries[entry.numerator] if isinstance(entry, Share) else entry


def _decided_by(tracer: _Tracer, entry: Indicator) -> str:
    """Name what a record is judged by: the predicate and the date of the indicator, and the breakdown."""
    definition = _definition(tracer.entries, entry)
    if isinstance(definition, Stock):
        definition = tracer.entries[definition.plus]
    where = definition.where if isinstance(definition, Count | Result) else ""
    event = definition.event if isinstance(definition, Count | Average) else "exit_date"
    column = definition.column if isinstance(definition, Average) else ""
    by = "" if tracer.cell.by == TOTAL else tracer.cell.by
    return f"{where} {event} {column} {by} told {UNKNOWN}"
