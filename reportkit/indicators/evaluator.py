"""Works out every indicator of a project, for all regions and periods together, from the catalogue's definitions.

Counts are taken in one pass for each fact and event, over slices of time and municipalities, and added up from there.
No indicator is defined here, and nothing is protected here.
"""

from __future__ import annotations

from functools import cache, partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from reportkit.indicators.breakdowns import TOTAL, UNKNOWN
from reportkit.indicators.catalogue import Catalogue, catalogue
from reportkit.indicators.counting import GRID, by_and_group, count, grouping_sets, in_regions, open_batch
from reportkit.indicators.facts import open_facts
from reportkit.indicators.measures import Average, Count, Population, Result, Share, Stock, Survival
from reportkit.indicators.statistics import kaplan_meier, wilson_interval
from reportkit.regions import ALL
from reportkit.tables import FIGURE_COLUMNS, FIGURE_KEY, FIGURE_NUMBERS, FIGURE_TYPES, INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    import duckdb
    import pyarrow as pa
    from numpy.typing import NDArray

    from reportkit.indicators.counting import Batch
    from reportkit.indicators.measures import Indicator
    from reportkit.indicators.statistics import SurvivalCurve
    from reportkit.params.models import Project
    from reportkit.periods import Period

__all__ = ["compute", "population_groups"]

_CELL = ["region", "period", "basis", "indicator", "by", "group"]
_WINDOW = ["region", "period", "basis"]
_SAMPLE_BELOW = 100


def compute(  # noqa: PLR0913 - settings by name, with a default
    tables: Mapping[str, pa.Table],
    project: Project,
    regions: Mapping[str, frozenset[str]],
    periods: Sequence[Period],
    *,
    frameworks: Collection[str] = (),
    scratch: str = "",
    public: bool = False,
) -> pd.DataFrame:
    """Compute the indicators table of a project.

    Parameters
    ----------
    tables
        The typed tables of a delivery, by name (see `reportkit.tables.INPUT_TABLES`); anything of pyarrow that DuckDB
        can scan, so also a dataset that does not fit in memory.
    project
        Says which indicators there are, and the settings that their definitions leave open.
    regions
        For each region its municipalities (REFNIS); the region ``all`` holds every record and is always added.
    periods
        The periods asked for; each is worked out for itself (`period`) and from the start (`to_date`).
    frameworks
        Of which lists the indicators are computed: pathway, network, esf-plus, esf-2014-2020; all of the project's when
        left out.
    scratch
        A folder for what does not fit in memory, for millions of participations.
    public
        Whether groups and kinds of support are given in the coarser forms that the project file asks for.

    Returns
    -------
    pandas.DataFrame
        The columns of `reportkit.tables.FIGURE_COLUMNS`, one row for each key, sorted by it. Zeros are explicit; a
        figure whose table was not delivered is ``not_available``, one without a denominator ``not_applicable``.
    """
    entries = catalogue(project, population_groups(tables), public=public).within(frameworks)
    lists = set(entries.frameworks.values())
    with open_facts(tables, project.settings, lists, scratch, entries.breakdowns) as connection:
        batch = open_batch(connection, project, entries, regions, periods)
        figures = _all_figures(batch)
        is_empty = cache(partial(_is_empty, connection))
        lacking = {code: _lacks(entry, tables, is_empty) for code, entry in entries.indicators.items()}
        placed = [name for name in tables if INPUT_TABLES[name].has("municipality")]
        places = any(not is_empty(name, "municipality", "true") for name in placed)
    return _finish(_judged(figures, entries, lacking, tables, places=places), project, entries)


def population_groups(tables: Mapping[str, pa.Table]) -> tuple[str, ...]:
    """List the population groups of a delivery, sorted."""
    if "population" not in tables:
        return ()
    return tuple(sorted(set(tables["population"]["group"].to_pylist()) - {None}))


