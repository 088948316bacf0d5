"""The common indicators of ESF 2014-2020 (Regulation (EU) No 1304/2013, Annex I). Change a definition here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators import esf
from reportkit.indicators.esf import Outcome, output
from reportkit.indicators.measures import Indicator, Names
from reportkit.tables import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.params.models import Settings

__all__ = ["ESF_2014_WITHIN", "esf_2014", "esf_2014_splits"]

_OUTPUTS = "Regulation (EU) No 1304/2013, Annex I (1)"
_LEAVING = "Regulation (EU) No 1304/2013, Annex I (3)"
_LATER = "Regulation (EU) No 1304/2013, Annex I (4)"

_MIGRANT = f"{esf.THIRD_COUNTRY} OR {esf.FOREIGN} OR {esf.MINORITY}"
_DISADVANTAGED = f"{_MIGRANT} OR {esf.DISABILITY} OR {esf.HOMELESS}"
_OLDER = "age > 54"
_SEARCHING, _AT_WORK = "left_as = 'unemployed' AND searching", "left_as = 'employed'"
_BACKGROUND = ("nationality", "foreign_background", "minority")


def esf_2014(settings: Settings) -> Iterator[Indicator]:
    """Yield the common indicators of ESF 2014-2020, in the order of the annex."""
    yield esf.grand_total(_OUTPUTS)
    yield from _labour(settings)
    yield from _age_and_education()
    yield from _background()
    yield from _upon_leaving(settings)
    yield from _disadvantaged_upon_leaving()
    yield from _six_months_later(settings)


def esf_2014_splits() -> Iterator[Split]:
    """Yield which common indicators add up to which."""
    yield Split("started", ("total",), remainder=True)
    yield Split("total", ("CO01", "CO03", "CO05"))
    yield Split("CO01", ("CO02",), remainder=True)
    yield Split("CO03", ("CO04",), remainder=True)
    yield Split("total", ("CO06", "CO07"), remainder=True)
    yield Split("CO07", ("CO08",), remainder=True)
    yield Split("total", ("CO09", "CO10", "CO11"), remainder=True)
    for code in ("CO15", "CO16", "CO18", "CO19"):
        yield Split("total", (code,), remainder=True)
    yield from esf.result_splits(*(f"CR0{number}" for number in range(1, 10)))
    for part in ("CR02", "CR04", "CR05"):
        yield Split("CR03.measured", (f"{part}.measured",), remainder=True)
    yield Split("CR04.measured", ("CR01.measured",), remainder=True)
    yield Split("CR04.measured", ("CR01", "CR04"), remainder=True)
    yield Split("CR04.measured", ("CR06.measured",), remainder=True)
    for part in ("CR08", "CR09"):
        yield Split("CR06.measured", (f"{part}.measured",), remainder=True)
        yield Split("CR06", (part,), remainder=True)


ESF_2014_WITHIN = {
    "CR01.measured": ("CO03",),
    "CR03.measured": ("total",),
    "CR04.measured": ("CO01", "CO03"),
    "CR07.measured": ("CO05",),
}
"""Among which outputs the measurable exits of a result are: less these, they tell who is still there or pending."""


def _labour(settings: Settings) -> Iterator[Indicator]:
    yield output(
        "total", Names("Totaal aantal deelnemers", "Total number of participants", "Nombre total de participants"),
        Names("Volledige deelnames; gelijk aan CO01 + CO03 + CO05.",
              "Complete participations; equal to CO01 + CO03 + CO05."),
        reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO01", Names("Werklozen, met inbegrip van langdurig werklozen", "Unemployed, including long-term unemployed",
                      "Chômeurs, y compris les chômeurs de longue durée"),
        Names("Werkloos bij de instap.", "Unemployed at entry."), esf.UNEMPLOYED, reference=_OUTPUTS,
    )  # fmt: skip
    months = settings.long_term_unemployed_months
    yield output(
        "CO02", Names("Langdurig werklozen", "Long-term unemployed", "Chômeurs de longue durée"),
        Names(f"Werkloos, al meer dan {months.under_25} maanden wie jonger is dan 25, al meer dan {months.from_25} "
              "maanden wie ouder is.",
              f"Unemployed, for more than {months.under_25} months when younger than 25, for more than "
              f"{months.from_25} months otherwise."),
        esf.long_term(months), f"unemployed_months[{esf.UNEMPLOYED}]", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO03", Names("Inactieven", "Inactive", "Personnes inactives"),
        Names("Inactief bij de instap.", "Inactive at entry."), esf.INACTIVE, reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO04", Names("Inactieven die geen onderwijs of opleiding volgen", "Inactive, not in education or training",
                      "Personnes inactives ne suivant ni enseignement ni formation"),
        Names("Inactief bij de instap, en volgde toen geen onderwijs.",
              "Inactive at entry, and not in education then."),
        f"{esf.INACTIVE} AND {esf.NOT_STUDYING}", f"in_education[{esf.INACTIVE}]", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO05", Names("Werkenden, met inbegrip van zelfstandigen", "Employed, including self-employed",
                      "Personnes exerçant un emploi, y compris les indépendants"),
        Names("Aan het werk bij de instap.", "Employed at entry."), esf.EMPLOYED, reference=_OUTPUTS,
    )  # fmt: skip


def _age_and_education() -> Iterator[Indicator]:
    yield output(
        "CO06", Names("Jonger dan 25 jaar", "Below 25 years of age", "Moins de 25 ans"),
        Names("Jonger dan 25 op de dag van de instap.", "Younger than 25 on the day of entry."), "age < 25",
        reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO07", Names("Ouder dan 54 jaar", "Above 54 years of age", "Plus de 54 ans"),
        Names("Ouder dan 54 op de dag van de instap.", "Older than 54 on the day of entry."), _OLDER,
        reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO08", Names("Ouder dan 54 jaar, werkloos of inactief en zonder onderwijs of opleiding",
                      "Above 54 years of age who are unemployed, or inactive not in education or training",
                      "Plus de 54 ans, chômeurs ou inactifs ne suivant ni enseignement ni formation"),
        Names("Ouder dan 54 bij de instap; werkloos, of inactief en toen zonder onderwijs.",
              "Older than 54 at entry; unemployed, or inactive and not in education then."),
        f"{_OLDER} AND ({esf.UNEMPLOYED} OR ({esf.INACTIVE} AND {esf.NOT_STUDYING}))",
        f"in_education[{esf.INACTIVE}]", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO09", Names("Met lager (ISCED 1) of lager secundair onderwijs (ISCED 2)",
                      "With primary (ISCED 1) or lower secondary education (ISCED 2)",
                      "Titulaires d'un diplôme de l'enseignement primaire (CITE 1) ou secondaire inférieur (CITE 2)"),
        Names("Hoogste voltooide niveau bij de instap: ISCED 1 of 2.",
              "Highest level completed at entry: ISCED 1 or 2."),
        "isced IN (1, 2)", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO10", Names("Met hoger secundair (ISCED 3) of postsecundair onderwijs (ISCED 4)",
                      "With upper secondary (ISCED 3) or post-secondary education (ISCED 4)",
                      "Titulaires d'un diplôme du secondaire supérieur (CITE 3) ou post-secondaire (CITE 4)"),
        Names("Hoogste voltooide niveau bij de instap: ISCED 3 of 4.",
              "Highest level completed at entry: ISCED 3 or 4."),
        "isced IN (3, 4)", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO11", Names("Met tertiair onderwijs (ISCED 5 tot en met 8)", "With tertiary education (ISCED 5 to 8)",
                      "Titulaires d'un diplôme de l'enseignement supérieur (CITE 5 à 8)"),
        Names("Hoogste voltooide niveau bij de instap: ISCED 5 tot 8.",
              "Highest level completed at entry: ISCED 5 to 8."),
        "isced BETWEEN 5 AND 8", reference=_OUTPUTS,
    )  # fmt: skip


def _background() -> Iterator[Indicator]:
    yield output(
        "CO15", Names("Migranten, deelnemers met een buitenlandse achtergrond, minderheden",
                      "Migrants, participants with a foreign background, minorities",
                      "Migrants, participants d'origine étrangère, minorités"),
        Names("Onderdaan van een land dat bij de instap geen lidstaat van de EU was, of van buitenlandse achtergrond, "
              "of lid van een minderheid; wie aan meer dan een voorwaarde voldoet, telt eenmaal.",
              "National of a country that was no Member State of the EU at entry, or of foreign background, or member "
              "of a minority; who meets more than one condition counts once."),
        _MIGRANT, *_BACKGROUND, reference=_OUTPUTS, special=True,
    )  # fmt: skip
    yield output(
        "CO16", Names("Deelnemers met een handicap", "Participants with disabilities", "Participants handicapés"),
        Names("Antwoordde bij de instap een handicap te hebben.", "Answered at entry to have a disability."),
        esf.DISABILITY, "disability", reference=_OUTPUTS, special=True,
    )  # fmt: skip
    yield output(
        "CO18", Names("Daklozen of mensen die met uitsluiting op de woningmarkt te maken hebben",
                      "Homeless or affected by housing exclusion",
                      "Sans-abri ou personnes touchées par l'exclusion en matière de logement"),
        Names("Antwoordde bij de instap dakloos of van huisvesting uitgesloten te zijn.",
              "Answered at entry to be homeless or excluded from housing."),
        esf.HOMELESS, "homeless", reference=_OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO19", Names("Afkomstig uit plattelandsgebieden", "From rural areas", "Venant de zones rurales"),
        Names("Woonde bij de instap in een plattelandsgebied.", "Lived in a rural area at entry."),
        esf.RURAL, "rural", reference=_OUTPUTS,
    )  # fmt: skip


def _upon_leaving(settings: Settings) -> Iterator[Indicator]:
    when = esf.window(settings)
    yield from Outcome(
        "CR01", Names("Inactieve deelnemers die bij hun vertrek werk zoeken",
                      "Inactive participants engaged in job searching upon leaving",
                      "Participants inactifs engagés dans la recherche d'un emploi au terme de leur participation"),
        Names(f"Inactief bij de instap; werkloos en werkzoekend op het einde van het venster, {when.nl}.",
              f"Inactive at entry; unemployed and searching at the end of the window, {when.en}."),
        esf.INACTIVE, _SEARCHING, _LEAVING,
        needs=("follow_ups",), also=("jobs",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "CR02", Names("Deelnemers die bij hun vertrek onderwijs of een opleiding volgen",
                      "Participants in education or training upon leaving",
                      "Participants suivant un enseignement ou une formation au terme de leur participation"),
        Names("Volgde bij de instap geen onderwijs; volgde na de instap begonnen onderwijs op een dag van het venster, "
              f"{when.nl}.",
              f"Not in education at entry; in education that began after entry on a day of the window, {when.en}."),
        esf.NOT_STUDYING, "in_training", _LEAVING,
        needs=("participations.in_education", "studies"),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "CR03", Names("Deelnemers die bij hun vertrek een kwalificatie behalen",
                      "Participants gaining a qualification upon leaving",
                      "Participants obtenant une qualification au terme de leur participation"),
        Names(f"Kwalificatie van een instantie die ze toekent, behaald na de instap en {when.nl}.",
              f"Qualification from an awarding body, obtained after entry and {when.en}."),
        "true", "qualified", _LEAVING,
        needs=("studies",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "CR04", Names("Deelnemers die bij hun vertrek werken, ook als zelfstandige",
                      "Participants in employment, including self-employment, upon leaving",
                      "Participants exerçant un emploi, y compris à titre indépendant, au terme de leur participation"),
        Names(f"Werkloos of inactief bij de instap; aan het werk op het einde van het venster, {when.nl}.",
              f"Unemployed or inactive at entry; employed at the end of the window, {when.en}."),
        esf.WORKLESS, _AT_WORK, _LEAVING,
        needs=("jobs",), also=("follow_ups",),
    ).indicators()  # fmt: skip


def _disadvantaged_upon_leaving() -> Iterator[Indicator]:
    any_of = " OR ".join(
        (f"({esf.INACTIVE} AND {_SEARCHING})", f"({esf.NOT_STUDYING} AND in_training)", "qualified",
         f"({esf.WORKLESS} AND {_AT_WORK})")
    )  # fmt: skip
    yield from Outcome(
        "CR05", Names("Kansarme deelnemers die bij hun vertrek werk zoeken, onderwijs of een opleiding volgen, een "
                      "kwalificatie behalen of werken",
                      "Disadvantaged participants engaged in job searching, education or training, gaining a "
                      "qualification, or in employment upon leaving",
                      "Participants défavorisés à la recherche d'un emploi, suivant un enseignement ou une formation, "
                      "obtenant une qualification ou exerçant un emploi au terme de leur participation"),
        Names("Uit de groepen van CO15, CO16 en CO18: minstens een van CR01 tot CR04.",
              "Of the groups of CO15, CO16 and CO18: at least one of CR01 to CR04."),
        _DISADVANTAGED, any_of, _LEAVING,
        special=True, needs=("follow_ups", "studies", "jobs", *_disadvantaged()),
    ).indicators()  # fmt: skip


def _six_months_later(settings: Settings) -> Iterator[Indicator]:
    days = settings.six_month_tolerance_days
    nl = ("in een getelde job zes kalendermaanden na het vertrek, of aan het werk volgens de dichtste opvolging "
          f"binnen {days} dagen daarvan.")  # fmt: skip
    en = f"in a counted job six calendar months after leaving, or employed by the nearest follow-up within {days} days."
    yield from Outcome(
        "CR06", Names("Deelnemers die zes maanden na hun vertrek werken, ook als zelfstandige",
                      "Participants in employment, including self-employment, six months after leaving",
                      "Participants exerçant un emploi, y compris à titre indépendant, six mois après leur "
                      "participation"),
        Names(f"Werkloos of inactief bij de instap; {nl}", f"Unemployed or inactive at entry; {en}"),
        esf.WORKLESS, "employed_after", _LATER,
        measured="six_months", needs=("jobs",), also=("follow_ups",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "CR07", Names("Deelnemers met een betere arbeidsmarktsituatie zes maanden na hun vertrek",
                      "Participants with an improved labour market situation six months after leaving",
                      "Participants dont la situation sur le marché du travail s'est améliorée six mois après leur "
                      "participation"),
        Names(f"Aan het werk bij de instap; een opvolging binnen {days} dagen van zes kalendermaanden na het vertrek "
              "noteert een verbetering.",
              f"Employed at entry; a follow-up within {days} days of six calendar months after leaving notes an "
              "improvement."),
        esf.EMPLOYED, "improved_after", _LATER,
        measured="six_months", needs=("follow_ups",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "CR08", Names("Deelnemers ouder dan 54 jaar die zes maanden na hun vertrek werken",
                      "Participants above 54 years of age in employment six months after leaving",
                      "Participants de plus de 54 ans exerçant un emploi six mois après leur participation"),
        Names(f"Ouder dan 54 en werkloos of inactief bij de instap; {nl}",
              f"Older than 54 and unemployed or inactive at entry; {en}"),
        f"{esf.WORKLESS} AND {_OLDER}", "employed_after", _LATER,
        measured="six_months", needs=("jobs",), also=("follow_ups",),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "CR09", Names("Kansarme deelnemers die zes maanden na hun vertrek werken",
                      "Disadvantaged participants in employment six months after leaving",
                      "Participants défavorisés exerçant un emploi six mois après leur participation"),
        Names(f"Uit de groepen van CO15, CO16 en CO18, werkloos of inactief bij de instap; {nl}",
              f"Of the groups of CO15, CO16 and CO18, unemployed or inactive at entry; {en}"),
        f"{esf.WORKLESS} AND ({_DISADVANTAGED})", "employed_after", _LATER,
        measured="six_months", special=True, needs=("jobs", *_disadvantaged()), also=("follow_ups",),
    ).indicators()  # fmt: skip


def _disadvantaged() -> tuple[str, ...]:
    return tuple(f"participations.{name}" for name in (*_BACKGROUND, "disability", "homeless"))
