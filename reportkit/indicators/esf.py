"""What the two lists of common indicators share: their predicates, and the forms of an output and of a result.

The lists themselves stand in `esf_plus` and `esf_2014`; the facts they count are made in `esf_facts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.indicators.measures import Count, Indicator, Names, Result, Share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.indicators.measures import When
    from reportkit.params.models import Settings

__all__ = [
    "DISABILITY", "EMPLOYED", "ESF_2014", "ESF_PLUS", "FOREIGN", "HAS_DISABILITY", "HAS_TERTIARY",
    "HAS_UPPER_SECONDARY", "HOMELESS", "INACTIVE", "IS_EMPLOYED", "IS_HOMELESS", "IS_INACTIVE", "IS_RURAL",
    "IS_UNEMPLOYED", "MINORITY", "NOT_STUDYING", "RESULT_PARTS", "SEARCHING", "THIRD_COUNTRY", "UNEMPLOYED",
    "WORKING", "WORKLESS", "Criterion", "Outcome", "Sought", "entities", "grand_total", "improved_later",
    "long_term_unemployed", "output", "qualified", "searching", "studying", "window", "working", "working_later",
]  # fmt: skip

ESF_PLUS, ESF_2014 = "esf-plus", "esf-2014-2020"
"""The lists, as project files and tables of figures name them."""

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
SEARCHING = "left_as = 'unemployed' AND searching"
WORKING = "left_as = 'employed'"


@dataclass(frozen=True)
class Criterion:
    """Who counts in an output: a predicate over the fact `participation`, with its official name and what it means.

    `needs` are the columns without which nothing is known of it.
    """

    where: str
    name: Names
    meaning: Names
    needs: tuple[str, ...] = ()
    special: bool = False


IS_UNEMPLOYED = Criterion(
    UNEMPLOYED,
    Names("Werklozen, met inbegrip van langdurig werklozen", "Unemployed, including long-term unemployed",
          "Chômeurs, y compris les chômeurs de longue durée"),
    Names("Werkloos bij de instap.", "Unemployed at entry."),
)  # fmt: skip
IS_INACTIVE = Criterion(
    INACTIVE, Names("Inactieven", "Inactive", "Personnes inactives"),
    Names("Inactief bij de instap.", "Inactive at entry."),
)  # fmt: skip
IS_EMPLOYED = Criterion(
    EMPLOYED,
    Names("Werkenden, met inbegrip van zelfstandigen", "Employed, including self-employed",
          "Personnes exerçant un emploi, y compris les indépendants"),
    Names("Aan het werk bij de instap.", "Employed at entry."),
)  # fmt: skip
HAS_UPPER_SECONDARY = Criterion(
    "isced IN (3, 4)",
    Names("Met hoger secundair (ISCED 3) of postsecundair onderwijs (ISCED 4)",
          "With upper secondary (ISCED 3) or post-secondary education (ISCED 4)",
          "Titulaires d'un diplôme du deuxième cycle du secondaire (CITE 3) ou post-secondaire (CITE 4)"),
    Names("Hoogste voltooide niveau bij de instap: ISCED 3 of 4.", "Highest level completed at entry: ISCED 3 or 4."),
)  # fmt: skip
HAS_TERTIARY = Criterion(
    "isced BETWEEN 5 AND 8",
    Names("Met tertiair onderwijs (ISCED 5 tot en met 8)", "With tertiary education (ISCED 5 to 8)",
          "Titulaires d'un diplôme de l'enseignement supérieur (CITE 5 à 8)"),
    Names("Hoogste voltooide niveau bij de instap: ISCED 5 tot 8.", "Highest level completed at entry: ISCED 5 to 8."),
)  # fmt: skip
HAS_DISABILITY = Criterion(
    DISABILITY,
    Names("Deelnemers met een handicap", "Participants with disabilities", "Participants handicapés"),
    Names("Antwoordde bij de instap een handicap te hebben.", "Answered at entry to have a disability."),
    ("disability",),
    special=True,
)
IS_HOMELESS = Criterion(
    HOMELESS,
    Names("Daklozen of mensen die met uitsluiting op de woningmarkt te maken hebben",
          "Homeless or affected by housing exclusion",
          "Personnes sans domicile fixe ou confrontées à l'exclusion de leur logement"),
    Names("Antwoordde bij de instap dakloos of van huisvesting uitgesloten te zijn.",
          "Answered at entry to be homeless or excluded from housing."),
    ("homeless",),
)  # fmt: skip
IS_RURAL = Criterion(
    "coalesce(rural = 'yes', false)",
    Names("Deelnemers uit plattelandsgebieden", "Participants from rural areas",
          "Participants venant de zones rurales"),
    Names("Woonde bij de instap in een plattelandsgebied.", "Lived in a rural area at entry."),
    ("rural",),
)  # fmt: skip


def long_term_unemployed(settings: Settings) -> Criterion:
    """Make the criterion of the long-term unemployed, whose length depends on age."""
    months = settings.long_term_unemployed_months
    return Criterion(
        f"{UNEMPLOYED} AND unemployed_months > CASE WHEN age < 25 THEN {months.under_25} ELSE {months.from_25} END",
        Names("Langdurig werklozen", "Long-term unemployed", "Chômeurs de longue durée"),
        Names(f"Werkloos, al meer dan {months.under_25} maanden wie jonger is dan 25, al meer dan {months.from_25} "
              "maanden wie ouder is.",
              f"Unemployed, for more than {months.under_25} months when younger than 25, for more than "
              f"{months.from_25} months otherwise."),
        (f"unemployed_months[{UNEMPLOYED}]",),
    )  # fmt: skip


_COMPLETE = (
    "participations", "participations.gender", "participations.labour_status", "participations.isced",
)  # fmt: skip

RESULT_PARTS = {
    "measured": Names("meetbaar", "measurable"),
    "pending": Names("nog niet meetbaar", "pending"),
}
"""What is counted beside a result: the exits that could be measured at the cut-off, and those that could not yet."""


def output(code: str, criterion: Criterion, reference: str, name: Names | None = None) -> Count:
    """Make an output: complete participations that meet a criterion at entry, by gender, on the entry date.

    `name` is its official name where the list calls it otherwise than the criterion.
    """
    where = criterion.where
    return Count(
        code=code, name=name or criterion.name, meaning=criterion.meaning, unit="participation", by=("gender",),
        needs=(*_COMPLETE, *(f"participations.{need}" for need in criterion.needs)), reference=reference,
        measured="entry", special=criterion.special, known=True, fact="participation", event="entry_date",
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
class Sought:
    """What a result looks for: those among the leavers of a group who achieved it, as predicates over `result`."""

    among: str
    achieved: str
    name: Names
    meaning: Names
    measured: When = "leaving"
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    special: bool = False


@dataclass(frozen=True)
class Outcome:
    """A result under its code; `called` is its official name where the list calls it otherwise than what is sought."""

    code: str
    sought: Sought
    reference: str
    called: Names | None = None

    @property
    def name(self) -> Names:
        """The official name."""
        return self.called or self.sought.name

    def indicators(self) -> Iterator[Indicator]:
        """Yield the result, and beside it the exits that are measurable, those that are pending, and the share."""
        sought = self.sought
        group = f"stage = '{sought.measured}' AND complete AND ({sought.among})"
        where = {"measured": f"{group} AND NOT pending", "pending": f"{group} AND pending"}
        yield self._count(self.code, self.name, sought.meaning, f"{where['measured']} AND ({sought.achieved})")
        for part, words in RESULT_PARTS.items():
            name = Names(f"{self.code}: {words.nl}", f"{self.code}: {words.en}")
            yield self._count(f"{self.code}.{part}", name, _PART_MEANINGS[part], where[part], of=self.code)
        yield Share(
            code=f"{self.code}.share", name=Names(f"{self.name.nl}, aandeel", f"{self.name.en}, share"), by=("gender",),
            needs=(*_COMPLETE, *sought.needs), also=sought.also, reference=self.reference, measured=sought.measured,
            special=sought.special, known=True, numerator=self.code, denominator=f"{self.code}.measured",
        )  # fmt: skip

    def _count(self, code: str, name: Names, meaning: Names, where: str, of: str = "") -> Result:
        sought = self.sought
        return Result(
            code=code, name=name, meaning=meaning, where=where, of=of, unit="participation", by=("gender",),
            needs=(*_COMPLETE, *sought.needs), also=sought.also, reference=self.reference, measured=sought.measured,
            special=sought.special, known=True, withheld=code.endswith(".pending"),
        )  # fmt: skip


def window(settings: Settings) -> Names:
    """Describe the window in which a result upon leaving is looked for."""
    days = settings.result_window_days
    return Names(f"tot en met {days} dagen na het vertrek", f"up to {days} days after leaving")


def searching(settings: Settings) -> Sought:
    """Look for the inactive who search for a job upon leaving."""
    when = window(settings)
    return Sought(
        INACTIVE, SEARCHING,
        Names("Deelnemers die bij hun vertrek werk zoeken", "Participants engaged in job searching upon leaving",
              "Participants à la recherche d'un emploi au terme de leur participation"),
        Names(f"Inactief bij de instap; werkloos en werkzoekend op het einde van het venster, {when.nl}.",
              f"Inactive at entry; unemployed and searching at the end of the window, {when.en}."),
        needs=("follow_ups",), also=("jobs",),
    )  # fmt: skip


def studying(settings: Settings) -> Sought:
    """Look for those in education or training upon leaving who were not at entry."""
    when = window(settings)
    return Sought(
        NOT_STUDYING, "in_training",
        Names("Deelnemers die bij hun vertrek onderwijs of een opleiding volgen",
              "Participants in education or training upon leaving",
              "Participants suivant un enseignement ou une formation au terme de leur participation"),
        Names("Volgde bij de instap geen onderwijs; volgde na de instap begonnen onderwijs op een dag van het "
              f"venster, {when.nl}.",
              f"Not in education at entry; in education that began after entry on a day of the window, {when.en}."),
        needs=("participations.in_education", "studies"),
    )  # fmt: skip


def qualified(settings: Settings) -> Sought:
    """Look for those who gained a qualification upon leaving."""
    when = window(settings)
    return Sought(
        "true", "qualified",
        Names("Deelnemers die bij hun vertrek een kwalificatie behalen",
              "Participants gaining a qualification upon leaving",
              "Participants obtenant une qualification au terme de leur participation"),
        Names(f"Kwalificatie van een instantie die ze toekent, behaald na de instap en {when.nl}.",
              f"Qualification from an awarding body, obtained after entry and {when.en}."),
        needs=("studies",),
    )  # fmt: skip


def working(settings: Settings) -> Sought:
    """Look for the unemployed and inactive who are in employment upon leaving."""
    when = window(settings)
    return Sought(
        WORKLESS, WORKING,
        Names("Deelnemers die bij hun vertrek werken, ook als zelfstandige",
              "Participants in employment, including self-employment, upon leaving",
              "Participants exerçant un emploi, y compris à titre indépendant, au terme de leur participation"),
        Names(f"Werkloos of inactief bij de instap; aan het werk op het einde van het venster, {when.nl}.",
              f"Unemployed or inactive at entry; employed at the end of the window, {when.en}."),
        needs=("jobs",), also=("follow_ups",),
    )  # fmt: skip


def working_later(settings: Settings, *, among: str = WORKLESS, who: Names | None = None) -> Sought:
    """Look for those in employment six months after leaving: the unemployed and inactive, or a part of them."""
    days = settings.six_month_tolerance_days
    who = who or Names("Werkloos of inactief bij de instap", "Unemployed or inactive at entry")
    return Sought(
        among, "employed_after",
        Names("Deelnemers die zes maanden na hun vertrek werken, ook als zelfstandige",
              "Participants in employment, including self-employment, six months after leaving",
              "Participants exerçant un emploi, y compris à titre indépendant, six mois après la fin de leur "
              "participation"),
        Names(f"{who.nl}; in een getelde job zes kalendermaanden na het vertrek, of aan het werk volgens de dichtste "
              f"opvolging binnen {days} dagen daarvan.",
              f"{who.en}; in a counted job six calendar months after leaving, or employed by the nearest follow-up "
              f"within {days} days of it."),
        measured="six_months", needs=("jobs",), also=("follow_ups",),
    )  # fmt: skip


def improved_later(settings: Settings) -> Sought:
    """Look for the employed whose situation had improved six months after leaving."""
    days = settings.six_month_tolerance_days
    return Sought(
        EMPLOYED, "improved_after",
        Names("Deelnemers met een betere arbeidsmarktsituatie zes maanden na hun vertrek",
              "Participants with an improved labour market situation six months after leaving",
              "Participants dont la situation sur le marché du travail s'est améliorée six mois après la fin de leur "
              "participation"),
        Names(f"Aan het werk bij de instap; een opvolging binnen {days} dagen van zes kalendermaanden na het vertrek "
              "noteert een verbetering.",
              f"Employed at entry; a follow-up within {days} days of six calendar months after leaving notes an "
              "improvement."),
        measured="six_months", needs=("follow_ups",),
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
