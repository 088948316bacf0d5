"""The paper report: one PDF that is both an archive (PDF/A-2a) and accessible (PDF/UA-1), the same bytes each time.

What the pages look like stands in ``templates/theme.typ``; what a block says, in `reportkit.display`.
"""

from __future__ import annotations

import datetime as dt
import functools
import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import typst

from reportkit.display.theme import VARIABLES
from reportkit.display.typst import array, quoted
from reportkit.display.words import LANGUAGES, words
from reportkit.errors import ReportError
from reportkit.messages import Message
from reportkit.publish import typst_prose
from reportkit.publish.labels import audience_meaning, note_title
from reportkit.publish.pdf_structure import finish

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.display.words import Words
    from reportkit.publish.document import Document, Front

__all__ = ["render"]

_TEMPLATES = Path(__file__).with_name("templates")
_HEADING = re.compile(r"^#heading\(level: (\d)\)", re.MULTILINE)
_KINDS = ("synthetic", "missing", "warning", "information", "success")


def render(document: Document, *, attach: Mapping[str, bytes] | None = None) -> bytes:
    """Set a report on paper.

    Parameters
    ----------
    document
        The report: its front and its parts, in reading order.
    attach
        Files to carry within the PDF, by name; the PDF is then PDF/A-3a instead of PDF/A-2a.

    Returns
    -------
    bytes
        The PDF; the same document gives the same bytes.

    Raises
    ------
    ReportError
        E240 when the pages cannot be set, E241 when the prose holds what paper cannot show.
    """
    archive: typst.PDFStandard = "a-3a" if attach else "a-2a"
    noon = dt.datetime.combine(document.front.cut_off, dt.time(12), dt.UTC)
    try:
        pages = _compiler().compile(
            _source(document, attach or {}).encode(), format="pdf", pdf_standards=[archive, "ua-1"], timestamp=noon
        )
    except typst.TypstError as error:
        first_line = str(error.message).partition("\n")[0]
        mend = Message("Mend the block or the prose that it is about.")
        raise ReportError("E240", Message("the PDF cannot be set: {said}.", said=first_line), mend=mend) from error
    if not isinstance(pages, bytes):
        raise TypeError("a PDF is one file")
    return finish(pages)


@functools.cache
def _compiler() -> typst.Compiler:
    """Keep one compiler with the report's own fonts; those of the machine would change the pages."""
    fonts = [_TEMPLATES / "fonts", Path(mpl.get_data_path()) / "fonts" / "ttf"]
    return typst.Compiler(root=_TEMPLATES / "fonts", font_paths=fonts, ignore_system_fonts=True)


def _source(document: Document, attach: Mapping[str, bytes]) -> str:
    theme = (_TEMPLATES / "theme.typ").read_text(encoding="utf-8")
    body = _without_gaps("\n\n".join(part.typst or typst_prose.render(part.markdown) for part in document.parts))
    contents = "true" if _HEADING.search(body) else "false"
    attached = [_attachment(name, attach[name]) for name in sorted(attach)]
    report = f"#show: rk-report.with(contents: {contents})"
    return "\n\n".join([f"#let rk = {_front(document.front)}", theme, report, *attached, body])


def _without_gaps(body: str) -> str:
    """Raise a heading that skips a level to the next one, as the page on screen does."""
    level = 0

    def raised(found: re.Match[str]) -> str:
        """Write a heading at most one level below the one before it."""
        nonlocal level
        level = min(int(found[1]), level + 1)
        return f"#heading(level: {level})"

    return _HEADING.sub(raised, body)


def _front(front: Front) -> str:
    say = words(front.language)
    day = front.cut_off
    values = {
        "name": quoted(" · ".join(filter(None, (front.title, front.region, front.period)))),
        "title": quoted(front.title),
        "project": quoted(front.project),
        "region": quoted(front.region),
        "period": quoted(front.period),
        "description": quoted(front.description),
        "software": quoted(front.software),
        "synthetic": "true" if front.synthetic else "false",
        "authors": array(map(quoted, front.partners or (front.project,))),
        "keywords": array(map(quoted, filter(None, (front.project, front.region, front.period)))),
        "date": f"datetime(year: {day.year}, month: {day.month}, day: {day.day})",
        "language": quoted(front.language),
        "country": quoted(LANGUAGES[front.language].partition("_")[2]),
        "facts": array(_facts(front, say)),
        "words": _record(_theme_words(say)),
        "colours": _record(VARIABLES),
    }
    return "(\n" + "".join(f"  {name}: {value},\n" for name, value in values.items()) + ")"


def _record(values: Mapping[str, str]) -> str:
    return "(" + ", ".join(f"{name}: {quoted(value)}" for name, value in values.items()) + ")"


def _theme_words(say: Words) -> dict[str, str]:
    return {
        "mark": say("SYNTHETIC DATA"),
        "mark-meaning": say("The records behind the figures are made up; they describe no real person."),
        "data": say("Data of figure"),
        **{kind: note_title(say, kind) for kind in _KINDS},
    }


def _facts(front: Front, say: Words) -> Iterator[str]:
    facts = {
        say("Project"): (front.project,),
        say("Region"): (front.region,),
        say("Period"): (front.period,),
        say("Cut-off date"): (say.date(front.cut_off),),
        say("Audience"): (audience_meaning(say, front.audience),),
        say("Partners"): front.partners,
        say("Funding"): front.funding,
    }
    for label, values in facts.items():
        if any(values):
            yield array((quoted(label), array(map(quoted, values))))


def _attachment(name: str, data: bytes) -> str:
    kind = mimetypes.types_map.get(Path(name).suffix, "application/octet-stream")
    content = ", ".join(map(str, data))
    return (
        f'#pdf.attach({quoted(name)}, bytes(({content},)), relationship: "data", '
        f"mime-type: {quoted(kind)}, description: {quoted(name)})"
    )
