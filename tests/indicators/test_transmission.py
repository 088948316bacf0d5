"""The tables of the data transmission, laid out from figures."""

from __future__ import annotations

import math
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from reportkit.indicators.catalogue import catalogue
from reportkit.indicators.evaluator import compute
from reportkit.indicators.transmission import TABLES, funding_of, transmission
from reportkit.periods import Period
from reportkit.tables import FIGURE_COLUMNS
from tests.indicators.conftest import job, project, spell, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportkit.params import Project

Cell = tuple[str, str, str, str]
"""Period, basis, indicator and group."""

ENTITIES = ("EECO18", "EECO19")
PLUS_COLUMNS = [
    "priority", "specific_objective", "fund", "category_of_region", "id", "indicator_name", "measurement_unit",
    "milestone_2024", "target_2029", "achieved_men", "achieved_women", "achieved_non_binary", "achieved_total",
    "achievement_ratio", "comments",
]  # fmt: skip
YEARLY_COLUMNS = [
    "priority_axis", "investment_priority", "fund", "category_of_region", "id", "indicator_name",
    "target_2023_total", "target_2023_men", "target_2023_women",
    "annual_2016_total", "annual_2016_men", "annual_2016_women",
    "annual_2017_total", "annual_2017_men", "annual_2017_women",
    "cumulative_total", "cumulative_men", "cumulative_women", "ratio_total", "ratio_men", "ratio_women", "comments",
]  # fmt: skip


def plus(**more: Any) -> Project:
    """Make a project of ESF+."""
    return project(framework="esf-plus", start=date(2022, 1, 1), **more)


def older(**more: Any) -> Project:
    """Make a project of ESF 2014-2020 that starts in 2016."""
    return project(framework="esf-2014-2020", start=date(2016, 1, 1), **more)


def figures(of: Project, spans: tuple[Period, ...], known: Mapping[Cell, float | str]) -> pd.DataFrame:
    """Return an indicators table that is 0 but for what is known; a text is the note of what is not available."""
    rows = []
    groups = ("total", "F", "M", "X")
    for code, span, basis, group in product(catalogue(of).indicators, spans, ("period", "to_date"), groups):
        if code in ENTITIES and group != "total":
            continue
        said = known.get((span.id, basis, code, group), 0.0)
        by = "total" if group == "total" else "gender"
        value, status, note = (math.nan, "not_available", said) if isinstance(said, str) else (said, "ok", "")
        key = ("p", "all", span.id, basis, of.framework, code, by, group)
        rows.append((*key, "participation", value, *[math.nan] * 5, status, note))
    return pd.DataFrame(rows, columns=list(FIGURE_COLUMNS))


def laid_out(name: str, of: Project, period: str, known: Mapping[Cell, float | str]) -> pd.DataFrame:
    """Return a table by the ids of its indicators."""
    table, span = TABLES[name], Period.parse(period)
    return transmission(figures(of, table.spans(of, span), known), of, table, span).set_index("id", drop=False)


def cells(rows: pd.DataFrame, code: str, *names: str) -> list[Any]:
    """Return some cells of an indicator's row; None where one is empty."""
    row = rows.to_dict("index")[code]
    return [None if pd.isna(row[name]) else row[name] for name in names]


def test_table_6_has_the_columns_of_the_annex() -> None:
    """Outputs of ESF+ stand with milestone, target, and what was achieved to date by men, women, non-binary persons."""
    rows = laid_out("esf-plus-outputs", plus(), "2024-H1", {})
    assert list(rows.columns) == PLUS_COLUMNS
    assert rows["id"].tolist() == [f"EECO{number:02}" for number in range(1, 20)]


def test_table_10_has_a_reference_value_and_no_milestone() -> None:
    """Milestones are laid down for outputs alone; the reference value of a result is the programme's."""
    rows = laid_out("esf-plus-results", plus(), "2024", {})
    assert list(rows.columns) == [name.replace("milestone_2024", "reference_value") for name in PLUS_COLUMNS]
    assert rows["id"].tolist() == [f"EECR0{number}" for number in range(1, 7)]
    assert rows["reference_value"].isna().all()


def test_table_4a_has_each_year_up_to_the_cut_off_and_its_totals_last() -> None:
    """Outputs of ESF 2014-2020 stand with target, each year and the cumulative value, in total and for men, women."""
    rows = laid_out("esf-2014-outputs", older(), "2017", {})
    assert list(rows.columns) == YEARLY_COLUMNS
    assert rows["id"].tolist()[-4:] == ["CO18", "CO19", "total", "grand_total"]


