"""What a run tells while it runs. How that looks is decided by whoever watches."""

from __future__ import annotations

from typing import Protocol

__all__ = ["Progress", "Silent"]


class Progress(Protocol):
    """Someone who watches a run."""

    def start(self, total: int) -> None:
        """Hear how many folders of reports there are to make."""

    def running(self, label: str) -> None:
        """Hear that a folder is being made."""

    def done(self, label: str) -> None:
        """Hear that a folder is made, or was up to date."""

    def failed(self, label: str, reason: str) -> None:
        """Hear that a folder could not be made."""

    def finish(self) -> None:
        """Hear that nothing more will come."""


class Silent:
    """Nobody who watches."""

    def start(self, total: int) -> None:
        """Say nothing."""

    def running(self, label: str) -> None:
        """Say nothing."""

    def done(self, label: str) -> None:
        """Say nothing."""

    def failed(self, label: str, reason: str) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""
