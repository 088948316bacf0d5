"""Controlled rounding of a project's public table: ten regions and the whole area, twelve half-years, every breakdown.

The figures are those of the pathway list over made-up participations. Each size is told with the counts that are
rounded, the seconds of the rounding with its audit (on the clock, and of the processor), the share of counts to date
that lie within half a base of the true one, and how many lie further than a base. Arguments: numbers of participations.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.dataset as ds

from benchmarks.participations import write
from reportkit.disclosure import round_figures
from reportkit.indicators import catalogue, structure
from reportkit.indicators.evaluator import compute
from reportkit.params import Project
from reportkit.periods import Period
from reportkit.regions import belgium

if TYPE_CHECKING:
    import pandas as pd

    from reportkit.tables import Structure

SIZES = (500, 5_000, 50_000)
BASE = 5


def main() -> None:
    """Round the table of each size asked for."""
    for size in [int(size) for size in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), size)
            print(f"{size:>10,} participations: {measure(Path(folder))}", flush=True)


def table_of(folder: Path, towns: int, halves: int) -> tuple[pd.DataFrame, Structure]:
    """Compute the pathway figures of the tables in a folder, for some regions and the half-years up to 2020."""
    tables = {name: ds.dataset(folder / f"{name}.parquet") for name in ("participations", "jobs")}
    codes = sorted({place.refnis for place in belgium() if place.valid_to is None})
    regions = {f"region-{number}": frozenset(codes[number * 30 : number * 30 + 30]) for number in range(towns)}
    periods = [Period.parse(f"{year}-H{half}") for year in range(2015, 2021) for half in (1, 2)][-halves:]
    values = {"id": "b", "name": "B", "kind": "employment", "start": date(2015, 1, 1)}
    project = Project.model_validate({**values, "reports": {"periods": periods}})
    figures = compute(tables, project, regions, periods, frameworks={"pathway"}, scratch=str(folder))
    return figures, structure(catalogue(project), regions, periods, project.disclosure)


def measure(folder: Path) -> str:
    """Round the figures of the tables in a folder, and say how long it took and how near they stayed."""
    figures, known = table_of(folder, 10, 12)
    started, busy = time.perf_counter(), time.process_time()
    rounded = round_figures(figures, known, threshold=BASE, base=BASE)
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    counts = figures["numerator"].isna() & ~figures["indicator"].isin(set(known.rests_on)) & figures["value"].notna()
    to_date = counts & (figures["basis"] == "to_date")
    off = (rounded.loc[to_date, "value"] - figures.loc[to_date, "value"]).abs()
    return (
        f"{len(figures):,} figures, {int(counts.sum()):,} counts: {seconds:.1f} s, of which {busy:.1f} s computing; "
        f"{(off <= BASE / 2).mean():.1%} to the nearest, {int((off > BASE).sum())} further than {BASE}"
    )


if __name__ == "__main__":
    main()
