"""What counts say of the groups of other counts, and rests that tell of records: both are in what a reader knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportkit.disclosure import audit, derive, protect
from reportkit.errors import DisclosureError
from reportkit.indicators import esf_structure
from reportkit.indicators.breakdowns import BREAKDOWNS
from reportkit.tables import Link, Split
from tests.disclosure.worlds import counted, figures_table, structure

if TYPE_CHECKING:
    import pandas as pd

    from reportkit.tables import Structure

THRESHOLD = 5
TWIN = Link((("started", "status", "applicant"),), ("early",), exact=True)
AMONG = Link((("started", "status", "applicant"),), ("early", ("again", "status", "applicant")))


PLACE = {"region": "all", "period": "2020", "basis": "to_date", "by": "total", "group": "total"}
APPLICANT = {**PLACE, "by": "status", "group": "applicant"}


def linked(*links: Link) -> Structure:
    """Make the structure of one year with links and nothing else."""
    return replace(structure([], {"started", "early", "again"}), links=links)


def by_status(early: int, applicants: int, others: int, again: int = 0) -> pd.DataFrame:
    """Write trajectories by status, how many began early, and how many of the applicants began again."""
    return figures_table(
        [
            counted(applicants + others),
            counted(applicants, by="status", group="applicant"),
            counted(others, by="status", group="other"),
            counted(early, indicator="early"),
            counted(again, indicator="again"),
            counted(again, indicator="again", by="status", group="applicant"),
            counted(0, indicator="again", by="status", group="other"),
        ]
    )


def without(figures: pd.DataFrame, code: str) -> pd.DataFrame:
    """Hide all figures of a count."""
    gone = figures["indicator"].eq(code)
    return figures.assign(value=figures["value"].mask(gone), status=figures["status"].mask(gone, "suppressed"))


def hidden(public: pd.DataFrame) -> list[str]:
    """List what is hidden, as ``started applicant``."""
    rows = public[public["status"] == "suppressed"]
    return sorted(f"{code} {group}" for code, group in zip(rows["indicator"], rows["group"], strict=True))


def test_a_count_under_two_names_is_hidden_under_both() -> None:
    """Three applicants are also the three who began early; either figure would tell the other."""
    public = protect(by_status(3, 3, 40), linked(TWIN), THRESHOLD)
    assert {"early total", "started applicant", "started other"} <= {*hidden(public)}


def test_without_the_link_the_audit_does_not_know() -> None:
    """The group shown and its twin hidden: known to whoever goes by the link, and to nobody else."""
    public = without(by_status(30, 30, 40), "early")
    assert derive(public, linked(TWIN), indicator="early", **PLACE) == (30, 30)
    assert derive(public, linked(), indicator="early", **PLACE) == (0, None)


def test_what_a_link_leaves_is_not_small_either_way() -> None:
    """Of 20 applicants 15 began early and none again: two more who did neither would be known if all were shown."""
    figures = by_status(17, 20, 40, 0)
    public = protect(figures, linked(AMONG), THRESHOLD)
    assert audit(public, figures, linked(AMONG), THRESHOLD) == ()


def test_hidden_counts_of_a_link_are_bounded_by_the_others() -> None:
    """At most 20 applicants, 17 of them early: no more than three began again."""
    public = without(by_status(17, 20, 40, 2), "again")
    assert derive(public, linked(AMONG), indicator="again", **APPLICANT) == (0, 3)


def test_protection_hides_until_the_bound_is_wide() -> None:
    """The same counts, protected: what began again may be as many as the threshold."""
    public = protect(by_status(17, 20, 40, 2), linked(AMONG), THRESHOLD)
    low, high = derive(public, linked(AMONG), indicator="again", **APPLICANT)
    assert high is None or high - low >= THRESHOLD


def test_figures_that_break_a_link_are_refused() -> None:
    """Four began early and three are applicants: a reader would work out what is not so."""
    with pytest.raises(DisclosureError, match="E302"):
        protect(by_status(4, 3, 40), linked(AMONG), THRESHOLD)


@pytest.mark.parametrize(("harmless", "seen"), [(True, True), (False, False)])
def test_a_rest_of_records_may_be_small(harmless: bool, seen: bool) -> None:  # noqa: FBT001
    """Forty records, 38 of them complete: two incomplete records are no two persons of a group."""
    figures = figures_table([counted(40.0), counted(38.0, indicator="complete")])
    known = structure([Split("started", ("complete",), remainder=True, harmless=harmless)], {"started", "complete"})
    assert (hidden(protect(figures, known, THRESHOLD)) == []) is seen


def test_outputs_that_are_all_of_a_group_leave_the_rest_to_the_others() -> None:
    """Those over 54 are one output: the rest of the total started in another group, or is of unknown age."""
    links = {*esf_structure.group_links(BREAKDOWNS, "age", {"EECO08": ("55_plus",)}, "EECO01")}
    others = ("under_18", "18_29", "30_54", "unknown")
    assert (
        Link(
            ("EECO08", *(("started", "age", group) for group in others)),
            ("EECO01", *(("reopened", "age", group) for group in others)),
        )
        in links
    )


def test_an_output_that_is_part_of_a_group_does_not() -> None:
    """Those under 25 are some of those under 30: what they are not may be in either group."""
    among = {"CO06": ("under_18", "18_29")}
    assert len([*esf_structure.group_links(BREAKDOWNS, "age", among, "total", part="CO06")]) == 1
    assert len([*esf_structure.group_links(BREAKDOWNS, "age", among, "total")]) == 2
