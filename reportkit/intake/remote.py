"""A file that stands elsewhere: its bytes, whole, through fsspec. What they mean is not known here.

Importing this takes time: whoever reads no such file does not import it.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

import fsspec

from reportkit.intake.faults import fault
from reportkit.intake.local import changed
from reportkit.messages import Amount, Message
from reportkit.params.sources import REMOTE, filled, scheme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.tables import Finding

__all__ = ["MOST_BYTES", "READ_SECONDS", "read_remote"]

MOST_BYTES = 1 << 30
"""How large a file elsewhere may be; it is held in memory."""
READ_SECONDS = 600
"""How long the reading of a file may take."""

_PIECE_BYTES = 1 << 24
_VERSION = ("size", "ETag", "etag", "LastModified", "last_modified", "mtime", "generation", "md5")
_NO_ENTRY = frozenset({401, 403, 407})
_NOT_THERE = frozenset({404, 410})
_CREDENTIALS = frozenset({"NoCredentialsError", "PartialCredentialsError", "DefaultCredentialsError"})


class _TooLarge(Exception):  # noqa: N818 - it becomes a finding, and never leaves this module
    """Raised for a file that is larger than may be held."""


class _Changed(Exception):  # noqa: N818 - likewise
    """Raised for a file that is another one after its reading than before."""


def read_remote(uri: str, shown: str) -> bytes | Finding:
    """Read a file elsewhere once, whole.

    Parameters
    ----------
    uri
        Where it stands, with placeholders for what only the environment knows; credentials that the protocol has
        settings of its own for are taken from the environment as well.
    shown
        How the file is called in messages: without a password.
    """
    content: list[bytes] = []
    errors: list[Exception] = []

    def read() -> None:
        """Keep what was read, or why it was not."""
        try:
            content.append(_read(filled(uri, os.environ)))
        except Exception as error:  # noqa: BLE001 - each protocol has its own; what it is told as is decided below
            errors.append(error)

    reader = threading.Thread(target=read, daemon=True)  # a protocol that does not give up is given up
    reader.start()
    reader.join(READ_SECONDS)
    if content:
        return content[0]
    return _finding(errors[0] if errors else TimeoutError(), uri, shown)


def _read(uri: str) -> bytes:
    files, path = fsspec.core.url_to_fs(uri, skip_instance_cache=True, use_listings_cache=False, **_patience(uri))
    before = files.info(path)
    if (before.get("size") or 0) > MOST_BYTES:
        raise _TooLarge
    with files.open(path, "rb") as file:
        content = b"".join(_pieces(file))
    files.invalidate_cache()
    after = files.info(path)
    if any(before.get(key) != after.get(key) for key in _VERSION):
        raise _Changed
    return content


def _patience(uri: str) -> dict[str, Any]:
    if scheme(uri) not in {"http", "https"}:
        return {}
    import aiohttp  # noqa: PLC0415 - it comes with the extra of this protocol

    return {"client_kwargs": {"timeout": aiohttp.ClientTimeout(READ_SECONDS, sock_connect=15, sock_read=60)}}


def _pieces(file: Any) -> Iterator[bytes]:  # noqa: ANN401 - each protocol has its own kind of file
    held = 0
    while piece := file.read(_PIECE_BYTES):
        held += len(piece)
        if held > MOST_BYTES:
            raise _TooLarge
        yield piece


def _finding(error: Exception, uri: str, shown: str) -> Finding:
    """Tell what a protocol says by its kind alone: its words may hold an address that lets anyone in."""
    if isinstance(error, ImportError):
        what = Message("the driver for {scheme}:// is not installed", scheme=scheme(uri))
        mend = Message("Install it: pip install '{package}'.", package=REMOTE[scheme(uri)])
        return fault("E190", shown, what, mend=mend)
    if isinstance(error, _TooLarge):
        what = Message("the file is larger than {most} MiB", most=Amount(round(MOST_BYTES / 2**20)))
        return fault("E193", shown, what, mend=Message("Deliver it in parts, or as Parquet."))
    causes = list(_causes(error))
    if any(isinstance(cause, _Changed) or type(cause).__name__ == "FileExpired" for cause in causes):
        return changed(shown)
    if any(_is_refusal(cause) for cause in causes):
        mend = Message("Set the credentials in the environment, or have the file opened to them.")
        return fault("E192", shown, Message("the file may not be read"), mend=mend)
    if isinstance(error, FileNotFoundError | IsADirectoryError) and not any(map(_is_network, causes)):
        mend = Message("Correct the uri, or deliver the file.")
        return fault("E191", shown, Message("there is no such file"), mend=mend)
    kinds = ", ".join(dict.fromkeys(type(cause).__name__ for cause in causes))
    what = Message("the file cannot be fetched ({kinds})", kinds=kinds)
    return fault("E194", shown, what, mend=Message("Look at the network, and try again."))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _is_refusal(error: BaseException) -> bool:
    refused = isinstance(error, PermissionError) or type(error).__name__ in _CREDENTIALS
    return refused or getattr(error, "status", None) in _NO_ENTRY


def _is_network(error: BaseException) -> bool:
    absent = getattr(error, "status", None) in _NOT_THERE
    from_the_web = type(error).__module__.startswith("aiohttp.client")
    return isinstance(error, ConnectionError | TimeoutError) or (from_the_web and not absent)
