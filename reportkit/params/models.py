"""What a project file, a regions file and a batch file may say.

Every model is frozen and refuses unknown keys. Defaults that the sources leave open stand here, in one place.
"""

# ruff: noqa: RUF012 - pydantic copies a default for each value

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from reportkit.messages import Message
from reportkit.params.profile import Acceptance, DataProfile, TableProfile
from reportkit.params.values import (
    Audience,
    Coarser,
    Code,
    Contract,
    DateValue,
    Framework,
    Kind,
    Language,
    Model,
    Moment,
    Name,
    PathInside,
    PeriodValue,
    Relation,
    RelationValue,
    Slug,
    Text,
)

if TYPE_CHECKING:
    from reportkit.periods import Period

__all__ = [
    "Acceptance",
    "Audience",
    "Batch",
    "Claim",
    "DataProfile",
    "DisclosureSettings",
    "Framework",
    "Funding",
    "Kind",
    "Language",
    "LongTerm",
    "Portfolio",
    "Project",
    "RegionParams",
    "RegionUse",
    "RegionsFile",
    "Relation",
    "Reports",
    "Settings",
    "TableProfile",
    "Target",
]

Count = Annotated[int, Field(ge=0)]
Some = Annotated[int, Field(ge=1)]


class Funding(Model):
    """Where the money of an operation comes from."""

    fund: Text
    """The fund, such as ESF."""
    priority: str = ""
    """The priority axis of the programme."""
    specific_objective: str = ""
    """The specific objective of the programme."""
    category_of_region: Literal["", "less_developed", "transition", "more_developed"] = ""
    """The category of region under the fund's rules."""


class Reports(Model):
    """Which reports a project makes when nothing else is asked for."""

    notebook: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")] | None = None
    """The report notebook, without .ipynb; <kind>_report when left out."""
    periods: list[PeriodValue] = Field(min_length=1)
    """The periods that are reported."""
    regions: list[str] | None = None
    """The regions that are reported; all and each region of the project when left out."""
    languages: list[Language] = Field(default=["nl", "en"], min_length=1)
    """The languages of the reports."""
    audiences: list[Audience] = Field(default=["public", "authority"], min_length=1)
    """For whom the reports are: public ones are protected."""

    def last_until(self, day: date) -> Period | None:
        """Return the last reported period that does not end after a day; None when there is none."""
        return max((period for period in self.periods if period.end <= day), default=None)


class LongTerm(Model):
    """More than this many months without work is long-term, by age at entry."""

    under_25: Count = 6
    """For those under 25 at entry."""
    from_25: Count = 12
    """For those of 25 and above at entry."""


class Settings(Model):
    """What the sources leave open, with the value each definition uses; a report prints them."""

    long_term_unemployed_months: LongTerm = LongTerm()
    """From when unemployment is long-term."""
    counted_contracts: list[Contract] = ["permanent", "fixed_term", "temp_agency", "self_employed"]
    """The contracts that count as employment."""
    six_month_tolerance_days: Count = 30
    """How far from the six-month day a follow-up may be."""
    result_window_days: Count = 28
    """How many days after leaving a result may fall."""
    sustained_contracts: list[Contract] = ["permanent"]
    """The contracts that make a job sustained by themselves."""
    sustained_months: Some = 6
    """How many months in counted jobs make them sustained."""
    sustained_gap_days: Count = 30
    """The longest gap between two jobs that does not break them."""
    retention_months: list[Some] = [3, 6, 12]
    """How many months after its start a first job is looked at."""
    participation_hours: Annotated[float, Field(gt=0)] = 40.0
    """The hours that make a participation track complete."""
    screening_tracks: list[str] = ["screening"]
    """The tracks that count as screening."""
    selection_tracks: list[str] = ["individual"]
    """The tracks that count as being chosen."""
    age_range: tuple[int, int] = Field(default=(15, 75), strict=False)
    """The youngest and oldest age that the project expects; others give a warning."""
    rounding: Literal["half_up", "half_even", "largest_remainder"] = "half_up"
    """How percentages are rounded."""
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    """The confidence of the intervals, 0 to 1."""

    @model_validator(mode="after")
    def _ages_in_order(self) -> Self:
        if self.age_range[0] > self.age_range[1]:
            raise ValueError(Message("age_range has its youngest age after its oldest"))
        return self


class DisclosureSettings(Model):
    """How a public table is protected: figures on fewer than `threshold` are never shown."""

    method: Literal["suppression", "rounding"] = "suppression"
    """Whether small figures are hidden or all figures rounded."""
    threshold: Annotated[int, Field(ge=3)] = 5
    """The smallest count that is shown."""
    base: Annotated[int, Field(ge=3)] = 5
    """The multiple to which figures are rounded; not below the threshold when the method is rounding."""
    special: Annotated[int, Field(ge=3)] = 10
    """The smallest count of a special category of personal data that is shown, such as persons with a disability; the
    threshold where that is larger. Of the method suppression; with rounding the base is for all counts."""
    one_class: Literal["outcomes", "all", "none"] = "outcomes"
    """Of which counts it stays open whether all are in one class: of those who left, whether all stopped early, or for
    one reason that speaks against them or tells of health; of every count; of none."""
    coarser: list[Coarser] = []
    """Which breakdowns, and whether support, the public tables give in their coarser form."""
    published: list[PathInside] = []
    """Files indicators.csv of public reports that were released elsewhere, from the workspace."""

    @model_validator(mode="after")
    def _base_covers_threshold(self) -> Self:
        if self.method == "rounding" and self.base < self.threshold:
            what = Message(
                "base {base} is below threshold {threshold}: a rounded figure would tell a smaller count "
                "than may be known",
                base=self.base,
                threshold=self.threshold,
            )
            raise ValueError(what)
        return self


