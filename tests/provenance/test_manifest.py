"""A manifest says what a folder of reports rests on, and whether the folder still holds what was made."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reportkit.provenance.manifest import manifest, outputs_match, read, same_inputs
from reportkit.tables import Source

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = b"<h1>Impactrapport</h1>"
OUTPUTS = {"report.nl.html": PAGE, "indicators.csv": b"project\n"}
JOBS = Source("jobs", "data/twerkt/jobs.csv", "b" * 64, delivered=12, rejected=2)
PARTICIPATIONS = Source("participations", "data/twerkt/participations.csv", "a" * 64, delivered=30)


def saved_notebook(path: Path, source: str = "report", *, tags: tuple[str, ...] = (), count: int | None = None) -> Path:
    """Save a notebook of one cell."""
    cell = {
        "cell_type": "code",
        "id": f"cell{count}",
        "metadata": {"tags": list(tags), "collapsed": count is not None},
        "execution_count": count,
        "source": [source],
        "outputs": [],
    }
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    return path


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., bytes]:
    """Return what writes the manifest of a small folder, with some of it replaced."""
    (tmp_path / "twerkt.yaml").write_text("id: twerkt\n", encoding="utf-8")

    def writing(**replaced: Any) -> bytes:
        usual: dict[str, Any] = {
            "parameters": {"project": "twerkt", "region": "kortrijk", "period": "2022"},
            "inputs": [PARTICIPATIONS, JOBS],
            "releases": {"twerkt": "c" * 64},
            "origins": {"twerkt": {"delivery": "d" * 64, "inputs": "e" * 64, "earlier": "f" * 64}},
            "params_files": {"params/projects/twerkt.yaml": tmp_path / "twerkt.yaml"},
            "notebook": saved_notebook(tmp_path / "employment_report.ipynb"),
            "settings": {"twerkt": {"threshold": 5}},
            "synthetic": True,
            "outputs": OUTPUTS,
        }
        return manifest(**{**usual, **replaced})

    return writing


@pytest.fixture
def folder(tmp_path: Path, written: Callable[..., bytes]) -> Path:
    """Return a folder of reports with its manifest."""
    made = tmp_path / "made"
    made.mkdir()
    for name, content in {**OUTPUTS, "manifest.json": written()}.items():
        (made / name).write_bytes(content)
    return made


def recorded(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder that has one."""
    found = read(folder)
    assert found is not None
    return found


def test_a_manifest_says_what_the_reports_rest_on(folder: Path) -> None:
    """Each part can be compared by hand with what ``sha256sum`` says."""
    found = recorded(folder)
    assert found.pop("software").keys() == {"name", "version", "code_sha256", "lock_sha256"}
    assert found.pop("notebook").keys() == {"name", "sha256"}
    assert found == {
        "schema": 1,
        "parameters": {"project": "twerkt", "region": "kortrijk", "period": "2022"},
        "params": {"params/projects/twerkt.yaml": hashlib.sha256(b"id: twerkt\n").hexdigest()},
        "inputs": [
            {"table": "jobs", "path": "data/twerkt/jobs.csv", "sha256": "b" * 64},
            {
                "table": "participations",
                "path": "data/twerkt/participations.csv",
                "sha256": "a" * 64,
            },
        ],
        "releases": {"twerkt": "c" * 64},
        "origins": {"twerkt": {"delivery": "d" * 64, "inputs": "e" * 64, "earlier": "f" * 64}},
        "settings": {"twerkt": {"threshold": 5}},
        "synthetic": True,
        "outputs": {
            "report.nl.html": {"sha256": hashlib.sha256(PAGE).hexdigest(), "bytes": 22},
            "indicators.csv": {"sha256": hashlib.sha256(b"project\n").hexdigest(), "bytes": 8},
        },
    }


def test_the_same_inputs_give_the_same_bytes(written: Callable[..., bytes]) -> None:
    """The order in which they are handed over is not seen."""
    assert written(inputs=[JOBS, PARTICIPATIONS], outputs=dict(reversed(OUTPUTS.items()))) == written()


def test_a_manifest_holds_no_path_of_this_machine(written: Callable[..., bytes], tmp_path: Path) -> None:
    """Another machine with the same inputs writes the same manifest."""
    text = written().decode()
    assert [
        place for place in (str(tmp_path), str(Path.home()), str(Path.cwd())) if len(place) > 1 and place in text
    ] == []


