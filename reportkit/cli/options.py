"""The options that several verbs share, and what is read from them."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportkit.errors import UsageError
from reportkit.messages import Message, did_you_mean, there_are

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportkit.params import Selection
    from reportkit.periods import Period

__all__ = [
    "FORMATS",
    "AudienceOption",
    "LanguageOption",
    "Listing",
    "ListingOption",
    "PeriodOption",
    "ProjectOption",
    "RegionOption",
    "read_formats",
    "read_periods",
    "read_selection",
]

FORMATS = ("html", "pdf", "xlsx")

ProjectOption = Annotated[list[str] | None, typer.Option("--project", metavar="P", help="A project; repeatable.")]
RegionOption = Annotated[list[str] | None, typer.Option("--region", metavar="R", help="A region, or all; repeatable.")]
PeriodOption = Annotated[
    list[str] | None,
    typer.Option("--period", metavar="Q", help="2022, 2022-H1, 2022-Q3, 2022-06 or 2016/2022; repeatable."),
]
LanguageOption = Annotated[list[str] | None, typer.Option("--language", metavar="L", help="nl or en; repeatable.")]
AudienceOption = Annotated[
    list[str] | None, typer.Option("--audience", metavar="A", help="public or authority; repeatable.")
]


class Listing(StrEnum):
    """How a verb writes a list: for a person, or for a program."""

    TABLE = "table"
    JSON = "json"


ListingOption = Annotated[Listing, typer.Option("--format", help="table (tabs between the cells in a pipe), or json.")]


def read_selection(
    *,
    projects: Sequence[str] | None = None,
    regions: Sequence[str] | None = None,
    periods: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    audiences: Sequence[str] | None = None,
    batch: str | None = None,
) -> Selection:
    """Read what a command asks for."""
    from reportkit.params import Selection  # noqa: PLC0415 - --help needs no params

    return Selection(
        projects=tuple(projects or ()),
        regions=tuple(regions or ()),
        periods=read_periods(periods or ()),
        languages=tuple(languages or ()),
        audiences=tuple(audiences or ()),
        batch=batch,
    )


def read_periods(written: Sequence[str]) -> tuple[Period, ...]:
    """Read periods as they are written on the command line; UsageError for what is none."""
    from reportkit.periods import Period  # noqa: PLC0415

    try:
        return tuple(Period.parse(text) for text in written)
    except ValueError as error:
        raise UsageError("E005", Message("{what}.", what=error.args[0]), where="--period") from None


def read_formats(written: str) -> frozenset[str]:
    """Read formats with commas between them; UsageError for what is none."""
    named = [name.strip() for name in written.split(",") if name.strip()]
    for name in named:
        if name not in FORMATS:
            mend = did_you_mean(name, FORMATS) or there_are(FORMATS)
            raise UsageError("E006", Message('no format "{name}".', name=name), where="--formats", mend=mend)
    if not named:
        raise UsageError("E006", Message("no format is named."), where="--formats", mend=there_are(FORMATS))
    return frozenset(named)
