"""A report's view of its figures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from reportkit.errors import UsageError
from reportkit.report.view import Figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportkit.report import Report

Opened = "Callable[..., Report]"


def test_a_figure_is_looked_up_for_the_report(opened: Callable[..., Report]) -> None:
    """Without more words it is that of the report's region and period, to date."""
    assert opened().value("started") == 20
    assert opened(region="kortrijk").value("started") == 8
    assert opened().value("started", basis="period") == 9


def test_a_hidden_figure_has_no_value_and_one_mark(opened: Callable[..., Report]) -> None:
    """Whoever asks gets None, and the reader one word."""
    report = opened(region="menen", hide=("started",))
    assert report.value("started") is None
    assert (report.cell("started").text, report.cell("started").kind) == ("hidden", "hidden")


def test_a_figure_without_data_is_not_available(opened: Callable[..., Report]) -> None:
    """The project delivered no jobs."""
    report = opened()
    assert math.isnan(report.value("job.started") or 0)
    assert report.cell("job.started").kind == "missing"
    assert not report.has("job.started")


def test_a_figure_that_is_kept_to_date_only_is_a_dash_within_the_period(opened: Callable[..., Report]) -> None:
    """How many are active is told at the cut-off: within a period nothing lacks."""
    report = opened()
    assert (report.cell("active").text, report.cell("active", basis="period").text) == ("7", "–")


@pytest.mark.parametrize("status", ["not_applicable", "pending"])
def test_a_share_of_nobody_is_a_dash(status: str, opened: Callable[..., Report]) -> None:
    """Whether nobody left, or nobody who left could be measured yet: neither lacks data."""
    nobody = Figure(math.nan, 0.0, 0.0, math.nan, math.nan, math.nan, status, "proportion")
    assert (opened().written(nobody).text, opened().written(nobody, "denominator").text) == ("–", "0")


def test_shares_are_written_as_percentages_and_counts_as_they_are(opened: Callable[..., Report]) -> None:
    """Eleven of thirteen, in each language."""
    assert opened().cell("closed.positive.share").text == "84.6%"
    assert opened(language="nl").cell("closed.positive.share").text == "84,6%"
    assert opened().cell("closed").text == "13"


def test_the_previous_period_is_there_only_when_it_was_computed(opened: Callable[..., Report]) -> None:
    """2021 comes before 2022, and nothing before 2021."""
    before = opened().previous()
    assert before is not None
    assert before.id == "2021"
    assert opened(period=2021).previous() is None


def test_an_unknown_region_is_refused_with_the_nearest_name(opened: Callable[..., Report]) -> None:
    """A misspelt region never becomes an empty report."""
    with pytest.raises(UsageError, match='did you mean "kortrijk"'):
        opened(region="kortrijck")
