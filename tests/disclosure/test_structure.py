"""What the catalogue says that counts add up to, on random deliveries: a reader who goes by it is never wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.trees import trees_of
from reportkit.indicators.catalogue import catalogue, structure
from reportkit.indicators.evaluator import compute
from reportkit.periods import Period
from reportkit.tables import Link
from tests.indicators.conftest import project, spell, typed
from tests.indicators.esf_tables import Example, examples
from tests.indicators.test_esf_oracle import EXAMPLES, LOOK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MUNICIPALITIES = ("34022", "34027", None)
REGIONS = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}
COARSER = ("age", "education", "protection")


@pytest.mark.slow
@pytest.mark.parametrize(("framework", "coarser"), [("esf-plus", ()), ("esf-2014-2020", COARSER)])
@settings(LOOK, max_examples=EXAMPLES // 5)
@given(example=examples())
def test_every_delivery_keeps_the_structure(framework: str, coarser: tuple[str, ...], example: Example) -> None:
    """Splits, links, groups and periods hold of whatever is counted; else the trees would be refused."""
    of = project(framework=framework, settings=dict(example.settings), disclosure={"coarser": [*coarser]})
    entries = catalogue(of, public=True)
    tables = {name: typed(name, [*_somewhere(name, rows)]) for name, rows in example.tables.items()}
    periods = [Period.parse(period) for period in example.periods]
    figures = compute(tables, of, REGIONS, periods, public=True)
    known = structure(entries, REGIONS, periods)
    trees = trees_of(read_counts(figures, known), known, 5)
    assert sum(len(tree.joints) for tree in trees) > len(known.links) / 2


def _somewhere(name: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Give each participation a place, so that some come back elsewhere."""
    for number, row in enumerate(rows):
        yield {**row, "municipality": MUNICIPALITIES[number % 3]} if name == "participations" else row


@pytest.mark.parametrize(
    ("coarser", "group", "exact"), [((), "applicant", True), (("protection",), "unprotected_or_unknown", False)]
)
def test_who_starts_before_recognition_is_an_applicant(coarser: tuple[str, ...], group: str, exact: bool) -> None:  # noqa: FBT001
    """One count under two names; of a merged group it is a part."""
    entries = catalogue(project(disclosure={"coarser": [*coarser]}), public=True)
    assert Link((("started", "protection", group),), ("before_recognition",), exact=exact) in entries.links


@pytest.mark.parametrize(("elsewhere", "kept"), [(False, 1), (True, 0)])
def test_what_holds_as_a_rule_is_left_out_where_the_figures_break_it(elsewhere: bool, kept: int) -> None:  # noqa: FBT001
    """Who has not left has an active trajectory in her region, unless she came back in another."""
    of = project(framework="esf-plus", operations=["A"])
    about: dict[str, Any] = {
        "gender": "F",
        "labour_status": "unemployed",
        "age_at_entry": 30,
        "isced": 3,
        "in_education": False,
    }
    rows = [
        spell("a", "2020-01-10", "2020-05-01", "work", municipality="34022", **about),
        spell("a", "2020-09-01", municipality="34027" if elsewhere else "34022", **about),
    ]
    period = Period.parse("2020")
    known = structure(catalogue(of), REGIONS, [period])
    tables = {"participations": rows, "jobs": [], "studies": [], "follow_ups": []}
    figures = compute({name: typed(name, some) for name, some in tables.items()}, of, REGIONS, [period])
    trees = trees_of(read_counts(figures, known), known, 5)
    usual = [
        joint for tree in trees for joint in tree.joints if joint.usual and {slot for _, slot in joint.more} == {0}
    ]
    assert len(usual) == kept


@pytest.mark.parametrize(("operations", "rest"), [(["A"], False), (["A", "B"], True)])
def test_with_one_operation_whoever_is_not_new_is_reopened(operations: list[str], rest: bool) -> None:  # noqa: FBT001
    """In a second operation a person can start who is neither."""
    found: dict[str, Any] = {split.parts[0]: split for split in catalogue(project(operations=operations)).splits}
    assert found["persons"].remainder is rest


@pytest.mark.parametrize(("second", "kept"), [("A", 1), ("B", 0)])
def test_a_project_that_names_no_operation_may_be_one(second: str, kept: int) -> None:
    """Whoever knows that it is knows that all who start are new or come back, unless the figures say otherwise."""
    rows = [
        spell("a", "2020-01-10", "2020-05-01", "work", operation_id="A"),
        spell("a", "2020-09-01", operation_id=second),
        spell("b", "2020-03-01", operation_id="A"),
    ]
    period = Period.parse("2020")
    known = structure(catalogue(project()), {}, [period])
    figures = compute({"participations": typed("participations", rows)}, project(), {}, [period])
    trees = trees_of(read_counts(figures, known), known, 5)
    counts = [{(tree.codes[code], slot) for _, code, slot in joint.terms} for tree in trees for joint in tree.joints]
    assert counts.count({("started", 0), ("persons", 0), ("reopened", 0)}) == kept
