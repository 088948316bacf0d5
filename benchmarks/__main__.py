"""``make bench``: run every benchmark, each in a process of its own, and print what it measured."""

from __future__ import annotations

import subprocess
import sys

BENCHMARKS = ("reports", "participations", "rounding", "suppression", "plain_program")

for name in BENCHMARKS:
    print(f"\n== benchmarks/{name}.py", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
