"""A kernel of the interpreter that runs this, whatever kernels are installed and whatever the notebook names."""

from __future__ import annotations

import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jupyter_client.kernelspec import NATIVE_KERNEL_NAME, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["NATIVE_KERNEL_NAME", "kernel_folder", "kernel_manager", "launch_arguments"]

_LONGEST_SOCKET = 90
_SAME_BYTES = {"MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}


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
    sockets = str(folder / "socket")
    if os.name == "posix" and len(sockets) < _LONGEST_SOCKET:
        manager.transport, manager.ip = "ipc", sockets
    return manager


def launch_arguments(folder: Path, environment: Mapping[str, str], cwd: Path | None) -> dict[str, object]:
    """Return what starts a kernel: its variables, its folder, and no way to write on our terminal."""
    variables = {**os.environ, **_SAME_BYTES, "IPYTHONDIR": str(folder / "ipython"), **environment}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return {"env": variables, **quiet, **({"cwd": str(cwd)} if cwd else {})}
