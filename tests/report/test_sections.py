"""The blocks of a report: what they show, what they leave out, and what they say of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reportkit.display import Cards, Chart, Note, Stack, Table, text, words
from reportkit.report import accountability, comparison, outcomes, reach
from reportkit.report.layout import condensed
from reportkit.report.portfolio import Portfolio, guidance, projects

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportkit.display import Block
    from reportkit.report import Report

EVERY = (
    accountability.about, reach.key_figures, outcomes.funnel, reach.entries, reach.coverage, outcomes.outcomes,
    outcomes.reasons, outcomes.duration, outcomes.time_to_job, outcomes.retention, outcomes.employers,
    outcomes.support, comparison.targets, comparison.previous, comparison.periods, comparison.regions,
    accountability.published, accountability.completeness, accountability.findings, accountability.sources,
    accountability.method, accountability.settings, accountability.definitions,
)  # fmt: skip


def rows(block: Block) -> dict[str, list[str]]:
    """Return a table's rows by their header, of a chart those of its data."""
    table = block.data if isinstance(block, Chart) else block
    assert isinstance(table, Table)
    return {row[0].text: [cell.text for cell in row[1:]] for row in table.rows}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("section", EVERY, ids=lambda section: section.__name__)
def test_no_section_shows_a_gap(
    section: Callable[[Report], Block], language: str, opened: Callable[..., Report]
) -> None:
    """Whatever the data lack, a section says so in words: no NaN, no None, in either language and for either reader."""
    for audience in ("authority", "public"):
        written = text.render(section(opened(language=language, audience=audience, region="menen", period=2021)))
        assert written.strip()
        assert not {"nan", "None", "NaN"} & set(written.replace(",", " ").replace(".", " ").split())


def rounded_report(opened: Callable[..., Report], language: str = "en") -> Report:
    """Open a report of a project that rounds; its figures are those of the other reports, marked as rounded."""
    found = opened(language=language, audience="public", disclosure={"method": "rounding", "base": 5})
    figures = {
        key: figure._replace(status="rounded", low=float("nan"), high=float("nan")) if figure.shown else figure
        for key, figure in found.figures.items()
    }
    return replace(found, figures=figures)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("section", EVERY, ids=lambda section: section.__name__)
def test_a_rounded_report_has_every_section(
    section: Callable[[Report], Block], language: str, opened: Callable[..., Report]
) -> None:
    """Rounded figures are shown as others are, without limits and without gaps, and nothing is said to be exact."""
    written = text.render(section(rounded_report(opened, language)))
    assert written.strip()
    assert not {"nan", "None", "NaN"} & set(written.replace(",", " ").replace(".", " ").split())
    assert "95%" not in written.partition("\n")[0]
    assert "are exact" not in written


@pytest.mark.parametrize("audience", ["authority", "public"])
def test_a_rule_that_is_set_aside_is_named_whether_it_is_broken(audience: str, opened: Callable[..., Report]) -> None:
    """R28 has remarks here and R12 has none: named only where it is broken, a rule would tell that few records do."""
    accept = [{"rule": rule, "reason": f"Known {rule}."} for rule in ("R28", "R12")]
    written = text.render(accountability.about(opened(audience=audience, data={"accept": accept})))
    assert [written.count(f"Rule {rule} was set aside: Known {rule}.") for rule in ("R12", "R28")] == [1, 1]


def test_a_rule_that_does_not_exist_is_not_set_aside(opened: Callable[..., Report]) -> None:
    """The check tells the project of it; a report says nothing."""
    report = opened(data={"accept": [{"rule": "R99", "reason": "Known."}]})
    report = replace(report, release=replace(report.release, unknown_rules=("R99",)))
    assert "R99" not in text.render(accountability.about(report))


def test_a_rounded_report_says_so_with_its_base(opened: Callable[..., Report]) -> None:
    """Whoever reads a rounded figure knows to what it was rounded."""
    report = rounded_report(opened)
    for section in (accountability.about, accountability.method):
        assert "5" in text.render(section(report))
        assert "round" in text.render(section(report))
    assert rows(accountability.settings(report))["Base of rounding"] == ["5"]


