"""A database: the rows of one query, read in a transaction that cannot write. Nothing is typed to our columns here.

Importing this takes time: whoever reads no database does not import it.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pyarrow as pa
import pyarrow.csv
import sqlalchemy
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from reportkit.intake.faults import fault
from reportkit.intake.raw import RawFile
from reportkit.messages import Message
from reportkit.params.sources import filled, scheme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from reportkit.intake.places import Place

__all__ = ["CONNECT_SECONDS", "QUERY_SECONDS", "read_query"]

CONNECT_SECONDS = 15
"""How long a database may take to answer."""
QUERY_SECONDS = 600
"""How long a query and the reading of its rows may take."""

_CHUNK_ROWS = 65_536
_STEPS_BETWEEN_LOOKS = 100_000
_NUMBERS = "numbers"
_KINDS: Mapping[type, str] = {
    str: "text",
    UUID: "text",
    bool: "truth values",
    int: _NUMBERS,
    float: _NUMBERS,
    Decimal: _NUMBERS,
    date: "dates",
    datetime: "timestamps",
}
_ARROW_TYPES: Mapping[str, pa.DataType] = {
    "": pa.null(),
    "text": pa.string(),
    "truth values": pa.bool_(),
    "dates": pa.date32(),
    "timestamps": pa.timestamp("us"),
}
_KINDS_TOLD: Mapping[str, str] = {
    "text": Message("text"),
    "truth values": Message("truth values"),
    _NUMBERS: Message("numbers"),
    "dates": Message("dates"),
    "timestamps": Message("timestamps"),
}
_WHY_NO_CONNECTION = (
    ("authentication|no password|role .* does not exist", Message("it does not let this user in")),
    ("database .* does not exist", Message("it has no database of that name")),
    ("time-?out|timed out", Message("it does not answer within {n} seconds", n=CONNECT_SECONDS)),
    ("translate host|resolve|name or service|nodename", Message("there is no such host")),
    ("refused|no such file|unreachable", Message("nothing answers there")),
    ("ssl|encryption", Message("it and the uri do not agree on encryption")),
    ("unable to open", Message("its file cannot be opened")),
    ("not a database|malformed", Message("its file is not an SQLite database")),
    ("locked|busy", Message("another program has locked it")),
)
_SQLITE_ON_THE_QUERY = (
    r"no such (table|column|function|collation)|ambiguous column name|near \"|incomplete input|not authorized"
    r"|attempt to write|wrong number of arguments|misuse of|unrecognized token"
)
_SQLITE_ON_THE_FILE = "unable to open|not a database|malformed|locked|busy"
_POSTGRESQL_ON_THE_QUERY = ("0A", "25", "42")  # the classes of its states whose words hold names, and no value
_CANCELLED = "57014"


class _Unreadable(Exception):  # noqa: N818 - it becomes a finding, and never leaves this module
    """Raised for what is wrong with a result, or with how long it takes."""

    def __init__(self, code: str, what: str, mend: str, row: int = 0) -> None:
        super().__init__(code, what, mend, row)
        self.code, self.what, self.mend, self.row = code, what, mend, row


def read_query(place: Place) -> tuple[RawFile, str]:
    """Put the query of a place to its database, and read the rows.

    Returns
    -------
    tuple
        The columns in types of their own, the first row being 1; and the SHA-256 of the rows written as CSV. Where the
        query could not be read, a finding and no digest.
    """
    try:
        table = _asked(_engine(filled(place.uri, os.environ), place.path), place)
    except ImportError:
        mend = Message("Install it: pip install '{package}'.", package="reportkit-esf[postgres]")
        found = _Unreadable("E160", Message("the driver of this database is not installed"), mend)
    except SQLAlchemyError as error:
        found = _on_reading(error)
    except _Unreadable as error:
        found = error
    else:
        return _raw(table), _digest(table)
    return RawFile(findings=[fault(found.code, place.shown, found.what, mend=found.mend, row=found.row)]), ""


def _raw(table: pa.Table) -> RawFile:
    return RawFile(
        header=[name.strip() for name in table.column_names],
        cells=list(table.columns),
        rows=np.arange(1, table.num_rows + 1, dtype=np.int64),
        delivered=table.num_rows,
    )


def _engine(uri: str, path: Path) -> Engine:
    if scheme(uri) == "sqlite":
        return sqlalchemy.create_engine("sqlite://", creator=lambda: _sqlite(path), poolclass=sqlalchemy.NullPool)
    return sqlalchemy.create_engine(
        sqlalchemy.make_url(uri).set(drivername="postgresql+psycopg"),
        connect_args={"connect_timeout": CONNECT_SECONDS, "client_encoding": "utf8"},
        poolclass=sqlalchemy.NullPool,
    )


def _sqlite(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=CONNECT_SECONDS)
    connection.execute("PRAGMA query_only = 1")
    end = time.monotonic() + QUERY_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    return connection


def _asked(engine: Engine, place: Place) -> pa.Table:
    end = time.monotonic() + QUERY_SECONDS
    try:
        connection = engine.connect()
    except DBAPIError as error:
        raise _on_connecting(str(error.orig)) from None
    with connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            connection.exec_driver_sql(f"SET LOCAL statement_timeout = {QUERY_SECONDS * 1000}")
        result = connection.execute(_statement(place), execution_options={"stream_results": True})
        columns = [_Column(name) for name in result.keys()]  # noqa: SIM118 - a result is no mapping
        for rows in result.yield_per(_CHUNK_ROWS).partitions():
            for column, values in zip(columns, zip(*rows, strict=True), strict=True):
                column.add(values)
            if time.monotonic() > end:
                raise _too_long()
    return pa.Table.from_arrays([column.whole() for column in columns], names=[column.name for column in columns])


def _statement(place: Place) -> sqlalchemy.TextClause:
    """Bind the parameters without a type, so that a text may be compared with a date."""
    bound = [
        sqlalchemy.bindparam(name, value, type_=sqlalchemy.types.NullType()) for name, value in place.parameters.items()
    ]
    return sqlalchemy.text(place.sql).bindparams(*bound)


@dataclass
class _Column:
    """The cells of a column as they come in, in chunks."""

    name: str
    kind: str = ""
    rows: int = 0
    chunks: list[pa.Array] = field(default_factory=list)

    def add(self, values: Sequence[object]) -> None:
        """Take in the next cells; a column holds one kind."""
        for found in dict.fromkeys(map(type, values)):
            if found is not NoneType:
                self._require_one_kind(found, values)
        self.chunks.append(_array(values, self.kind))
        self.rows += len(values)

    def whole(self) -> pa.ChunkedArray:
        """Return all cells in one type: whole numbers only where all of them are."""
        kind = _ARROW_TYPES.get(self.kind) or next(
            (wide for wide in (pa.float64(), pa.int64()) if any(chunk.type == wide for chunk in self.chunks)), pa.null()
        )
        return pa.chunked_array([chunk.cast(kind) for chunk in self.chunks], type=kind)

    def _require_one_kind(self, found: type, values: Sequence[object]) -> None:
        kind = _KINDS.get(found, "")
        held: str
        if found is datetime and any(isinstance(value, datetime) and value.tzinfo for value in values):
            kind, held = "", Message("timestamps with a time zone")
        else:
            held = _KINDS_TOLD[kind] if kind else Message("values of type {name}", name=found.__name__)
        if kind and self.kind in {"", kind}:
            self.kind = kind
            return
        row = self.rows + 1 + next(at for at, value in enumerate(values) if type(value) is found)
        if self.kind and kind:
            held = Message("{first} and, from here on, {then}", first=_KINDS_TOLD[self.kind], then=held)
        mend = Message("Give it one type in the query, as in CAST(... AS text) or CAST(... AS date).")
        raise _Unreadable("E165", Message('column "{column}" holds {held}', column=self.name, held=held), mend, row)


def _array(values: Sequence[object], kind: str) -> pa.Array:
    if kind == "text":
        return pa.array([value if value is None else str(value) for value in values], pa.string())
    if kind != _NUMBERS:
        return pa.array(values, _ARROW_TYPES[kind])
    if all(isinstance(value, int | None) for value in values):
        try:
            return pa.array(values, pa.int64())
        except OverflowError:
            pass
    return pa.array([value if value is None else float(str(value)) for value in values], pa.float64())


def _digest(table: pa.Table) -> str:
    """Return the SHA-256 of a table as CSV: every cell in quotes, but for those that are not there."""
    written = _Hash()
    columns = [column.cast(pa.string()) if pa.types.is_null(column.type) else column for column in table.columns]
    with pa.PythonFile(written, mode="w") as file:
        options = pa.csv.WriteOptions(quoting_style="all_valid")
        pa.csv.write_csv(pa.Table.from_arrays(columns, names=table.column_names), file, options)
    return written.sha256.hexdigest()


class _Hash:
    """A file that keeps nothing of what is written to it but the digest."""

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()
        self.closed = False

    def write(self, content: bytes) -> int:
        self.sha256.update(content)
        return len(content)

    def flush(self) -> None:
        """Do nothing: nothing waits."""

    def close(self) -> None:
        self.closed = True


def _on_connecting(words: str) -> _Unreadable:
    mend = Message("Correct the uri, or ask whoever keeps the database.")
    return _Unreadable("E162", Message("the database cannot be reached: {why}", why=_why(words)), mend)


def _why(words: str) -> str:
    known = (why for pattern, why in _WHY_NO_CONNECTION if re.search(pattern, words, re.IGNORECASE))
    return next(known, Message("it refuses the connection"))


def _on_reading(error: SQLAlchemyError) -> _Unreadable:
    """Tell what a database says of a query; its words are passed on only where they can hold no value of a record."""
    cause = getattr(error, "orig", None)
    state = str(getattr(cause, "sqlstate", None) or "")
    words = (str(cause).splitlines() or [""])[0]
    if state == _CANCELLED or words == "interrupted":
        return _too_long()
    if state.startswith(_POSTGRESQL_ON_THE_QUERY) or (not state and re.match(_SQLITE_ON_THE_QUERY, words)):
        mend = Message("Correct the query in the project file; it can only read.")
        return _Unreadable("E163", Message("the database refuses the query: {words}", words=words), mend)
    if isinstance(cause, sqlite3.Error) and re.search(_SQLITE_ON_THE_FILE, words):
        return _on_connecting(words)
    kind = ", ".join(filter(None, (type(cause or error).__name__, state)))
    mend = Message("Put the query to the database itself, to see why; it may hold a value.")
    return _Unreadable("E166", Message("the database broke off ({kind})", kind=kind), mend)


def _too_long() -> _Unreadable:
    mend = Message("Ask for less, or have the database prepare the table.")
    return _Unreadable("E164", Message("the query takes more than {n} seconds", n=QUERY_SECONDS), mend)
