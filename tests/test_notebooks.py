"""The report notebooks as they are committed, and on their own."""

from __future__ import annotations

import ast
import os
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
import papermill
import pytest

if TYPE_CHECKING:
    from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def cells(path: Path, kind: str) -> list[NotebookNode]:
    """Return the cells of a kind."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return [cell for cell in notebook.cells if cell.cell_type == kind]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_committed_without_outputs(path: Path) -> None:
    """What was computed once on a person's records is not kept with the prose."""
    assert all(not cell.outputs and cell.execution_count is None for cell in cells(path, "code"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_stands_in_both_languages_side_by_side(path: Path) -> None:
    """Every Dutch cell is followed by the English one, with as many headings of the same level."""
    prose = cells(path, "markdown")
    pairs = list(zip(prose[::2], prose[1::2], strict=True))
    assert all([cell.metadata["tags"][0] for cell in pair] == ["lang-nl", "lang-en"] for pair in pairs)
    assert all(dutch.metadata["tags"][1:] == english.metadata["tags"][1:] for dutch, english in pairs)
    levels = [[line.split()[0] for line in cell.source.splitlines() if line.startswith("#")] for cell in prose]
    assert levels[::2] == levels[1::2]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_cell_is_one_call(path: Path) -> None:
    """No definition, no loop and no figure stands in a report notebook: it calls, and shows."""
    code = [cell for cell in cells(path, "code") if "parameters" not in cell.metadata.get("tags", [])]
    shown = [ast.parse(cell.source).body for cell in code if not cell.source.startswith("from ")]
    assert all(
        len(body) == 1 and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Call) for body in shown
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("employment_report", {"project": "brugge-werkt", "region": "brugge", "period": 2018}),
        ("portfolio_report", {"projects": "brugge-werkt, koksijde-taskforce", "language": "en"}),
    ],
)
def test_a_notebook_runs_in_plain_papermill(name: str, parameters: dict[str, object], tmp_path: Path) -> None:
    """Without `reportkit run` it finds the workspace, computes, protects and shows the same blocks."""
    made = papermill.execute_notebook(
        str(ROOT / "notebooks" / f"{name}.ipynb"), str(tmp_path / "out.ipynb"), parameters, cwd=str(ROOT),
        progress_bar=False, kernel_name="python3",
    )  # fmt: skip
    shown = [output for cell in made.cells if cell.cell_type == "code" for output in cell.outputs]
    assert len(shown) >= 6
    assert all("text/html" in output.get("data", {}) for output in shown)
    assert "REPORTKIT_RELEASE" not in os.environ
