"""The block that lists the checks of the common indicators."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportkit.display import Stack, Table, text
from reportkit.indicators.breaches import Breach
from reportkit.indicators.figure_checks import FIGURE_CHECKS, Verdict
from reportkit.report import accountability

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportkit.report import Report

AGE = "the groups by age are part of the participants"
FALLS = "an output to date never falls from one cut-off to the next"
LEVELS = "all participants have a level of education"
BREACH = Breach("all", "2022", "to_date", "total", "total", "EECO01 77, 66")
VERDICTS = (
    Verdict("A03", "error", AGE, 8),
    Verdict("A10", "error", FALLS, 8, (BREACH,), "two were counted twice"),
    Verdict("A04", "warning", LEVELS, 8, (BREACH, BREACH)),
    Verdict("A15", "error", "the regions together have no more than the whole area"),
)


def block(report: Report, *verdicts: Verdict) -> list[list[str]]:
    """Return the rows of the block for a release with these verdicts."""
    table = accountability.figure_checks(replace(report, release=replace(report.release, verdicts=verdicts)))
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.rows]


def test_the_authority_reads_what_became_of_each_rule(opened: Callable[..., Report]) -> None:
    """It holds, has remarks, is set aside, or found nothing to check."""
    assert block(opened(), *VERDICTS) == [
        ["A03", AGE, "holds"],
        ["A10", FALLS, "1 remark; set aside: two were counted twice"],
        ["A04", LEVELS, "2 remarks"],
        ["A15", VERDICTS[3].words, "nothing to check"],
    ]


def test_the_public_reads_what_follows_when_a_rule_is_broken(opened: Callable[..., Report]) -> None:
    """And nothing of whether it is: a remark would tell of small figures."""
    assert block(opened(audience="public"), *VERDICTS) == [
        ["A03", AGE, "no report is made"],
        ["A10", FALLS, "set aside: two were counted twice"],
        ["A04", LEVELS, "the authority is told"],
        ["A15", VERDICTS[3].words, "no report is made"],
    ]


def test_a_project_without_common_indicators_has_no_such_table(opened: Callable[..., Report]) -> None:
    """Its report says nothing of them."""
    assert accountability.figure_checks(opened()) == Stack(())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("audience", ["public", "authority"])
def test_every_rule_can_be_read_in_every_language(opened: Callable[..., Report], language: str, audience: str) -> None:
    """The words of all rules stand in one table."""
    report = opened(language=language, audience=audience)
    verdicts = tuple(Verdict(check.id, check.severity, check.words, 1, (BREACH,)) for check in FIGURE_CHECKS)
    rows = block(report, *verdicts)
    assert len(rows) == len(FIGURE_CHECKS)
    assert all(all(cells) for cells in rows)


def test_no_section_shows_a_number_of_a_breach(opened: Callable[..., Report]) -> None:
    """Places and numbers are listed by the check, not printed."""
    report = opened()
    written = text.render(
        accountability.figure_checks(replace(report, release=replace(report.release, verdicts=VERDICTS)))
    )
    assert "77" not in written
