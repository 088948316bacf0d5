"""The project files of the five projects: whole, in two languages, with their published figures as printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.params import open_workspace
from reportkit.sample import DESIGNS

if TYPE_CHECKING:
    from pathlib import Path

    from reportkit.params import Project, Workspace


@pytest.fixture(scope="module")
def workspace(root: Path) -> Workspace:
    """Return the workspace of the five projects."""
    return open_workspace(root)


@pytest.fixture(params=tuple(DESIGNS))
def project(request: pytest.FixtureRequest, workspace: Workspace) -> Project:
    """Return each of the five projects."""
    return workspace.projects[str(request.param)]


def test_none_of_the_five_is_dropped(workspace: Workspace) -> None:
    """The workspace has the five projects, and the batch of all reports names each of them."""
    assert set(workspace.projects) == set(DESIGNS)
    assert set(workspace.batches["all"].projects) == set(DESIGNS)


def test_a_project_speaks_both_languages_and_marks_its_data(project: Project) -> None:
    """Name and description are in Dutch and English, and the data are called synthetic."""
    assert set(project.name) == set(project.description) == {"nl", "en"}
    assert project.data.synthetic


def test_a_project_lists_the_files_that_it_delivers(project: Project, root: Path) -> None:
    """The tables that the project file names are the files of its folder."""
    files = {path.stem for path in (root / "data" / project.id).glob("*.csv")}
    assert set(project.data.tables) == files


def test_operations_are_those_of_the_data(project: Project) -> None:
    """The operations that the project file names are those that the sample data have."""
    assert set(project.operations) == {stream.operation for stream in DESIGNS[project.id].streams}


def test_regions_hold_the_municipalities_of_the_data(project: Project, workspace: Workspace) -> None:
    """Every municipality of the sample data lies in one of the project's regions."""
    own = {code for region in workspace.project_regions(project) for code in region.municipalities}
    assert {stream.municipality for stream in DESIGNS[project.id].streams} == own


def test_published_figures_of_twerkt_are_the_printed_ones(workspace: Workspace) -> None:
    """The printed 46 stands as printed, though it does not add up."""
    claims = {claim.claim: (claim.value, claim.share) for claim in workspace.projects["twerkt"].published}
    assert claims == {
        "started": (636, None),
        "closed": (435, None),
        "closed.job": (255, 59),
        "closed.training": (47, 11),
        "closed.early": (133, 30),
        "closed.early.neutral": (46, 13),
        "closed.early.negative": (77, 17),
        "active": (201, None),
        "duration.mean": (365, None),
        "further_training": (None, 70),
    }


def test_every_published_figure_has_a_date_a_unit_and_a_source(project: Project) -> None:
    """A figure that is shown can be traced to where it was printed."""
    assert project.published
    assert all(claim.date and claim.unit and claim.source for claim in project.published)


def test_regio_brugge_is_the_ten(workspace: Workspace) -> None:
    """The region regio-brugge holds the ten municipalities of 4U."""
    ten = {code for region in workspace.project_regions(workspace.projects["4u"]) for code in region.municipalities}
    assert set(workspace.region("regio-brugge").municipalities) == ten
    assert len(ten) == 10
