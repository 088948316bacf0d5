"""A project that delivers files, written in place; what tests say about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reportkit.display import words
from reportkit.intake import line
from reportkit.params import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportkit.tables import Delivery

PARTICIPATIONS = b"person_key,operation_id,entry_date,age_at_entry\np1,A,2022-01-05,30\n"


class Deliver(Protocol):
    """Writes files to data/p/ and reads the delivery of project p."""

    def __call__(self, data: Mapping[str, object] | None = None, /, **files: bytes | str) -> Delivery:
        """Write ``jobs="…"`` to ``data/p/jobs.csv``; participations are there unless they are given."""


def project(data: Mapping[str, object] | None = None, **other: object) -> Project:
    """Return project p, for employment, with the `data` part of its project file."""
    outline: dict[str, object] = {
        "id": "p",
        "name": "P",
        "kind": "employment",
        "start": date(2016, 1, 1),
        "reports": {"periods": [2022]},
        "data": data or {},
    }
    return Project.model_validate({**outline, **other})


def in_dutch(delivery: Delivery, rule: str) -> list[str]:
    """Tell the findings of one rule as an official reads them, a line each."""
    return [words("nl").told(line(finding)) for finding in delivery.findings if finding.rule == rule]


def dutch(name: str) -> dict[str, str]:
    """Read the lines that are expected in Dutch, by the name of the fault that stands above each of them."""
    text = (Path(__file__).parent / "dutch" / f"{name}.txt").read_text(encoding="utf-8")
    faults, lines = text.splitlines()[::2], text.splitlines()[1::2]
    return dict(zip((fault.removeprefix("# ") for fault in faults), lines, strict=True))
