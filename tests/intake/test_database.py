"""A table that a query gives: the same as from a file, read only, and told without a password or a value."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
import sqlalchemy

from reportkit.intake import database, line
from reportkit.provenance.manifest import manifest
from tests.intake.servers import PASSWORD, free_port, postgresql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reportkit.tables import Delivery
    from tests.intake.deliveries import Deliver

    Ask = Callable[..., Delivery]

JOBS = """\
person_key,operation_id,start_date,end_date,contract,hours_per_week
0012,A,2022-01-05,,permanent,38
p2,A,2022-01-06,2022-03-01,fixed_term,12.5
"é, ""x"" y",A,2022-01-07,,,
"""
SQLITE = """
CREATE TABLE jobs (person_key TEXT, operation_id TEXT, start_date TEXT, end_date TEXT, contract TEXT, hours REAL);
INSERT INTO jobs VALUES ('0012', 'A', '2022-01-05', NULL, 'permanent', 38), ('p3', 'B', '2022-01-05', NULL, NULL, 1),
('p2', 'A', '2022-01-06', '2022-03-01', 'fixed_term', 12.5), ('é, "x" y', 'A', '2022-01-07', NULL, NULL, NULL);
CREATE TABLE mixed (person_key, operation_id, start_date, hours_per_week);
INSERT INTO mixed VALUES ('p1', 'A', '2022-01-05', 38), ('p1', 'A', '2022-01-06', 'Amina'),
(7, 'A', '2022-01-06', x'00');
"""
POSTGRESQL = """
CREATE TABLE jobs (person_key text, operation_id text, start_date date, end_date date, contract text, hours numeric);
INSERT INTO jobs VALUES ('0012', 'A', '2022-01-05', NULL, 'permanent', 38), ('p3', 'B', '2022-01-05', NULL, NULL, 1),
('p2', 'A', '2022-01-06', '2022-03-01', 'fixed_term', 12.50), ('é, "x" y', 'A', '2022-01-07', NULL, NULL, NULL);
CREATE ROLE reader LOGIN PASSWORD '{password}';
GRANT SELECT ON jobs TO reader;
CREATE TABLE closed (person_key text);
CREATE SEQUENCE keys;
"""
COLUMNS = "person_key, operation_id, start_date, end_date, contract, hours AS hours_per_week"
QUERY = f"SELECT {COLUMNS} FROM jobs WHERE operation_id = :op ORDER BY start_date"  # noqa: S608 - written here


@pytest.fixture
def ask(workspace: Path, deliver: Deliver) -> Ask:
    """Return what reads the table jobs from an SQLite database by a query, beside participations in a file."""
    with closing(sqlite3.connect(workspace / "data" / "p" / "esf.sqlite")) as connection, connection:
        connection.executescript(SQLITE)

    def asked(sql: str, uri: str = "sqlite:///data/p/esf.sqlite", **parameters: object) -> Delivery:
        return deliver({"tables": {"jobs": {"uri": uri, "sql": sql, "parameters": parameters}}})

    return asked


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Return the host and port of a PostgreSQL with the table jobs, and another that is closed to its user reader."""
    with postgresql() as where:
        engine = sqlalchemy.create_engine(f"postgresql+psycopg://postgres:{quote(PASSWORD, safe='')}@{where}/postgres")
        with engine.begin() as connection:
            connection.exec_driver_sql(POSTGRESQL.format(password=PASSWORD))
        engine.dispose()
        yield where


