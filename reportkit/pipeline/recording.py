"""What a run records of its releases: figures, persons and quality are kept first, and count once a folder stands.

Only a run records, and no other run is at work meanwhile. What the records tell the next release stands in `earlier`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.messages import Message
from reportkit.pipeline.earlier import PERSONS, pairs
from reportkit.pipeline.places import RECORDS, kept
from reportkit.pipeline.quality import Quality
from reportkit.provenance.ledger import Ledger, Line, Origin
from reportkit.provenance.manifest import manifests, read
from reportkit.provenance.persons import Persons
from reportkit.provenance.private import write_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from reportkit.pipeline.release import Release

__all__ = ["Records", "keep_release", "kept_quality"]

_QUALITY, _AUTHORITY = "quality", "authority"


def keep_release(outputs: Path, releases: Mapping[str, Release]) -> None:
    """Keep what must be known of a project's releases once one of their folders stands: one for each audience."""
    for audience, release in releases.items():
        if not release.origin:
            continue
        Ledger(kept(outputs), []).keep(release.figures, release.tables)
        project = release.project.id
        if audience == _AUTHORITY:
            write_private(kept(outputs, _QUALITY) / f"{project}.next", Quality.of(release).written().encode())
            if release.participants is not None:
                persons = Persons(kept(outputs, PERSONS), project)
                persons.propose(release.origin["delivery"], pairs(release.participants))


def kept_quality(outputs: Path, project: str) -> Quality | None:
    """Return what the last release of a project to the authority tells of its delivery; None when there was none."""
    path = outputs / RECORDS / _QUALITY / f"{project}.json"
    return Quality.read(path.read_text(encoding="utf-8")) if path.is_file() else None


class Records:
    """The records of a workspace while a run is at work.

    Opening them enters folders that stand there and are in no line of the ledger: those of a run that was stopped
    between putting a folder in its place and recording it.

    Raises
    ------
    DataError
        E220 when the ledger cannot be read.
    """

    def __init__(self, outputs: Path) -> None:
        self._outputs = outputs
        self._ledger = Ledger.open(kept(outputs))
        self.remark = _of_torn_line() if self._ledger.torn else ""
        for _, found in manifests(outputs):
            self._enter(found)
        self._settle()
        for left in kept(outputs, _QUALITY).glob("*.next"):
            left.unlink()

    def enter(self, folder: str) -> None:
        """Enter a folder that stands in its place."""
        found = read(self._outputs / folder)
        if found is not None:
            self._enter(found)
            about = found["parameters"]
            proposed = kept(self._outputs, _QUALITY) / f"{about['project']}.next"
            if about["audience"] == _AUTHORITY and proposed.exists():
                proposed.replace(proposed.with_suffix(".json"))

    def close(self) -> None:
        """Forget what was kept of releases that put no folder in its place."""
        self._settle()
        self._ledger.tidy()

    def _enter(self, found: Mapping[str, Any]) -> None:
        about, origins = found["parameters"], found.get("origins", {})
        releases = {
            project: Origin(figures, origins[project]["delivery"], origins[project]["inputs"])
            for project, figures in found.get("releases", {}).items()
            if origins.get(project)
        }
        line = Line(about["project"], about["region"], about["period"], about["audience"], releases)
        if releases and all(map(self._ledger.holds, releases.values())):
            self._ledger.record(line)

    def _settle(self) -> None:
        folder = kept(self._outputs, PERSONS)
        released: dict[str, set[str]] = {}
        for line in self._ledger.lines:
            for project, origin in line.releases.items():
                released.setdefault(project, set()).add(origin.delivery)
        for own in sorted(path for path in folder.iterdir() if path.is_dir()):
            Persons(folder, own.name).settle(released.get(own.name, ()))


def _of_torn_line() -> str:
    return Message(
        "The last line of outputs/.reportkit/ledger.jsonl was half-written by a run that was stopped. It is kept in "
        "ledger.torn; the folder that it was about is recorded anew."
    )
