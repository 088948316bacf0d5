"""The common indicators of ESF+ 2021-2027 (Regulation (EU) 2021/1057, Annex I). Change a definition here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators import esf, esf_structure
from reportkit.indicators.esf import Criterion, Outcome, output
from reportkit.indicators.esf_structure import leavers
from reportkit.indicators.measures import Indicator, Names
from reportkit.tables import Link, Split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportkit.indicators.breakdowns import Breakdown
    from reportkit.params.models import Settings

__all__ = ["esf_plus", "esf_plus_links", "esf_plus_splits"]

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
    yield from esf_structure.total_splits("EECO01")
    yield Split("EECO01", ("EECO02", "EECO04", "EECO05"))
    yield Split("EECO02", ("EECO03",), remainder=True)
    yield Split("EECO01", ("EECO06", "EECO07", "EECO08"), remainder=True)
    yield Split("EECO01", ("EECO09", "EECO10", "EECO11"))
    for number in range(12, 18):
        yield Split("EECO01", (f"EECO{number}",), remainder=True)
    yield from esf_structure.result_splits(*(f"EECR0{number}" for number in range(1, 7)))
    groups = {"EECO01": "EECR03", "EECO04": "EECR01", "EECO05": "EECR06"}
    yield from esf_structure.leaver_splits("EECR03", groups)
    yield Split("EECO01", ("EECO05", *leavers("EECR04")), remainder=True, to_date_only=True)
    yield Split("EECR03.measured", ("EECR02.measured",), remainder=True)
    yield Split("EECR03.measured", ("EECR04.measured", "EECR06.measured"), remainder=True)
    yield Split("EECR04.measured", ("EECR01.measured",), remainder=True)
    yield Split("EECR04.measured", ("EECR01", "EECR04"), remainder=True)
    yield Split("EECR04.measured", ("EECR05.measured",), remainder=True)


def esf_plus_links(breakdowns: Mapping[str, Breakdown]) -> Iterator[Link]:
    """Yield what common indicators say of one another, and of the pathway's groups."""
    yield from esf_structure.unknown_links(breakdowns, "EECO01")
    yield from esf_structure.leaver_links("EECO01", "EECR03")
    among = (("EECR03", "EECR02"), ("EECR04", "EECR01"))
    yield from esf_structure.pending_links("EECR03", "EECR04", "EECR05", "EECR06", among)
    yield Link(("EECO05", "EECR04.measured"), ("EECR03.measured",), to_date_only=True)
    yield Link(("EECO02", *leavers("EECR01")), leavers("EECR04"), to_date_only=True)
    ages = {"EECO06": ("under_18",), "EECO07": ("18_29",), "EECO08": ("55_plus",)}
    yield from esf_structure.group_links(breakdowns, "age", ages, "EECO01")
    levels = {"EECO09": ("isced_0_2",), "EECO10": ("isced_3_4",), "EECO11": ("isced_5_8",)}
    yield from esf_structure.group_links(breakdowns, "education", levels, "EECO01")


def _labour(settings: Settings) -> Iterator[Indicator]:
    yield output(
        "EECO01",
        Criterion(
            "true",
            Names("Totaal aantal deelnemers", "Total number of participants", "Nombre total de participants"),
            Names("Volledige deelnames; gelijk aan EECO02 + EECO04 + EECO05.",
                  "Complete participations; equal to EECO02 + EECO04 + EECO05."),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output("EECO02", esf.IS_UNEMPLOYED, _OUTPUTS)
    yield output("EECO03", esf.long_term_unemployed(settings), _OUTPUTS)
    yield output("EECO04", esf.IS_INACTIVE, _OUTPUTS)
    yield output("EECO05", esf.IS_EMPLOYED, _OUTPUTS)


def _age_and_education() -> Iterator[Indicator]:
    yield output(
        "EECO06",
        Criterion(
            "age < 18",
            Names("Kinderen jonger dan 18 jaar", "Children below 18 years of age", "Enfants de moins de 18 ans"),
            Names("Jonger dan 18 op de dag van de instap.", "Younger than 18 on the day of entry."),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO07",
        Criterion(
            "age BETWEEN 18 AND 29",
            Names("Jongeren van 18 tot en met 29 jaar", "Young people between 18 and 29 years of age",
                  "Jeunes âgés de 18 à 29 ans"),
            Names("18 tot en met 29 op de dag van de instap.", "18 to 29 on the day of entry."),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO08",
        Criterion(
            "age >= 55",
            Names("Deelnemers van 55 jaar en ouder", "Participants 55 years of age and above",
                  "Participants âgés de 55 ans et plus"),
            Names("55 of ouder op de dag van de instap.", "55 or older on the day of entry."),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO09",
        Criterion(
            "isced <= 2",
            Names("Met ten hoogste lager secundair onderwijs (ISCED 0-2)",
                  "With lower secondary education or less (ISCED 0-2)",
                  "Ayant au plus atteint le premier cycle de l'enseignement secondaire (CITE 0-2)"),
            Names("Hoogste voltooide niveau bij de instap: ISCED 0 tot 2.",
                  "Highest level completed at entry: ISCED 0 to 2."),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output("EECO10", esf.HAS_UPPER_SECONDARY, _OUTPUTS)
    yield output("EECO11", esf.HAS_TERTIARY, _OUTPUTS)


def _background() -> Iterator[Indicator]:
    yield output("EECO12", esf.HAS_DISABILITY, _OUTPUTS)
    yield output(
        "EECO13",
        Criterion(
            esf.THIRD_COUNTRY,
            Names("Onderdanen van derde landen", "Third-country nationals", "Ressortissants de pays tiers"),
            Names("Nationaliteit van een land dat op de dag van de instap geen lidstaat van de EU was; ook staatlozen "
                  "en wie er geen heeft die is vastgesteld.",
                  "Nationality of a country that was no Member State of the EU on the day of entry; also the stateless "
                  "and those whose nationality is undetermined."),
            ("nationality",),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO14",
        Criterion(
            esf.FOREIGN,
            Names("Deelnemers met een buitenlandse achtergrond", "Participants with a foreign background",
                  "Participants d'origine étrangère"),
            Names("Antwoordde een buitenlandse achtergrond te hebben; staat los van de nationaliteit.",
                  "Answered to have a foreign background; independent of nationality."),
            ("foreign_background",),
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output(
        "EECO15",
        Criterion(
            esf.MINORITY,
            Names("Minderheden (met inbegrip van gemarginaliseerde gemeenschappen zoals de Roma)",
                  "Minorities (including marginalised communities such as Roma people)",
                  "Minorités (y compris les communautés marginalisées telles que les Roms)"),
            Names("Antwoordde tot een minderheid te behoren.", "Answered to belong to a minority."),
            ("minority",), special=True,
        ),
        _OUTPUTS,
    )  # fmt: skip
    yield output("EECO16", esf.IS_HOMELESS, _OUTPUTS)
    yield output("EECO17", esf.IS_RURAL, _OUTPUTS)


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
    yield from Outcome("EECR01", esf.searching(settings), _LEAVING).indicators()
    yield from Outcome("EECR02", esf.studying(settings), _LEAVING).indicators()
    yield from Outcome("EECR03", esf.qualified(settings), _LEAVING).indicators()
    yield from Outcome("EECR04", esf.working(settings), _LEAVING).indicators()


def _six_months_later(settings: Settings) -> Iterator[Indicator]:
    yield from Outcome("EECR05", esf.working_later(settings), _LATER).indicators()
    yield from Outcome("EECR06", esf.improved_later(settings), _LATER).indicators()