class Target(Model):
    """A value to be reached, set on an indicator's group by the end of the project or of a period."""

    indicator: Code
    """The indicator's code."""
    value: float
    """The value to be reached."""
    by: Code = "total"
    """The breakdown."""
    group: Text = "total"
    """The group of that breakdown."""
    region: str = "all"
    """The region, or all."""
    period: PeriodValue | None = None
    """The period by whose end it must be reached; the project's end when left out."""
    basis: Literal["to_date", "period"] = "to_date"
    """Whether the value counts from the start of the operation or within the period."""
    milestone: float | None = None
    """A value to be reached on the way."""
    source: str = ""
    """Where the target is laid down."""


class Claim(Model):
    """A published figure; `indicator` names what recomputes it, where that is not called as the claim is."""

    claim: Code
    """The claim's code, such as closed.early.neutral."""
    name: Name | None = None
    """What a report calls it; the name of its indicator when left out."""
    value: float | None = None
    """The printed value."""
    share: float | None = None
    """The printed percentage."""
    of: Code | None = None
    """The claim or indicator that the percentage is of."""
    date: Moment | None = None
    """The day, month or year that the figure speaks of."""
    unit: str = ""
    """What is counted."""
    source: Name | None = None
    """Where it was printed."""
    note: str = ""
    """What a reader should know about it."""
    indicator: Code | None = None
    """The indicator that recomputes it."""
    by: Code = "total"
    """The breakdown."""
    group: Text = "total"
    """The group of that breakdown."""
    region: str = "all"
    """The region, or all."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.value is None and self.share is None:
            raise ValueError(Message("a published claim has a value, a share, or both"))
        return self


class RegionUse(Model):
    """A region that joined the project later than its start."""

    region: str
    """The region's id."""
    since: DateValue
    """The day it joined."""


def _region_use(value: object) -> object:
    return {"region": value, "since": date.min} if isinstance(value, str) else value


RegionValue = Annotated[RegionUse, BeforeValidator(_region_use, json_schema_input_type=str | RegionUse)]


class Project(Model):
    """A project: who it is, where its data are, which reports it makes, and by which rules."""

    id: Slug
    """The project's id, the same as the file's name: lower-case letters, digits, - and _."""
    name: Name
    """The project's name in each language, or one name for all."""
    kind: Kind
    """Employment projects count participations, participation projects count offers."""
    framework: Framework = "none"
    """The list of common indicators that the operation reports in."""
    start: DateValue
    """The first day."""
    end: DateValue | None = None
    """The last day; left out while the project runs."""
    description: dict[Language, str] = {}
    """What the project does, in each language."""
    operations: list[Text] = []
    """The ids of its operations, as the data write them."""
    regions: list[RegionValue] = []
    """Its regions: ids of params/regions.yaml or of Belgian municipalities; with since for one that joined later."""
    partners: list[Text] = []
    """Who carries the project."""
    funding: list[Funding] = []
    """Who pays."""
    data: DataProfile = DataProfile()
    """Where its tables are, and how they are written."""
    reports: Reports
    """Which reports it makes when nothing else is asked for."""
    settings: Settings = Settings()
    """What the definitions leave open."""
    disclosure: DisclosureSettings = DisclosureSettings()
    """How its public tables are protected."""
    targets: list[Target] = []
    """Values to be reached."""
    published: list[Claim] = []
    """Figures that were printed elsewhere and are checked here."""
    relations: list[RelationValue] = []
    """Sums that must hold between published figures."""

    @property
    def notebook(self) -> str:
        """The name of its report notebook, without ``.ipynb``."""
        return self.reports.notebook or f"{self.kind}_report"

    def runs_in(self, period: Period) -> bool:
        """Tell whether the project runs on at least one day of the period."""
        return self.start <= period.end and (self.end is None or period.start <= self.end)


class RegionParams(Model):
    """A region of ``params/regions.yaml``: municipalities, or other regions, or both."""

    name: Name
    """The region's name in each language, or one name for all."""
    municipalities: list[Annotated[str, Field(pattern=r"^[0-9]{5}$")]] = []
    """REFNIS codes, in quotes."""
    regions: list[str] = []
    """Ids of other regions, or of Belgian municipalities."""


class RegionsFile(Model):
    """What ``params/regions.yaml`` holds."""

    regions: dict[Slug, RegionParams]
    """The regions by their ids."""


class Portfolio(Model):
    """A report over several projects, side by side."""

    id: Slug = "portfolio"
    """The name of its folder in outputs."""
    name: Name
    """Its title in each language."""
    period: PeriodValue
    """The period it reports."""
    notebook: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]*$")] = "portfolio_report"
    """The notebook, without .ipynb."""
    languages: list[Language] = Field(default=["nl", "en"], min_length=1)
    """Its languages."""
    audiences: list[Audience] = Field(default=["public", "authority"], min_length=1)
    """For whom it is."""


class Batch(Model):
    """A named set of reports, ``params/batches/<name>.yaml``; what it leaves out is all that the project files list."""

    projects: list[str] = []
    """Ids of projects."""
    regions: list[str] = []
    """Ids of regions, or all."""
    periods: list[PeriodValue] = []
    """Periods."""
    languages: list[Language] = []
    """Languages."""
    audiences: list[Audience] = []
    """Audiences."""
    portfolio: Portfolio | None = None
    """A report over these projects, side by side."""
