"""Designs made into tables, and tables into files: the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.errors import UsageError
from reportkit.messages import Message, did_you_mean, there_are
from reportkit.sample import guidance, partners, people, work
from reportkit.sample.catalogue import DESIGNS
from reportkit.sample.spells import make_spells
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportkit.params import Workspace
    from reportkit.sample.design import Design
    from reportkit.sample.people import Row

__all__ = ["make_tables", "write_samples"]


def make_tables(design: Design) -> dict[str, str]:
    """Make a project's tables as CSV text, by name.

    Returns
    -------
    dict
        Comma-separated text with a header, ISO dates and lines that end with a line feed; a table without rows is left
        out.
    """
    return {name: _text(name, rows) for name, rows in _tables(design) if rows}


def write_samples(workspace: Workspace, projects: Sequence[str] = ()) -> list[Path]:
    """Write the made-up tables of projects into a workspace.

    Parameters
    ----------
    workspace
        Where the project files are.
    projects
        Ids of projects; when empty, all projects of the workspace that have a design.

    Returns
    -------
    list of Path
        The files, sorted; each was replaced whole.

    Raises
    ------
    UsageError
        When a project is unknown, has no design, or its file does not call its data synthetic.
    """
    chosen = list(projects) or [name for name in DESIGNS if name in workspace.projects]
    designs = [_design(workspace, name) for name in chosen]
    written: list[Path] = []
    for design in designs:
        folder = workspace.data_path(workspace.project(design.project))
        folder.mkdir(parents=True, exist_ok=True)
        written += [_written(folder / f"{name}.csv", text) for name, text in make_tables(design).items()]
    return sorted(written)


def _design(workspace: Workspace, name: str) -> Design:
    project = workspace.project(name)
    if name not in DESIGNS:
        what = Message('no sample data are designed for project "{name}".', name=name)
        raise UsageError("E081", what, mend=did_you_mean(name, DESIGNS) or there_are(DESIGNS))
    if not project.data.synthetic:
        what = Message('the data of project "{name}" are not called synthetic.', name=name)
        mend = Message("Sample data would replace real data; say synthetic: true under data if that is what you want.")
        raise UsageError("E082", what, mend=mend)
    return DESIGNS[name]


def _tables(design: Design) -> Iterator[tuple[str, list[Row]]]:
    spells = make_spells(design)
    entered = people.participations(design, spells)
    yield "participations", entered
    yield "support", guidance.support(design, spells)
    if design.working:
        yield "jobs", work.jobs(design, design.working, spells)
        yield "studies", guidance.studies(design, design.working, spells)
        yield "follow_ups", work.follow_ups(design, design.working, spells, entered)
    yield "employers", partners.employers(design)
    if design.kick_off:
        yield "offers", partners.offers(design, design.kick_off)
    yield "population", partners.population(design)


def _text(name: str, rows: Sequence[Row]) -> str:
    there = {column for row in rows for column in row}
    columns = [column.name for column in INPUT_TABLES[name].columns if column.name in there]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _written(path: Path, text: str) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        part.chmod(0o644)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path
