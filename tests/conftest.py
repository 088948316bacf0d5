"""What every test leans on: one behaviour of the property tests, and what happens where a program is missing."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import settings

PROGRAMS = {"browser": ("chromium", "chromium-browser", "google-chrome"), "poppler": ("pdftoppm",)}
"""For each marker the programs of which one must be on the path."""

# The same examples on every machine: a test that fails, fails for everyone.
settings.register_profile("reportkit", derandomize=True, deadline=None, database=None)
settings.load_profile("reportkit")

os.environ["LANGUAGE"] = "en"  # what is expected of the command line is written in English, whoever runs the tests


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a program that is not here; in continuous integration its absence is a failure."""
    for marker, programs in PROGRAMS.items():
        if item.get_closest_marker(marker) and not any(map(shutil.which, programs)):
            missing = f"needs {programs[0]}, which is not on the path"
            if os.environ.get("CI") == "true":
                pytest.fail(missing, pytrace=False)
            pytest.skip(missing)
