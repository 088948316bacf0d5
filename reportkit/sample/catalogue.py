"""The sample data of the five projects, each a design that keeps the published totals. No draw is made here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportkit.sample.design import Design, EmployerPlan, Habit, OfferPlan, Profile, Season, Stream, Working

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportkit.sample.dice import Weighted

__all__ = ["DESIGNS"]

_ADULTS: Weighted[tuple[int, int]] = (
    ((18, 24), 22), ((25, 29), 21), ((30, 39), 33), ((40, 49), 16), ((50, 54), 5), ((55, 61), 3),
)  # fmt: skip
_RECOGNISED: Weighted[str] = (("refugee", 72), ("subsidiary", 28))
_NOT_PROTECTED: Weighted[str] = (("none", 100),)
_FLED: Weighted[str] = (
    ("SY", 30), ("AF", 20), ("IQ", 17), ("SO", 9), ("ER", 6), ("PS", 4), ("GN", 4), ("IR", 3), ("XX", 2),
)  # fmt: skip
_SCHOOLED: Weighted[str] = (
    ("0", 6), ("1", 16), ("2", 27), ("3", 27), ("4", 3), ("5", 3), ("6", 9), ("7", 6), ("8", 1), ("", 2),
)  # fmt: skip

_BRUGGE_WERKT = Design(
    project="brugge-werkt",
    prefix="BW",
    known_until=date(2018, 12, 31),
    streams=(
        Stream(
            operation="BRW",
            municipality="31005",
            seasons=(Season(2017, 21, 0, (9, 12)), Season(2018, 28, 15)),
            outcomes={
                "work": 17, "training": 6, "self_sufficient": 3, "practical": 1, "medical": 1, "moved": 1,
                "own_request": 2, "no_cooperation": 3,
            },
            days=(90, 380),
        ),
    ),
    profile=Profile(
        nationalities=_FLED,
        protection=_RECOGNISED,
        isced=(("0", 18), ("1", 38), ("2", 44)),
        labour=(("unemployed", 78), ("inactive", 22)),
        referrers=(("ocmw", 60), ("vdab", 34), ("self", 6)),
        ages=_ADULTS,
        women=28,
    ),
    habits=(
        Habit("skills_test", 92, (7, 45), (0, 7), (3, 12)),
        Habit("labour_market_course", 88, (14, 70), (14, 45), (12, 36)),
        Habit("application_training", 82, (30, 120), (7, 30), (8, 24)),
        Habit("work_experience", 47, (60, 170), (30, 120), (80, 400)),
        Habit("language_coaching", 57, (60, 190), (30, 120), (10, 40)),
    ),
    working=Working(placed=94, article60=22, interim=10, later=20, language=72),
    employers=(EmployerPlan("BRW", "31005", 4, date(2018, 2, 1), date(2018, 10, 31), (2, 8)),),
    population=(
        ("31005", date(2018, 12, 31), "protected", 406, "Stad Brugge, December 2018"),
        ("31005", date(2018, 12, 31), "protected_18_64", 299, "Stad Brugge, December 2018"),
    ),
)  # fmt: skip

_GENT_WERKPLEK = Design(
    project="gent-werkplek",
    prefix="GW",
    known_until=date(2019, 12, 31),
    streams=(
        Stream(
            operation="GWP",
            municipality="44021",
            seasons=(Season(2016, 42, 0, (9, 12)), Season(2017, 105, 2), Season(2018, 108, 14), Season(2019, 90, 62)),
            outcomes={
                "work": 118, "training": 54, "self_sufficient": 14, "practical": 10, "medical": 9, "moved": 15,
                "own_request": 19, "no_cooperation": 21, "other": 7,
            },
            days=(60, 620),
            reopened=25,
        ),
    ),
    profile=Profile(
        nationalities=_FLED,
        protection=(("applicant", 46), ("refugee", 37), ("subsidiary", 17)),
        isced=_SCHOOLED,
        labour=(("unemployed", 54), ("inactive", 44), ("employed", 2)),
        referrers=(("ocmw", 38), ("vdab", 18), ("asylum_centre", 26), ("municipality", 10), ("self", 5), ("other", 3)),
        ages=_ADULTS,
        women=29,
        undisclosed_gender=3,
    ),
    habits=(
        Habit("labour_market_course", 62, (7, 45), (14, 45), (12, 36)),
        Habit("volunteering", 46, (20, 90), (60, 200), (30, 160)),
        Habit("internship", 34, (60, 180), (14, 60), (60, 240)),
        Habit("work_experience", 24, (90, 220), (60, 180), (120, 500)),
        Habit("job_coaching", 66, (60, 200), (30, 150), (6, 40), times=2),
        Habit("language_coaching", 52, (60, 220), (30, 150), (8, 48)),
    ),
    working=Working(placed=93, article60=16, interim=14, later=22, language=66, observed_early=1),
    employers=(EmployerPlan("GWP", "44021", 58, date(2016, 11, 1), date(2019, 12, 15), (0, 6), again=18),),
)  # fmt: skip

_ORIGINS: Weighted[str] = (
    ("SY", 170), ("AF", 130), ("IQ", 90), ("SO", 70), ("ER", 30), ("TR", 75), ("MA", 80), ("RU", 45), ("GN", 30),
    ("CD", 28), ("NG", 22), ("BG", 40), ("RO", 45), ("PL", 22), ("FR", 25), ("GB", 5), ("NP", 18), ("PK", 20),
    ("NA", 8), ("BE", 47), ("XX", 6),
)  # fmt: skip
_FLED_SHARES: Weighted[str] = (("refugee", 60), ("subsidiary", 24), ("applicant", 8), ("none", 8))

_TWERKT = Design(
    project="twerkt",
    prefix="TW",
    known_until=date(2022, 12, 31),
    streams=(
        Stream(
            operation="TW-KOR",
            municipality="34022",
            seasons=(
                Season(2016, 38), Season(2017, 55), Season(2018, 66, 1), Season(2019, 74, 2), Season(2020, 62, 3),
                Season(2021, 84, 27), Season(2022, 130, 98),
            ),
            outcomes={
                "work": 224, "training": 40, "self_sufficient": 15, "practical": 11, "medical": 13, "moved": 9,
                "own_request": 29, "no_cooperation": 31, "other": 6,
            },
            days=(80, 755),
            reopened=27,
        ),
        Stream(
            operation="TW-MEN",
            municipality="34027",
            seasons=(Season(2020, 22, 2), Season(2021, 35, 12), Season(2022, 70, 56)),
            outcomes={
                "work": 31, "training": 7, "self_sufficient": 3, "practical": 1, "medical": 2, "moved": 2,
                "own_request": 5, "no_cooperation": 5, "other": 1,
            },
            days=(80, 755),
            reopened=4,
        ),
    ),
    profile=Profile(
        nationalities=_ORIGINS,
        protection=_NOT_PROTECTED,
        protection_of=dict.fromkeys(("SY", "AF", "IQ", "SO", "ER", "XX"), _FLED_SHARES)
        | dict.fromkeys(("TR", "RU", "GN", "CD", "NG", "PK"), (("refugee", 18), ("subsidiary", 4), ("none", 78)))
        | {"UA": (("temporary", 100),)},
        isced=_SCHOOLED,
        labour=(("unemployed", 73), ("inactive", 23), ("employed", 4)),
        referrers=(("vdab", 47), ("ocmw", 45), ("self", 4), ("other", 4)),
        ages=_ADULTS,
        women=44,
        women_of={"UA": 70},
        late=("UA", 46, date(2022, 3, 14)),
        young_graduate=True,
    ),
    habits=(
        Habit("screening", 70, (0, 30), (0, 7), (2, 6)),
        Habit("social_inquiry", 76, (3, 45), (7, 45), (2, 10)),
        Habit("language_coaching", 44, (45, 200), (40, 160), (10, 60)),
        Habit("application_training", 56, (30, 150), (7, 40), (4, 24)),
        Habit("employer_meeting", 38, (45, 220), (0, 1), (2, 6)),
        Habit("job_coaching", 68, (30, 200), (60, 240), (8, 50)),
        Habit("work_experience", 16, (60, 200), (60, 240), (200, 800)),
    ),
    working=Working(placed=93, article60=14, interim=15, later=18, language=70, observed_early=2),
    employers=(
        EmployerPlan("TW-KOR", "34022", 78, date(2016, 3, 1), date(2022, 12, 16), (0, 5), again=22),
        EmployerPlan("TW-MEN", "34027", 21, date(2020, 2, 3), date(2022, 12, 16), (0, 5), again=16),
    ),
)  # fmt: skip


def _portion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Divide a count by weights that sum to 100; what rounding leaves goes to the first."""
    parts = {name: total * weight // 100 for name, weight in weights.items()}
    first = next(iter(parts))
    return parts | {first: parts[first] + total - sum(parts.values())}


_TRACK_ENDS = {
    "self_sufficient": 58, "training": 10, "work": 10, "moved": 8, "own_request": 7, "no_cooperation": 4,
    "practical": 3,
}  # fmt: skip


def _residents(municipality: str, started: tuple[int, int, int], active: tuple[int, int]) -> Stream:
    """Plan a municipality's participants: those who start in 2024, 2025, 2026; of the last two, those still active."""
    return Stream(
        operation="4U-NET",
        municipality=municipality,
        seasons=(
            Season(2024, started[0], 0, (11, 12)),
            Season(2025, started[1], active[0]),
            Season(2026, started[2], active[1], (1, 6)),
        ),
        outcomes=_portion(sum(started) - sum(active), _TRACK_ENDS),
        days=(80, 330),
    )


def _network(municipality: str, organisations: int, counts: tuple[int, ...], **more: int) -> OfferPlan:
    """Plan a municipality's offers, in the order in which its kinds are named here."""
    kinds = ("activity", "buddy", "volunteering", "organisation_training", "newcomer_initiative", "neighbourhood_work")
    return OfferPlan(municipality, organisations, dict(zip(kinds, counts, strict=True)) | more)


_4U = Design(
    project="4u",
    prefix="FU",
    known_until=date(2026, 6, 30),
    kick_off=date(2024, 11, 19),
    streams=(
        _residents("31005", (14, 74, 46), (22, 39)),
        _residents("31043", (3, 14, 9), (4, 8)),
        _residents("31004", (3, 17, 10), (5, 9)),
        _residents("31033", (3, 15, 9), (4, 8)),
        _residents("31022", (2, 11, 7), (3, 6)),
        _residents("31040", (2, 10, 6), (3, 5)),
        _residents("31003", (1, 8, 5), (2, 4)),
        _residents("31012", (1, 6, 4), (2, 3)),
        _residents("31006", (1, 5, 3), (1, 3)),
        _residents("31042", (0, 4, 3), (1, 3)),
    ),
    profile=Profile(
        nationalities=(
            ("SY", 17), ("AF", 13), ("UA", 16), ("ER", 6), ("SO", 5), ("IQ", 4), ("PS", 6), ("TR", 5), ("MA", 5),
            ("CO", 4), ("TH", 3), ("PH", 3), ("BR", 3), ("IN", 4), ("RU", 3), ("CD", 3),
        ),
        protection=_NOT_PROTECTED,
        protection_of=dict.fromkeys(("SY", "AF", "ER", "SO", "IQ", "PS"), (("refugee", 80), ("subsidiary", 20)))
        | {"UA": (("temporary", 100),)},
        isced=_SCHOOLED,
        labour=(("unemployed", 46), ("inactive", 34), ("employed", 20)),
        referrers=(("municipality", 62), ("ocmw", 24), ("self", 8), ("other", 6)),
        ages=_ADULTS,
        women=50,
        women_of={"UA": 64, "TH": 85, "PH": 80},
        rural=10,
    ),
    habits=(
        Habit("participation_track", 95, (5, 30), (25, 60), (9, 24), times=5),
        Habit("buddy", 38, (20, 80), (90, 200), (10, 40)),
        Habit("volunteering", 17, (40, 120), (40, 120), (12, 60)),
    ),
    offers=(
        _network("31005", 26, (62, 34, 24, 11, 13, 10), workshop=6),
        _network("31043", 7, (13, 5, 4, 2, 2, 2)),
        _network("31004", 8, (15, 6, 5, 2, 3, 2)),
        _network("31033", 8, (14, 6, 5, 2, 3, 2)),
        _network("31022", 6, (11, 4, 4, 2, 2, 2)),
        _network("31040", 6, (10, 4, 3, 1, 2, 2)),
        _network("31003", 5, (8, 3, 3, 1, 1, 2)),
        _network("31012", 4, (7, 2, 2, 1, 1, 1)),
        _network("31006", 4, (7, 2, 2, 1, 1, 1)),
        _network("31042", 3, (6, 1, 1, 1, 1, 1)),
    ),
)  # fmt: skip

_SCREENED = {
    "training": 45, "moved": 21, "self_sufficient": 14, "practical": 8, "work": 3, "medical": 4, "own_request": 5,
}  # fmt: skip


def _screening(municipality: str, started: int) -> Stream:
    """Plan a municipality's screening: everyone accommodated who can be met in the first months."""
    return Stream(
        operation="KOK-SCR",
        municipality=municipality,
        seasons=(Season(2016, started, 0, (2, 5)),),
        outcomes=_portion(started, _SCREENED),
        days=(10, 38),
        until=date(2016, 8, 31),
        track="screening",
    )


def _chosen(municipality: str, started: int, outcomes: Mapping[str, int]) -> Stream:
    """Plan the individual guidance of those chosen after their screening."""
    return Stream(
        operation="KOK-IND",
        municipality=municipality,
        seasons=(Season(2016, started, 0, (4, 6)),),
        outcomes=outcomes,
        days=(50, 150),
        until=date(2016, 8, 31),
        track="individual",
        after="KOK-SCR",
    )


_KOKSIJDE_TASKFORCE = Design(
    project="koksijde-taskforce",
    prefix="KT",
    known_until=date(2016, 12, 31),
    streams=(
        _screening("38014", 118),
        _screening("38016", 62),
        _chosen("38014", 17, {"work": 5, "training": 6, "practical": 1, "moved": 3, "own_request": 1, "other": 1}),
        _chosen("38016", 8, {"work": 2, "training": 3, "practical": 1, "moved": 1, "no_cooperation": 1}),
    ),
    profile=Profile(
        nationalities=_FLED,
        protection=(("applicant", 58), ("refugee", 30), ("subsidiary", 12)),
        isced=_SCHOOLED,
        labour=(("unemployed", 36), ("inactive", 64)),
        referrers=(("asylum_centre", 72), ("ocmw", 18), ("municipality", 10)),
        ages=_ADULTS,
        women=30,
        by_age=True,
    ),
    habits=(
        Habit("screening", 100, (0, 6), (0, 3), (2, 5), operation="KOK-SCR"),
        Habit("job_coaching", 96, (1, 10), (30, 90), (10, 36), operation="KOK-IND"),
        Habit("language_coaching", 84, (5, 20), (30, 100), (12, 60), operation="KOK-IND"),
        Habit("labour_market_course", 76, (5, 30), (7, 28), (8, 24), operation="KOK-IND"),
        Habit("employer_meeting", 68, (15, 60), (0, 1), (2, 6), operation="KOK-IND", times=2),
    ),
    working=Working(
        placed=92, article60=0, interim=8, later=4, language=80,
        training=(("language", 78), ("vocational", 16), ("other", 6)),
    ),
    employers=(
        EmployerPlan("KOK-IND", "38014", 21, date(2016, 3, 1), date(2016, 8, 12), (1, 9), again=10),
        EmployerPlan("KOK-IND", "38016", 11, date(2016, 3, 1), date(2016, 8, 12), (1, 9), again=10),
    ),
    population=(
        ("38014", date(2016, 2, 1), "accommodated", 325, "Provincial refugee taskforce, 2016"),
        ("38016", date(2016, 2, 1), "accommodated", 219, "Provincial refugee taskforce, 2016"),
    ),
)  # fmt: skip

DESIGNS: Mapping[str, Design] = {
    design.project: design for design in (_BRUGGE_WERKT, _GENT_WERKPLEK, _TWERKT, _4U, _KOKSIJDE_TASKFORCE)
}
"""The designs by project."""
