"""``reportkit pseudonymise``: the keys of persons in a file replaced, before the file comes into a workspace."""

# ruff: noqa: PLC0415 - a verb loads what it needs, and no verb before it is called

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.cli.output import write_whole
from reportkit.errors import UsageError
from reportkit.messages import Message

if TYPE_CHECKING:
    from reportkit.cli.doors import Door

__all__ = ["pseudonymise"]


def pseudonymise(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file as its source delivers it.")],
    column: Annotated[list[str], typer.Option("--column", metavar="NAME", help="A column of keys; repeatable.")],
    key_file: Annotated[Path, typer.Option("--key-file", metavar="KEY", help="The secret, outside the workspace.")],
    new_key: Annotated[bool, typer.Option("--new-key", help="Make the secret first.")] = False,
    drop: Annotated[
        list[str] | None, typer.Option("--drop", metavar="NAME", help="A column to leave out; repeatable.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="FILE", help="A new file; stdout when left out.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="The file's encoding.")] = "utf-8",
    delimiter: Annotated[str, typer.Option(help="What stands between two cells; \\t is a tab.")] = ",",
) -> None:
    """Replace the keys of persons in a CSV file by pseudonyms, the same in every file of one secret."""
    from reportkit.intake.pseudonyms import Form, new_secret, pseudonymised, secret_of

    if not file.is_file():
        raise UsageError("E014", Message("no such file."), where=str(file), mend=Message("Name a CSV file."))
    if output is not None and (output.exists() or output.is_symlink()):
        what, mend = Message("there is a file already."), Message("Name a new one.")
        raise UsageError("E183", what, where=str(output), mend=mend)
    mark = "\t" if delimiter == "\\t" else delimiter
    if len(mark) != 1 or mark in '"\r\n':
        raise UsageError("E181", Message("a delimiter is one sign."), where="--delimiter")
    workspaces = _workspaces(context.obj, key_file)
    if new_key:
        new_secret(key_file, workspaces)
    secret = secret_of(key_file, workspaces)
    made = pseudonymised(file.read_bytes(), str(file), column, drop or (), secret, Form(encoding, mark))
    if output is None:
        typer.echo(made, nl=False)
    else:
        write_whole(made, output, mode=0o600)


def _workspaces(door: Door, key_file: Path) -> list[Path]:
    """Return the workspaces that there are: the one named, and those around this folder, and around the key."""
    from reportkit.params import find_workspace

    found = [door.folder] if door.folder else []
    for start in (Path.cwd(), key_file.resolve().parent):
        with suppress(UsageError):
            found.append(find_workspace(start))
    return found