def test_rounded_figures_are_drawn_and_compared(opened: Callable[..., Report]) -> None:
    """Charts and targets take them as they take others."""
    report = rounded_report(opened)
    assert isinstance(outcomes.funnel(report), Chart)
    composed = reach.composition(report, "gender")
    assert isinstance(composed, Stack)
    assert isinstance(composed.blocks[0], Chart)
    targets = comparison.targets(report)
    assert isinstance(targets, Stack)
    assert rows(targets.blocks[0])["Started trajectories"] == ["25", "20", "80.0%"]


def test_a_rounded_nothing_may_be_a_few(opened: Callable[..., Report]) -> None:
    """A report that rounds does not say that nobody stopped."""
    report = rounded_report(opened)
    key = next(key for key in report.figures if key[3:] == ("closed", "total", "total") and key[1] == "2022")
    none = {**report.figures, ("all", "2022", "to_date", *key[3:]): report.figures[key]._replace(value=0.0)}
    found = outcomes.outcomes(replace(report, figures=none))
    assert isinstance(found, Note)
    assert found.text == "After rounding there is nothing to show here: a 0 may stand for a few."


def test_key_figures_are_those_to_date(opened: Callable[..., Report]) -> None:
    """The cards tell what was reached, with the target beside it."""
    cards = reach.key_figures(opened())
    assert isinstance(cards, Cards)
    assert [(card.label, card.value.text, card.detail) for card in cards.cards][:2] == [
        ("Started trajectories", "20", "target 25"),
        ("Persons reached", "20", "to date; 9 in 2022"),
    ]


def test_outcomes_add_up_to_the_closed(opened: Callable[..., Report]) -> None:
    """Six to work, five to training, two stopped early, of thirteen."""
    found = rows(outcomes.outcomes(opened()))
    assert [found[name][1] for name in found] == ["6", "5", "2", "0", "13"]


def test_a_hidden_breakdown_is_said_and_not_drawn(opened: Callable[..., Report]) -> None:
    """Where every group is hidden a note takes the place of chart and table."""
    block = reach.composition(opened(hide=("started",)), "gender")
    assert isinstance(block, Stack)
    assert [type(part) for part in block.blocks] == [Note]


def test_a_missing_table_is_said_in_words(opened: Callable[..., Report]) -> None:
    """No jobs were delivered, so there is no empty chart of them."""
    note = outcomes.time_to_job(opened())
    assert isinstance(note, Note)
    assert note.kind == "missing"


def test_a_difference_with_a_hidden_figure_is_hidden(opened: Callable[..., Report]) -> None:
    """The difference would give the hidden figure away."""
    report = opened(region="kortrijk", hide=("closed.job",))
    written = rows(comparison.previous(report))
    assert "Left for work" not in written


def test_regions_stand_side_by_side_with_the_whole_last(opened: Callable[..., Report]) -> None:
    """Kortrijk and Menen make up the whole area here."""
    found = rows(comparison.regions(opened()))
    assert {name: cells[0] for name, cells in found.items()} == {
        "Kortrijk": "8", "Menen": "12", "Whole project area": "20",
    }  # fmt: skip


def test_a_target_is_set_beside_what_was_achieved(opened: Callable[..., Report]) -> None:
    """Twenty of twenty-five is four fifths."""
    stack = comparison.targets(opened())
    assert isinstance(stack, Stack)
    assert rows(stack.blocks[0]) == {"Started trajectories": ["25", "20", "80.0%"]}


def test_the_misprint_is_named_with_its_mend(opened: Callable[..., Report]) -> None:
    """The printed 5, 5 and 2 do not make 13: one of several figures may be wrong, so none is named as the only one."""
    written = text.render(accountability.published(opened()))
    assert "No single printed figure" in written
    changed = [{**claim, "share": 46, "of": "closed"} if claim["claim"] == "closed.job" else claim for claim in CLAIMS]
    written = text.render(accountability.published(opened(published=changed)))
    assert "printed 5 for “Left for work” is changed to 6" in written


