"""The search finds what it looks for: a canary is planted in each form in which one could hide."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import sqlite3
import tarfile
import zipfile
import zlib
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from babel.dates import format_date

from reportkit.publish.document import Document, Front, Part
from reportkit.publish.pdf import render
from tests.canaries.search import canaries_of
from tests.canaries.tokens import DAYS, digests, person, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.canaries.places import Place

KEY = person(1)
PLAIN = KEY.encode()
AROUND = "".join(f"Lorem ipsum {number} " for number in range(40))
DAY = DAYS.after(date(2022, 7, 7))
FRONT = Front(
    title="Report",
    project="P",
    region="R",
    period="2022",
    cut_off=date(2022, 12, 31),
    audience="public",
    language="en",
    synthetic=False,
)


def compressed(content: bytes, window: int) -> bytes:
    """Deflate content with a header of zlib, of gzip, or with none."""
    packer = zlib.compressobj(wbits=window)
    return packer.compress(content) + packer.flush()


def in_zip(content: bytes, name: str = "part.txt") -> bytes:
    """Pack content."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def in_tar(content: bytes) -> bytes:
    """Pack content in a compressed tar."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        entry = tarfile.TarInfo("part.txt")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return file.getvalue()


def in_workbook(cell: str | date) -> bytes:
    """Write a workbook of one cell."""
    file, book = io.BytesIO(), openpyxl.Workbook()
    book.worksheets[0]["A1"] = cell
    book.save(file)
    return file.getvalue()


def in_parquet(cell: object) -> bytes:
    """Write a Parquet file of one cell."""
    file = io.BytesIO()
    pq.write_table(pa.table({"a": [cell]}), file, compression="zstd")
    return file.getvalue()


def in_metadata_of_parquet(value: str) -> bytes:
    """Write a Parquet file that is told something of."""
    file = io.BytesIO()
    pq.write_table(pa.table({"a": [1]}).replace_schema_metadata({"note": base64.b64encode(value.encode())}), file)
    return file.getvalue()


def in_arrow(cell: str) -> bytes:
    """Write a compressed Arrow file of one cell."""
    file, table = io.BytesIO(), pa.table({"a": [cell * 9]})
    with pa.ipc.new_file(file, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as written:
        written.write_table(table)
    return file.getvalue()


def in_sqlite(cell: str) -> bytes:
    """Write a database of one cell, compressed within it."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (a)")
        database.execute("INSERT INTO t VALUES (?)", (gzip.compress(cell.encode()),))
        database.commit()
        return bytes(database.serialize())


def in_png(name: bytes, content: bytes) -> bytes:
    """Write the chunks of a picture: its head, one that is named, its end."""
    chunks = ((b"IHDR", bytes(13)), (name, content), (b"IEND", b""))
    written = (len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4) for kind, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


def in_pdf(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    """Write a PDF in which something was hidden, its objects compressed."""
    file, paper = io.BytesIO(), pikepdf.new()
    paper.add_blank_page()
    change(paper)
    paper.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)
    return file.getvalue()


def attach(paper: pikepdf.Pdf) -> None:
    """Attach a packed file to a PDF."""
    paper.attachments["data.zip"] = pikepdf.AttachedFileSpec(paper, in_zip(PLAIN), filename="data.zip")


def describe(paper: pikepdf.Pdf) -> None:
    """Write a title into the metadata of a PDF."""
    with paper.open_metadata() as metadata:
        metadata["dc:title"] = KEY


def in_notebook(content: bytes) -> bytes:
    """Write a notebook with a picture among its outputs."""
    picture = base64.encodebytes(in_png(b"tEXt", AROUND.encode() + content)).decode()
    cell = {"cell_type": "code", "outputs": [{"data": {"image/png": picture}}], "source": ["a\n", "b"]}
    return json.dumps({"cells": [cell]}).encode()


