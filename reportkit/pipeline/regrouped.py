"""Refuses to show the public other groups than it saw before: both together would tell of the persons between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.errors import DisclosureError
from reportkit.indicators.breakdowns import TOTAL
from reportkit.indicators.support import SUPPORT
from reportkit.messages import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from reportkit.indicators import Catalogue
    from reportkit.params import Project

__all__ = ["refuse_regrouped"]


def refuse_regrouped(project: Project, published: pd.DataFrame, entries: Catalogue) -> None:
    """Refuse a public table whose groups, or kinds of support, are not those of the figures that were published.

    Parameters
    ----------
    project
        The project.
    published
        Every figure that the public ever saw of it, as `reportkit.tables.FIGURE_COLUMNS`.
    entries
        What the public is to see now.

    Raises
    ------
    DisclosureError
        When figures of other groups were shown before.
    """
    names = list(_regrouped(published, entries))
    if names:
        what = Message("figures were published with other groups of {names}, finer or coarser", names=", ".join(names))
        mend = Message("Name under disclosure.coarser what it named when they were published, and leave it so.")
        raise DisclosureError("E309", what, where=f"params/projects/{project.id}.yaml", mend=mend)


def _regrouped(published: pd.DataFrame, entries: Catalogue) -> Iterator[str]:
    """Yield the breakdowns, and support, of which the public saw groups that are not there now."""
    seen = published[["by", "group", "indicator"]].drop_duplicates()
    for by, breakdown in entries.breakdowns.items():
        groups = set(seen.loc[seen["by"] == by, "group"])
        if groups - set(breakdown.groups):
            yield by
    support = seen.loc[(seen["by"] == TOTAL) & seen["indicator"].str.startswith(f"{SUPPORT}."), "indicator"]
    if set(support) - set(entries.indicators):
        yield SUPPORT
