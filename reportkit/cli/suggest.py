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

_NOT_TEXT = (".parquet", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".fods")


def suggest(file: Path) -> None:
    """Write to stdout what could be declared under ``data:`` for a file; nothing is applied and no file is written."""
    from reportkit.intake import suggested
    from reportkit.intake.spreadsheets.container import misnamed

    if not file.is_file():
        raise UsageError("E014", Message("no such file."), where=str(file), mend=Message("Name a CSV file."))
    content = file.read_bytes()
    if file.suffix.lower() in _NOT_TEXT or misnamed(content, str(file)) is not None:
        what, mend = Message("only of CSV files can a profile be suggested."), Message("Save it as CSV, and name that.")
        raise UsageError("E014", what, where=str(file), mend=mend)
    write_text(told(suggested(content)))