PLANTED: dict[str, bytes] = {
    "plain": AROUND.encode() + PLAIN,
    "small letters": PLAIN.lower(),
    "UTF-16LE": (AROUND + KEY).encode("utf-16-le"),
    "UTF-16BE": (AROUND + KEY).encode("utf-16-be"),
    "UTF-32": KEY.encode("utf-32"),
    **{f"base64, from letter {n}": base64.b64encode(b"x" * n + PLAIN + b"yz") for n in range(3)},
    "base64 behind other letters": b"src=data/abc" + base64.b64encode(AROUND.encode() + PLAIN),
    "base64 in lines": base64.encodebytes(AROUND.encode() + PLAIN),
    "base64 in lines of JSON": json.dumps(base64.encodebytes(b"xxxx" * 12 + PLAIN * 3).decode()).encode(),
    "base64 for addresses": base64.urlsafe_b64encode(b"\xff\xfe\xfb" * 5 + PLAIN),
    "base64 twice": base64.b64encode(base64.b64encode(AROUND.encode() + PLAIN)),
    "hex": b"id:" + PLAIN.hex().encode(),
    "hex in capitals": b"7" + PLAIN.hex().upper().encode(),
    "hex with gaps": PLAIN.hex(" ").encode(),
    "percent signs": "".join(f"%{letter:02X}" for letter in PLAIN).encode(),
    "entities": "".join(f"&#{letter};" for letter in PLAIN).encode(),
    "hexadecimal entities": "".join(f"&#x{letter:x};" for letter in PLAIN).encode(),
    "entities twice": html.escape("".join(f"&#{letter};" for letter in PLAIN)).encode(),
    "escapes of JSON": "".join(f"\\u{letter:04x}" for letter in PLAIN).encode(),
    "escapes of Python": "".join(f"\\x{letter:02x}" for letter in PLAIN).encode(),
    "between tags": b"<b>CAN</b><i>ARY-P-0001</i>",
    "zlib": b"\0\0" + compressed(AROUND.encode() + PLAIN, 15),
    "gzip": compressed(AROUND.encode() + PLAIN, 31),
    "zlib in base64 in JSON": json.dumps({"a": base64.b64encode(zlib.compress(PLAIN)).decode()}).encode(),
    "bz2": bz2.compress(PLAIN),
    "xz": lzma.compress(PLAIN),
    "zip": in_zip(AROUND.encode() + PLAIN),
    "a zip in a zip": in_zip(in_zip(AROUND.encode() + PLAIN)),
    "a small zip in base64": base64.b64encode(in_zip(PLAIN * 3)),
    "the name of a part": in_zip(b"", f"{KEY}.txt"),
    "tar": in_tar(PLAIN),
    "workbook": in_workbook(KEY),
    "Parquet": in_parquet(KEY),
    "bytes in Parquet": in_parquet(zlib.compress(PLAIN)),
    "metadata of Parquet": in_metadata_of_parquet(KEY),
    "Arrow": in_arrow(KEY),
    "SQLite": in_sqlite(KEY),
    "text of a picture": in_png(b"tEXt", b"note\0" + PLAIN),
    "packed text of a picture": in_png(b"zTXt", b"note\0\0" + zlib.compress(PLAIN)),
    "packed international text of a picture": in_png(b"iTXt", b"note\0\1\0\0\0" + zlib.compress(PLAIN)),
    "notebook": in_notebook(PLAIN),
    "attachment of a PDF": in_pdf(attach),
    "metadata of a PDF": in_pdf(describe),
    "string of a PDF": in_pdf(lambda paper: paper.docinfo.update({"/Note": pikepdf.String(f"ë{KEY}")})),
    "stream of a PDF": in_pdf(lambda paper: setattr(paper.Root, "Note", paper.make_stream(PLAIN))),
    "words of a page": render(Document(FRONT, (Part(f"Of {KEY}."),))),
    **{f"a day as {form}": f"on {DAY:{form}}.".encode() for form in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")},
    "a day in English": format_date(DAY, "d MMMM y", "en").encode(),
    "a day in Dutch": format_date(DAY, "d MMMM y", "nl").replace(" ", "&nbsp;").encode(),
    "a day in American": format_date(DAY, "MMMM d, y", "en").encode(),
    "a day in short": format_date(DAY, "d MMM y", "nl").encode(),
    "a day of a workbook": in_workbook(DAY),
    "a day of Parquet": in_parquet(DAY),
    "a day on a page": render(Document(FRONT, (Part(f"On {format_date(DAY, 'd MMMM y', 'en')}."),))),
}


@pytest.mark.parametrize("form", PLANTED)
def test_a_canary_is_found_in_every_form(form: str) -> None:
    """In text however written, in what is compressed, and in files of each kind, also one within another."""
    found = canaries_of(PLANTED[form])
    assert any(told.startswith((KEY.lower(), f"the day {DAY}", "canary")) for told in found), found


@pytest.mark.parametrize(
    "clean",
    [
        AROUND.encode(),
        b"2022-12-31, 31/12/2022, 1 July 2022 and 2022-07-071",
        in_zip(AROUND.encode()),
        in_workbook(date(2022, 12, 31)),
        render(Document(FRONT, (Part(AROUND),))),
    ],
)
def test_nothing_is_found_where_nothing_is(clean: bytes) -> None:
    """A text without canaries, ends of periods, and numbers that are longer than a day."""
    assert canaries_of(clean) == []


@pytest.mark.parametrize("written", [bytes, bytes.hex, base64.b64encode, zlib.compress])
@pytest.mark.parametrize(("name", "digest"), list(digests(KEY))[:11])
def test_a_digest_of_a_key_is_found(name: str, digest: bytes, written: Callable[[bytes], bytes | str]) -> None:
    """As bytes, in hex, in base64 and compressed, though it was cut short."""
    made = written(digest)
    content = made.encode() if isinstance(made, str) else made
    assert [told.partition(" (")[0] for told in canaries_of(b"sha: " + content)] == [name]


@pytest.mark.parametrize("where", ["ws/outputs/a.txt", "ws/b.txt", "home/.x/c", "tmp/d", f"ws/{text('NAME', 1)}"])
def test_a_file_is_found_wherever_it_lies(place: Place, where: str) -> None:
    """In the workspace, at home and among temporary files; also when its name is the canary."""
    (place.folder / where).parent.mkdir(parents=True, exist_ok=True)
    (place.folder / where).write_bytes(PLAIN if "NAME" not in where else b"")
    assert [told.partition(":")[0] for told in place.canaries()] == [where.partition("/")[2]]


def test_a_file_is_found_that_is_gone_at_the_end(place: Place) -> None:
    """Whatever stands for a moment among the temporary files is held."""
    script = "import pathlib, time; p = pathlib.Path('../tmp/x'); p.write_text('canary'); time.sleep(0.5); p.unlink()"
    (place.root / "brief.py").write_text(script)
    place.run(module="brief")
    assert not (place.folder / "tmp" / "x").exists()
    assert [told for told in place.canaries() if "-x: " in told]


def test_a_file_is_noted_that_is_written_elsewhere(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A program that writes outside its workspace, home and temporary folder is seen."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "file"
    (place.root / "astray.py").write_text(f"open({str(elsewhere)!r}, 'w')")
    place.run(module="astray")
    assert place.strays() == [str(elsewhere)]


def test_a_canary_that_is_said_is_found(place: Place) -> None:
    """On stdout and on stderr, unless the command may."""
    (place.root / "loud.py").write_text("import sys; print('CANARY'); print('CANARY', file=sys.stderr)")
    loud = place.run(module="loud")
    assert {told.split()[0] for told in place.canaries()} >= {"stdout", "stderr"}
    assert [told for told in place.canaries(but_said=(loud,)) if told.startswith("std")] == []
