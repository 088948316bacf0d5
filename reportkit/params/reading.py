"""Every file under ``params/`` of a workspace, read and checked together; what one may say is in the models."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import ValidationError

from reportkit.messages import Message
from reportkit.params.checks import batch_problems, project_problems
from reportkit.params.models import Batch, Project, RegionsFile
from reportkit.params.problems import refusal, validated
from reportkit.params.territory import belgian_regions, expanded
from reportkit.params.yaml import Problem, Written, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from reportkit.params.yaml import Place
    from reportkit.regions import Region

__all__ = ["Params", "read_params"]

_FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\.yaml")
_STAND_IN: dict[str, object] = {
    "id": "stand-in",
    "name": "stand-in",
    "kind": "employment",
    "start": "1900-01-01",
    "reports": {"periods": [2000]},
}
_OUTSIDE = Message("leads out of the workspace; put the files themselves there")


@dataclass
class Params:
    """What the files under ``params/`` say, and what is wrong with them.

    `regions` are those of the regions file; `region_ids` are all ids that a project may name.
    """

    root: Path
    projects: dict[str, Project] = field(default_factory=dict)
    project_names: list[str] = field(default_factory=list)
    regions: dict[str, Region] = field(default_factory=dict)
    region_ids: list[str] = field(default_factory=list)
    batches: dict[str, Batch] = field(default_factory=dict)
    found: list[tuple[Written, list[Problem]]] = field(default_factory=list)


def read_params(root: Path) -> Params:
    """Read and check the regions file, every project file and every batch file.

    Raises
    ------
    ParamsError
        When a file says what cannot be; it lists every problem of every file.
    """
    params = Params(root)
    _read_regions(params)
    _read_projects(params)
    _read_batches(params)
    if any(problems for _, problems in params.found):
        raise refusal(params.found)
    return params


def _read_regions(params: Params) -> None:
    path = params.root / "params" / "regions.yaml"
    params.region_ids = list(belgian_regions())
    if not path.exists() and not path.is_symlink():
        return
    written = _written(params, path)
    regions, problems = validated(RegionsFile, written)
    if regions:
        params.regions, wrong = expanded(regions.regions)
        problems += wrong
    listed = written.values.get("regions")
    params.region_ids = [*(listed if isinstance(listed, dict) else ()), *params.region_ids]
    params.found.append((written, problems))


def _read_projects(params: Params) -> None:
    files = _files(params, "projects")
    params.project_names = [path.stem for path in files]
    for path in files:
        written = _written(params, path)
        project, problems = validated(Project, written)
        unsure = _unsure(problems)
        readable = project or _readable_part(written, unsure)
        if readable:
            problems += project_problems(readable, path.stem, params.region_ids, unsure)
            problems += _links(params.root, readable)
            params.projects[path.stem] = readable
        params.found.append((written, problems))
    if not files:
        problem = Problem(Message("no project file here; write params/projects/<id>.yaml"))
        params.found.append((Written("params/projects"), [problem]))


def _unsure(problems: list[Problem]) -> set[str]:
    """Name the top keys whose values are not known: those with a problem, and those a misspelt key was meant for."""
    wrong = {str(problem.place[0]) for problem in problems if problem.place}
    meant = {name for key in wrong for name in difflib.get_close_matches(key, Project.model_fields, n=1)}
    return wrong | meant


def _readable_part(written: Written, unsure: set[str]) -> Project | None:
    """Make a project of the keys that are well written, so that what else is wrong with them is told at once."""
    sure = {key: value for key, value in written.values.items() if key in Project.model_fields and key not in unsure}
    try:
        return Project.model_validate({**_STAND_IN, **sure}) if sure else None
    except ValidationError:
        return None


def _read_batches(params: Params) -> None:
    for path in _files(params, "batches"):
        written = _written(params, path)
        batch, problems = validated(Batch, written)
        if batch:
            problems += batch_problems(batch, params.project_names, params.region_ids)
            params.batches[path.stem] = batch
        params.found.append((written, problems))


def _files(params: Params, folder: str) -> list[Path]:
    """List the YAML files of a folder under ``params/``; one that would be passed over in silence is a problem."""
    there = params.root / "params" / folder
    files = sorted(path for path in there.glob("*") if not path.name.startswith("."))
    for path in files:
        if path.suffix.lower() in {".yml", ".yaml"} and not _FILE_NAME.fullmatch(path.name):
            what = Message("name the file in lower-case letters, digits, - and _, ending in .yaml")
            params.found.append((Written(_file(params, path)), [Problem(what)]))
    return [path for path in files if _FILE_NAME.fullmatch(path.name)]


def _written(params: Params, path: Path) -> Written:
    if not path.parent.resolve().is_relative_to(params.root):
        return Written(_file(params, path), problems=[Problem(_OUTSIDE)])
    return read_yaml(path, _file(params, path))


def _file(params: Params, path: Path) -> str:
    return path.relative_to(params.root).as_posix()


def _links(root: Path, project: Project) -> list[Problem]:
    """Find the paths of a project's data that lead out of the workspace by way of a link."""
    folder = root / (project.data.folder or f"data/{project.id}")
    paths: list[tuple[Place, Path]] = [(("data", "folder"), folder)]
    for table, profile in project.data.tables.items():
        named = [profile.path] if isinstance(profile.path, str) else profile.path or []
        paths += [(("data", "tables", table), folder / path) for path in named]
    return [Problem(_OUTSIDE, place) for place, path in paths if not path.resolve().is_relative_to(root)]