def _all_figures(batch: Batch) -> pd.DataFrame:
    entries = batch.entries.indicators.values()
    counts = count(batch, [entry for entry in entries if isinstance(entry, Count | Result)])
    more = {
        entry.code: counts[entry.plus] - counts[entry.minus] if isinstance(entry, Stock) else _population(batch, entry)
        for entry in entries
        if isinstance(entry, Stock | Population)
    }
    columns = {str(code): np.asarray(column, dtype=np.float64) for code, column in (*counts.items(), *more.items())}
    confidence = batch.project.settings.confidence
    waiting = [entry for entry in entries if isinstance(entry, Survival)]
    others = [entry for entry in entries if not isinstance(entry, Survival)]
    figures = [(entry, _figure(batch, entry, columns, confidence)) for entry in others]
    stacked = _long(batch.cells, figures)
    return pd.concat([stacked, _survival(batch, waiting)], ignore_index=True) if waiting else stacked


def _figure(
    batch: Batch, entry: Indicator, counts: Mapping[str, NDArray[np.float64]], confidence: float
) -> dict[str, NDArray[np.float64]]:
    """Work out an indicator over the whole grid: its columns, of those that it has."""
    if isinstance(entry, Average):
        return {"value": _average(batch, entry)}
    if isinstance(entry, Share):
        return {**_share(counts, entry, confidence), "waits": _waits(counts, entry.numerator)}
    return {"value": counts[entry.code], "waits": _waits(counts, entry.code)}


def _waits(counts: Mapping[str, NDArray[np.float64]], code: str) -> NDArray[np.float64]:
    """Tell where a result cannot be measured yet: some have left, and the day of measurement of none has come."""
    if f"{code}.pending" not in counts:
        return np.zeros_like(counts[code])
    waits: NDArray[np.bool_] = (counts[f"{code}.measured"] == 0) & (counts[f"{code}.pending"] > 0)
    return waits.astype(float)


def _long(cells: pd.MultiIndex, figures: Sequence[tuple[Indicator, Mapping[str, NDArray[np.float64]]]]) -> pd.DataFrame:
    """Stack the indicators, each with the cells that it has."""
    kept = [_has(cells, entry) for entry, _ in figures]
    table = cells.take(np.concatenate(kept)).to_frame(index=False)
    table["indicator"] = np.repeat([entry.code for entry, _ in figures], [len(own) for own in kept])
    missing = np.full(len(cells), np.nan)
    for name in (*FIGURE_NUMBERS, "waits"):
        table[name] = np.concatenate(
            [columns.get(name, missing)[own] for (_, columns), own in zip(figures, kept, strict=True)]
        )
    return table


def _has(cells: pd.MultiIndex, entry: Indicator) -> NDArray[np.intp]:
    """List the cells that an indicator has: its breakdowns, and both bases unless it is a state at the cut-off."""
    kept = cells.get_level_values("by").isin([TOTAL, *entry.by])
    if entry.known:
        kept &= cells.get_level_values("group") != UNKNOWN
    if isinstance(entry, Stock | Population) or (isinstance(entry, Share) and entry.to_date_only):
        kept &= cells.get_level_values("basis") == "to_date"
    return np.flatnonzero(kept)


def _population(batch: Batch, entry: Population) -> pd.Series[float]:
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
    return rows.set_index(GRID)["value"].reindex(batch.cells)


def _share(
    counts: Mapping[str, NDArray[np.float64]], entry: Share, confidence: float
) -> dict[str, NDArray[np.float64]]:
    numerator, denominator = counts[entry.numerator], counts[entry.denominator]
    value = numerator / np.where(denominator > 0, denominator, np.nan)
    columns = {"value": value, "numerator": numerator, "denominator": denominator}
    if not entry.interval:
        return columns
    sampled = (denominator > 0) & (denominator < _SAMPLE_BELOW) & (numerator <= denominator)
    few = np.where(sampled, numerator, np.nan), np.where(sampled, denominator, np.nan)
    low, high = wilson_interval(*few, confidence)
    return {**columns, "low": low, "high": high}


def _average(batch: Batch, entry: Average) -> NDArray[np.float64]:
    rows = batch.connection.execute(f"""
        SELECT region, period, basis, {by_and_group(entry.by)}, {entry.function}({entry.column})::DOUBLE AS value
        FROM ({in_regions(entry.fact)}) f JOIN span w ON f.{entry.event} BETWEEN w.start AND w.stop
        GROUP BY GROUPING SETS ({grouping_sets("region, period, basis", entry.by)})
    """).df()
    return rows.set_index(GRID)["value"].reindex(batch.cells).to_numpy(dtype=float)


