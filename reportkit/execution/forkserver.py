"""A process that has imported what reports need, and forks a kernel whenever it is asked to.

It is run as a script and by itself: a fork copies one thread only, so that nothing else may run in it. Modules come as
arguments, and requests on its input, a line of JSON each: the kernel's `arguments`, its `environment` and its `folder`.
It answers ``ready``, then the number of each process that it forks; it ends with its input.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

__all__: list[str] = []

_THREADS = Path("/proc/self/task")


def main() -> None:
    """Serve; in each process that is forked, become the kernel that was asked for."""
    answers = os.dup(1)
    _close_streams(0)
    if not _prepared(sys.argv[1:]):
        sys.exit(1)
    os.write(answers, b"ready\n")
    running: set[int] = set()
    while line := sys.stdin.buffer.readline():
        running -= _ended(running)
        process = os.fork()
        if not process:
            os.close(answers)
            _become_kernel(json.loads(line))
            _end()
        running.add(process)
        os.write(answers, f"{process}\n".encode())
    for process in running - _ended(running):  # whoever asked for them is gone
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _prepared(modules: list[str]) -> bool:
    """Import modules, as far as they can be; tell whether it is safe to fork."""
    grammar = "rfc3987_syntax"  # a second of grammar that no kernel needs
    sys.modules[grammar] = None  # type: ignore[assignment]
    for module in modules:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    del sys.modules[grammar]
    sys.modules.pop("matplotlib_inline.backend_inline", None)  # it looks for a shell when it is imported
    gc.collect()
    gc.freeze()
    return len(list(_THREADS.iterdir())) == 1


def _ended(processes: set[int]) -> set[int]:
    """Tell which have ended, and let go of them."""
    return {process for process in processes if os.waitpid(process, os.WNOHANG)[0]}


def _become_kernel(request: dict[str, Any]) -> None:
    """Be what a new process of this interpreter would be that was told to run a kernel."""
    server = os.getppid()
    os.setsid()
    gc.unfreeze()
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["folder"])
    _close_streams(None)
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    import ipykernel_launcher  # type: ignore[import-untyped] # noqa: PLC0415 - no module but those it was told to
    from ipykernel import kernelapp  # noqa: PLC0415

    sys.argv = [ipykernel_launcher.__file__, *request["arguments"], f"--IPKernelApp.parent_handle={server}"]
    kernelapp.launch_new_instance()


def _end() -> NoReturn:
    """End as any program does, but for taking all modules down, which would copy what is shared with the server."""
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other way to run them and no more
    os._exit(0)


def _close_streams(kept: int | None) -> None:
    """Let the standard streams, but for one, lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in {0, 1, 2} - {kept}:
        os.dup2(nowhere, stream)
    os.close(nowhere)


if __name__ == "__main__":
    del sys.path[0]  # the folder of this file
    main()
