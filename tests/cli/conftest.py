"""The command line on a workspace of two projects, with stand-ins for the rooms that do the work."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

import pytest
from typer.testing import CliRunner, Result

from reportkit.cli.application import application

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PROJECTS = {
    "twerkt": """\
id: twerkt
name: {nl: "'t Werkt", en: "It Works"}
kind: employment
start: 2016-01-01
regions: [kortrijk, menen]
data: {synthetic: true}
reports: {notebook: year_report, periods: [2022]}
""",
    "gent": """\
id: gent
name: Gent
kind: employment
start: 2016-09-01
end: 2019-12-31
reports: {notebook: year_report, periods: [2018], languages: [nl], audiences: [public]}
""",
}


class Command(Protocol):
    """Runs ``reportkit`` with arguments, in the workspace."""

    def __call__(self, *arguments: str, workspace: Path | None = None) -> Result:
        """Return what the command wrote, and its exit status."""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with the projects twerkt and gent, a batch and a notebook."""
    for name, text in PROJECTS.items():
        path = tmp_path / "params" / "projects" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "params" / "batches").mkdir()
    (tmp_path / "params" / "batches" / "kortrijk.yaml").write_text("regions: [kortrijk]\nprojects: [twerkt]\n")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "year_report.ipynb").write_text("{}")
    return tmp_path


@pytest.fixture
def reportkit(workspace: Path) -> Command:
    """Return the command, on the workspace unless another is given."""

    def command(*arguments: str, workspace: Path | None = workspace) -> Result:
        before = ["--workspace", str(workspace)] if workspace else []
        return CliRunner().invoke(application, [*before, *arguments])

    return command


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what puts functions in the place of a module's: ``stand_in("reportkit.pipeline", run=…)``."""

    def put(module: str, **functions: object) -> None:
        replaced = ModuleType(module)
        vars(replaced).update(functions, __path__=[])
        monkeypatch.setitem(sys.modules, module, replaced)

    return put
