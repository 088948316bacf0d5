"""The breakdowns of a figure: for each, its groups in order, their names, and the SQL that sorts a person into one.

Every breakdown is a partition: its last group is `unknown`, so the groups always sum to the total.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.indicators.measures import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["BREAKDOWNS", "PERSONAL", "TOTAL", "UNKNOWN", "Breakdown", "group_name"]

TOTAL = "total"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Breakdown:
    """A partition of persons: `groups` maps each group's code to its names, `sql` names the group of a row."""

    code: str
    name: Names
    groups: Mapping[str, Names]
    sql: str


_UNKNOWN = {UNKNOWN: Names("onbekend", "unknown")}

BREAKDOWNS: Mapping[str, Breakdown] = {
    breakdown.code: breakdown
    for breakdown in (
        Breakdown(
            "gender",
            Names("Geslacht", "Gender"),
            {"F": Names("Vrouw", "Woman"), "M": Names("Man", "Man"), "X": Names("X", "X"), **_UNKNOWN},
            "coalesce(gender, 'unknown')",
        ),
        Breakdown(
            "age",
            Names("Leeftijd bij instap", "Age at entry"),
            {
                "under_18": Names("jonger dan 18 jaar", "under 18"),
                "18_29": Names("18 tot en met 29 jaar", "18 to 29"),
                "30_54": Names("30 tot en met 54 jaar", "30 to 54"),
                "55_plus": Names("55 jaar en ouder", "55 and over"),
                **_UNKNOWN,
            },
            "CASE WHEN age < 18 THEN 'under_18' WHEN age < 30 THEN '18_29' WHEN age < 55 THEN '30_54' "
            "WHEN age >= 55 THEN '55_plus' ELSE 'unknown' END",
        ),
        Breakdown(
            "education",
            Names("Hoogste diploma bij instap", "Highest education at entry"),
            {
                "isced_0_2": Names("laaggeschoold (ISCED 0-2)", "lower secondary or less (ISCED 0-2)"),
                "isced_3_4": Names("middengeschoold (ISCED 3-4)", "upper or post-secondary (ISCED 3-4)"),
                "isced_5_8": Names("hooggeschoold (ISCED 5-8)", "tertiary (ISCED 5-8)"),
                **_UNKNOWN,
            },
            "CASE WHEN isced <= 2 THEN 'isced_0_2' WHEN isced <= 4 THEN 'isced_3_4' "
            "WHEN isced <= 8 THEN 'isced_5_8' ELSE 'unknown' END",
        ),
        Breakdown(
            "referral",
            Names("Toegeleid door", "Referred by"),
            {
                "vdab": Names("VDAB", "VDAB (employment service)"),
                "ocmw": Names("OCMW", "OCMW (social welfare)"),
                "municipality": Names("gemeente", "municipality"),
                "asylum_centre": Names("opvangcentrum", "asylum centre"),
                "self": Names("eigen initiatief", "own initiative"),
                "other": Names("andere", "other"),
                **_UNKNOWN,
            },
            "coalesce(referred_by, 'unknown')",
        ),
        Breakdown(
            "protection",
            Names("Verblijfsstatuut bij instap", "Protection status at entry"),
            {
                "refugee": Names("erkend vluchteling", "recognised refugee"),
                "subsidiary": Names("subsidiaire bescherming", "subsidiary protection"),
                "temporary": Names("tijdelijke bescherming", "temporary protection"),
                "applicant": Names("verzoeker om bescherming", "applicant for protection"),
                "none": Names("geen beschermingsstatuut", "no protection status"),
                **_UNKNOWN,
            },
            "coalesce(protection_status, 'unknown')",
        ),
    )
}

PERSONAL = tuple(BREAKDOWNS)
"""The breakdowns that any count of persons or trajectories can have."""


def group_name(by: str, group: str, language: str) -> str:
    """Name a group of a breakdown in a language.

    Examples
    --------
    >>> group_name("gender", "F", "nl")
    'Vrouw'
    >>> group_name("total", "total", "en")
    'Total'
    """
    if by == TOTAL:
        return {"nl": "Totaal", "en": "Total"}[language]
    return BREAKDOWNS[by].groups[group][language]
