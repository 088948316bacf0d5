"""An executed report notebook read as a document: prose in one language, and blocks with their renderings.

Neither HTML nor Typst is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nbformat import NotebookNode

__all__ = ["Document", "Front", "Part", "read_document"]

_TYPST = "application/vnd.reportkit.typst"


@dataclass(frozen=True)
class Front:
    """What the cover and the running header say. All words are in `language` already, but for the names of partners."""

    title: str
    project: str
    region: str
    period: str
    cut_off: date
    audience: str
    language: str
    synthetic: bool
    description: str = ""
    partners: tuple[str, ...] = ()
    funding: tuple[str, ...] = ()
    software: str = ""
    base: int = 0
    """The multiple to which the counts are rounded; 0 when they are not."""
    other_languages: tuple[tuple[str, str], ...] = ()
    """Pairs of (language, file name) of the same report beside this one."""
    files: tuple[tuple[str, str], ...] = ()
    """Pairs of (label, file name) of the PDF, CSV and XLSX beside this page."""


@dataclass(frozen=True)
class Part:
    """A piece of a report: Markdown prose, or a block with its two renderings."""

    markdown: str = ""
    html: str = ""
    typst: str = ""


@dataclass(frozen=True)
class Document:
    """A report: its front and its parts, in reading order."""

    front: Front
    parts: tuple[Part, ...]


def read_document(notebook: NotebookNode, front: Front) -> Document:
    """Read an executed notebook as a document in the language of `front`.

    Markdown cells tagged ``lang-…`` are kept for that language only; untagged ones are kept for every language. Of code
    cells only the blocks they display are kept: code, streams and other outputs are not part of a report. Prose tagged
    ``with-next`` introduces the block after it, and goes when that shows nothing: a section that not every project has.
    """
    return Document(front, tuple(_parts(notebook, front.language)))


def _parts(notebook: NotebookNode, language: str) -> Iterator[Part]:
    waiting: list[Part] = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "markdown":
            languages = [tag.removeprefix("lang-") for tag in tags if tag.startswith("lang-")]
            if languages and language not in languages:
                continue
            if "with-next" in tags:
                waiting.append(Part(markdown=cell.source))
            else:
                yield Part(markdown=cell.source)
        elif cell.cell_type == "code":
            shown = list(_blocks(cell))
            if shown:
                yield from waiting
            waiting = []
            yield from shown


def _blocks(cell: NotebookNode) -> Iterator[Part]:
    for output in cell.outputs:
        data = output.get("data", {})
        if data.get(_TYPST):
            yield Part(html=data["text/html"], typst=data[_TYPST])
