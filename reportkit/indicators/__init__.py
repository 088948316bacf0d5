"""Indicators: what is counted, how, and the statistics and checks of published figures. Tables in, tables out.

The engine, `evaluator`, is not imported here: a report names and defines indicators, and computes none.
"""

from reportkit.indicators.catalogue import Catalogue, catalogue, definitions, structure

__all__ = ["Catalogue", "catalogue", "definitions", "structure"]
