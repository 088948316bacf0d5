"""The records of delimited text, each with the line on which it starts. What they hold is not known here."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Records"]


class Records:
    """The records of a text, with the line on which the latest one starts; also where a cell holds line breaks.

    Lines with nothing at all on them are no records. A quote that does not close raises `csv.Error`; `start` is then
    the line of the record that holds it.
    """

    def __init__(self, text: str, delimiter: str) -> None:
        stored = io.BytesIO(text.encode("utf-8", "surrogatepass"))  # a StringIO takes four bytes for each letter
        lines = io.TextIOWrapper(stored, encoding="utf-8", errors="surrogatepass", newline="")
        self._reader = csv.reader(lines, strict=True, delimiter=delimiter)
        self.start = 1

    def __iter__(self) -> Iterator[list[str]]:
        reader = self._reader
        self.start = reader.line_num + 1
        for record in reader:
            if record:
                yield record
            self.start = reader.line_num + 1
