"""Where a project's tables are, and what their files do not say themselves. No file is opened here."""

# ruff: noqa: RUF012 - pydantic copies a default for each value

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from reportkit.messages import Message
from reportkit.params.sources import Parameter, Query, Uri, require_whole_source
from reportkit.params.values import Encoding, Model, PathInside, Text

__all__ = ["Acceptance", "DataProfile", "TableProfile"]

Delimiter = Annotated[str, Field(min_length=1, max_length=1)]
Decimal = Literal[".", ","]
HeaderRow = Annotated[int, Field(ge=1, le=2**20)]


class Acceptance(Model):
    """A rule that the data may break, with the reason that the report prints."""

    rule: Annotated[str, Field(pattern=r"^[A-Z][0-9]{2}$")]
    """The check's id, such as R28."""
    reason: Text
    """Why the data may break it; every report prints this."""


class TableProfile(Model):
    """How one delivered table is written: where it stands and what its file does not say itself."""

    path: PathInside | list[PathInside] | None = None
    """The file or files, from the project's data folder."""
    uri: Uri | list[Uri] | None = None
    """A database, or a remote file or files, in place of a path; ${NAME} stands for a value of the environment."""
    sql: Query | None = None
    """The query that gives the table, where the uri is that of a database."""
    parameters: dict[Text, Parameter] = {}
    """For each :name in the query, its value."""
    encoding: Encoding | None = None
    """The file's encoding, such as utf-8 or cp1252."""
    delimiter: Delimiter | None = None
    """What stands between two cells."""
    decimal: Decimal | None = None
    """The decimal mark."""
    date_format: str | None = None
    """How dates are written, such as %d/%m/%Y."""
    missing: list[str] | None = None
    """What stands in a cell whose value is not known."""
    sheet: Text | None = None
    """The sheet of a spreadsheet, where several hold something."""
    header_row: HeaderRow | None = None
    """The row of a spreadsheet's sheet from which the header is looked for."""
    columns: dict[str, str] = {}
    """For a column of reportkit, its name in the file."""
    values: dict[str, dict[str, str]] = {}
    """For a column of reportkit, what the file writes and the code that it means, such as {V: F, M: M}."""
    ignore: list[Text] = []
    """Columns of the file that are known and left out."""

    @model_validator(mode="after")
    def _stands_in_one_place(self) -> Self:
        if self.path is not None and self.uri is not None:
            raise ValueError(Message("a table has a path or a uri, not both"))
        require_whole_source(self.uris, self.sql, self.parameters)
        return self

    @property
    def uris(self) -> list[str]:
        """The addresses that the table is read from; none where it is a file of the workspace."""
        return [self.uri] if isinstance(self.uri, str) else self.uri or []


def _profile(value: object) -> object:
    return {"path": value} if isinstance(value, str | list) else value


TableValue = Annotated[
    TableProfile, BeforeValidator(_profile, json_schema_input_type=PathInside | list[PathInside] | TableProfile)
]


class DataProfile(Model):
    """Where a project's tables are, and how they are written; it holds for each table that does not say otherwise."""

    synthetic: bool = False
    """Whether the data are made up; every output then says so."""
    folder: PathInside | None = None
    """The folder of the tables, from the workspace; data/<id> when left out."""
    tables: dict[str, TableValue] = {}
    """For each table its file, or how it is written."""
    encoding: Encoding = "utf-8"
    """The encoding of the files."""
    delimiter: Delimiter = ","
    """What stands between two cells."""
    decimal: Decimal = "."
    """The decimal mark."""
    date_format: str = "%Y-%m-%d"
    """How dates are written."""
    missing: list[str] = [""]
    """What stands in a cell whose value is not known."""
    sheet: Text | None = None
    """The sheet of the spreadsheets, where several hold something."""
    header_row: HeaderRow = 1
    """The row of a spreadsheet's sheet from which the header is looked for."""
    columns: dict[str, str] = {}
    """For a column of reportkit, its name in the files."""
    values: dict[str, dict[str, str]] = {}
    """For a column of reportkit, what the files write and the code that it means, such as {V: F, M: M}."""
    ignore: list[Text] = []
    """Columns of the files that are known and left out."""
    accept: list[Acceptance] = []
    """The rules that these data may break."""

    @property
    def reasons(self) -> dict[str, str]:
        """For each rule that these data may break, the reason why."""
        return {acceptance.rule: acceptance.reason for acceptance in self.accept}
