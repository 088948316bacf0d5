"""The last pass over a PDF: row labels become headers, and every stream is one that validators read alike.

Nothing that is seen on a page changes here.
"""

from __future__ import annotations

import base64
import io

import pikepdf
from pikepdf import Array, Dictionary, Name

__all__ = ["finish"]


def finish(pages: bytes) -> bytes:
    """Mark the first cell of each table row as the header of its row, and save the same bytes each time.

    Parameters
    ----------
    pages
        A tagged PDF whose tables have their row labels in the first column.

    Notes
    -----
    Metadata stay uncompressed and objects unpacked, as archives want them. A stream whose last byte is a carriage
    return is written as ASCII, for validators take that byte for the end of a line.
    """
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream):
                _guard(item)
            elif isinstance(item, Dictionary) and item.get("/S") == Name.TR and item.P.get("/S") == Name.TBody:
                _mark(item)
        saved = io.BytesIO()
        pdf.save(
            saved,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            deterministic_id=True,
        )
    return saved.getvalue()


def _guard(stream: pikepdf.Stream) -> None:
    raw = stream.read_raw_bytes()
    if raw.endswith(b"\r"):
        filters = Array([Name.ASCII85Decode, *_list(stream.get("/Filter"))])
        stream.write(base64.a85encode(raw) + b"~>", filter=filters)


def _mark(row: Dictionary) -> None:
    """Make the first cell the row's header; the others then find both their headers by scope, not by a list."""
    for at, cell in enumerate(_list(row.K)):
        attributes = _list(cell.get("/A"))
        of_tables = [part for part in attributes if str(part.O) == "/Table"] or [Dictionary(O=Name.Table)]
        for part in of_tables:
            if "/Headers" in part:
                del part["/Headers"]
        if at == 0:
            cell.S = Name.TH
            of_tables[0].Scope = Name.Row
            cell.A = Array([*of_tables, *(part for part in attributes if str(part.O) != "/Table")])


def _list(value: pikepdf.Object | None) -> list[pikepdf.Object]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
