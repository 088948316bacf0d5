"""The cells that findings speak of, for a person at a terminal who asks for them; they are kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.intake.files import raw_of
from reportkit.intake.headers import columns_of
from reportkit.intake.places import find_places
from reportkit.intake.profile import profile
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from reportkit.intake.profile import Profile
    from reportkit.intake.raw import RawFile
    from reportkit.params import Project
    from reportkit.tables import Finding

__all__ = ["cells_told"]


def cells_told(project: Project, workspace_root: Path, findings: Iterable[Finding]) -> Iterator[str]:
    """Read the files again, and yield a line for each cell that a finding tells: its rule, place and value as written.

    Parameters
    ----------
    project
        The project whose delivery the findings are of.
    workspace_root
        The workspace.
    findings
        What was found; of each its first 20 rows are known.
    """
    files = {place.shown: place for place in find_places(project, workspace_root)[0]}
    for file, its in _by_file(findings).items():
        if file in files:
            settled = profile(project, files[file].table)
            raw = raw_of(files[file], settled)
            for finding in its:
                yield from _lines(finding, raw, _positions(finding, raw, settled))


def _by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.rows and finding.column:
            by_file.setdefault(finding.file, []).append(finding)
    return by_file


def _positions(finding: Finding, raw: RawFile, settled: Profile) -> dict[str, int]:
    places, _ = columns_of(raw.header, finding.file, settled)
    theirs = {name: position for position, name in enumerate(raw.header)}
    names = finding.column.split(", ")
    return {name: at for name in names if (at := places.get(name, theirs.get(name, -1))) >= 0}


def _lines(finding: Finding, raw: RawFile, positions: dict[str, int]) -> Iterator[str]:
    records = {int(row): record for record, row in enumerate(raw.rows)}
    for row in finding.rows:
        for name, position in positions.items():
            if row in records:
                value = raw.cells[position][records[row]].as_py()
                yield Message(
                    "{rule} {file}, column {column}, row {row}: {value}",
                    rule=finding.rule,
                    file=finding.file,
                    column=name,
                    row=row,
                    value=repr(value),
                )
