"""What was released before, as a present delivery finds it. Nothing is recorded here."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportkit.indicators.figure_checks import FIGURE_CHECKS
from reportkit.intake import CELL_RULES, RECORD_CHECKS
from reportkit.intake.rules import NO_SUCH_RULE, VANISHED
from reportkit.messages import Message
from reportkit.pipeline.places import RECORDS
from reportkit.provenance.digests import code_digest, file_digest, lock_digest, package_version, sha256
from reportkit.provenance.ledger import Ledger, read_figures
from reportkit.provenance.persons import Persons
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

    from reportkit.params import Project, Workspace
    from reportkit.periods import Period
    from reportkit.provenance.persons import Turnover
    from reportkit.tables import Delivery

__all__ = ["PERSONS", "Earlier", "earlier", "pairs", "remarks", "turnover", "unknown_rules"]

PERSONS = "persons"
"""The folder of the persons' fingerprints, among what is kept about runs."""

_AT_ONCE = 65_536


@dataclass(frozen=True)
class Earlier:
    """The releases before the present one.

    Attributes
    ----------
    delivery, inputs
        The SHA-256 of the present delivery, and of all that the present figures are computed from.
    published
        Every figure that was ever shown to the public (`reportkit.provenance.ledger.Ledger.published`).
    tables
        The whole tables that were kept with the last public release (`reportkit.provenance.ledger.Ledger.tables`).
    released
        The figures that the authority saw last (`reportkit.provenance.ledger.Ledger.last`).
    turnover
        What became of the persons of the release before; None when there was none.
    """

    delivery: str
    inputs: str
    published: pd.DataFrame = field(repr=False)
    tables: pd.DataFrame | None = field(repr=False)
    released: pd.DataFrame = field(repr=False)
    turnover: Turnover | None

    def origin(self, audience: str) -> dict[str, str]:
        """Return the SHA-256 of what a release for an audience comes from: delivery, inputs, earlier releases."""
        told = f"{self.turnover}\n{self.released.to_csv(index=False)}"
        if audience == "public":
            tables = "" if self.tables is None else self.tables.to_csv(index=False)
            told = f"{self.published.to_csv(index=False)}{tables}"
        return {"delivery": self.delivery, "inputs": self.inputs, "earlier": sha256(told.encode())}


def records(workspace: Workspace) -> Path:
    """Return the folder in which runs keep what was released; it is there once something was."""
    return workspace.root / "outputs" / RECORDS


def earlier(
    workspace: Workspace,
    project: Project,
    delivery: Delivery,
    places: Mapping[str, frozenset[str]],
    spans: Sequence[Period],
) -> Earlier:
    """Look up what was released before a delivery is: in the ledger, and in the files that the project file names.

    Parameters
    ----------
    workspace, project, delivery
        The workspace, the project and its delivery.
    places, spans
        The regions, with their municipalities, and the periods for which figures are computed.

    Raises
    ------
    DataError
        When the ledger, kept figures or a published file cannot be read.
    """
    ledger = Ledger.open(records(workspace))
    delivered = delivery_digest(delivery)
    files = {name: workspace.root / name for name in project.disclosure.published}
    elsewhere = [read_figures(path, name, project.id) for name, path in files.items()]
    inputs = [
        delivered,
        project.model_dump(mode="json"),
        {name: sorted(places[name]) for name in sorted(places)},
        [span.id for span in spans],
        [package_version(), code_digest(), lock_digest()],
        [file_digest(path) for path in files.values()],
    ]
    digest = sha256(json.dumps(inputs, sort_keys=True).encode())
    return Earlier(
        delivery=delivered,
        inputs=digest,
        published=ledger.published(project.id, inputs=digest, elsewhere=elsewhere),
        tables=ledger.tables(project.id, inputs=digest),
        released=ledger.last(project.id, "authority", delivery=delivered),
        turnover=turnover(workspace, project, delivery),
    )


def delivery_digest(delivery: Delivery) -> str:
    """Return the SHA-256 of a delivery: of its files, for each table, wherever they stand."""
    return sha256(json.dumps(sorted([source.table, source.sha256] for source in delivery.sources)).encode())


def pairs(participants: pa.Table) -> Iterator[tuple[str, str]]:
    """Yield person key and operation of each participation that was read."""
    for batch in participants.select(["person_key", "operation_id"]).to_batches(max_chunksize=_AT_ONCE):
        for person, operation in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if person and operation:
                yield person, operation


def turnover(workspace: Workspace, project: Project, delivery: Delivery) -> Turnover | None:
    """Compare the persons of a delivery with those of the release before it; None when there was none."""
    table = delivery.tables.get("participations")
    if table is None:
        return None
    return Persons(records(workspace) / PERSONS, project.id).compare(delivery_digest(delivery), pairs(table))


def remarks(project: Project, delivery: Delivery, found: Turnover | None) -> Iterator[Finding]:
    """Tell, as the checks do, of persons who are no longer delivered, and of rules set aside that do not exist.

    These compare the delivery with what is kept or the project file with the lists, so no query finds them. They are
    for the authority and for whoever runs the checks.
    """
    reasons = project.data.reasons
    if found and found.gone:
        file = next((source.path for source in delivery.sources if source.table == VANISHED.table), "")
        mend = Message(
            "The release before had {before} persons in an operation; new: {new}. Ask whoever delivers whether they "
            "were withdrawn, or their keys changed.",
            before=found.before,
            new=found.new,
        )
        accepted = reasons.get(VANISHED.id, "")
        yield Finding(
            VANISHED.id,
            VANISHED.severity,
            file,
            found.gone,
            expected=Message(VANISHED.words),
            mend=mend,
            accepted=accepted,
        )
    unknown = unknown_rules(project)
    if unknown:
        file = f"params/projects/{project.id}.yaml"
        mend = Message("There is no {rules}: take it out of data.accept, or mend its id.", rules=", ".join(unknown))
        yield Finding(
            NO_SUCH_RULE.id, NO_SUCH_RULE.severity, file, len(unknown), expected=Message(NO_SUCH_RULE.words), mend=mend
        )


def unknown_rules(project: Project) -> tuple[str, ...]:
    """List the rules that a project file sets aside and that there are not."""
    checks = (*RECORD_CHECKS, VANISHED, NO_SUCH_RULE)
    known = {*CELL_RULES, *(check.id for check in checks), *(check.id for check in FIGURE_CHECKS)}
    return tuple(sorted(set(project.data.reasons) - known))
