"""The front of a report as it travels within a notebook, for whoever exports one by hand.

A batch gives its fronts itself; only ``jupyter nbconvert`` has nothing but the notebook.
"""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from reportkit.display.words import LANGUAGES, words
from reportkit.errors import ReportError
from reportkit.messages import Message
from reportkit.periods import Period
from reportkit.publish.document import Front

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbformat import NotebookNode

__all__ = ["as_metadata", "heading", "read_front"]

_TITLE = re.compile(r"^# +(.+?)\s*#*$", re.MULTILINE)
_SYNTHETIC = 'class="rk-note rk-synthetic"'
_PAIRS = ("other_languages", "files")


def as_metadata(front: Front) -> dict[str, Any]:
    """Return a front as it is kept in a notebook's metadata, under ``reportkit`` and there under ``front``."""
    return asdict(front) | {"cut_off": front.cut_off.isoformat()}


def read_front(notebook: NotebookNode) -> Front:
    """Read the front of a notebook from its metadata, or make one from its parameters and its first heading.

    A notebook without a front was not made by a batch, so that it carries no list of files beside it. Its data are
    synthetic when one of its notes says so.

    Raises
    ------
    ReportError
        E245 when the notebook has neither a front nor a period among its parameters.
    """
    kept = notebook.metadata.get("reportkit", {}).get("front")
    return _kept(kept) if kept else _made(notebook)


def _kept(values: Mapping[str, Any]) -> Front:
    pairs = {name: tuple(tuple(pair) for pair in values.get(name, ())) for name in _PAIRS}
    texts = {name: tuple(values.get(name, ())) for name in ("partners", "funding")}
    return Front(**{**values, **texts, **pairs, "cut_off": date.fromisoformat(values["cut_off"])})


def _made(notebook: NotebookNode) -> Front:
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    language = given.get("language", next(iter(LANGUAGES)))
    if not given.get("period"):
        what = Message("the notebook does not say which period it reports on.")
        mend = Message("Run it with reportkit run, or with papermill -p period 2022.")
        raise ReportError("E245", what, where="nbconvert", mend=mend)
    period = Period.parse(given["period"])
    project = str(given.get("project", ""))
    return Front(
        title=heading(notebook, language) or project,
        project=project,
        region=str(given.get("region", "")),
        period=words(language).period(period),
        cut_off=period.cut_off,
        audience=str(given.get("audience", "public")),
        language=language,
        synthetic=any(_SYNTHETIC in html for html in _blocks(notebook)),
    )


def _blocks(notebook: NotebookNode) -> Iterator[str]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            yield str(output.get("data", {}).get("text/html", ""))


def heading(notebook: NotebookNode, language: str) -> str:
    """Return the first heading of a notebook in a language, the title of its report; empty when it has none."""
    for cell in notebook.cells:
        tags = [tag for tag in cell.metadata.get("tags", ()) if tag.startswith("lang-")]
        if cell.cell_type == "markdown" and (not tags or f"lang-{language}" in tags):
            found = _TITLE.search(cell.source)
            if found:
                return found[1]
    return ""
