"""A place where reportkit runs as its user does, and where every byte that it writes can be found again."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.canaries.search import canaries_of, files_under
from tests.canaries.workspace import write_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
HOOK = '''\
"""Note every file that Python opens to write."""

import os
import sys


def _note(event, given):
    if event == "open" and isinstance(given[0], str) and (given[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        os.write(_LOG, (os.path.abspath(given[0]) + "\\n").encode("utf-8", "surrogateescape"))


_LOG = os.open(os.environ["OPENED_TO_WRITE"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
sys.addaudithook(_note)
'''


@dataclass
class Ran:
    """A command that has run: what it said, and its exit status."""

    command: tuple[str, ...]
    status: int
    out: bytes
    err: bytes


@dataclass
class Place:
    """A workspace, and a home, a folder of temporary files and caches that nobody else uses."""

    folder: Path
    ran: list[Ran] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The workspace."""
        return self.folder / "ws"

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a command: whatever it or a kernel writes on its own account lies in this place."""
        home = self.folder / "home"
        own = {
            "HOME": home,
            "TMPDIR": self.folder / "tmp",
            "XDG_CACHE_HOME": home / "cache",
            "XDG_CONFIG_HOME": home / "config",
            "XDG_DATA_HOME": home / "data",
            "XDG_RUNTIME_DIR": home / "runtime",
            "IPYTHONDIR": home / "ipython",
            "JUPYTER_CONFIG_DIR": home / "jupyter",
            "JUPYTER_DATA_DIR": home / "jupyter-data",
            "JUPYTER_RUNTIME_DIR": home / "jupyter-runtime",
            "OPENED_TO_WRITE": self.folder / "opened.txt",
        }
        path = os.pathsep.join([str(self.folder / "site"), os.environ.get("PYTHONPATH") or str(ROOT)])
        rest = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "LANGUAGE": "en"}
        return {**os.environ, **{name: str(value) for name, value in own.items()}, **rest}

    def begin(self, *command: str, language: str = "en") -> subprocess.Popen[bytes]:
        """Begin a command of reportkit in the workspace."""
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=self.root,
            env={**self.environment, "LANGUAGE": language},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *arguments: str, language: str = "en", module: str = "reportkit") -> Ran:
        """Run a command to its end, while every file is held that it writes and removes."""
        with self.holding():
            process = self.begin(module, *arguments, language=language)
            return self.ended(process, *arguments)

    def ended(self, process: subprocess.Popen[bytes], *arguments: str) -> Ran:
        """Wait for a command, and note what it said."""
        out, err = process.communicate(timeout=300)
        self.ran.append(Ran(arguments, process.returncode, out, err))
        return self.ran[-1]

    def holding(self) -> _Holding:
        """Hold every file that is written meanwhile by a second name, so that it stays when it is removed."""
        return _Holding(self.folder)

    def canaries(self, *, but_said: tuple[Ran, ...] = ()) -> list[str]:
        """List the canaries in what was written and said, but for what the commands named may say."""
        said = [
            (f"{stream} of {' '.join(ran.command)}", content)
            for ran in self.ran
            if ran not in but_said
            for stream, content in (("stdout", ran.out), ("stderr", ran.err))
        ]
        return [
            f"{name}: {canary}" for name, content in (*said, *self.written()) for canary in _in_a_file(name, content)
        ]

    def written(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file that is there or was, but for the data and params."""
        yield from files_under(self.root, but=("data", "params"))
        for name in ("home", "tmp", "held"):
            yield from files_under(self.folder / name)

    def strays(self) -> list[str]:
        """List the files that were opened to write and are neither in this place nor a device."""
        opened = set((self.folder / "opened.txt").read_text(encoding="utf-8", errors="replace").splitlines())
        return sorted(name for name in opened if not name.startswith((str(self.folder), "/dev/", "/proc/")))


def _in_a_file(name: str, content: bytes) -> list[str]:
    return canaries_of(name.encode()) + list(_searched(content))


@cache
def _searched(content: bytes) -> tuple[str, ...]:
    """Search a content once, under however many names it lies."""
    return tuple(canaries_of(content))


class _Holding:
    """Gives files second names, over and over, until it is left."""

    def __init__(self, folder: Path) -> None:
        self._from = [folder / name for name in ("ws/outputs", "home", "tmp")]
        self._held = folder / "held"
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._hold)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _hold(self) -> None:
        seen: set[int] = set()
        while not self._done.wait(0.02):
            for folder in self._from:
                self._look(str(folder), seen)

    def _look(self, folder: str, seen: set[int]) -> None:
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    self._look(entry.path, seen)
                elif entry.is_file(follow_symlinks=False) and entry.inode() not in seen:
                    seen.add(entry.inode())
                    with suppress(OSError):
                        os.link(entry.path, self._held / f"{entry.inode()}-{entry.name}")


def settled(folder: Path) -> Place:
    """Return a place with the workspace of two projects, in which nothing has run."""
    for name in ("home/runtime", "tmp", "held", "site"):
        (folder / name).mkdir(parents=True)
    (folder / "site" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    write_workspace(folder / "ws")
    return Place(folder)
