"""What a page of definitions says, in one language. How it looks is decided where it is rendered.

All texts are plain, but for codes between backticks.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Entry", "Grid", "Line", "Said", "Section", "Sheet", "by_projects", "line", "merged"]


@dataclass(frozen=True)
class Said:
    """A text, and the projects for which it holds, where it does not hold for all."""

    text: str
    projects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A term of a definition, and what stands under it; `language` is that of a text in another than the page's."""

    term: str
    said: tuple[Said, ...]
    language: str = ""


def line(term: str, *texts: str, language: str = "") -> Line:
    """Make a line that holds for every project.

    Examples
    --------
    >>> line("Unit", "days")
    Line(term='Unit', said=(Said(text='days', projects=()),), language='')
    """
    return Line(term, tuple(map(Said, texts)), language)


@dataclass(frozen=True)
class Entry:
    """The definition of an indicator."""

    code: str
    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """Indicators of a list that belong together."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Grid:
    """A table with a caption; the first column names the rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Sheet:
    """A list of indicators with what a reader must know of it.

    `notice` is a warning; `before` are the tables that stand before the indicators, `after` those that help to read
    their predicates.
    """

    id: str
    title: str
    paragraphs: tuple[str, ...]
    notice: str = ""
    before: tuple[Grid, ...] = ()
    sections: tuple[Section, ...] = ()
    after: tuple[Grid, ...] = ()


def merged(variants: Sequence[tuple[tuple[str, ...], Sequence[Entry]]], only: str) -> tuple[Entry, ...]:
    """Lay the definitions of projects with different settings over one another.

    Parameters
    ----------
    variants
        For each group of projects with the same settings: their names, and their definitions.
    only
        The term under which the projects stand that have an indicator which others lack.

    Returns
    -------
    tuple of Entry
        Each indicator once. What differs stands there for each group of projects.

    Examples
    --------
    >>> one, other = (Entry("a", "A", (line("Unit", "days"), line("Settings", text))) for text in ("6", "8"))
    >>> for under in merged([(("P",), [one]), (("Q",), [other])], "Projects")[0].lines:
    ...     print(under.term, *((said.text, said.projects) for said in under.said))
    Unit ('days', ())
    Settings ('6', ('P',)) ('8', ('Q',))
    """
    by_code: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for projects, entries in variants:
        for entry in entries:
            by_code.setdefault(entry.code, []).append((projects, entry))
    return tuple(_merged(found, only if len(found) < len(variants) else "") for found in by_code.values())


def _merged(found: Sequence[tuple[tuple[str, ...], Entry]], only: str) -> Entry:
    whole = tuple(name for projects, _ in found for name in projects)
    terms = dict.fromkeys((under.term, under.language) for _, entry in found for under in entry.lines)
    lines = [Line(term, tuple(_said(found, term, language, whole)), language) for term, language in terms]
    if only:
        lines.append(line(only, ", ".join(whole)))
    names = dict.fromkeys(entry.name for _, entry in found)
    return Entry(found[0][1].code, " / ".join(names), tuple(lines))


def _said(
    found: Sequence[tuple[tuple[str, ...], Entry]], term: str, language: str, whole: tuple[str, ...]
) -> Iterator[Said]:
    """Yield every text under a term once, with the projects for which it holds unless those are all."""
    texts: dict[str, tuple[str, ...]] = {}
    for row in zip_longest(*(_under(entry, term, language) for _, entry in found)):
        for (projects, _), text in zip(found, row, strict=True):
            if text is not None:
                texts[text] = (*texts.get(text, ()), *projects)
    for text, projects in texts.items():
        yield Said(text, () if projects == whole else projects)


def _under(entry: Entry, term: str, language: str) -> list[str]:
    return [
        said.text for under in entry.lines if (under.term, under.language) == (term, language) for said in under.said
    ]


def by_projects(said: Mapping[str, tuple[str, ...]]) -> str:
    """Write texts in a row, each after the projects that it holds for; one text stands alone.

    Examples
    --------
    >>> by_projects({"6": ("P", "Q"), "8": ("R",)})
    'P, Q: 6; R: 8'
    """
    if len(said) == 1:
        return next(iter(said))
    return "; ".join(f"{', '.join(projects)}: {text}" for text, projects in said.items())
