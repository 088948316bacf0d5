"""The lists of indicators that projects use, each as a sheet: its definitions and what helps to read them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.display.words import words
from reportkit.indicators.breakdowns import BREAKDOWNS
from reportkit.indicators.measures import Share
from reportkit.publish.definitions.entries import (
    SUB_CODES,
    describe,
    names_in,
    parent,
    setting_value,
    settings_of,
)
from reportkit.publish.definitions.model import Grid, Section, Sheet, by_projects, merged
from reportkit.publish.definitions.terms import LISTS, SECTIONS, SETTINGS, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportkit.display.words import Words
    from reportkit.indicators import Catalogue
    from reportkit.indicators.measures import Indicator
    from reportkit.params.models import Settings
    from reportkit.publish.definitions.model import Entry

__all__ = ["BASES", "Use", "sheets"]


@dataclass(frozen=True)
class Use:
    """A project that uses lists of indicators: its name, its catalogue and its settings.

    Without a name the sheets speak of the default settings and name no project.
    """

    project: str
    entries: Catalogue
    settings: Settings


@dataclass(frozen=True)
class _Variant:
    """Projects with the same settings, and the indicators of one list under those."""

    projects: tuple[str, ...]
    settings: Settings
    listed: Mapping[str, Indicator]
    own: tuple[Indicator, ...]


def sheets(uses: Sequence[Use], language: str) -> tuple[Sheet, ...]:
    """Define every indicator of some projects in a language, list by list."""
    used = {framework for use in uses for framework in use.entries.frameworks.values()}
    ordered = [*(name for name in LISTS if name in used), *sorted(used - LISTS.keys())]
    return tuple(_sheet(name, _variants(name, uses), words(language)) for name in ordered)


def _variants(framework: str, uses: Sequence[Use]) -> list[_Variant]:
    """Group the projects that use a list by their settings."""
    found: list[_Variant] = []
    for use in uses:
        listed = use.entries.indicators
        own = tuple(listed[code] for code, of in use.entries.frameworks.items() if of == framework)
        same = next((one for one in found if one.settings == use.settings and set(one.own) == set(own)), None)
        if own and same is None:
            found.append(_Variant((use.project,), use.settings, listed, own))
        elif own and same is not None and use.project not in same.projects:
            projects = (*same.projects, use.project)
            found[found.index(same)] = _Variant(projects, same.settings, same.listed, same.own)
    return found


def _sheet(framework: str, variants: Sequence[_Variant], say: Words) -> Sheet:
    about = LISTS[framework]
    entries = tuple(entry for variant in variants for entry in variant.own)
    listed = {code: entry for variant in variants for code, entry in variant.listed.items()}
    return Sheet(
        id=framework,
        title=say(about.title),
        paragraphs=(*map(say, about.paragraphs), *_projects(variants, say)),
        notice=say(_UNCOMPARED) if about.official else "",
        before=tuple(grid for grid in (_settings(variants, say), _beside(entries, listed, say)) if grid.rows),
        sections=tuple(_sections(variants, say)),
        after=tuple(grid for grid in (_terms(entries, say), _breakdowns(entries, say)) if grid.rows),
    )


BASES = (
    "Figures are given to date, from the start of a project up to the cut-off, and for the period, unless a definition "
    "says that there are only figures to date."
)
_UNCOMPARED = (
    "The Dutch and French names were written by the makers of reportkit. They were not compared with those of the "
    "Official Journal of the European Union."
)


def _projects(variants: Sequence[_Variant], say: Words) -> Iterator[str]:
    named = [name for variant in variants for name in variant.projects if name]
    if named:
        yield say("Used by {projects}.", projects=say.list(named))
    else:
        yield say(BASES)
        yield say(
            "Where a definition depends on a setting, it stands here with the value that the setting has by default."
        )


def _sections(variants: Sequence[_Variant], say: Words) -> Iterator[Section]:
    """Put the entries under headings, in the order of the list."""
    described = [
        (
            variant.projects,
            [
                describe(entry, variant.listed, variant.settings, say)
                for entry in variant.own
                if not parent(entry.code, variant.listed)
            ],
        )
        for variant in variants
    ]
    titles = {entry.code: _section(entry) for variant in variants for entry in variant.own}
    under: dict[str, list[Entry]] = {}
    for entry in merged(described, say("Projects")):
        under.setdefault(titles[entry.code], []).append(entry)
    for title, entries in under.items():
        yield Section(say(title), tuple(entries))


def _section(entry: Indicator) -> str:
    match entry.measured:
        case "entry":
            return "Outputs: supported entities" if entry.unit == "entity" else "Outputs: participants"
        case "leaving":
            return "Results upon leaving"
        case "six_months":
            return "Results six months after leaving"
        case _:
            return SECTIONS.get(entry.code.partition(".")[0], "Reach")


def _settings(variants: Sequence[_Variant], say: Words) -> Grid:
    """List the settings that the definitions depend on, with their values."""
    depends = {name for variant in variants for entry in variant.own for name in settings_of(entry, variant.listed)}
    rows = []
    for name in SETTINGS:
        if name in depends:
            said: dict[str, tuple[str, ...]] = {}
            for variant in variants:
                value = setting_value(name, variant.settings, say)
                said[value] = (*said.get(value, ()), *variant.projects)
            rows.append((say(SETTINGS[name]), f"`{name}`", by_projects(said)))
    return Grid(say("Settings"), (say("Setting"), say("In the project file"), say("Value")), tuple(rows))


def _beside(entries: Sequence[Indicator], listed: Mapping[str, Indicator], say: Words) -> Grid:
    """Explain once what stands beside the indicators."""
    rows: list[tuple[str, str]] = []
    for part in SUB_CODES:
        found = [entry for entry in entries if parent(entry.code, listed) and entry.code.endswith(f".{part}")]
        said = [say(_SHARE) if isinstance(entry, Share) else entry.meaning[say.language] for entry in found]
        rows.extend((f"`.{part}`", text) for text in dict.fromkeys(said))
    return Grid(say("Figures beside an indicator"), (say("End of the code"), say("What it is")), tuple(rows))


_SHARE = (
    "The indicator as a proportion, 0 to 1, of the count that its definition names. Where that count is below 100 a "
    "Wilson interval stands beside it, with the confidence of the setting."
)


def _terms(entries: Sequence[Indicator], say: Words) -> Grid:
    """Explain the names that the predicates are written in."""
    found = {name for entry in entries for name in names_in(entry)}
    rows = tuple(
        (f"`{name}`", say(term.words), ", ".join(f"`{setting}`" for setting in term.settings) or "–")
        for name, term in TERMS.items()
        if name in found
    )
    columns = (say("Name"), say("What it is"), say("Settings"))
    return Grid(say("Names in the predicates that are no columns of delivered tables"), columns, rows)


def _breakdowns(entries: Sequence[Indicator], say: Words) -> Grid:
    """List the groups of the breakdowns, with the predicate that sorts a record into one, and how groups are merged."""
    found = {by for entry in entries for by in entry.by}
    rows = []
    for code, breakdown in BREAKDOWNS.items():
        if code in found:
            groups = (f"{name[say.language]} (`{group}`)" for group, name in breakdown.groups.items())
            merges = (
                f"{merged.name[say.language]} (`{group}`): {', '.join(f'`{part}`' for part in merged.groups)}"
                for group, merged in breakdown.coarser.items()
            )
            name, coarser = f"{breakdown.name[say.language]} (`{code}`)", "; ".join(merges) or "–"
            rows.append((name, ", ".join(groups), f"`{breakdown.sql}`", coarser))
    columns = (
        say("Breakdown"),
        say("Groups"),
        say("Sorted by"),
        say("Merged, where a project asks for coarser groups"),
    )
    return Grid(say("Breakdowns"), columns, tuple(rows))