CLAIMS = [
    {"claim": "closed", "value": 13, "date": "2022", "unit": "trajectories"},
    {"claim": "closed.job", "value": 5, "date": "2022", "unit": "trajectories"},
    {"claim": "closed.training", "value": 5, "date": "2022", "unit": "trajectories"},
    {"claim": "closed.early", "value": 2, "date": "2022", "unit": "trajectories"},
]


def test_figures_that_agree_name_their_rounding(opened: Callable[..., Report]) -> None:
    """Where every check holds, the report says under which roundings the printed shares do."""
    right = [
        {"claim": "closed", "value": 13, "date": "2022", "unit": "trajectories"},
        {"claim": "closed.job", "value": 6, "share": 46, "of": "closed", "date": "2022", "unit": "trajectories"},
    ]
    written = text.render(accountability.published(opened(published=right, relations=[])))
    assert "Every check of the published figures holds." in written
    assert "half" in written


def test_formulas_over_claims_are_written_with_their_names(opened: Callable[..., Report]) -> None:
    """No code of an indicator stands in the table of checks."""
    stack = accountability.published(opened())
    assert isinstance(stack, Stack)
    table = stack.blocks[1]
    assert isinstance(table, Table)
    assert [row[1].text for row in table.rows] == [
        "Closed trajectories = Left for work + Left for training + Stopped early"
    ]


def test_a_claim_that_cannot_be_recomputed_is_shown_as_such(opened: Callable[..., Report]) -> None:
    """Its printed share stands there, under its own name."""
    stack = accountability.published(opened())
    assert isinstance(stack, Stack)
    assert rows(stack.blocks[0])["Satisfied"] == ["–", "90%", "not recomputed", "–", "–"]


def test_a_public_report_names_no_rule_that_few_records_break(opened: Callable[..., Report]) -> None:
    """Three births on 1 January are few: that there are any is not told."""
    written = text.render(accountability.findings(opened(audience="public")))
    assert "R28" not in written
    assert "3" not in written


def test_a_public_report_tells_no_completeness(opened: Callable[..., Report]) -> None:
    """Two unknown of twenty would be a small figure, and none unknown would tell that a group is empty."""
    written = text.render(accountability.completeness(opened(audience="public")))
    assert "gender" not in written
    assert not any(letter.isdigit() for letter in written)


def test_a_public_report_prints_no_fingerprint_of_the_records(opened: Callable[..., Report]) -> None:
    """Whoever guesses a small file could prove the guess with it."""
    assert "abab" not in text.render(accountability.sources(opened(audience="public")))
    assert "abab" in text.render(accountability.sources(opened()))


def test_a_table_leaves_out_what_is_hidden_from_end_to_end(opened: Callable[..., Report]) -> None:
    """A row and a column of nothing but hidden figures are named under the table instead."""
    report = opened(hide=("closed.job",))
    table = comparison.regions(report)
    assert isinstance(table, Table)
    assert "Work" not in table.columns
    assert "Columns hidden to protect persons: Work." in table.notes


def test_the_data_of_a_chart_leave_out_what_is_hidden(opened: Callable[..., Report]) -> None:
    """A region's outcome that is hidden has no row beside the chart of the others; its name stands under it."""
    chart = outcomes.outcomes(opened(hide=("closed.job", "closed.job.share"), region="kortrijk"))
    assert isinstance(chart, Chart)
    assert "Left for work" not in rows(chart)
    assert "Hidden to protect persons: Left for work." in chart.data.notes


def test_a_wholly_hidden_table_becomes_a_note() -> None:
    """A grid of one repeated word helps nobody."""
    from reportkit.display import Cell, hidden  # noqa: PLC0415 - beside the one table that needs them

    say = words("en")
    table = Table("Ages", ("Age", "Count"), ((Cell("old"), hidden(say)),), (False, True))
    assert condensed(table, say) == Note("Ages: hidden to protect persons.", "information")


