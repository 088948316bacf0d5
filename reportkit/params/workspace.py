"""A workspace: the folder with params, notebooks, data and outputs, opened and checked as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from reportkit.errors import ParamsError, UsageError
from reportkit.messages import Message, did_you_mean, there_are
from reportkit.params.reading import read_params
from reportkit.params.territory import belgian_regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.params.models import Batch, Project
    from reportkit.regions import Region

__all__ = ["Workspace", "find_workspace", "open_workspace"]

_PACKAGE = Path(__file__).parent.parent

_FEW = 20

Value = TypeVar("Value")


@dataclass(frozen=True)
class Workspace:
    """A folder of params, notebooks, data and outputs, with what its params say.

    Attributes
    ----------
    root
        The folder, without links.
    projects
        The projects by id, sorted.
    regions
        The regions by id: those of ``params/regions.yaml`` first, then the municipalities of Belgium by slug.
    batches
        The batches by name, sorted.
    """

    root: Path
    projects: Mapping[str, Project]
    regions: Mapping[str, Region] = field(repr=False)
    batches: Mapping[str, Batch]

    def project(self, name: str) -> Project:
        """Return a project; UsageError when there is none of that id."""
        return _found("E003", Message('no project "{name}".', name=name), name, self.projects)

    def region(self, name: str) -> Region:
        """Return a region; UsageError when there is none of that id. ``all`` is not a list of municipalities."""
        return _found("E004", Message('no region "{region}".', region=name), name, self.regions)

    def batch(self, name: str) -> Batch:
        """Return a batch; UsageError when there is none of that name."""
        return _found("E007", Message('no batch "{name}".', name=name), name, self.batches)

    def project_regions(self, project: Project) -> tuple[Region, ...]:
        """Return the regions that a project lists, in its order, each with all its municipalities."""
        return tuple(self.region(use.region) for use in project.regions)

    @property
    def own_regions(self) -> tuple[str, ...]:
        """The ids of the workspace's own regions, in the order of its regions file."""
        belgian = belgian_regions()
        return tuple(name for name, region in self.regions.items() if belgian.get(name) != region)

    def data_path(self, project: Project) -> Path:
        """Return the folder of a project's tables."""
        return self.inside(project.data.folder or f"data/{project.id}")

    def inside(self, path: str | Path) -> Path:
        """Return a path of the workspace, links followed; ParamsError when it leads out of the workspace."""
        whole = (self.root / path).resolve()
        if not whole.is_relative_to(self.root):
            what = Message('"{path}" leads out of the workspace.', path=str(path))
            raise ParamsError("E011", what, mend=Message("Put the files themselves there."))
        return whole

    def notebook_path(self, name: str) -> Path:
        """Return a report notebook: the workspace's own, else the one that reportkit brings.

        Raises
        ------
        UsageError
            When neither is there.
        """
        there = {path.stem: path for path in _notebooks(self.root)}
        if name not in there:
            known = there_are(sorted(there)) if there else Message("There are: none.")
            mend = did_you_mean(name, there) or known
            raise UsageError("E008", Message('no notebook "{name}".', name=name), where="notebooks", mend=mend)
        return there[name]

    def notebooks(self) -> tuple[str, ...]:
        """Return the names of the report notebooks that can be run here, sorted."""
        return tuple(sorted({path.stem for path in _notebooks(self.root)}))


def _found(code: str, what: str, name: str, known: Mapping[str, Value]) -> Value:
    if name not in known:
        listed = there_are(known) if len(known) <= _FEW else Message("See reportkit list.")
        raise UsageError(code, what, mend=did_you_mean(name, known) or listed)
    return known[name]


def _notebooks(root: Path) -> Iterator[Path]:
    """Yield the report notebooks; of two with one name the later holds."""
    checkout = _PACKAGE.parent / "notebooks"
    brought = _PACKAGE / "notebooks"
    if not brought.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        brought = checkout
    yield from sorted(brought.glob("*.ipynb"))
    own = sorted((root / "notebooks").glob("*.ipynb"))
    yield from (path for path in own if path.resolve().is_relative_to(root))


def find_workspace(start: Path) -> Path:
    """Return the folder, or the nearest one above it, that has ``params/projects``.

    Raises
    ------
    UsageError
        When there is none.
    """
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "params" / "projects").is_dir():
            return folder
    raise _no_workspace(str(start))


def _no_workspace(where: str) -> UsageError:
    mend = Message("Go to a workspace, or name one with --workspace.")
    return UsageError("E002", Message("no folder params/projects here or above."), where=where, mend=mend)


def open_workspace(path: Path) -> Workspace:
    """Read and check every file under ``params/`` of a workspace.

    Raises
    ------
    UsageError
        When the folder has no ``params/projects``.
    ParamsError
        When a file says what cannot be; it lists every problem of every file.
    """
    root = path.resolve()
    if not (root / "params" / "projects").is_dir():
        raise _no_workspace(str(path))
    params = read_params(root)
    belgian = {slug: region for slug, region in belgian_regions().items() if slug not in params.regions}
    return Workspace(root, params.projects, {**params.regions, **belgian}, params.batches)
