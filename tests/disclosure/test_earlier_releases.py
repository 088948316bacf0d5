"""What was published before: it cannot be hidden any more, and a reader has it beside the present table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.disclosure import audit, protect, visibility
from reportkit.provenance.ledger import that_show
from reportkit.tables import FIGURE_KEY
from tests.disclosure.test_protect import people
from tests.disclosure.worlds import counted, figures_table, project_figures, project_structure, structure

if TYPE_CHECKING:
    from reportkit.tables import Structure

THRESHOLD = 5
PLACES = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}
RULES = structure([], {"started"}, regions=PLACES)
MOST = 24
GENDERS = structure([], {"started"}, regions={"kortrijk": frozenset({"34022"})})


def regions(everybody: int, kortrijk: int, menen: int) -> pd.DataFrame:
    """Make the table of those who started, in all and by region."""
    rows = [counted(everybody), counted(kortrijk, region="kortrijk"), counted(menen, region="menen")]
    return figures_table(rows)


def by_gender(*counts: int) -> pd.DataFrame:
    """Make a table of women and men, of Kortrijk and of elsewhere."""
    women, men, other_women, other_men = counts
    inside, everywhere = (women, men), (women + other_women, men + other_men)
    return figures_table(
        [
            counted(value, region=region, by=by, group=group)
            for region, (female, male) in (("kortrijk", inside), ("all", everywhere))
            for by, group, value in (
                ("total", "total", female + male), ("gender", "F", female), ("gender", "M", male),
            )
        ]
    )  # fmt: skip


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


def test_where_a_later_year_is_out_the_earlier_one_is_hidden() -> None:
    """Thirty were published to date; of the year before it is too late to say that they were twenty-eight."""
    rules = structure([], {"started"}, years=2)
    figures = years(rules, 28, 30)
    before = figures[(figures["period"] == "2021") & (figures["basis"] == "to_date")]
    public = protect(figures, rules, THRESHOLD, published=before)
    assert public.loc[public["period"] == "2020", "status"].tolist() == ["suppressed", "suppressed"]
    assert audit(public, figures, rules, THRESHOLD, published=before) == ()


def test_years_that_are_out_are_decided_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of 2021 is out; three came to Menen since 2020, so her number then is hidden, and one more lest it be had."""

    def never(*_: object) -> bool:
        pytest.fail("it was decided without regard to what is out, and had to be mended")

    monkeypatch.setattr(visibility._Guard, "_repair", never)  # noqa: SLF001
    rules = structure([], {"started"}, years=2, regions=PLACES)
    figures = figures_table(
        [
            counted(value, region=region, period=year)
            for year, counts in (("2020", (45, 40, 5)), ("2021", (60, 52, 8)))
            for region, value in zip(("all", "kortrijk", "menen"), counts, strict=True)
        ]
    )
    later = figures["period"].eq("2021")
    public = protect(figures, rules, THRESHOLD, published=figures[later])
    assert set(public.loc[later, "status"]) == {"ok"}
    before = statuses(public[~later])
    assert before["menen"] == "suppressed"
    assert sorted((before["all"], before["kortrijk"])) == ["ok", "suppressed"]


@settings(max_examples=3, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_year_later_nothing_of_the_years_before_changes(seed: int) -> None:
    """Where nothing was corrected, a release of two years makes no difference to what is shown of three."""
    rules, figures = project_structure(3), project_figures(people(seed, 3, most=90), 3)
    alone = protect(figures, rules, THRESHOLD)
    shown = that_show(alone)
    later = protect(figures, rules, THRESHOLD, published=shown[shown["period"] != max(rules.periods)])
    pd.testing.assert_frame_equal(later, alone)


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


def test_a_correction_cannot_be_worked_out_from_others() -> None:
    """All and Kortrijk grew by many, shown both: that three more are of Menen would be their difference."""
    before, now = regions(100, 60, 40), regions(112, 69, 43)
    public = protect(now, RULES, THRESHOLD, published=before)
    assert statuses(public)["menen"] == "suppressed"
    assert "suppressed" in {statuses(public)["all"], statuses(public)["kortrijk"]}
    assert audit(public, now, RULES, THRESHOLD, published=before) == ()


def test_the_audit_compares_what_is_left_over_with_what_was() -> None:
    """Menen was never printed: it was 40 by subtraction, and is 43 now."""
    before, now = (regions(*counts).query("region != 'menen'") for counts in ((100, 60, 40), (112, 69, 43)))
    (leak,) = audit(now, now, RULES, THRESHOLD, published=before)
    assert (leak.kind, leak.region, leak.low, leak.high) == ("derived", "rest of all", 43, 43)


def test_each_version_that_was_published_is_compared() -> None:
    """First 60, then 70, and now 62: the first release tells of two."""
    versions = pd.concat([figures_table([counted(60)]), figures_table([counted(70)])])
    public = protect(figures_table([counted(62)]), structure([], {"started"}), THRESHOLD, published=versions)
    assert public["status"].tolist() == ["suppressed"]


def possible(shown: pd.DataFrame) -> list[set[int]]:
    """List what each count of women and men, here, elsewhere and in all, can be for a reader of the figures shown."""
    women, men, other_women, other_men = np.indices((MOST,) * 4, dtype=np.int16)
    counts = {
        ("kortrijk", "F"): women, ("kortrijk", "M"): men, ("kortrijk", "total"): women + men,
        ("all", "F"): women + other_women, ("all", "M"): men + other_men,
        ("all", "total"): women + men + other_women + other_men,
        ("elsewhere", "F"): other_women, ("elsewhere", "M"): other_men, ("elsewhere", "total"): other_women + other_men,
    }  # fmt: skip
    fits = np.ones(women.shape, dtype=bool)
    for region, group, value in zip(shown["region"], shown["group"], shown["value"], strict=True):
        fits &= counts[region, group] == value
    return [{*np.unique(count[fits]).tolist()} for count in counts.values()]


@pytest.mark.slow
@settings(max_examples=20)
@given(
    before=st.lists(st.integers(0, 12), min_size=4, max_size=4),
    more=st.lists(st.integers(-4, 7), min_size=4, max_size=4),
)
def test_no_correction_of_few_can_be_worked_out(before: list[int], more: list[int]) -> None:
    """By counting all tables: what is known of the first release and changed by few can be many in the second."""
    now = [max(was + change, 0) for was, change in zip(before, more, strict=True)]
    published = that_show(protect(by_gender(*before), GENDERS, THRESHOLD))
    public = that_show(protect(by_gender(*now), GENDERS, THRESHOLD, published=published))
    same = public.merge(published, on=[*FIGURE_KEY, "value"])
    readers = (possible(public), possible(same), possible(published))
    for (true,), known, told, earlier in zip(possible(by_gender(*now)), *readers, strict=True):
        few = len(earlier) == 1 and 0 < abs(true - max(earlier)) < THRESHOLD
        assert not few or max(known) - min(known) >= THRESHOLD or max(told) - min(told) < THRESHOLD
