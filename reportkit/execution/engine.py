"""The papermill engine ``reportkit``: papermill's own, with our kernel, a limit on the whole notebook, and a diary.

Whether a run succeeded is judged elsewhere.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine
from papermill.log import logger

from reportkit.execution.diary import Diary
from reportkit.execution.kernels import NATIVE_KERNEL_NAME, kernel_folder, kernel_manager, launch_arguments
from reportkit.execution.signals import ends_in_order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jupyter_client.manager import AsyncKernelManager
    from nbformat import NotebookNode

__all__ = ["ReportEngine"]


@dataclass(frozen=True)
class Limit:
    """The seconds that a whole notebook may take; nbclient knows only a limit for each cell."""

    seconds: float
    begun: float = field(default_factory=time.monotonic)

    def left(self, _cell: NotebookNode) -> float:
        """Return what is left for a cell; not 0, which nbclient takes for no limit."""
        return max(self.begun + self.seconds - time.monotonic(), 0.1)


class _Client(PapermillNotebookClient):  # type: ignore[misc] # papermill has no types
    """papermill's client, on a kernel of our own making."""

    def __init__(self, manager: object, folder: Path, **options: object) -> None:
        super().__init__(manager, **options)
        self._folder = folder

    def create_kernel_manager(self) -> AsyncKernelManager:
        """Make the manager of our own kernel."""
        self.km = kernel_manager(self._folder)
        return self.km


class ReportEngine(NBClientEngine):  # type: ignore[misc] # papermill has no types
    """Runs a notebook on a fresh kernel of this interpreter.

    Notes
    -----
    Registered for papermill, so that ``papermill --engine reportkit report.ipynb -`` does the same by hand.
    """

    @classmethod
    def execute_managed_notebook(  # noqa: PLR0913 - papermill's arguments, and ours
        cls,
        nb_man: Any,  # noqa: ANN401 - papermill has no types
        kernel_name: str,  # noqa: ARG003 - always our own
        *,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        environment: Mapping[str, str] | None = None,
        kernel_cwd: Path | None = None,
        diary: Diary | None = None,
        **options: Any,  # noqa: ANN401 - papermill has no types
    ) -> None:
        """Run the cells of a notebook, in order, on one kernel."""
        known = {name: options[name] for name in ("log_output", "stdout_file", "stderr_file") if name in options}
        diary = diary or Diary(nb_man.nb)
        diary.notebook = nb_man.nb
        limit = {"timeout_func": Limit(execution_timeout).left} if execution_timeout else {}
        with ends_in_order(), kernel_folder() as folder:
            client = _Client(
                nb_man,
                folder,
                kernel_name=NATIVE_KERNEL_NAME,
                startup_timeout=start_timeout,
                record_timing=False,
                on_cell_start=diary.begin,
                on_cell_executed=diary.end,
                log=logger,
                **limit,
                **known,
            )
            client.execute(**launch_arguments(folder, environment or {}, kernel_cwd))
        diary.answered = True

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:  # noqa: ARG003 - papermill's arguments
        """Return the name of our own kernel, whatever the notebook says."""
        return NATIVE_KERNEL_NAME

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:  # noqa: ARG003 - papermill's arguments
        """Return the language of our own kernel, whatever the notebook says."""
        return "python"
