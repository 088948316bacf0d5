"""The common indicators of ESF+ over 10 000 to 10 000 000 participations with as many job spells, from Parquet.

Every indicator, by gender, for ten regions and seven years with their totals to date. Each size runs in a process of
its own; what it took is set beside the size before it, so that one can see whether it grows faster than the rows.
Arguments: the sizes; without any, all but the largest, which takes minutes.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.dataset as ds

from reportkit.indicators.evaluator import compute
from reportkit.params import Project
from reportkit.periods import Period
from reportkit.regions import belgium

SIZES = (10_000, 100_000, 1_000_000)
YEARS = range(2015, 2022)

_PARTICIPATIONS = """
SELECT 'P' || lpad((i * 10 // 11)::VARCHAR, 9, '0') AS person_key,
    'OP-' || (hash(i * 10 // 11) % 4)::VARCHAR AS operation_id,
    (DATE '2015-01-01' + (hash(i * 10 // 11, 'entry') % 1800)::INT + (i % 11 = 1)::INT * 400)::DATE AS entry_date,
    CASE WHEN hash(i, 'open') % 10 > 0 OR i % 11 = 0 THEN (entry_date + 5 + (hash(i, 'stay') % 300)::INT)::DATE END
        AS exit_date,
    CASE WHEN exit_date IS NOT NULL THEN ['work', 'work', 'work', 'training', 'self_sufficient', 'practical', 'medical',
        'moved', 'own_request', 'no_cooperation', 'other'][1 + (hash(i, 'reason') % 11)::INT] END AS exit_reason,
    CASE WHEN hash(i, 'g') % 100 > 0 THEN ['F', 'M', 'F', 'M', 'X'][1 + (hash(i, 'gender') % 5)::INT] END AS gender,
    (15 + hash(i, 'age') % 50)::BIGINT AS age_at_entry, NULL::DATE AS birth_date,
    ['{places}'][1 + (hash(i, 'place') % 300)::INT] AS municipality,
    ['SY', 'AF', 'UA', 'BE', 'GB', 'XX', 'NA'][1 + (hash(i, 'nation') % 7)::INT] AS nationality,
    ['refugee', 'subsidiary', 'temporary', 'applicant'][1 + (hash(i, 'status') % 4)::INT] AS protection_status,
    ['unemployed', 'inactive', 'employed'][1 + (hash(i, 'labour') % 3)::INT] AS labour_status,
    CASE WHEN labour_status = 'unemployed' THEN (hash(i, 'months') % 30)::BIGINT END AS unemployed_months,
    hash(i, 'study') % 5 = 0 AS in_education, (hash(i, 'isced') % 9)::BIGINT AS isced,
    ['yes', 'no', 'refused'][1 + (hash(i, 'a') % 3)::INT] AS foreign_background,
    ['yes', 'no', 'refused'][1 + (hash(i, 'b') % 3)::INT] AS minority,
    ['yes', 'no', 'refused'][1 + (hash(i, 'c') % 3)::INT] AS disability,
    ['yes', 'no', 'refused'][1 + (hash(i, 'd') % 3)::INT] AS homeless,
    ['yes', 'no', 'refused'][1 + (hash(i, 'e') % 3)::INT] AS rural,
    'vdab' AS referred_by, NULL::VARCHAR AS track, 'participations.parquet' AS _file, i + 2 AS _row
FROM range({rows}) t(i)
"""

_JOBS = """
SELECT 'P' || lpad((i * 10 // 11)::VARCHAR, 9, '0') AS person_key,
    'OP-' || (hash(i * 10 // 11) % 4)::VARCHAR AS operation_id,
    (DATE '2015-03-01' + (hash(i, 'start') % 2300)::INT)::DATE AS start_date,
    CASE WHEN hash(i, 'runs') % 3 > 0 THEN (start_date + (hash(i, 'length') % 400)::INT)::DATE END AS end_date,
    ['permanent', 'fixed_term', 'temp_agency', 'work_experience'][1 + (hash(i, 'contract') % 4)::INT] AS contract,
    38.0 AS hours_per_week, 'jobs.parquet' AS _file, i + 2 AS _row
FROM range({rows}) t(i)
"""


def main() -> None:
    """Measure each size asked for, and print it beside the one before."""
    if sys.argv[1:2] == ["--one"]:
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    before: tuple[int, float] | None = None
    for size in [int(size) for size in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), size)
            command = [sys.executable, "-m", "benchmarks.participations", "--one", folder]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        told = f"{size:>10,} participations: {found['seconds']:7.1f} s, at most {found['mebibytes']:,.0f} MiB"
        if before:
            told += f"; {size / before[0]:.0f} times the rows took {found['seconds'] / before[1]:.1f} times as long"
        print(f"{told}; {found['figures']:,} figures", flush=True)
        before = size, found["seconds"]


def write(folder: Path, rows: int) -> None:
    """Write made-up tables, a tenth of whose participations are of someone who came back."""
    places = "', '".join(sorted({place.refnis for place in belgium() if place.valid_to is None})[:300])
    with duckdb.connect() as connection:
        for name, sql in (("participations", _PARTICIPATIONS), ("jobs", _JOBS)):
            query = sql.format(rows=rows, places=places)
            connection.execute(f"COPY ({query}) TO '{folder}/{name}.parquet' (FORMAT parquet)")


def measure(folder: Path) -> dict[str, float]:
    """Compute the figures of the tables in a folder; seconds, and the largest size of this process."""
    tables = {name: ds.dataset(folder / f"{name}.parquet") for name in ("participations", "jobs")}
    codes = sorted({place.refnis for place in belgium() if place.valid_to is None})
    regions = {f"region-{number}": frozenset(codes[number * 30 : number * 30 + 30]) for number in range(10)}
    periods = [Period.parse(year) for year in YEARS]
    values = {"id": "b", "name": "B", "kind": "employment", "framework": "esf-plus", "start": date(2015, 1, 1)}
    project = Project.model_validate({**values, "reports": {"periods": periods}})
    started = time.perf_counter()
    figures = compute(tables, project, regions, periods, frameworks={"esf-plus"}, scratch=str(folder))
    seconds = time.perf_counter() - started
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "mebibytes": largest, "figures": len(figures)}


if __name__ == "__main__":
    main()