def test_table_2a_names_the_unit() -> None:
    """Results of ESF 2014-2020 stand as their outputs do, with the measurement unit."""
    rows = laid_out("esf-2014-results", older(), "2017", {})
    assert list(rows.columns) == [*YEARLY_COLUMNS[:6], "measurement_unit", *YEARLY_COLUMNS[6:]]
    assert rows["id"].tolist() == [f"CR0{number}" for number in range(1, 10)]


def test_gender_x_is_non_binary() -> None:
    """ESF+ has a column for each gender, and the total of all."""
    to_date = ("2024-H1", "to_date", "EECO02")
    rows = laid_out(
        "esf-plus-outputs",
        plus(),
        "2024-H1",
        {(*to_date, "total"): 9, (*to_date, "M"): 5, (*to_date, "F"): 3, (*to_date, "X"): 1},
    )
    names = ["achieved_men", "achieved_women", "achieved_non_binary", "achieved_total"]
    assert cells(rows, "EECO02", *names) == [5, 3, 1, 9]


def test_a_zero_is_written() -> None:
    """Nobody is a figure, not a gap."""
    rows = laid_out("esf-plus-outputs", plus(), "2024-H1", {})
    assert cells(rows, "EECO12", "achieved_men", "achieved_total") == [0, 0]
    assert rows.loc["EECO12", "comments"] == ""


def test_what_is_not_available_is_empty_and_says_why() -> None:
    """A table that was not delivered leaves the values empty, and its note is the comment."""
    missing: dict[Cell, float | str] = {
        ("2024-H1", "to_date", "EECO18", "total"): "table entities was not delivered",
    }
    rows = laid_out("esf-plus-outputs", plus(), "2024-H1", missing)
    assert cells(rows, "EECO18", "achieved_men", "achieved_total") == [None, None]
    assert rows.loc["EECO18", "comments"] == "table entities was not delivered"


def test_pending_results_are_a_comment() -> None:
    """Those whose day of measurement has not come are in no value."""
    known: dict[Cell, float | str] = {
        ("2024", "to_date", "EECR04", "total"): 7,
        ("2024", "to_date", "EECR04.pending", "total"): 12,
    }
    rows = laid_out("esf-plus-results", plus(), "2024", known)
    assert rows.loc["EECR04", "achieved_total"] == 7
    assert rows.loc["EECR04", "comments"] == "12 pending"


def test_incomplete_records_are_a_comment_of_the_first_row() -> None:
    """ESF+ has no grand total; how many records are not counted is said beside the total."""
    known: dict[Cell, float | str] = {
        ("2024-H1", "to_date", "EECO01", "total"): 40,
        ("2024-H1", "to_date", "grand_total", "total"): 43,
    }
    rows = laid_out("esf-plus-outputs", plus(), "2024-H1", known)
    assert rows.loc["EECO01", "comments"] == "3 incomplete records not counted"


def test_target_milestone_and_ratio() -> None:
    """The ratio is what was achieved over the target; without a target it is empty."""
    of = plus(targets=[{"indicator": "EECO01", "value": 80.0, "milestone": 30.0}])
    rows = laid_out("esf-plus-outputs", of, "2024-H1", {("2024-H1", "to_date", "EECO01", "total"): 40})
    names = ["milestone_2024", "target_2029", "achievement_ratio"]
    assert cells(rows, "EECO01", *names) == [30, 80, 0.5]
    assert cells(rows, "EECO02", *names) == [None, None, None]


def test_a_target_of_zero_has_no_ratio() -> None:
    """Nothing is divided by 0."""
    rows = laid_out("esf-plus-outputs", plus(targets=[{"indicator": "EECO01", "value": 0.0}]), "2024", {})
    assert cells(rows, "EECO01", "target_2029", "achievement_ratio") == [0, None]


def test_the_target_of_the_end_goes_before_that_of_a_period() -> None:
    """A target of a year on the way, of a region or within a period is not the final one."""
    first = {"indicator": "EECO01", "value": 60.0}
    of = plus(
        regions=["gent"],
        targets=[first, {**first, "value": 20.0, "period": 2023}, {**first, "value": 9.0, "region": "gent"},
                 {**first, "value": 5.0, "basis": "period"}],
    )  # fmt: skip
    assert laid_out("esf-plus-outputs", of, "2024", {}).loc["EECO01", "target_2029"] == 60


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({"indicator": "EECR04", "value": 9.0, "by": "gender", "group": "F"}, "target women 9"),
        ({"indicator": "EECR04", "value": 9.0, "milestone": 4.0}, "milestone 4"),
        ({"indicator": "EECR04.share", "value": 0.45}, "target set on the share: 45 %"),
    ],
)
def test_a_target_without_a_column_is_a_comment(target: dict[str, Any], said: str) -> None:
    """No target of the project file is lost on the way."""
    rows = laid_out("esf-plus-results", plus(targets=[target]), "2024", {})
    assert rows.loc["EECR04", "comments"] == said


