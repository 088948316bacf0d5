"""The portal over everything that is made, from the manifests that stand in the outputs folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.display import LANGUAGES, words
from reportkit.params.values import by_language
from reportkit.periods import Period
from reportkit.pipeline import definitions
from reportkit.pipeline.places import replace_file
from reportkit.pipeline.recording import kept_quality
from reportkit.pipeline.sections import section
from reportkit.provenance.digests import package_version
from reportkit.provenance.manifest import manifests
from reportkit.publish import portal
from reportkit.publish import quality as quality_page
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
    for name, page in _quality(workspace, [entry.project for entry in made.values() if entry.audience == "authority"]):
        _replace_or_remove(outputs / name, page)
    shown = dict.fromkeys(entry.project for entry in entries if entry.project in workspace.projects)
    for name, page in definitions.pages([workspace.projects[project] for project in shown], software):
        replace_file(outputs / name, page.encode())
    for language, name in portal.PAGES.items():
        quality = quality_page.PAGES[language]
        page = portal.render(
            entries,
            language=language,
            software=software,
            definitions=definitions.PAGES[language],
            quality=quality if (outputs / quality).exists() else "",
        )
        replace_file(outputs / name, page.encode())
    return outputs / next(iter(portal.PAGES.values()))


def _quality(workspace: Workspace, told: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the page on the quality of the data in each language; an empty one where no authority has a report.

    What the page says of a project is what its last release to the authority told, whichever run made it.
    """
    outputs, software = workspace.root / "outputs", f"reportkit {package_version()}"
    kept = {name: kept_quality(outputs, name) for name in workspace.projects if name in told}
    known = {name: quality for name, quality in kept.items() if quality is not None}
    for language, name in quality_page.PAGES.items():
        sections = [section(workspace, workspace.project(project), known[project], language) for project in known]
        yield name, quality_page.render(sections, language=language, software=software) if sections else ""


def _replace_or_remove(path: Path, page: str) -> None:
    if page:
        replace_file(path, page.encode())
    else:
        path.unlink(missing_ok=True)


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
