"""What a cell of a spreadsheet can be, and how large a workbook may be. No file is opened here."""

from __future__ import annotations

__all__ = ["ERROR_WORDS", "KINDS", "MOST_BYTES"]

KINDS = (
    "empty", "text", "number", "percentage", "date", "moment", "duration", "truth", "error", "uncomputed",
)  # fmt: skip
"""The kinds, by their places; a moment is a date with a time of day, uncomputed a formula without its value."""

ERROR_WORDS = frozenset(
    {
        "#n/a", "#n/b", "#div/0!", "#deel/0!", "#ref!", "#verw!", "#value!", "#waarde!", "#valeur!", "#name?", "#naam?",
        "#nom?", "#num!", "#getal!", "#nombre!", "#null!", "#leeg!", "#nul!", "#spill!", "#overloop!", "#calc!",
    }
)  # fmt: skip
"""What spreadsheet programs show for an error, in English, Dutch and French, in small letters."""

MOST_BYTES = 256 * 2**20
"""How many bytes the parts of a workbook may have when they are unpacked."""
