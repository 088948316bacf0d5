"""Where the definitions of the indicators are written to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.display.words import LANGUAGES
from reportkit.indicators.figure_checks import FIGURE_CHECKS
from reportkit.intake import CELL_RULES, RECORD_CHECKS
from reportkit.params import Project
from reportkit.pipeline.definitions import documents, pages

if TYPE_CHECKING:
    from tests.pipeline.conftest import Make

COMMITTED = Path(__file__).parents[2] / "docs" / "indicators"


def test_the_committed_pages_are_what_the_catalogue_makes() -> None:
    """``make docs`` was run after a definition or a check changed, and no page is left of what is gone."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in COMMITTED.iterdir()}
    made = documents()
    assert sorted(committed) == sorted(made)
    assert [name for name in made if committed[name] != made[name]] == []


def test_every_list_has_a_page_in_every_language() -> None:
    """Each framework that a project can report in is there, and the lists of our own."""
    lists = ("network", "pathway", "esf-plus", "esf-2014-2020", "checks")
    assert sorted(documents()) == sorted(["README.md", *(f"{name}.{of}.md" for name in lists for of in LANGUAGES)])


def test_every_check_is_listed() -> None:
    """Of cells, of records and of figures."""
    page = documents()["checks.nl.md"]
    ids = {*CELL_RULES, *(check.id for check in RECORD_CHECKS), *(check.id for check in FIGURE_CHECKS)}
    assert {name for name in ids if f"\n| {name} |" not in page} == set()


def test_a_run_writes_the_page_of_definitions_beside_the_portal(workspace: Path, make: Make) -> None:
    """In each language the portal leads to it; it defines what the projects of the portal count."""
    portal = make(workspace, formats="html").portal
    assert '<a href="definitions.nl.html">Definities van de indicatoren</a>' in portal.read_text()
    english = (portal.parent / "index.en.html").read_text()
    assert '<a href="definitions.en.html">Definitions of the indicators</a>' in english
    page = (portal.parent / "definitions.nl.html").read_text()
    assert "Gebruikt door alpha (nl)." in page
    assert "Gemeenschappelijke indicatoren" not in page


def test_a_second_run_writes_the_same_page(workspace: Path, make: Make) -> None:
    """The page holds no time."""
    path = make(workspace, formats="html").portal.with_name("definitions.en.html")
    first = path.read_bytes()
    make(workspace, formats="html")
    assert path.read_bytes() == first


def test_a_project_without_a_name_in_a_language_keeps_the_one_it_has() -> None:
    """The page is made all the same."""
    values = {"id": "p", "name": {"nl": "Het project"}, "kind": "employment", "start": date(2021, 1, 1)}
    project = Project.model_validate({**values, "reports": {"periods": [2021]}})
    assert "Used by Het project." in dict(pages([project]))["definitions.en.html"]
