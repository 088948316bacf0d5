"""Where a project's tables stand: which files, inside the workspace and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportkit.errors import did_you_mean
from reportkit.intake.faults import fault
from reportkit.intake.profile import params_file
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reportkit.params import Project
    from reportkit.tables import Finding

__all__ = ["Place", "data_folder", "find_places", "needed_table"]

_READ = (".csv", ".parquet")
_NOT_YET = (".xlsx", ".xls", ".ods")
_LIKE_DATA = frozenset({*_READ, *_NOT_YET, ".tsv", ".txt", ".json"})


class Place(NamedTuple):
    """A file of a table: its path from the workspace, and where it really is."""

    table: str
    shown: str
    path: Path


def needed_table(project: Project) -> str:
    """Name the table without which there is nothing to report on."""
    return "participations" if project.kind == "employment" else "offers"


def data_folder(project: Project) -> str:
    """Return the path of the project's data folder from the workspace."""
    return project.data.folder or f"data/{project.id}"


def find_places(project: Project, workspace_root: Path) -> tuple[list[Place], list[Finding]]:
    """Find the files of every table that the project delivers, in the order of the tables.

    A table that the project file names has the files it says; any other is looked for in the data folder under its own
    name. Links are followed, and nothing outside the workspace is read.
    """
    places: list[Place] = []
    findings: list[Finding] = []
    for table in INPUT_TABLES:
        for found in _of_table(project, workspace_root, table):
            (places if isinstance(found, Place) else findings).append(found)  # type: ignore[arg-type]
    findings += _left_over(project, workspace_root, {place.path for place in places})
    return places, findings


def _of_table(project: Project, root: Path, table: str) -> Iterator[Place | Finding]:
    own = project.data.tables.get(table)
    params = params_file(project)
    if own is not None and (own.uri or own.sql):
        what = f"data.tables.{table} is read from {'a uri' if own.uri else 'a query'}"
        yield fault("E103", params, what, mend="This version reads CSV and Parquet files: give a path.")
        return
    declared = own.path if own is not None else None
    if declared is None:
        yield from _by_name(project, root, table)
        return
    for path in [declared] if isinstance(declared, str) else declared:
        yield _placed(project, root, table, path)


def _by_name(project: Project, root: Path, table: str) -> Iterator[Place | Finding]:
    folder = data_folder(project)
    there = [f"{table}{suffix}" for suffix in _READ if (root / folder / f"{table}{suffix}").exists()]
    if len(there) > 1:
        mend = f"Say which one under data.tables.{table} in {params_file(project)}."
        yield fault("E111", f"{folder}/{there[0]}", f"{' and '.join(there)} could both be the table", mend=mend)
    elif there:
        yield _placed(project, root, table, there[0])
    elif table == needed_table(project) or table in project.data.tables:
        later = [f"{table}{suffix}" for suffix in _NOT_YET if (root / folder / f"{table}{suffix}").exists()]
        if later:
            mend = "This version reads CSV and Parquet files."
            yield fault("E103", f"{folder}/{later[0]}", "a spreadsheet cannot be read yet", mend=mend)
            return
        mend = f"Deliver it as CSV or Parquet, or name its file under data.tables.{table} in {params_file(project)}."
        yield fault("E101", f"{folder}/{table}.csv", f"the table {table} is missing", mend=mend)


def _placed(project: Project, root: Path, table: str, path: str) -> Place | Finding:
    shown = path if path.startswith("data/") else f"{data_folder(project)}/{path}"
    real = (root / shown).resolve()
    if not real.is_relative_to(root.resolve()):
        return fault("E102", shown, "the path leads out of the workspace", mend="Put the file under data/.")
    if not real.is_file():
        mend = f"Deliver it, or correct data.tables.{table} in {params_file(project)}."
        return fault("E101", shown, f"the file of table {table} is missing", mend=mend)
    if real.suffix.lower() not in _READ:
        return fault("E103", shown, f"a {real.suffix} file cannot be read yet", mend="Deliver it as CSV or Parquet.")
    return Place(table, shown, real)


def _left_over(project: Project, root: Path, used: set[Path]) -> Iterator[Finding]:
    folder = data_folder(project)
    if not (root / folder).resolve().is_relative_to(root.resolve()) or not (root / folder).is_dir():
        return
    for path in sorted((root / folder).iterdir()):
        if path.name.startswith(".") or path.suffix.lower() not in _LIKE_DATA or path.resolve() in used:
            continue
        nearest = did_you_mean(path.stem, INPUT_TABLES) if path.stem not in INPUT_TABLES else ""
        mend = f"{nearest} Rename it, or name it under data.tables in {params_file(project)}.".strip()
        yield fault("E110", f"{folder}/{path.name}", "The file is not read", mend=mend)
