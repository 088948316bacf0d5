"""Runs a batch: plan, make every folder in worker processes, write the portal, record.

How one folder is made stands in `folder`.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.pipeline.index import write_portal
from reportkit.pipeline.jobs import Order, plan
from reportkit.pipeline.places import alone, kept
from reportkit.pipeline.portfolios import portfolio_jobs
from reportkit.pipeline.recording import Records
from reportkit.pipeline.workers import make_all
from reportkit.provenance.journal import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.errors import ReportkitError
    from reportkit.params import Wanted, Workspace
    from reportkit.pipeline.folder import Failure, Job, Made
    from reportkit.pipeline.progress import Progress

__all__ = ["Outcome", "run"]

_AUDIENCES = ("public", "authority")


@dataclass(frozen=True)
class Outcome:
    """What a run came to: reports made, up to date, and failed; projects refused; seconds; and where the portal is.

    `remark` says what the run found amiss with its own records, and put right.
    """

    made: int
    skipped: int
    failed: tuple[Failure, ...]
    refused: Mapping[str, ReportkitError]
    seconds: float
    portal: Path
    remark: str = ""


def run(  # noqa: PLR0913 - what the command can ask for
    workspace: Workspace,
    wanted: Sequence[Wanted],
    *,
    batch: str | None,
    formats: frozenset[str],
    jobs: int,
    force: bool,
    resume: bool,
    progress: Progress,
) -> Outcome:
    """Make the wanted reports.

    A report that fails leaves the others running. A project whose data are refused makes no report; its refusal is in
    the outcome.

    Parameters
    ----------
    batch
        The name of the batch; its portfolio is made when every project of the batch is wanted.
    formats
        What is wanted of html, pdf and xlsx; the CSV of the figures is always made.
    jobs
        How many report folders are made at a time; one is made in this process.
    force
        Let a folder hold what is wanted and nothing else; without it, it keeps its other languages and formats.
    resume
        Leave a folder as it is when all that it was made from is the same and its files are whole.
    progress
        Whoever watches.

    Raises
    ------
    UsageError
        When another run is at work in the same workspace.
    """
    started = time.monotonic()
    outputs = workspace.root / "outputs"
    with alone(outputs), _private_folders(outputs) as private:
        records = Records(outputs)
        order = Order(workspace, formats, private, resume=resume and not force, force=force)
        planned = plan(order, wanted, jobs)
        portfolios = portfolio_jobs(order, batch, wanted, planned) if batch else ()
        made = _watched((*planned.jobs, *portfolios), jobs, progress, records)
        records.close()
        failures = tuple(failure for one in made for failure in one.failures)
        outcome = Outcome(
            made=sum(one.made for one in made),
            skipped=sum(one.skipped for one in made),
            failed=failures,
            refused=planned.refused,
            seconds=0,
            portal=write_portal(workspace, failures),
            remark=records.remark,
        )
        outcome = replace(outcome, seconds=time.monotonic() - started)
        record(kept(outputs), _facts(outcome, made))
    return outcome


@contextmanager
def _private_folders(outputs: Path) -> Iterator[dict[str, Path]]:
    """Give each audience a private folder of its own; what a killed run leaves of them, the next one clears away."""
    with ExitStack() as stack:
        folders = {name: tempfile.TemporaryDirectory(dir=kept(outputs, "figures")) for name in _AUDIENCES}
        yield {name: Path(stack.enter_context(folder)) for name, folder in folders.items()}


def _watched(jobs: Sequence[Job], workers: int, progress: Progress, records: Records) -> list[Made]:
    progress.start(len(jobs))
    found = []
    for made in make_all(jobs, workers, progress):
        if made.failures:
            progress.failed(made.label, made.failures[0].message)
        else:
            records.enter(made.folder)
            progress.done(made.label)
        found.append(made)
    return sorted(found, key=lambda made: made.label)


def _facts(outcome: Outcome, made: Sequence[Made]) -> dict[str, object]:
    return {
        "seconds": round(outcome.seconds, 1),
        "made": [one.label for one in made if one.made],
        "skipped": [one.label for one in made if one.skipped],
        "failed": [one.label for one in made if one.failures],
        "refused": sorted(outcome.refused),
    }
