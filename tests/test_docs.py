"""What the documentation points at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportkit.tables import INPUT_TABLES

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOLDERS = ("reportkit/", "tests/", "notebooks/", "params/", "docs/", "benchmarks/", "data/", ".ci/")
MADE_LATER = re.compile(r"[<*]|^notebooks/explore/$")


def name(page: Path) -> str:
    """Name a page from the root."""
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_path_in_a_page_exists(page: Path) -> None:
    """Whoever follows a file name that stands in the documentation finds the file."""
    quoted = re.findall(r"`([^`\s]+)`", page.read_text(encoding="utf-8"))
    paths = [path for path in quoted if path.startswith(FOLDERS) and not MADE_LATER.search(path)]
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_link_between_pages_leads_somewhere(page: Path) -> None:
    """A relative link ends at a file."""
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_room_is_in_the_map() -> None:
    """How it works names every room of the package."""
    text = (ROOT / "docs" / "how_it_works.md").read_text(encoding="utf-8")
    rooms = {path.stem for path in (ROOT / "reportkit").iterdir() if (path.is_dir() or path.suffix == ".py")}
    public = {room for room in rooms if not room.startswith("_")} - {"notebooks"}
    assert {room for room in public if f"`{room}`" not in text} == set()


def test_every_target_of_the_makefile_explains_itself() -> None:
    """A bare ``make`` lists each target with what it does."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)[0].split()
    assert sorted(re.findall(r"^([a-z]+):.*## \S", makefile, flags=re.MULTILINE)) == sorted(targets)


def test_the_changelog_knows_the_version() -> None:
    """The version of the package has a section among the changes."""
    version = re.findall(
        r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )[0]
    assert re.search(
        rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )


def test_the_page_on_data_names_every_table_and_column() -> None:
    """Whoever prepares a delivery finds each column of each table."""
    text = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL))
    columns = {name: re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE) for name, section in sections.items()}
    assert columns == {name: [column.name for column in table.columns] for name, table in INPUT_TABLES.items()}
