"""What gives a person away, whatever its column is called: national numbers, addresses, telephone and bank accounts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from reportkit.intake.faults import SHOWN_ROWS
from reportkit.intake.native import positions
from reportkit.messages import Message
from reportkit.tables import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportkit.intake.raw import RawFile

__all__ = ["is_iban", "is_national_number", "kinds_of", "kinds_told", "personal_cells"]

_LOOKED_AT = 10_000
_NINE_DIGITS = 100_000_000
_BARE_SHARE = 0.1
"""Of other numbers of eleven digits one in some hundreds has the check digits of a national number by chance."""

_NUMBER = r"[0-9]{2}[. ]?[0-9]{2}[. ]?[0-9]{2}[-. ]?[0-9]{3}[-. ]?[0-9]{2}"
_MAIL = r"[^@\s,;]+@[^@\s,;]+\.[A-Za-z]{2,}"
_PHONE = (
    r"(?:\+|0{2})32[ ./-]?(?:\(0\)[ ./-]?)?[1-9](?:[ ./-]?[0-9]){7,8}|\+[1-9][0-9]{0,2}[ ./-](?:[ ./-]?[0-9]){7,10}"
    r"|\+[1-9][0-9]{9,13}|0[1-9][0-9]{0,2}[/ ][0-9]{2,3}(?:[ .][0-9]{2}){2}"
)
_ACCOUNT = r"[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,6}(?: ?[A-Z0-9]{1,3})?"
_ADDRESS = (
    r"(?i:\p{L}{2,}(?:straat|laan|steenweg|plein|dreef|kaai|weg)[ ,]+[0-9]{1,4} ?[a-z]?(?:[ ,]|$)"
    r"|(?:^|[ ,])(?:rue|avenue|chaussée|boulevard|place) (?:de|du|des|d['’]|la|le)[^0-9]*[ ,]+[0-9]{1,4}(?:[ ,]|$))"
)
_ANY = "|".join(f"(?:{pattern})" for pattern in (_NUMBER, _MAIL, _PHONE, _ACCOUNT, _ADDRESS))
_LENGTHS = {"BE": 16, "NL": 18, "FR": 27, "DE": 22, "LU": 20, "ES": 24, "IT": 27, "GB": 22, "PL": 28, "RO": 24,
            "PT": 25, "BG": 22, "AT": 20, "GR": 27, "UA": 29, "TR": 26}  # fmt: skip
_NUMBERS = re.compile(rf"(?<![0-9]){_NUMBER}(?![0-9])")
_OTHERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("e-mail addresses", re.compile(_MAIL)),
    ("telephone numbers", re.compile(rf"(?<![0-9+])(?:{_PHONE})(?![0-9])")),
    ("street addresses", re.compile(_ADDRESS.replace(r"\p{L}", r"[^\W\d_]"))),
)
_KINDS = {
    "bare numbers": Message("national numbers"),
    "national numbers": Message("national numbers"),
    "e-mail addresses": Message("e-mail addresses"),
    "telephone numbers": Message("telephone numbers"),
    "street addresses": Message("street addresses"),
    "bank accounts": Message("bank accounts"),
}
_MEND = Message(
    "Persons are pseudonyms. Where it is their key, replace it first: reportkit pseudonymise. Else deliver the file "
    "without it. Destroy this copy."
)


def is_national_number(text: str) -> bool:
    """Tell whether a text is a number of the Belgian register, with its check digits; also one written with marks.

    Examples
    --------
    >>> is_national_number("85.07.30-033.28"), is_national_number("17073003384"), is_national_number("85073003329")
    (True, True, False)
    """
    digits = re.sub(r"[. -]", "", text)
    if not re.fullmatch(r"[0-9]{11}", digits):
        return False
    month, day, first, check = int(digits[2:4]), int(digits[4:6]), int(digits[:9]), int(digits[9:])
    dated = month < 60 and month % 20 <= 12 and day <= 31  # noqa: PLR2004 - BIS numbers add 20 or 40 to the month
    return dated and check in {97 - first % 97, 97 - (2_000_000_000 + first) % 97}


def is_iban(text: str) -> bool:
    """Tell whether a text is an account number with its check digits, of a country whose length is known.

    Examples
    --------
    >>> is_iban("BE68 5390 0754 7034"), is_iban("BE68 5390 0754 7035")
    (True, False)
    """
    bare = text.replace(" ", "")
    if len(bare) != _LENGTHS.get(bare[:2]) or not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+", bare):
        return False
    return int("".join(str(int(sign, 36)) for sign in bare[4:] + bare[:4])) % 97 == 1


def kinds_of(text: str) -> list[str]:
    """Name what a text holds that gives a person away; ``bare numbers`` are national numbers without marks in them."""
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    kinds = [
        "bare numbers" if found[0].isdigit() else "national numbers"
        for found in _NUMBERS.finditer(plain)
        if is_national_number(found[0])
    ]
    kinds += [kind for kind, pattern in _OTHERS if pattern.search(plain)]
    if any(is_iban(found[0]) for found in re.finditer(_ACCOUNT, plain)):
        kinds.append("bank accounts")
    return list(dict.fromkeys(kinds))


def personal_cells(raw: RawFile, file: str, *, named: bool) -> Iterator[Finding]:
    """Tell the columns of a file, also those that are not read, whose cells give persons away.

    Parameters
    ----------
    raw
        The file as it was read.
    file
        The file, as it is told.
    named
        Whether the first row is known to hold the names of columns; else a column is told by its number.

    Notes
    -----
    One cell is enough, but for numbers of eleven digits without marks: of those, one in ten must have the check digits
    of a national number. The first 10,000 distinct cells that look like any of it are examined.
    """
    for position, (name, cells) in enumerate(zip(raw.header, raw.cells, strict=True)):
        texts = _texts(cells)
        if texts is None:
            continue
        kinds, hits = _examined(texts)
        if kinds:
            rows = raw.rows[positions(pc.is_in(texts, value_set=pa.array(hits, pa.string())))]
            shown = f'"{name}"' if named else str(position + 1)
            what = Message("column {column} holds what looks like {kinds}", column=shown, kinds=kinds_told(kinds))
            first = tuple(int(row) for row in rows[:SHOWN_ROWS])
            column = name if named else ""
            yield Finding("E171", "error", file, len(rows), first, column, expected=what, mend=_MEND)


def kinds_told(kinds: Iterable[str]) -> str:
    """Name kinds of what gives a person away, each once.

    Examples
    --------
    >>> kinds_told(["bare numbers", "national numbers", "bank accounts"])
    'national numbers and bank accounts'
    """
    told, *more = dict.fromkeys(_KINDS[kind] for kind in kinds)
    for kind in more:
        told = Message("{first} and {then}", first=told, then=kind)
    return told


def _texts(cells: pa.ChunkedArray) -> pa.ChunkedArray | None:
    kind = cells.type.value_type if pa.types.is_dictionary(cells.type) else cells.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return cells.cast(pa.string())
    if pa.types.is_integer(kind) and kind.bit_width == 64:  # noqa: PLR2004 - fewer bits hold no eleven digits
        long = pc.if_else(
            pc.greater_equal(cells, pa.scalar(_NINE_DIGITS, cells.type)), cells, pa.scalar(None, cells.type)
        )
        return pc.utf8_lpad(long.cast(pa.string()), 11, "0")
    return None


def _examined(texts: pa.ChunkedArray) -> tuple[list[str], list[str]]:
    """Return the kinds of what is found among distinct cells, and the cells that hold it."""
    distinct = pc.unique(texts)
    near = distinct.filter(pc.fill_null(pc.match_substring_regex(distinct, _ANY), fill_value=False))
    found = {text: kinds for text in near[:_LOOKED_AT].to_pylist() if (kinds := kinds_of(text))}
    numbers = pc.sum(pc.match_substring_regex(near[:_LOOKED_AT], "^[0-9]{11}$")).as_py() or 0
    if _few_by_chance(found, numbers):
        found = {text: kinds for text, kinds in found.items() if kinds != ["bare numbers"]}
    return list(dict.fromkeys(kind for kinds in found.values() for kind in kinds)), list(found)


def _few_by_chance(found: dict[str, list[str]], numbers: int) -> bool:
    return sum("bare numbers" in kinds for kinds in found.values()) < _BARE_SHARE * numbers
