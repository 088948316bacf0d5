"""A Belgian export (cp1252, semicolons, 31/12/2022, 12,5, Dutch names) gives the figures of the clean files."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pandas as pd

from reportkit.intake import read
from reportkit.params import open_workspace
from reportkit.pipeline.compute import figures

CLEAN = Path(__file__).parents[2] / "data" / "brugge-werkt"
TABLES = ("participations", "jobs", "studies", "support", "follow_ups")
OUTLINE = """\
id: p
name: P
kind: employment
start: 2017-09-01
end: 2018-12-31
operations: [BRW]
regions: [brugge]
reports: {periods: [2017, 2018]}
"""
PROFILE = """\
data:
  encoding: cp1252
  delimiter: ";"
  decimal: ","
  date_format: "%d/%m/%Y"
  columns:
    person_key: cliëntnummer
    entry_date: instapdatum
    exit_date: uitstapdatum
    gender: geslacht
    birth_date: geboortedatum
    municipality: gemeente
    nationality: nationaliteit
    labour_status: statuut
    start_date: van
    end_date: tot
    hours_per_week: uren per week
    hours: uren
  values:
    gender: {V: F, M: M}
    labour_status: {werkzoekend: unemployed, "niet actief": inactive, werkend: employed}
    in_education: {ja: yes, nee: no}
    searching: {ja: yes, nee: no}
  ignore: [opmerking]
"""
NAMES = dict(re.findall(r"^    (\w+): ([^{\n]+)$", PROFILE, flags=re.MULTILINE))
VALUES = {
    "gender": {"F": "V", "M": "M"},
    "labour_status": {"unemployed": "werkzoekend", "inactive": "niet actief", "employed": "werkend"},
    "in_education": {"yes": "ja", "no": "nee"},
    "searching": {"yes": "ja", "no": "nee"},
}


def exported(text: str) -> bytes:
    """Write a clean table as a Belgian system would."""
    records = list(csv.DictReader(io.StringIO(text)))
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*(NAMES.get(name, name) for name in records[0]), "opmerking"])
    writer.writerows([*(cell(name, value) for name, value in record.items()), "één"] for record in records)
    return out.getvalue().encode("cp1252")


def cell(name: str, value: str) -> str:
    """Write one value."""
    day = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value)
    if day:
        return f"{day[3]}/{day[2]}/{day[1]}"
    number = value.replace(".", ",") if name.startswith("hours") else value
    return VALUES.get(name, {}).get(value, number)


def workspace(root: Path, project_file: str) -> Path:
    """Make a workspace of one project."""
    (root / "params" / "projects").mkdir(parents=True)
    (root / "params" / "projects" / "p.yaml").write_text(project_file, encoding="utf-8")
    (root / "data" / "p").mkdir(parents=True)
    return root


def test_an_export_and_the_clean_files_give_the_same_figures(tmp_path: Path) -> None:
    """Every table reads the same, and so does every figure."""
    clean, export = workspace(tmp_path / "clean", OUTLINE), workspace(tmp_path / "export", OUTLINE + PROFILE)
    for table in TABLES:
        shutil.copy(CLEAN / f"{table}.csv", clean / "data" / "p")
        text = (CLEAN / f"{table}.csv").read_text(encoding="utf-8")
        (export / "data" / "p" / f"{table}.csv").write_bytes(exported(text))
    first, second = open_workspace(clean), open_workspace(export)
    deliveries = [read(one.project("p"), one.root) for one in (first, second)]
    assert [finding for finding in deliveries[1].findings if finding.severity == "error"] == []
    assert deliveries[0].findings == deliveries[1].findings
    for table in TABLES:
        assert deliveries[1].tables[table].equals(deliveries[0].tables[table])
        assert deliveries[1].tables[table].num_rows > 0
    tables = [figures(one, one.project("p"), audience="authority") for one in (first, second)]
    assert len(tables[0]) > 0
    pd.testing.assert_frame_equal(tables[0], tables[1])
