"""Pages as a browser shows them and as a screen reader is told them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from reportkit.display import Cell, Note, Table
from reportkit.display.html import render as fragment
from reportkit.indicators import catalogue
from reportkit.params import Project
from reportkit.publish import portal, quality
from reportkit.publish.definitions import Sheet, Use, sheets
from reportkit.publish.definitions import page as glossary
from reportkit.publish.document import Part
from reportkit.publish.html import render
from tests.publish.test_html import page as written
from tests.specimen import document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

_FIRST = 2
"""How many definitions of each section axe looks at."""

ENTRIES = [
    portal.Entry(
        project="twerkt",
        project_names={"nl": "'t Werkt"},
        region="kortrijk",
        region_names={"nl": "Kortrijk"},
        period=period,
        audience=audience,
        languages=("nl", "en"),
        folder=f"twerkt/kortrijk/{period}/{audience}",
        files=("report.nl.html", "report.en.html", "report.nl.pdf", "indicators.csv"),
        synthetic=True,
    )
    for period in ("2021", "2022")
    for audience in ("public", "authority")
]
PAGES = {
    "report.nl": lambda: render(document("nl")),
    "report.en": lambda: render(document("en")),
    "portal.nl": lambda: portal.render(
        ENTRIES, language="nl", definitions="definitions.nl.html", quality="quality.nl.html"
    ),
    "portal.en": lambda: portal.render(ENTRIES, language="en", definitions="definitions.en.html"),
    "definitions.nl": lambda: definitions_of("nl"),
    "definitions.en": lambda: definitions_of("en"),
    "quality.nl": lambda: quality_of("nl"),
    "quality.en": lambda: quality_of("en"),
}
SHORTER = {
    "definitions.nl": lambda: definitions_of("nl", _FIRST),
    "definitions.en": lambda: definitions_of("en", _FIRST),
}
"""What axe takes minutes over in full; the definitions that are left out are written like the others."""


def definitions_of(language: str, first: int | None = None) -> str:
    """Write the definitions, or the first of each section, of projects that differ in their list or in a setting."""
    values = {"id": "p", "name": "P", "kind": "participation", "start": date(2021, 1, 1)}
    uses = []
    for name, framework, days in (
        ("Nieuw", "esf-plus", 28),
        ("Ook nieuw", "esf-plus", 14),
        ("Oud", "esf-2014-2020", 28),
    ):
        own = {"framework": framework, "settings": {"result_window_days": days}, "reports": {"periods": [2021]}}
        project = Project.model_validate({**values, **own})
        uses.append(Use(name, catalogue(project, ("…",)), project.settings))
    return glossary.render([_begun(sheet, first) for sheet in sheets(uses, language)], language=language)


def _begun(sheet: Sheet, first: int | None) -> Sheet:
    return replace(sheet, sections=tuple(replace(own, entries=own.entries[:first]) for own in sheet.sections))


def quality_of(language: str) -> str:
    """Write what two projects with the same remarks are told on the quality of their data."""
    columns = ("Variable", "Known", "Refused", "Not asked", "Records", "Share known")
    row = tuple(map(Cell, ("highest education (ISCED)", "15", "3", "2", "20", "75.0%")))
    table = Table("Completeness of the participation records", columns, (row,), (False, *[True] * 5))
    parts = (quality.Part("Completeness", table), quality.Part("Rows", Note("No row was left out.", "success")))
    sections = [quality.Section(name, name, synthetic=True, parts=parts) for name in ("anker", "twerkt")]
    return quality.render(sections, language=language)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        started = playwright.chromium.launch(executable_path=program, args=arguments)
        yield started
        started.close()


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Open a page with every detail unfolded."""
    yield from _opened(browser, PAGES[request.param]())


@pytest.fixture(params=PAGES)
def audited(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """Open a page like that, a long one with its beginnings only."""
    yield from _opened(browser, (PAGES | SHORTER)[request.param]())


def _opened(browser: Browser, content: str) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.set_content(content)
    opened.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [1200, 320])
def test_axe_finds_nothing_to_mend(audited: Page, width: int) -> None:
    """The rules of WCAG that a program can check hold on a desk and on a telephone."""
    audited.set_viewport_size({"width": width, "height": 900})
    violations = Axe().run(audited).response["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []


def test_the_page_itself_never_scrolls_sideways(page: Page) -> None:
    """At 320 pixels, as on a small telephone or at a zoom of 400 %, only wide tables scroll within their box."""
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


LINES = """cells => cells.map(cell => {
    const words = document.createRange();
    words.selectNodeContents(cell);
    return new Set([...words.getClientRects()].map(line => line.top)).size;
})"""


def test_on_a_desk_a_word_stands_on_one_line(browser: Browser) -> None:
    """However long the text beside it: a code or a heading is not broken within, as it may be on a telephone."""
    text = "de werklozen, de inactieven en de werkenden zijn samen alle deelnemers, en een deel van het algemene totaal"
    rows = ((Cell("A01"), Cell(text), Cell("beheersautoriteit")),)
    table = Table("Controles", ("Regel", "Wat ze vraagt", "Gevolg"), rows, (False, False, False))
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.set_content(written(Part(html=fragment(table), typst="x"), language="nl"))
    cells = opened.locator(".rk-narrow :is(th, td)")
    assert cells.all_text_contents() == ["Regel", "Wat ze vraagt", "Gevolg", "A01", text, "beheersautoriteit"]
    assert [lines for at, lines in enumerate(cells.evaluate_all(LINES)) if at != 4] == [1] * 5
    opened.close()


def test_the_policy_of_the_page_stops_nothing_of_its_own(browser: Browser) -> None:
    """The browser has nothing to complain of, and fetches nothing."""
    complaints: list[str] = []
    opened = browser.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("request", lambda request: complaints.append(request.url))
    opened.set_content(PAGES["report.nl"]())
    opened.close()
    assert complaints == []
