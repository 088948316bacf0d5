"""From the bytes of a text file to its characters: in the declared encoding, or told which one it is likely in."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import numpy as np

from reportkit.intake.faults import NOT_MISTAKEN, SHOWN_ROWS, fault
from reportkit.messages import Message
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.intake.profile import Profile

__all__ = ["decoded", "garbled", "wide_encoding"]

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_LOOKED_AT = 4096
_MOST, _FEW = 0.4, 0.05
_UTF8 = frozenset({"utf-8", "utf-8-sig"})
_SIGNS = "[\u0080-\u00bf" + re.escape(bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")) + "]"
_GARBLED = re.compile(f"[\u00c2-\u00c5\u00d0\u00d8\u00d9]{_SIGNS}|\u00e2{_SIGNS}{_SIGNS}")


def decoded(content: bytes, file: str, profile: Profile) -> tuple[str | None, list[Finding]]:
    """Read bytes in the declared encoding; None when they cannot be, with the reason.

    UTF-16 and UTF-32 are told by their byte order mark, or by the zeros between their letters.
    """
    declare = Message("Declare data.encoding in {params}, such as utf-8 or cp1252.", params=profile.params)
    encoding = codecs.lookup(profile.encoding).name
    wide = wide_encoding(content)
    if wide and not encoding.startswith(("utf-16", "utf-32")):
        mend = Message(
            'Declare data.encoding in {params}: {wide}, or save the file as "CSV UTF-8".',
            params=profile.params,
            wide=wide,
        )
        what = Message("the file is in {wide}, not in {encoding}", wide=wide.upper(), encoding=profile.encoding)
        return None, [fault("E172", file, what, mend=mend)]
    try:
        text = content.decode(encoding).removeprefix("\ufeff")
    except (UnicodeError, LookupError) as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        row = content.count(b"\n", 0, at) + 1
        what = Message("byte {at} is not {encoding}", at=at, encoding=profile.encoding)
        return None, [fault("E121", file, what, mend=declare, row=row)]
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        return None, [fault("E122", file, Message("the file holds NUL bytes"), mend=declare, row=row)]
    if encoding not in _UTF8 and _is_utf8(content):
        what = Message("read as {encoding}, but it reads as utf-8 too", encoding=profile.encoding)
        return text, [fault("E123", file, what, mend=declare)]
    return text, list(garbled(text, file))


def wide_encoding(content: bytes) -> str:
    """Name the encoding of more than one byte a letter that a file is in; empty when it is in none.

    Examples
    --------
    >>> wide_encoding("dossiernr;geslacht".encode("utf-16-le"))
    'utf-16-le'
    >>> wide_encoding(b"dossiernr;geslacht")
    ''
    """
    for mark, name in _BOMS:
        if content.startswith(mark):
            return name
    start = np.frombuffer(content[: _LOOKED_AT // 2 * 2][: len(content) // 2 * 2], dtype=np.uint8)
    if len(start) < 2:  # noqa: PLR2004 - a letter is two bytes
        return ""
    even, odd = float((start[::2] == 0).mean()), float((start[1::2] == 0).mean())
    if odd > _MOST and even < _FEW:
        return "utf-16-le"
    return "utf-16-be" if even > _MOST and odd < _FEW else ""


def garbled(text: str, file: str) -> Iterator[Finding]:
    """Tell the lines that hold letters of UTF-8 which were read as cp1252 before they were written: Ã© for é."""
    if text.isascii():
        return
    rows: dict[int, None] = {}
    row, counted = 1, 0
    for found in _GARBLED.finditer(text):
        row += text.count("\n", counted, found.start())
        counted = found.start()
        rows[row] = None
    if rows:
        mend = Message("Letters such as é stand there as two signs: let the file be exported again, in UTF-8.")
        shown = tuple(rows)[:SHOWN_ROWS]
        yield Finding("E173", "warning", file, len(rows), shown, expected=NOT_MISTAKEN, mend=mend)


def _is_utf8(content: bytes) -> bool:
    if content.isascii():
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
