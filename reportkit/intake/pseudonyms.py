"""From the key by which a source knows a person to a pseudonym that only the holder of a secret can make again.

The same secret gives the same person the same pseudonym in every file. The secret stays outside the workspace.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import hmac
import io
import os
import re
import secrets
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from reportkit.errors import DataError, UsageError
from reportkit.intake.composed import nfc
from reportkit.intake.encodings import wide_encoding
from reportkit.intake.headers import is_personal
from reportkit.intake.lines import Records
from reportkit.intake.personal import is_national_number, personal_cells
from reportkit.intake.raw import RawFile
from reportkit.messages import Message, did_you_mean, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

__all__ = ["Form", "new_secret", "pseudonym", "pseudonymised", "secret_of"]

_LEAST_SECRET = 32
_PSEUDONYM_BYTES = 16
_OTHERS = 0o077


class Form(NamedTuple):
    """How a CSV file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","


def new_secret(path: Path, workspaces: Sequence[Path]) -> None:
    """Make a secret of 256 random bits, in a new file that only its owner can read.

    Raises
    ------
    UsageError
        When the file would lie in the workspace, or is there already.
    """
    _require_outside(path, workspaces)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        mend = Message("Leave out --new-key to use it: with another key persons get other pseudonyms.")
        raise UsageError("E180", Message("there is a file already."), where=str(path), mend=mend) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")


def secret_of(path: Path, workspaces: Sequence[Path]) -> bytes:
    """Read the secret.

    Raises
    ------
    UsageError
        When it lies in the workspace, is not there, is shorter than 32 signs, or can be read by others.
    """
    _require_outside(path, workspaces)
    if not path.is_file():
        mend = Message("Make one with --new-key, once; keep it, for the next delivery needs the same.")
        raise UsageError("E180", Message("there is no key file."), where=str(path), mend=mend)
    if path.stat().st_mode & _OTHERS:
        raise UsageError("E180", Message("others can read the key file."), where=str(path), mend=f"chmod 600 {path}")
    secret = path.read_bytes().strip()
    if len(secret) < _LEAST_SECRET:
        what = Message("the key is shorter than {n} signs.", n=_LEAST_SECRET)
        raise UsageError("E180", what, where=str(path), mend=Message("Make one with --new-key."))
    return secret


def _require_outside(path: Path, workspaces: Sequence[Path]) -> None:
    if any(path.resolve().is_relative_to(root.resolve()) for root in workspaces):
        mend = Message("Who has the key can tell who the persons are: keep it where the reports are not.")
        raise UsageError("E180", Message("the key file lies in the workspace."), where=str(path), mend=mend)


def pseudonym(secret: bytes, key: str) -> str:
    """Return the pseudonym of a person's key: 26 capitals and digits, of 128 bits of its HMAC-SHA-256.

    Notes
    -----
    Spaces around the key and the form of its accents make no difference, nor do the marks in a national number. An
    empty key has none.

    Examples
    --------
    >>> pseudonym(b"0" * 32, "85.07.30-033.28") == pseudonym(b"0" * 32, " 85073003328")
    True
    >>> len(pseudonym(b"0" * 32, "dossier 12"))
    26
    """
    bare = nfc(key).strip()
    if not bare:
        return ""
    if is_national_number(bare):
        bare = re.sub(r"[. -]", "", bare)
    digest = hmac.new(secret, bare.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:_PSEUDONYM_BYTES]).decode().rstrip("=")


def pseudonymised(
    content: bytes, file: str, columns: Sequence[str], drop: Collection[str], secret: bytes, form: Form
) -> bytes:
    """Replace the keys in columns of a CSV file by pseudonyms, and leave out the columns that are to be dropped.

    Parameters
    ----------
    content
        The bytes of the file.
    file
        The file, as it is told.
    columns
        The columns that hold keys.
    drop
        The columns that are left out.
    secret
        What the pseudonyms are made with.
    form
        How the file is written; what is returned is written likewise.

    Returns
    -------
    bytes
        The file with pseudonyms.

    Raises
    ------
    UsageError
        When a named column is not there.
    DataError
        When the file cannot be read, or another of its columns gives persons away.
    """
    (names, *records), rows = _read(content, file, form)
    header = [nfc(name.strip()) for name in names]
    for name in (*columns, *drop):
        if header.count(name) != 1:
            mend = did_you_mean(name, header) or Message("Is the delimiter right? See --delimiter.")
            raise UsageError("E181", Message('there is no one column "{column}".', column=name), where=file, mend=mend)
    kept = [position for position, name in enumerate(header) if name not in drop]
    replaced = {position for position in kept if header[position] in columns}
    _require_no_other(header, records, rows, [position for position in kept if position not in replaced], file)
    known: dict[str, str] = {}
    for record in records:
        for position in replaced:
            key = record[position]
            if key not in known:
                known[key] = pseudonym(secret, key)
            record[position] = known[key]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=form.delimiter, lineterminator="\n")
    writer.writerows([record[position] for position in kept] for record in (names, *records))
    return text.getvalue().encode(form.encoding)


def _read(content: bytes, file: str, form: Form) -> tuple[list[list[str]], list[int]]:
    wide = wide_encoding(content)
    if wide and not form.encoding.lower().replace("_", "-").startswith(("utf-16", "utf-32")):
        mend = Message("Give --encoding {encoding}.", encoding=wide)
        raise DataError("E184", Message("the file is in {encoding}.", encoding=wide), where=file, mend=mend)
    try:
        text = content.decode(form.encoding).removeprefix("\ufeff")
    except (UnicodeError, LookupError):
        mend = Message("Give its encoding, such as --encoding cp1252.")
        what = Message("the file is not in {encoding}.", encoding=form.encoding)
        raise DataError("E184", what, where=file, mend=mend) from None
    records: list[list[str]] = []
    rows: list[int] = []
    lines = Records(text, form.delimiter)
    try:
        for record in lines:
            if records and len(record) != len(records[0]):
                what = Message(
                    "row {row} has {n} cells and the header {wanted}.",
                    row=lines.start,
                    n=len(record),
                    wanted=len(records[0]),
                )
                mend = Message("A cell that holds the delimiter stands in quotes.")
                raise DataError("E184", what, where=file, mend=mend)
            records.append(record)
            rows.append(lines.start)
    except csv.Error:
        what = Message("a quoted cell does not close, in row {row}.", row=lines.start)
        raise DataError("E184", what, where=file) from None
    if not records:
        raise DataError("E184", Message("the file is empty."), where=file)
    return records, rows[1:]


def _require_no_other(
    header: Sequence[str], records: Sequence[Sequence[str]], rows: Sequence[int], left: Sequence[int], file: str
) -> None:
    raw = RawFile(
        header=[header[position] for position in left],
        cells=[
            pa.chunked_array([pa.array([record[position] for record in records], pa.string())]) for position in left
        ],
        rows=np.array(rows, dtype=np.int64),
    )
    named = [name for name in raw.header if is_personal(name)]
    told: list[str] = [Message('column "{column}" is named for what gives persons away', column=name) for name in named]
    told += [finding.expected for finding in personal_cells(raw, file, named=True)]
    if told:
        mend = Message("Name each with --drop to leave it out, or with --column to replace it.")
        raise DataError("E182", Message("{what}.", what=joined("; ", told)), where=file, mend=mend)
