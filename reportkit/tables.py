"""The contracts of the tables that rooms hand each other: what is delivered, what is computed, what is found wrong.

Nothing is read or computed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    import pyarrow as pa

__all__ = [
    "FIGURE_COLUMNS",
    "FIGURE_KEY",
    "FIGURE_NUMBERS",
    "FIGURE_TYPES",
    "INPUT_TABLES",
    "STATUSES",
    "WHOLE_KEY",
    "Column",
    "Delivery",
    "Finding",
    "InputTable",
    "Source",
    "Split",
    "Structure",
    "rows_of",
]

Kind = Literal["text", "date", "whole", "decimal", "yes_no"]
Severity = Literal["error", "warning", "information"]


@dataclass(frozen=True)
class Column:
    """A column of a delivered table.

    `kind` decides the Arrow type: text is string, date is date32, whole is int64, decimal is float64, yes_no is bool.
    A text column with `codes` takes those values only. Empty is null.
    """

    name: str
    kind: Kind = "text"
    required: bool = False
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class InputTable:
    """A table that a project delivers, with its columns in their usual order."""

    name: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError when there is none."""
        return {column.name: column for column in self.columns}[name]

    def has(self, name: str) -> bool:
        """Tell whether the table has a column of that name."""
        return any(column.name == name for column in self.columns)


EXIT_REASONS = (
    "work", "training", "self_sufficient", "practical", "medical", "moved", "own_request", "no_cooperation", "other",
)  # fmt: skip
GENDERS = ("F", "M", "X")
PROTECTION_STATUSES = ("refugee", "subsidiary", "temporary", "applicant", "none")
LABOUR_STATUSES = ("unemployed", "inactive", "employed")
ANSWERS = ("yes", "no", "refused", "not_asked")
REFERRERS = ("vdab", "ocmw", "municipality", "asylum_centre", "self", "other")
CONTRACTS = ("permanent", "fixed_term", "temp_agency", "self_employed", "work_experience")
STUDY_KINDS = ("language", "vocational", "secondary", "higher", "other")
SUPPORT_KINDS = (
    "screening", "skills_test", "labour_market_course", "application_training", "work_experience", "internship",
    "volunteering", "language_coaching", "job_coaching", "social_inquiry", "employer_meeting", "buddy",
    "participation_track",
)  # fmt: skip
IMPROVEMENTS = ("stable_contract", "more_hours", "higher_skill", "promotion")
OFFER_KINDS = (
    "activity", "buddy", "volunteering", "organisation_training", "newcomer_initiative", "neighbourhood_work",
    "workshop",
)  # fmt: skip
ENTITY_KINDS = ("public_administration", "sme")

_PERSON = (Column("person_key", required=True), Column("operation_id", required=True))

