"""What files of a known form hold: archives, PDF, workbooks, Parquet, SQLite and notebooks."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import tarfile
import zipfile
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

import openpyxl
import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["members"]

Member = tuple[str, bytes]
"""What it is, and its content."""

_LITERAL = rb"(?:\\.|[^\\()])*"
_MARKS = re.compile(
    rb"(/[^\s/<>\[\]()]+)\s+[\d.]+\s+Tf\b|\((" + _LITERAL + rb"(?:\(" + _LITERAL + rb"\)" + _LITERAL + rb")*)\)"
    rb"|(?<!<)<([0-9A-Fa-f\s]*)>(?!>)|\b(Td|TD|Tm|BT)\b",
    re.DOTALL,
)
_IN_STRING = re.compile(rb"\\([0-7]{1,3})|\\(.)", re.DOTALL)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b""}
_DEEPEST = 20
_BLANK = re.compile(rb"\s+")


def members(content: bytes) -> Iterator[Member]:
    """Yield what a file holds, when it is of a form that is known here and is whole."""
    for sign, at, read in _FORMS:
        if content[at : at + len(sign)] == sign:
            with suppress(*_NOT_WHOLE):
                yield from read(content)


def _zip(content: bytes) -> Iterator[Member]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield "comment of a zip", archive.comment
        for entry in archive.infolist():
            yield "name in a zip", f"{entry.filename} {entry.comment!r} {entry.extra!r}".encode()
            yield f"zip part {entry.filename}", archive.read(entry)
        if "xl/workbook.xml" in archive.namelist():
            yield from _workbook(content)


def _workbook(content: bytes) -> Iterator[Member]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    yield "cells of a workbook", "\n".join(cells).encode()


def _tar(content: bytes) -> Iterator[Member]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for entry in archive:
            yield "name in a tar", entry.name.encode()
            file = archive.extractfile(entry) if entry.isfile() else None
            if file is not None:
                yield f"tar part {entry.name}", file.read()


def _parquet(content: bytes) -> Iterator[Member]:
    yield from _table(pq.read_table(io.BytesIO(content)))


def _arrow(content: bytes) -> Iterator[Member]:
    with pa.ipc.open_file(io.BytesIO(content)) as file:
        yield from _table(file.read_all())


def _table(table: pa.Table) -> Iterator[Member]:
    yield "metadata of a table", repr(table.schema.metadata).encode()
    for name, column in zip(table.column_names, table.columns, strict=True):
        cells = column.to_pylist()
        yield f"column {name}", "\n".join(map(str, cells)).encode()
        yield from ((f"cell of {name}", cell) for cell in cells if isinstance(cell, bytes))


def _sqlite(content: bytes) -> Iterator[Member]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(content)
        database.text_factory = bytes
        named = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (table,) in database.execute(named).fetchall():
            query = f'SELECT * FROM "{table.decode()}"'  # noqa: S608 - the table's own name
            for row in database.execute(query):
                yield "row of a database", b" ".join(_bytes(cell) for cell in row)


def _bytes(cell: object) -> bytes:
    return cell if isinstance(cell, bytes) else str(cell).encode()


def _notebook(content: bytes) -> Iterator[Member]:
    """Yield the texts of JSON, those that a notebook splits into lines joined; what is base64 in it is read later."""
    yield "texts of JSON", "\n".join(_texts(json.loads(content))).encode("utf-8", "surrogateescape")


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key
            yield from _texts(value)
    elif isinstance(node, list) and node and all(isinstance(line, str) for line in node):
        yield "".join(node)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
    else:
        yield str(node)


def _pdf(content: bytes) -> Iterator[Member]:
    """Yield every stream and string of a PDF, attached files and metadata among them, and the words on its pages."""
    with pikepdf.open(io.BytesIO(content)) as paper:
        yield "strings of a PDF", b"\n".join(text for part in paper.objects for text in _strings(part))
        for part in paper.objects:
            if isinstance(part, pikepdf.Stream):
                with suppress(pikepdf.PdfError):
                    yield "stream of a PDF", part.read_bytes()
        for number, page in enumerate(paper.pages, start=1):
            words = b"".join(_words(page))
            yield f"page {number}", words
            yield f"page {number}, joined", _BLANK.sub(b"", words)


def _strings(node: pikepdf.Object, deep: int = 0) -> Iterator[bytes]:
    """Yield the strings and names directly in an object; what it refers to is an object of its own."""
    if isinstance(node, pikepdf.Stream):
        node = node.stream_dict
    if isinstance(node, pikepdf.String):
        yield bytes(node)
        yield str(node).encode("utf-8", "surrogateescape")
    elif isinstance(node, pikepdf.Name):
        yield str(node).encode()
    elif isinstance(node, pikepdf.Array) and deep < _DEEPEST:
        for child in node.as_list():
            yield from _strings(child, deep + 1) if not _apart(child) else ()
    elif isinstance(node, pikepdf.Dictionary) and deep < _DEEPEST:
        for key, child in node.items():
            yield key.encode()
            yield from _strings(child, deep + 1) if not _apart(child) else ()


def _apart(node: object) -> bool:
    return isinstance(node, pikepdf.Object) and node.is_indirect


def _words(page: pikepdf.Page) -> Iterator[bytes]:
    """Yield the words of a page, as its fonts say which letters its glyphs are, and its strings as they stand."""
    fonts = page.resources.get("/Font", pikepdf.Dictionary())
    letters = {name.encode(): _letters(font) for name, font in fonts.items()}
    width, table = 1, dict[bytes, str]()
    stands = []
    page.contents_coalesce()
    for found in _MARKS.finditer(page.obj.Contents.read_bytes()):
        font, literal, digits, _moved = found.groups()
        if font is not None:
            width, table = letters.get(font, (1, {}))
        elif literal is not None or digits is not None:
            glyphs = _string(literal) if digits is None else bytes.fromhex(digits.decode())
            parts = [glyphs[at : at + width] for at in range(0, len(glyphs), width)]
            yield "".join(table.get(part, "?") for part in parts).encode("utf-8", "surrogateescape")
            stands.append(glyphs)
        else:
            yield b"\n"
    yield b"\n" + b"".join(stands)


def _string(literal: bytes) -> bytes:
    """Return what stands in a string that is written between parentheses."""
    return _IN_STRING.sub(
        lambda found: bytes([int(found[1], 8) & 255]) if found[1] else _NAMED.get(found[2], found[2]), literal
    )


def _letters(font: pikepdf.Object) -> tuple[int, dict[bytes, str]]:
    """Return how many bytes a glyph of a font has, and the letters of each."""
    if "/ToUnicode" not in font:
        return 1, {}
    table = font["/ToUnicode"].read_bytes().decode("latin-1")
    width = 2 if font.get("/Subtype") == "/Type0" else 1
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[bytes.fromhex(glyph)] = bytes.fromhex(letter).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[(int(first, 16) + step).to_bytes(width)] = chr(int(letter, 16) + step)
    return width, found


_FORMS: tuple[tuple[bytes, int, Callable[[bytes], Iterator[Member]]], ...] = (
    (b"PK\x03\x04", 0, _zip),
    (b"ustar", 257, _tar),
    (b"PAR1", 0, _parquet),
    (b"ARROW1", 0, _arrow),
    (b"SQLite format 3\0", 0, _sqlite),
    (b"%PDF-", 0, _pdf),
    (b"{", 0, _notebook),
    (b"[", 0, _notebook),
)
_NOT_WHOLE = (
    ValueError, KeyError, EOFError, OSError, zipfile.BadZipFile, tarfile.TarError, pa.ArrowException, sqlite3.Error,
    pikepdf.PdfError, RecursionError,
)  # fmt: skip
