"""The breakdowns of a figure: for each, its groups in order, their names, and the SQL that sorts a person into one.

Every breakdown is a partition: its last group is `unknown`, so the groups always sum to the total. So is its coarser
form, in which groups are merged: there nobody stands apart for being unknown, and the name of a group says whether it
holds them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportkit.indicators.measures import Names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["BREAKDOWNS", "PERSONAL", "TOTAL", "UNKNOWN", "Breakdown", "Merged", "breakdowns", "group_name"]

TOTAL = "total"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Merged:
    """A group of the coarser form: its names, and the groups that it merges."""

    name: Names
    groups: tuple[str, ...]


@dataclass(frozen=True)
class Breakdown:
    """A partition of persons: `groups` maps each group's code to its names, `sql` names the group of a row.

    `coarser` maps the groups of the coarser form, each with a code of its own; it is empty where there is no such form.
    """

    code: str
    name: Names
    groups: Mapping[str, Names]
    sql: str
    coarser: Mapping[str, Merged] = field(default_factory=dict)

    def merged(self) -> Breakdown:
        """Return the coarser form: the same breakdown, with fewer groups."""
        merges = [(group, code) for code, merged in self.coarser.items() for group in merged.groups]
        cases = " ".join(f"WHEN '{group}' THEN '{code}'" for group, code in merges)
        names = {code: merged.name for code, merged in self.coarser.items()}
        return Breakdown(self.code, self.name, names, f"CASE {self.sql} {cases} END")

    def holding(self, group: str) -> str:
        """Name the group of this form that a group of the finer form is in."""
        if group in self.groups:
            return group
        return next(code for code, merged in BREAKDOWNS[self.code].coarser.items() if group in merged.groups)

    @property
    def every_group(self) -> Mapping[str, Names]:
        """Both forms together: every group that a figure of this breakdown may have."""
        return {**self.groups, **{code: merged.name for code, merged in self.coarser.items()}}


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
            {
                "under_30": Merged(Names("jonger dan 30 jaar", "under 30"), ("under_18", "18_29")),
                "30_plus_or_unknown": Merged(
                    Names("30 jaar en ouder, of onbekend", "30 and over, or unknown"), ("30_54", "55_plus", UNKNOWN)
                ),
            },
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
            {
                "isced_0_2_or_unknown": Merged(
                    Names("laaggeschoold (ISCED 0-2) of onbekend", "lower secondary or less (ISCED 0-2), or unknown"),
                    ("isced_0_2", UNKNOWN),
                ),
                "isced_3_8": Merged(
                    Names("midden- of hooggeschoold (ISCED 3-8)", "upper secondary or more (ISCED 3-8)"),
                    ("isced_3_4", "isced_5_8"),
                ),
            },
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
            {
                "services": Merged(
                    Names("VDAB, OCMW of gemeente", "employment service, social welfare or municipality"),
                    ("vdab", "ocmw", "municipality"),
                ),
                "others_or_unknown": Merged(
                    Names(
                        "opvangcentrum, eigen initiatief, andere of onbekend",
                        "asylum centre, own initiative, other or unknown",
                    ),
                    ("asylum_centre", "self", "other", UNKNOWN),
                ),
            },
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
            {
                "protected": Merged(
                    Names(
                        "erkend, of subsidiaire of tijdelijke bescherming",
                        "recognised refugee, or subsidiary or temporary protection",
                    ),
                    ("refugee", "subsidiary", "temporary"),
                ),
                "unprotected_or_unknown": Merged(
                    Names("verzoeker, geen beschermingsstatuut of onbekend", "applicant, no status or unknown"),
                    ("applicant", "none", UNKNOWN),
                ),
            },
        ),
    )
}

PERSONAL = tuple(BREAKDOWNS)
"""The breakdowns that any count of persons or trajectories can have."""


def breakdowns(coarser: Collection[str] = ()) -> Mapping[str, Breakdown]:
    """Return the breakdowns, those that are named in their coarser form.

    Examples
    --------
    >>> list(breakdowns()["age"].groups)
    ['under_18', '18_29', '30_54', '55_plus', 'unknown']
    >>> list(breakdowns(["age"])["age"].groups)
    ['under_30', '30_plus_or_unknown']
    """
    return {code: breakdown.merged() if code in coarser else breakdown for code, breakdown in BREAKDOWNS.items()}


def group_name(by: str, group: str, language: str) -> str:
    """Name a group of a breakdown in a language, of its coarser form as well.

    Examples
    --------
    >>> group_name("gender", "F", "nl")
    'Vrouw'
    >>> group_name("age", "30_plus_or_unknown", "en")
    '30 and over, or unknown'
    >>> group_name("total", "total", "en")
    'Total'
    """
    if by == TOTAL:
        return {"nl": "Totaal", "en": "Total"}[language]
    return BREAKDOWNS[by].every_group[group][language]
