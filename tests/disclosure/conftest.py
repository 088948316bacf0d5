"""What all tests of this room share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.disclosure import settling

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def _a_little_effort() -> Iterator[None]:
    """Try to do without some figures of a small table, not each: that takes long, and most tests ask what is safe."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "_EFFORT", 100_000)
        yield
