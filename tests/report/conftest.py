"""A report on a handful of trajectories, computed as any other."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from reportkit.indicators.claims import examine
from reportkit.indicators.evaluator import compute
from reportkit.params import Project
from reportkit.periods import Period
from reportkit.pipeline.release import Release
from reportkit.regions import Region
from reportkit.report.view import Report, view
from reportkit.tables import Finding, Source
from tests.indicators.conftest import spell, typed

if TYPE_CHECKING:
    from collections.abc import Callable

PEOPLE = [
    *(spell(f"w{i}", "2021-02-01", "2021-09-01", "work", gender="F", municipality="34022") for i in range(6)),
    *(spell(f"t{i}", "2021-03-01", "2021-10-01", "training", gender="M", municipality="34027") for i in range(5)),
    *(spell(f"n{i}", "2022-03-01", "2022-09-01", "moved", gender="M", municipality="34022") for i in range(2)),
    *(spell(f"a{i}", "2022-05-01", gender="F", municipality="34027") for i in range(7)),
]
REGIONS = {
    "kortrijk": Region("kortrijk", {"nl": "Kortrijk", "en": "Kortrijk"}, ("34022",)),
    "menen": Region("menen", {"nl": "Menen", "en": "Menen"}, ("34027",)),
}
COMPLETENESS = [("participations", "gender", 20, 0, 0, 20), ("participations", "minority", 15, 3, 2, 20)]
VALUES: dict[str, Any] = {
    "id": "p",
    "name": {"nl": "Proef", "en": "Trial"},
    "kind": "employment",
    "start": date(2021, 1, 1),
    "regions": ["kortrijk", "menen"],
    "reports": {"periods": [2021, 2022]},
    "targets": [{"indicator": "started", "value": 25}],
    "published": [
        {"claim": "closed", "value": 13, "date": "2022", "unit": "trajectories"},
        {"claim": "closed.job", "value": 5, "date": "2022", "unit": "trajectories"},
        {"claim": "closed.training", "value": 5, "date": "2022", "unit": "trajectories"},
        {"claim": "closed.early", "value": 2, "date": "2022", "unit": "trajectories"},
        {"claim": "satisfied", "share": 90, "name": {"nl": "Tevreden", "en": "Satisfied"}},
    ],
    "relations": ["closed = closed.job + closed.training + closed.early"],
}


def small(audience: str = "authority", **changes: Any) -> Release:
    """Make the release of a small project.

    The words `hide` name indicators whose breakdowns and regions are hidden; `support` has rows of that table.
    """
    hide, support = changes.pop("hide", ()), changes.pop("support", ())
    project = Project.model_validate({**VALUES, **changes})
    spans = [Period.parse(2021), Period.parse(2022)]
    places = {name: frozenset(region.municipalities) for name, region in REGIONS.items()}
    given = {"participations": PEOPLE, **({"support": support} if support else {})}
    tables = {name: typed(name, rows) for name, rows in given.items()}
    figures = compute(tables, project, places, spans, public=audience == "public")
    hidden = figures["indicator"].isin(hide) & ((figures["by"] != "total") | (figures["region"] != "all"))
    figures.loc[hidden, "status"] = "suppressed"
    figures.loc[hidden, ["value", "numerator", "denominator", "low", "high"]] = float("nan")
    values = {"closed": 13.0, "closed.job": 6.0, "closed.training": 5.0, "closed.early": 2.0}
    return Release(
        project=project,
        audience=audience,
        figures=figures,
        claims=examine(project.published, project.relations, values).to_dict(),
        findings=(Finding("R28", "warning", "data/p/participations.csv", 3, column="birth_date",
                          expected="births are not heaped on 1 January: at most 5 % of 20 or more"),),
        completeness=pd.DataFrame(COMPLETENESS, columns=["table", "variable", "known", "refused", "not_asked",
                                                         "records"]),
        sources=(Source("participations", "data/p/participations.csv", "ab" * 32, 20),),
        regions=REGIONS,
    )  # fmt: skip


@pytest.fixture(scope="session")
def opened() -> Callable[..., Report]:
    """Return what opens a report: ``opened(region="kortrijk", language="en", audience="public")``."""
    kept: dict[str, Release] = {}

    def open_(
        region: str = "all", period: int = 2022, language: str = "en", audience: str = "authority", **changes: Any
    ) -> Report:
        key = repr((audience, sorted(changes.items())))
        if key not in kept:
            kept[key] = small(audience, **changes)
        return view(kept[key], region, Period.parse(period), language)

    return open_
