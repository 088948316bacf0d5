"""Read a workbook in a process of its own, which may use so much memory and time and no more.

``python -P apart.py xlsx|ods SHEET`` takes a workbook on standard input and writes an Arrow stream. It runs from its
file: the package would be imported whole otherwise, and that takes longer than the reading.
"""

from __future__ import annotations

import resource
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType

__all__ = ["OUT_OF_MEMORY", "main"]

MOST_MEMORY = 2 * 2**30
"""How many bytes of memory the process may ask for."""
MOST_CPU_SECONDS = 120
"""How long the process may calculate."""
OUT_OF_MEMORY = 3
"""The exit status when the memory does not suffice."""


def main() -> int:
    """Set the limits, and read."""
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_CPU_SECONDS)):
        with suppress(OSError, ValueError):
            resource.setrlimit(limit, (most, most))
    try:
        return _read(sys.argv[1], sys.argv[2])
    except MemoryError:
        return OUT_OF_MEMORY


def _read(form: str, sheet: str) -> int:
    import pyarrow as pa  # noqa: PLC0415 - only under the limits

    from reportkit.intake.spreadsheets.workbook import cells_of  # noqa: PLC0415 - likewise

    table = cells_of(form, sheet, sys.stdin.buffer.read())
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
        stream.write_table(table)
    return 0


def _without_rooms() -> None:
    """Let modules of this room be imported without what its ``__init__`` imports."""
    here = Path(__file__).parent
    rooms = ("reportkit", "reportkit.intake", "reportkit.intake.spreadsheets")
    for name, folder in zip(rooms, (here.parent.parent, here.parent, here), strict=True):
        package = ModuleType(name)
        package.__path__ = [str(folder)]
        sys.modules[name] = package


if __name__ == "__main__":
    _without_rooms()
    sys.exit(main())
