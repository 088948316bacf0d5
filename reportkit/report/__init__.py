"""What a report notebook calls: open a report, then one function for each block. Figures are protected before that."""

from reportkit.report import accountability, comparison, esf, network, outcomes, portfolio, quality, reach
from reportkit.report.view import Report, open_report

__all__ = [
    "Report",
    "accountability",
    "comparison",
    "esf",
    "network",
    "open_report",
    "outcomes",
    "portfolio",
    "quality",
    "reach",
]
