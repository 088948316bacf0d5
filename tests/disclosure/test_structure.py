"""What the catalogue says that counts add up to, on random deliveries: a reader who goes by it is never wrong."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from reportkit.disclosure.counts import read_counts
from reportkit.disclosure.trees import trees_of
from reportkit.indicators.catalogue import catalogue, structure
from reportkit.indicators.evaluator import compute
from reportkit.periods import Period
from reportkit.tables import Link
from tests.indicators.conftest import project, typed
from tests.indicators.esf_tables import Example, examples
from tests.indicators.test_esf_oracle import EXAMPLES, LOOK

COARSER = ("age", "education", "protection")


@pytest.mark.slow
@pytest.mark.parametrize(("framework", "coarser"), [("esf-plus", ()), ("esf-2014-2020", COARSER)])
@settings(LOOK, max_examples=EXAMPLES // 5)
@given(example=examples())
def test_every_delivery_keeps_the_structure(framework: str, coarser: tuple[str, ...], example: Example) -> None:
    """Splits, links, groups and periods hold of whatever is counted; else the trees would be refused."""
    of = project(framework=framework, settings=dict(example.settings), disclosure={"coarser": [*coarser]})
    entries = catalogue(of, public=True)
    tables = {name: typed(name, rows) for name, rows in example.tables.items()}
    periods = [Period.parse(period) for period in example.periods]
    figures = compute(tables, of, {}, periods, public=True)
    known = structure(entries, {}, periods)
    trees = trees_of(read_counts(figures, known), known)
    assert sum(len(tree.joints) for tree in trees) > len(known.links) / 2


@pytest.mark.parametrize(
    ("coarser", "group", "exact"), [((), "applicant", True), (("protection",), "unprotected_or_unknown", False)]
)
def test_who_starts_before_recognition_is_an_applicant(coarser: tuple[str, ...], group: str, exact: bool) -> None:  # noqa: FBT001
    """One count under two names; of a merged group it is a part."""
    entries = catalogue(project(disclosure={"coarser": [*coarser]}), public=True)
    assert Link((("started", "protection", group),), ("before_recognition",), exact=exact) in entries.links


@pytest.mark.parametrize(("operations", "rest"), [(["A"], False), (["A", "B"], True)])
def test_with_one_operation_whoever_is_not_new_is_reopened(operations: list[str], rest: bool) -> None:  # noqa: FBT001
    """In a second operation a person can start who is neither."""
    found: dict[str, Any] = {split.parts[0]: split for split in catalogue(project(operations=operations)).splits}
    assert found["persons"].remainder is rest
