"""The definitions of the indicators, as a page of the portal and as Markdown."""

from __future__ import annotations

import functools
import re
from datetime import date
from html.parser import HTMLParser
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reportkit.display.words import LANGUAGES
from reportkit.indicators import catalogue
from reportkit.indicators.evaluator import compute, population_groups
from reportkit.indicators.support import FAMILIES
from reportkit.params import Project, open_workspace
from reportkit.params.models import Settings
from reportkit.pipeline.compute import examine
from reportkit.publish.definitions import Entry, Grid, Section, Sheet, Use, line, markdown, page, sheets
from reportkit.publish.definitions.entries import names_in, parent, settings_of
from reportkit.publish.definitions.terms import MOMENTS, SECTIONS, SETTINGS, TERMS, UNITS
from reportkit.tables import INPUT_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa

ROOT = Path(__file__).parents[2]
LISTS = {"network": "esf-plus", "pathway": "esf-plus", "esf-plus": "esf-plus", "esf-2014-2020": "esf-2014-2020"}
"""For each list of indicators a framework of a project that uses it."""

CURVE = "the Kaplan-Meier curve over `trajectory`, from `entry_date` to `started_on` of `first_job`"
BESIDE = {"nl": "Cijfers ernaast", "en": "Figures beside it"}
OTHER_VALUES: dict[str, Any] = {
    "long_term_unemployed_months": {"under_25": 1, "from_25": 2},
    "result_window_days": 2,
    "six_month_tolerance_days": 1,
    "counted_contracts": ["fixed_term"],
    "sustained_contracts": ["fixed_term"],
    "sustained_months": 2,
    "sustained_gap_days": 0,
    "retention_months": [3, 6, 9],
    "screening_tracks": ["individual"],
    "selection_tracks": ["screening"],
    "participation_hours": 10.0,
    "confidence": 0.8,
}


def use(name: str = "P", *, framework: str = "esf-plus", **settings: Any) -> Use:
    """Let a project that guides people in a network, and has families of support, use its lists under a name."""
    values = {"id": "p", "name": "P", "kind": "participation", "framework": framework, "start": date(2021, 1, 1)}
    coarser = {"disclosure": {"coarser": ["support"]}, "reports": {"periods": [2021]}}
    project = Project.model_validate({**values, **coarser, "settings": settings})
    return Use(name, catalogue(project, ("…",)), project.settings)


def sheet(name: str, *uses: Use, language: str = "en") -> Sheet:
    """Define one list."""
    found = {sheet.id: sheet for sheet in sheets(uses or [use("", framework=LISTS[name])], language)}
    return found[name]


def entries(of: Sheet) -> dict[str, Entry]:
    """Return the definitions of a list by code."""
    return {entry.code: entry for section in of.sections for entry in section.entries}


def said(entry: Entry, term: str) -> list[str]:
    """Return what stands under a term, each text with the projects for which it holds."""
    texts = chain.from_iterable(line.said for line in entry.lines if line.term == term)
    return [f"{', '.join(text.projects)}: {text.text}" if text.projects else text.text for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LISTS)
def test_every_indicator_is_defined_or_stands_beside_one_that_is(name: str, language: str) -> None:
    """No code of indicators.csv is without a definition, and none has two."""
    listed = use(framework=LISTS[name]).entries
    own = {code for code, framework in listed.frameworks.items() if framework == name}
    found = entries(sheet(name, language=language))
    beside = {code for code in own if parent(code, listed.indicators)}
    assert set(found) == own - beside
    for code in beside:
        around = said(found[parent(code, listed.indicators)], BESIDE[language])
        assert any(text.startswith(f"`{code}`") for text in around)


