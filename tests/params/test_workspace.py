"""A workspace: its folder, its regions, its notebooks, and the paths that stay inside it."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from reportkit.errors import ParamsError, UsageError
from reportkit.params import find_workspace, open_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from tests.params.conftest import Write

REGIONS = """\
regions:
  zuid-west: {name: Zuid-West-Vlaanderen, regions: [centrum, menen]}
  centrum: {name: {nl: Centrum, en: Centre}, municipalities: ["34022"]}
"""


def refused(root: Path) -> str:
    """Return what is said of a workspace that cannot be opened."""
    with pytest.raises(ParamsError) as caught:
        open_workspace(root)
    return str(caught.value)


def test_the_workspace_is_found_from_a_folder_in_it(write: Write) -> None:
    """A command works in any folder of a workspace."""
    root = write()
    inner = root / "notebooks" / "explore"
    inner.mkdir(parents=True)
    assert find_workspace(inner) == root.resolve()


def test_no_workspace_is_a_usage_error(tmp_path: Path) -> None:
    """A folder without params is told what a workspace is."""
    with pytest.raises(UsageError, match=r"E002 .*no folder params/projects"):
        find_workspace(tmp_path)
    with pytest.raises(UsageError, match=r"E002 .*--workspace"):
        open_workspace(tmp_path)


def test_belgian_municipalities_are_regions_without_a_regions_file(write: Write) -> None:
    """A project may say kortrijk, and its code is found."""
    workspace = open_workspace(write())
    regions = workspace.project_regions(workspace.project("twerkt"))
    assert [(region.id, region.municipalities) for region in regions] == [
        ("kortrijk", ("34022",)),
        ("menen", ("34027",)),
    ]


def test_a_municipality_has_every_code_it_ever_had(write: Write) -> None:
    """Bilzen-Hoeselt, Kruisem and the like changed codes; a region takes records under each code of its slug."""
    regions = open_workspace(write()).regions.values()
    assert all(list(region.municipalities) == sorted(set(region.municipalities)) for region in regions)
    assert any(len(region.municipalities) > 1 for region in regions)


def test_regions_in_regions_become_municipalities(write: Write) -> None:
    """A region of regions is the municipalities of all of them, own regions and Belgian ones alike."""
    workspace = open_workspace(write(regions=REGIONS))
    assert workspace.region("zuid-west").municipalities == ("34022", "34027")
    assert workspace.region("centrum").name("en") == "Centre"
    assert workspace.own_regions == ("zuid-west", "centrum")


def test_own_regions_come_before_belgian_ones(write: Write) -> None:
    """A workspace may give a Belgian slug its own meaning; other slugs keep theirs."""
    own = 'regions: {kortrijk: {name: Groot-Kortrijk, municipalities: ["34022", "34027"]}}'
    workspace = open_workspace(write(regions=own))
    assert workspace.region("kortrijk").municipalities == ("34022", "34027")
    assert workspace.region("menen").municipalities == ("34027",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "a: {name: A, regions: [b]}\n  b: {name: B, regions: [a]}",
            "2: regions > a > regions: the region holds itself: a > b > a",
        ),
        ("a: {name: A, regions: [a]}", "2: regions > a > regions: the region holds itself: a > a"),
        (
            "a: {name: A, regions: [kortrik]}",
            '2: regions > a > regions > item 1: no region "kortrik"; did you mean "kortrijk"?',
        ),
        ("a: {name: A}", "2: regions > a: holds no municipality"),
        ("all: {name: A, municipalities: ['34022']}", '2: regions > all: "all" is the whole area of a project'),
        (
            "a:\n    name: A\n    municipalities:\n      - 02000",
            "5: regions > a > municipalities > item 1: expected text",
        ),
        ("a:\n    name: A\n    municipalities:\n      - 02000", 'found a number; write it in quotes: "02000"'),
        ("a: {name: A, municipalities: ['3402']}", "a REFNIS code of five digits"),
        ("a: {name: A, municipalities: ['99999']}", 'no municipality has the code "99999"'),
        ("A b: {name: A, municipalities: ['34022']}", "regions > A b: expected an id of lower-case letters"),
        ("a: {nam: A}", 'regions > a > nam: unknown key; did you mean "name"?'),
    ],
)
def test_a_region_that_cannot_be_is_told_with_its_line(write: Write, text: str, said: str) -> None:
    """Circles, unknown names and unknown codes are faults of the regions file."""
    told = refused(write(regions=f"regions:\n  {text}"))
    assert "params/regions.yaml:" in told
    assert said in told


def test_a_broken_regions_file_does_not_make_its_ids_unknown(write: Write, project: str) -> None:
    """A project that uses a region whose entry is wrong is not blamed for it."""
    said = refused(
        write(regions="regions: {centrum: {nam: x}}", projects__twerkt=project.replace("kortrijk", "centrum"))
    )
    assert "twerkt.yaml" not in said


def test_an_unknown_name_is_a_usage_error_with_the_nearest(write: Write) -> None:
    """Project, region and batch each name what was probably meant."""
    workspace = open_workspace(write(batches__yearly="periods: [2022]"))
    with pytest.raises(UsageError, match=r'E003 no project "twrkt"\. did you mean "twerkt"\?'):
        workspace.project("twrkt")
    with pytest.raises(UsageError, match=r'E004 no region "kortrik"\. did you mean "kortrijk"\?'):
        workspace.region("kortrik")
    with pytest.raises(UsageError, match=r'E007 no batch "yaerly"\. did you mean "yearly"\?'):
        workspace.batch("yaerly")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("projects: [twrkt]", 'unknown project "twrkt"; did you mean "twerkt"?'),
        ("regions: [kortrik]", 'no region "kortrik"; did you mean "kortrijk"?'),
        ("periods: [twenty]", '"twenty" is not a period'),
        ("project: [twerkt]", 'project: unknown key; did you mean "projects"?'),
        ("portfolio: {name: {nl: Alle}, period: 2022}", "portfolio > name: the reports are in en too"),
    ],
)
def test_a_batch_that_cannot_be_is_told(write: Write, text: str, said: str) -> None:
    """A batch names projects, regions and periods that are there."""
    told = refused(write(batches__yearly=text))
    assert "params/batches/yearly.yaml:1" in told
    assert said in told


def test_data_lie_in_their_own_folder_unless_the_file_says_otherwise(write: Write, project: str) -> None:
    """The default folder has the project's id."""
    workspace = open_workspace(write())
    assert workspace.data_path(workspace.project("twerkt")) == workspace.root / "data" / "twerkt"
    workspace = open_workspace(write(projects__twerkt=f"{project}data: {{folder: data/export}}"))
    assert workspace.data_path(workspace.project("twerkt")) == workspace.root / "data" / "export"


