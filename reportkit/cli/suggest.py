"""``reportkit check --suggest FILE``: what a profile could say of a CSV file, for a person to judge and paste."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.cli.language import told
from reportkit.cli.output import write_text
from reportkit.errors import UsageError
from reportkit.messages import Message

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["suggest"]

_NOT_TEXT = (".parquet", ".xlsx", ".xls", ".ods")


def suggest(file: Path) -> None:
    """Write to stdout what could be declared under ``data:`` for a file; nothing is applied and no file is written."""
    from reportkit.intake import suggested

    if not file.is_file():
        raise UsageError("E014", Message("no such file."), where=str(file), mend=Message("Name a CSV file."))
    if file.suffix.lower() in _NOT_TEXT:
        raise UsageError("E014", Message("only of CSV files can a profile be suggested."), where=str(file))
    write_text(told(suggested(file.read_bytes())))
