"""From cells as delivered to typed columns: each cell is read strictly, or its row is told.

A column of text is typed through its distinct values, so ten million cells cost a few thousand readings.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reportkit.intake.native import FIRST_YEAR, LAST_YEAR, positions, typed_natively
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    from reportkit.intake.profile import Profile
    from reportkit.tables import Column

    Parse = Callable[[str], object]

__all__ = ["ARROW_TYPES", "TypedColumn", "how_to_write", "loose_spaces", "typed"]

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "date": pa.date32(),
    "whole": pa.int64(),
    "decimal": pa.float64(),
    "yes_no": pa.bool_(),
}

_RULES = {"date": "T02", "whole": "T03", "decimal": "T04", "yes_no": "T05", "text": "T06"}
_FREE_TEXT = frozenset({"qualification", "awarding_body", "source"})
_LOOSE = r"^[\s\p{Z}\p{Cf}]|[\s\p{Z}\p{Cf}]$|\p{Cc}"
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_YES_NO = {"yes": True, "no": False}


class TypedColumn(NamedTuple):
    """A typed column, the positions of the cells that could not be read, and the rule they break."""

    cells: pa.ChunkedArray
    faulty: npt.NDArray[np.int64]
    rule: str


def typed(column: Column, cells: pa.ChunkedArray, profile: Profile) -> TypedColumn | None:
    """Type a column of text or of Arrow's own types; None when its Arrow type does not match."""
    rule, kind = _RULES[column.kind], ARROW_TYPES[column.kind]
    if pa.types.is_null(cells.type):
        return TypedColumn(pa.chunked_array([pa.nulls(len(cells), kind)], type=kind), _none(), rule)
    if not _is_text(cells.type):
        native = typed_natively(column, cells)
        return None if native is None else TypedColumn(*native, rule)
    if column.kind == "text" and not column.codes and column.name not in profile.values:
        return TypedColumn(_without_markers(cells.cast(pa.string()), profile.missing), _none(), rule)
    return _through_distinct(column, cells, profile)


def loose_spaces(column: Column, cells: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    """Return the positions of keys with spaces around them, or with control characters in them."""
    if column.kind != "text" or column.codes or column.name in _FREE_TEXT:
        return _none()
    return positions(pc.match_substring_regex(cells, _LOOSE))


def how_to_write(column: Column, profile: Profile) -> str:
    """Say how the cells of a column are written, and where to declare another way."""
    params = profile.params
    if column.kind == "date":
        example = date(2022, 12, 31).strftime(profile.date_format.replace("%-", "%"))
        return Message(
            'Write 31 December 2022 as {example} ("{form}"), or declare data.date_format in {params}.',
            example=example,
            form=profile.date_format,
            params=params,
        )
    if column.kind == "decimal":
        return Message("Write 12{mark}5, or declare data.decimal in {params}.", mark=profile.decimal, params=params)
    if column.kind == "whole":
        return Message("Write 12, not 12.0 or 1E+01.")
    return Message(
        "Write {codes}, or say what the file's own codes mean under data.values.{column} in {params}.",
        codes=", ".join(column.codes or tuple(_YES_NO)),
        column=column.name,
        params=params,
    )


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def _without_markers(cells: pa.ChunkedArray, missing: frozenset[str]) -> pa.ChunkedArray:
    marked = pc.is_in(cells, value_set=pa.array(sorted(missing), pa.string()))
    return pc.if_else(marked, pa.scalar(None, pa.string()), cells)


def _through_distinct(column: Column, cells: pa.ChunkedArray, profile: Profile) -> TypedColumn:
    kind = ARROW_TYPES[column.kind]
    read = _reader(column, profile)
    encoded = cells if pa.types.is_dictionary(cells.type) else cells.dictionary_encode()
    chunks: list[pa.Array] = []
    faults: list[pa.Array] = []
    for chunk in encoded.unify_dictionaries().chunks:
        pairs = [read(written) for written in chunk.dictionary.to_pylist()]
        chunks.append(pa.array([value for value, _ in pairs], type=kind).take(chunk.indices))
        faults.append(pa.array([faulty for _, faulty in pairs], type=pa.bool_()).take(chunk.indices))
    faulty = positions(pa.chunked_array(faults, type=pa.bool_()))
    return TypedColumn(pa.chunked_array(chunks, type=kind), faulty, _RULES[column.kind])


def _reader(column: Column, profile: Profile) -> Callable[[str | None], tuple[object, bool]]:
    """Return what reads a cell: to its value and False, or to nothing and True when it cannot be read."""
    parse = _parser(column, profile)
    meant = profile.values.get(column.name, {})
    missing = profile.missing

    def read(written: str | None) -> tuple[object, bool]:
        """Return the value of a cell, and whether it was refused; a refused or missing cell has no value."""
        said = written if written is None else meant.get(written, written)
        if said is None or said in missing:
            return None, False
        try:
            return parse(said), False
        except (ValueError, KeyError):
            return None, True

    return read


def _parser(column: Column, profile: Profile) -> Parse:
    if column.kind == "date":
        return _dates(profile.date_pattern())
    if column.kind == "whole":
        return _whole
    if column.kind == "decimal":
        return _decimals(profile.decimal)
    if column.kind == "yes_no":
        return _YES_NO.__getitem__
    codes = {code: code for code in column.codes}
    return codes.__getitem__ if codes else str


def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError
    return int(text)


def _decimals(mark: str) -> Parse:
    pattern = re.compile(rf"[+-]?[0-9]+(?:{re.escape(mark)}[0-9]+)?")

    def parse(text: str) -> float:
        """Read a number with the decimal mark of the profile; ValueError where it is none."""
        if not pattern.fullmatch(text):
            raise ValueError
        return float(text.replace(mark, "."))

    return parse


def _dates(pattern: re.Pattern[str]) -> Parse:
    def parse(text: str) -> date:
        """Read a day in the form of the profile; ValueError where it is none, or out of range."""
        found = pattern.fullmatch(text)
        if not found or not FIRST_YEAR <= int(found["y"]) <= LAST_YEAR:
            raise ValueError
        return date(int(found["y"]), int(found["m"]), int(found["d"]))

    return parse


def _none() -> npt.NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)
