"""Every report of the five projects, as ``make reports`` makes them: seconds a report, and the largest process.

Compared with nothing: it is the price of a whole run on this machine, kernels, pages, PDFs and spreadsheets included.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("params", "data", "notebooks")


def main() -> None:
    """Make the reports in a workspace of their own, and print what that took."""
    with tempfile.TemporaryDirectory() as folder:
        for name in FOLDERS:
            shutil.copytree(ROOT / name, Path(folder) / name)
        command = [sys.executable, "-m", "reportkit", "--workspace", folder, "run", "--batch", "all"]
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        manifests = [json.loads(path.read_text()) for path in Path(folder).glob("outputs/*/*/*/*/manifest.json")]
    reports = sum(len(manifest["parameters"]["languages"]) for manifest in manifests)
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{reports} reports (HTML and PDF) in {len(manifests)} folders")
    print(f"{seconds:.0f} s, {seconds / reports:.2f} s a report")
    print(f"largest process: {largest:.0f} MiB")


if __name__ == "__main__":
    main()
