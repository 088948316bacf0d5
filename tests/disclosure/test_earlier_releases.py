"""What was published before: it cannot be hidden any more, and a reader has it beside the present table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.disclosure import audit, protect
from tests.disclosure.worlds import counted, figures_table, structure

if TYPE_CHECKING:
    import pandas as pd

    from reportkit.tables import Structure

THRESHOLD = 5
PLACES = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}
RULES = structure([], {"started"}, regions=PLACES)


def regions(everybody: int, kortrijk: int, menen: int) -> pd.DataFrame:
    """Make the table of those who started, in all and by region."""
    rows = [counted(everybody), counted(kortrijk, region="kortrijk"), counted(menen, region="menen")]
    return figures_table(rows)


def statuses(public: pd.DataFrame) -> dict[str, str]:
    """Return the status of each region."""
    return dict(zip(public["region"], public["status"], strict=True))


def test_the_region_is_hidden_rather_than_the_total() -> None:
    """Without an earlier release, Kortrijk is hidden for the sake of the three of Menen."""
    assert statuses(protect(regions(53, 50, 3), RULES, THRESHOLD)) == {
        "all": "ok", "kortrijk": "suppressed", "menen": "suppressed",
    }  # fmt: skip


def test_what_was_published_is_shown_and_something_else_hidden() -> None:
    """Kortrijk was published before, so that the total must go instead."""
    figures = regions(53, 50, 3)
    before = figures[figures["region"] == "kortrijk"]
    public = protect(figures, RULES, THRESHOLD, published=before)
    assert statuses(public) == {"all": "suppressed", "kortrijk": "ok", "menen": "suppressed"}
    assert audit(public, figures, RULES, THRESHOLD, published=before) == ()


def test_the_audit_reads_the_earlier_release_beside_the_present_one() -> None:
    """A table that is safe by itself gives the three of Menen away to whoever kept last year's."""
    figures = regions(53, 50, 3)
    public = protect(figures, RULES, THRESHOLD)
    before = figures[figures["region"] == "kortrijk"]
    assert audit(public, figures, RULES, THRESHOLD) == ()
    assert audit(public, figures, RULES, THRESHOLD, published=before) != ()


def test_what_is_out_already_does_not_stop_a_release() -> None:
    """Total and Kortrijk were both published: the three of Menen are known, and no hiding can undo it."""
    figures = regions(53, 50, 3)
    before = figures[figures["region"] != "menen"]
    public = protect(figures, RULES, THRESHOLD, published=before)
    assert statuses(public) == {"all": "ok", "kortrijk": "ok", "menen": "suppressed"}


def test_a_small_count_that_was_published_is_not_printed_again() -> None:
    """An earlier release with a lower threshold showed three; this one hides them."""
    figures = regions(53, 50, 3)
    public = protect(figures, RULES, THRESHOLD, published=figures)
    assert statuses(public)["menen"] == "suppressed"


@pytest.mark.parametrize(("before", "status"), [(60, "suppressed"), (62, "ok"), (40, "ok")])
def test_a_correction_by_few_is_not_shown(before: int, status: str) -> None:
    """Sixty became sixty-two: the difference is two people. Forty became sixty-two: that is nobody in particular."""
    rows, rules = [counted(62)], structure([], {"started"})
    public = protect(figures_table(rows), rules, THRESHOLD, published=figures_table([counted(before)]))
    assert public["status"].tolist() == [status]


def years(rules: Structure, *counts: int) -> pd.DataFrame:
    """Make figures to date and of each year from 2020."""
    rows = []
    for year, (before, count) in zip(rules.periods, zip((0, *counts), counts, strict=False), strict=False):
        rows += [counted(count, period=year), counted(count - before, period=year, basis="period")]
    return figures_table(rows)


def test_the_newcomers_since_an_earlier_release_are_not_small() -> None:
    """Twenty were published to date; three came since: the new figure to date is hidden, and so are the three."""
    rules = structure([], {"started"}, years=2)
    figures = years(rules, 20, 23)
    before = figures[(figures["period"] == "2020") & (figures["basis"] == "to_date")]
    public = protect(figures, rules, THRESHOLD, published=before)
    shown = public[public["status"] == "ok"]
    assert set(zip(shown["period"], shown["basis"], strict=True)) == {("2020", "to_date"), ("2020", "period")}


def test_another_release_never_tells_a_reader_less() -> None:
    """With more published, the audit finds no fewer small counts."""
    figures = regions(53, 50, 3)
    public = figures.copy()
    public.loc[public["region"] != "all", ["value"]] = float("nan")
    public.loc[public["region"] != "all", "status"] = "suppressed"
    found = [
        len(audit(public, figures, RULES, THRESHOLD, published=figures[figures["region"].isin(names)]))
        for names in ([], ["kortrijk"])
    ]
    assert found == sorted(found)
