"""reportkit: impact reports of employment and integration projects, from participant records.

Report notebooks call `reportkit.report`; analysts find the same functions there, and the figures under
`reportkit.pipeline.compute`. The command is `reportkit`.
"""

from importlib.metadata import PackageNotFoundError, version

__all__ = ["__version__"]

try:
    __version__ = version("reportkit-esf")
except PackageNotFoundError:  # the source tree alone, not installed
    __version__ = "0"
