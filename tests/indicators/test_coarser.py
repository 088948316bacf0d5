"""Coarser forms of breakdowns and of support: what is merged, and how it is counted."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from reportkit.indicators import catalogue
from reportkit.indicators.breakdowns import BREAKDOWNS, UNKNOWN
from reportkit.indicators.evaluator import compute
from reportkit.indicators.support import FAMILIES, SUPPORT
from reportkit.indicators.tracing import Cell, trace
from reportkit.params.values import Coarser
from reportkit.periods import Period
from reportkit.tables import SUPPORT_KINDS, rows_of
from tests.indicators.conftest import project, spell, typed

YEAR = Period.parse(2021)
COARSE = project(disclosure={"coarser": ["age", "education", "support"]})
WORLD: dict[str, list[dict[str, Any]]] = {
    "participations": [
        spell("a", "2021-01-04", "2021-06-01", "work", age_at_entry=17, isced=2),
        spell("b", "2021-01-04", "2021-06-01", "moved", age_at_entry=28, isced=3),
        spell("c", "2021-01-04", "2021-06-01", "work", age_at_entry=29),
        spell("d", "2021-01-04", age_at_entry=60, isced=6),
        spell("e", "2021-01-04"),
    ],
    "support": [
        {"person_key": "a", "operation_id": "A", "kind": "internship", "start_date": "2020-12-01", "hours": 10.0},
        {"person_key": "a", "operation_id": "A", "kind": "volunteering", "start_date": "2021-03-01", "hours": 4.5},
        {"person_key": "b", "operation_id": "A", "kind": "buddy", "start_date": "2021-02-01", "hours": 1.0},
    ],
}


class Figures:
    """The figures of the small world: one of a group, and the groups of a breakdown."""

    def __init__(self, *, public: bool = True, **rows: Any) -> None:
        """Compute them for one edition, with other rows of a table where they are given."""
        tables = {name: typed(name, found) for name, found in {**WORLD, **rows}.items()}
        self.rows = rows_of(compute(tables, COARSE, {}, [YEAR], public=public))

    def __call__(self, code: str, group: str = "total", column: str = "value", basis: str = "to_date") -> Any:
        """Look one up."""
        (row,) = (row for row in self.rows if (row["indicator"], row["group"], row["basis"]) == (code, group, basis))
        return row[column]

    def groups(self, by: str) -> set[str]:
        """List the groups of a breakdown of the started trajectories."""
        return {row["group"] for row in self.rows if (row["indicator"], row["by"]) == ("started", by)}


@pytest.mark.parametrize("by", [by for by, breakdown in BREAKDOWNS.items() if breakdown.coarser])
def test_a_coarser_form_is_a_partition_too(by: str) -> None:
    """Every group is merged into one other, under a code that no group of the finer form has."""
    breakdown = BREAKDOWNS[by]
    merged = [group for found in breakdown.coarser.values() for group in found.groups]
    assert sorted(merged) == sorted(breakdown.groups)
    assert breakdown.coarser.keys() & breakdown.groups.keys() == set()
    assert len(breakdown.coarser) > 1


@pytest.mark.parametrize("by", [by for by, breakdown in BREAKDOWNS.items() if breakdown.coarser])
def test_the_name_of_a_merged_group_says_whether_it_holds_the_unknown(by: str) -> None:
    """A reader is never told an age or a diploma of somebody of whom it is not known."""
    merged = BREAKDOWNS[by].coarser.values()
    assert [("unknown" in group.name.en) for group in merged] == [UNKNOWN in group.groups for group in merged]
    assert [("onbekend" in group.name.nl) for group in merged] == [UNKNOWN in group.groups for group in merged]


def test_every_kind_of_support_is_in_one_family() -> None:
    """No kind is left out of the coarser form, and no family is called as a kind is."""
    assert sorted(kind for family in FAMILIES.values() for kind in family.kinds) == sorted(SUPPORT_KINDS)
    assert FAMILIES.keys() & set(SUPPORT_KINDS) == set()


def test_a_project_file_can_ask_for_every_coarser_form() -> None:
    """What may be named in it are the breakdowns that have one, and support."""
    assert set(get_args(Coarser)) == {SUPPORT, *(by for by, breakdown in BREAKDOWNS.items() if breakdown.coarser)}


def test_a_merged_group_counts_whom_its_groups_count() -> None:
    """One of 17, one of 28 and one of 29 are three under 30; one of 60 and one of unknown age are the others."""
    public = Figures()
    assert (public("started", "under_30"), public("started", "30_plus_or_unknown")) == (3, 2)
    assert public.groups("age") == {"under_30", "30_plus_or_unknown"}


def test_a_share_is_taken_over_the_merged_group() -> None:
    """Of three under 30 who left, two left for work: two thirds, not the mean of one of one and one of two."""
    public = Figures()
    parts = [public("closed.job.share", "under_30", column) for column in ("numerator", "denominator", "value")]
    assert parts == [2, 3, pytest.approx(2 / 3)]


def test_a_breakdown_that_is_not_named_keeps_its_groups() -> None:
    """The project asks for coarser ages, education and support; protection and gender stay as they are."""
    public = Figures()
    assert public.groups("protection") == {"refugee", "subsidiary", "temporary", "applicant", "none", "unknown"}
    assert public.groups("gender") == {"F", "M", "X", "unknown"}


def test_the_authority_keeps_the_fine_groups() -> None:
    """Its ages are the five of the finer form."""
    assert Figures(public=False).groups("age") == {"under_18", "18_29", "30_54", "55_plus", "unknown"}


def test_a_trajectory_with_two_kinds_of_a_family_counts_once() -> None:
    """An internship and volunteering are one trajectory of five with practice, and 14.5 hours."""
    public = Figures()
    assert public("support.practice") == 1
    assert public("support.practice.share") == pytest.approx(1 / 5)
    assert public("support.practice.hours") == 14.5


def test_a_family_is_dated_by_the_first_of_its_kinds() -> None:
    """An internship of 2021 and volunteering of 2022 are practice of 2021."""
    rows = [{**WORLD["support"][0], "start_date": "2021-05-01"}, {**WORLD["support"][1], "start_date": "2022-02-01"}]
    assert Figures(support=rows)("support.practice", basis="period") == 1
    assert Figures(support=rows[1:])("support.practice", basis="period") == 0


def test_the_public_sees_families_and_the_authority_both() -> None:
    """The authority can answer for each figure that the public sees, and keeps its own."""
    public, authority = catalogue(COARSE, public=True).indicators, catalogue(COARSE).indicators
    assert ("support.practice" in public, "support.internship" in public) == (True, False)
    assert ("support.practice" in authority, "support.internship" in authority) == (True, True)


def test_without_the_setting_there_are_no_families() -> None:
    """A project that asks for nothing is counted as it always was."""
    codes = catalogue(project(), public=True).indicators
    assert ("support.practice" in codes, "support.internship" in codes) == (False, True)


def test_a_family_is_traced_to_its_trajectories() -> None:
    """The one trajectory with practice is that of a."""
    tables = {name: typed(name, rows) for name, rows in WORLD.items()}
    found = trace(tables, COARSE, {}, Cell("support.practice", region="all", period=YEAR))
    assert list(found["person_key"]) == ["a"]
