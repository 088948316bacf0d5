"""Small made-up projects for the tests: records, the figures counted from them, and the structure of those figures."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from reportkit.tables import FIGURE_COLUMNS, FIGURE_KEY, Split, Structure

OUTCOMES = ("job", "training", "early")
GROUPS = {"gender": ("F", "M", "unknown"), "age": ("old", "young", "unknown")}
REGIONS = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}


@dataclass(frozen=True)
class Person:
    """One trajectory: years of entry and exit (99: still open), outcome, groups and region (None: no municipality)."""

    entry: int
    exit: int
    outcome: str
    gender: str
    age: str
    region: str | None


def counted(value: float, **place: object) -> dict[str, object]:
    """Write a row of a count."""
    return {"indicator": "started", "value": value, **place}


def figures_table(rows: list[dict[str, object]]) -> pd.DataFrame:
    """Make a figures table of rows that say only what matters."""
    table = pd.DataFrame(rows)
    defaults = {"project": "p", "region": "all", "period": "2020", "basis": "to_date", "framework": "pathway",
                "by": "total",
                "group": "total", "unit": "trajectory", "status": "ok", "note": ""}  # fmt: skip
    for column in FIGURE_COLUMNS:
        if column not in table:
            table[column] = defaults.get(column, np.nan)
        elif column in defaults:
            table[column] = table[column].fillna(defaults[column])
    return table[list(FIGURE_COLUMNS)].sort_values(list(FIGURE_KEY), ignore_index=True)


def structure(
    splits: list[Split],
    flows: set[str],
    *,
    years: int = 1,
    regions: dict[str, frozenset[str]] | None = None,
    rests_on: dict[str, tuple[str, ...]] | None = None,
) -> Structure:
    """Make a structure over consecutive years from 2020."""
    periods = {str(2020 + year): (f"{2020 + year}-01-01", f"{2020 + year}-12-31") for year in range(years)}
    return Structure(tuple(splits), frozenset(flows), rests_on or {}, regions or {}, periods)


def project_structure(years: int) -> Structure:
    """Make the structure of the figures that `project_figures` counts."""
    splits = [
        Split("started", ("closed", "active"), to_date_only=True),
        Split("closed", OUTCOMES),
        Split("started", ("quick",), remainder=True),
    ]
    shares = {f"{outcome}.share": (outcome, "closed") for outcome in OUTCOMES}
    return structure(
        splits, {"started", "closed", "quick", *OUTCOMES}, years=years, regions=REGIONS,
        rests_on={**shares, "duration": ("closed",)},
    )  # fmt: skip


def project_figures(people: list[Person], years: int, bys: tuple[str, ...] = ("gender",)) -> pd.DataFrame:
    """Count the figures of a project, as the indicators room does: zeros explicit, every region and year."""
    rows = []
    slots = [("total", "total"), *((by, group) for by in bys for group in GROUPS[by])]
    for region, (by, group), year, basis in product(("all", *REGIONS), slots, range(years), ("to_date", "period")):
        chosen = [p for p in people if region in ("all", p.region) and (by == "total" or getattr(p, by) == group)]
        rows += _counted(
            chosen, year, {"region": region, "by": by, "group": group, "period": str(2020 + year), "basis": basis}
        )
    return figures_table(rows)


def _counted(chosen: list[Person], year: int, place: dict[str, object]) -> list[dict[str, object]]:
    since = -1 if place["basis"] == "to_date" else year - 1
    closed = [p for p in chosen if since < p.exit <= year]
    started = [p for p in chosen if since < p.entry <= year]
    counts = {"started": len(started), "closed": len(closed), "quick": sum(p.exit == p.entry for p in started)}
    counts |= {outcome: sum(p.outcome == outcome for p in closed) for outcome in OUTCOMES}
    if place["basis"] == "to_date":
        counts["active"] = sum(p.entry <= year < p.exit for p in chosen)
    rows: list[dict[str, object]] = [{**place, "indicator": code, "value": float(n)} for code, n in counts.items()]
    base = float(len(closed))
    for outcome in OUTCOMES:
        part = float(counts[outcome])
        rows.append({**place, "indicator": f"{outcome}.share", "unit": "proportion",
                     "value": part / base if base else np.nan,
                     "numerator": part, "denominator": base})  # fmt: skip
    mean = np.mean([p.exit - p.entry for p in closed]) if closed else np.nan
    return [*rows, {**place, "indicator": "duration", "unit": "day", "value": mean}]