def test_a_definition_says_who_counts_when_and_by_which_predicate() -> None:
    """The predicate is the one that counts, to the letter."""
    entry = entries(sheet("esf-plus"))["EECR04"]
    listed = use().entries
    counting = (
        "stage = 'leaving' AND complete AND (labour_status IN ('unemployed', 'inactive')) AND NOT pending "
        "AND (left_as = 'employed')"
    )
    assert {line.term: said(entry, line.term) for line in entry.lines} == {
        "Who or what counts": [listed["EECR04"].meaning.en],
        "Dutch name": ["Deelnemers die bij hun vertrek werken, ook als zelfstandige"],
        "French name": [listed["EECR04"].name.fr],
        "Unit": ["participations (`participation`)"],
        "When": ["upon leaving: in the window after the exit"],
        "Breakdowns": ["Gender"],
        "Needs": ["`participations` (`gender`, `labour_status`, `isced`)", "`jobs`"],
        "Also uses": ["`follow_ups`; counted without it where it was not delivered"],
        "Counted as": [
            f"`count(*)` of `result` where `{counting}`, dated by `exit_date`, as the cut-off sees it",
        ],
        "Settings": [
            "`result_window_days`: 28 days",
            "`counted_contracts`: permanent, fixed term, temporary agency work, self-employment",
        ],
        "Figures beside it": ["`EECR04.measured`", "`EECR04.pending`", "`EECR04.share` of `EECR04.measured`"],
        "Reference": ["Regulation (EU) 2021/1057, Annex I (3)"],
    }


@pytest.mark.parametrize(
    ("name", "code", "counted"),
    [
        ("esf-plus", "grand_total", "`count(*)` of `participation`, dated by `entry_date`"),
        ("network", "offers.taken", "`sum(taken)` of `offer`, dated by `start_date`"),
        ("network", "offers.fill_rate", "`offers.taken / offers.places`"),
        ("pathway", "active", "`started - closed`"),
        ("pathway", "duration.mean", "`avg(duration_days)` of `trajectory`, dated by `exit_date`"),
        ("pathway", "stock.…", "the latest `count` of `population` in each municipality where `group = '…'`"),
        ("pathway", "time_to_job.median", f"the median of {CURVE}"),
        ("pathway", "time_to_job.share.6", f"the share within 182 days in {CURVE}"),
    ],
)
def test_each_form_of_indicator_says_how_it_is_worked_out(name: str, code: str, counted: str) -> None:
    """A sum, a share, a state, a mean, a population and a survival share are told apart."""
    assert said(entries(sheet(name))[code], "Counted as") == [counted]


def test_a_column_that_is_needed_of_some_rows_only_says_of_which() -> None:
    """Months of unemployment are asked of the unemployed."""
    needs = said(entries(sheet("esf-plus"))["EECO03"], "Needs")
    months = "`unemployed_months` where `labour_status = 'unemployed'`"
    assert needs == [f"`participations` (`gender`, `labour_status`, `isced`, {months})"]


def test_special_categories_are_marked() -> None:
    """Who asks for such data sees which figures rest on them."""
    found = entries(sheet("esf-plus"))
    marked = [code for code, entry in found.items() if said(entry, "Special category")]
    assert marked == ["EECO12", "EECO15"]


def test_figures_that_exist_only_to_date_or_without_regions_say_so() -> None:
    """Nobody looks for a figure that cannot be."""
    assert said(entries(sheet("pathway"))["active"], "Basis") == ["to date only"]
    assert said(entries(sheet("pathway"))["started"], "Basis") == []
    assert said(entries(sheet("esf-plus"))["EECO19"], "Region") == [
        "the whole project area only: its records have no municipality"
    ]


