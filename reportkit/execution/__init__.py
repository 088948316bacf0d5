"""Report notebooks run through papermill: parameters checked, a fresh kernel for each, success decided by us.

No figure is computed here and no page is written.
"""

# ruff: noqa: E402 - the order of imports matters here

import sys

# Beside JupyterLab, nbformat's schema checker would import this and build a grammar for a second; no notebook needs it.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import papermill  # noqa: F401 - comes first: it loads the engine of this room, which is made from papermill's own

from reportkit.execution.failure import ExecutionFailure
from reportkit.execution.notebook import execute, read_notebook

__all__ = ["ExecutionFailure", "execute", "read_notebook"]
