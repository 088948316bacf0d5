"""A project that delivers files, written in place; what tests say about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

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
