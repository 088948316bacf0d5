"""What an official reads of a delivery out of reach, and of keys; the lines in Dutch are in dutch/elsewhere.txt."""

from __future__ import annotations

import errno
import io
import os
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import fsspec
import pytest
from typer.testing import CliRunner

from reportkit.cli.application import application
from reportkit.cli.language import told_error
from reportkit.errors import ReportkitError
from reportkit.intake import database, read
from reportkit.intake.local import changed
from reportkit.intake.pseudonyms import Form, new_secret, pseudonymised, secret_of
from reportkit.tables import Delivery
from tests.intake.deliveries import PARTICIPATIONS, dutch, in_dutch, project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Ask = Callable[[str, str], Delivery]

DUTCH = dutch("elsewhere")
TABLES = """
CREATE TABLE jobs (person_key TEXT, operation_id TEXT, start_date TEXT);
INSERT INTO jobs VALUES ('p1', 'A', '2022-01-05');
CREATE TABLE mixed (person_key);
INSERT INTO mixed VALUES ('p1'), (7);
"""


class Stand(fsspec.AbstractFileSystem):  # type: ignore[misc] # fsspec has no types
    """Stands in for a protocol: how large a file is, and what its reading raises."""

    cachable = False

    def __init__(self, size: int, raises: Exception | None = None) -> None:
        super().__init__()
        self.size, self.raises = size, raises

    def info(self, _path: str, **_: object) -> dict[str, object]:
        """Say how large the file is."""
        return {"size": self.size}

    def _open(self, _path: str, **_: object) -> io.BytesIO:
        if self.raises:
            raise self.raises
        return io.BytesIO(PARTICIPATIONS)


@pytest.fixture
def ask(workspace: Path) -> Ask:
    """Return what reads the table jobs from a database by a query."""
    with closing(sqlite3.connect(workspace / "data" / "p" / "esf.sqlite")) as connection, connection:
        connection.executescript(TABLES)

    def asked(sql: str, uri: str) -> Delivery:
        return read(project({"tables": {"jobs": {"uri": uri, "sql": sql}}}), workspace)

    return asked


def only(delivery: Delivery, fault: str) -> bool:
    """Tell whether the one finding of that code has its line in Dutch."""
    return in_dutch(delivery, DUTCH[fault][:4]) == [DUTCH[fault]]


def test_a_link_out_of_the_workspace_is_told_in_dutch(workspace: Path) -> None:
    """A link is followed, and what is outside is not read."""
    (workspace.parent / "outside.csv").write_bytes(PARTICIPATIONS)
    (workspace / "data" / "p" / "participations.csv").symlink_to(workspace.parent / "outside.csv")
    assert only(read(project(), workspace), "a link")


