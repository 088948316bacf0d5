"""The common indicators of ESF 2014-2020 (Regulation (EU) No 1304/2013, Annex I). Change a definition here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportkit.indicators import esf, esf_structure
from reportkit.indicators.esf import Criterion, Outcome, Sought, output
from reportkit.indicators.esf_structure import leavers
from reportkit.indicators.measures import Indicator, Names
from reportkit.tables import Link, Split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.indicators.breakdowns import Breakdown
    from reportkit.params.models import Settings

__all__ = ["esf_2014", "esf_2014_links", "esf_2014_splits"]

_OUTPUTS = "Regulation (EU) No 1304/2013, Annex I (1)"
_LEAVING = "Regulation (EU) No 1304/2013, Annex I (3)"
_LATER = "Regulation (EU) No 1304/2013, Annex I (4)"

_MIGRANT = f"{esf.THIRD_COUNTRY} OR {esf.FOREIGN} OR {esf.MINORITY}"
_DISADVANTAGED = f"{_MIGRANT} OR {esf.DISABILITY} OR {esf.HOMELESS}"
_OLDER = "age > 54"
_BACKGROUND = ("nationality", "foreign_background", "minority")


def esf_2014(settings: Settings) -> Iterator[Indicator]:
    """Yield the common indicators of ESF 2014-2020, in the order of the annex."""
    yield esf.grand_total(_OUTPUTS)
    yield from _labour(settings)
    yield from _age()
    yield from _education()
    yield from _background()
    yield from _upon_leaving(settings)
    yield from _six_months_later(settings)


def esf_2014_splits() -> Iterator[Split]:
    """Yield which common indicators add up to which."""
    yield from esf_structure.total_splits("total")
    yield Split("total", ("CO01", "CO03", "CO05"))
    yield Split("CO01", ("CO02",), remainder=True)
    yield Split("CO03", ("CO04",), remainder=True)
    yield Split("total", ("CO06", "CO07"), remainder=True)
    yield Split("CO07", ("CO08",), remainder=True)
    yield Split("total", ("CO09", "CO10", "CO11"), remainder=True)
    for code in ("CO15", "CO16", "CO18", "CO19"):
        yield Split("total", (code,), remainder=True)
    yield from esf_structure.result_splits(*(f"CR0{number}" for number in range(1, 10)))
    groups = {"total": "CR03", "CO03": "CR01", "CO05": "CR07", "CO07": "CR08"}
    yield from esf_structure.leaver_splits("CR03", groups)
    yield Split("total", ("CO05", *leavers("CR04")), remainder=True, to_date_only=True)
    yield Split("CR05.measured", ("CR09.measured",), remainder=True)
    for parts in (("CR02.measured",), ("CR04.measured", "CR07.measured"), ("CR05.measured",)):
        yield Split("CR03.measured", parts, remainder=True)
    yield Split("CR04.measured", ("CR01.measured",), remainder=True)
    yield Split("CR04.measured", ("CR01", "CR04"), remainder=True)
    yield Split("CR04.measured", ("CR06.measured",), remainder=True)
    for part in ("CR08", "CR09"):
        yield Split("CR06.measured", (f"{part}.measured",), remainder=True)
        yield Split("CR06", (part,), remainder=True)


def esf_2014_links(breakdowns: Mapping[str, Breakdown]) -> Iterator[Link]:
    """Yield what common indicators say of one another, and of the pathway's groups."""
    yield from esf_structure.unknown_links(breakdowns, "total")
    yield from esf_structure.leaver_links("total", "CR03")
    among = (("CR03", "CR02"), ("CR03", "CR05"), ("CR04", "CR01"), ("CR06", "CR08"), ("CR06", "CR09"))
    yield from esf_structure.pending_links("CR03", "CR04", "CR06", "CR07", among)
    yield Link(("CO05", "CR04.measured"), ("CR03.measured",), to_date_only=True)
    yield Link(("CO01", *leavers("CR01")), leavers("CR04"), to_date_only=True)
    yield from esf_structure.group_links(
        breakdowns, "age", {"CO06": ("under_18", "18_29"), "CO07": ("55_plus",)}, "total", part="CO06"
    )
    levels = {"CO09": ("isced_0_2",), "CO10": ("isced_3_4",), "CO11": ("isced_5_8",)}
    yield from esf_structure.group_links(breakdowns, "education", levels, "total", part="CO09")


