"""Results on stdout: records as a table for a person, with tabs for a pipe, or as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import typer

from reportkit.cli.options import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["write_records", "write_text", "write_whole"]


def write_text(text: str) -> None:
    """Write text to stdout as it is."""
    typer.echo(text.encode(), nl=False)


def write_whole(content: bytes, path: Path, *, mode: int = 0o666) -> None:
    """Write a file under another name beside it first, so that it appears whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            file.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_records(columns: Sequence[str], records: Sequence[Mapping[str, object]], form: Listing) -> None:
    """Write records: a drawn table on a terminal, cells with tabs between them in a pipe, or JSON."""
    if form is Listing.JSON:
        write_text(json.dumps(list(records), ensure_ascii=False, indent=2) + "\n")
    elif sys.stdout.isatty():
        _draw(columns, records)
    else:
        rows = [columns, *([_cell(record[name]) for name in columns] for record in records)]
        write_text("".join("\t".join(row) + "\n" for row in rows))


def _cell(value: object) -> str:
    text = ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)
    return " ".join(text.split())


def _draw(columns: Sequence[str], records: Sequence[Mapping[str, object]]) -> None:
    from rich.console import Console  # noqa: PLC0415 - a pipe needs no drawing
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(*columns, box=None, header_style="bold", pad_edge=False)
    for record in records:
        table.add_row(*(Text(_cell(record[name])) for name in columns))
    Console().print(table)
