"""Makes jobs, or does other work, one after the other in this process or several at once in worker processes.

A worker that is killed takes its job along, no other; an interrupted run leaves no worker and no kernel.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import wait as wait_for
from typing import TYPE_CHECKING, NoReturn, TypeVar

from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future
    from types import FrameType

    from reportkit.pipeline.folder import Job, Made
    from reportkit.pipeline.progress import Progress

    Item = TypeVar("Item")
    Result = TypeVar("Result")

__all__ = ["each", "make_all"]

_TERMINATED = 143
_PATIENCE_SECONDS = 15
_KILLED = Message("E210 the process that made this report was killed, perhaps for want of memory.")


def make_all(jobs: Sequence[Job], workers: int, progress: Progress) -> Iterator[Made]:
    """Make every job, and yield what became of each as soon as it is known."""
    workers = min(workers, len(jobs))
    return _here(jobs, progress) if workers <= 1 else _at_once(jobs, workers, progress)


def each(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> list[Result]:
    """Do the same work on every item, and return the results in their order.

    When a worker is killed, perhaps for want of memory, all is done again in this process, one after the other.
    """
    if min(workers, len(items)) > 1:
        try:
            with _pool(min(workers, len(items))) as pool:
                return list(pool.map(partial(_done, work), items))
        except BrokenProcessPool:
            pass
    return [work(item) for item in items]


def _done(work: Callable[[Item], Result], item: Item) -> Result:
    try:
        return work(item)
    except SystemExit:
        os._exit(_TERMINATED)  # the pool would catch the exception and give this worker the next item


def _here(jobs: Sequence[Job], progress: Progress) -> Iterator[Made]:
    from reportkit.pipeline.folder import make  # noqa: PLC0415 - see _begin

    for job in jobs:
        progress.running(job.label)
        yield make(job)


def _at_once(jobs: Sequence[Job], workers: int, progress: Progress) -> Iterator[Made]:
    waiting = deque(jobs)
    while waiting:
        running: dict[Future[Made], Job] = {}
        try:
            yield from _in_pool(waiting, running, workers, progress)
        except BrokenProcessPool:
            lost = list(running.values()) or [waiting.popleft()]
            for job in sorted(lost, key=lambda job: job.label):
                yield _by_itself(job, progress)


def _in_pool(waiting: deque[Job], running: dict[Future[Made], Job], workers: int, progress: Progress) -> Iterator[Made]:
    """Keep as many jobs running as there are workers; `running` still holds those that a killed worker took along."""
    with _pool(workers) as pool:
        while waiting or running:
            while waiting and len(running) < workers:
                progress.running(waiting[0].label)
                future = pool.submit(_make, waiting[0])
                running[future] = waiting.popleft()
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in sorted(finished, key=lambda future: running[future].label):
                made = future.result()
                del running[future]
                yield made


def _by_itself(job: Job, progress: Progress) -> Made:
    """Make a job again that was lost with a worker: in a pool of its own, so that it can take no other along."""
    from reportkit.pipeline.folder import failed  # noqa: PLC0415 - see _begin

    try:
        return next(_in_pool(deque([job]), {}, 1, progress))
    except BrokenProcessPool:
        return failed(job, _KILLED)


class _pool:  # noqa: N801 - used as a function, in a with statement
    """A pool of processes that is gone when it is left, whatever the reason."""

    def __init__(self, workers: int) -> None:
        self._others = set(multiprocessing.active_children())
        fresh = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, mp_context=fresh, initializer=_begin)

    def __enter__(self) -> ProcessPoolExecutor:
        return self._pool

    def __exit__(self, *_: object) -> None:
        """Let idle workers go; stop those at work, so that they stop their kernels."""
        mine = set(multiprocessing.active_children()) - self._others
        self._pool.shutdown(wait=False, cancel_futures=True)
        if sys.exc_info()[0] is not None:
            for worker in mine:
                worker.terminate()
        for worker in mine:
            worker.join(_PATIENCE_SECONDS)
            worker.kill()


def _begin() -> None:
    """Begin a worker: it leaves Ctrl-C to its parent, stops when told to, and does not outlive its parent."""
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment] # a second of grammar that no notebook needs
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_follow, daemon=True).start()


def _make(job: Job) -> Made:
    from reportkit.pipeline.folder import make  # noqa: PLC0415 - after _begin, which spares an import within it

    return _done(make, job)


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(_TERMINATED)


def _follow() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait_for([parent.sentinel])
        os._exit(_TERMINATED)