def _labour(settings: Settings) -> Iterator[Indicator]:
    yield output(
        "total",
        Criterion(
            "true",
            Names("Totaal aantal deelnemers", "Total number of participants", "Nombre total de participants"),
            Names("Volledige deelnames; gelijk aan CO01 + CO03 + CO05.",
                  "Complete participations; equal to CO01 + CO03 + CO05."),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output("CO01", esf.IS_UNEMPLOYED, _OUTPUTS)
    yield output("CO02", esf.long_term_unemployed(settings), _OUTPUTS)
    yield output("CO03", esf.IS_INACTIVE, _OUTPUTS)
    yield output(
        "CO04",
        Criterion(
            f"{esf.INACTIVE} AND {esf.NOT_STUDYING}",
            Names("Inactieven die geen onderwijs of opleiding volgen", "Inactive, not in education or training",
                  "Personnes inactives ne suivant ni enseignement ni formation"),
            Names("Inactief bij de instap, en volgde toen geen onderwijs.",
                  "Inactive at entry, and not in education then."),
            (f"in_education[{esf.INACTIVE}]",),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output("CO05", esf.IS_EMPLOYED, _OUTPUTS)


def _age() -> Iterator[Indicator]:
    yield output(
        "CO06",
        Criterion(
            "age < 25",
            Names("Jonger dan 25 jaar", "Below 25 years of age", "Moins de 25 ans"),
            Names("Jonger dan 25 op de dag van de instap.", "Younger than 25 on the day of entry."),
        ),
        _OUTPUTS,
    )
    yield output(
        "CO07",
        Criterion(
            _OLDER,
            Names("Ouder dan 54 jaar", "Above 54 years of age", "Plus de 54 ans"),
            Names("Ouder dan 54 op de dag van de instap.", "Older than 54 on the day of entry."),
        ),
        _OUTPUTS,
    )
    yield output(
        "CO08",
        Criterion(
            f"{_OLDER} AND ({esf.UNEMPLOYED} OR ({esf.INACTIVE} AND {esf.NOT_STUDYING}))",
            Names("Ouder dan 54 jaar, werkloos of inactief en zonder onderwijs of opleiding",
                  "Above 54 years of age who are unemployed, or inactive not in education or training",
                  "Plus de 54 ans, chômeurs ou inactifs ne suivant ni enseignement ni formation"),
            Names("Ouder dan 54 bij de instap; werkloos, of inactief en toen zonder onderwijs.",
                  "Older than 54 at entry; unemployed, or inactive and not in education then."),
            (f"in_education[{esf.INACTIVE}]",),
        ),
        _OUTPUTS,
    )  # fmt: skip


def _education() -> Iterator[Indicator]:
    yield output(
        "CO09",
        Criterion(
            "isced IN (1, 2)",
            Names("Met lager (ISCED 1) of lager secundair onderwijs (ISCED 2)",
                  "With primary (ISCED 1) or lower secondary education (ISCED 2)",
                  "Titulaires d'un diplôme de l'enseignement primaire (CITE 1) ou secondaire inférieur (CITE 2)"),
            Names("Hoogste voltooide niveau bij de instap: ISCED 1 of 2.",
                  "Highest level completed at entry: ISCED 1 or 2."),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output(
        "CO10", esf.HAS_UPPER_SECONDARY, _OUTPUTS,
        Names("Met hoger secundair (ISCED 3) of postsecundair onderwijs (ISCED 4)",
              "With upper secondary (ISCED 3) or post-secondary education (ISCED 4)",
              "Titulaires d'un diplôme du secondaire supérieur (CITE 3) ou post-secondaire (CITE 4)"),
    )  # fmt: skip
    yield output("CO11", esf.HAS_TERTIARY, _OUTPUTS)


def _background() -> Iterator[Indicator]:
    yield output(
        "CO15",
        Criterion(
            _MIGRANT,
            Names("Migranten, deelnemers met een buitenlandse achtergrond, minderheden",
                  "Migrants, participants with a foreign background, minorities",
                  "Migrants, participants d'origine étrangère, minorités"),
            Names("Onderdaan van een land dat bij de instap geen lidstaat van de EU was, of van buitenlandse "
                  "achtergrond, of lid van een minderheid; wie aan meer dan een voorwaarde voldoet, telt eenmaal.",
                  "National of a country that was no Member State of the EU at entry, or of foreign background, or "
                  "member of a minority; who meets more than one condition counts once."),
            _BACKGROUND, special=True,
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output("CO16", esf.HAS_DISABILITY, _OUTPUTS)
    yield output(
        "CO18", esf.IS_HOMELESS, _OUTPUTS,
        Names("Daklozen of mensen die met uitsluiting op de woningmarkt te maken hebben",
              "Homeless or affected by housing exclusion",
              "Sans-abri ou personnes touchées par l'exclusion en matière de logement"),
    )  # fmt: skip
    yield output(
        "CO19", esf.IS_RURAL, _OUTPUTS,
        Names("Afkomstig uit plattelandsgebieden", "From rural areas", "Venant de zones rurales"),
    )  # fmt: skip


def _upon_leaving(settings: Settings) -> Iterator[Indicator]:
    yield from Outcome(
        "CR01", esf.searching(settings), _LEAVING,
        Names("Inactieve deelnemers die bij hun vertrek werk zoeken",
              "Inactive participants engaged in job searching upon leaving",
              "Participants inactifs engagés dans la recherche d'un emploi au terme de leur participation"),
    ).indicators()  # fmt: skip
    yield from Outcome("CR02", esf.studying(settings), _LEAVING).indicators()
    yield from Outcome("CR03", esf.qualified(settings), _LEAVING).indicators()
    yield from Outcome("CR04", esf.working(settings), _LEAVING).indicators()
    yield from Outcome("CR05", _disadvantaged_upon_leaving(), _LEAVING).indicators()


def _disadvantaged_upon_leaving() -> Sought:
    any_of = " OR ".join(
        (f"({esf.INACTIVE} AND {esf.SEARCHING})", f"({esf.NOT_STUDYING} AND in_training)", "qualified",
         f"({esf.WORKLESS} AND {esf.WORKING})")
    )  # fmt: skip
    return Sought(
        _DISADVANTAGED, any_of,
        Names("Kansarme deelnemers die bij hun vertrek werk zoeken, onderwijs of een opleiding volgen, een "
              "kwalificatie behalen of werken",
              "Disadvantaged participants engaged in job searching, education or training, gaining a "
              "qualification, or in employment upon leaving",
              "Participants défavorisés à la recherche d'un emploi, suivant un enseignement ou une formation, "
              "obtenant une qualification ou exerçant un emploi au terme de leur participation"),
        Names("Uit de groepen van CO15, CO16 en CO18: minstens een van CR01 tot CR04.",
              "Of the groups of CO15, CO16 and CO18: at least one of CR01 to CR04."),
        needs=("follow_ups", "studies", "jobs", *_disadvantaged()), special=True,
    )  # fmt: skip


def _six_months_later(settings: Settings) -> Iterator[Indicator]:
    yield from Outcome(
        "CR06", esf.working_later(settings), _LATER,
        Names("Deelnemers die zes maanden na hun vertrek werken, ook als zelfstandige",
              "Participants in employment, including self-employment, six months after leaving",
              "Participants exerçant un emploi, y compris à titre indépendant, six mois après leur participation"),
    ).indicators()  # fmt: skip
    yield from Outcome(
        "CR07", esf.improved_later(settings), _LATER,
        Names("Deelnemers met een betere arbeidsmarktsituatie zes maanden na hun vertrek",
              "Participants with an improved labour market situation six months after leaving",
              "Participants dont la situation sur le marché du travail s'est améliorée six mois après leur "
              "participation"),
    ).indicators()  # fmt: skip
    older = Names(
        "Ouder dan 54 en werkloos of inactief bij de instap", "Older than 54 and unemployed or inactive at entry"
    )
    yield from Outcome(
        "CR08", esf.working_later(settings, among=f"{esf.WORKLESS} AND {_OLDER}", who=older), _LATER,
        Names("Deelnemers ouder dan 54 jaar die zes maanden na hun vertrek werken",
              "Participants above 54 years of age in employment six months after leaving",
              "Participants de plus de 54 ans exerçant un emploi six mois après leur participation"),
    ).indicators()  # fmt: skip
    disadvantaged = Names("Uit de groepen van CO15, CO16 en CO18, werkloos of inactief bij de instap",
                          "Of the groups of CO15, CO16 and CO18, unemployed or inactive at entry")  # fmt: skip
    sought = esf.working_later(settings, among=f"{esf.WORKLESS} AND ({_DISADVANTAGED})", who=disadvantaged)
    yield from Outcome(
        "CR09", replace(sought, needs=(*sought.needs, *_disadvantaged()), special=True), _LATER,
        Names("Kansarme deelnemers die zes maanden na hun vertrek werken",
              "Disadvantaged participants in employment six months after leaving",
              "Participants défavorisés exerçant un emploi six mois après leur participation"),
    ).indicators()  # fmt: skip


def _disadvantaged() -> tuple[str, ...]:
    return tuple(f"participations.{name}" for name in (*_BACKGROUND, "disability", "homeless"))
