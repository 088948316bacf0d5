"""One form of Unicode for what is read: composed (NFC), so that one name is one key however its accents are stored."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportkit.intake.faults import ONE_FORM, SHOWN_ROWS
from reportkit.intake.native import positions
from reportkit.messages import Message
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from reportkit.intake.raw import RawFile

__all__ = ["compose", "composed", "nfc"]

_SAME = Message(
    "Accents that stood apart from their letters were joined to them: what differed in that alone is one key or code."
)


def nfc(text: str) -> str:
    r"""Return a text in composed form.

    Examples
    --------
    >>> nfc("e\u0301") == "\u00e9"
    True
    """
    return unicodedata.normalize("NFC", text)


def compose(raw: RawFile, file: str) -> Iterator[Finding]:
    """Bring the names and the texts of a file into composed form, and tell where they were not."""
    names = [nfc(name) for name in raw.header]
    changed = sum(name != there for name, there in zip(names, raw.header, strict=True))
    raw.header = names
    if changed:
        yield Finding("E177", "information", file, changed, (), expected=ONE_FORM, mend=_SAME)
    for position, (name, cells) in enumerate(zip(names, raw.cells, strict=True)):
        raw.cells[position], where = composed(cells)
        if len(where):
            rows = tuple(int(row) for row in raw.rows[where[:SHOWN_ROWS]])
            yield Finding("E177", "information", file, len(where), rows, name, ONE_FORM, _SAME)


def composed(cells: pa.ChunkedArray) -> tuple[pa.ChunkedArray, npt.NDArray[np.int64]]:
    """Bring a column of strings into composed form; return it and the positions of the cells that were not in it.

    A column of anything else, and one that is composed already, is returned as it is.
    """
    if all(_is_plain(chunk.dictionary if pa.types.is_dictionary(cells.type) else chunk) for chunk in cells.chunks):
        return cells, np.empty(0, dtype=np.int64)
    texts = cells.cast(pa.string())
    normal = pc.utf8_normalize(texts, form="NFC")
    return normal, positions(pc.not_equal(texts, normal))


def _is_plain(chunk: pa.Array) -> bool:
    if not (pa.types.is_string(chunk.type) or pa.types.is_large_string(chunk.type)):
        return not pa.types.is_string_view(chunk.type)
    return pc.all(pc.string_is_ascii(chunk)).as_py() is not False
