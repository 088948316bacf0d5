"""What a spreadsheet's file is, told from its first bytes and its table of contents. Nothing is unpacked here."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from reportkit.intake.faults import EMPTY_FILE, WITH_HEADER, fault
from reportkit.intake.spreadsheets.kinds import MOST_BYTES
from reportkit.messages import Amount, Message

if TYPE_CHECKING:
    from reportkit.tables import Finding

__all__ = ["OPEN_AND_SAVE", "SAVE_AS_XLSX", "misnamed", "unfit"]

SAVE_AS_XLSX = Message("In Excel or LibreOffice: File, Save As, Excel Workbook (.xlsx).")
OPEN_AND_SAVE = Message("Open it in a spreadsheet program, look whether it is whole, and save it again.")

MOST_EXPANDED = 200
"""How many times larger than its file an unpacked workbook may be."""
_EXPANSION_FROM = 16 * 2**20

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<style")
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MAIN_PARTS = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}
_OTHERS = {
    "xl/workbook.xml": Message("an Excel workbook"),
    "word/document.xml": Message("a Word document"),
    "ppt/presentation.xml": Message("a presentation"),
    "content.xml": Message("an OpenDocument file"),
}


def misnamed(content: bytes, file: str) -> Finding | None:
    """Tell a spreadsheet under the name of a text file."""
    if content.startswith((_ZIP, _OLE)):
        what = Message("the file is no text: it looks like a spreadsheet")
        return fault("E151", file, what, mend=Message("Name it for what it is (.xlsx or .ods), or save it as CSV."))
    return None


def unfit(content: bytes, file: str, suffix: str) -> Finding | None:
    """Tell why a file cannot be opened as the spreadsheet that its name says."""
    if content.startswith(_OLE):
        return _of_ole(content, file)
    if not content.startswith(_ZIP):
        return _of_text(content, file, suffix)
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError, IndexError, struct.error):
        what = Message("the file is damaged: its table of contents cannot be read")
        return fault("E151", file, what, mend=OPEN_AND_SAVE)
    return _of_entries(entries, len(content), file, suffix)


def _of_ole(content: bytes, file: str) -> Finding:
    if _ENCRYPTED in content:
        mend = Message("Take the password off (File, Info, Protect Workbook), and deliver it by a way that is safe.")
        return fault("E158", file, Message("the workbook has a password"), mend=mend)
    what = Message("the workbook is of the old kind (.xls), whatever its name says")
    return fault("E152", file, what, mend=SAVE_AS_XLSX)


def _of_text(content: bytes, file: str, suffix: str) -> Finding:
    if not content:
        return fault("E125", file, EMPTY_FILE, mend=WITH_HEADER)
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        what = Message("the file is a web page or other markup under the name of {suffix}", suffix=suffix)
    elif b"\0" not in content[:4096]:
        what = Message("the file is text, such as CSV, under the name of {suffix}", suffix=suffix)
        return fault("E151", file, what, mend=Message("Name it .csv, or save it as {suffix}.", suffix=suffix))
    else:
        what = Message("the file is no {suffix} file", suffix=suffix)
    return fault("E151", file, what, mend=SAVE_AS_XLSX)


def _of_entries(entries: list[zipfile.ZipInfo], size: int, file: str, suffix: str) -> Finding | None:
    names = [entry.filename.lower() for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES or unpacked > max(_EXPANSION_FROM, MOST_EXPANDED * size):
        what = Message(
            "unpacked the file would be {size} MiB, {times} times its size",
            size=Amount(round(unpacked / 2**20)),
            times=Amount(round(unpacked / size)),
        )
        mend = Message(
            "At most {most} MiB and {times} times: deliver it as CSV or Parquet.",
            most=round(MOST_BYTES / 2**20),
            times=MOST_EXPANDED,
        )
        return fault("E153", file, what, mend=mend)
    if any(entry.flag_bits & 0x1 for entry in entries):
        return fault("E158", file, Message("the file has a password"), mend=Message("Take the password off."))
    if len(set(names)) < len(names) or not {entry.compress_type for entry in entries} <= _READABLE:
        return fault("E151", file, Message("the file is damaged, or packed in an unusual way"), mend=OPEN_AND_SAVE)
    return _of_names(names, file, suffix)


def _of_names(names: list[str], file: str, suffix: str) -> Finding | None:
    if "encrypted-package" in names:
        return fault("E158", file, Message("the file has a password"), mend=Message("Take the password off."))
    if any(name.endswith("vbaproject.bin") for name in names):
        return fault("E152", file, Message("the workbook holds macros (.xlsm)"), mend=SAVE_AS_XLSX)
    if "xl/workbook.bin" in names:
        return fault("E152", file, Message("the workbook is a binary one (.xlsb)"), mend=SAVE_AS_XLSX)
    if _MAIN_PARTS[suffix] in names:
        return None
    other = next((words for part, words in _OTHERS.items() if part in names), Message("a zip file of something else"))
    what = Message("the file is {what} under the name of {suffix}", what=other, suffix=suffix)
    return fault("E151", file, what, mend=SAVE_AS_XLSX)
