"""Every error that reportkit raises on purpose, and the exit status each one leads to.

::

    ReportkitError          something a person can mend; never a bug
    ├── UsageError          2  the command asks for what does not exist
    ├── ParamsError         2  a file under params/ says what cannot be
    ├── DataError           3  a delivered table is refused
    ├── ReportError         1  a report could not be made; the others were
    ├── DisclosureError     1  a public table would give a person away
    └── NotTheSameError     4  a rebuilt output differs from the recorded one

Codes: E0xx usage and params, E1xx delivered data, E2xx making a report, E3xx disclosure, E4xx verification.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "DataError",
    "DisclosureError",
    "NotTheSameError",
    "ParamsError",
    "ReportError",
    "ReportkitError",
    "UsageError",
]


class ReportkitError(Exception):
    """Raised for whatever a person can mend.

    Parameters
    ----------
    code
        Stable code, such as ``E134``.
    what
        What is wrong and how many times, without a value of any person.
    where
        File, with line, row or column where there is one.
    mend
        What to do next.
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, code: str, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(code, what, where, mend)
        self.code, self.what, self.where, self.mend = code, what, where, mend

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling between the worker processes of a batch."""
        return _rebuilt, (type(self), self.code, self.what, self.where, self.mend)

    def __str__(self) -> str:
        """One line: code, place, what, mend."""
        place = f" {self.where}:" if self.where else ""
        mend = f" {self.mend}" if self.mend else ""
        return f"{self.code}{place} {self.what}{mend}"


def _rebuilt(kind: type[ReportkitError], code: str, what: str, where: str, mend: str) -> ReportkitError:
    return kind(code, what, where=where, mend=mend)


class UsageError(ReportkitError):
    """Raised when a command asks for a project, region, period or file that does not exist."""

    exit_status: ClassVar[int] = 2


class ParamsError(ReportkitError):
    """Raised when a file under ``params/`` holds an unknown key, a wrong type or an impossible value."""

    exit_status: ClassVar[int] = 2


class DataError(ReportkitError):
    """Raised when a delivered table is refused; `what` lists all its faults, a line each."""

    exit_status: ClassVar[int] = 3


class ReportError(ReportkitError):
    """Raised when a report notebook did not run to its end."""


class DisclosureError(ReportkitError):
    """Raised when the audit finds that a public table would give a person away."""


class NotTheSameError(ReportkitError):
    """Raised when an output is not what its manifest says."""

    exit_status: ClassVar[int] = 4
