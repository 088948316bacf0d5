"""A file that stands elsewhere: the same as one at hand, and told without what lets one in."""

from __future__ import annotations

import errno
import hashlib
import io
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from reportkit.intake import line, read, remote
from tests.intake.deliveries import PARTICIPATIONS, project
from tests.intake.servers import free_port, s3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reportkit.tables import Delivery
    from tests.intake.deliveries import Deliver

    Fetch = Callable[..., Delivery]

NAME = "participations.csv"


@pytest.fixture
def fetch(workspace: Path) -> Fetch:
    """Return what reads participations from one or several addresses."""

    def fetched(*uris: str) -> Delivery:
        return read(project({"tables": {"participations": {"uri": list(uris)}}}), workspace)

    return fetched


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """Return the address of an S3 with a bucket."""
    with s3() as address:
        yield address


@pytest.fixture
def bucket(store: str, monkeypatch: pytest.MonkeyPatch) -> fsspec.AbstractFileSystem:
    """Return the S3 with an empty bucket of that name; the environment has its address and credentials."""
    for name, value in {"ENDPOINT_URL": store, "ACCESS_KEY_ID": "key", "SECRET_ACCESS_KEY": "hunter2"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    files = fsspec.filesystem("s3", skip_instance_cache=True, use_listings_cache=False)
    if not files.exists("bucket"):
        files.mkdir("bucket")
    return files


@contextmanager
def web(status: int = 200, content: bytes = PARTICIPATIONS, seconds: float = 0) -> Iterator[str]:
    """Serve the same answer at every address, and give their beginning."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            time.sleep(seconds)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server calls it
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def told(delivery: Delivery) -> list[str]:
    """Return the faults of files, a line each."""
    return [line(finding) for finding in delivery.findings if finding.rule[0] == "E"]


def records(delivery: Delivery) -> list[dict[str, object]]:
    """Return the typed participations, without the name of their file."""
    return list(delivery.tables["participations"].drop_columns(["_file"]).to_pylist())


@pytest.mark.slow
def test_s3_gives_the_table_that_a_file_gives(
    fetch: Fetch, deliver: Deliver, bucket: fsspec.AbstractFileSystem
) -> None:
    """Its rows are those of the file, and its digest that of the bytes."""
    bucket.pipe_file(f"bucket/2022 Q1/{NAME}", PARTICIPATIONS)
    fetched = fetch(f"s3://bucket/2022 Q1/{NAME}")
    assert records(fetched) == records(deliver())
    (source,) = fetched.sources
    assert (source.path, source.sha256) == (f"s3://bucket/2022 Q1/{NAME}", hashlib.sha256(PARTICIPATIONS).hexdigest())


@pytest.mark.slow
def test_a_parquet_file_elsewhere_is_read_as_one(fetch: Fetch, bucket: fsspec.AbstractFileSystem) -> None:
    """The name decides on the reader, as for a file at hand."""
    columns = {"person_key": ["p1"], "operation_id": ["A"], "entry_date": ["2022-01-05"], "age_at_entry": [30]}
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    bucket.pipe_file("bucket/participations.parquet", written.getvalue())
    assert records(fetch("s3://bucket/participations.parquet"))[0]["age_at_entry"] == 30


@pytest.mark.slow
def test_files_at_hand_and_elsewhere_are_one_table(
    fetch: Fetch, bucket: fsspec.AbstractFileSystem, workspace: Path
) -> None:
    """They follow each other in the order of the project file, and each record keeps its file."""
    bucket.pipe_file(f"bucket/{NAME}", PARTICIPATIONS)
    (workspace / "data" / "p" / "later.csv").write_bytes(PARTICIPATIONS.replace(b"p1", b"p2"))
    table = fetch(f"s3://bucket/{NAME}", "file://data/p/later.csv").tables["participations"]
    assert table.select(["person_key", "_file"]).to_pylist() == [
        {"person_key": "p1", "_file": f"s3://bucket/{NAME}"},
        {"person_key": "p2", "_file": "data/p/later.csv"},
    ]


@pytest.mark.slow
@pytest.mark.parametrize("path", ["bucket/gone.csv", "no-bucket/participations.csv"])
def test_a_file_that_is_not_there_is_told(fetch: Fetch, bucket: fsspec.AbstractFileSystem, path: str) -> None:
    """A bucket that does not exist holds no file."""
    assert bucket.exists("bucket")
    assert told(fetch(f"s3://{path}")) == [
        f"E191 s3://{path}: there is no such file. Correct the uri, or deliver the file."
    ]


@pytest.mark.slow
def test_an_address_of_the_web_is_read(fetch: Fetch, deliver: Deliver) -> None:
    """What stands after its question mark is not shown."""
    with web() as address:
        fetched = fetch(f"{address}/{NAME}?version=3")
    assert records(fetched) == records(deliver())
    assert fetched.sources[0].path == f"{address}/{NAME}?version=***"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "E192 {}: the file may not be read. Set the credentials in the environment"),
        (403, "E192 {}: the file may not be read. Set the credentials in the environment"),
        (404, "E191 {}: there is no such file. Correct the uri, or deliver the file."),
        (500, "E194 {}: the file cannot be fetched (FileNotFoundError, ClientResponseError). Look at the network"),
    ],
)
def test_what_the_web_refuses_is_told(fetch: Fetch, status: int, message: str) -> None:
    """A refusal is no absence, and a broken server neither."""
    with web(status) as address:
        uri = f"{address}/{NAME}"
        assert told(fetch(uri))[0].startswith(message.format(uri))


@pytest.mark.slow
def test_an_address_that_does_not_answer_is_told(fetch: Fetch) -> None:
    """Nothing listens on that port."""
    uri = f"http://127.0.0.1:{free_port()}/{NAME}"
    assert told(fetch(uri))[0].startswith(f"E194 {uri}: the file cannot be fetched (")


@pytest.mark.slow
def test_an_address_that_takes_too_long_is_given_up(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """No protocol can keep a run waiting for ever."""
    monkeypatch.setattr(remote, "READ_SECONDS", 0.3)
    with web(seconds=2) as address:
        assert told(fetch(f"{address}/{NAME}"))[0].startswith(f"E194 {address}/{NAME}: the file cannot be fetched (")


@pytest.mark.slow
def test_a_file_that_is_too_large_is_refused(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the server does not say how large it is."""
    monkeypatch.setattr(remote, "MOST_BYTES", len(PARTICIPATIONS) - 1)
    with web() as address:
        assert told(fetch(f"{address}/{NAME}")) == [
            f"E193 {address}/{NAME}: the file is larger than 0 MiB. Deliver it in parts, or as Parquet."
        ]


class Stand(fsspec.AbstractFileSystem):  # type: ignore[misc] # fsspec has no types
    """Stands in for a protocol: what it says of a file, in turn, and what it raises."""

    cachable = False
    says: tuple[dict[str, object], ...] = ({"size": 3},)
    raises: Exception | None = None

    def info(self, _path: str, **_: object) -> dict[str, object]:
        """Return what it says next."""
        said, *rest = self.says
        type(self).says = tuple(rest)
        return said

    def _open(self, _path: str, **_: object) -> io.BytesIO:
        if self.raises:
            raise self.raises
        return io.BytesIO(b"abc")


@pytest.mark.parametrize(
    ("says", "raises", "message"),
    [
        ([{"size": 1 << 40}], None, "E193 {}: the file is larger than 1,024 MiB."),
        ([{"size": 3, "ETag": "1"}, {"size": 3, "ETag": "2"}], None, "E195 {}: the file changed while it was read."),
        ([{"size": 3}], PermissionError("hunter2"), "E192 {}: the file may not be read."),
        ([{"size": 3}], FileNotFoundError("hunter2"), "E191 {}: there is no such file."),
        ([{"size": 3}], ConnectionResetError("hunter2"), "E194 {}: the file cannot be fetched (ConnectionResetError)."),
        ([{"size": 3}], OSError(errno.EIO, "hunter2"), "E194 {}: the file cannot be fetched (OSError)."),
    ],
)
def test_what_a_protocol_says_is_told_by_its_kind(
    fetch: Fetch, monkeypatch: pytest.MonkeyPatch, says: list[dict[str, object]], raises: Exception, message: str
) -> None:
    """Its own words, in which an address may hold a secret, are not passed on."""
    monkeypatch.setattr(Stand, "says", tuple(says))
    monkeypatch.setattr(Stand, "raises", raises)
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda uri, **_: (Stand(), uri))
    (words,) = told(fetch(f"s3://bucket/{NAME}"))
    assert words.startswith(message.format(f"s3://bucket/{NAME}"))
    assert "hunter2" not in words


