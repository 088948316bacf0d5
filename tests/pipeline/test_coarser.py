"""A project file asks for coarser groups in its public tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportkit.errors import DisclosureError
from reportkit.indicators import Catalogue, catalogue
from reportkit.params import Project, open_workspace
from reportkit.pipeline.compute import compute_both, hidden_figures
from reportkit.pipeline.regrouped import refuse_regrouped
from reportkit.tables import rows_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportkit.pipeline.release import Release

PROJECT = """\
id: anker
name: Anker
kind: employment
start: 2020-01-01
data: {synthetic: true}
reports: {periods: [2021]}
disclosure: {coarser: [age, support]}
published:
  - {claim: young, value: 9, indicator: started, by: age, group: 18_29}
  - {claim: started, value: 24}
"""
AGES = [*[24] * 9, *[17] * 2, *[40] * 12, 61]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    """Return both releases of a project with two persons under 18, one of 61, and a few in each kind of support."""
    root = write(tmp_path_factory.mktemp("coarser"))
    workspace = open_workspace(root)
    return compute_both(workspace, workspace.project("anker"))


def write(root: Path, ages: Sequence[int] = AGES) -> Path:
    """Write the workspace, with a person of each age."""
    (root / "params" / "projects").mkdir(parents=True)
    (root / "data" / "anker").mkdir(parents=True)
    (root / "params" / "projects" / "anker.yaml").write_text(PROJECT)
    people = [f"p{i},A,2021-02-01,{age}" for i, age in enumerate(ages)]
    header = "person_key,operation_id,entry_date,age_at_entry"
    (root / "data" / "anker" / "participations.csv").write_text("\n".join([header, *people, ""]))
    given = [
        *(f"p{i},A,internship,2021-03-01" for i in range(3)),
        *(f"p{i},A,volunteering,2021-03-01" for i in range(2, 8)),
    ]
    support = ["person_key,operation_id,kind,start_date", *given, ""]
    (root / "data" / "anker" / "support.csv").write_text("\n".join(support))
    return root


def shown(release: Release, code: str, by: str = "total") -> dict[str, float]:
    """Return the groups of a figure that are shown, to date."""
    table = release.figures
    rows = table[(table["indicator"] == code) & (table["by"] == by) & (table["basis"] == "to_date")]
    return {row["group"]: row["value"] for row in rows_of(rows[rows["status"] == "ok"])}


def test_groups_are_merged_before_figures_are_hidden(releases: dict[str, Release]) -> None:
    """The two under 18 and the one of 61 would hide ages; in merged groups of 11 and 13 nothing is hidden."""
    assert shown(releases["public"], "started", "age") == {"under_30": 11, "30_plus_or_unknown": 13}


def test_the_authority_sees_the_finer_groups(releases: dict[str, Release]) -> None:
    """Its edition is as it was."""
    ages = shown(releases["authority"], "started", "age")
    assert ages == {"under_18": 2, "18_29": 9, "30_54": 12, "55_plus": 1, "unknown": 0}


def test_a_family_of_support_is_shown_in_place_of_its_kinds(releases: dict[str, Release]) -> None:
    """Three interns and six volunteers, one of them both, are eight; the kinds are not in the public table."""
    assert shown(releases["public"], "support.practice") == {"total": 8}
    assert not (releases["public"].figures["indicator"] == "support.internship").any()


def test_the_authority_sees_the_families_beside_the_kinds(releases: dict[str, Release]) -> None:
    """An officer can answer for the eight."""
    assert shown(releases["authority"], "support.practice") == {"total": 8}
    assert shown(releases["authority"], "support.internship") == {"total": 3}


def test_a_claim_on_a_finer_group_is_not_recomputed_for_the_public(releases: dict[str, Release]) -> None:
    """What was printed of those of 18 to 29 stands beside nothing; what was printed of all stands beside 24."""
    public, authority = (
        {row["claim"]: row["recomputed"] for row in releases[audience].claims["rows"]}  # type: ignore[attr-defined]
        for audience in ("public", "authority")
    )
    assert public == {"young": None, "started": 24}
    assert authority == {"young": 9, "started": 24}


def test_which_rule_hid_a_figure_is_told_of_the_groups_that_the_public_has(tmp_path: Path) -> None:
    """Nine are under 30 and three above; in the finer groups of the authority nothing was hidden."""
    workspace = open_workspace(write(tmp_path, ages=[24] * 9 + [40] * 3))
    hidden = hidden_figures(workspace, workspace.project("anker"))
    ages = hidden[(hidden["indicator"] == "started") & (hidden["by"] == "age") & (hidden["basis"] == "to_date")]
    told = {row["group"]: (row["value"], row["rule"]) for row in rows_of(ages)}
    assert told == {"under_30": (9, "derivation"), "30_plus_or_unknown": (3, "small")}


def test_where_nothing_is_hidden_no_rule_is_told(tmp_path: Path) -> None:
    """The merged groups are large."""
    workspace = open_workspace(write(tmp_path))
    assert hidden_figures(workspace, workspace.project("anker")).empty


def asked(*coarser: str) -> tuple[Project, Catalogue]:
    """Return a project that asks for coarser forms, and what its public sees."""
    values = {"id": "anker", "name": "Anker", "kind": "employment", "start": date(2020, 1, 1)}
    project = Project.model_validate(
        {**values, "reports": {"periods": [2021]}, "disclosure": {"coarser": list(coarser)}}
    )
    return project, catalogue(project, public=True)


def published(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Write what the public saw: breakdown, group and indicator of each figure."""
    return pd.DataFrame(rows, columns=["by", "group", "indicator"], dtype="str")


@pytest.mark.parametrize(
    ("coarser", "row", "name"),
    [
        (("age",), ("age", "18_29", "started"), "age"),
        ((), ("age", "under_30", "started"), "age"),
        (("support",), ("total", "total", "support.buddy"), "support"),
        ((), ("total", "total", "support.coaching"), "support"),
    ],
)
def test_groups_are_not_changed_after_figures_were_published(
    coarser: tuple[str, ...], row: tuple[str, str, str], name: str
) -> None:
    """Who holds both releases could subtract one from the other, whichever was the finer."""
    project, entries = asked(*coarser)
    with pytest.raises(DisclosureError, match=f"other groups of {name}"):
        refuse_regrouped(project, published(row), entries)


def test_the_same_groups_are_published_again() -> None:
    """A project that keeps its setting goes on, and one that published nothing may choose."""
    project, entries = asked("age", "support")
    before = [("age", "under_30", "started"), ("gender", "F", "started"), ("total", "total", "support.coaching")]
    refuse_regrouped(project, published(*before), entries)
    refuse_regrouped(project, published(), entries)