@pytest.fixture
def uri(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the uri of the PostgreSQL as a project file has it, and set its password in the environment."""
    monkeypatch.setenv("ESF_PASSWORD", PASSWORD)
    return f"postgresql://reader:${{ESF_PASSWORD}}@{server}/postgres"


def told(delivery: Delivery) -> list[str]:
    """Return the faults of the table jobs, a line each."""
    return [line(finding) for finding in delivery.findings if finding.rule[0] == "E" and "jobs" in finding.file]


def records(delivery: Delivery) -> list[dict[str, object]]:
    """Return the typed records of the table jobs, without where they stand."""
    return list(delivery.tables["jobs"].drop_columns(["_file", "_row"]).to_pylist())


def test_sqlite_gives_the_table_that_a_file_gives(ask: Ask, deliver: Deliver) -> None:
    """The same records are typed the same; their rows are those of the result."""
    asked, delivered = ask(QUERY, op="A"), deliver(jobs=JOBS)
    assert asked.tables["jobs"].schema == delivered.tables["jobs"].schema
    assert records(asked) == records(delivered)
    assert asked.tables["jobs"]["_row"].to_pylist() == [1, 2, 3]


@pytest.mark.slow
def test_postgresql_gives_the_table_that_a_file_gives(ask: Ask, deliver: Deliver, uri: str) -> None:
    """Its dates, decimals and texts are typed as those of a file."""
    asked, delivered = ask(QUERY, uri, op="A"), deliver(jobs=JOBS)
    assert asked.tables["jobs"].schema == delivered.tables["jobs"].schema
    assert records(asked) == records(delivered)


@pytest.mark.slow
def test_postgresql_has_types_of_its_own(ask: Ask, uri: str) -> None:
    """A uuid is text, a timestamp at midnight a date, a whole numeric a number; NULL is empty."""
    values = "('9ad1c24c-0000-4000-8000-000000000001'::uuid, 'A', TIMESTAMP '2022-01-05', NULL, NULL, 7::numeric)"
    table = ask(f"SELECT * FROM (VALUES {values}) AS j ({COLUMNS.replace('hours AS ', '')})", uri).tables["jobs"]  # noqa: S608
    assert [str(table[name][0]) for name in ("person_key", "start_date", "end_date", "hours_per_week")] == [
        "9ad1c24c-0000-4000-8000-000000000001", "2022-01-05", "None", "7.0",
    ]  # fmt: skip


@pytest.mark.slow
def test_a_parameter_may_be_compared_with_a_date(ask: Ask, uri: str) -> None:
    """It is bound as it is written, and takes the type of what it stands beside."""
    query = f"SELECT {COLUMNS} FROM jobs WHERE start_date >= :day AND hours > :least"  # noqa: S608
    assert [record["person_key"] for record in records(ask(query, uri, day="2022-01-06", least=3))] == ["p2"]


def test_many_rows_come_in_chunks(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A column that is empty, then whole, then not whole is one column, and its digest knows no chunks."""
    query = f"SELECT {COLUMNS} FROM jobs ORDER BY hours"  # noqa: S608
    whole = ask(query)
    monkeypatch.setattr(database, "_CHUNK_ROWS", 1)
    chunked = ask(query)
    assert chunked.tables["jobs"]["hours_per_week"].to_pylist() == [None, 1.0, 12.5, 38.0]
    assert chunked.sources == whole.sources


def test_the_digest_is_that_of_the_rows(ask: Ask) -> None:
    """It changes with a row, and an empty text is another than none."""
    first, again, other, empty = (
        ask(f"SELECT {COLUMNS.replace('contract', contract)} FROM jobs WHERE operation_id = :op", op=op).sources[1]  # noqa: S608
        for contract, op in (("contract", "A"), ("contract", "A"), ("contract", "B"), ("'' AS contract", "B"))
    )
    assert first.sha256 == again.sha256
    assert len({first.sha256, other.sha256, empty.sha256}) == 3


@pytest.mark.slow
def test_no_output_holds_the_password(ask: Ask, uri: str, tmp_path: Path) -> None:
    """A source is called by its uri without the password; the manifest has that and a digest."""
    (tmp_path / "n.ipynb").write_text("{}", encoding="utf-8")
    delivery = ask(QUERY, uri, op="A")
    written = manifest(
        parameters={}, inputs=delivery.sources, releases={}, params_files={}, notebook=tmp_path / "n.ipynb",
        settings={}, synthetic=False, outputs={},
    )  # fmt: skip
    source = json.loads(written)["inputs"][1]
    assert source["path"].startswith("postgresql://reader:***@127.0.0.1:")
    assert source["path"].endswith("/postgres#jobs")
    assert PASSWORD.encode() not in written
    assert len(source["sha256"]) == 64


def test_a_query_without_rows_is_a_table_without_rows(ask: Ask) -> None:
    """It is told as of a file with a header and no records."""
    delivery = ask(QUERY, op="none")
    assert delivery.tables["jobs"].num_rows == 0
    assert told(delivery) == [
        "E127 sqlite:///data/p/esf.sqlite#jobs: expected: the table holds records. Deliver its records."
    ]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM job", "E163 {}: the database refuses the query: no such table: job. Correct the query"),
        ("SELECT hour FROM jobs", "E163 {}: the database refuses the query: no such column: hour. Correct"),
        ("SELECT FROM jobs", 'E163 {}: the database refuses the query: near "FROM": syntax error. Correct'),
        ("WITH a AS (SELECT 1) DELETE FROM jobs", "E163 {}: the database refuses the query: attempt to write"),
        ("SELECT person_key AS naam FROM jobs", "E139 {}: none of its 1 columns is known"),
        ("SELECT *, 1 AS hours FROM jobs", 'E131 {}: column "hours" stands there twice'),
        ("SELECT * FROM mixed", 'E165 {}, row 3: column "person_key" holds text and, from here on, numbers. Give it'),
        (
            "SELECT person_key, operation_id, start_date, hours_per_week FROM mixed LIMIT 2",
            'E165 {}, row 2: column "hours_per_week" holds numbers and, from here on, text. Give it one type',
        ),
        ("SELECT x'00' AS person_key", 'E165 {}, row 1: column "person_key" holds values of type bytes'),
        (
            "SELECT 12 AS person_key, operation_id, start_date FROM jobs",
            'E141 {}: column "person_key" holds int64, not strings',
        ),
        ("SELECT CAST(x'ff' AS TEXT) AS person_key", "E166 {}: the database broke off (OperationalError). Put"),
    ],
)
def test_a_query_that_cannot_be_read_is_told(ask: Ask, sql: str, message: str) -> None:
    """Each fault has its code, and says what the database says where that can hold no value."""
    told_of = " ".join(told(ask(sql)))
    assert message.format("sqlite:///data/p/esf.sqlite#jobs") in told_of
    assert "Amina" not in told_of


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT * FROM job", 'E163 {}: the database refuses the query: relation "job" does not exist. Correct'),
        ("SELECT hour FROM jobs", 'E163 {}: the database refuses the query: column "hour" does not exist. Correct'),
        ("SELECT * FROM closed", "E163 {}: the database refuses the query: permission denied for table closed."),
        ("WITH a AS (DELETE FROM jobs RETURNING *) SELECT * FROM a", "E163 {}: the database refuses the query: "),
        ("SELECT * FROM jobs FOR UPDATE", "E163 {}: the database refuses the query: "),
        ("SELECT now() AS start_date", 'E165 {}, row 1: column "start_date" holds timestamps with a time zone'),
        ("SELECT ARRAY[1] AS person_key", 'E165 {}, row 1: column "person_key" holds values of type list'),
        ("SELECT date 'infinity' AS start_date", "E166 {}: the database broke off (DataError)"),
        ("SELECT CAST(contract AS int) AS person_key FROM jobs", "E166 {}: the database broke off (InvalidText"),
    ],
)
def test_a_query_that_postgresql_refuses_is_told(ask: Ask, uri: str, server: str, sql: str, message: str) -> None:
    """A value that does not fit a type stands in the database's own words, and not in ours."""
    told_of = " ".join(told(ask(sql, uri)))
    assert message.format(f"postgresql://reader:***@{server}/postgres#jobs") in told_of
    assert "permanent" not in told_of


