"""The checks of the common indicators: what breaks each, what keeps it, and what none of them looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from reportkit.display import words
from reportkit.indicators.figure_checks import FIGURE_CHECKS, FRAMEWORKS, check_figures
from reportkit.params.profile import Acceptance
from reportkit.tables import FIGURE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.indicators.figure_checks import Verdict

REGIONS = {"kortrijk": frozenset({"34022"}), "menen": frozenset({"34027"})}

WHOLE = {
    "esf-plus": "grand_total 12, EECO01 10, EECO02 5, EECO03 2, EECO04 3, EECO05 2, EECO06 1, EECO07 4, EECO08 1, "
    "EECO09 6, EECO10 3, EECO11 1, EECO12 1, EECO13 9, EECO14 9, EECO15 1, EECO16 2, EECO17 0, EECO18 2, EECO19 0, "
    "EECR01 1, EECR02 2, EECR03 3, EECR04 4, EECR05 5, EECR06 1",
    "esf-2014-2020": "grand_total 12, total 10, CO01 5, CO02 2, CO03 3, CO04 1, CO05 2, CO06 4, CO07 2, CO08 1, "
    "CO09 6, CO10 3, CO11 1, CO15 9, CO16 1, CO18 2, CO19 0, CR01 1, CR02 2, CR03 3, CR04 4, CR05 5, CR06 5, CR07 1, "
    "CR08 2, CR09 4",
}
"""For each list, the figures of a project of twelve participations, two of them incomplete."""

OF_EACH = "".join(f", grand_total 1 group={group}" for group in ("F", "M", "X", "unknown"))

BROKEN = (
    ("A01", "error", "EECO01 10, EECO02 5, EECO04 3, EECO05 1", "EECO01 10, EECO02 + EECO04 + EECO05 9"),
    ("A01", "error", "EECO01 10, grand_total 9", "EECO01 10, grand_total 9"),
    ("A01", "error", "total 10, CO01 5, CO03 3, CO05 3", "total 10, CO01 + CO03 + CO05 11"),
    ("A01", "error", "total 10, grand_total 9", "total 10, grand_total 9"),
    ("A02", "error", "EECO02 5, EECO03 6", "EECO03 6, EECO02 5"),
    ("A02", "error", "CO01 5, CO02 6", "CO02 6, CO01 5"),
    ("A02", "error", "CO03 5, CO04 6", "CO04 6, CO03 5"),
    ("A03", "error", "EECO01 5, EECO06 2, EECO07 2, EECO08 2", "EECO06 + EECO07 + EECO08 6, EECO01 5"),
    ("A03", "error", "total 5, CO06 3, CO07 3", "CO06 + CO07 6, total 5"),
    ("A03", "error", "CO07 5, CO08 6", "CO08 6, CO07 5"),
    ("A04", "error", "EECO01 5, EECO09 2, EECO10 2, EECO11 2", "EECO09 + EECO10 + EECO11 6, EECO01 5"),
    ("A04", "error", "total 5, CO09 2, CO10 2, CO11 2", "CO09 + CO10 + CO11 6, total 5"),
    ("A04", "warning", "EECO01 5, EECO09 2, EECO10 2, EECO11 0", "EECO09 + EECO10 + EECO11 4, EECO01 5"),
    ("A04", "warning", "total 5, CO09 2, CO10 2, CO11 0", "CO09 + CO10 + CO11 4, total 5"),
    *(("A05", "error", f"EECO01 5, EECO{n} 6", f"EECO{n} 6, EECO01 5") for n in range(12, 18)),
    *(("A05", "error", f"total 5, CO{n} 6", f"CO{n} 6, total 5") for n in (15, 16, 18, 19)),
    ("A06", "error", "EECR04 5, EECR04 2 group=F, EECR04 2 group=M, EECR04 0 group=X", "EECR04: F + M + X 4, total 5"),
    ("A06", "error", "CO01 5, CO01 3 group=F, CO01 3 group=M, CO01 0 group=X", "CO01: F + M + X 6, total 5"),
    ("A06", "error", f"EECO01 0, grand_total 5{OF_EACH}", "grand_total: F + M + X + unknown 4, total 5"),
    ("A10", "error", "EECO18 3 period=2021, EECO18 2", "EECO18: 2021 3, 2022 2"),
    ("A10", "error", "CO16 3 period=2021-Q4, CO16 2", "CO16: 2021-Q4 3, 2022 2"),
    ("A10", "warning", "EECR03 3 period=2021, EECR03 2", "EECR03: 2021 3, 2022 2"),
    ("A10", "warning", "CR09 3 period=2021, CR09 2", "CR09: 2021 3, 2022 2"),
    ("A12", "error", "EECO01 1", "EECR06 missing"),
    ("A12", "error", "CO01 1", "CR09 missing"),
    ("A12", "error", "EECO01 1, EECO02 - status=ok", "EECO02 empty"),
    ("A12", "warning", "EECO01 1, EECR01 - status=not_available", "EECR01 not available: no table"),
    ("A12", "warning", "CO01 1, CR01 - status=not_available", "CR01 not available: no table"),
    ("A15", "error", "EECO01 5, EECO01 3 region=kortrijk, EECO01 3 region=menen", "EECO01: kortrijk + menen 6, all 5"),
    ("A15", "error", "CO01 5, CO01 3 region=kortrijk, CO01 3 region=menen", "CO01: kortrijk + menen 6, all 5"),
    ("A15", "warning", "EECR01 5, EECR01 2 region=kortrijk, EECR01 2 region=menen",
     "EECR01: kortrijk + menen 4, all 5"),
    ("A15", "warning", "CR01 5, CR01 2 region=kortrijk, CR01 2 region=menen", "CR01: kortrijk + menen 4, all 5"),
    ("B03", "error", "EECO04 2, EECR01 3", "EECR01 3, EECO04 2"),
    ("B03", "error", "CO03 2, CR01 3", "CR01 3, CO03 2"),
    ("B04", "error", "EECO02 1, EECO04 1, EECR04 3", "EECR04 3, EECO02 + EECO04 2"),
    ("B04", "error", "CO01 1, CO03 1, CR04 3", "CR04 3, CO01 + CO03 2"),
    ("B05", "error", "EECO02 1, EECO04 1, EECR01 1, EECR04 2", "EECR01 + EECR04 3, EECO02 + EECO04 2"),
    ("B05", "error", "CO01 1, CO03 1, CR01 1, CR04 2", "CR01 + CR04 3, CO01 + CO03 2"),
    *(("B06", "error", f"EECO01 2, EECR0{n} 3", f"EECR0{n} 3, EECO01 2") for n in (2, 3)),
    *(("B06", "error", f"total 2, CR0{n} 3", f"CR0{n} 3, total 2") for n in (2, 3, 5)),
    ("B07", "error", "EECO02 1, EECO04 1, EECR05 3", "EECR05 3, EECO02 + EECO04 2"),
    ("B07", "error", "CO01 1, CO03 1, CR06 3", "CR06 3, CO01 + CO03 2"),
    ("B07", "error", "CR06 2, CR08 3", "CR08 3, CR06 2"),
    ("B07", "error", "CO07 2, CR08 3", "CR08 3, CO07 2"),
    ("B07", "error", "CR06 2, CR09 3", "CR09 3, CR06 2"),
    ("B08", "error", "EECO05 2, EECR06 3", "EECR06 3, EECO05 2"),
    ("B08", "error", "CO05 2, CR07 3", "CR07 3, CO05 2"),
)  # fmt: skip
"""For each rule figures that break it, and what is told of them."""


def framework(code: str) -> str:
    """Name the list of a code."""
    return "esf-plus" if code.startswith("EEC") else "esf-2014-2020"


def table(written: str) -> pd.DataFrame:
    """Make a table of figures: a code, a value (- when there is none), and where; to date at the end of 2022."""
    figures = [part.split() for part in written.split(", ")]
    listed = next(framework(code) for code, *_ in figures if code != "grand_total")
    return pd.DataFrame([row(listed, *figure) for figure in figures])


def row(listed: str, code: str, value: str, *where: str) -> dict[str, Any]:
    """Make a row: the whole area, the total and status ok unless it says otherwise."""
    said = dict(part.split("=") for part in where)
    usual = {"project": "p", "region": "all", "period": "2022", "basis": "to_date", "group": "total", "status": "ok"}
    cell = dict.fromkeys(FIGURE_COLUMNS, "") | usual | {"framework": listed, "indicator": code} | said
    number = float("nan") if value == "-" else float(value)
    note = "no table" if cell["status"] == "not_available" else ""
    return cell | {"by": "total" if cell["group"] == "total" else "gender", "value": number, "note": note}


def whole(listed: str) -> pd.DataFrame:
    """Make the whole table of a list: every indicator in two years, both bases, two regions and by gender."""

    def rows() -> Iterator[dict[str, Any]]:
        for code, value in (figure.split() for figure in WHOLE[listed].split(", ")):
            for region, share in (("all", value), ("kortrijk", value), ("menen", "0")):
                placeless = code in {"EECO18", "EECO19"}
                for group in () if placeless and region != "all" else ("total",) if placeless else ("total", *"FMX"):
                    number = share if group in {"total", "F"} else "0"
                    for period, basis in (("2021", "to_date"), ("2022", "to_date"), ("2022", "period")):
                        where = f"region={region}", f"group={group}", f"period={period}", f"basis={basis}"
                        yield row(listed, code, number, *where)
                if code == "grand_total":
                    for period, basis in (("2021", "to_date"), ("2022", "to_date"), ("2022", "period")):
                        where = f"region={region}", "group=unknown", f"period={period}", f"basis={basis}"
                        yield row(listed, code, "0", *where)

    return pd.DataFrame(list(rows()))


def verdict(figures: pd.DataFrame, rule: str, severity: str = "error", **given: Mapping[str, Any]) -> Verdict:
    """Return what became of one rule."""
    (found,) = (one for one in check_figures(figures, **given) if (one.id, one.severity) == (rule, severity))
    return found


@pytest.mark.parametrize("listed", FRAMEWORKS)
def test_a_whole_table_keeps_every_rule(listed: str) -> None:
    """Each rule finds something to check in it, and nothing that breaks it."""
    verdicts = check_figures(whole(listed), regions=REGIONS)
    assert [(one.id, one.severity) for one in verdicts if one.broken or not one.checked] == []
    assert len(verdicts) == sum(listed in check.frameworks for check in FIGURE_CHECKS)


@pytest.mark.parametrize(("rule", "severity", "written", "found"), BROKEN)
def test_figures_that_break_a_rule_are_told(rule: str, severity: str, written: str, found: str) -> None:
    """With their place and the numbers that do not fit."""
    broken = verdict(table(written), rule, severity, regions=REGIONS).broken
    breach = next(one for one in broken if one.found == found)
    assert breach[:5] == ("all", "2022", "to_date", "total", "total")


def test_there_is_a_table_that_breaks_each_rule() -> None:
    """In every list that the rule holds for."""
    rules = {(check.id, check.severity, listed) for check in FIGURE_CHECKS for listed in check.frameworks}
    assert {(rule, severity, framework(written)) for rule, severity, written, _ in BROKEN} == rules


def test_each_gender_is_checked() -> None:
    """A sum that is right in total can be wrong among women."""
    figures = table("EECO02 5, EECO03 2, EECO02 1 group=F, EECO03 2 group=F")
    (breach,) = verdict(figures, "A02").broken
    assert (breach.where, breach.found) == ("all 2022 to_date gender F", "EECO03 2, EECO02 1")


@pytest.mark.parametrize("status", ["suppressed", "rounded", "not_available", "not_applicable"])
def test_what_is_not_an_exact_figure_is_not_checked(status: str) -> None:
    """Neither it nor a sum that it is part of."""
    figures = table(f"EECO01 10, EECO02 1 status={status}, EECO03 9, EECO04 3, EECO05 2")
    assert [(verdict(figures, rule).checked, verdict(figures, rule).broken) for rule in ("A01", "A02")] == [(0, ())] * 2


def test_results_of_a_period_are_not_set_against_its_outputs() -> None:
    """Who leaves this year may have entered long before."""
    assert verdict(table("EECO04 2 basis=period, EECR01 3 basis=period"), "B03").checked == 0


def test_outputs_of_a_period_are_checked_as_those_to_date() -> None:
    """All are of the same entries."""
    (breach,) = verdict(table("EECO02 2 basis=period, EECO03 3 basis=period"), "A02").broken
    assert breach.basis == "period"


def test_a_gap_between_two_cut_offs_hides_no_fall() -> None:
    """A figure is compared with the last one before it that is known."""
    figures = table("CO01 3 period=2020, CO01 - period=2021 status=suppressed, CO01 2")
    assert [breach.found for breach in verdict(figures, "A10").broken] == ["CO01: 2020 3, 2022 2"]


def test_two_figures_at_one_cut_off_are_the_same() -> None:
    """The year and its last quarter end on the same day."""
    figures = table("CO01 3, CO01 4 period=2022-Q4")
    assert [breach.found for breach in verdict(figures, "A10").broken] == ["CO01: 2022-Q4 4, 2022 3"]


def test_a_zero_is_a_figure_and_an_absence_is_not() -> None:
    """Every indicator of the annex is asked for, at each cut-off of each region; the grand total is not."""
    figures = whole("esf-plus")
    left_out = (figures["indicator"] == "EECO17") & (figures["region"] == "menen") & (figures["basis"] == "to_date")
    figures = figures[~left_out & (figures["indicator"] != "grand_total")]
    broken = verdict(figures, "A12").broken
    assert {breach.found for breach in broken} == {"EECO17 missing"}
    assert [(breach.region, breach.period, breach.group) for breach in broken] == [
        ("menen", period, group) for period in ("2021", "2022") for group in ("F", "M", "X", "total")
    ]


def test_genders_are_asked_for_where_the_table_tells_them_apart() -> None:
    """A table of totals is whole without them."""
    figures = whole("esf-plus")
    assert verdict(figures[figures["by"] == "total"], "A12").broken == ()
    assert verdict(figures[figures["group"] != "X"], "A12").broken != ()


def test_supported_entities_are_asked_for_in_the_whole_area_only() -> None:
    """They have no place."""
    assert verdict(table("EECO01 1, EECO18 1"), "A12").checked == 25
    assert verdict(table("EECO01 1 region=menen"), "A12").checked == 23


def test_regions_within_others_are_not_added_to_them() -> None:
    """The innermost may not exceed the whole; the outermost tell whether all live in a region."""
    regions = {**REGIONS, "zuid": REGIONS["kortrijk"] | REGIONS["menen"] | {"34040"}}
    figures = table("CO01 9, CO01 3 region=kortrijk, CO01 3 region=menen, CO01 9 region=zuid")
    assert [verdict(figures, "A15", severity, regions=regions).checked for severity in ("error", "warning")] == [1, 1]
    assert [verdict(figures, "A15", severity, regions=regions).broken for severity in ("error", "warning")] == [(), ()]


@pytest.mark.parametrize("regions", [{}, {"kortrijk": {"34022"}, "menen": {"34022", "34027"}, "x": {"34027", "1"}}])
def test_regions_that_are_unknown_or_overlap_are_not_added_up(regions: dict[str, set[str]]) -> None:
    """Nothing is said of their sum."""
    figures = table("CO01 1, CO01 3 region=kortrijk, CO01 3 region=menen, CO01 3 region=x")
    known = {name: frozenset(places) for name, places in regions.items()}
    assert verdict(figures, "A15", "warning", regions=known).checked == 0


def test_a_rule_that_is_set_aside_stops_nothing() -> None:
    """It is told with the reason; a warning never stops a report."""
    figures = table("CO01 3 period=2021, CO01 2")
    assert verdict(figures, "A10").stops
    accepted = verdict(figures, "A10", accepted={"A10": "two were counted twice in 2021"})
    assert (accepted.stops, len(accepted.broken), accepted.accepted) == (False, 1, "two were counted twice in 2021")
    assert not verdict(figures, "A12", "warning").stops


def test_the_public_learns_the_rule_and_no_figure() -> None:
    """Not even whether it is broken."""
    broken, kept = verdict(table("CO01 1, CO02 2"), "A02"), verdict(table("CO01 2, CO02 2"), "A02")
    assert broken.public() == kept.public()


def test_other_lists_are_left_alone() -> None:
    """Guidance and offers have no such rules."""
    assert check_figures(table("CO01 1").assign(framework="pathway")) == ()


def test_every_rule_has_its_words_in_dutch() -> None:
    """A report prints what a rule asks in its own language."""
    say = words("nl")
    assert [check.words for check in FIGURE_CHECKS if say(check.words) == check.words] == []


def test_a_project_can_accept_every_rule() -> None:
    """Its file names the rule with a reason."""
    for check in FIGURE_CHECKS:
        assert Acceptance(rule=check.id, reason="Known.").rule == check.id


def test_the_rules_of_the_definitions_are_all_there() -> None:
    """The aggregate checks that the definitions of the indicators name, for both lists."""
    numbers = [*(f"A{n:02}" for n in (1, 2, 3, 4, 5, 6, 10, 12, 15)), *(f"B{n:02}" for n in range(3, 9))]
    for listed in FRAMEWORKS:
        assert sorted({check.id for check in FIGURE_CHECKS if listed in check.frameworks}) == numbers
