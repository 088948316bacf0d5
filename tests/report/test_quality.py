"""What the authority reads on the quality of the data, and the public does not."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportkit.display import Table, text
from reportkit.pipeline.corrections import Correction
from reportkit.pipeline.quality import Quality
from reportkit.provenance.persons import Turnover
from reportkit.report import accountability, quality
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportkit.display import Block
    from reportkit.report import Report

FILE = "data/p/participations.csv"
LEFT_OUT = Finding("T02", "error", FILE, 2, column="entry_date", accepted="Known.", rejected=True,
                   expected="a date is written as declared, exists, and lies between 1900 and 2100")  # fmt: skip
TWICE = Finding("D03", "error", FILE, 1, accepted="Known.", expected="no record stands there twice")
STARTED = Correction("all", "2022", "to_date", "started", "total", "total", "trajectory", 19, 20)
WOMEN = Correction("all", "2022", "to_date", "started", "gender", "F", "trajectory", 12, 13)
SHARE = Correction("all", "2021", "period", "closed.job.share", "total", "total", "proportion", 0.5, math.nan)
IN_MENEN = STARTED._replace(region="menen")
ACCEPTED = {"data": {"accept": [{"rule": "R28", "reason": "Known days."}, {"rule": "R99", "reason": "A slip."}]}}


@pytest.fixture
def told(opened: Callable[..., Report]) -> Callable[..., Report]:
    """Return what opens a report whose release tells more: ``told(findings=...)``."""

    def telling(region: str = "all", period: int = 2022, audience: str = "authority", **more: object) -> Report:
        report = opened(region=region, period=period, audience=audience)
        return replace(report, release=replace(report.release, **more))  # type: ignore[arg-type]

    return telling


def rows(block: Block) -> list[list[str]]:
    """Return the cells of a table."""
    assert isinstance(block, Table)
    return [[cell.text for cell in row] for row in block.rows]


@pytest.mark.parametrize("section", [quality.rows, quality.set_aside, quality.since_before])
def test_the_public_reads_nothing_of_it(section: Callable[[Report], Block], told: Callable[..., Report]) -> None:
    """Each section is empty, and the heading above it goes with it."""
    report = told(audience="public", findings=(LEFT_OUT,), turnover=Turnover(9, 1, 1), corrections=(STARTED,))
    assert text.render(section(report)) == ""


def test_completeness_tells_who_refused_and_who_was_not_asked(told: Callable[..., Report]) -> None:
    """Of twenty records fifteen say whether the person is of a minority."""
    found = rows(accountability.completeness(told()))
    assert found[1] == ["minority", "15", "3", "2", "20", "75.0%"]


def test_rows_left_out_and_rows_twice_there_are_listed_by_rule(told: Callable[..., Report]) -> None:
    """With what became of them; other remarks are not among them."""
    report = told(findings=(LEFT_OUT, TWICE, *told().release.findings))
    found = [(row[0], row[3], row[4]) for row in rows(quality.rows(report))]
    assert found == [("D03", "1", "counted as it stands"), ("T02", "2", "left out")]


def test_that_no_row_was_left_out_is_said(told: Callable[..., Report]) -> None:
    """Silence would not tell it from not having looked."""
    assert "No row was left out" in text.render(quality.rows(told()))


def test_a_rule_set_aside_that_does_not_exist_is_told(opened: Callable[..., Report]) -> None:
    """Beside the others, each with its reason and how often it is broken."""
    report = opened(**ACCEPTED)
    report = replace(report, release=replace(report.release, unknown_rules=("R99",)))
    assert rows(quality.set_aside(report)) == [
        ["R28", "Known days.", "3"],
        ["R99", "A slip.", "there is no such rule"],
    ]


def test_without_a_release_before_nothing_is_compared(told: Callable[..., Report]) -> None:
    """That is said, and not that there were no corrections."""
    assert "nothing is compared" in text.render(quality.since_before(told()))


def test_persons_who_are_gone_are_counted(told: Callable[..., Report]) -> None:
    """And those who are new; no corrections is said in words."""
    written = text.render(quality.since_before(told(compared=True, turnover=Turnover(21, 2, 1))))
    assert "The release before had 21 persons in an operation. No longer delivered: 2; new: 1." in written
    assert "No figure that was released before has another value now." in written


def test_corrections_show_the_value_of_before_and_of_now(told: Callable[..., Report]) -> None:
    """Of this region only; a figure that is no longer there has a dash."""
    report = told(compared=True, corrections=(STARTED, WOMEN, SHARE, IN_MENEN))
    block = quality.since_before(report)
    counted, table = block.blocks  # type: ignore[attr-defined]
    assert "3 figures that were released before have another value now. By period: 2021 (1) and 2022 (2)." in (
        text.render(counted)
    )
    assert [[row[0], *row[2:]] for row in rows(table)] == [
        ["2021", "–", "50.0%", "–"],
        ["2022, to date", "Woman", "12", "13"],
        ["2022, to date", "–", "19", "20"],
    ]


def test_corrections_of_later_periods_are_left_to_later_reports(told: Callable[..., Report]) -> None:
    """A report knows nothing beyond its cut-off."""
    written = text.render(quality.since_before(told(period=2021, compared=True, corrections=(STARTED,))))
    assert "No figure that was released before has another value now." in written


def test_of_many_corrections_the_first_are_listed(told: Callable[..., Report]) -> None:
    """Totals before groups, and it is said that there are more."""
    many = tuple(WOMEN._replace(indicator=f"x{n}") for n in range(40))
    written = text.render(quality.since_before(told(compared=True, corrections=(*many, STARTED))))
    assert "41 figures" in written
    assert "The first 25 are listed" in written
    assert "Started trajectories" in written


def test_what_is_kept_for_the_page_comes_back(told: Callable[..., Report]) -> None:
    """All but the corrections of groups, which the page does not list."""
    release = told(
        findings=(LEFT_OUT,), turnover=Turnover(9, 1, 1), corrections=(STARTED, WOMEN), compared=True
    ).release
    before = Quality.of(release)
    after = Quality.read(before.written())
    assert after == replace(before, corrections=(STARTED,))
    assert after.corrected == (("2022", 2),)