@pytest.mark.slow
@pytest.mark.parametrize(
    "sql",
    [
        "SELECT nextval('keys')::text AS person_key",
        "SELECT set_config('transaction_read_only', 'off', false) AS person_key",
        "SELECT lo_create(0)::text AS person_key",
    ],
)
def test_not_even_the_owner_of_a_database_can_write(
    ask: Ask, server: str, monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    """The transaction is read-only, and no query can make it another."""
    monkeypatch.setenv("OWNER", PASSWORD)
    assert told(ask(sql, f"postgresql://postgres:${{OWNER}}@{server}/postgres"))[0].startswith("E163")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("user", "name", "why"),
    [
        ("nobody", "postgres", "it does not let this user in"),
        ("reader", "esf", "it has no database of that name"),
    ],
)
def test_a_database_that_lets_nobody_in_is_told(
    ask: Ask, uri: str, server: str, user: str, name: str, why: str
) -> None:
    """The words of the server are not passed on, only which of the known reasons it is."""
    there = uri.replace("reader", user).replace("/postgres", f"/{name}")
    assert told(ask(QUERY, there, op="A")) == [
        (
            f"E162 postgresql://{user}:***@{server}/{name}#jobs: the database cannot be reached: {why}. Correct the"
            " uri, or ask whoever keeps the database."
        )
    ]


