"""Files in, typed and checked tables out. What the tables mean is not known here."""

from reportkit.intake.delivery import load, read, refused
from reportkit.intake.faults import CELL_RULES, FILE_CODES, line, sentences
from reportkit.intake.rules import RECORD_CHECKS, RecordCheck

__all__ = [
    "CELL_RULES",
    "FILE_CODES",
    "RECORD_CHECKS",
    "RecordCheck",
    "line",
    "load",
    "read",
    "refused",
    "sentences",
]
