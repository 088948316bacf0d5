"""Files that only their owner can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OWNERS_FOLDER", "OWNER_ONLY", "write_private"]

OWNER_ONLY, OWNERS_FOLDER = 0o600, 0o700
"""The modes of a file and of a folder that nobody else can open."""


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read beside its place, and then give it its name."""
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    beside.touch(mode=OWNER_ONLY)
    beside.write_bytes(content)
    beside.replace(path)
