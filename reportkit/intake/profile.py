"""How one delivered table is written, settled from its own entry in the project file and the project's defaults.

No file is opened here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportkit.intake.composed import nfc
from reportkit.intake.faults import fault
from reportkit.messages import Message
from reportkit.params.profile import TableProfile
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.params import Project
    from reportkit.tables import Finding, InputTable

__all__ = ["Profile", "params_file", "profile", "profile_faults"]

_DATE_PARTS = {"%Y": "(?P<y>[0-9]{4})", "%m": "(?P<m>[0-9]{2})", "%d": "(?P<d>[0-9]{2})"} | {
    "%-m": "(?P<m>[0-9]{1,2})",
    "%-d": "(?P<d>[0-9]{1,2})",
}


@dataclass(frozen=True)
class Profile:
    """What a table's files do not say themselves.

    `own_columns` are the file's names for our columns that this table declares, `shared_columns` those that the whole
    project declares and that a file may lack. `values` holds, for a column, our code for what the file writes.
    `ignored` are columns that are known and left out. All are in Unicode's composed form (NFC), as what is read is.
    `params` is the file where it is declared; empty where nothing can be.
    """

    table: InputTable
    encoding: str = "utf-8"
    delimiter: str = ","
    decimal: str = "."
    date_format: str = "%Y-%m-%d"
    missing: frozenset[str] = frozenset({""})
    sheet: str = ""
    header_row: int = 1
    own_columns: Mapping[str, str] = field(default_factory=dict)
    shared_columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    params: str = ""

    def date_pattern(self) -> re.Pattern[str]:
        """Return the pattern of a date; the digits of year, month and day are its groups y, m and d.

        No date follows a format that does not name one day.
        """
        if not _names_a_day(self.date_format):
            return re.compile(r"(?!)")
        parts = re.split(r"(%-?[A-Za-z%])", self.date_format)
        return re.compile("".join(_DATE_PARTS.get(part, re.escape(part)) for part in parts))


def params_file(project: Project) -> str:
    """Return the path of the project file from the workspace, for a message that says where to mend something."""
    return f"params/projects/{project.id}.yaml"


def profile(project: Project, table: str) -> Profile:
    """Settle how a table is written: what its entry says, else what the project says."""
    shared = project.data
    own = shared.tables.get(table, TableProfile())
    spec = INPUT_TABLES[table]
    known = {column.name for column in spec.columns}
    return Profile(
        table=spec,
        encoding=own.encoding or shared.encoding,
        delimiter=own.delimiter or shared.delimiter,
        decimal=own.decimal or shared.decimal,
        date_format=own.date_format or shared.date_format,
        missing=frozenset(map(nfc, shared.missing if own.missing is None else own.missing)) | {""},
        sheet=own.sheet or shared.sheet or "",
        header_row=own.header_row or shared.header_row,
        own_columns={name: nfc(there) for name, there in own.columns.items()},
        shared_columns={name: nfc(there) for name, there in shared.columns.items() if name in known},
        values={
            name: {nfc(written): nfc(meant) for written, meant in meanings.items()}
            for name, meanings in {**shared.values, **own.values}.items()
            if name in known
        },
        ignored=frozenset(map(nfc, (*shared.ignore, *own.ignore))),
        params=params_file(project),
    )


def profile_faults(project: Project) -> Iterator[Finding]:
    """Find the declared date formats that no date can follow; unknown names are found when the project file is read."""
    params = params_file(project)
    yield from _date_format(params, "data", project.data.date_format)
    for table, own in sorted(project.data.tables.items()):
        if own.date_format:
            yield from _date_format(params, f"data.tables.{table}", own.date_format)


def _date_format(params: str, place: str, form: str) -> Iterator[Finding]:
    if not _names_a_day(form):
        what = Message('{place}.date_format "{form}" does not name one day', place=place, form=form)
        mend = Message("Write it with %Y, %m and %d, once each (%-m and %-d where a zero is left out).")
        yield fault("E138", params, what, mend=mend)


def _names_a_day(form: str) -> bool:
    parts = re.findall(r"%-?[A-Za-z%]", form)
    return set(parts) <= set(_DATE_PARTS) and sorted(part[-1] for part in parts) == ["Y", "d", "m"]
