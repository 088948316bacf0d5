"""Suppression in the public table of a project, for growing numbers of regions and half-years, its audits included.

The figures are those of the pathway list over 5,000 made-up participations. Each size is told with how many there are,
the share that is small, the share that is hidden, and the seconds on the clock. Arguments: pairs such as 2x4.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from benchmarks.participations import write
from benchmarks.rounding import table_of
from reportkit.disclosure import protect

SIZES = ("1x2", "2x4", "4x4")
PARTICIPATIONS = 5_000
THRESHOLD = 5


def main() -> None:
    """Protect the table of each size asked for."""
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), PARTICIPATIONS)
        for size in sys.argv[1:] or SIZES:
            towns, halves = (int(part) for part in size.split("x"))
            print(f"{towns:>3} regions, {halves:>2} half-years: {measure(Path(folder), towns, halves)}", flush=True)


def measure(folder: Path, towns: int, halves: int) -> str:
    """Protect the figures of some regions and half-years, and say what was hidden and how long it took."""
    figures, known = table_of(folder, towns, halves)
    started = time.perf_counter()
    public = protect(figures, known, THRESHOLD)
    seconds = time.perf_counter() - started
    live = figures["value"].notna() | figures["numerator"].notna()
    counts = live & figures["numerator"].isna() & ~figures["indicator"].isin(set(known.rests_on))
    small = counts & figures["value"].between(1, THRESHOLD - 1)
    hidden = counts & public["status"].eq("suppressed")
    return (
        f"{int(live.sum()):,} figures, {int(counts.sum()):,} counts, {small.sum() / counts.sum():.0%} small, "
        f"{hidden.sum() / counts.sum():.0%} hidden: {seconds:.1f} s"
    )


if __name__ == "__main__":
    main()
