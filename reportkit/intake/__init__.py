"""Files in, typed and checked tables out. What the tables mean is not known here."""

from reportkit.intake.delivery import load, read, refused
from reportkit.intake.faults import CELL_RULES, FILE_CODES, line, sentences
from reportkit.intake.rules import RECORD_CHECKS, RecordCheck
from reportkit.intake.shown import cells_told
from reportkit.intake.suggestion import suggested

__all__ = [
    "CELL_RULES",
    "FILE_CODES",
    "RECORD_CHECKS",
    "RecordCheck",
    "cells_told",
    "line",
    "load",
    "read",
    "refused",
    "sentences",
    "suggested",
]
