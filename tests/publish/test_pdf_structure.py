"""The last pass over a PDF."""

from __future__ import annotations

import io
import zlib

import page
import pikepdf
import pytest

from reportkit.publish.pdf_structure import finish


def with_content(raw: bytes) -> bytes:
    """Return a PDF of one page whose content is stored as these compressed bytes."""
    with pikepdf.new() as pdf:
        content = pikepdf.Stream(pdf, b"")
        content.write(raw, filter=pikepdf.Name.FlateDecode)
        pdf.add_blank_page().obj.Contents = pdf.make_indirect(content)
        made = io.BytesIO()
        pdf.save(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return made.getvalue()


def contents(made: bytes) -> tuple[bytes, bytes]:
    """Return the content of the first page, as it is stored and as it is read."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        content = pdf.pages[0].obj.Contents
        return content.read_raw_bytes(), content.read_bytes()


@pytest.fixture(scope="module")
def ends_in_return() -> bytes:
    """Return a comment whose compressed bytes end in a carriage return, as one in 256 does."""
    packed = (zlib.compress(b"%" + b"a" * at) for at in range(1, 257))
    return next(raw for raw in packed if raw.endswith(b"\r"))


def test_no_stream_ends_in_a_carriage_return(ends_in_return: bytes) -> None:
    """A validator would take it for the end of a line and find the stream too short."""
    faults = page.validate_pdf_bytes(finish(with_content(ends_in_return)), profile="2a").failures
    assert "PDFA2A-STREAM-LENGTH-001" not in {fault.rule_id for fault in faults}


def test_such_a_stream_reads_as_before(ends_in_return: bytes) -> None:
    """Only the way it is stored is changed."""
    stored, read = contents(finish(with_content(ends_in_return)))
    assert (stored.endswith(b"~>"), read) == (True, zlib.decompress(ends_in_return))


def test_other_streams_stay_as_they_are() -> None:
    """What is fit for an archive is not touched."""
    raw = zlib.compress(b"q Q\n")
    assert contents(finish(with_content(raw)))[0] == raw