def test_no_link_leads_out_of_the_workspace(
    write: Write, project: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A data folder or table that is a link to elsewhere is refused."""
    root = write(projects__twerkt=f"{project}data: {{folder: data/export}}")
    (root / "data").mkdir()
    workspace = open_workspace(root)
    (root / "data" / "export").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    with pytest.raises(ParamsError, match=r"leads out of the workspace"):
        workspace.data_path(workspace.project("twerkt"))
    assert "twerkt.yaml:7: data > folder: leads out of the workspace" in refused(root)


def test_a_notebook_of_the_workspace_is_found_and_an_unknown_one_told(write: Write) -> None:
    """A report notebook is looked for in the workspace first; explore/ is not among them."""
    root = write()
    (root / "notebooks" / "explore").mkdir(parents=True)
    (root / "notebooks" / "year_report.ipynb").write_text("{}")
    (root / "notebooks" / "explore" / "try_out.ipynb").write_text("{}")
    workspace = open_workspace(root)
    assert workspace.notebook_path("year_report") == workspace.root / "notebooks" / "year_report.ipynb"
    assert "try_out" not in workspace.notebooks()
    with pytest.raises(UsageError, match=r'E008 notebooks: no notebook "yaer_report"\. did you mean "year_report"\?'):
        workspace.notebook_path("yaer_report")
    with pytest.raises(UsageError, match=r"E008"):
        workspace.notebook_path("../params/x")


def test_a_workspace_goes_to_a_worker_as_it_is(write: Write) -> None:
    """Workers of a batch get the workspace pickled."""
    workspace = open_workspace(write(regions=REGIONS))
    assert pickle.loads(pickle.dumps(workspace)) == workspace  # noqa: S301 - our own bytes
