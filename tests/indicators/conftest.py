"""Small delivered tables, written as rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pytest

from reportkit.indicators.evaluator import compute
from reportkit.indicators.facts import ARROW_TYPES
from reportkit.params import Project
from reportkit.periods import Period
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Rows = "Sequence[Mapping[str, Any]]"


class Ask(Protocol):
    """Works out one figure: a code, and where."""

    def __call__(self, code: str, column: str = "value", **where: str) -> Any: ...  # noqa: D102


def typed(name: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Type rows as a delivered table; text dates are read, and what a row leaves out is empty."""
    columns = {
        column.name: pa.array(
            [
                date.fromisoformat(value) if column.kind == "date" and isinstance(value, str) else value
                for value in (row.get(column.name) for row in rows)
            ],
            ARROW_TYPES[column.kind],
        )
        for column in INPUT_TABLES[name].columns
    }
    return pa.table(
        {
            **columns,
            "_file": pa.array([f"{name}.csv"] * len(rows)),
            "_row": pa.array(range(2, len(rows) + 2), pa.int64()),
        }
    )


def project(kind: str = "employment", **more: Any) -> Project:
    """Make a project with the settings' defaults."""
    values = {"id": "p", "name": "P", "kind": kind, "start": date(2016, 1, 1), "reports": {"periods": [2021]}}
    return Project.model_validate({**values, **more})


def computed(
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    *periods: str | int,
    regions: Mapping[str, frozenset[str]] | None = None,
    of: Project | None = None,
) -> Ask:
    """Compute small tables, and return what looks a figure up: ``ask("closed", by="gender", group="F")``."""
    typed_tables = {name: typed(name, rows) for name, rows in tables.items()}
    spans = [Period.parse(period) for period in periods or (2021,)]
    table = compute(typed_tables, of or project(), regions or {}, spans)
    indexed = table.set_index(["indicator", "region", "period", "basis", "by", "group"])

    def ask(code: str, column: str = "value", **where: str) -> Any:
        wanted = {"region": "all", "period": spans[-1].id, "basis": "to_date", "by": "total", "group": "total", **where}
        return indexed.loc[(code, *wanted.values()), column]

    return ask


def spell(
    person: str, entry: str, exit_date: str | None = None, reason: str | None = None, **more: Any
) -> dict[str, Any]:
    """Write a row of participations."""
    return {
        "person_key": person,
        "operation_id": "A",
        "entry_date": entry,
        "exit_date": exit_date,
        "exit_reason": reason,
        **more,
    }


def job(person: str, start: str, end: str | None = None, contract: str = "fixed_term") -> dict[str, Any]:
    """Write a row of jobs."""
    return {"person_key": person, "operation_id": "A", "start_date": start, "end_date": end, "contract": contract}


@pytest.fixture(scope="session")
def freireich() -> list[tuple[int, int]]:
    """Weeks of remission of the 21 patients on 6-mercaptopurine, and whether the relapse was seen (Freireich 1963)."""
    seen = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    return [*((week, 1) for week in seen), *((week, 0) for week in censored)]
