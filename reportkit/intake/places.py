"""Where a project's tables stand: which files, inside the workspace and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from reportkit.intake.faults import fault
from reportkit.intake.profile import params_file
from reportkit.intake.spreadsheets.container import SAVE_AS_XLSX
from reportkit.messages import Message, did_you_mean, joined
from reportkit.params.sources import DATABASES, LOCAL, filled, masked, scheme
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.params import Project
    from reportkit.params.profile import TableProfile
    from reportkit.params.sources import Parameter
    from reportkit.tables import Finding

__all__ = ["Place", "data_folder", "find_places", "needed_table"]

_READ = (".csv", ".parquet", ".xlsx", ".ods")
_KINDS = Message("CSV, Parquet, XLSX or ODS")
_SAVED_AGAIN = (".xls", ".xlsm", ".xlsb", ".fods")
_LIKE_DATA = frozenset({*_READ, *_SAVED_AGAIN, ".tsv", ".txt", ".json"})


class Place(NamedTuple):
    """A file of a table: its path from the workspace, and where it really is.

    One that stands elsewhere has a `uri`, whose placeholders are not filled, and `shown` is that without its password;
    the table of a database has `sql` and `parameters` as well. The `path` is that of the file, also of an SQLite
    database; of a file elsewhere only its suffix counts.
    """

    table: str
    shown: str
    path: Path
    uri: str = ""
    sql: str = ""
    parameters: Mapping[str, Parameter] = {}


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
    used, told = {place.path for place in places}, {finding.file for finding in findings}
    findings += [left for left in _left_over(project, workspace_root, used) if left.file not in told]
    return places, findings


def _of_table(project: Project, root: Path, table: str) -> Iterator[Place | Finding]:
    own = project.data.tables.get(table)
    if own is not None and own.uris:
        yield from (_elsewhere(project, root, table, uri) for uri in own.uris)
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
    other = [f"{table}{suffix}" for suffix in _SAVED_AGAIN if (root / folder / f"{table}{suffix}").exists()]
    if len(there) > 1:
        both = there[0]
        for name in there[1:]:
            both = Message("{first} and {then}", first=both, then=name)
        what = Message("{files} could both be the table", files=both)
        mend = Message("Say which one under data.tables.{table} in {params}.", table=table, params=params_file(project))
        yield fault("E111", f"{folder}/{there[0]}", what, mend=mend)
    elif there or other:
        yield _placed(project, root, table, (there or other)[0])
    elif table == needed_table(project) or table in project.data.tables:
        mend = Message(
            "Deliver it as {kinds}, or name its file under data.tables.{table} in {params}.",
            kinds=_KINDS,
            table=table,
            params=params_file(project),
        )
        yield fault("E101", f"{folder}/{table}.csv", Message("the table {table} is missing", table=table), mend=mend)


def _placed(project: Project, root: Path, table: str, path: str) -> Place | Finding:
    shown = path if path.startswith("data/") else f"{data_folder(project)}/{path}"
    real = _inside(project, root, table, shown, shown)
    return _of_kind(table, shown, real) if isinstance(real, Path) else real


def _of_kind(table: str, shown: str, real: Path) -> Place | Finding:
    if real.suffix.lower() in _SAVED_AGAIN:
        return fault("E152", shown, _unread(real), mend=SAVE_AS_XLSX)
    if real.suffix.lower() not in _READ:
        return fault("E103", shown, _unread(real), mend=Message("Deliver it as {kinds}.", kinds=_KINDS))
    return Place(table, shown, real)


def _unread(file: Path) -> str:
    return Message("{suffix} files are not read", suffix=file.suffix)


def _inside(project: Project, root: Path, table: str, path: str, shown: str) -> Path | Finding:
    """Follow every link of a path from the workspace, which must end at a file inside it."""
    real = (root / path).resolve()
    if not real.is_relative_to(root.resolve()):
        what, mend = Message("the path leads out of the workspace"), Message("Put the file under data/.")
        return fault("E102", shown, what, mend=mend)
    if not real.is_file():
        what = Message("the file of table {table} is missing", table=table)
        params = params_file(project)
        mend = Message("Deliver it, or correct data.tables.{table} in {params}.", table=table, params=params)
        return fault("E101", shown, what, mend=mend)
    return real


def _elsewhere(project: Project, root: Path, table: str, uri: str) -> Place | Finding:
    own, kind = project.data.tables[table], scheme(uri)
    shown = f"{masked(uri)}#{table}" if kind in DATABASES else masked(uri)
    try:
        address = filled(uri, os.environ)
    except KeyError as missing:
        mend = Message(
            "Set it where reportkit is started; data.tables.{table} in {params} names it.",
            table=table,
            params=params_file(project),
        )
        return fault("E161", shown, Message("the environment has no {name}", name=missing.args[0]), mend=mend)
    if kind in {LOCAL, "sqlite"}:
        path = address.removeprefix("file://").removeprefix("sqlite:///")
        real = _inside(project, root, table, path, shown)
        return _at_hand(root, table, uri, real, own) if isinstance(real, Path) else real
    if own.sql:
        return Place(table, shown, Path(), uri, own.sql, own.parameters)
    suffix = PurePosixPath(address.partition("?")[0]).suffix
    if not suffix:
        mend = Message("Name it {suffixes}.", suffixes=", ".join(_READ))
        return fault("E196", shown, Message("its name does not say of which kind it is"), mend=mend)
    found = _of_kind(table, shown, Path(f"{table}{suffix}"))
    return found._replace(uri=uri) if isinstance(found, Place) else found


def _at_hand(root: Path, table: str, uri: str, real: Path, own: TableProfile) -> Place | Finding:
    there = real.relative_to(root.resolve()).as_posix()
    if scheme(uri) == LOCAL:
        return _of_kind(table, there, real)
    return Place(table, f"sqlite:///{there}#{table}", real, uri, own.sql or "", own.parameters)


def _left_over(project: Project, root: Path, used: set[Path]) -> Iterator[Finding]:
    folder = data_folder(project)
    if not (root / folder).resolve().is_relative_to(root.resolve()) or not (root / folder).is_dir():
        return
    for path in sorted((root / folder).iterdir()):
        if path.name.startswith((".", "~$")) or path.suffix.lower() not in _LIKE_DATA or path.resolve() in used:
            continue
        nearest = did_you_mean(path.stem, INPUT_TABLES) if path.stem not in INPUT_TABLES else ""
        mend = Message("Rename it, or name it under data.tables in {params}.", params=params_file(project))
        what = Message("The file is not read")
        yield fault("E110", f"{folder}/{path.name}", what, mend=joined(" ", (nearest, mend)))
