"""Counts: dated events and results, in one pass over each fact, for all regions, periods and groups together.

A pass sorts the rows into slices of time and municipalities; what regions, periods and bases count is added up from
those. No indicator is defined here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from reportkit.indicators.breakdowns import TOTAL
from reportkit.indicators.measures import Count, Result
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from reportkit.indicators.breakdowns import Breakdown
    from reportkit.indicators.catalogue import Catalogue
    from reportkit.params.models import Project
    from reportkit.periods import Period

__all__ = ["GRID", "Batch", "by_and_group", "count", "grouping_sets", "in_regions", "open_batch"]

GRID = ["region", "period", "basis", "by", "group"]
"""What names a cell of an indicator."""

_BASES = ("period", "to_date")
_ALWAYS = date(1, 1, 1)
_FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True)
class Batch:
    """What is counted together: a connection that holds the facts, and the periods and regions that are asked for."""

    connection: duckdb.DuckDBPyConnection
    project: Project
    entries: Catalogue
    periods: tuple[str, ...]
    regions: tuple[str, ...]
    cells: pd.MultiIndex
    """Every cell that an indicator can have, as `GRID` names them."""
    after: date
    """The day after the last cut-off."""


def open_batch(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    entries: Catalogue,
    regions: Mapping[str, frozenset[str]],
    periods: Sequence[Period],
) -> Batch:
    """Put the periods and regions that are asked for into a connection that holds the facts.

    It makes the tables `span` (a period or all until its end), `area` (a region's municipalities) and `calendar` (the
    slice of time that a day lies in: no span begins or ends within a slice).
    """
    wanted = sorted(set(periods))
    spans = [
        (period.id, basis, start, period.end)
        for period in wanted
        for basis, start in (("period", period.start), ("to_date", _ALWAYS))
    ]
    named = {region: places for region, places in regions.items() if region != ALL}
    pairs = [(region, place) for region, places in named.items() for place in sorted(places)]
    kinds = {"period": pa.string(), "basis": pa.string(), "start": pa.date32(), "stop": pa.date32()}
    _table(connection, "span", kinds, spans)
    _table(connection, "area", {"region": pa.string(), "municipality": pa.string()}, pairs)
    after = max((period.end for period in wanted), default=_FIRST_DAY) + timedelta(1)
    connection.execute(
        f"""
        CREATE TABLE calendar AS
        WITH slice AS (
            SELECT DISTINCT first FROM (
                SELECT start AS first FROM span UNION ALL SELECT (stop + 1)::DATE FROM span
                UNION ALL SELECT DATE '{_ALWAYS.isoformat()}'
            )
        )
        SELECT d.day::DATE AS day, s.first AS slice
        FROM range(DATE '{_FIRST_DAY}', DATE '{after}' + 1, INTERVAL 1 DAY) AS d(day)
        ASOF JOIN slice s ON d.day >= s.first
        """
    )
    ids, places = tuple(period.id for period in wanted), (*named, ALL)
    return Batch(connection, project, entries, ids, places, _grid(places, ids, entries.breakdowns), after)


def _table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, pa.DataType],
    rows: Sequence[tuple[object, ...]],
) -> None:
    arrays = {column: pa.array([row[i] for row in rows], kind) for i, (column, kind) in enumerate(columns.items())}
    connection.register(name, pa.table(arrays))


def _grid(regions: Sequence[str], periods: Sequence[str], breakdowns: Mapping[str, Breakdown]) -> pd.MultiIndex:
    groups = [(TOTAL, TOTAL), *((by, group) for by, breakdown in breakdowns.items() for group in breakdown.groups)]
    places = product(regions, periods, _BASES)
    return pd.MultiIndex.from_tuples([(*place, *group) for place in places for group in groups], names=GRID)


def count(batch: Batch, entries: Sequence[Count | Result]) -> pd.DataFrame:
    """Count every entry: a column each, over the whole grid. Zeros are explicit."""
    passes: dict[tuple[str, str], list[Count | Result]] = {}
    for entry in entries:
        key = (entry.fact, entry.event) if isinstance(entry, Count) else (entry.fact, "")
        passes.setdefault(key, []).append(entry)
    wide = [_pass(batch, fact, event, group).reindex(batch.cells) for (fact, event), group in passes.items()]
    return pd.concat(wide, axis=1).fillna(0.0) if wide else pd.DataFrame(index=batch.cells)


def _pass(batch: Batch, fact: str, event: str, entries: Sequence[Count | Result]) -> pd.DataFrame:
    bys = tuple(by for by in batch.entries.breakdowns if any(by in entry.by for entry in entries))
    measures = ", ".join(f"{_measure(entry)} FILTER (WHERE {entry.where}) AS m{i}" for i, entry in enumerate(entries))
    sums = ", ".join(f"sum(m{i})::DOUBLE AS m{i}" for i in range(len(entries)))
    slices, placed, counted = _dated_event(batch, fact, event) if event else _seen_result(batch, fact)
    rows = batch.connection.execute(f"""
        WITH placed AS ({placed}), cell AS (
            SELECT {slices}, place, {by_and_group(bys)}, {measures}
            FROM placed GROUP BY GROUPING SETS ({grouping_sets(f"{slices}, place", bys)})
        ), located AS (
            SELECT a.region, c.* FROM cell c JOIN area a ON a.municipality = c.place
            UNION ALL SELECT '{ALL}', c.* FROM cell c
        )
        SELECT l.region, w.period, w.basis, l."by", l."group", {sums}
        FROM located l JOIN span w ON {counted}
        GROUP BY ALL
    """).df()
    codes = {f"m{i}": entry.code for i, entry in enumerate(entries)}
    return rows.set_index(GRID)[list(codes)].rename(columns=codes)


def _measure(entry: Count | Result) -> str:
    return entry.measure if isinstance(entry, Count) else "count(*)"


def _dated_event(batch: Batch, fact: str, event: str) -> tuple[str, str, str]:
    """Place the rows of a fact by the slice of their event; a span counts the slices within it."""
    placed = f"""
        SELECT f.*, f.municipality::VARCHAR AS place, c.slice
        FROM {fact} f JOIN calendar c ON c.day = greatest(f.{event}, DATE '{_FIRST_DAY}')
        WHERE f.{event} < DATE '{batch.after}'
    """
    return "slice", placed, "l.slice BETWEEN w.start AND w.stop"


def _seen_result(batch: Batch, fact: str) -> tuple[str, str, str]:
    """Place results by the slices of their exit and of the days from which and until which they are seen."""

    def day(name: str) -> str:
        return f"least(greatest(f.{name}, DATE '{_FIRST_DAY}'), DATE '{batch.after}')"

    placed = f"""
        SELECT f.*, f.municipality::VARCHAR AS place, x.slice AS left_in, s.slice AS seen_from, u.slice AS seen_until
        FROM {fact} f
        JOIN calendar x ON x.day = {day("exit_date")}
        JOIN calendar s ON s.day = {day("since")}
        JOIN calendar u ON u.day = {day("until")}
        WHERE s.slice < u.slice
    """
    counted = "l.left_in BETWEEN w.start AND w.stop AND l.seen_from <= w.stop AND l.seen_until > w.stop"
    return "left_in, seen_from, seen_until", placed, counted


def grouping_sets(always: str, bys: Sequence[str]) -> str:
    """Write the grouping sets of the total and of each breakdown."""
    return ", ".join([f"({always})", *(f'({always}, "{by}")' for by in bys)])


def by_and_group(bys: Sequence[str]) -> str:
    """Write the columns that name the group of a row of grouping sets."""
    if not bys:
        return f"'{TOTAL}' AS \"by\", '{TOTAL}' AS \"group\""
    cases = "".join(f"WHEN grouping(\"{by}\") = 0 THEN '{by}' " for by in bys)
    groups = ", ".join(f'"{by}"::VARCHAR' for by in bys)
    return f"CASE {cases}ELSE '{TOTAL}' END AS \"by\", coalesce({groups}, '{TOTAL}') AS \"group\""


def in_regions(fact: str) -> str:
    """Write the rows of a fact, once for each region that they lie in and once for the whole area."""
    return (
        f"SELECT a.region, f.* FROM {fact} f JOIN area a USING (municipality) "
        f"UNION ALL SELECT '{ALL}', f.* FROM {fact} f"
    )