def test_a_file_that_cannot_be_opened_is_told_in_dutch(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when its permissions are those of another."""
    (workspace / "data" / "p" / "participations.csv").write_bytes(PARTICIPATIONS)

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr("reportkit.intake.local._opened", refuse)
    assert only(read(project(), workspace), "no permission")


def test_what_is_no_file_is_told_in_dutch(workspace: Path) -> None:
    """A pipe that nobody writes into; it is there for a moment only, so it is put there after it was found."""
    there = workspace / "data" / "p" / "participations.csv"
    os.mkfifo(there)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pathlib.Path.is_file", lambda _: True)
        assert only(read(project(), workspace), "a pipe")


def test_a_file_that_changes_is_told_in_dutch() -> None:
    """At hand and elsewhere alike."""
    assert only(Delivery(tables={}, findings=(changed("data/p/jobs.csv"),)), "changed")


@pytest.mark.parametrize(
    ("fault", "stand"),
    [
        ("too large", Stand(1 << 40)),
        ("no entry", Stand(3, PermissionError())),
        ("not there", Stand(3, FileNotFoundError())),
        ("broken off", Stand(3, ConnectionResetError())),
    ],
)
def test_a_file_elsewhere_is_told_in_dutch(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, fault: str, stand: Stand
) -> None:
    """By its kind alone."""
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda uri, **_: (stand, uri))
    tables = {"participations": {"uri": "s3://bucket/participations.csv"}}
    assert only(read(project({"tables": tables}), workspace), fault)


def test_a_protocol_without_a_driver_is_told_in_dutch(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What brings it is said."""
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    tables = {"participations": {"uri": "gs://bucket/participations.csv"}}
    assert only(read(project({"tables": tables}), workspace), "no driver")


def test_a_database_without_a_driver_is_told_in_dutch(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it is said."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert only(ask("SELECT 1", "postgresql://db.example/esf"), "no driver of a database")


@pytest.mark.parametrize(
    ("fault", "sql", "uri"),
    [
        ("no database", "SELECT * FROM jobs", "sqlite:///data/p/participations.csv"),
        ("no such table", "SELECT * FROM job", "sqlite:///data/p/esf.sqlite"),
        ("two types", "SELECT * FROM mixed", "sqlite:///data/p/esf.sqlite"),
        ("bytes", "SELECT x'00' AS person_key", "sqlite:///data/p/esf.sqlite"),
        ("a database broke off", "SELECT CAST(x'ff' AS TEXT) AS person_key", "sqlite:///data/p/esf.sqlite"),
    ],
)
def test_a_query_is_told_in_dutch(workspace: Path, ask: Ask, fault: str, sql: str, uri: str) -> None:
    """What the database says itself stays as it says it."""
    (workspace / "data" / "p" / "participations.csv").write_bytes(PARTICIPATIONS)
    assert only(ask(sql, uri), fault)


def test_a_query_that_takes_too_long_is_told_in_dutch(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the limit."""
    monkeypatch.setattr(database, "QUERY_SECONDS", -1)
    endless = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS person_key FROM n"
    assert only(ask(endless, "sqlite:///data/p/esf.sqlite"), "too long")


@pytest.mark.parametrize(
    ("fault", "written", "mode"),
    [("a short key", "short", 0o600), ("a key for all", "s" * 64, 0o644), ("no key", "", 0o600)],
)
def test_a_key_file_is_told_in_dutch(tmp_path: Path, fault: str, written: str, mode: int) -> None:
    """It is not there, is too short, or can be read by others."""
    key = tmp_path / "key"
    if written:
        key.write_text(written)
        key.chmod(mode)
    assert in_other_words(lambda: secret_of(key, [])).replace(f"{tmp_path}/", "") == DUTCH[fault]


def test_a_key_in_the_workspace_is_told_in_dutch(workspace: Path) -> None:
    """It would lie where the reports are."""
    told = in_other_words(lambda: new_secret(workspace / "key", [workspace]))
    assert told.replace(f"{workspace}/", "") == DUTCH["a key in the workspace"]


def test_a_key_that_is_there_already_is_told_in_dutch(tmp_path: Path) -> None:
    """It is not written over."""
    (tmp_path / "key").write_text("s" * 64)
    told = in_other_words(lambda: new_secret(tmp_path / "key", []))
    assert told.replace(f"{tmp_path}/", "") == DUTCH["a key already"]


@pytest.mark.parametrize(
    ("fault", "content"),
    [
        ("no such column", b"dossier,track\n1,a\n"),
        ("another that gives away", b"key,voornaam,track\n1,x,85.07.30-033.28\n"),
        ("not decodable", b"key\n\xe9\n"),
        ("UTF-16", "key\n1\n".encode("utf-16")),
        ("a short row", b"key,track\n1\n"),
        ("an open quote", b'key\n"1\n'),
        ("nothing", b""),
    ],
)
def test_a_file_without_pseudonyms_is_told_in_dutch(fault: str, content: bytes) -> None:
    """Nothing is written."""
    told = in_other_words(lambda: pseudonymised(content, "x.csv", ["key"], (), b"s" * 32, Form()))
    assert told == DUTCH[fault]


def test_a_file_that_would_be_overwritten_is_told_in_dutch(tmp_path: Path) -> None:
    """Whatever it holds."""
    (tmp_path / "x.csv").write_text("key\n1\n")
    there = str(tmp_path / "x.csv")
    arguments = ["pseudonymise", there, "--column", "key", "--key-file", str(tmp_path / "key"), "--output", there]
    result = CliRunner().invoke(application, arguments)
    assert (result.exit_code, result.stderr.replace(f"{tmp_path}/", "")) == (2, DUTCH["a file already"] + "\n")


@pytest.fixture(autouse=True)
def _dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line speak Dutch."""
    monkeypatch.setenv("LANGUAGE", "nl")


def in_other_words(refused: Callable[[], object]) -> str:
    """Return what the command line says of an error."""
    with pytest.raises(ReportkitError) as error:
        refused()
    return told_error(error.value)
