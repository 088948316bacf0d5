"""Which rule hid which figure of the public edition: what the authority is told, and the public never."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from reportkit.disclosure import RULES, protect, reasons
from reportkit.display import words
from reportkit.tables import Split
from tests.disclosure.test_amounts import of_hours
from tests.disclosure.test_protect import people
from tests.disclosure.test_results import of_results, over_years
from tests.disclosure.test_sensitive import ALL_ALIKE, left
from tests.disclosure.worlds import counted, figures_table, project_figures, project_structure, structure

if TYPE_CHECKING:
    from reportkit.tables import Structure

THRESHOLD = 5
PLACES = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}


def found(
    figures: pd.DataFrame, known: Structure, *names: str, published: pd.DataFrame | None = None
) -> dict[str, str]:
    """Protect figures and return the rule of each that is hidden, by what tells them apart."""
    public = protect(figures, known, THRESHOLD, published=published)
    rules = reasons(figures, public, known, THRESHOLD, published=published)
    keys = figures[[*(names or ("indicator",))]].agg(" ".join, axis=1)
    return {key: rule for key, rule in zip(keys, rules, strict=True) if rule}


def test_three_of_a_region_are_small_and_the_other_region_goes_with_them() -> None:
    """Of 53, 50 live in Kortrijk: the three of Menen are few, and would follow from Kortrijk."""
    rows = [counted(53), counted(50, region="kortrijk"), counted(3, region="menen")]
    known = structure([], {"started"}, regions=PLACES)
    assert found(figures_table(rows), known, "region") == {"kortrijk": "derivation", "menen": "small"}


@pytest.mark.parametrize("retained", [2, 18])
def test_a_share_tells_its_numerator_and_its_complement(retained: int) -> None:
    """Two of twenty, or all but two."""
    share = counted(retained / 20, indicator="share", unit="proportion", numerator=retained, denominator=20)
    known = structure([], {"reached", "retained"}, rests_on={"share": ("retained", "reached")})
    rows = [counted(20, indicator="reached"), counted(retained, indicator="retained"), share]
    assert found(figures_table(rows), known)["share"] == "small"


def test_a_share_of_many_rests_on_the_counts_that_are_hidden() -> None:
    """Ten of fifteen: the ten are hidden for the sake of the three, and their share with them."""
    counts = {"closed": 28, "job": 10, "training": 15, "early": 3}
    share = counted(10 / 28, indicator="job.share", unit="proportion", numerator=10, denominator=28)
    rows = [*(counted(n, indicator=code) for code, n in counts.items()), share]
    known = structure(
        [Split("closed", ("job", "training", "early"))], set(counts), rests_on={"job.share": ("job", "closed")}
    )
    before = figures_table([counted(n, indicator=code) for code, n in counts.items() if code in {"closed", "training"}])
    assert found(figures_table(rows), known, published=before) == {
        "early": "small", "job": "derivation", "job.share": "rests_on",
    }  # fmt: skip


def test_what_is_never_public_is_withheld_though_it_is_small() -> None:
    """The first rule that holds is told."""
    figures = figures_table([counted(3, indicator="grand_total"), counted(38, indicator="total")])
    known = replace(structure([], {"grand_total", "total"}), withheld=frozenset({"grand_total"}))
    assert found(figures, known) == {"grand_total": "withheld"}


def test_a_correction_by_few_is_told() -> None:
    """Sixty were published, and are sixty-two now."""
    known, before = structure([], {"started"}), figures_table([counted(60)])
    assert found(figures_table([counted(62)]), known, published=before) == {"started": "correction"}


@pytest.mark.parametrize(("medical", "rule"), [(7, "special"), (3, "small")])
def test_few_of_a_special_category(medical: int, rule: str) -> None:
    """Seven who left for a medical reason are many elsewhere; three are few anywhere."""
    figures, known = left({"closed": 33 + medical, "job": 21, "training": 12, "medical": medical}, special=10)
    assert found(figures, known)["medical"] == rule


def test_all_in_one_class() -> None:
    """Twelve left, all early: what is hidden of how many left, and why, is hidden so that it stays open."""
    told = found(*left(ALL_ALIKE, one_class=("early",)))
    assert told
    assert set(told.values()) == {"one_class"}


def test_a_share_of_all_or_nobody_says_that_all_are_in_one_class() -> None:
    """Twelve of twelve stopped early, nobody for training."""
    figures, known = left(ALL_ALIKE, one_class=("early",))
    shares = [
        counted(n / 12, indicator=f"{code}.share", unit="proportion", numerator=n, denominator=12)
        for code, n in (("early", 12), ("training", 0))
    ]
    known = replace(known, rests_on={f"{code}.share": (code, "closed") for code in ("early", "training")})
    rows = pd.concat([figures, figures_table(shares)], ignore_index=True)
    public = rows.assign(status="suppressed", value=float("nan"), numerator=float("nan"), denominator=float("nan"))
    assert set(reasons(rows, public, known, THRESHOLD)) == {"one_class"}


def test_a_split_to_date_says_nothing_of_a_period() -> None:
    """As many came in the year as left in it; that is no class that all are in."""
    known = structure([Split("started", ("closed",), to_date_only=True, one_class=("closed",))], {"started", "closed"})
    figures = figures_table([counted(12, indicator=code, basis="period") for code in ("started", "closed")])
    public = figures.assign(status="suppressed", value=float("nan"))
    assert set(reasons(figures, public, known, THRESHOLD)) == {"derivation"}


@pytest.mark.parametrize(("persons", "rule"), [(3, "few_persons"), (0, "rests_on"), (15, "rests_on")])
def test_a_mean_is_taken_over_few_or_over_a_count_that_is_hidden(persons: int, rule: str) -> None:
    """Over three it tells of each; over fifteen it would tell how many, and they are hidden for others."""
    figures = figures_table([counted(persons), counted(41.5, indicator="duration", unit="day")])
    known = structure([], {"started"}, rests_on={"duration": ("started",)})
    public = figures.assign(status="suppressed", value=float("nan"))
    told = dict(zip(figures["indicator"], reasons(figures, public, known, THRESHOLD), strict=True))
    assert told["duration"] == rule


def test_hours_that_grew_while_nobody_came() -> None:
    """The count of persons is shown; the hours would tell of one of those who were there."""
    rows = [
        counted(value, indicator=code, period=year)
        for year, hours in (("2020", 300.0), ("2021", 320.5))
        for code, value in (("coached", 20.0), ("hours", hours))
    ]
    assert found(figures_table(rows), of_hours(2), "indicator", "period") == {"hours 2021": "amount"}


def test_a_result_that_changed_by_few() -> None:
    """Two more reached it than at the cut-off before, which is shown."""
    told = found(over_years([20, 30], [10, 12]), of_results(), "indicator", "period")
    assert told["reached 2021"] == "few_changed"


def test_a_result_that_changed_by_few_from_one_that_is_hidden() -> None:
    """At the cut-off before it was hidden itself, so that this tells nothing of the change."""
    figures = over_years([20, 30], [10, 12])
    public = figures.assign(status="suppressed", value=float("nan"))
    assert set(reasons(figures, public, of_results(), THRESHOLD)) == {"derivation"}


def test_results_are_public_to_date_only() -> None:
    """However many they were within the period."""
    rows = [counted(20.0, indicator="measured", basis=basis) for basis in ("to_date", "period")]
    assert found(figures_table(rows), of_results(1), "basis") == {"period": "within_period"}


def test_what_is_hidden_has_a_rule_and_what_is_shown_has_none() -> None:
    """In groups, regions and years of a project, by the rows of the table that was computed."""
    figures, known = project_figures(people(7, 3), 3), project_structure(3)
    figures = figures.set_axis(figures.index + 100)
    public = protect(figures, known, THRESHOLD)
    told = reasons(figures, public, known, THRESHOLD)
    assert told.ne("").equals(public["status"].eq("suppressed"))
    assert {"small", "derivation", "rests_on", "few_persons"} <= set(told) <= {"", *RULES}


def test_what_a_rule_says_is_said_in_dutch() -> None:
    """An officer reads it in her own language."""
    assert words("nl").told(RULES["rests_on"]) == "het steunt op een aantal dat verborgen is"
    assert all(words("nl").told(said) != said for said in RULES.values())