def test_the_duration_of_all_is_told_where_that_of_each_gender_is_hidden() -> None:
    """A mean of all is no sum of what is hidden: to say that it is hidden too would not be true."""
    from reportkit.display import Cell, hidden  # noqa: PLC0415 - beside the tables that need them

    say = words("en")
    rows = ((Cell("women"), hidden(say)), (Cell("men"), hidden(say)), (Cell("Total"), Cell("370")))
    table = Table("Duration", ("Gender", "Mean (days)"), rows, (False, True), total=frozenset({2}))
    assert condensed(table, say) == Note("Duration: hidden to protect persons.", "information")
    alone = condensed(table, say, total_alone=True)
    assert isinstance(alone, Table)
    assert [row[1].text for row in alone.rows] == ["370"]
    assert alone.notes == ("Hidden to protect persons: women and men.",)


def test_projects_of_a_portfolio_are_not_added_up(opened: Callable[..., Report]) -> None:
    """Each project has a row, and there is no total."""
    portfolio = Portfolio(opened().period, "en", (opened(), opened()))
    table = guidance(portfolio)
    assert isinstance(table, Table)
    assert len(table.rows) == 2
    assert not table.total
    assert "cannot be added up" in table.notes[0]
    assert rows(projects(portfolio))["Trial"][1] == "Kortrijk and Menen"


def only_chart(block: Block) -> Chart:
    """Return the chart of a section that shows one."""
    assert isinstance(block, Stack)
    (chart,) = block.blocks
    assert isinstance(chart, Chart)
    return chart


def test_a_public_report_names_the_merged_groups_and_says_why(opened: Callable[..., Report]) -> None:
    """Where the project file asks for coarser ages, nobody is 55 and over; the authority still sees who is."""
    asked = {"coarser": ["age"]}
    public = opened(audience="public", disclosure=asked, language="nl")
    authority = opened(audience="authority", disclosure=asked, language="nl")
    merged, fine = (only_chart(reach.composition(report, "age")) for report in (public, authority))
    assert list(rows(merged)) == ["jonger dan 30 jaar", "30 jaar en ouder, of onbekend", "Totaal"]
    assert "55 jaar en ouder" in rows(fine)
    assert [note.partition(",")[0] for note in merged.notes] == ["Groepen zijn samengevoegd"]
    assert fine.notes == ()


def test_outcomes_are_told_for_merged_groups(opened: Callable[..., Report]) -> None:
    """Of 20 whose diploma is not known all are in the group that says so."""
    report = opened(audience="public", disclosure={"coarser": ["education"]})
    found = rows(outcomes.groups(report, "education"))
    assert found["lower secondary or less (ISCED 0-2), or unknown"][0] == "20"
    assert found["upper secondary or more (ISCED 3-8)"][0] == "0"


@pytest.mark.parametrize(("audience", "row"), [("public", "Coaching, buddy or participation track"),
                                               ("authority", "Buddy")])  # fmt: skip
def test_support_is_told_by_family_to_the_public_only(audience: str, row: str, opened: Callable[..., Report]) -> None:
    """The public reads of coaching where the authority reads of a buddy."""
    support = [
        {"person_key": f"w{i}", "operation_id": "A", "kind": "buddy", "start_date": "2021-03-01"} for i in range(6)
    ]
    report = opened(audience=audience, disclosure={"coarser": ["support"]}, support=support)
    assert list(rows(outcomes.support(report))) == [row]


@pytest.mark.parametrize("audience", ["public", "authority"])
def test_the_settings_name_what_is_merged(audience: str, opened: Callable[..., Report]) -> None:
    """Both readers are told which groups of the public edition are merged."""
    report = opened(audience=audience, disclosure={"coarser": ["age", "support"]})
    assert rows(accountability.settings(report))["Coarser groups in the public edition"] == ["Age at entry, Support"]
