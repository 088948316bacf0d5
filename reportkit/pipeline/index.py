"""The portal over everything that is made, from the manifests that stand in the outputs folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.display import LANGUAGES, words
from reportkit.params.values import by_language
from reportkit.periods import Period
from reportkit.pipeline import definitions
from reportkit.pipeline.places import replace_file
from reportkit.provenance.digests import package_version
from reportkit.provenance.manifest import manifests
from reportkit.publish import portal
from reportkit.regions import ALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reportkit.params import Workspace
    from reportkit.pipeline.folder import Failure

__all__ = ["write_portal"]


def write_portal(workspace: Workspace, failures: Sequence[Failure] = ()) -> Path:
    """Write the portal's pages and its pages of definitions, and return the first page of the portal.

    What earlier runs made is listed too. A report that failed, and of which none was made before, is listed as such.
    """
    outputs = workspace.root / "outputs"
    made = {entry.folder: entry for entry in _made(workspace, outputs)}
    absent = {entry.folder: entry for entry in (_failed(workspace, failure) for failure in failures)}
    entries = sorted(
        {**absent, **made}.values(),
        key=lambda entry: (entry.project not in workspace.projects, entry.project, entry.folder),
    )
    software = f"reportkit {package_version()}"
    shown = dict.fromkeys(entry.project for entry in entries if entry.project in workspace.projects)
    for name, page in definitions.pages([workspace.projects[project] for project in shown], software):
        replace_file(outputs / name, page.encode())
    for language, name in portal.PAGES.items():
        page = portal.render(entries, language=language, software=software, definitions=definitions.PAGES[language])
        replace_file(outputs / name, page.encode())
    return outputs / next(iter(portal.PAGES.values()))


def _made(workspace: Workspace, outputs: Path) -> Iterator[portal.Entry]:
    for folder, found in manifests(outputs):
        about = found["parameters"]
        names, descriptions = _words_of(workspace, about["project"])
        yield portal.Entry(
            project=about["project"],
            project_names=names,
            region=about["region"],
            region_names=_region(workspace, about["region"]),
            period=about["period"],
            audience=about["audience"],
            languages=tuple(about["languages"]),
            folder=folder.relative_to(outputs).as_posix(),
            files=tuple(sorted(found["outputs"])),
            synthetic=found["synthetic"],
            descriptions=descriptions,
        )


def _failed(workspace: Workspace, failure: Failure) -> portal.Entry:
    names, descriptions = _words_of(workspace, failure.project)
    project = workspace.projects.get(failure.project)
    slug = Period.parse(failure.period).slug
    return portal.Entry(
        project=failure.project,
        project_names=names,
        region=failure.region,
        region_names=_region(workspace, failure.region),
        period=failure.period,
        audience=failure.audience,
        languages=(),
        folder=f"{failure.project}/{failure.region}/{slug}/{failure.audience}",
        files=(),
        synthetic=project is not None and project.data.synthetic,
        made=False,
        descriptions=descriptions,
    )


def _words_of(workspace: Workspace, name: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    if name in workspace.projects:
        project = workspace.projects[name]
        return by_language(project.name), by_language(project.description)
    portfolios = [batch.portfolio for batch in workspace.batches.values() if batch.portfolio]
    named = {portfolio.id: by_language(portfolio.name) for portfolio in portfolios}
    return named.get(name, {}), {}


def _region(workspace: Workspace, name: str) -> Mapping[str, str]:
    if name == ALL:
        return {language: words(language)("Whole project area") for language in LANGUAGES}
    return dict(workspace.regions[name].names) if name in workspace.regions else {}
