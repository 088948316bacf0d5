"""What a project file says that the values of its files mean: each must be a code that the column takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportkit.messages import Message, did_you_mean
from reportkit.params.yaml import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportkit.params.yaml import Place
    from reportkit.tables import Column, InputTable

__all__ = ["value_problems"]

_YES_NO = ("yes", "no")
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")


def value_problems(
    values: Mapping[str, Mapping[str, str]], tables: Iterable[InputTable], place: Place
) -> Iterator[Problem]:
    """Find what a file's values are said to mean and cannot: no code of that column in any of these tables.

    A value may also mean nothing at all, written ``""``: the cell is then empty.
    """
    listed = list(tables)
    for name, meanings in values.items():
        columns = [column for table in listed for column in table.columns if column.name == name]
        for written, meant in meanings.items():
            if columns and meant and not any(_takes(column, meant) for column in columns):
                yield Problem(_misfit(columns, written, meant), (*place, name, written))


def _takes(column: Column, meant: str) -> bool:
    if column.kind == "yes_no":
        return meant in _YES_NO
    if column.kind == "whole":
        return bool(_WHOLE.fullmatch(meant))
    return meant in column.codes if column.codes else True


def _misfit(columns: list[Column], written: str, meant: str) -> str:
    codes = list(dict.fromkeys(code for column in columns for code in _codes(column)))
    if not codes:
        return Message('"{meant}" is not a whole number', meant=meant)
    if written in codes and meant not in codes:
        line = f"{{{meant}: {written}}}"
        return Message('"{meant}" is no code; what the file writes comes first: {line}', meant=meant, line=line)
    mend = did_you_mean(meant, codes) or Message("there are {listed}", listed=", ".join(codes))
    return Message('"{meant}" is no code; {mend}', meant=meant, mend=mend)


def _codes(column: Column) -> tuple[str, ...]:
    return _YES_NO if column.kind == "yes_no" else column.codes
