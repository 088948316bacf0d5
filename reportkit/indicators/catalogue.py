"""Every indicator of a project, from the lists that define them, and what can be added and subtracted among them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pandas as pd

from reportkit.indicators import esf_structure
from reportkit.indicators.breakdowns import breakdowns
from reportkit.indicators.esf import ESF_2014, ESF_PLUS
from reportkit.indicators.esf_2014 import esf_2014, esf_2014_links, esf_2014_splits
from reportkit.indicators.esf_plus import esf_plus, esf_plus_links, esf_plus_splits
from reportkit.indicators.measures import Count, Indicator, Result, Share
from reportkit.indicators.network import network, network_splits
from reportkit.indicators.pathway import pathway, pathway_links, pathway_splits, population
from reportkit.indicators.support import forms_of_support
from reportkit.params.models import DisclosureSettings
from reportkit.tables import Structure

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from reportkit.indicators.breakdowns import Breakdown
    from reportkit.params.models import Project, Settings
    from reportkit.periods import Period
    from reportkit.tables import Link, Split

__all__ = ["COMMON", "Catalogue", "catalogue", "definitions", "structure"]


@dataclass(frozen=True)
class Catalogue:
    """The indicators of a project by code, in the order in which reports list them, with the framework of each.

    `breakdowns` are those that the indicators name, in the form in which an edition gives them.
    """

    indicators: Mapping[str, Indicator]
    frameworks: Mapping[str, str]
    splits: tuple[Split, ...]
    links: tuple[Link, ...]
    breakdowns: Mapping[str, Breakdown]

    def within(self, frameworks: Collection[str]) -> Catalogue:
        """Return the part of the catalogue that belongs to some frameworks; all of it when none is named."""
        if not frameworks:
            return self
        kept = {code: framework for code, framework in self.frameworks.items() if framework in frameworks}
        return replace(self, indicators={code: self.indicators[code] for code in kept}, frameworks=kept)

    def __getitem__(self, code: str) -> Indicator:
        """Return the indicator of that code."""
        return self.indicators[code]

    def meaning(self, code: str, language: str) -> str:
        """Define an indicator in words; a share is defined by the names of its two counts."""
        entry = self.indicators[code]
        if isinstance(entry, Share):
            return " / ".join(self.indicators[part].name[language] for part in (entry.numerator, entry.denominator))
        return entry.meaning[language]


def catalogue(project: Project, groups: Sequence[str] = (), *, public: bool = False) -> Catalogue:
    """List the indicators of a project; `groups` are the population groups that it delivers.

    Employment projects have the pathway indicators, participation projects the network indicators and, for those they
    guide, the pathway indicators too. The public edition has the coarser forms that the project file asks for.
    """
    coarser = project.disclosure.coarser
    forms = forms_of_support(coarser, public=public)
    lists = [("pathway", (*population(groups), *pathway(project.settings, forms)))]
    if project.kind == "participation":
        lists.insert(0, ("network", tuple(network(project.settings))))
    common = COMMON.get(project.framework)
    if common:
        lists.append((project.framework, tuple(common.entries(project.settings))))
    chosen = breakdowns(coarser if public else ())
    return Catalogue(
        indicators={indicator.code: indicator for _, entries in lists for indicator in entries},
        frameworks={indicator.code: framework for framework, entries in lists for indicator in entries},
        splits=(
            *network_splits(),
            *pathway_splits(project.settings, len(project.operations)),
            *(common.splits() if common else ()),
        ),
        links=(*pathway_links(chosen, len(project.operations)), *(common.links(chosen) if common else ())),
        breakdowns=chosen,
    )


@dataclass(frozen=True)
class Common:
    """A list of common indicators: what yields its entries, its splits, and its links to the pathway's groups."""

    entries: Callable[[Settings], Iterator[Indicator]]
    splits: Callable[[], Iterator[Split]]
    links: Callable[[Mapping[str, Breakdown]], Iterator[Link]]


COMMON = {
    ESF_PLUS: Common(esf_plus, esf_plus_splits, esf_plus_links),
    ESF_2014: Common(esf_2014, esf_2014_splits, esf_2014_links),
}
"""The lists of common indicators, by their names in project files."""


def definitions(project: Project, language: str, groups: Sequence[str] = (), *, public: bool = False) -> pd.DataFrame:
    """Tabulate the definitions of a project's indicators: code, name, unit, definition, reference; a row each."""
    entries = catalogue(project, groups, public=public)
    rows = [
        (entry.code, entry.name[language], entry.unit, entries.meaning(entry.code, language), entry.reference)
        for entry in entries.indicators.values()
    ]
    return pd.DataFrame(rows, columns=["code", "name", "unit", "definition", "reference"])


def structure(
    entries: Catalogue,
    regions: Mapping[str, frozenset[str]],
    periods: Sequence[Period],
    rules: DisclosureSettings | None = None,
) -> Structure:
    """Say what a reader of the indicators table can add and subtract, and by the rules of a project what is sensitive.

    It is what disclosure control works against.
    """
    known, rules = set(entries.indicators), rules or DisclosureSettings()
    return Structure(
        splits=tuple(
            replace(split, one_class={"all": split.parts, "outcomes": split.one_class, "none": ()}[rules.one_class])
            for split in entries.splits
            if {split.whole, *split.parts} <= known
        ),
        special={code: rules.special for code, entry in entries.indicators.items() if entry.special},
        flows=frozenset(
            code for code, entry in entries.indicators.items() if isinstance(entry, Count) and not entry.rests_on
        ),
        results=frozenset(code for code, entry in entries.indicators.items() if isinstance(entry, Result)),
        links=tuple(link for link in entries.links if link.codes <= known),
        renewals=tuple(esf_structure.renewals(entries.indicators)),
        withheld=frozenset(code for code, entry in entries.indicators.items() if entry.withheld),
        rests_on={code: entry.rests_on for code, entry in entries.indicators.items() if entry.rests_on},
        amounts=frozenset(
            code for code, entry in entries.indicators.items() if isinstance(entry, Count) and entry.over
        ),
        regions=regions,
        periods={period.id: (period.start.isoformat(), period.end.isoformat()) for period in periods},
    )
