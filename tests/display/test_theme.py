"""Colours that everyone can read and tell apart."""

from __future__ import annotations

import itertools
import math

import pytest

from reportkit.display.theme import ACCENT, INK, MUTED, PAPER, SERIES, VARIABLES, contrast, readable_on

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
Vector = tuple[float, ...]


def times(matrix: tuple[Vector, ...], vector: Vector) -> Vector:
    """Multiply a matrix and a vector."""
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def seen(colour: str, sight: str) -> Vector:
    """Return a colour in CIE Lab as someone with that sight sees it."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    clipped = tuple(min(1.0, max(0.0, c)) for c in times(SIGHT[sight], linear))
    white = (0.9505, 1.0, 1.089)
    x, y, z = (math.cbrt(v / w) for v, w in zip(times(TO_XYZ, clipped), white, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHT)
def test_series_are_told_apart_with_every_sight(sight: str) -> None:
    """Any two colours of series differ clearly, also for readers who do not see red, green or blue."""
    distances = [math.dist(seen(one, sight), seen(other, sight)) for one, other in itertools.combinations(SERIES, 2)]
    assert min(distances) > 20


@pytest.mark.parametrize("colour", SERIES)
def test_marks_stand_out_from_the_paper(colour: str) -> None:
    """Graphics have a contrast of 3 or more, and the words on them 4.5 or more (WCAG 1.4.11 and 1.4.3)."""
    assert contrast(colour, PAPER) >= 3
    assert contrast(readable_on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", [INK, MUTED, ACCENT])
@pytest.mark.parametrize("ground", ["paper", "tint"])
def test_text_can_be_read(colour: str, ground: str) -> None:
    """Text has a contrast of 4.5 or more on every ground it stands on."""
    assert contrast(colour, VARIABLES[ground]) >= 4.5