INPUT_TABLES: Mapping[str, InputTable] = {
    table.name: table
    for table in (
        InputTable(
            "participations",
            (
                *_PERSON,
                Column("entry_date", "date", required=True),
                Column("exit_date", "date"),
                Column("exit_reason", codes=EXIT_REASONS),
                Column("gender", codes=GENDERS),
                Column("birth_date", "date"),
                Column("age_at_entry", "whole"),
                Column("municipality"),
                Column("nationality"),
                Column("protection_status", codes=PROTECTION_STATUSES),
                Column("labour_status", codes=LABOUR_STATUSES),
                Column("unemployed_months", "whole"),
                Column("in_education", "yes_no"),
                Column("isced", "whole"),
                *(
                    Column(name, codes=ANSWERS)
                    for name in ("foreign_background", "minority", "disability", "homeless", "rural")
                ),
                Column("referred_by", codes=REFERRERS),
                Column("track"),
            ),
        ),
        InputTable(
            "jobs",
            (
                *_PERSON,
                Column("start_date", "date", required=True),
                Column("end_date", "date"),
                Column("contract", codes=CONTRACTS),
                Column("hours_per_week", "decimal"),
            ),
        ),
        InputTable(
            "studies",
            (
                *_PERSON,
                Column("start_date", "date", required=True),
                Column("end_date", "date"),
                Column("kind", codes=STUDY_KINDS),
                Column("qualification"),
                Column("awarding_body"),
                Column("qualification_date", "date"),
            ),
        ),
        InputTable(
            "support",
            (
                *_PERSON,
                Column("kind", required=True, codes=SUPPORT_KINDS),
                Column("start_date", "date", required=True),
                Column("end_date", "date"),
                Column("hours", "decimal"),
            ),
        ),
        InputTable(
            "follow_ups",
            (
                *_PERSON,
                Column("observed_on", "date", required=True),
                Column("labour_status", codes=LABOUR_STATUSES),
                Column("searching", "yes_no"),
                Column("improvement", codes=IMPROVEMENTS),
            ),
        ),
        InputTable(
            "offers",
            (
                Column("offer_id", required=True),
                Column("operation_id", required=True),
                Column("organisation_key"),
                Column("municipality"),
                Column("kind", required=True, codes=OFFER_KINDS),
                Column("start_date", "date", required=True),
                Column("end_date", "date"),
                Column("places", "whole"),
                Column("taken", "whole"),
                Column("quality_label", "yes_no"),
            ),
        ),
        InputTable(
            "employers",
            (
                Column("employer_key", required=True),
                Column("operation_id", required=True),
                Column("municipality"),
                Column("contacted_on", "date", required=True),
                Column("vacancies", "whole"),
                Column("hires", "whole"),
            ),
        ),
        InputTable(
            "entities",
            (
                Column("entity_key", required=True),
                Column("operation_id", required=True),
                Column("kind", required=True, codes=ENTITY_KINDS),
                Column("supported_on", "date", required=True),
            ),
        ),
        InputTable(
            "population",
            (
                Column("municipality", required=True),
                Column("date", "date", required=True),
                Column("group", required=True),
                Column("count", "whole", required=True),
                Column("source"),
            ),
        ),
    )
}
"""The nine tables of a delivery. A typed table has every column listed here, null-filled where the file lacks it, and
two more: ``_file`` (string, path from the workspace) and ``_row`` (int64, the row a person sees in the file)."""


WHOLE_KEY = ("code", "by", "group", "area", "moment")
"""What names a count of the whole tables that fit a release.

Besides there is a column of whole numbers for each table, the true one first.
"""

FIGURE_KEY = ("project", "region", "period", "basis", "framework", "indicator", "by", "group")
FIGURE_NUMBERS = ("value", "numerator", "denominator", "low", "high")
"""The columns that a figure stands in; a suppressed row keeps none of them."""
FIGURE_COLUMNS = (*FIGURE_KEY, "unit", *FIGURE_NUMBERS, "target", "status", "note")
"""The columns of the indicators table, in the order of indicators.csv; `FIGURE_KEY` is unique and sorts the table.
Proportions are 0 to 1."""
FIGURE_TYPES: Mapping[str, Literal["float64", "str"]] = {
    name: "float64" if name in {*FIGURE_NUMBERS, "target"} else "str" for name in FIGURE_COLUMNS
}
"""The types of those columns."""

STATUSES = ("ok", "suppressed", "rounded", "pending", "not_applicable", "not_available")


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, each by the names of its columns."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


@dataclass(frozen=True)
class Finding:
    """What a check found in a delivery: a rule, where, and how often. It holds no value of a person.

    `rows` are row numbers as a person sees them, the first 20; `count` is how many there are. `rejected` says whether
    the rows were left out of the tables.
    """

    rule: str
    severity: Severity
    file: str
    count: int
    rows: tuple[int, ...] = ()
    column: str = ""
    expected: str = ""
    mend: str = ""
    accepted: str = ""
    rejected: bool = False


@dataclass(frozen=True)
class Source:
    """A delivered file: its table, path from the workspace, SHA-256, and rows (delivered = read + rejected)."""

    table: str
    path: str
    sha256: str
    delivered: int
    rejected: int = 0