def test_targets_of_men_and_women_have_columns_in_2014() -> None:
    """The breakdown of the target by gender stands in the table, each with its ratio."""
    of = older(
        targets=[
            {"indicator": "CO01", "value": 40.0},
            {"indicator": "CO01", "value": 20.0, "by": "gender", "group": "F"},
        ]
    )
    known: dict[Cell, float | str] = {
        ("2017", "to_date", "CO01", "total"): 10, ("2017", "to_date", "CO01", "F"): 5,
        ("2017", "to_date", "CO01", "M"): 5, ("2017", "period", "CO01", "total"): 10,
    }  # fmt: skip
    rows = laid_out("esf-2014-outputs", of, "2017", known)
    assert cells(rows, "CO01", "target_2023_total", "target_2023_women", "ratio_total", "ratio_women") == [
        40, 20, 0.25, 0.25,
    ]  # fmt: skip
    assert cells(rows, "CO01", "target_2023_men") == [None]


def test_the_years_of_an_output_are_its_periods() -> None:
    """Entries are dated, so that the entries of each year add up to those to date."""
    known: dict[Cell, float | str] = {
        ("2016", "period", "CO01", "total"): 4, ("2017", "period", "CO01", "total"): 6,
        ("2017", "to_date", "CO01", "total"): 10, ("2017", "to_date", "CO01", "M"): 10,
    }  # fmt: skip
    rows = laid_out("esf-2014-outputs", older(), "2017", known)
    assert cells(rows, "CO01", "annual_2016_total", "annual_2017_total", "cumulative_total") == [4, 6, 10]


def test_the_years_of_a_result_are_differences_of_figures_to_date() -> None:
    """What became known in a year is the figure to date less that of the year before; the period's is not read."""
    known: dict[Cell, float | str] = {
        ("2016", "to_date", "CR04", "total"): 1, ("2017", "to_date", "CR04", "total"): 6,
        ("2017", "to_date", "CR04", "M"): 6, ("2017", "period", "CR04", "total"): 3,
    }  # fmt: skip
    rows = laid_out("esf-2014-results", older(), "2017", known)
    assert cells(rows, "CR04", "annual_2016_total", "annual_2017_total", "cumulative_total") == [1, 5, 6]


def test_a_result_that_is_measured_in_the_next_year_is_in_that_year() -> None:
    """Who leaves in December and is measured in January counts in January's year, and in the cumulative value."""
    people: dict[str, Any] = {"gender": "F", "labour_status": "unemployed", "isced": 2, "age_at_entry": 30}
    tables = {
        "participations": typed("participations", [spell("a", "2016-02-01", "2016-12-20", **people)]),
        "jobs": typed("jobs", [job("a", "2017-01-02")]),
    }
    of, table, span = older(), TABLES["esf-2014-results"], Period.parse("2017")
    computed = compute(tables, of, {}, table.spans(of, span))
    rows = transmission(computed, of, table, span).set_index("id")
    assert cells(rows, "CR04", "annual_2016_women", "annual_2017_women", "cumulative_women") == [0, 1, 1]


def test_a_year_that_takes_results_back_says_so() -> None:
    """A person who comes back takes an exit away, and with it a result that was reported before."""
    known: dict[Cell, float | str] = {
        ("2016", "to_date", "CR04", "total"): 3, ("2017", "to_date", "CR04", "total"): 2,
        ("2017", "to_date", "CR04", "M"): 2,
    }  # fmt: skip
    rows = laid_out("esf-2014-results", older(), "2017", known)
    assert rows.loc["CR04", "annual_2017_total"] == -1
    assert rows.loc["CR04", "comments"] == "2017 takes back results of people who came back"


