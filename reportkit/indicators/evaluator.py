"""Works out every indicator of a project, for all regions and periods together, from the catalogue's definitions.

Counts are taken in one pass for each fact and event, over slices of time and municipalities, and added up from there.
No indicator is defined here, and nothing is protected here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from reportkit.indicators import facts
from reportkit.indicators.breakdowns import BREAKDOWNS, TOTAL
from reportkit.indicators.catalogue import Catalogue, catalogue
from reportkit.indicators.measures import Average, Count, Population, Share, Stock, Survival
from reportkit.indicators.statistics import kaplan_meier, wilson_interval
from reportkit.regions import ALL
from reportkit.tables import FIGURE_COLUMNS, FIGURE_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportkit.indicators.measures import Indicator
    from reportkit.indicators.statistics import SurvivalCurve
    from reportkit.params.models import Project
    from reportkit.periods import Period

__all__ = ["compute", "population_groups"]

_CELL = ["region", "period", "basis", "indicator", "by", "group"]
_GRID = ["region", "period", "basis", "by", "group"]
_BASES = ("period", "to_date")
_WINDOW = ["region", "period", "basis"]
_ALWAYS = date(1, 1, 1)
_SAMPLE_BELOW = 100


@dataclass(frozen=True)
class _Batch:
    connection: duckdb.DuckDBPyConnection
    project: Project
    entries: Catalogue
    periods: tuple[str, ...]
    regions: tuple[str, ...]


def compute(
    tables: Mapping[str, pa.Table],
    project: Project,
    regions: Mapping[str, frozenset[str]],
    periods: Sequence[Period],
) -> pd.DataFrame:
    """Compute the indicators table of a project.

    Parameters
    ----------
    tables
        The typed tables of a delivery, by name (see `reportkit.tables.INPUT_TABLES`).
    project
        Says which indicators there are, and the settings that their definitions leave open.
    regions
        For each region its municipalities (REFNIS); the region ``all`` holds every record and is always added.
    periods
        The periods asked for; each is worked out for itself (`period`) and from the start (`to_date`).

    Returns
    -------
    pandas.DataFrame
        The columns of `reportkit.tables.FIGURE_COLUMNS`, one row for each key, sorted by it. Zeros are explicit; a
        figure whose table was not delivered is ``not_available``, one without a denominator ``not_applicable``.
    """
    with duckdb.connect(config={"enable_external_access": "false"}) as connection:
        facts.build(connection, tables, project.settings)
        connection.execute("SET lock_configuration = true")
        batch = _batch(connection, project, catalogue(project, population_groups(tables)), regions, periods)
        figures = pd.concat(_all_figures(batch), ignore_index=True)
    figures = _mark_unavailable(figures, batch.entries, tables)
    return _finish(figures, project, batch.entries)


def population_groups(tables: Mapping[str, pa.Table]) -> tuple[str, ...]:
    """List the population groups of a delivery, sorted."""
    if "population" not in tables:
        return ()
    return tuple(sorted(set(tables["population"]["group"].to_pylist()) - {None}))


def _batch(
    connection: duckdb.DuckDBPyConnection,
    project: Project,
    entries: Catalogue,
    regions: Mapping[str, frozenset[str]],
    periods: Sequence[Period],
) -> _Batch:
    spans = [
        (period.id, basis, start, period.end)
        for period in sorted(set(periods))
        for basis, start in (("period", period.start), ("to_date", _ALWAYS))
    ]
    named = {region: places for region, places in regions.items() if region != ALL}
    pairs = [(region, place) for region, places in named.items() for place in sorted(places)]
    _table(
        connection,
        "span",
        {"period": pa.string(), "basis": pa.string(), "start": pa.date32(), "stop": pa.date32()},
        spans,
    )
    _table(connection, "area", {"region": pa.string(), "municipality": pa.string()}, pairs)
    connection.execute(
        "CREATE TABLE slice AS SELECT DISTINCT first FROM "
        "(SELECT start AS first FROM span UNION ALL SELECT (stop + 1)::DATE FROM span) ORDER BY first"
    )
    return _Batch(connection, project, entries, tuple(period.id for period in sorted(set(periods))), (*named, ALL))


def _table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    columns: Mapping[str, pa.DataType],
    rows: Sequence[tuple[object, ...]],
) -> None:
    arrays = {column: pa.array([row[i] for row in rows], kind) for i, (column, kind) in enumerate(columns.items())}
    connection.register(name, pa.table(arrays))


def _all_figures(batch: _Batch) -> list[pd.DataFrame]:
    entries = batch.entries.indicators.values()
    counts = _counts(batch, [entry for entry in entries if isinstance(entry, Count)])
    for entry in entries:
        if isinstance(entry, Stock):
            counts[entry.code] = counts[entry.plus] - counts[entry.minus]
        elif isinstance(entry, Population):
            counts[entry.code] = _population(batch, entry)
    confidence = batch.project.settings.confidence
    return [
        *(
            _long(entry, counts[[entry.code]].set_axis(["value"], axis=1))
            for entry in entries
            if isinstance(entry, Count | Stock | Population)
        ),
        *(_long(entry, _share(counts, entry, confidence)) for entry in entries if isinstance(entry, Share)),
        *(_long(entry, _average(batch, entry)) for entry in entries if isinstance(entry, Average)),
        _survival(batch, [entry for entry in entries if isinstance(entry, Survival)]),
    ]


def _grid(batch: _Batch) -> pd.MultiIndex:
    groups = [(TOTAL, TOTAL), *((by, group) for by, breakdown in BREAKDOWNS.items() for group in breakdown.groups)]
    places = [(region, period, basis) for region in batch.regions for period in batch.periods for basis in _BASES]
    return pd.MultiIndex.from_tuples([(*place, *group) for place in places for group in groups], names=_GRID)


def _long(entry: Indicator, figures: pd.DataFrame) -> pd.DataFrame:
    """Keep the cells that an indicator has: its breakdowns, and both bases unless it is a state at the cut-off."""
    index = figures.index
    kept = index.get_level_values("by").isin([TOTAL, *entry.by])
    if isinstance(entry, Stock | Population) or (isinstance(entry, Share) and entry.to_date_only):
        kept &= index.get_level_values("basis") == "to_date"
    return figures[kept].reset_index().assign(indicator=entry.code)


def _counts(batch: _Batch, entries: Sequence[Count]) -> pd.DataFrame:
    passes: dict[tuple[str, str], list[Count]] = {}
    for entry in entries:
        passes.setdefault((entry.fact, entry.event), []).append(entry)
    grid = _grid(batch)
    wide = [_pass(batch, fact, event, group).reindex(grid) for (fact, event), group in passes.items()]
    return pd.concat(wide, axis=1).fillna(0.0)


def _pass(batch: _Batch, fact: str, event: str, entries: Sequence[Count]) -> pd.DataFrame:
    bys = tuple(by for by in BREAKDOWNS if any(by in entry.by for entry in entries))
    measures = ", ".join(f"{entry.measure} FILTER (WHERE {entry.where}) AS m{i}" for i, entry in enumerate(entries))
    sums = ", ".join(f"sum(m{i})::DOUBLE AS m{i}" for i in range(len(entries)))
    rows = batch.connection.execute(f"""
        WITH placed AS (
            SELECT f.*, f.municipality AS place, s.first AS slice
            FROM {fact} f ASOF JOIN slice s ON f.{event} >= s.first
            WHERE f.{event} <= (SELECT max(stop) FROM span)
        ), cell AS (
            SELECT slice, place, {_by_and_group(bys)}, {measures}
            FROM placed GROUP BY GROUPING SETS ({_grouping_sets("slice, place", bys)})
        ), located AS (
            SELECT a.region, c.* FROM cell c JOIN area a ON a.municipality = c.place
            UNION ALL SELECT '{ALL}', c.* FROM cell c
        )
        SELECT l.region, w.period, w.basis, l."by", l."group", {sums}
        FROM located l JOIN span w ON l.slice BETWEEN w.start AND w.stop
        GROUP BY ALL
    """).df()
    codes = {f"m{i}": entry.code for i, entry in enumerate(entries)}
    return rows.set_index(_GRID)[list(codes)].rename(columns=codes)


def _grouping_sets(always: str, bys: Sequence[str]) -> str:
    return ", ".join([f"({always})", *(f'({always}, "{by}")' for by in bys)])


def _by_and_group(bys: Sequence[str]) -> str:
    if not bys:
        return f"'{TOTAL}' AS \"by\", '{TOTAL}' AS \"group\""
    cases = "".join(f"WHEN grouping(\"{by}\") = 0 THEN '{by}' " for by in bys)
    groups = ", ".join(f'"{by}"' for by in bys)
    return f"CASE {cases}ELSE '{TOTAL}' END AS \"by\", coalesce({groups}, '{TOTAL}') AS \"group\""


def _population(batch: _Batch, entry: Population) -> pd.Series[float]:
    """Take the latest count of each municipality; a region without any has none."""
    rows = batch.connection.execute(
        f"""
        WITH latest AS (
            SELECT w.period, p.municipality, arg_max(p.count, p.date) AS count
            FROM population p JOIN span w ON w.basis = 'to_date' AND p.date <= w.stop
            WHERE p."group" = $group GROUP BY ALL
        )
        SELECT region, period, 'to_date' AS basis, '{TOTAL}' AS "by", '{TOTAL}' AS "group", sum(count)::DOUBLE AS value
        FROM (SELECT a.region, l.* FROM latest l JOIN area a USING (municipality)
              UNION ALL SELECT '{ALL}', l.* FROM latest l)
        GROUP BY ALL
        """,
        {"group": entry.group},
    ).df()
    return rows.set_index(_GRID)["value"].reindex(_grid(batch))


def _share(counts: pd.DataFrame, entry: Share, confidence: float) -> pd.DataFrame:
    numerator, denominator = counts[entry.numerator], counts[entry.denominator]
    frame = pd.DataFrame(
        {"value": numerator / denominator.where(denominator > 0), "numerator": numerator, "denominator": denominator}
    )
    if not entry.interval:
        return frame
    sampled = (denominator > 0) & (denominator < _SAMPLE_BELOW) & (numerator <= denominator)
    low, high = wilson_interval(numerator.where(sampled), denominator.where(sampled), confidence)
    return frame.assign(low=low, high=high)


def _average(batch: _Batch, entry: Average) -> pd.DataFrame:
    rows = batch.connection.execute(f"""
        SELECT region, period, basis, {_by_and_group(entry.by)}, {entry.function}({entry.column})::DOUBLE AS value
        FROM ({_in_regions(entry.fact)}) f JOIN span w ON f.{entry.event} BETWEEN w.start AND w.stop
        GROUP BY GROUPING SETS ({_grouping_sets("region, period, basis", entry.by)})
    """).df()
    return rows.set_index(_GRID).reindex(_grid(batch))


def _in_regions(fact: str) -> str:
    return (
        f"SELECT a.region, f.* FROM {fact} f JOIN area a USING (municipality) "
        f"UNION ALL SELECT '{ALL}', f.* FROM {fact} f"
    )


def _survival(batch: _Batch, entries: Sequence[Survival]) -> pd.DataFrame:
    rows = batch.connection.execute(f"""
        WITH cohort AS (
            SELECT t.municipality, t.entry_date, j.started_on
            FROM trajectory t LEFT JOIN (SELECT trajectory, started_on FROM first_job) j USING (trajectory)
        )
        SELECT region, period, basis, coalesce(started_on <= stop, false)::INT AS observed,
            CASE WHEN started_on <= stop THEN started_on ELSE stop END - entry_date AS days, count(*) AS weight
        FROM ({_in_regions("cohort")}) f JOIN span w ON w.basis = 'to_date' AND f.entry_date BETWEEN w.start AND w.stop
        GROUP BY ALL ORDER BY ALL
    """).df()
    curves = {
        window: kaplan_meier(group["days"], group["observed"], group["weight"], batch.project.settings.confidence)
        for window, group in rows.groupby(_WINDOW)
    }
    figures = [
        (*window, entry.code, TOTAL, TOTAL, *_survival_figure(curves.get(window), entry.months))
        for entry in entries
        for window in product(batch.regions, batch.periods, ("to_date",))
    ]
    return pd.DataFrame(figures, columns=[*_CELL, "value", "low", "high"]).astype(
        dict.fromkeys(("value", "low", "high"), float)
    )


def _survival_figure(
    curve: SurvivalCurve | None, months: int | None
) -> tuple[float | None, float | None, float | None]:
    if curve is None:
        return None, None, None
    if months is None:
        return curve.median_days()
    return curve.share_within(months) or (None, None, None)


def _mark_unavailable(figures: pd.DataFrame, entries: Catalogue, tables: Mapping[str, pa.Table]) -> pd.DataFrame:
    lacking = {code: _lacks(entry, tables) for code, entry in entries.indicators.items()}
    note = figures["indicator"].map(lacking)
    if _lacks_places(tables):
        note = note.where((note != "") | (figures["region"] == ALL), "no municipality was delivered")
    uncounted = {code for code, entry in entries.indicators.items() if isinstance(entry, Population)}
    empty = figures["indicator"].isin(uncounted) & figures["value"].isna()
    note = note.where((note != "") | ~empty, "no count of this population at the cut-off")
    missing = note != ""
    figures = figures.assign(note=note)
    figures.loc[missing, ["value", "numerator", "denominator", "low", "high"]] = np.nan
    status = np.where(missing, "not_available", np.where(figures["value"].isna(), "not_applicable", "ok"))
    return figures.assign(status=status)


def _lacks(entry: Indicator, tables: Mapping[str, pa.Table]) -> str:
    for need in entry.needs:
        table, _, column = need.partition(".")
        if table not in tables:
            return f"table {table} was not delivered"
        if column and tables[table][column].null_count == tables[table].num_rows:
            return f"column {column} of {table} was not delivered"
    return ""


def _lacks_places(tables: Mapping[str, pa.Table]) -> bool:
    return all(
        table["municipality"].null_count == table.num_rows
        for table in tables.values()
        if "municipality" in table.column_names
    )


def _finish(figures: pd.DataFrame, project: Project, entries: Catalogue) -> pd.DataFrame:
    codes = figures["indicator"]
    figures = figures.assign(
        project=project.id,
        framework=codes.map(entries.frameworks),
        unit=codes.map({code: entry.unit for code, entry in entries.indicators.items()}),
        target=_targets(figures, project),
    )
    figures = figures.reindex(columns=list(FIGURE_COLUMNS)).sort_values(list(FIGURE_KEY), ignore_index=True)
    numbers = ["value", "numerator", "denominator", "low", "high", "target"]
    words = [name for name in FIGURE_COLUMNS if name not in numbers]
    return figures.astype({**dict.fromkeys(numbers, "float64"), **dict.fromkeys(words, "str")})


def _targets(figures: pd.DataFrame, project: Project) -> pd.Series[float]:
    target = pd.Series(np.nan, index=figures.index)
    for aim in project.targets:
        meant = (
            (figures["indicator"] == aim.indicator)
            & (figures["by"] == aim.by)
            & (figures["group"] == aim.group)
            & (figures["region"] == aim.region)
            & (figures["basis"] == aim.basis)
        )
        if aim.period is not None:
            meant &= figures["period"] == aim.period.id
        target[meant] = aim.value
    return target
