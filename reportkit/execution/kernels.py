"""A kernel of the interpreter that runs this, whatever kernels are installed and whatever the notebook names."""

from __future__ import annotations

import math
import os
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import TYPE_CHECKING

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from reportkit.execution.forking import ForkedKernel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["NATIVE_KERNEL_NAME", "kernel_folder", "kernel_manager", "launch_arguments"]

_LONGEST_SOCKET = 90
_FIRST_SECONDS, _NEXT_SECONDS = 0.5, 1.0
"""How long the kernel's greeting is waited for, which not all send; and then each answer, before it is asked again."""
_SAME_BYTES = {"MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


class _Client(AsyncKernelClient):
    """A client that is ready when the kernel answers on both channels, where others wait for them to fall silent."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:  # noqa: ASYNC109 - as its base
        """Wait for the answer to a question, and for the news that it was answered.

        Raises
        ------
        RuntimeError
            When the kernel is dead, or does not answer in time.
        """
        late = time.monotonic() + (math.inf if timeout is None else timeout)
        await self._heard("iopub_welcome", "", _FIRST_SECONDS)
        while time.monotonic() < late:
            if await self._heard("status", self.kernel_info(), _NEXT_SECONDS, execution_state="idle"):
                return
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
        raise RuntimeError("the kernel did not answer in time")

    async def _heard(self, kind: str, about: str, seconds: float, **content: str) -> bool:
        """Listen to the news until some come, about a question if one was asked; tell whether they came."""
        late = time.monotonic() + seconds
        while (left := late - time.monotonic()) > 0:
            with suppress(Empty):
                news = await self.get_iopub_msg(timeout=left)
                about_it = news["parent_header"].get("msg_id", "") == about
                if about_it and news["msg_type"] == kind and content.items() <= news["content"].items():
                    return True
        return False


@contextmanager
def kernel_folder() -> Iterator[Path]:
    """Give a kernel a short, private folder for its sockets and for the profile of its shell."""
    with tempfile.TemporaryDirectory(prefix="rk-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def kernel_manager(folder: Path) -> AsyncKernelManager:
    """Return the manager of a kernel that is not started yet.

    Kernelspecs of the user or the machine are not looked at: one of the same name could start another interpreter.
    """
    manager = AsyncKernelManager(
        kernel_name=NATIVE_KERNEL_NAME,
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(folder / "kernel.json"),
    )
    manager.client_factory = _Client
    manager.kernel_id = "report"
    manager.provisioner = ForkedKernel(kernel_id=manager.kernel_id, kernel_spec=manager.kernel_spec, parent=manager)
    sockets = str(folder / "socket")
    if os.name == "posix" and len(sockets) < _LONGEST_SOCKET:
        manager.transport, manager.ip = "ipc", sockets
    return manager


def launch_arguments(folder: Path, environment: Mapping[str, str], cwd: Path | None) -> dict[str, object]:
    """Return what starts a kernel: its variables, its folder, and no way to write on our terminal."""
    variables = {**os.environ, **_SAME_BYTES, "IPYTHONDIR": str(folder / "ipython"), **environment}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return {"env": variables, **quiet, **({"cwd": str(cwd)} if cwd else {})}