def test_gender_x_is_in_the_total_only_in_2014() -> None:
    """A total that is more than men and women says why."""
    known: dict[Cell, float | str] = {
        ("2017", "to_date", "CO01", "total"): 10, ("2017", "period", "CO01", "total"): 10,
        ("2017", "to_date", "CO01", "M"): 5, ("2017", "to_date", "CO01", "F"): 3, ("2017", "to_date", "CO01", "X"): 2,
    }  # fmt: skip
    rows = laid_out("esf-2014-outputs", older(), "2017", known)
    assert rows.loc["CO01", "comments"] == "2 of gender X in the total only"


def test_entries_before_the_first_year_are_a_comment() -> None:
    """The years of the table begin with the project; who entered before is in the cumulative value."""
    known: dict[Cell, float | str] = {
        ("2017", "to_date", "CO01", "total"): 3, ("2017", "to_date", "CO01", "M"): 3,
        ("2017", "period", "CO01", "total"): 2,
    }  # fmt: skip
    rows = laid_out("esf-2014-outputs", older(), "2017", known)
    assert rows.loc["CO01", "comments"] == "1 before 2016 in the cumulative value only"


def test_funding_stands_in_each_row() -> None:
    """Priority, specific objective, fund and category of region come from the project file."""
    money = {"fund": "ESF+", "priority": "1", "specific_objective": "h", "category_of_region": "transition"}
    rows = laid_out("esf-plus-results", plus(funding=[money]), "2024", {})
    assert rows.iloc[-1, :4].tolist() == ["1", "h", "ESF+", "Transition"]


def test_the_investment_priority_of_2014_is_written_as_specific_objective() -> None:
    """The project file has one key for what stands below the priority."""
    money = {"fund": "ESF", "priority": "2", "specific_objective": "9i"}
    rows = laid_out("esf-2014-outputs", older(funding=[money]), "2017", {})
    assert cells(rows, "CO01", "priority_axis", "investment_priority", "fund") == ["2", "9i", "ESF"]


def test_figures_are_not_counted_twice_for_two_funding_entries() -> None:
    """There is one row for each indicator, with what the entries agree on and a comment."""
    money = [{"fund": "ESF+", "priority": "1"}, {"fund": "ESF+", "priority": "2"}]
    rows = laid_out("esf-plus-results", plus(funding=money), "2024", {})
    assert len(rows) == 6
    assert cells(rows, "EECR01", "priority", "fund") == ["", "ESF+"]
    assert rows.loc["EECR01", "comments"] == "not split over 2 funding entries"


def test_who_pays_beside_the_fund_is_no_funding_of_the_table() -> None:
    """Co-funding from elsewhere neither splits a row nor empties its cells."""
    of = plus(funding=[{"fund": "Stad Gent"}, {"fund": "ESF+", "priority": "1"}])
    assert [money.fund for money in funding_of(of)] == ["ESF+"]


def test_without_funding_the_cells_are_empty() -> None:
    """Nothing is made up where the project file is silent."""
    rows = laid_out("esf-plus-results", plus(), "2024", {})
    assert set(rows.iloc[:, :4].to_numpy().ravel()) == {""}


def test_only_the_whole_area_is_read() -> None:
    """Figures of a region change nothing."""
    of, table, span = plus(), TABLES["esf-plus-outputs"], Period.parse("2024")
    whole = figures(of, (span,), {})
    with_region = pd.concat([whole, whole.assign(region="gent", value=9.0)])
    assert transmission(with_region, of, table, span).equals(transmission(whole, of, table, span))


@pytest.mark.parametrize(
    ("name", "period", "allowed"),
    [
        ("esf-plus-outputs", "2024-H1", True),
        ("esf-plus-results", "2022/2024", True),
        ("esf-plus-results", "2024-Q1", False),
        ("esf-2014-results", "2019", True),
        ("esf-2014-outputs", "2019-06", False),
    ],
)
def test_figures_are_due_on_certain_days(name: str, period: str, *, allowed: bool) -> None:
    """ESF+ on 30 June and 31 December, ESF 2014-2020 at the end of a year."""
    assert TABLES[name].allows(Period.parse(period)) is allowed


@pytest.mark.parametrize(
    ("name", "period", "nearest"),
    [
        ("esf-plus-outputs", "2024-Q1", ["2023", "2024-H1"]),
        ("esf-plus-outputs", "2024-11", ["2024-H1", "2024"]),
        ("esf-2014-outputs", "2019-H1", ["2018", "2019"]),
    ],
)
def test_the_nearest_periods_that_do(name: str, period: str, nearest: list[str]) -> None:
    """Whoever asks for another day is told the one before and the one after."""
    assert [span.id for span in TABLES[name].nearest(Period.parse(period))] == nearest
