"""What the two lists of common indicators share: their predicates, and the forms of an output and of a result.

The lists themselves stand in `esf_plus` and `esf_2014`; the facts they count are made in `esf_facts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.indicators.measures import Count, Indicator, Names, Result, Share
from reportkit.tables import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.indicators.measures import When
    from reportkit.params.models import LongTerm, Settings

__all__ = [
    "DISABILITY", "EMPLOYED", "FOREIGN", "HOMELESS", "INACTIVE", "MINORITY", "NOT_STUDYING", "RESULT_PARTS", "RURAL",
    "THIRD_COUNTRY", "UNEMPLOYED", "WORKLESS", "Outcome", "entities", "grand_total", "long_term", "output",
    "result_splits", "window",
]  # fmt: skip

UNEMPLOYED = "labour_status = 'unemployed'"
INACTIVE = "labour_status = 'inactive'"
EMPLOYED = "labour_status = 'employed'"
WORKLESS = "labour_status IN ('unemployed', 'inactive')"
NOT_STUDYING = "NOT in_education"
THIRD_COUNTRY = "third_country"
FOREIGN = "coalesce(foreign_background = 'yes', false)"
MINORITY = "coalesce(minority = 'yes', false)"
DISABILITY = "coalesce(disability = 'yes', false)"
HOMELESS = "coalesce(homeless = 'yes', false)"
RURAL = "coalesce(rural = 'yes', false)"

_COMPLETE = (
    "participations", "participations.gender", "participations.labour_status", "participations.isced",
)  # fmt: skip

RESULT_PARTS = {
    "measured": Names("meetbaar", "measurable"),
    "pending": Names("nog niet meetbaar", "pending"),
}
"""What is counted beside a result: the exits that could be measured at the cut-off, and those that could not yet."""


def long_term(months: LongTerm) -> str:
    """Return the predicate of the long-term unemployed."""
    return f"{UNEMPLOYED} AND unemployed_months > CASE WHEN age < 25 THEN {months.under_25} ELSE {months.from_25} END"


def output(
    code: str, name: Names, meaning: Names, where: str = "true", *needs: str, reference: str, special: bool = False
) -> Count:
    """Make an output: complete participations that meet a predicate at entry, by gender, on the entry date."""
    return Count(
        code=code, name=name, meaning=meaning, unit="participation", by=("gender",),
        needs=(*_COMPLETE, *(f"participations.{need}" for need in needs)), reference=reference, measured="entry",
        special=special, known=True, fact="participation", event="entry_date",
        where="complete" if where == "true" else f"complete AND ({where})",
    )  # fmt: skip


def grand_total(reference: str) -> Count:
    """Make the total that also counts incomplete records."""
    return Count(
        code="grand_total", unit="participation", by=("gender",), reference=reference, measured="entry",
        name=Names("Totaal aantal deelnames, ook onvolledige", "Grand total of participations, incomplete ones too",
                   "Total général des participations, y compris incomplètes"),
        meaning=Names(
            "Alle samengevoegde deelnames, ook die waarvan geslacht, arbeidsmarktstatus, leeftijd of diploma niet "
            "gekend is.",
            "All merged participations, also those whose gender, labour status, age or education is not known.",
        ),
        fact="participation", event="entry_date", withheld=True,
    )  # fmt: skip


def entities(code: str, kind: str, name: Names, meaning: Names, reference: str) -> Count:
    """Make an output that counts distinct supported entities, at their first support; they have no place or gender."""
    return Count(
        code=code, name=name, meaning=meaning, unit="entity", needs=("entities",), reference=reference,
        measured="entry", placeless=True, fact="entity", event="first_on", where=f"kind = '{kind}'",
    )  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """A result: those among the leavers of a group who achieved it, as predicates over the fact `result`."""

    code: str
    name: Names
    meaning: Names
    among: str
    achieved: str
    reference: str
    measured: When = "leaving"
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    special: bool = False

    def indicators(self) -> Iterator[Indicator]:
        """Yield the result, and beside it the exits that are measurable, those that are pending, and the share."""
        group = f"stage = '{self.measured}' AND complete AND ({self.among})"
        where = {"measured": f"{group} AND NOT pending", "pending": f"{group} AND pending"}
        yield self._count(self.code, self.name, self.meaning, f"{where['measured']} AND ({self.achieved})")
        for part, words in RESULT_PARTS.items():
            name = Names(f"{self.code}: {words.nl}", f"{self.code}: {words.en}")
            yield self._count(f"{self.code}.{part}", name, _PART_MEANINGS[part], where[part], of=self.code)
        yield Share(
            code=f"{self.code}.share", name=Names(f"{self.name.nl}, aandeel", f"{self.name.en}, share"), by=("gender",),
            needs=(*_COMPLETE, *self.needs), also=self.also, reference=self.reference, measured=self.measured,
            special=self.special, known=True, numerator=self.code, denominator=f"{self.code}.measured",
        )  # fmt: skip

    def _count(self, code: str, name: Names, meaning: Names, where: str, of: str = "") -> Result:
        return Result(
            code=code, name=name, meaning=meaning, where=where, of=of, unit="participation", by=("gender",),
            needs=(*_COMPLETE, *self.needs), also=self.also, reference=self.reference, measured=self.measured,
            special=self.special, known=True, withheld=code.endswith(".pending"),
        )  # fmt: skip


_PART_MEANINGS = {
    "measured": Names(
        "Vertrokken deelnames uit de groep van deze indicator waarvan de meetdag niet na de afsluitdatum valt.",
        "Participations of the indicator's group that have left and whose day of measurement is not after the cut-off.",
    ),
    "pending": Names(
        "Vertrokken deelnames uit de groep van deze indicator waarvan de meetdag na de afsluitdatum valt; ze tellen "
        "in geen teller en geen noemer.",
        "Participations of the indicator's group that have left and whose day of measurement is after the cut-off; "
        "they count in no numerator and no denominator.",
    ),
}


def result_splits(*codes: str) -> Iterator[Split]:
    """Yield what disclosure control must know of results: the achieved are part of the measurable."""
    for code in codes:
        yield Split(f"{code}.measured", (code,), remainder=True)


def window(settings: Settings) -> Names:
    """Describe the window in which a result upon leaving is looked for."""
    days = settings.result_window_days
    return Names(f"tot en met {days} dagen na het vertrek", f"up to {days} days after leaving")
