"""Made-up deliveries of the five projects: a catalogue of designs and one seeded engine. No real record is here."""

from reportkit.sample.catalogue import DESIGNS
from reportkit.sample.writing import make_tables, write_samples

__all__ = ["DESIGNS", "make_tables", "write_samples"]