def test_a_driver_that_is_not_installed_is_named(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    """What brings it is said."""
    monkeypatch.setitem(sys.modules, "gcsfs", None)
    assert told(fetch(f"gs://bucket/{NAME}")) == [
        f"E190 gs://bucket/{NAME}: the driver for gs:// is not installed. Install it: pip install 'gcsfs'."
    ]


def test_what_the_environment_lacks_is_named(fetch: Fetch) -> None:
    """Nothing is fetched."""
    assert told(fetch(f"s3://${{ESF_NOT_SET}}/{NAME}")) == [
        (
            f"E161 s3://${{ESF_NOT_SET}}/{NAME}: the environment has no ESF_NOT_SET. Set it where reportkit is started;"
            " data.tables.participations in params/projects/p.yaml names it."
        )
    ]


def test_a_name_that_says_no_kind_is_refused(fetch: Fetch) -> None:
    """Nothing is guessed from what is in it, and nothing is fetched."""
    assert told(fetch("s3://bucket/participations"))[0].startswith(
        "E196 s3://bucket/participations: its name does not say of which kind it is."
    )


@pytest.mark.parametrize("there", ["{}/outside.csv", "../outside.csv", "data/p/link.csv"])
def test_a_file_uri_stays_in_the_workspace(fetch: Fetch, workspace: Path, there: str) -> None:
    """No path and no link leads out."""
    outside = workspace.parent / "outside.csv"
    outside.write_bytes(PARTICIPATIONS)
    (workspace / "data" / "p" / "link.csv").symlink_to(outside)
    uri = f"file://{there.format(workspace.parent)}"
    assert told(fetch(uri))[0].startswith(f"E102 {uri}: the path leads out of the workspace")


def test_a_file_uri_is_called_by_its_path(fetch: Fetch, workspace: Path) -> None:
    """A manifest holds no absolute path."""
    (workspace / "data" / "p" / NAME).write_bytes(PARTICIPATIONS)
    assert fetch(f"file://{workspace}/data/p/{NAME}").sources[0].path == f"data/p/{NAME}"
