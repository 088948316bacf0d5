"""The package as others install it: built, unpacked into an environment of its own, and used on another workspace."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = """\
id: small
name: Small
kind: employment
start: 2024-01-01
reports: {periods: [2024]}
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an environment that holds the wheel and borrows its dependencies from the environment of the tests."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # A path that is added in this way brings no .pth of its own: the checkout stays out of sight.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("platlib") + "\n", encoding="utf-8")
    return folder / "bin" / "python"


def output(python: Path, folder: Path, *arguments: str) -> str:
    """Run Python in a folder and return what it prints."""
    done = subprocess.run([python, *arguments], cwd=folder, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def test_the_wheel_is_what_runs(python: Path, tmp_path: Path) -> None:
    """The package is imported from the new environment, not from the checkout."""
    where = output(python, tmp_path, "-c", "import reportkit; print(reportkit.__file__)").strip()
    assert Path(where).is_relative_to(python.parent.parent)


def test_another_workspace_can_be_listed(python: Path, tmp_path: Path) -> None:
    """A folder with one project file is enough; the notebooks come with the package."""
    (tmp_path / "params" / "projects").mkdir(parents=True)
    (tmp_path / "params" / "projects" / "small.yaml").write_text(PROJECT, encoding="utf-8")
    listed = output(python, tmp_path, "-m", "reportkit", "list")
    assert {"small", "employment_report", "participation_report"} <= set(listed.split())


def test_every_door_of_the_package_opens(python: Path, tmp_path: Path) -> None:
    """The command, the papermill engine and the nbconvert exporter that the package announces can be loaded."""
    code = """
from importlib.metadata import distribution
for point in sorted(distribution("reportkit-esf").entry_points, key=lambda point: point.group):
    point.load()
    print(point.group)
"""
    assert output(python, tmp_path, "-c", code).split() == [
        "console_scripts",
        "nbconvert.exporters",
        "papermill.engine",
    ]


def test_the_wheel_brings_all_that_is_not_python(wheel: Path) -> None:
    """Every word list, template, font and table of the checkout is in the wheel, and every report notebook."""
    sources = [path for path in (ROOT / "reportkit").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    notebooks = [Path("reportkit") / path.relative_to(ROOT) for path in (ROOT / "notebooks").glob("*.ipynb")]
    wanted = {path.as_posix() for path in [*(path.relative_to(ROOT) for path in sources), *notebooks]}
    with zipfile.ZipFile(wheel) as archive:
        assert wanted - set(archive.namelist()) == set()


def test_the_wheel_holds_no_analyst_s_notebook(wheel: Path) -> None:
    """What opens raw rows is not handed out as a report."""
    with zipfile.ZipFile(wheel) as archive:
        assert [name for name in archive.namelist() if "explore" in name or "tests/" in name] == []
