"""The section on the common indicators: there for a project with a list, and nothing of it for others."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from reportkit.display import Definitions, Note, Stack, Table, text
from reportkit.indicators import catalogue
from reportkit.indicators.evaluator import compute
from reportkit.indicators.results import with_parts
from reportkit.params import Project
from reportkit.periods import Period
from reportkit.report import accountability, esf
from reportkit.report.view import Report, view
from tests.indicators.conftest import job, spell, typed
from tests.report.conftest import VALUES, small

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from reportkit.display import Block

SECTION = (esf.about, esf.outputs, esf.results, esf.definitions, accountability.figure_checks)


def person(key: str, left: str | None = None, **more: Any) -> dict[str, Any]:
    """Write a complete record of an unemployed woman of 30."""
    known = {"gender": "F", "labour_status": "unemployed", "age_at_entry": 30, "isced": 3, "disability": "no"}
    return spell(key, "2022-01-10", left, "other" if left else None, **{**known, **more})


@functools.cache
def counted(values: str) -> tuple[Project, pd.DataFrame]:
    """Count three women who left (one to a job, one in December) and an incomplete record, for a project as JSON."""
    people = [person("a", "2022-03-31"), person("b", "2022-03-31", disability="yes"), person("c", "2022-12-20"),
              person("d", isced=None)]  # fmt: skip
    tables = {"participations": typed("participations", people), "jobs": typed("jobs", [job("a", "2022-04-01")])}
    project = Project.model_validate_json(values)
    return project, with_parts(compute(tables, project, {}, [Period.parse(2022)]), catalogue(project))


def report(framework: str = "esf-plus", language: str = "en", audience: str = "authority", **settings: Any) -> Report:
    """Open a report on them."""
    values = {**VALUES, "framework": framework, "settings": settings, "published": []}
    project, figures = counted(json.dumps(values, default=str))
    release = replace(small(audience), project=project, figures=figures, regions={})
    return view(release, "all", Period.parse(2022), language)


def rows(block: Block) -> dict[str, list[str]]:
    """Return a table's rows by the first word of their header."""
    assert isinstance(block, Table)
    return {row[0].text.split()[0]: [cell.text for cell in row[1:]] for row in block.rows}


@pytest.mark.parametrize("section", SECTION, ids=lambda section: section.__name__)
def test_a_project_without_a_list_has_nothing_of_it(section: Callable[[Report], Block]) -> None:
    """Every block is empty, so that the section goes with its headings."""
    assert section(report("none")) == Stack(())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("framework", ["esf-plus", "esf-2014-2020"])
@pytest.mark.parametrize("section", SECTION[:4], ids=lambda section: section.__name__)
def test_the_section_speaks_both_languages(section: Callable[[Report], Block], framework: str, language: str) -> None:
    """No NaN, no None, and something to read."""
    written = text.render(section(report(framework, language)))
    assert written.strip()
    assert not {"nan", "None", "NaN"} & set(written.split())


def test_outputs_stand_by_gender_and_in_the_period() -> None:
    """Women, men, X, all to date, and in the period; zeros are printed."""
    found = rows(esf.outputs(report()))
    assert (found["EECO01"], found["EECO04"]) == (["3", "0", "0", "3", "3"], ["0", "0", "0", "0", "0"])


def test_special_categories_are_named() -> None:
    """Disability and minority are special categories of personal data."""
    block = esf.outputs(report())
    assert isinstance(block, Table)
    assert block.notes == ("Special categories of personal data: EECO12 and EECO15.",)


def test_results_show_what_was_measurable_and_what_is_pending() -> None:
    """One of two measurable exits led to a job; the third, in December, is pending."""
    block = esf.results(report())
    assert isinstance(block, Stack)
    assert rows(block.blocks[0])["EECR04"] == ["1", "2", "50.0%", "1"]


def test_incomplete_records_are_counted_for_the_authority_only() -> None:
    """The public does not see how few they are."""
    told, hidden = (text.render(esf.about(report(audience=audience))) for audience in ("authority", "public"))
    assert "1 record is incomplete" in told
    assert "record is incomplete" not in hidden


def test_the_settings_in_force_are_printed() -> None:
    """A window and contracts that the project file changes are those that the report names."""
    told = text.render(esf.about(report(result_window_days=21, counted_contracts=["permanent"])))
    assert "up to 21 days after the exit" in told
    assert "counted contracts are permanent;" in told


def test_common_indicators_are_defined_in_their_own_section() -> None:
    """With their code and reference, and not again among the definitions of the report."""
    own, others = esf.definitions(report()), accountability.definitions(report())
    assert isinstance(own, Definitions)
    assert isinstance(others, Definitions)
    assert any(item.term.startswith("EECR05 ") and "2021/1057" in item.reference for item in own.items)
    assert not any(item.term.startswith("EEC") for item in others.items)


def test_regulations_are_named_in_the_readers_language() -> None:
    """The Dutch reader is sent to the Dutch text."""
    assert "Verordening (EU) 2021/1057, bijlage I" in text.render(esf.about(report(language="nl")))
    assert "bijlage I (3)" in text.render(esf.definitions(report(language="nl")))


def test_hidden_indicators_are_named_by_their_codes() -> None:
    """A dozen official names under a table are a wall of text; the codes are defined in the section."""
    opened = report(audience="public")
    figures = opened.release.figures
    shown = figures["indicator"].isin(["EECO01", "EECO05"])
    figures = figures.assign(status=figures["status"].where(shown, "suppressed"), value=figures["value"].where(shown))
    block = esf.outputs(view(replace(opened.release, figures=figures), "all", Period.parse(2022), "en"))
    assert isinstance(block, Table)
    assert any("EECO02, EECO03, EECO04" in note for note in block.notes)


def test_a_hidden_table_says_so() -> None:
    """Where all outputs are hidden, a note takes their place."""
    opened = report(audience="public")
    figures = opened.release.figures.assign(status="suppressed", value=float("nan"))
    block = esf.outputs(view(replace(opened.release, figures=figures), "all", Period.parse(2022), "en"))
    assert isinstance(block, Note)
    assert "hidden to protect persons" in block.text
