"""An executed notebook read as a document: what is kept of it."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from reportkit.publish.document import read_document
from tests.specimen import front


def shown(html: str) -> list[object]:
    """Return the outputs of a cell that shows a block."""
    data = {"text/html": html, "application/vnd.reportkit.typst": html}
    return [new_output("display_data", data=data)]  # type: ignore[no-untyped-call]


def kept(*cells: object) -> list[str]:
    """Return the parts of the English document, as their Markdown or their HTML."""
    notebook = new_notebook(cells=list(cells))  # type: ignore[no-untyped-call]
    return [part.markdown or part.html for part in read_document(notebook, front("en")).parts]


def prose(source: str, *tags: str) -> object:
    """Make a cell of prose."""
    return new_markdown_cell(source, metadata={"tags": list(tags)})  # type: ignore[no-untyped-call]


def block(html: str) -> object:
    """Make a cell of code that shows a block."""
    return new_code_cell(outputs=shown(html))  # type: ignore[no-untyped-call]


def test_prose_is_kept_in_the_language_of_the_document() -> None:
    """Cells of other languages are left out, untagged ones are not."""
    assert kept(prose("nl", "lang-nl"), prose("en", "lang-en"), prose("both")) == ["en", "both"]


def test_prose_that_introduces_a_block_goes_with_it() -> None:
    """A heading tagged with-next is kept only when the block after it shows something."""
    section = prose("## Section", "lang-en", "with-next")
    assert kept(section, block("<p>shown</p>")) == ["## Section", "<p>shown</p>"]
    assert kept(prose("before"), section, block(""), prose("after")) == ["before", "after"]


def test_prose_at_the_end_that_introduces_nothing_goes() -> None:
    """No heading stands over nothing."""
    assert kept(prose("text"), prose("## Section", "with-next")) == ["text"]
