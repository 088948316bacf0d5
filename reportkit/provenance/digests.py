"""SHA-256 digests of what a report is made with: the package's source, what surrounds it, a notebook, a file."""

from __future__ import annotations

import functools
import hashlib
import json
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["code_digest", "file_digest", "lock_digest", "notebook_digest", "package_version", "sha256"]

_PACKAGE = Path(__file__).parent.parent


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal.

    Examples
    --------
    >>> sha256(b"")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def package_version() -> str:
    """Return the version of the package; 0 for a source tree that is not installed."""
    try:
        return metadata.version("reportkit-esf")
    except metadata.PackageNotFoundError:
        return "0"


@functools.cache
def code_digest() -> str:
    """Return one digest of all files of the package but its notebooks, which have their own."""
    files = sorted((path.relative_to(_PACKAGE).as_posix(), path) for path in _PACKAGE.rglob("*") if path.is_file())
    return _digest((name, file_digest(path)) for name, path in files if _is_source(name))


@functools.cache
def lock_digest() -> str:
    """Return the digest of what surrounds the package: of ``uv.lock`` in a checkout, else of what is installed."""
    lock = _PACKAGE.parent / "uv.lock"
    if lock.is_file() and (_PACKAGE.parent / "pyproject.toml").is_file():
        return file_digest(lock)
    return _digest(sorted({(found.name.lower(), found.version) for found in metadata.distributions()}))


def notebook_digest(path: Path) -> str:
    """Return the digest of a notebook's cells as written, with their tags: outputs and counts play no part.

    A file that is not a notebook is taken byte by byte; it is refused where it would be run.
    """
    content = path.read_bytes()
    try:
        cells = json.loads(content)["cells"]
        written = [[cell["cell_type"], "".join(cell["source"]), cell["metadata"].get("tags", [])] for cell in cells]
    except (ValueError, KeyError, TypeError, AttributeError):
        return sha256(content)
    return sha256(json.dumps(written, ensure_ascii=False).encode())


def _is_source(name: str) -> bool:
    return not name.startswith("notebooks/") and "__pycache__" not in name and not name.endswith(".pyc")


def _digest(pairs: Iterable[tuple[str, str]]) -> str:
    return sha256("".join(f"{name}\0{value}\n" for name, value in pairs).encode())