@dataclass(frozen=True)
class Delivery:
    """A project's delivery, read and checked: typed tables by name, the files they came from, and what was found."""

    tables: Mapping[str, pa.Table]
    sources: tuple[Source, ...] = ()
    findings: tuple[Finding, ...] = ()
    completeness: pd.DataFrame | None = None


@dataclass(frozen=True)
class Split:
    """A count that other counts divide without overlap.

    `remainder` says that the parts leave an unprinted rest, which the reader can subtract: the complement.
    `to_date_only` says that the split holds for to_date figures alone, because whole and parts are dated by different
    events (started and closed; started and supported): its remainder can shrink from one cut-off to the next.
    `harmless` says that the remainder tells of records and not of persons, so that it may be known when it is small.
    `one_class` names the parts of which it may not be known that all of the whole are in them, however many they are:
    it would be known of each of them.
    """

    whole: str
    parts: tuple[str, ...]
    remainder: bool = False
    to_date_only: bool = False
    harmless: bool = False
    one_class: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """What counts of several groups, or of several wholes, say of one another: `less` together are at most `more`.

    Each is a code, or a code and the group (``by``, ``group``) it is meant of. Those without a group are meant of the
    total where another has one, else of every group that all have. `exact` says that both come to the same;
    `to_date_only` is as in `Split`. `usual` says that it can fail, as where a person comes back in another region: it
    is left out where the figures break it.
    """

    more: tuple[str | tuple[str, str, str], ...]
    less: tuple[str | tuple[str, str, str], ...]
    exact: bool = False
    to_date_only: bool = False
    usual: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """The codes that it is about."""
        return frozenset(entry if isinstance(entry, str) else entry[0] for entry in (*self.more, *self.less))


@dataclass(frozen=True)
class Renewal:
    """What a result, which each cut-off sees anew, says of the cut-off before, and of those who left since.

    Whoever was measured at a cut-off is so at the next, unless she came back; whoever was pending is measured in time.

    Attributes
    ----------
    result, measured, pending
        Codes: those who achieved it, who could be measured, and who could not yet.
    returned
        Code of those who came back within a period: each can take one of the former away.
    months
        After how many months, at most, whoever left is measured.
    left
        Code of all who left within a period; those who could be measured or could not yet are among them.
    """

    result: str
    measured: str
    pending: str
    returned: str
    months: int
    left: str

    @property
    def codes(self) -> frozenset[str]:
        """The codes that it is about."""
        return frozenset({self.result, self.measured, self.pending, self.returned, self.left})


@dataclass(frozen=True)
class Structure:
    """What a reader of the indicators table can add and subtract.

    Attributes
    ----------
    splits
        Which counts add up to which.
    flows
        Counts for which ``to_date(t) = to_date(s) + period(s, t)``; other counts have only ``to_date``.
    results
        Counts that each cut-off sees anew (a person who comes back takes an exit away): what changed from one cut-off
        to the next tells of few persons, and their figures of a period are not protected.
    links
        What else counts say of one another, across groups and wholes.
    renewals
        What results say of earlier cut-offs; what the figures break is left out.
    withheld
        Figures that are never shown.
    rests_on
        For each figure that is not itself a count (share, mean, median, survival share): the counts that give it away.
    amounts
        Those of them that are sums, as of hours: they add up over periods and regions, as counts do.
    special
        Counts of special categories of personal data, each with a threshold of its own.
    regions
        For each region its municipalities (REFNIS); ``all`` holds every record and is not listed.
    periods
        For each period id its first and last day, ISO dates.
    """

    splits: tuple[Split, ...]
    flows: frozenset[str]
    rests_on: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    periods: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    results: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    renewals: tuple[Renewal, ...] = ()
    withheld: frozenset[str] = frozenset()
    amounts: frozenset[str] = frozenset()
    special: Mapping[str, int] = field(default_factory=dict)

    def least(self, code: str, threshold: int) -> int:
        """Return the smallest number that may be known of a count, or of the counts that a figure rests on."""
        counts = (code, *self.rests_on.get(code, ()))
        return max(threshold, *(self.special.get(count, 0) for count in counts))