def _survival(batch: Batch, entries: Sequence[Survival]) -> pd.DataFrame:
    rows = batch.connection.execute(f"""
        WITH cohort AS (
            SELECT t.municipality, t.entry_date, j.started_on
            FROM trajectory t LEFT JOIN (SELECT trajectory, started_on FROM first_job) j USING (trajectory)
        )
        SELECT region, period, basis, coalesce(started_on <= stop, false)::INT AS observed,
            CASE WHEN started_on <= stop THEN started_on ELSE stop END - entry_date AS days, count(*) AS weight
        FROM ({in_regions("cohort")}) f JOIN span w ON w.basis = 'to_date' AND f.entry_date BETWEEN w.start AND w.stop
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


def _judged(
    figures: pd.DataFrame, entries: Catalogue, lacking: Mapping[str, str], tables: Collection[str], *, places: bool
) -> pd.DataFrame:
    """Give every figure its status, with a note that says what is not available."""
    note = figures["indicator"].map(lacking)
    elsewhere = figures["region"] != ALL
    if not places:
        note = note.where((note != "") | ~elsewhere, "no municipality was delivered")
    placeless = {code for code, entry in entries.indicators.items() if entry.placeless}
    unplaced = figures["indicator"].isin(placeless) & elsewhere
    note = note.where((note != "") | ~unplaced, "its records have no municipality")
    uncounted = {code for code, entry in entries.indicators.items() if isinstance(entry, Population)}
    empty = figures["indicator"].isin(uncounted) & figures["value"].isna()
    note = note.where((note != "") | ~empty, "no count of this population at the cut-off")
    missing = note != ""
    without = {code: _does_without(entry, tables) for code, entry in entries.indicators.items()}
    figures = figures.assign(note=note.where(missing, figures["indicator"].map(without)))
    figures.loc[missing, list(FIGURE_NUMBERS)] = np.nan
    waits = figures["waits"].eq(True)  # noqa: FBT003 - a comparison with missing values
    known = np.where(figures["value"].isna(), "not_applicable", "ok")
    status = np.where(missing, "not_available", np.where(waits, "pending", known))
    return figures.assign(status=status)


def _does_without(entry: Indicator, tables: Collection[str]) -> str:
    absent = [table for table in entry.also if table not in tables]
    return f"counted without table {' and '.join(absent)}, which was not delivered" if absent else ""


def _lacks(entry: Indicator, tables: Collection[str], is_empty: Callable[[str, str, str], bool]) -> str:
    """Say what an indicator needs and was not delivered; nothing when all is there."""
    for need in entry.needs:
        place, _, where = need.removesuffix("]").partition("[")
        table, _, column = place.partition(".")
        if table not in tables:
            return f"table {table} was not delivered"
        if column and is_empty(table, column, where or "true"):
            told = f"is not filled in where {where}" if where else "was not delivered"
            return f"column {column} of {table} {told}"
    return ""


def _is_empty(connection: duckdb.DuckDBPyConnection, table: str, column: str, where: str) -> bool:
    """Tell whether there are rows to fill a column, and it is filled in none of them."""
    found = connection.execute(f'SELECT count(*) > 0 AND count("{column}") = 0 FROM {table} WHERE {where}').fetchone()
    return bool(found and found[0])


def _finish(figures: pd.DataFrame, project: Project, entries: Catalogue) -> pd.DataFrame:
    codes = figures["indicator"]
    figures = figures.assign(
        project=project.id,
        framework=codes.map(entries.frameworks),
        unit=codes.map({code: entry.unit for code, entry in entries.indicators.items()}),
        target=_targets(figures, project),
    )
    figures = figures.reindex(columns=list(FIGURE_COLUMNS)).sort_values(list(FIGURE_KEY), ignore_index=True)
    return figures.astype(FIGURE_TYPES)


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
