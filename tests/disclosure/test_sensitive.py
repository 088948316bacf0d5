"""What is sensitive besides small counts: special categories of personal data, and that all are in one class."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportkit.disclosure import audit, derive, protect
from reportkit.indicators import catalogue, structure
from reportkit.params.models import DisclosureSettings
from reportkit.periods import Period
from reportkit.tables import Split
from tests.disclosure import worlds
from tests.disclosure.test_protect import THRESHOLD, people
from tests.disclosure.worlds import counted, figures_table, project_figures, project_structure
from tests.indicators.conftest import project

if TYPE_CHECKING:
    import pandas as pd

    from reportkit.tables import Structure

LEFT = {"closed": 40, "job": 21, "training": 12, "medical": 7}


def left(
    numbers: dict[str, int], *, special: int = 0, one_class: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, Structure]:
    """Return how many left and why; `special` is the least that may be known to have left for a medical reason."""
    rows = [counted(n, indicator=code) for code, n in numbers.items()]
    parts = tuple(code for code in numbers if code != "closed")
    known = worlds.structure([Split("closed", parts, one_class=one_class)], set(numbers))
    return figures_table(rows), replace(known, special={"medical": special} if special else {})


def hidden(figures: pd.DataFrame, known: Structure) -> set[str]:
    """Return which counts the gate hides."""
    public = protect(figures, known, THRESHOLD)
    return set(public.loc[public["status"].eq("suppressed"), "indicator"])


@pytest.mark.parametrize(("special", "lost"), [(0, False), (7, False), (8, True), (10, True)])
def test_few_of_a_special_category_are_hidden(special: int, lost: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """Seven who left for a medical reason are shown under a threshold of 5, and hidden under one of 8 for health."""
    assert ("medical" in hidden(*left(LEFT, special=special))) == lost


def test_another_count_goes_with_it() -> None:
    """Of 40, 21, 12 and a hidden 7 the last can be worked out; one other is hidden too, and 7 may be 0 or 10."""
    figures, known = left(LEFT, special=10)
    public = protect(figures, known, THRESHOLD)
    place = {"region": "all", "period": "2020", "basis": "to_date", "by": "total", "group": "total"}
    low, high = derive(public, known, indicator="medical", **place)
    assert low == 0
    assert high is None or high >= 10


def test_the_audit_finds_what_shows_a_special_category() -> None:
    """Seven of a category with a threshold of 10 are a leak where they are printed, and where the rest tells them."""
    figures, known = left(LEFT, special=10)
    assert {leak.kind for leak in audit(figures, figures, known, THRESHOLD)} == {"shown", "derived"}
    public, medical = figures.copy(), figures["indicator"].eq("medical")
    public["value"] = public["value"].mask(medical)
    public["status"] = public["status"].mask(medical, "suppressed")
    found = {(leak.kind, leak.indicator, leak.low, leak.high) for leak in audit(public, figures, known, THRESHOLD)}
    assert ("derived", "medical", 7, 7) in found


ALL_ALIKE = {"closed": 12, "job": 0, "training": 0, "early": 12}


def test_that_all_left_for_one_reason_stays_open() -> None:
    """Twelve left, all early: who knows that a woman left knows that she did, unless that is hidden."""
    assert hidden(*left(ALL_ALIKE)) == set()
    assert hidden(*left(ALL_ALIKE, one_class=("early",))) & {"closed", "early"}


def test_a_reason_that_is_not_named_may_be_that_of_all() -> None:
    """Twelve left, all early; it is for work alone that it must stay open."""
    assert hidden(*left(ALL_ALIKE, one_class=("job",))) == set()


def test_who_left_for_several_reasons_may_be_shown() -> None:
    """Where no reason holds for all, nothing is hidden."""
    assert hidden(*left({"closed": 40, "job": 21, "training": 19, "early": 0}, one_class=("job", "early"))) == set()


def test_nobody_left_is_shown() -> None:
    """Of nobody it is no secret that all left for one reason."""
    assert hidden(*left({"closed": 0, "job": 0, "training": 0, "early": 0}, one_class=("early",))) == set()


def test_the_audit_finds_that_all_are_alike() -> None:
    """It is a leak that all twelve are known to have left early."""
    figures, known = left(ALL_ALIKE, one_class=("early",))
    found = {(leak.indicator, leak.low, leak.high) for leak in audit(figures, figures, known, THRESHOLD)}
    assert ("closed without early", 0, 0) in found


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_nothing_sensitive_can_be_worked_out(seed: int) -> None:
    """The audit passes on what the gate makes of random projects, in groups, regions and years."""
    figures, known = project_figures(people(seed, 2, most=90), 2), project_structure(2)
    splits = tuple(replace(split, one_class=split.parts if split.whole == "closed" else ()) for split in known.splits)
    known = replace(known, splits=splits, special={"early": 10})
    assert audit(protect(figures, known, THRESHOLD), figures, known, THRESHOLD) == ()


def rules_of(**changes: object) -> Structure:
    """Return what can be added and subtracted in a project of ESF+ with other rules of disclosure."""
    chosen = DisclosureSettings.model_validate(changes)
    return structure(catalogue(project(framework="esf-plus")), {}, [Period.parse("2020")], chosen)


def test_health_and_origin_have_a_threshold_of_ten() -> None:
    """Who has a disability, belongs to a minority or left for a medical reason is counted from ten; women from five."""
    known = rules_of()
    special = ("EECO12", "EECO15", "closed.early.neutral.medical", "closed.early.neutral.medical.share")
    assert {code: known.least(code, 5) for code in special} == dict.fromkeys(special, 10)
    assert known.least("EECO01", 5) == 5


def test_the_threshold_of_special_categories_is_never_below_the_other() -> None:
    """A project that shows nothing below 12 shows no disability below 12."""
    assert rules_of(threshold=12).least("EECO12", 12) == 12


NEGATIVE = "closed.early.negative"
HARMFUL = {"closed.early", NEGATIVE, *(f"{NEGATIVE}.{why}" for why in ("own_request", "no_cooperation", "other"))}


@pytest.mark.parametrize(
    ("one_class", "parts"), [("none", set()), ("outcomes", HARMFUL | {"closed.early.neutral.medical"})]
)
def test_by_itself_it_stays_open_whether_all_stopped_early(one_class: str, parts: set[str]) -> None:
    """That all found work may be known; that all stopped early, or for one reason that would hurt them, may not."""
    assert {part for split in rules_of(one_class=one_class).splits for part in split.one_class} == parts
    assert DisclosureSettings().one_class == "outcomes"


def test_all_classes_can_stay_open() -> None:
    """A project can ask it of every count."""
    assert all(split.one_class == split.parts for split in rules_of(one_class="all").splits)
