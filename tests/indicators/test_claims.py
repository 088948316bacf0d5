"""Published figures against each other and against recomputed ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.errors import ParamsError
from reportkit.indicators.claims import Check, Examination, examine, mended
from reportkit.indicators.rounding import ROUNDINGS
from reportkit.params.models import Claim

TWERKT = (
    Claim(claim="closed", value=435, unit="trajectories", date="2022-12"),
    Claim(claim="closed.job", value=255, share=59, of="closed", unit="trajectories"),
    Claim(claim="closed.training", value=47, share=11, of="closed", unit="trajectories"),
    Claim(claim="closed.early", value=133, share=30, of="closed", unit="trajectories"),
    Claim(claim="closed.early.neutral", value=46, share=13, of="closed", unit="trajectories"),
    Claim(claim="closed.early.negative", value=77, share=17, of="closed", unit="trajectories"),
    Claim(claim="active", value=201, unit="trajectories"),
    Claim(claim="started", value=636, unit="trajectories"),
    Claim(claim="duration.mean", value=365, unit="days", note="about a year"),
    Claim(claim="further_training", share=70, note="base unknown"),
)
TWERKT_RELATIONS = (
    "closed = closed.job + closed.training + closed.early",
    "closed.early = closed.early.neutral + closed.early.negative",
    "started = closed + active",
)


def checks(examination: Examination, rule: str) -> dict[str, Check]:
    """Return the checks of one rule by their formula."""
    return {check.what: check for check in examination.checks if check.rule == rule}


# What 't Werkt printed


def test_the_sum_and_the_percentage_both_show_the_misprint() -> None:
    """In print, the two groups of early leavers are neither all early leavers nor their printed percentages."""
    assert {check.what for check in examine(TWERKT, TWERKT_RELATIONS).broken} >= {
        "closed.early = closed.early.neutral + closed.early.negative",
        "closed.early.neutral / closed",
    }


def test_one_number_mends_everything() -> None:
    """The printed 46 must be 56: no other single change mends the sum and all percentages."""
    mend = examine(TWERKT, TWERKT_RELATIONS).only_mend
    assert mend is not None
    assert (mend.claim, mend.figure, mend.printed, mend.low) == ("closed.early.neutral", "value", 46, 56)


def test_the_mended_figures_hold_under_largest_remainder_alone() -> None:
    """Only largest remainder makes 59, 11 and 30, and within the 30, 13 and 17."""
    mend = examine(TWERKT, TWERKT_RELATIONS).only_mend
    assert mend is not None
    after = examine(mended(TWERKT, mend), TWERKT_RELATIONS)
    assert (mend.roundings, after.roundings, after.broken) == (("largest_remainder",), ("largest_remainder",), ())


def test_a_printed_share_is_shown_beside_the_exact_one() -> None:
    """59 stands beside 255 of 435, and names the roundings that make it."""
    row = examine(TWERKT, TWERKT_RELATIONS).rows[1]
    assert row.exact_share == pytest.approx(58.6207, abs=1e-4)
    assert row.roundings == ("half_up", "half_even", "largest_remainder")


def test_the_family_names_its_total_and_its_rounding() -> None:
    """The three outcomes sum to 100 under largest remainder only."""
    family = checks(examine(TWERKT, TWERKT_RELATIONS), "P01")["(closed.job + closed.training + closed.early) / closed"]
    assert (family.holds, family.printed, family.found, family.roundings) == (True, 100, 100, ("largest_remainder",))


# Recomputed figures


def test_a_recomputed_figure_stands_beside_the_printed_one() -> None:
    """The difference is recomputed minus printed, and the share is that of the recomputed base."""
    row = examine(TWERKT, TWERKT_RELATIONS, {"closed": 400.0, "closed.job": 250.0}).rows[1]
    assert (row.recomputed, row.difference, row.recomputed_share) == (250, -5, 62.5)


@pytest.mark.parametrize("given", [{}, {"closed.job": None}, {"closed.job": float("nan")}])
def test_a_figure_that_the_data_cannot_give_stays_empty(given: dict[str, float | None]) -> None:
    """What cannot be recomputed is never 0."""
    row = examine(TWERKT, TWERKT_RELATIONS, given).rows[1]
    assert (row.recomputed, row.difference, row.recomputed_share) == (None, None, None)


def test_a_share_printed_alone_is_recomputed_as_a_share() -> None:
    """A proportion of 0.625 is shown as 62.5 per cent, not as a count."""
    row = examine([Claim(claim="reach", share=60)], [], {"reach": 0.625}).rows[0]
    assert (row.recomputed, row.recomputed_share) == (None, 62.5)


def test_decimals_are_compared_as_printed() -> None:
    """365.3 is 0.3 more than 365, without the error of binary fractions."""
    assert examine(TWERKT, (), {"duration.mean": 365.3}).rows[8].difference == 0.3


# What is checked, and what is not


@pytest.mark.parametrize(
    ("claims", "remark"),
    [
        ([Claim(claim="a", share=70)], "base not stated"),
        ([Claim(claim="a", value=7, share=70)], "base not stated"),
        ([Claim(claim="a", value=7, share=70, of="b")], "base not printed"),
        ([Claim(claim="a", share=70, of="b"), Claim(claim="b", value=10)], "value not printed"),
        ([Claim(claim="a", value=0, share=70, of="b"), Claim(claim="b", value=0)], "base is zero"),
    ],
)
def test_a_share_that_cannot_be_checked_says_why(claims: list[Claim], remark: str) -> None:
    """It is shown, and breaks no rule."""
    found = examine(claims, [])
    assert (found.rows[0].remark, found.rows[0].exact_share, checks(found, "P01")) == (remark, None, {})


@pytest.mark.parametrize(("women", "holds"), [(28, True), (29, True), (27, False), (30, False)])
def test_shares_of_men_and_women_without_a_base_make_up_100(women: int, *, holds: bool) -> None:
    """72 and 28 are all; 72 and 29 can still be two halves rounded up."""
    found = examine([Claim(claim="share.men", share=72), Claim(claim="share.women", share=women)], [])
    assert checks(found, "P01")["share.men + share.women"].holds is holds


def test_a_share_with_decimals_is_checked_to_its_last_decimal() -> None:
    """69.4 is 302 of 435, and 69.5 is not."""
    base = Claim(claim="closed", value=435)
    good, bad = (Claim(claim="positive", value=302, share=share, of="closed") for share in (69.4, 69.5))
    assert [bool(examine([base, claim], []).broken) for claim in (good, bad)] == [False, True]


def test_a_sum_with_a_figure_that_was_not_printed_is_left_open() -> None:
    """A part that is printed as a share only has no value to add."""
    claims = [Claim(claim="a", value=3), Claim(claim="b", value=1), Claim(claim="c", share=70)]
    assert checks(examine(claims, ["a = b + c"]), "P03")["a = b + c"].holds is None


def test_a_missing_unit_is_information_only() -> None:
    """It is listed, and it breaks no arithmetic."""
    found = examine([Claim(claim="participants", value=49), Claim(claim="started", value=60, unit="persons")], [])
    units = checks(found, "P04")
    assert [units[name].holds for name in ("participants", "started")] == [False, True]
    assert (units["participants"].severity, found.broken) == ("information", ())


# The mend


def test_nothing_broken_needs_no_mend() -> None:
    """Figures that agree are left alone."""
    claims = [Claim(claim="a", value=3), Claim(claim="b", value=1), Claim(claim="c", value=2)]
    assert examine(claims, ["a = b + c"]).mends == ()


def test_a_sum_alone_can_be_mended_in_each_of_its_figures() -> None:
    """Without percentages nobody can tell which figure is wrong, so all are named."""
    claims = [Claim(claim="a", value=10), Claim(claim="b", value=4), Claim(claim="c", value=5)]
    found = examine(claims, ["a = b + c"])
    assert [(mend.claim, mend.low, mend.count) for mend in found.mends] == [("a", 9, 1), ("b", 5, 1), ("c", 6, 1)]
    assert found.only_mend is None


def test_two_misprints_have_no_single_mend() -> None:
    """Two sums that share no figure cannot be mended by one change."""
    claims = [Claim(claim=name, value=value) for name, value in zip("abcdef", (3, 1, 1, 9, 1, 1), strict=True)]
    found = examine(claims, ["a = b + c", "d = e + f"])
    assert (len(found.broken), found.mends) == (2, ())


def test_a_lone_share_names_every_number_that_mends_it() -> None:
    """50 of 200 is not 30 per cent: 59 to 61 of 200 are, so are 50 of 164 to 169, and 25 per cent."""
    claims = [Claim(claim="all", value=200), Claim(claim="some", value=50, share=30, of="all")]
    found = {(mend.claim, mend.figure): (mend.low, mend.high, mend.count) for mend in examine(claims, []).mends}
    assert found == {("all", "value"): (164, 169, 6), ("some", "value"): (59, 61, 3), ("some", "share"): (25, 25, 1)}


def test_long_spans_are_counted_too() -> None:
    """In millions, one per cent leaves a hundred thousand numbers, ends included where a half rounds to them."""
    claims = [Claim(claim="all", value=10_000_000), Claim(claim="some", value=50, share=3, of="all")]
    some = next(mend for mend in examine(claims, []).mends if (mend.claim, mend.figure) == ("some", "value"))
    assert (some.low, some.high, some.count) == (250_000, 350_000, 100_001)


def test_a_base_without_an_upper_end_says_so() -> None:
    """3 is 0 per cent of anything from 600 up."""
    claims = [Claim(claim="all", value=100), Claim(claim="some", value=3, share=0, of="all")]
    base = next(mend for mend in examine(claims, []).mends if mend.claim == "all")
    assert (base.low, base.high, base.count) == (600, None, None)


@dataclass(frozen=True)
class Printed:
    """Figures that agree, and the relations they keep."""

    claims: tuple[Claim, ...]
    relations: tuple[str, ...]


@st.composite
def consistent(draw: st.DrawFn) -> Printed:
    """Draw a whole of two to four parts, one of them in two parts itself, all with shares under one rounding."""
    rounding = draw(st.sampled_from(ROUNDINGS))
    inner = draw(st.tuples(st.integers(0, 500), st.integers(0, 500)))
    outer = [sum(inner), *draw(st.lists(st.integers(1, 500), min_size=1, max_size=3))]
    whole = sum(outer)
    shares = rounding.apply([Fraction(100 * part, whole) for part in outer], 100)
    try:
        within = rounding.apply([Fraction(100 * part, whole) for part in inner], shares[0])
    except ValueError:
        within = shares[:0]
    names = [f"all.p{number}" for number in range(len(outer))]
    claims = [
        Claim(claim="all", value=whole),
        *(Claim(claim=n, value=v, share=s, of="all") for n, v, s in zip(names, outer, shares, strict=True)),
        *(Claim(claim=f"all.p0.{n}", value=v, share=s, of="all") for n, v, s in zip("xy", inner, within, strict=False)),
    ]
    relations = [f"all = {' + '.join(names)}", *(["all.p0 = all.p0.x + all.p0.y"] if within else [])]
    return Printed(tuple(claims), tuple(relations))


@given(consistent())
def test_figures_that_agree_break_nothing(printed: Printed) -> None:
    """Shares made by one rounding, of counts that sum, pass every check under that rounding."""
    found = examine(printed.claims, printed.relations)
    assert found.broken == ()
    assert found.roundings


@given(consistent(), st.data())
def test_a_broken_value_is_among_the_mends_with_its_true_value(printed: Printed, data: st.DataObject) -> None:
    """Whichever value is misprinted, the search finds it and what it was."""
    victim = data.draw(st.sampled_from(printed.claims))
    wrong = data.draw(st.integers(0, 3000).filter(lambda number: number != victim.value))
    claims = [claim.model_copy(update={"value": wrong}) if claim is victim else claim for claim in printed.claims]
    found = examine(claims, printed.relations)
    assert (victim.claim, "value", victim.value) in {(mend.claim, mend.figure, mend.low) for mend in found.mends}


@given(consistent(), st.data())
def test_a_broken_share_is_among_the_mends_with_its_true_share(printed: Printed, data: st.DataObject) -> None:
    """A share that is off by more than any rounding explains is found, too."""
    victim = data.draw(st.sampled_from([claim for claim in printed.claims if claim.share is not None]))
    off = data.draw(st.integers(-20, 20).filter(lambda number: abs(number) > 2))
    wrong = Claim(**{**victim.model_dump(), "share": abs((victim.share or 0) + off)})
    claims = [wrong if claim is victim else claim for claim in printed.claims]
    found = {(mend.claim, mend.figure): (mend.low, mend.high) for mend in examine(claims, printed.relations).mends}
    assert victim.share in {wrong.share, *found.get((victim.claim, "share"), ())}


# Doors


def test_an_examination_travels_as_json() -> None:
    """The kernel of a report reads back exactly what was found."""
    found = examine(TWERKT, TWERKT_RELATIONS, {"closed": 435.0})
    assert Examination.from_dict(json.loads(json.dumps(found.to_dict()))) == found


@pytest.mark.parametrize(
    ("relations", "message"),
    [
        (["closed = closed.jbo + active"], 'E063 relations: .*"closed.jbo".*did you mean "closed.job"'),
        (["closed + active"], "E062 relations"),
        (["closed = active + active"], "E062 relations"),
        (["closed = "], "E062 relations"),
    ],
)
def test_a_relation_that_says_nothing_is_refused(relations: list[str], message: str) -> None:
    """A misspelt claim names the nearest one."""
    with pytest.raises(ParamsError, match=message):
        examine(TWERKT, relations)


def test_a_claim_printed_twice_is_refused() -> None:
    """Two figures under one name cannot be told apart."""
    with pytest.raises(ParamsError, match="E061 published: printed twice: a"):
        examine([Claim(claim="a", value=1), Claim(claim="a", value=2)], [])
