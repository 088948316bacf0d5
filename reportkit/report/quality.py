"""The quality of the delivery, for the authority: rows left out, rules set aside, and what changed since before.

The public is told none of it: see docs/decisions/0006-what-the-public-is-told-of-the-checks.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.display import Stack
from reportkit.pipeline.quality import Quality

if TYPE_CHECKING:
    from reportkit.display import Block
    from reportkit.report.view import Report

__all__ = ["rows", "set_aside", "since_before"]


def rows(report: Report) -> Block:
    """List the rows that were left out, and those that stand there twice; nothing for the public."""
    return Stack(()) if report.public else Quality.of(report.release).rows_table(report.say)


def set_aside(report: Report) -> Block:
    """List the rules that the project file sets aside; nothing for the public, who reads the reasons at the top."""
    return Stack(()) if report.public else Quality.of(report.release).accepted_table(report.say)


def since_before(report: Report) -> Block:
    """Tell who is no longer delivered, and which figures of this region were corrected; nothing for the public."""
    if report.public:
        return Stack(())
    own = Quality.of(report.release).told_of(report.region, report.period)
    known = report.entries.indicators
    return own.since_before(report.say, lambda code: report.name(code) if code in known else code)
