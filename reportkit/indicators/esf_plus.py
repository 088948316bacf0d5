"""The common indicators of ESF+ 2021-2027 (Regulation (EU) 2021/1057, Annex I). Change a definition here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators import esf
from reportkit.indicators.esf import Outcome, output
from reportkit.indicators.measures import Indicator, Names
from reportkit.tables import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.params.models import Settings

__all__ = ["ESF_PLUS_WITHIN", "esf_plus", "esf_plus_splits"]

_OUTPUTS = "Regulation (EU) 2021/1057, Annex I (1)"
_ENTITIES = "Regulation (EU) 2021/1057, Annex I (2)"
_LEAVING = "Regulation (EU) 2021/1057, Annex I (3)"
_LATER = "Regulation (EU) 2021/1057, Annex I (4)"


def esf_plus(settings: Settings) -> Iterator[Indicator]:
    """Yield the common indicators of ESF+, in the order of the annex."""
    yield esf.grand_total(_OUTPUTS)
    yield from _labour(settings)
    yield from _age_and_education()
    yield from _background()
    yield from _entities()
    yield from _upon_leaving(settings)
    yield from _six_months_later(settings)


def esf_plus_splits() -> Iterator[Split]:
    """Yield which common indicators add up to which."""
    yield Split("started", ("EECO01",), remainder=True)
    yield Split("EECO01", ("EECO02", "EECO04", "EECO05"))
    yield Split("EECO02", ("EECO03",), remainder=True)
    yield Split("EECO01", ("EECO06", "EECO07", "EECO08"), remainder=True)
    yield Split("EECO01", ("EECO09", "EECO10", "EECO11"))
    for number in range(12, 18):
        yield Split("EECO01", (f"EECO{number}",), remainder=True)
    yield from esf.result_splits(*(f"EECR0{number}" for number in range(1, 7)))
    yield Split("EECR03.measured", ("EECR02.measured",), remainder=True)
    yield Split("EECR03.measured", ("EECR04.measured",), remainder=True)
    yield Split("EECR04.measured", ("EECR01.measured",), remainder=True)
    yield Split("EECR04.measured", ("EECR01", "EECR04"), remainder=True)
    yield Split("EECR04.measured", ("EECR05.measured",), remainder=True)


ESF_PLUS_WITHIN = {
    "EECR01.measured": ("EECO04",),
    "EECR03.measured": ("EECO01",),
    "EECR04.measured": ("EECO02", "EECO04"),
    "EECR06.measured": ("EECO05",),
}
"""Among which outputs the measurable exits of a result are: less these, they tell who is still there or pending."""


def _labour(settings: Settings) -> Iterator[Indicator]:
    yield output(
        "EECO01", Names("Totaal aantal deelnemers", "Total number of participants", "Nombre total de participants"),
        Names("Volledige deelnames; gelijk aan EECO02 + EECO04 + EECO05.",
              "Complete participations; equal to EECO02 + EECO04 + EECO05."),
        reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO02", Names("Werklozen, met inbegrip van langdurig werklozen", "Unemployed, including long-term unemployed",
                        "Chômeurs, y compris les chômeurs de longue durée"),
        Names("Werkloos bij de instap.", "Unemployed at entry."), esf.UNEMPLOYED, reference=_OUTPUTS,
    )  # fmt: skip
    months = settings.long_term_unemployed_months
    yield output(
        "EECO03", Names("Langdurig werklozen", "Long-term unemployed", "Chômeurs de longue durée"),
        Names(f"Werkloos, al meer dan {months.under_25} maanden wie jonger is dan 25, al meer dan {months.from_25} "
              "maanden wie ouder is.",
              f"Unemployed, for more than {months.under_25} months when younger than 25, for more than "
              f"{months.from_25} months otherwise."),
        esf.long_term(months), f"unemployed_months[{esf.UNEMPLOYED}]", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO04", Names("Inactieven", "Inactive", "Personnes inactives"),
        Names("Inactief bij de instap.", "Inactive at entry."), esf.INACTIVE, reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO05", Names("Werkenden, met inbegrip van zelfstandigen", "Employed, including self-employed",
                        "Personnes exerçant un emploi, y compris les indépendants"),
        Names("Aan het werk bij de instap.", "Employed at entry."), esf.EMPLOYED, reference=_OUTPUTS,
    )  # fmt: skip


def _age_and_education() -> Iterator[Indicator]:
    yield output(
        "EECO06", Names("Kinderen jonger dan 18 jaar", "Children below 18 years of age", "Enfants de moins de 18 ans"),
        Names("Jonger dan 18 op de dag van de instap.", "Younger than 18 on the day of entry."), "age < 18",
        reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO07", Names("Jongeren van 18 tot en met 29 jaar", "Young people between 18 and 29 years of age",
                        "Jeunes âgés de 18 à 29 ans"),
        Names("18 tot en met 29 op de dag van de instap.", "18 to 29 on the day of entry."), "age BETWEEN 18 AND 29",
        reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO08", Names("Deelnemers van 55 jaar en ouder", "Participants 55 years of age and above",
                        "Participants âgés de 55 ans et plus"),
        Names("55 of ouder op de dag van de instap.", "55 or older on the day of entry."), "age >= 55",
        reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO09", Names("Met ten hoogste lager secundair onderwijs (ISCED 0-2)",
                        "With lower secondary education or less (ISCED 0-2)",
                        "Ayant au plus atteint le premier cycle de l'enseignement secondaire (CITE 0-2)"),
        Names("Hoogste voltooide niveau bij de instap: ISCED 0 tot 2.",
              "Highest level completed at entry: ISCED 0 to 2."),
        "isced <= 2", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO10", Names("Met hoger secundair (ISCED 3) of postsecundair onderwijs (ISCED 4)",
                        "With upper secondary (ISCED 3) or post-secondary education (ISCED 4)",
                        "Titulaires d'un diplôme du deuxième cycle du secondaire (CITE 3) ou post-secondaire (CITE 4)"),
        Names("Hoogste voltooide niveau bij de instap: ISCED 3 of 4.",
              "Highest level completed at entry: ISCED 3 or 4."),
        "isced IN (3, 4)", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO11", Names("Met tertiair onderwijs (ISCED 5 tot en met 8)", "With tertiary education (ISCED 5 to 8)",
                        "Titulaires d'un diplôme de l'enseignement supérieur (CITE 5 à 8)"),
        Names("Hoogste voltooide niveau bij de instap: ISCED 5 tot 8.",
              "Highest level completed at entry: ISCED 5 to 8."),
        "isced BETWEEN 5 AND 8", reference=_OUTPUTS,
    )  # fmt: skip


def _background() -> Iterator[Indicator]:
    yield output(
        "EECO12", Names("Deelnemers met een handicap", "Participants with disabilities", "Participants handicapés"),
        Names("Antwoordde bij de instap een handicap te hebben.", "Answered at entry to have a disability."),
        esf.DISABILITY, "disability", reference=_OUTPUTS, special=True,
    )  # fmt: skip
    yield output(
        "EECO13", Names("Onderdanen van derde landen", "Third-country nationals", "Ressortissants de pays tiers"),
        Names("Nationaliteit van een land dat op de dag van de instap geen lidstaat van de EU was; ook staatlozen en "
              "wie er geen heeft die is vastgesteld.",
              "Nationality of a country that was no Member State of the EU on the day of entry; also the stateless and "
              "those whose nationality is undetermined."),
        esf.THIRD_COUNTRY, "nationality", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO14", Names("Deelnemers met een buitenlandse achtergrond", "Participants with a foreign background",
                        "Participants d'origine étrangère"),
        Names("Antwoordde een buitenlandse achtergrond te hebben; staat los van de nationaliteit.",
              "Answered to have a foreign background; independent of nationality."),
        esf.FOREIGN, "foreign_background", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO15", Names("Minderheden (met inbegrip van gemarginaliseerde gemeenschappen zoals de Roma)",
                        "Minorities (including marginalised communities such as Roma people)",
                        "Minorités (y compris les communautés marginalisées telles que les Roms)"),
        Names("Antwoordde tot een minderheid te behoren.", "Answered to belong to a minority."),
        esf.MINORITY, "minority", reference=_OUTPUTS, special=True,
    )  # fmt: skip
    yield output(
        "EECO16", Names("Daklozen of mensen die met uitsluiting op de woningmarkt te maken hebben",
                        "Homeless or affected by housing exclusion",
                        "Personnes sans domicile fixe ou confrontées à l'exclusion de leur logement"),
        Names("Antwoordde bij de instap dakloos of van huisvesting uitgesloten te zijn.",
              "Answered at entry to be homeless or excluded from housing."),
        esf.HOMELESS, "homeless", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO17", Names("Deelnemers uit plattelandsgebieden", "Participants from rural areas",
                        "Participants venant de zones rurales"),
        Names("Woonde bij de instap in een plattelandsgebied.", "Lived in a rural area at entry."),
        esf.RURAL, "rural", reference=_OUTPUTS,
    )  # fmt: skip


def _entities() -> Iterator[Indicator]:
    yield esf.entities(
        "EECO18", "public_administration",
        Names("Ondersteunde overheden en openbare diensten op nationaal, regionaal of lokaal niveau",
              "Supported public administrations or public services at national, regional or local level",
              "Administrations publiques ou services publics soutenus aux niveaux national, régional ou local"),
        Names("Verschillende overheden, op de dag van de eerste steun.",
              "Distinct administrations, on the day of first support."), _ENTITIES,
    )  # fmt: skip
    yield esf.entities(
        "EECO19", "sme",
        Names("Ondersteunde micro-, kleine en middelgrote ondernemingen",
              "Supported micro, small and medium-sized enterprises",
              "Microentreprises et petites et moyennes entreprises soutenues"),
        Names("Verschillende ondernemingen, op de dag van de eerste steun.",
              "Distinct enterprises, on the day of first support."), _ENTITIES,
    )  # fmt: skip


def _upon_leaving(settings: Settings) -> Iterator[Indicator]:
    when = esf.window(settings)
    yield from Outcome(
        "EECR01", Names("Deelnemers die bij hun vertrek werk zoeken",
                        "Participants engaged in job searching upon leaving",
                        "Participants à la recherche d'un emploi au terme de leur participation"),
        Names(f"Inactief bij de instap; werkloos en werkzoekend op het einde van het venster, {when.nl}.",
              f"Inactive at entry; unemployed and searching at the end of the window, {when.en}."),
        esf.INACTIVE, "left_as = 'unemployed' AND searching", _LEAVING,
        needs=("follow_ups",), also=("jobs",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "EECR02", Names("Deelnemers die bij hun vertrek onderwijs of een opleiding volgen",
                        "Participants in education or training upon leaving",
                        "Participants suivant un enseignement ou une formation au terme de leur participation"),
        Names("Volgde bij de instap geen onderwijs; volgde na de instap begonnen onderwijs op een dag van het "
              f"venster, {when.nl}.",
              f"Not in education at entry; in education that began after entry on a day of the window, {when.en}."),
        esf.NOT_STUDYING, "in_training", _LEAVING,
        needs=("participations.in_education", "studies"),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "EECR03", Names("Deelnemers die bij hun vertrek een kwalificatie behalen",
                        "Participants gaining a qualification upon leaving",
                        "Participants obtenant une qualification au terme de leur participation"),
        Names(f"Kwalificatie van een instantie die ze toekent, behaald na de instap en {when.nl}.",
              f"Qualification from an awarding body, obtained after entry and {when.en}."),
        "true", "qualified", _LEAVING,
        needs=("studies",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "EECR04", Names("Deelnemers die bij hun vertrek werken, ook als zelfstandige",
                        "Participants in employment, including self-employment, upon leaving",
                        "Participants exerçant un emploi, y compris à titre indépendant, au terme de leur "
                        "participation"),
        Names(f"Werkloos of inactief bij de instap; aan het werk op het einde van het venster, {when.nl}.",
              f"Unemployed or inactive at entry; employed at the end of the window, {when.en}."),
        esf.WORKLESS, "left_as = 'employed'", _LEAVING,
        needs=("jobs",), also=("follow_ups",),
    ).indicators()  # fmt: skip


def _six_months_later(settings: Settings) -> Iterator[Indicator]:
    days = settings.six_month_tolerance_days
    yield from Outcome(
        "EECR05", Names("Deelnemers die zes maanden na hun vertrek werken, ook als zelfstandige",
                        "Participants in employment, including self-employment, six months after leaving",
                        "Participants exerçant un emploi, y compris à titre indépendant, six mois après la fin de leur "
                        "participation"),
        Names("Werkloos of inactief bij de instap; in een getelde job zes kalendermaanden na het vertrek, of aan het "
              f"werk volgens de dichtste opvolging binnen {days} dagen daarvan.",
              "Unemployed or inactive at entry; in a counted job six calendar months after leaving, or employed by the "
              f"nearest follow-up within {days} days of it."),
        esf.WORKLESS, "employed_after", _LATER,
        measured="six_months", needs=("jobs",), also=("follow_ups",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "EECR06", Names("Deelnemers met een betere arbeidsmarktsituatie zes maanden na hun vertrek",
                        "Participants with an improved labour market situation six months after leaving",
                        "Participants dont la situation sur le marché du travail s'est améliorée six mois après la fin "
                        "de leur participation"),
        Names(f"Aan het werk bij de instap; een opvolging binnen {days} dagen van zes kalendermaanden na het vertrek "
              "noteert een verbetering.",
              f"Employed at entry; a follow-up within {days} days of six calendar months after leaving notes an "
              "improvement."),
        esf.EMPLOYED, "improved_after", _LATER,
        measured="six_months", needs=("follow_ups",),
    ).indicators()  # fmt: skip