def test_what_stands_beside_indicators_is_explained_once() -> None:
    """Measurable, pending and share mean the same for every result."""
    explained = {name: [row[0] for row in sheet(name).before[1].rows] for name in LISTS}
    assert explained == {
        "network": ["`.share`"],
        "pathway": ["`.share`", "`.hours`"],
        "esf-plus": ["`.measured`", "`.pending`", "`.share`"],
        "esf-2014-2020": ["`.measured`", "`.pending`", "`.share`"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_that_were_not_compared_with_the_official_journal_say_so(language: str) -> None:
    """Only the common indicators have official names."""
    warned = [name for name in LISTS if sheet(name, language=language).notice]
    assert warned == ["esf-plus", "esf-2014-2020"]


def test_the_values_are_those_of_the_projects_settings() -> None:
    """A project that sets another window reads it in its definitions."""
    found = entries(sheet("esf-plus", use(result_window_days=14)))["EECR02"]
    assert said(found, "Settings") == ["`result_window_days`: 14 days"]
    assert "up to 14 days after leaving" in said(found, "Who or what counts")[0]


def test_where_projects_differ_each_has_its_own_value() -> None:
    """What is the same for all is said once."""
    both = use("Wide"), use("Narrow", result_window_days=14), use("Wide too")
    found = entries(sheet("esf-plus", *both))["EECR04"]
    assert said(found, "Settings") == [
        "Wide, Wide too: `result_window_days`: 28 days",
        "Narrow: `result_window_days`: 14 days",
        "`counted_contracts`: permanent, fixed term, temporary agency work, self-employment",
    ]
    assert said(found, "Unit") == ["participations (`participation`)"]
    values = {row[1]: row[2] for row in sheet("esf-plus", *both).before[0].rows}
    assert values["`result_window_days`"] == "Wide, Wide too: 28 days; Narrow: 14 days"


def test_an_indicator_that_only_some_projects_have_names_them() -> None:
    """Retention after nine months is asked for by one of the two."""
    found = entries(sheet("pathway", use("One"), use("Other", retention_months=[9])))
    assert said(found["retention.9"], "Projects") == ["Other"]
    assert said(found["retention.12"], "Projects") == ["One"]
    assert said(found["started"], "Projects") == []


def test_lists_that_no_project_uses_are_left_out() -> None:
    """A page speaks of what its reports show."""
    assert [sheet.id for sheet in sheets([use(framework="none")], "nl")] == ["network", "pathway"]


@pytest.mark.parametrize("name", LISTS)
def test_every_name_in_a_predicate_is_explained(name: str) -> None:
    """What is no column or code of a delivered table, and no word of SQL, stands in the table of names."""
    columns = {column.name for table in INPUT_TABLES.values() for column in table.columns}
    codes = {f"'{code}'" for table in INPUT_TABLES.values() for column in table.columns for code in column.codes}
    codes |= {f"'{family}'" for family in FAMILIES}
    sql = {"true", "false", "count", "sum", "avg", "median", "coalesce"}
    listed = use(framework=LISTS[name]).entries
    used = set().union(*(names_in(listed[code]) for code, framework in listed.frameworks.items() if framework == name))
    assert used - columns - codes - sql - TERMS.keys() == set()
    explained = {row[0].strip("`") for row in sheet(name).after[0].rows}
    assert explained == used & TERMS.keys()


def test_no_explanation_is_left_over() -> None:
    """Every name, unit, moment, section and setting that has words is used by a list."""
    listed = {**use().entries.indicators, **use(framework="esf-2014-2020").entries.indicators}
    all_ = list(listed.values())
    assert TERMS.keys() - set().union(*map(names_in, all_)) == set()
    assert UNITS.keys() - {entry.unit for entry in all_} == set()
    assert MOMENTS.keys() - {entry.measured for entry in all_} == set()
    assert SECTIONS.keys() - {entry.code.partition(".")[0] for entry in all_} == set()
    assert SETTINGS.keys() - {setting for entry in all_ for setting in settings_of(entry, listed)} == set()


@functools.cache
def delivered(name: str) -> tuple[Project, Mapping[str, pa.Table]]:
    """Read the sample data of a project."""
    workspace = open_workspace(ROOT)
    found = workspace.project(name)
    return found, examine(workspace, found).tables


@functools.cache
def as_it_is(name: str) -> dict[str, tuple[str, list[str]]]:
    """Count sample data under the settings that hold by themselves."""
    return counted(name)


def counted(name: str, **settings: Any) -> dict[str, tuple[str, list[str]]]:
    """Count sample data under some settings: for each code its figures, and the settings that its definition names."""
    found, tables = delivered(name)
    of = found.model_copy(update={"framework": "esf-2014-2020", "settings": Settings.model_validate(settings)})
    listed = catalogue(of, population_groups(tables)).indicators
    table = compute(tables, of, {}, [max(found.reports.periods)])
    columns = ["basis", "by", "group", "value", "low", "high"]
    return {
        str(code): (rows[columns].to_csv(index=False), settings_of(listed[str(code)], listed))
        for code, rows in table.groupby("indicator")
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_that_changes_a_figure_is_named_in_its_definition(name: str) -> None:
    """Each setting is given another value, and the sample data are counted again."""
    sample = {
        "participation_hours": "4u",
        "screening_tracks": "koksijde-taskforce",
        "selection_tracks": "koksijde-taskforce",
    }.get(name, "twerkt")
    before, after = as_it_is(sample), counted(sample, **{name: OTHER_VALUES[name]})
    same = {code for code in before.keys() & after.keys() if before[code][0] == after[code][0]}
    changed = {code: names for code, (_, names) in [*before.items(), *after.items()] if code not in same}
    assert changed
    assert [code for code, names in changed.items() if name not in names] == []


class Outline(HTMLParser):
    """The headings, ids, links and languages of a page."""

    def __init__(self, html: str) -> None:
        """Read a page."""
        super().__init__()
        self.levels: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.languages: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element says of itself."""
        given = dict(attrs)
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given["href"] or ""] if tag == "a" else []
        self.languages += [given["lang"] or ""] if "lang" in given else []


def opened(language: str = "nl", *uses: Use) -> str:
    """Write the page of two projects that report in the two frameworks."""
    both = uses or (use("Nieuw"), use("Oud", framework="esf-2014-2020"))
    return page.render(sheets(both, language), language=language)


def test_the_headings_of_the_page_are_in_order() -> None:
    """No level is skipped, and every link within the page ends at an element, whose id stands there once."""
    outline = Outline(opened())
    assert outline.levels[0] == 1
    assert max(after - before for before, after in pairwise(outline.levels)) == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert [link for link in outline.links if link.startswith("#") and link[1:] not in outline.ids] == []


def test_the_page_leads_to_the_portal_and_to_the_other_language() -> None:
    """Nobody is left on a page without a way back."""
    assert page.PAGES == {"nl": "definitions.nl.html", "en": "definitions.en.html"}
    assert {"index.html", "definitions.en.html"} <= set(Outline(opened("nl")).links)
    assert {"index.en.html", "definitions.nl.html"} <= set(Outline(opened("en")).links)


def test_names_in_another_language_are_marked_as_such() -> None:
    """A screen reader reads French names in French."""
    html = opened("nl")
    assert '<dd lang="fr">Chômeurs de longue durée</dd>' in html
    assert '<dd lang="en">Long-term unemployed</dd>' in html
    assert '<html lang="nl">' in html


def test_predicates_are_code_and_names_are_never_markup() -> None:
    """What comes from params or the catalogue is escaped."""
    html = opened("en", use("<script>x</script>"))
    assert "<code>complete AND (age &lt; 18)</code>" in html
    assert "<script" not in html


def test_a_page_without_projects_says_so() -> None:
    """Before the first report there is a page all the same."""
    assert "There are no reports yet." in page.render((), language="en")


def test_markdown_takes_no_text_for_marks() -> None:
    """Underscores, brackets and bars of a text stay what they are, and codes stay as they are."""
    told = Sheet(
        "a",
        "snake_case",
        ("[x] *y* `a_b < c`",),
        before=(Grid("Grid", ("One", "Two"), (("`a | b`", "c|d"),)),),
        sections=(Section("S", (Entry("a.b", "A_B", (line("Unit", "days", "<hours>"),)),)),),
    )
    assert markdown.render(told, last="End.") == (
        "# snake\\_case\n\n\\[x\\] \\*y\\* `a_b < c`\n\n"
        "## Grid\n\n| One | Two |\n| --- | --- |\n| `a \\| b` | c\\|d |\n\n"
        "## S\n\n### `a.b` A\\_B\n\n- **Unit**: days; \\<hours\\>\n\nEnd.\n"
    )