def test_words_stay_readable_and_the_file_ends_in_a_line(written: Callable[..., bytes]) -> None:
    """An official can read the name of a municipality in it."""
    content = written(parameters={"region": "Liège"})
    assert ('"region": "Liège"'.encode() in content, content.endswith(b"}\n")) == (True, True)


@pytest.mark.parametrize(
    "changed",
    [
        {"parameters": {"project": "twerkt", "region": "menen", "period": "2022"}},
        {"inputs": [PARTICIPATIONS]},
        {"releases": {"twerkt": "d" * 64}},
        {"origins": {"twerkt": {"delivery": "d" * 64, "inputs": "e" * 64, "earlier": "0" * 64}}},
        {"settings": {"twerkt": {"threshold": 10}}},
        {"synthetic": False},
        {"params_files": {}},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_another_input_is_another_manifest(written: Callable[..., bytes], changed: dict[str, Any]) -> None:
    """A report that rests on anything else is made again."""
    assert not same_inputs(json.loads(written()), json.loads(written(**changed)))


def test_outputs_are_no_input(written: Callable[..., bytes]) -> None:
    """Whether a report must be made again is known before it is made."""
    assert same_inputs(json.loads(written()), json.loads(written(outputs={})))


def test_a_notebook_that_was_only_opened_and_run_is_the_same(written: Callable[..., bytes], tmp_path: Path) -> None:
    """JupyterLab changes counts, ids and metadata of cells; none of it is in a report."""
    before = written(notebook=saved_notebook(tmp_path / "view.ipynb"))
    assert written(notebook=saved_notebook(tmp_path / "view.ipynb", count=3)) == before


@pytest.mark.parametrize(("source", "tags"), [("report.close()", ()), ("report", ("parameters",))])
def test_a_notebook_with_another_source_or_tag_is_another(
    written: Callable[..., bytes], tmp_path: Path, source: str, tags: tuple[str, ...]
) -> None:
    """A tag decides what becomes of a cell, so it counts as much as the source."""
    before = written(notebook=saved_notebook(tmp_path / "view.ipynb"))
    assert written(notebook=saved_notebook(tmp_path / "view.ipynb", source, tags=tags)) != before


@pytest.mark.parametrize("content", ["", "[]", '{"cells": [{}]}'])
def test_a_file_that_is_no_notebook_still_has_a_digest(
    written: Callable[..., bytes], tmp_path: Path, content: str
) -> None:
    """It is refused where it would be run, by the name of its report, and not while the batch is planned."""
    (tmp_path / "view.ipynb").write_text(content, encoding="utf-8")
    expected = hashlib.sha256(content.encode()).hexdigest()
    assert json.loads(written(notebook=tmp_path / "view.ipynb"))["notebook"]["sha256"] == expected


def test_a_folder_as_it_was_made_matches_its_manifest(folder: Path) -> None:
    """The manifest itself is not among the files that it lists."""
    assert outputs_match(folder, recorded(folder))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.nl.html", b"<h1>Impactrapporten</h1>"),
        ("report.nl.html", PAGE.replace(b"I", b"i")),
        ("report.nl.html", None),
        ("report.en.html", PAGE),
    ],
    ids=["longer", "as long", "gone", "one more"],
)
def test_a_folder_that_was_changed_does_not_match(folder: Path, name: str, content: bytes | None) -> None:
    """A file that is edited, lost or added by hand is found."""
    (folder / name).unlink(missing_ok=True)
    if content is not None:
        (folder / name).write_bytes(content)
    assert not outputs_match(folder, recorded(folder))


@pytest.mark.parametrize("outputs", [None, [], {"report.nl.html": None, "indicators.csv": None}])
def test_a_manifest_that_was_tampered_with_matches_nothing(folder: Path, outputs: object) -> None:
    """It is told apart, and is no crash."""
    assert not outputs_match(folder, {**recorded(folder), "outputs": outputs})


@pytest.mark.parametrize("content", [None, b"", b'{"schema": 1', b"\xff", b"[]", b'{"schema": 2}'])
def test_what_is_no_manifest_is_not_read(tmp_path: Path, content: bytes | None) -> None:
    """A folder without a manifest that can be read counts as not made."""
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content)
    assert read(tmp_path) is None
