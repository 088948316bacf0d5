"""Writes the pages of definitions: those of the docs, and the one of the portal. What they say is decided elsewhere.

``python -m reportkit.pipeline.definitions FOLDER`` writes the Markdown of the docs.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from reportkit.display import LANGUAGES, words
from reportkit.indicators import catalogue
from reportkit.indicators.figure_checks import FIGURE_CHECKS
from reportkit.intake import CELL_RULES, RECORD_CHECKS
from reportkit.intake.rules import NO_SUCH_RULE, VANISHED
from reportkit.params.models import Framework, Kind, Project
from reportkit.params.values import by_language
from reportkit.publish.definitions import Grid, Sheet, Use, markdown, page, sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.display import Words

__all__ = ["PAGES", "documents", "pages"]

PAGES = page.PAGES
"""The file name of the portal's page of definitions in each language."""

_ANY_GROUP = ("…",)
"""Stands for the population groups that a project delivers."""


def pages(projects: Sequence[Project], software: str = "") -> Iterator[tuple[str, str]]:
    """Yield the portal's page of definitions in each language, for the settings of some projects: file name, page."""
    for language, name in PAGES.items():
        uses = [
            Use(_named(project, language), catalogue(project, _ANY_GROUP), project.settings) for project in projects
        ]
        yield name, page.render(sheets(uses, language), language=language, software=software)


def _named(project: Project, language: str) -> str:
    """Name a project in a language, or as it is called where it has no name in it."""
    names = by_language(project.name)
    return names.get(language) or next(iter(names.values()))


def documents() -> Mapping[str, str]:
    """Return the Markdown of every list and of the checks in each language, by file name, with an index.

    Settings have the values that they have by default.
    """
    projects = [_project(kind, framework) for kind, framework in product(get_args(Kind), get_args(Framework))]
    uses = [Use("", catalogue(project, _ANY_GROUP), project.settings) for project in projects]
    titles: dict[str, list[str]] = {}
    files = {}
    for language in LANGUAGES:
        say = words(language)
        for sheet in (*sheets(uses, language), _checks(say)):
            name = f"{sheet.id}.{language}.md"
            titles.setdefault(sheet.id, []).append(f"[{sheet.title}]({name})")
            files[name] = markdown.render(sheet, last=say(_CHECKS_END if sheet.id == "checks" else _LIST_END))
    return {**files, "README.md": _index(titles)}


_LIST_END = (
    "Other names in the predicates are columns of [the tables that a project delivers](../data.md). This page was made "
    "by `make docs` from the catalogue in `reportkit/indicators/`, by which the figures are counted."
)
_CHECKS_END = "This page was made by `make docs` from the lists of checks, which `reportkit check` runs."


def _project(kind: Kind, framework: Framework) -> Project:
    return Project.model_validate(
        {"id": "any", "name": "–", "kind": kind, "framework": framework, "start": "2021-01-01",
         "reports": {"periods": [2021]}, "disclosure": {"coarser": ["support"]}}
    )  # fmt: skip


def _checks(say: Words) -> Sheet:
    """List the checks of delivered records and of figures."""
    rule, severity, expected = say("Rule"), say("Severity"), say("What is expected")
    cells = tuple((check.id, say(check.words)) for check in CELL_RULES.values())
    return Sheet(
        id="checks",
        title=say("Checks"),
        paragraphs=(
            say(
                "An error stops the reports of a project until the delivery is mended, or the project file sets the "
                "rule aside with a reason; a warning is printed in them; information is only counted."
            ),
        ),
        before=(
            Grid(say("Checks of cells and rows"), (rule, expected), cells),
            Grid(say("Checks of records"), (rule, severity, say("Tables and columns"), expected), _record_checks(say)),
            Grid(
                say("Checks of figures"), (rule, severity, say("List"), expected, say("Formulas")), _figure_checks(say)
            ),
        ),
    )


def _severity(say: Words, severity: str) -> str:
    return {"error": say("error"), "warning": say("warning"), "information": say("information")}[severity]


def _record_checks(say: Words) -> tuple[tuple[str, ...], ...]:
    """List the rules for records; a rule that many columns keep stands there once."""
    found: dict[tuple[str, str, str, str], dict[str, list[str]]] = {}
    for check in (*RECORD_CHECKS, VANISHED, NO_SUCH_RULE):
        places = found.setdefault((check.id, check.severity, check.words, check.mend), {})
        places.setdefault(check.table, []).extend(check.columns)
    return tuple(
        (rule, _severity(say, severity), _places(places), f"{say(asked)}. {say(mend)}" if mend else say(asked))
        for (rule, severity, asked, mend), places in found.items()
    )


def _figure_checks(say: Words) -> tuple[tuple[str, ...], ...]:
    """List the rules for figures on the common indicators."""
    return tuple(
        (
            check.id,
            _severity(say, check.severity),
            ", ".join(f"`{framework}`" for framework in check.frameworks),
            say(check.words) if "period" in check.bases else f"{say(check.words)} ({say('to date only')})",
            ", ".join(f"`{formula}`" for formula in check.formulas) or "–",
        )
        for check in FIGURE_CHECKS
    )


def _places(places: Mapping[str, Sequence[str]]) -> str:
    """Write tables, with the columns of each that a rule is about."""
    columns = {table: ", ".join(f"`{name}`" for name in dict.fromkeys(names)) for table, names in places.items()}
    return "; ".join(f"`{table}` ({names})" if names else f"`{table}`" for table, names in columns.items())


def _index(titles: Mapping[str, Sequence[str]]) -> str:
    lines = "\n".join(f"- {' · '.join(links)}" for links in titles.values())
    return (
        "# Definitions of the indicators\n\n"
        "One page for each list of indicators and language, made by `make docs` from the catalogue in "
        "`reportkit/indicators/`, by which the figures are counted. Nothing here is edited by hand.\n\n"
        f"{lines}\n\n"
        "The portal of a workspace has a page of its own, `outputs/definitions.nl.html` and "
        "`outputs/definitions.en.html`, with the settings of its projects.\n"
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")
