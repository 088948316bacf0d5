"""Indicators: what is counted, how, and the statistics and checks of published figures. Tables in, tables out."""

from reportkit.indicators.catalogue import Catalogue, catalogue, definitions, structure
from reportkit.indicators.evaluator import compute, population_groups

__all__ = ["Catalogue", "catalogue", "compute", "definitions", "population_groups", "structure"]
