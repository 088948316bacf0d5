"""The workspace of the fixture: two projects whose records are full of canaries, delivered in every form."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.canaries.records import employment, network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.canaries.records import Row, Tables

__all__ = ["EMPLOYMENT", "NETWORK", "as_csv", "write_data", "write_mixed", "write_project", "write_workspace"]

EMPLOYMENT = employment("ANK")
NETWORK = network("BOE")
PROJECT = """\
id: {id}
name: {{nl: "{id} (nl)", en: "{id} (en)"}}
kind: {kind}
framework: {framework}
start: 2020-01-01
operations: [{operation}]
regions: {regions}
data:
  synthetic: true
  ignore: [remark]
{tables}
reports: {{periods: [2023], regions: [all], languages: {languages}}}
disclosure: {{method: {method}, threshold: 5}}
"""
MIXED = """\
  tables:
    participations: participations.parquet
    offers: offers.xlsx
    support: {uri: "sqlite:///data/boei/boei.sqlite", sql: "SELECT * FROM support ORDER BY person_key, start_date"}
"""
NOTEBOOKS = Path(__file__).parent.parent.parent / "notebooks"


def write_workspace(root: Path) -> Path:
    """Write the workspace: anker guides to work (CSV, hiding), boei builds a network (other forms, rounding)."""
    for name in ("params/projects", "params/batches", "notebooks", "data/anker", "data/boei"):
        (root / name).mkdir(parents=True)
    for notebook in NOTEBOOKS.glob("*_report.ipynb"):
        shutil.copy(notebook, root / "notebooks")
    write_project(root, "anker", framework="esf-plus")
    boei = {"kind": "participation", "operation": "BOE", "regions": "[kortrijk]", "languages": "[en]"}
    write_project(root, "boei", **boei, method="rounding", tables=MIXED)
    write_data(root / "data" / "anker", EMPLOYMENT)
    write_mixed(root / "data" / "boei", NETWORK)
    return root


def write_project(root: Path, name: str, **changed: str) -> None:
    """Write a project file: for guidance to work, with the tables of its data folder, unless told otherwise."""
    usual = {"kind": "employment", "framework": "none", "operation": "ANK", "method": "suppression"}
    usual |= {"tables": "", "languages": "[nl]", "regions": "[kortrijk, menen]"}
    told = PROJECT.format(**{"id": name, **usual, **changed})
    (root / "params" / "projects" / f"{name}.yaml").write_text(told, encoding="utf-8")


def write_data(folder: Path, tables: Tables) -> None:
    """Write tables as CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(as_csv(rows), encoding="utf-8")


def as_csv(rows: Sequence[Row], delimiter: str = ",") -> str:
    """Write rows as the text of a CSV file."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def write_mixed(folder: Path, tables: Mapping[str, Sequence[Row]]) -> None:
    """Write the tables of a network as a Parquet file, a workbook and a database."""
    (folder / "boei.sqlite").unlink(missing_ok=True)
    write_parquet(folder / "participations.parquet", tables["participations"])
    write_workbook(folder / "offers.xlsx", tables["offers"])
    write_database(folder / "boei.sqlite", "support", tables["support"])


def write_parquet(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as a Parquet file of texts."""
    plain = {name: [str(row[name]) for row in rows] for name in rows[0]}
    pq.write_table(pa.table(plain), path)


def write_workbook(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as a workbook: days are days, numbers are numbers."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(path)


def write_database(path: Path, table: str, rows: Sequence[Row]) -> None:
    """Write rows as a table of a SQLite database, each cell a text; bytes stay bytes that pass for text."""
    names = ", ".join(f'"{name}"' for name in rows[0])
    places = ", ".join("CAST(? AS TEXT)" for _ in rows[0])
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f"CREATE TABLE {table} ({names})")
        for row in rows:
            cells = [cell if isinstance(cell, bytes) else str(cell) for cell in row.values()]
            database.execute(f"INSERT INTO {table} VALUES ({places})", cells)  # noqa: S608 - our own names
