"""The portal: one page with the way to every report, for each project and audience.

It lists what is there; which reports there should be is decided elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from reportkit.display.words import LANGUAGES, Words, words
from reportkit.periods import Period
from reportkit.publish.html import environment
from reportkit.publish.labels import audience, audience_meaning
from reportkit.publish.style import policy, style

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["PAGES", "Entry", "Group", "Link", "Row", "render"]

PAGES: Mapping[str, str] = {
    language: "index.html" if at == 0 else f"index.{language}.html" for at, language in enumerate(LANGUAGES)
}
"""The file name of the portal in each language; the pages link to one another."""

_FIRST = ("public", "authority")


@dataclass(frozen=True)
class Entry:
    """A report folder: whose it is, where it stands, and what is in it.

    `project_names`, `descriptions` and `region_names` hold a text for each language; `folder` is the path from the
    portal; `files` are the names in the folder. `made` is False for a report that could not be made.
    """

    project: str
    project_names: Mapping[str, str]
    region: str
    region_names: Mapping[str, str]
    period: str
    audience: str
    languages: tuple[str, ...]
    folder: str
    files: tuple[str, ...]
    synthetic: bool = False
    made: bool = True
    descriptions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """A link to a file: what is seen, what a screen reader reads before it, and the language of the file."""

    text: str
    context: str
    href: str
    language: str = ""


@dataclass(frozen=True)
class Row:
    """A report in the portal's table."""

    region: str
    period: str
    made: bool
    pages: tuple[Link, ...]
    papers: tuple[Link, ...]
    data: tuple[Link, ...]


@dataclass(frozen=True)
class Group:
    """The reports of a project for one audience."""

    audience: str
    name: str
    meaning: str
    rows: tuple[Row, ...]


def render(
    entries: Sequence[Entry],
    *,
    language: str,
    others: Sequence[tuple[str, str]] | None = None,
    software: str = "",
    definitions: str = "",
    quality: str = "",
) -> str:
    """Write the portal's page in one language; projects keep the order in which they are given.

    Parameters
    ----------
    entries
        The report folders, all of them.
    language
        The language of the page.
    others
        Pairs of language and file name of the same page in other languages; those of `PAGES` unless given.
    software
        What made the reports, with its version.
    definitions
        The file name of the page of definitions in the same language; no link without it.
    quality
        The file name of the authority's page on the quality of the data, likewise.

    Returns
    -------
    str
        The page; the same entries give the same bytes.
    """
    say = words(language)
    known = tuple((other, file) for other, file in PAGES.items() if other != language)
    return environment().get_template("portal.html.j2").render(
        language=language,
        say=say,
        others=known if others is None else others,
        projects=list(_projects(entries, say)),
        synthetic=any(entry.synthetic for entry in entries),
        software=software,
        definitions=definitions,
        quality=quality,
        style=style(),
        policy=policy(),
    )  # fmt: skip


def _projects(entries: Sequence[Entry], say: Words) -> Iterator[dict[str, object]]:
    by_project: dict[str, list[Entry]] = {}
    for entry in entries:
        by_project.setdefault(entry.project, []).append(entry)
    for project, of_project in by_project.items():
        yield {
            "id": project,
            "name": _in(say, of_project[0].project_names, project),
            "description": _in(say, of_project[0].descriptions, ""),
            "synthetic": any(entry.synthetic for entry in of_project),
            "groups": list(_groups(of_project, say)),
        }


def _groups(entries: Sequence[Entry], say: Words) -> Iterator[Group]:
    ordered = sorted(entries, key=lambda entry: _place(entry, say))
    for code, rows in groupby(ordered, key=lambda entry: entry.audience):
        yield Group(code, audience(say, code), audience_meaning(say, code), tuple(_row(entry, say) for entry in rows))


def _place(entry: Entry, say: Words) -> tuple[int, str, int, str, str]:
    """Sort by audience, public first; then the latest period first; then by name of the region."""
    rank = _FIRST.index(entry.audience) if entry.audience in _FIRST else len(_FIRST)
    cut_off = Period.parse(entry.period).cut_off.toordinal()
    return rank, entry.audience, -cut_off, entry.period, _in(say, entry.region_names, entry.region)


def _row(entry: Entry, say: Words) -> Row:
    region = _in(say, entry.region_names, entry.region)
    period = say.period(Period.parse(entry.period))
    name = _in(say, entry.project_names, entry.project)
    context = ", ".join((f"{say('Report')} {name}", region, period, audience(say, entry.audience)))
    return Row(
        region=region,
        period=period,
        made=entry.made,
        pages=tuple(_in_languages(entry, say, "html", f"{context}, HTML")),
        papers=tuple(_in_languages(entry, say, "pdf", f"{context}, PDF")),
        data=tuple(
            Link(form.upper(), context, f"{entry.folder}/indicators.{form}")
            for form in ("csv", "xlsx")
            if f"indicators.{form}" in entry.files
        ),
    )


def _in_languages(entry: Entry, say: Words, form: str, context: str) -> Iterator[Link]:
    for language in entry.languages:
        file = f"report.{language}.{form}"
        if file in entry.files:
            yield Link(say.name(language).capitalize(), context, f"{entry.folder}/{file}", language)


def _in(say: Words, texts: Mapping[str, str], otherwise: str) -> str:
    return texts.get(say.language) or next(iter(texts.values()), otherwise)
