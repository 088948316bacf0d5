"""Suppression in the public table of a project, for growing numbers of regions and half-years, its audits included.

The figures are those of the pathway list over made-up participations. Each size is told with how many figures there
are, the median of the counts, the share that is small, the share that is hidden, and the seconds on the clock; then
beside that release, after three persons were withdrawn, the share and the seconds again, and how many times as long
that is. Arguments: sizes such as 2x4, two regions and four half-years of 5,000 participations, or 2x4x20000; or
10x12:gender,age,education, with these breakdowns only.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.participations import write
from benchmarks.rounding import table_of
from reportkit.disclosure import protected
from reportkit.provenance.ledger import that_show

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pandas as pd

    from reportkit.tables import Structure

SIZES = ("1x2", "2x4", "2x4x20000", "4x4")
PARTICIPATIONS = 5_000
WITHDRAWN = 3
THRESHOLD = 5


def main() -> None:
    """Protect the table of each size asked for."""
    for size in sys.argv[1:] or SIZES:
        numbers, _, by = size.partition(":")
        towns, halves, *more = (int(part) for part in numbers.split("x"))
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), *(more or [PARTICIPATIONS]))
            for told in measure(Path(folder), towns, halves, [*filter(None, by.split(","))]):
                print(f"{size:>10}: {told}", flush=True)


def measure(folder: Path, towns: int, halves: int, by: Collection[str]) -> Iterator[str]:
    """Protect the figures of some regions and half-years, then beside that once more; say what was hidden each time.

    Where breakdowns are named, there are figures by these only, and totals.
    """

    def table() -> tuple[pd.DataFrame, Structure]:
        figures, known = table_of(folder, towns, halves)
        return figures[figures["by"].isin({"total", *by})] if by else figures, known

    figures, known = table()
    started = time.perf_counter()
    first = protected(figures, known, THRESHOLD)
    seconds = time.perf_counter() - started
    live, counts = counted(figures, known)
    small = counts & figures["value"].between(1, THRESHOLD - 1)
    yield (
        f"{int(live.sum()):,} figures, {int(counts.sum()):,} counts, half of them up to "
        f"{figures.loc[counts, 'value'].median():.0f}, {small.sum() / counts.sum():.0%} small, "
        f"{hidden(first.figures, counts):.1%} hidden: {seconds:.1f} s"
    )
    withdraw(folder, WITHDRAWN)
    figures, known = table()
    started = time.perf_counter()
    second = protected(figures, known, THRESHOLD, published=that_show(first.figures), kept=first.tables)
    again = time.perf_counter() - started
    share = hidden(second.figures, counted(figures, known)[1])
    yield f"{WITHDRAWN} persons withdrawn, {share:.1%} hidden: {again:.1f} s, {again / seconds:.1f} times as long"


def counted(figures: pd.DataFrame, known: Structure) -> tuple[pd.Series[bool], pd.Series[bool]]:
    """Tell which rows show something, and which of them are counts."""
    live = figures["value"].notna() | figures["numerator"].notna()
    return live, live & figures["numerator"].isna() & ~figures["indicator"].isin(set(known.rests_on))


def hidden(public: pd.DataFrame, counts: pd.Series[bool]) -> float:
    """Return the share of the counts that is hidden."""
    return float((counts & public["status"].eq("suppressed")).sum() / counts.sum())


def withdraw(folder: Path, persons: int) -> None:
    """Take some persons out of the tables in a folder."""
    gone = sorted(pq.read_table(folder / "participations.parquet")["person_key"].unique().to_pylist())[:persons]
    for name in ("participations", "jobs"):
        table = pq.read_table(folder / f"{name}.parquet")
        pq.write_table(table.filter(~pc.field("person_key").isin(gone)), folder / f"{name}.parquet")


if __name__ == "__main__":
    main()
