"""Kernels that are forked from a process which has imported what reports need, not started to import it anew.

Where a system or an environment does not allow that, kernels are started as they always are.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jupyter_client.connect import KernelConnectionInfo

__all__ = ["IMPORTED", "ForkedKernel", "Server", "servers", "stop_servers"]

_SERVER = Path(__file__).with_name("forkserver.py")
IMPORTED = (
    "ipykernel.kernelapp", "ipykernel.debugger", "IPython.core.completerlib", "IPython.extensions.storemagic", "pandas",
    "reportkit.report",
)  # fmt: skip
"""What a server imports, as far as it is there: what every kernel imports, and what our own reports do."""
_ONE_THREAD = {"JE_ARROW_MALLOC_CONF": "background_thread:false"}
_READ_AT_IMPORT = ("PYTHON", "MPL", "LC_", "LANG", "TZ", "HOME", "XDG_", "OMP_", "MKL_", "LD_", "PATH", "VIRTUAL_ENV")
"""How variables begin that modules read when they are imported: with other values of them it is another server."""
_PORTS = ("shell_port", "iopub_port", "stdin_port", "control_port", "hb_port")
_START_SECONDS, _STEP_SECONDS, _END_SECONDS = 60.0, 0.005, 10.0


class ForkedKernel(LocalProvisioner):
    """Provides a kernel that is forked where that can be, and started where not."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:  # noqa: ANN401 - as its base
        """Fork a kernel, and wait until it can be spoken to."""
        try:
            process = _forked(cmd, kwargs["env"], str(kwargs.get("cwd") or Path.cwd()))
        except (OSError, ValueError):
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment] # it does what is asked of it
        self.pid = self.pgid = process.pid
        await self._bound()
        return self.connection_info

    async def shutdown_requested(self, restart: bool = False) -> None:  # noqa: FBT001, FBT002 - as its base
        """Wait for the end that was asked for; whoever asked would look for it ten times a second."""
        await super().shutdown_requested(restart)
        if isinstance(self.process, _Process):
            await self.process.ended(self.get_shutdown_wait_time())

    async def _bound(self) -> None:
        """Wait until all sockets are there: whoever connects before waits longer for the next try."""
        address = f"{self.connection_info['ip']}-"
        late = time.monotonic() + _START_SECONDS
        paths = [Path(f"{address}{self.connection_info[port]}") for port in _PORTS]  # type: ignore[literal-required]
        while self.connection_info["transport"] == "ipc" and not all(path.exists() for path in paths):
            if await self.poll() is not None or time.monotonic() > late:
                return
            await asyncio.sleep(_STEP_SECONDS)


class _Process:
    """A forked process, as far as its provider needs it: it is the child of another, so that only its end is seen."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid, self._handle = pid, os.pidfd_open(pid)
        self._end = select.poll()
        self._end.register(self._handle, select.POLLIN)

    def poll(self) -> int | None:
        """Return 0 when it has ended."""
        return 0 if self._end.poll(0) else None

    async def ended(self, seconds: float) -> None:
        """Wait for its end, at most so many seconds, and let others run."""
        loop, seen = asyncio.get_running_loop(), asyncio.Event()
        loop.add_reader(self._handle, seen.set)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(seen.wait(), seconds)
        loop.remove_reader(self._handle)

    def wait(self) -> int:
        """Wait for its end."""
        self._end.poll()
        os.close(self._handle)
        return 0

    def send_signal(self, number: int) -> None:
        """Send it a signal."""
        signal.pidfd_send_signal(self._handle, number)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class Server:
    """The process that forks, and what is said to it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._line, theirs = socket.socketpair()
        self._line.settimeout(_START_SECONDS)
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, str(_SERVER), *IMPORTED],
                stdin=theirs.fileno(),
                stdout=theirs.fileno(),
                stderr=subprocess.DEVNULL,
                env={**environment, **_ONE_THREAD},
                start_new_session=True,
            )
        atexit.register(self.close)
        self.able = self._answer() == "ready"

    def fork(self, arguments: list[str], environment: Mapping[str, str], folder: str) -> int:
        """Fork a kernel, and return the number of its process."""
        asked = {"arguments": arguments, "environment": environment, "folder": folder}
        self._line.sendall(json.dumps(asked).encode() + b"\n")
        return int(self._answer())

    def _answer(self) -> str:
        """Read a line; an empty one when the server has ended, or does not answer in time."""
        said = b""
        with contextlib.suppress(OSError):
            while not said.endswith(b"\n") and (part := self._line.recv(64)):
                said += part
        return said.decode().strip() if said.endswith(b"\n") else ""

    def close(self) -> None:
        """Let it end; one that does not is killed."""
        atexit.unregister(self.close)
        self._line.close()
        try:
            self.process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


servers: dict[frozenset[tuple[str, str]], Server] = {}
"""The server of this process, by the variables that it began with."""


def _forked(command: list[str], environment: Mapping[str, str], folder: str) -> _Process:
    """Fork what the command would start.

    Raises
    ------
    OSError, ValueError
        When that cannot be.
    """
    arguments = command[command.index("ipykernel_launcher") + 1 :]
    server = _server_for(environment) if _sees_ends() else None
    if server is None or not server.able:
        raise OSError
    try:
        return _Process(server.fork(arguments, environment, folder))
    except (OSError, ValueError):
        stop_servers()
        raise


def _sees_ends() -> bool:
    """Tell whether the end of a process that is the child of another can be seen here."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def _server_for(environment: Mapping[str, str]) -> Server:
    """Return the server that began with such variables; another takes the place of the one there is."""
    key = frozenset((name, value) for name, value in environment.items() if name.startswith(_READ_AT_IMPORT))
    if key not in servers:
        stop_servers()
        servers[key] = Server(environment)
    return servers[key]


def stop_servers() -> None:
    """Let the servers of this process end."""
    while servers:
        servers.popitem()[1].close()
