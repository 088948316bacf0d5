"""The words of definitions: what the names in predicates mean, and what units, lists and settings are called.

Each text is the English one, which `display/locale` translates. A name that stands in no entry here is a column of a
delivered table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "LANGUAGE_NAMES", "LISTS", "MOMENTS", "SECTIONS", "SETTINGS", "TERMS", "UNITS", "ListWords", "Term",
]  # fmt: skip


@dataclass(frozen=True)
class Term:
    """What a name in a predicate means, and the settings that decide it."""

    words: str
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListWords:
    """What a list of indicators is called, and what a reader must know of it."""

    title: str
    paragraphs: tuple[str, ...]
    official: bool = False


_CONTRACTS = ("counted_contracts",)
_SUSTAINED = ("sustained_contracts", "sustained_months", "sustained_gap_days")

TERMS: Mapping[str, Term] = {
    "participation": Term(
        "All spells of one person in one operation together, with the attributes of the first entry."
    ),
    "result": Term(
        "A participation that has left, as a cut-off sees it, once for each `stage`. It is there from the day of the "
        "last exit so far up to the day of a next entry, for who comes back has not left."
    ),
    "entity": Term("A supported administration or enterprise, on the day of its first support."),
    "trajectory": Term("A row of `participations`: one spell of one person in one operation."),
    "first_job": Term(
        "A trajectory with its first counted job: one that began on or after the entry, and before a next entry of the "
        "same person in the operation.", _CONTRACTS,
    ),
    "sustained_job": Term(
        "A trajectory that came to a sustained job: a counted job with one of the sustained contracts began, or "
        "counted jobs without too long a gap between them had lasted long enough.", (*_CONTRACTS, *_SUSTAINED),
    ),
    "retention": Term(
        "A first job and a number of months: the day that many months after it began.",
        (*_CONTRACTS, "retention_months"),
    ),
    "supported": Term("A trajectory and a kind of support, once."),
    "supported_family": Term(
        "A trajectory and a family of kinds of support, once; for projects that ask for coarser groups."
    ),
    "assisted": Term("A row of `support`, with the trajectory that it belongs to."),
    "tracked": Term("A person with support of the kind `participation_track`, with the attributes of the first entry."),
    "offer": Term("A row of `offers`."),
    "contact": Term("A row of `employers`."),
    "complete": Term("Gender, labour status, age and level of education are known."),
    "age": Term("Completed years on the day of entry."),
    "third_country": Term(
        "The nationality is known, and is not of a country that was a Member State of the European Union on the day of "
        "entry."
    ),
    "unemployed_months": Term(
        "Months without work at entry, as delivered; from how many on it is long-term is a setting.",
        ("long_term_unemployed_months",),
    ),
    "stage": Term("What the participation is looked at for: `'leaving'` or `'six_months'`."),
    "'leaving'": Term(
        "The window after leaving: the day of the exit and the days that the setting adds to it.",
        ("result_window_days",),
    ),
    "'six_months'": Term("The day six calendar months after leaving; 31 August becomes the last day of February."),
    "pending": Term("The cut-off is before the last day of the window, or before the day six months after leaving."),
    "left_as": Term(
        "The labour status at the end of the window. The last event in it decides: a follow-up, a counted job that "
        "begins (employed), one that ends (unemployed, unless another still runs). On one day a follow-up comes before "
        "a beginning, and that before an end. Without an event it is employed when a counted job covers the day of the "
        "exit, and else unknown, which counts as not achieved.", _CONTRACTS,
    ),
    "searching": Term("The follow-up that decides the status says that the person looks for work."),
    "in_training": Term(
        "A study that began after the entry, and not after the window, had not ended before the day of the exit."
    ),
    "qualified": Term(
        "A study has a qualification, an awarding body, and a date of qualification after the entry and not after the "
        "window."
    ),
    "employed_after": Term(
        "A counted job covers the day six months after leaving, or the follow-up nearest to that day, of those within "
        "the tolerance that were made by the cut-off, says employed; of two that are as near the later one decides.",
        (*_CONTRACTS, "six_month_tolerance_days"),
    ),
    "improved_after": Term(
        "A follow-up within the tolerance of the day six months after leaving, made by the cut-off, notes an "
        "improvement.",
        ("six_month_tolerance_days",),
    ),
    "nth_of_person": Term("Which of the person's trajectories it is: 1 for the first."),
    "nth_in_operation": Term("Which of the person's trajectories in the operation it is: 1 for the first."),
    "nth_of_employer": Term("Which of the contacts with the employer it is: 1 for the first."),
    "nth_of_organisation": Term("Which of the organisation's offers it is: 1 for the first."),
    "nth_in_municipality": Term("Which of the offers in the municipality it is: 1 for the first."),
    "screening_track": Term("The tracks that count as screening.", ("screening_tracks",)),
    "selection_track": Term("The tracks that count as individual guidance.", ("selection_tracks",)),
    "duration_days": Term("Days from entry to exit."),
    "started_on": Term("The day on which the first counted job began."),
    "reached_on": Term("The day on which the job became a sustained one."),
    "months": Term("The number of months after the first job began."),
    "due_on": Term("The day that many months after the first job began."),
    "employed": Term("A counted job covers that day."),
    "family": Term("Kinds of support that belong together, which a definition lists; each kind is in one family."),
    "first_on": Term("The first day of it."),
    "completed_on": Term("The day on which the hours together reached the number of the setting.",
                         ("participation_hours",)),
}  # fmt: skip
"""The facts, then their columns, in the order in which a page explains them."""

_PARTICIPATION = (
    "What is counted is the participation: all spells of one person in one operation together, with the attributes of "
    "the first entry. Records of which gender, labour status, age or level of education is not known count in "
    "`grand_total` only."
)
_OFFERS = (
    "The indicators of offers and participation, defined by reportkit. Offers are counted by the day on which they "
    "begin."
)
_TRAJECTORY = (
    "The indicators of guidance, defined by reportkit. A trajectory is one spell of one person in one operation; who "
    "comes back begins a new one."
)
_ANY_GROUP = "In codes and names, … stands for each population group that a project delivers."

LISTS: Mapping[str, ListWords] = {
    "network": ListWords("Network indicators", (_OFFERS,)),
    "pathway": ListWords("Pathway indicators", (_TRAJECTORY, _ANY_GROUP)),
    "esf-plus": ListWords(
        "Common indicators of ESF+ 2021-2027",
        ("The common indicators of Annex I to Regulation (EU) 2021/1057.", _PARTICIPATION),
        official=True,
    ),
    "esf-2014-2020": ListWords(
        "Common indicators of ESF 2014-2020",
        ("The common indicators of Annex I to Regulation (EU) No 1304/2013.", _PARTICIPATION),
        official=True,
    ),
}
"""The lists, in the order in which a page has them."""

SECTIONS: Mapping[str, str] = {
    "stock": "Population",
    "coverage": "Population",
    "closed": "Closed trajectories",
    "duration": "Closed trajectories",
    "job": "To work",
    "time_to_job": "To work",
    "retention": "To work",
    "support": "Support",
    "employers": "Employers",
    "offers": "Offers",
    "buddies": "Offers",
    "organisations": "Offers",
    "municipalities": "Offers",
    "participants": "Participation track",
}
"""The section of an indicator of our own lists, by the first part of its code; other codes are about the reach."""

UNITS: Mapping[str, str] = {
    "trajectory": "trajectories",
    "participation": "participations",
    "person": "persons",
    "entity": "entities",
    "offer": "offers",
    "place": "places",
    "organisation": "organisations",
    "municipality": "municipalities",
    "employer": "employers",
    "vacancy": "vacancies",
    "hire": "hires",
    "hour": "hours",
    "day": "days",
    "proportion": "a proportion, 0 to 1",
}

MOMENTS: Mapping[str, str] = {
    "entry": "at entry",
    "leaving": "upon leaving: in the window after the exit",
    "six_months": "six months after leaving",
}

LANGUAGE_NAMES: Mapping[str, str] = {"nl": "Dutch name", "en": "English name", "fr": "French name"}

SETTINGS: Mapping[str, str] = {
    "long_term_unemployed_months": "Long-term unemployment is more than",
    "result_window_days": "Window of results upon leaving",
    "six_month_tolerance_days": "Tolerance around the six-month day",
    "counted_contracts": "Counted contracts",
    "sustained_contracts": "Sustained contracts",
    "sustained_months": "Duration that makes counted jobs sustained",
    "sustained_gap_days": "Longest gap between them",
    "retention_months": "Retention is observed after",
    "screening_tracks": "Screening tracks",
    "selection_tracks": "Tracks of individual guidance",
    "participation_hours": "Hours of a complete participation track",
    "confidence": "Confidence of intervals",
}
"""The settings that definitions depend on, in the order in which a page lists them."""
