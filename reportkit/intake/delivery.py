"""A project's delivery: its files found, read and typed, its records checked, its faults judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from reportkit.errors import DataError
from reportkit.intake.completeness import completeness
from reportkit.intake.faults import fault, lines
from reportkit.intake.files import read_file
from reportkit.intake.headers import AGE_COLUMNS
from reportkit.intake.places import data_folder, find_places, needed_table
from reportkit.intake.profile import params_file, profile, profile_faults
from reportkit.intake.records import check_records
from reportkit.messages import Message, joined
from reportkit.tables import INPUT_TABLES, Delivery

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportkit.intake.files import TypedFile
    from reportkit.params import Project
    from reportkit.tables import Finding

__all__ = ["load", "read", "refused"]


def load(project: Project, workspace_root: Path) -> Delivery:
    """Read and check a project's delivery, and refuse it when it has a fault that the project does not accept.

    Parameters
    ----------
    project
        The project; its `data` part says where the tables are, how they are written, and which rules they may break.
    workspace_root
        The workspace; no file outside it is read.

    Returns
    -------
    Delivery
        The typed tables, in the order of their files and rows, without the rows that could not be read; the files; all
        warnings and information, and the accepted errors with the reason that the project gives.

    Raises
    ------
    DataError
        When there is a fault; it lists them all, each with the first 20 rows and a count, and no value of any person.
    """
    delivery = read(project, workspace_root)
    faults = refused(delivery.findings)
    if faults:
        raise _refusal(project, faults)
    return delivery


def read(project: Project, workspace_root: Path) -> Delivery:
    """Read and check a project's delivery, and only tell its faults.

    Returns
    -------
    Delivery
        As `load` returns it, with the errors among its findings. A table that could not be read is absent.
    """
    places, not_found = find_places(project, workspace_root)
    files = [read_file(place, profile(project, place.table)) for place in places]
    by_table = {table: [file for file in files if file.place.table == table] for table in INPUT_TABLES}
    findings = [*profile_faults(project), *not_found, *(finding for file in files for finding in file.findings)]
    findings += [finding for table, its in by_table.items() for finding in _of_whole_table(project, table, its)]
    whole = {table: its for table, its in by_table.items() if its and all(file.table is not None for file in its)}
    tables = {table: _joined(its, only_kept=True) for table, its in whole.items()}
    findings += check_records(tables, _participants(whole.get("participations", [])), project)
    return Delivery(
        tables=tables,
        sources=tuple(file.source for file in files if file.source is not None),
        findings=tuple(_accepted(findings, project)),
        completeness=completeness(tables),
    )


def refused(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a report: errors that the project does not accept."""
    return [finding for finding in findings if finding.severity == "error" and not finding.accepted]


def _refusal(project: Project, faults: list[Finding]) -> DataError:
    what = Message.plural(
        "the data are refused, {n} fault:\n{lines}\n",
        "the data are refused, {n} faults:\n{lines}\n",
        len(faults),
        lines=lines(faults),
    )
    accept = Message(
        "Accept what is right as it is, with a reason, under data.accept in {params}.", params=params_file(project)
    )
    acceptable = any(not fault.rule.startswith("E") for fault in faults)
    mend = joined(" ", (Message("Mend the files."), accept if acceptable else ""))
    return DataError("E100", what, where=data_folder(project), mend=mend)


def _accepted(findings: Iterable[Finding], project: Project) -> Iterator[Finding]:
    reasons = {acceptance.rule: acceptance.reason for acceptance in project.data.accept}
    for finding in findings:
        yield replace(finding, accepted=reasons.get(finding.rule, ""))


def _of_whole_table(project: Project, table: str, files: list[TypedFile]) -> Iterator[Finding]:
    typed = [file.table for file in files if file.table is not None]
    if not typed or len(typed) < len(files):
        return
    first = files[0].place.shown
    if not any(file.source and file.source.delivered for file in files):
        code = "E126" if table == needed_table(project) else "E127"
        what = Message("the table has a header and no records")
        yield fault(code, first, what, mend=Message("Deliver its records."))
    used = {name for name in AGE_COLUMNS for part in typed if table == "participations" and _has(part, name)}
    if len(files) > 1 and len(used) > 1:
        what = Message("one file of the table has birth_date and another age_at_entry")
        mend = Message("Deliver exactly one of the two columns, the same in every file.")
        yield fault("E135", first, what, mend=mend)


def _has(table: pa.Table, name: str) -> bool:
    column = table.column(name)
    return bool(column.null_count < len(column))


def _joined(files: list[TypedFile], *, only_kept: bool) -> pa.Table:
    parts = [
        file.table.filter(pa.array(file.kept)) if only_kept and not file.kept.all() else file.table
        for file in files
        if file.table is not None
    ]
    return pa.concat_tables(parts).unify_dictionaries()


def _participants(files: list[TypedFile]) -> pa.Table:
    names = ["person_key", "operation_id"]
    if not files:
        return pa.table({name: pa.array([], pa.string()) for name in names})
    return _joined(files, only_kept=False).select(names)
