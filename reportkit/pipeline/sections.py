"""What the portal's page on quality says of a project. How the page looks is decided where it is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.display import words
from reportkit.indicators import catalogue
from reportkit.params.values import by_language
from reportkit.publish.quality import Part, Section
from reportkit.regions import ALL

if TYPE_CHECKING:
    from reportkit.params import Project, Workspace
    from reportkit.pipeline.quality import Quality

__all__ = ["section"]


def section(workspace: Workspace, project: Project, quality: Quality, language: str) -> Section:
    """Say of a project what its last release to the authority told of its delivery."""
    say, names = words(language), by_language(project.name)
    known = catalogue(project, quality.population_groups).indicators

    def indicator(code: str) -> str:
        return known[code].name[language] if code in known else code

    def region(name: str) -> str:
        """Name a region in the language; one that the workspace does not know by its id."""
        if name == ALL:
            return say("Whole project area")
        return workspace.regions[name].name(language) if name in workspace.regions else name

    return Section(
        project=project.id,
        name=names.get(language) or next(iter(names.values())),
        synthetic=project.data.synthetic,
        parts=(
            Part(say("Since the release before"), quality.since_before(say, indicator, region)),
            Part(say("Completeness"), quality.completeness_table(say)),
            Part(say("Remarks of the checks"), quality.findings_table(say)),
            Part(say("Rows left out or twice there"), quality.rows_table(say)),
            Part(say("Rules set aside"), quality.accepted_table(say)),
        ),
    )
