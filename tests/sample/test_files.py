"""The sample files: the same bytes everywhere, written whole, and never over real data."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from reportkit.errors import UsageError
from reportkit.params import open_workspace
from reportkit.sample import DESIGNS, make_tables, write_samples

if TYPE_CHECKING:
    from pathlib import Path

PROJECTS = ("brugge-werkt", "gent-werkplek", "twerkt", "4u", "koksijde-taskforce")


@pytest.fixture
def workspace_folder(root: Path, tmp_path: Path) -> Path:
    """Return a workspace with the params of the five projects and no data."""
    shutil.copytree(root / "params", tmp_path / "params")
    return tmp_path


def test_every_project_has_a_design() -> None:
    """The five projects have sample data, no other."""
    assert tuple(DESIGNS) == PROJECTS


@pytest.mark.parametrize("project", PROJECTS)
def test_the_committed_files_are_what_the_generator_makes(project: str, root: Path) -> None:
    """The files under data/ are the generator's, byte for byte; run `reportkit sample` after changing a design."""
    made = {f"{name}.csv": text.encode() for name, text in make_tables(DESIGNS[project]).items()}
    assert {path.name: path.read_bytes() for path in (root / "data" / project).iterdir()} == made


def test_two_runs_make_the_same_bytes() -> None:
    """Nothing but the design decides the tables."""
    assert make_tables(DESIGNS["brugge-werkt"]) == make_tables(DESIGNS["brugge-werkt"])


def test_only_the_projects_asked_for_are_written(workspace_folder: Path) -> None:
    """A list of projects limits what is written; the paths that were written come back, sorted."""
    written = write_samples(open_workspace(workspace_folder), ["brugge-werkt"])
    assert [path.parent.name for path in written] == ["brugge-werkt"] * 7
    assert written == sorted((workspace_folder / "data").rglob("*.csv"))


def test_without_a_list_all_projects_are_written(workspace_folder: Path) -> None:
    """All five projects get their files, and no part of a file stays behind."""
    written = write_samples(open_workspace(workspace_folder))
    assert {path.parent.name for path in written} == set(PROJECTS)
    assert {path for path in (workspace_folder / "data").rglob("*") if path.is_file()} == set(written)


def test_an_unknown_project_is_refused(workspace_folder: Path) -> None:
    """A project that the workspace does not have is an error that names the nearest one."""
    with pytest.raises(UsageError, match="twerkt"):
        write_samples(open_workspace(workspace_folder), ["twerk"])


def test_a_project_without_a_design_is_refused(workspace_folder: Path) -> None:
    """Sample data exist for the five projects only."""
    projects = workspace_folder / "params" / "projects"
    text = (projects / "twerkt.yaml").read_text(encoding="utf-8")
    (projects / "elders.yaml").write_text(text.replace("id: twerkt", "id: elders"), encoding="utf-8")
    with pytest.raises(UsageError, match="E081"):
        write_samples(open_workspace(workspace_folder), ["elders"])


def test_real_data_are_never_replaced(workspace_folder: Path) -> None:
    """A project that does not call its data synthetic keeps its data, and so do the projects named beside it."""
    file = workspace_folder / "params" / "projects" / "twerkt.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("synthetic: true", "synthetic: false"), encoding="utf-8")
    with pytest.raises(UsageError, match="E082"):
        write_samples(open_workspace(workspace_folder), ["brugge-werkt", "twerkt"])
    assert not (workspace_folder / "data").exists()


@pytest.mark.parametrize("project", PROJECTS)
def test_files_are_small_and_plain(project: str, root: Path) -> None:
    """Each file is UTF-8 with line feeds, ends with one, and stays under 400 kB."""
    for path in (root / "data" / project).iterdir():
        content = path.read_bytes()
        assert len(content) < 400_000
        assert content.endswith(b"\n")
        assert b"\r" not in content
