"""The support that trajectories had: by kind, and by family of kinds, which is the coarser form for public tables.

Who had support of two kinds of a family counts once in it, so that a family is no sum of its kinds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.indicators.measures import Count, Indicator, Names, Share
from reportkit.indicators.names import SUPPORT_NAMES
from reportkit.tables import SUPPORT_KINDS, Split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

__all__ = ["FAMILIES", "SUPPORT", "Family", "forms_of_support", "support", "support_splits"]

SUPPORT = "support"
"""What a project file calls the kinds of support, beside the breakdowns that have a coarser form."""


@dataclass(frozen=True)
class Family:
    """Kinds of support that belong together: their name, and the kinds."""

    name: Names
    kinds: tuple[str, ...]


FAMILIES: Mapping[str, Family] = {
    "orientation": Family(
        Names("Screening, test of sociaal onderzoek", "Screening, test or social inquiry"),
        ("screening", "skills_test", "social_inquiry"),
    ),
    "preparation": Family(
        Names("Les, sollicitatietraining of kennismaking", "Course, application training or meeting employers"),
        ("labour_market_course", "application_training", "employer_meeting"),
    ),
    "practice": Family(
        Names("Werkervaring, stage of vrijwilligerswerk", "Work experience, internship or volunteering"),
        ("work_experience", "internship", "volunteering"),
    ),
    "coaching": Family(
        Names("Coaching, buddy of participatietraject", "Coaching, buddy or participation track"),
        ("language_coaching", "job_coaching", "buddy", "participation_track"),
    ),
}
"""The families of kinds of support; each kind is in one."""

_NEEDS = ("participations", "support")


def forms_of_support(coarser: Collection[str], *, public: bool) -> tuple[str, ...]:
    """Say in which forms an edition counts support: by kind, or by family of kinds.

    The authority has the families as well where the public has them, so that it can answer for what the public sees.

    Examples
    --------
    >>> forms_of_support(["support"], public=True), forms_of_support(["support"], public=False)
    (('family',), ('kind', 'family'))
    """
    if SUPPORT not in coarser:
        return ("kind",)
    return ("family",) if public else ("kind", "family")


def support(forms: Collection[str]) -> Iterator[Indicator]:
    """Yield the indicators of support, in some of its forms."""
    for kind in SUPPORT_KINDS if "kind" in forms else ():
        name = SUPPORT_NAMES[kind]
        meaning = Names(
            f"Trajecten die deze ondersteuning kregen ({name.nl.lower()}), op de dag van de eerste keer.",
            f"Trajectories that had this support ({name.en.lower()}), on the day of the first time.",
        )
        yield from _given(kind, name, meaning, fact="supported", where=f"kind = '{kind}'", hours=f"kind = '{kind}'")
    for code, family in FAMILIES.items() if "family" in forms else ():
        kinds = [SUPPORT_NAMES[kind] for kind in family.kinds]
        meaning = Names(
            f"Trajecten met minstens een van deze ({', '.join(name.nl.lower() for name in kinds)}), op de dag van de "
            "eerste keer.",
            f"Trajectories with at least one of these ({', '.join(name.en.lower() for name in kinds)}), on the day of "
            "the first time.",
        )
        among = ", ".join(f"'{kind}'" for kind in family.kinds)
        yield from _given(
            code, family.name, meaning, fact="supported_family", where=f"family = '{code}'", hours=f"kind IN ({among})"
        )


def support_splits() -> Iterator[Split]:
    """Yield which counts of support are among which."""
    for code in (*SUPPORT_KINDS, *FAMILIES):
        yield Split("started", (f"support.{code}",), remainder=True, to_date_only=True)


def _given(code: str, name: Names, meaning: Names, *, fact: str, where: str, hours: str) -> Iterator[Indicator]:
    """Yield how many trajectories had support, which share of those started, and how many hours."""
    code = f"support.{code}"
    yield Count(
        code=code, name=name, unit="trajectory", needs=_NEEDS, fact=fact, event="first_on", where=where,
        meaning=meaning,
    )  # fmt: skip
    yield Share(
        code=f"{code}.share", name=Names(f"{name.nl}, aandeel", f"{name.en}, share"), needs=_NEEDS, numerator=code,
        denominator="started", to_date_only=True,
    )  # fmt: skip
    yield Count(
        code=f"{code}.hours", name=Names(f"{name.nl}: uren", f"{name.en}: hours"), unit="hour",
        meaning=Names("Som van de uren, op de begindatum.", "Sum of the hours, on the start date."),
        needs=(*_NEEDS, "support.hours"), fact="assisted", event="start_date", where=hours,
        measure="sum(hours::DECIMAL(18, 2))", over=code,
    )  # fmt: skip
