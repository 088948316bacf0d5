"""Whether the persons of the release before are delivered still: told by keyed fingerprints, never by their keys.

A fingerprint is eight bytes of the keyed BLAKE2b of a person key and an operation. Its secret is made at random and
lies beside the fingerprints: whoever can open that folder can try keys, and finds none in it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reportkit.provenance.private import OWNERS_FOLDER, write_private

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from numpy.typing import NDArray

    Fingerprints = NDArray[np.uint64]

__all__ = ["Persons", "Turnover"]

_SECRET, _LAST, _BEFORE, _NEXT = "secret", "last", "before", "next"
_BYTES, _SECRET_BYTES, _DIGEST_BYTES = 8, 32, 32


@dataclass(frozen=True)
class Turnover:
    """Of persons in operations: how many the release before had, how many of them are gone, and how many are new."""

    before: int
    gone: int
    new: int


@dataclass(frozen=True)
class Persons:
    """The fingerprints of the persons of a project in its last release, and in the last one of another delivery.

    `folder` is the folder of all projects; the fingerprints of each stand in one of its own.
    """

    folder: Path
    project: str

    def compare(self, delivery: str, pairs: Iterable[tuple[str, str]]) -> Turnover | None:
        """Compare a delivery with the release before it; None when there was none of another delivery.

        Parameters
        ----------
        delivery
            The SHA-256 of the delivery.
        pairs
            Person key and operation of each participation.
        """
        secret = self._secret()
        earlier = self._before(delivery, secret)
        if earlier is None:
            return None
        present = _fingerprints(secret, pairs)
        gone = len(np.setdiff1d(earlier, present, assume_unique=True))
        return Turnover(len(earlier), gone, len(present) - (len(earlier) - gone))

    def propose(self, delivery: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep the fingerprints of a delivery until it is known whether it is released."""
        self._own.mkdir(mode=OWNERS_FOLDER, parents=True, exist_ok=True)
        secret = self._secret()
        if not secret:
            secret = secrets.token_bytes(_SECRET_BYTES)
            write_private(self.folder / _SECRET, secret)
        head = bytes.fromhex(delivery) + _mark(secret)
        write_private(self._own / _NEXT, head + _fingerprints(secret, pairs).astype(">u8").tobytes())

    def settle(self, released: Iterable[str]) -> None:
        """Make the proposed fingerprints the last ones, if their delivery was released, and forget older ones."""
        proposed = self._own / _NEXT
        if not proposed.exists():
            return
        delivery = _delivery(proposed)
        if delivery not in set(released):
            proposed.unlink()
            return
        last = self._own / _LAST
        if last.exists() and _delivery(last) != delivery:
            last.replace(self._own / _BEFORE)
        proposed.replace(last)

    @property
    def _own(self) -> Path:
        return self.folder / self.project

    def _secret(self) -> bytes:
        path = self.folder / _SECRET
        return path.read_bytes() if path.is_file() else b""

    def _before(self, delivery: str, secret: bytes) -> Fingerprints | None:
        for path in (self._own / _LAST, self._own / _BEFORE):
            if path.exists() and _delivery(path) != delivery:
                content = path.read_bytes()[_DIGEST_BYTES:]
                mark, kept = content[:_BYTES], content[_BYTES:]
                readable = mark == _mark(secret) and len(kept) % _BYTES == 0
                return np.frombuffer(kept, dtype=">u8").astype(np.uint64) if readable else None
        return None


def _fingerprints(secret: bytes, pairs: Iterable[tuple[str, str]]) -> Fingerprints:
    """Make the sorted fingerprints of distinct pairs."""
    made = {
        hashlib.blake2b(f"{len(person)}:{person}{operation}".encode(), digest_size=_BYTES, key=secret).digest()
        for person, operation in pairs
    }
    return np.frombuffer(b"".join(sorted(made)), dtype=">u8").astype(np.uint64)


def _mark(secret: bytes) -> bytes:
    """Return what tells whether fingerprints were made with this secret: those of another say nothing."""
    return hashlib.blake2b(b"secret", digest_size=_BYTES, key=secret).digest()


def _delivery(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_DIGEST_BYTES).hex()