def test_a_database_that_does_not_answer_is_told(ask: Ask) -> None:
    """Nothing listens on that port."""
    port = free_port()
    assert told(ask(QUERY, f"postgresql://127.0.0.1:{port}/esf", op="A")) == [
        (
            f"E162 postgresql://127.0.0.1:{port}/esf#jobs: the database cannot be reached: nothing answers there."
            " Correct the uri, or ask whoever keeps the database."
        )
    ]


@pytest.mark.slow
def test_a_query_of_postgresql_has_a_limit_of_time(ask: Ask, uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server is told the limit, and breaks off itself."""
    monkeypatch.setattr(database, "QUERY_SECONDS", 1)
    assert "E164" in told(ask("SELECT pg_sleep(20)::text AS person_key", uri))[0]


def test_a_query_of_sqlite_has_a_limit_of_time(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is broken off while it is at work."""
    monkeypatch.setattr(database, "QUERY_SECONDS", -1)
    endless = "WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS person_key FROM n"
    assert told(ask(endless))[0].startswith("E164 sqlite:///data/p/esf.sqlite#jobs: the query takes more than")


def test_a_driver_that_is_not_installed_is_named(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it is said."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert told(ask(QUERY, "postgresql://db.example/esf", op="A")) == [
        (
            "E160 postgresql://db.example/esf#jobs: the driver of this database is not installed. Install it: pip"
            " install 'reportkit-esf[postgres]'."
        )
    ]


def test_a_password_that_the_environment_lacks_is_named(ask: Ask) -> None:
    """Its name is said; nothing is reached."""
    assert told(ask(QUERY, "postgresql://reader:${ESF_NOT_SET}@db.example/esf", op="A")) == [
        (
            "E161 postgresql://reader:***@db.example/esf#jobs: the environment has no ESF_NOT_SET. Set it where"
            " reportkit is started; data.tables.jobs in params/projects/p.yaml names it."
        )
    ]


@pytest.mark.parametrize("path", ["../outside.sqlite", "data/p/link.sqlite", "{}/outside.sqlite"])
def test_an_sqlite_database_outside_the_workspace_is_refused(ask: Ask, workspace: Path, path: str) -> None:
    """No path and no link leads out."""
    outside = workspace.parent / "outside.sqlite"
    outside.write_bytes((workspace / "data" / "p" / "esf.sqlite").read_bytes())
    (workspace / "data" / "p" / "link.sqlite").symlink_to(outside)
    uri = f"sqlite:///{path.format(workspace.parent)}"
    assert told(ask(QUERY, uri, op="A"))[0].startswith(f"E102 {uri}#jobs: the path leads out of the workspace")


def test_a_file_that_is_no_database_is_told(ask: Ask) -> None:
    """A CSV file under the uri of a database is none."""
    assert told(ask(QUERY, "sqlite:///data/p/participations.csv", op="A"))[0].startswith(
        "E162 sqlite:///data/p/participations.csv#jobs: the database cannot be reached: its file is not an SQLite"
    )


def test_an_sqlite_database_is_left_as_it_was(ask: Ask, workspace: Path) -> None:
    """Nothing is written into it or beside it."""
    before = (workspace / "data" / "p" / "esf.sqlite").read_bytes()
    ask(QUERY, op="A")
    assert (workspace / "data" / "p" / "esf.sqlite").read_bytes() == before
    assert sorted(path.name for path in (workspace / "data" / "p").iterdir()) == ["esf.sqlite", "participations.csv"]


def test_a_trailing_semicolon_and_a_comment_are_no_second_statement(ask: Ask) -> None:
    """A query may be written as it is kept."""
    assert ask(f"-- the jobs\n/* of one operation */ {QUERY};\n", op="A").tables["jobs"].num_rows == 3


def test_a_project_of_files_imports_no_database() -> None:
    """What no project file names costs nothing."""
    program = (
        "import sys; from pathlib import Path; import reportkit.intake; from reportkit.intake import files;"
        "from reportkit.intake.places import Place; files.read_file(Place('jobs', 'x', Path('/x')), None);"
        "print([name for name in ('sqlalchemy', 'fsspec', 'psycopg', 'aiohttp') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"
