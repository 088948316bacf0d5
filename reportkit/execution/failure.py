"""What is known of a report notebook that did not run to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.errors import ReportError
from reportkit.messages import Message

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["ExecutionFailure"]


class ExecutionFailure(ReportError):  # noqa: N818 - what failed is a report, and that is told
    """Raised when a cell of a report notebook fails, or when its kernel ends before the notebook does.

    Attributes
    ----------
    cell
        The number of the cell as the author counts: all cells of the notebook, the first is 1.
    line
        What stopped it: the kind of error, or the sentence of one of reportkit's own; no value of the data.
    notebook
        The notebook as far as it ran. Its outputs may hold values of the data.
    """

    def __init__(self, code: str, line: str, *, where: str, cell: int, notebook: NotebookNode) -> None:
        super().__init__(code, Message("cell {number}: {line}", number=cell, line=line), where=where)
        self.line, self.cell, self.notebook = line, cell, notebook

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling between the worker processes of a batch."""
        return _rebuilt, (self.code, self.line, self.where, self.cell, self.notebook)


def _rebuilt(code: str, line: str, where: str, cell: int, notebook: NotebookNode) -> ExecutionFailure:
    return ExecutionFailure(code, line, where=where, cell=cell, notebook=notebook)
