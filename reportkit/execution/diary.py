"""What happened to a notebook while it ran, noted cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

__all__ = ["Diary"]


@dataclass
class Diary:
    """How far a notebook came.

    papermill's own record can't be leaned on: after a killed kernel it says that every cell is completed.
    """

    notebook: NotebookNode
    cell: int = -1
    """The position of the last cell that was begun."""
    asked_to_exit: bool = False
    answered: bool = False
    """Whether the kernel still answered after the last cell that was begun."""

    def begin(self, *, cell_index: int, **_: object) -> None:
        """Note that a cell is begun."""
        self.cell = cell_index

    def end(self, *, execute_reply: Mapping[str, Any], **_: object) -> None:
        """Note that a cell ended, and whether it asked its kernel to stop."""
        payload = execute_reply["content"].get("payload") or ()
        self.asked_to_exit |= any(part.get("source") == "ask_exit" for part in payload)
