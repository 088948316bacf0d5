"""Run one report notebook and judge whether it ran to its end."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import papermill_engines

from reportkit import errors
from reportkit.execution.diary import Diary
from reportkit.execution.engine import ReportEngine
from reportkit.execution.failure import ExecutionFailure
from reportkit.execution.parameters import check_parameters
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["execute", "read_notebook"]

_INJECTED, _MARK = "injected-parameters", "papermill-error-cell-tag"
_ADDED = frozenset({_INJECTED, _MARK})
_OURS = frozenset(errors.__all__)
_CODE = re.compile(r"E\d{3}\b")
_NEVER_RAN = Message("it never ran")


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook as its author saved it.

    Raises
    ------
    ReportError
        E204 when the file is not a notebook of format 4.
    """
    try:
        text = path.read_text(encoding="utf-8")
        return cast("NotebookNode", nbformat.reads(text, as_version=4))  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.ValidationError, AttributeError) as error:
        what = Message("not a notebook that can be read ({kind}).", kind=type(error).__name__)
        raise errors.ReportError("E204", what, where=path.name, mend=Message("Save it anew from JupyterLab.")) from None


def execute(
    path: Path,
    parameters: Mapping[str, object],
    *,
    environment: Mapping[str, str],
    cwd: Path,
    timeout_s: float = 600,
) -> NotebookNode:
    """Run a report notebook with parameters, on a fresh kernel, and return it with its outputs.

    Parameters
    ----------
    path
        The notebook.
    parameters
        A value for each name that its parameters cell declares.
    environment
        Variables for the kernel, over those of this process.
    cwd
        The folder in which the kernel runs.
    timeout_s
        The seconds that the whole notebook may take.

    Returns
    -------
    nbformat.NotebookNode
        The notebook with its outputs; it holds no time, path or random id of this run.

    Raises
    ------
    ReportError
        E201 to E205 when the notebook or its parameters are wrong; nothing ran then.
    ExecutionFailure
        E206 when a cell fails, E207 when the kernel ends or does not start, E208 when a cell never ran, E209 when the
        time is up.
    """
    notebook = read_notebook(path)
    check_parameters(notebook, parameters, path.name)
    diary = Diary(notebook)
    options = {"environment": environment, "kernel_cwd": cwd, "execution_timeout": timeout_s, "diary": diary}
    trouble = _run(path, parameters, options)
    fault = _fault(diary, trouble)
    ran, cell = diary.notebook, _number(diary)
    _clean(ran, parameters)
    if fault:
        code, line = fault
        raise ExecutionFailure(code, line, where=path.name, cell=cell, notebook=ran)
    return ran


papermill_engines.register("reportkit", ReportEngine)  # for a source tree that is not installed


def _run(path: Path, parameters: Mapping[str, object], options: Mapping[str, object]) -> Exception | None:
    """Run the notebook and return what stopped it, to be judged with what the notebook itself says."""
    try:
        with _quiet():
            papermill.execute_notebook(
                str(path).replace("{", "{{").replace("}", "}}"),  # papermill formats the path with the parameters
                None,
                parameters=dict(parameters),
                engine_name="reportkit",
                kernel_name="python3",
                language="python",
                progress_bar=False,
                **options,
            )
    except Exception as error:  # noqa: BLE001 - whatever it is, the report was not made
        return error
    return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep papermill's log, which holds paths and errors of cells, off our terminal."""
    logger = logging.getLogger("papermill")
    before, logger.disabled = logger.disabled, True
    try:
        yield
    finally:
        logger.disabled = before


def _fault(diary: Diary, trouble: Exception | None) -> tuple[str, str] | None:
    """Return the code and first line of what went wrong, and point the diary at its cell."""
    if isinstance(trouble, CellTimeoutError):
        return "E209", Message("the time for the whole notebook is up")
    code_cells = [(at, cell) for at, cell in enumerate(diary.notebook.cells) if cell.cell_type == "code"]
    for at, cell in code_cells:
        for output in cell.outputs:
            if output.output_type == "error":
                diary.cell = at
                return "E206", _line(output)
    if diary.asked_to_exit:
        return "E206", Message("it asked the kernel to exit")
    if trouble is not None or not diary.answered:
        return _ended(trouble)
    for at, cell in code_cells:
        if cell.source.strip() and cell.execution_count is None:
            diary.cell = at
            return "E208", _NEVER_RAN
    return None


def _line(output: NotebookNode) -> str:
    """Tell an error by its kind; only reportkit's own is told in its words, for those of others may hold a record."""
    first: str = (output.evalue.strip().splitlines() or [""])[0]
    if output.ename in _OURS and _CODE.match(first):
        return first
    if output.ename == "SystemExit":
        return Message("SystemExit: it ended the program")
    return str(output.ename)


def _ended(trouble: Exception | None) -> tuple[str, str]:
    if isinstance(trouble, DeadKernelError):
        return "E207", Message("the kernel died: it was killed, ran out of memory, or ended its own process")
    return "E207", Message("the kernel could not be used ({kind})", kind=type(trouble).__name__)


def _number(diary: Diary) -> int:
    """Return the number of the diary's cell as the author counts: without the cells that papermill added."""
    before = diary.notebook.cells[: max(diary.cell, 0) + 1]
    return max(sum(not _ADDED.intersection(cell.metadata.get("tags", ())) for cell in before), 1)


def _clean(notebook: NotebookNode, parameters: Mapping[str, object]) -> None:
    """Take out the times, paths and random ids that papermill leaves, so that two runs give the same notebook."""
    notebook.cells = [cell for cell in notebook.cells if _MARK not in cell.metadata.get("tags", ())]
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        if _INJECTED in cell.metadata.get("tags", ()) and "id" in cell:
            cell.id = _INJECTED
    notebook.metadata["papermill"] = {"parameters": dict(parameters)}
