"""What a spreadsheet's file is, told from its first bytes and its table of contents. Nothing is unpacked here."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from reportkit.intake.faults import fault
from reportkit.intake.spreadsheets.kinds import MOST_BYTES

if TYPE_CHECKING:
    from reportkit.tables import Finding

__all__ = ["SAVE_AS_XLSX", "misnamed", "unfit"]

SAVE_AS_XLSX = "In Excel or LibreOffice: File, Save As, Excel Workbook (.xlsx)."

MOST_EXPANDED = 200
"""How many times larger than its file an unpacked workbook may be."""
_EXPANSION_FROM = 16 * 2**20

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<style")
_READABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_MAIN_PARTS = {".xlsx": "xl/workbook.xml", ".ods": "content.xml"}
_OTHERS = {
    "xl/workbook.xml": "an Excel workbook",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a presentation",
    "content.xml": "an OpenDocument file",
}
_AGAIN = "Open it in a spreadsheet program, look whether it is whole, and save it again."


def misnamed(content: bytes, file: str) -> Finding | None:
    """Tell a spreadsheet under the name of a text file."""
    if content.startswith((_ZIP, _OLE)):
        what = "the file is no text: it looks like a spreadsheet"
        return fault("E151", file, what, mend="Name it for what it is (.xlsx or .ods), or save it as CSV.")
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
        return fault("E151", file, "the file is damaged: its table of contents cannot be read", mend=_AGAIN)
    return _of_entries(entries, len(content), file, suffix)


def _of_ole(content: bytes, file: str) -> Finding:
    if _ENCRYPTED in content:
        mend = "Take the password off (File, Info, Protect Workbook), and deliver it by a way that is safe."
        return fault("E158", file, "the workbook has a password", mend=mend)
    return fault("E152", file, "the workbook is of the old kind (.xls), whatever its name says", mend=SAVE_AS_XLSX)


def _of_text(content: bytes, file: str, suffix: str) -> Finding:
    if not content:
        return fault("E125", file, "the file is empty", mend="Deliver it with its header row.")
    start = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        what = f"the file is a web page or other markup under the name of {suffix}"
    elif b"\0" not in content[:4096]:
        what = f"the file is text, such as CSV, under the name of {suffix}"
        return fault("E151", file, what, mend=f"Name it .csv, or save it as {suffix}.")
    else:
        what = f"the file is no {suffix} file"
    return fault("E151", file, what, mend=SAVE_AS_XLSX)


def _of_entries(entries: list[zipfile.ZipInfo], size: int, file: str, suffix: str) -> Finding | None:
    names = [entry.filename.lower() for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MOST_BYTES or unpacked > max(_EXPANSION_FROM, MOST_EXPANDED * size):
        what = f"unpacked the file would be {unpacked / 2**20:,.0f} MiB, {unpacked / size:,.0f} times its size"
        mend = f"At most {MOST_BYTES / 2**20:.0f} MiB and {MOST_EXPANDED} times: deliver it as CSV or Parquet."
        return fault("E153", file, what, mend=mend)
    if any(entry.flag_bits & 0x1 for entry in entries):
        return fault("E158", file, "the file has a password", mend="Take the password off.")
    if len(set(names)) < len(names) or not {entry.compress_type for entry in entries} <= _READABLE:
        return fault("E151", file, "the file is damaged, or packed in an unusual way", mend=_AGAIN)
    return _of_names(names, file, suffix)


def _of_names(names: list[str], file: str, suffix: str) -> Finding | None:
    if any(name.endswith("vbaproject.bin") for name in names):
        return fault("E152", file, "the workbook holds macros (.xlsm)", mend=SAVE_AS_XLSX)
    if "xl/workbook.bin" in names:
        return fault("E152", file, "the workbook is a binary one (.xlsb)", mend=SAVE_AS_XLSX)
    if _MAIN_PARTS[suffix] in names:
        return None
    other = next((words for part, words in _OTHERS.items() if part in names), "a zip file of something else")
    return fault("E151", file, f"the file is {other} under the name of {suffix}", mend=SAVE_AS_XLSX)
