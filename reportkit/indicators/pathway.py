"""The pathway indicators of employment projects: what each is called, means and counts. Change a definition here.

How a definition is worked out stands in `evaluator`; the facts it counts are made in `facts`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reportkit.indicators.breakdowns import PERSONAL
from reportkit.indicators.measures import Average, Count, Indicator, Names, Population, Share, Stock, Survival, Unit
from reportkit.indicators.names import CONTRACT_NAMES
from reportkit.indicators.statistics import days_in
from reportkit.indicators.support import support, support_splits
from reportkit.tables import Link, Split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from reportkit.indicators.breakdowns import Breakdown
    from reportkit.params.models import Settings

__all__ = ["OUTCOMES", "REASONS", "pathway", "pathway_links", "pathway_splits", "population"]

REASONS = {
    "closed.early.neutral": {
        "self_sufficient": Names("zoekt zelfstandig verder", "able to search alone"),
        "practical": Names("praktische reden", "practical reason"),
        "medical": Names("medische reden", "medical reason"),
        "moved": Names("verhuisd", "moved away"),
    },
    "closed.early.negative": {
        "own_request": Names("op eigen vraag", "own request"),
        "no_cooperation": Names("gebrek aan medewerking", "lack of cooperation"),
        "other": Names("andere reden", "other reason"),
    },
}
"""The exit reasons of trajectories that stopped early, under the outcome they belong to."""

MEDICAL = ".medical"
"""How the codes of a reason end that tells of health."""

OUTCOMES = {
    "closed.job": (
        Names("Uitstroom naar werk", "Left for work"),
        Names("Afgesloten met reden werk.", "Closed with reason work."),
        "exit_reason = 'work'",
    ),
    "closed.training": (
        Names("Uitstroom naar opleiding", "Left for training"),
        Names("Afgesloten met reden opleiding.", "Closed with reason training."),
        "exit_reason = 'training'",
    ),
    "closed.positive": (
        Names("Positieve uitstroom", "Positive exits"),
        Names("Afgesloten met reden werk of opleiding.", "Closed with reason work or training."),
        "exit_reason IN ('work', 'training')",
    ),
    "closed.early": (
        Names("Vroegtijdig gestopt", "Stopped early"),
        Names("Afgesloten met een andere reden dan werk of opleiding.", "Closed with any reason but work or training."),
        "exit_reason NOT IN ('work', 'training')",
    ),
    "closed.early.neutral": (
        Names("Vroegtijdig gestopt, neutraal", "Stopped early, neutral"),
        Names(
            "Gestopt omdat de deelnemer zelfstandig verder kan, of om een praktische of medische reden of een "
            "verhuizing.",
            "Stopped because the participant can go on alone, or for a practical or medical reason or a move.",
        ),
        "exit_reason IN ('self_sufficient', 'practical', 'medical', 'moved')",
    ),
    "closed.early.negative": (
        Names("Vroegtijdig gestopt, negatief", "Stopped early, negative"),
        Names(
            "Gestopt op eigen vraag, door gebrek aan medewerking of om een andere reden.",
            "Stopped at the participant's own request, for lack of cooperation or for another reason.",
        ),
        "exit_reason IN ('own_request', 'no_cooperation', 'other')",
    ),
}
"""For each outcome of a closed trajectory: its name, its meaning, and the predicate that counts it."""


def pathway(settings: Settings, forms: Collection[str]) -> Iterator[Indicator]:
    """Yield the pathway indicators, in the order in which reports list them; support in some of its forms."""
    yield from _reach()
    yield from _special_groups()
    yield from _closing()
    yield from _duration()
    yield from _work(settings)
    yield from support(forms)
    yield from _employers()


def pathway_splits(settings: Settings, operations: int) -> Iterator[Split]:
    """Yield which pathway counts add up to which, in a project that names so many operations."""
    yield Split("started", ("closed", "active"), to_date_only=True)
    yield Split("started", ("persons", "reopened"), remainder=operations != 1)
    yield Split("started", ("before_recognition",), remainder=True)
    yield Split("started", ("screened", "selected"), remainder=True)
    yield Split("closed", ("closed.positive", "closed.early"), one_class=("closed.early",))
    yield Split("closed.positive", ("closed.job", "closed.training"))
    yield Split("closed.early", ("closed.early.neutral", "closed.early.negative"), one_class=("closed.early.negative",))
    for outcome, reasons in REASONS.items():
        parts = tuple(f"{outcome}.{reason}" for reason in reasons)
        harmful = tuple(part for part in parts if part.startswith("closed.early.negative") or part.endswith(MEDICAL))
        yield Split(outcome, parts, one_class=harmful)
    yield Split("started", ("job.started",), remainder=True, to_date_only=True)
    yield Split("job.started", ("job.sustained",), remainder=True, to_date_only=True)
    months = sorted(settings.retention_months)
    reached = ["job.started", *(f"job.reached.{k}" for k in months)]
    within = ["job.started", *(f"job.within.{k}" for k in reversed(months))]
    for k, earlier, later, wider, narrower in zip(months, reached, reached[1:], within, within[1:], strict=False):
        yield Split(earlier, (later,), remainder=True, to_date_only=True)
        yield Split(wider, (narrower,), remainder=True)
        yield Split(f"job.reached.{k}", (f"job.retained.{k}",), remainder=True)
    yield from support_splits()


def pathway_links(breakdowns: Mapping[str, Breakdown], operations: int) -> Iterator[Link]:
    """Yield what pathway counts say of one another besides.

    Who starts during the procedure is an applicant. In a project that names no operation there may be one: who starts
    is new or comes back wherever that holds of all figures, for a reader can know how many there are.
    """
    if not operations:
        yield Link(("started",), ("persons", "reopened"), exact=True, usual=True)
    before, group = "before_recognition", breakdowns["protection"].holding("applicant")
    yield Link((("started", "protection", group),), (before,), exact=group == "applicant")


_POPULATION_NAMES = {
    "protected": Names(
        "erkende vluchtelingen en subsidiair beschermden", "recognised refugees and subsidiary protected"
    ),
    "protected_18_64": Names(
        "erkende vluchtelingen en subsidiair beschermden van 18 tot en met 64 jaar",
        "recognised refugees and subsidiary protected aged 18 to 64",
    ),
    "accommodated": Names("opgevangen vluchtelingen en verzoekers", "refugees and applicants accommodated"),
}


def population(groups: Sequence[str]) -> Iterator[Indicator]:
    """Yield, for each population group that a project delivers, its size and how much of it the project reached."""
    needs = ("population",)
    for group in groups:
        words = _POPULATION_NAMES.get(group, Names(group, group))
        yield Population(
            code=f"stock.{group}", group=group, unit="person", needs=needs,
            name=Names(f"Bevolking: {words.nl}", f"Population: {words.en}"),
            meaning=Names(
                "De recentste telling die niet na de afsluitdatum valt.",
                "The latest count that is not after the cut-off.",
            ),
        )  # fmt: skip
        yield Share(
            code=f"coverage.{group}", needs=("participations", *needs), interval=False, to_date_only=True,
            name=Names(f"Bereik: {words.nl}", f"Coverage: {words.en}"),
            numerator="persons", denominator=f"stock.{group}",
        )  # fmt: skip


def _entries(
    code: str, name: Names, meaning: Names, where: str, *needs: str, by: tuple[str, ...] = ("gender",)
) -> Count:
    return Count(
        code=code, name=name, meaning=meaning, unit="trajectory", fact="trajectory", event="entry_date", where=where,
        by=by, needs=("participations", *needs),
    )  # fmt: skip


def _reach() -> Iterator[Indicator]:
    yield _entries(
        "started", Names("Opgestarte trajecten", "Started trajectories"),
        Names("Trajecten met een instapdatum in de periode.", "Trajectories with an entry date in the period."), "true",
        by=PERSONAL,
    )  # fmt: skip
    yield Count(
        code="persons", name=Names("Bereikte personen", "Persons reached"),
        meaning=Names(
            "Verschillende personen, geteld bij hun eerste instap in het project, met de kenmerken van toen.",
            "Distinct persons, counted at their first entry into the project, with the attributes of that day.",
        ),
        unit="person", fact="trajectory", event="entry_date", where="nth_of_person = 1", by=PERSONAL,
    )  # fmt: skip
    yield _entries(
        "reopened", Names("Heropende trajecten", "Re-opened trajectories"),
        Names(
            "Trajecten na het eerste van dezelfde persoon in dezelfde operatie.",
            "Trajectories after the first of the same person in the same operation.",
        ),
        "nth_in_operation > 1", by=PERSONAL,
    )  # fmt: skip
    yield _share("reopened", "started", Names("Aandeel heropend", "Share re-opened"), by=PERSONAL)


def _special_groups() -> Iterator[Indicator]:
    status, track = "participations.protection_status", "participations.track"
    yield _entries(
        "before_recognition", Names("Gestart tijdens de asielprocedure", "Started before recognition"),
        Names(
            "Trajecten van wie bij de instap nog verzoeker om internationale bescherming was.",
            "Trajectories of those who at entry were still applicants for international protection.",
        ),
        "protection_status = 'applicant'", status,
    )  # fmt: skip
    named = Names("Aandeel gestart tijdens de procedure", "Share started before recognition")
    yield _share("before_recognition", "started", named, status, by=("gender",))
    yield _entries(
        "screened", Names("Gescreend", "Screened"),
        Names("Trajecten op het spoor screening.", "Trajectories on the screening track."),
        "track IN (SELECT track FROM screening_track)", track,
    )  # fmt: skip
    yield _entries(
        "selected", Names("Gekozen voor individuele begeleiding", "Selected for individual guidance"),
        Names("Trajecten op het spoor individuele begeleiding.", "Trajectories on the track of individual guidance."),
        "track IN (SELECT track FROM selection_track)", track,
    )  # fmt: skip


def _closing() -> Iterator[Indicator]:
    def exits(code: str, name: Names, meaning: Names, where: str, by: tuple[str, ...] = PERSONAL) -> Count:
        """Count trajectories by the day on which they were closed."""
        return Count(
            code=code, name=name, meaning=meaning, unit="trajectory", fact="trajectory", event="exit_date",
            where=where, by=by, special=code.endswith(MEDICAL),
        )  # fmt: skip

    yield exits(
        "closed", Names("Afgesloten trajecten", "Closed trajectories"),
        Names("Trajecten met een uitstapdatum in de periode.", "Trajectories with an exit date in the period."), "true",
    )  # fmt: skip
    yield Stock(
        code="active", name=Names("Lopende trajecten", "Active trajectories"),
        meaning=Names("Opgestart en op de afsluitdatum nog niet afgesloten.",
        "Started and not yet closed at the cut-off."),
        unit="trajectory", by=PERSONAL, plus="started", minus="closed",
    )  # fmt: skip
    for code, (name, meaning, where) in OUTCOMES.items():
        yield exits(code, name, meaning, where)
        yield _share(code, "closed", _as_share(name), by=PERSONAL)
        for reason, words in REASONS.get(code, {}).items():
            named = Names(f"{name.nl}: {words.nl}", f"{name.en}: {words.en}")
            means = Names(f"Afgesloten met reden: {words.nl}.", f"Closed with reason: {words.en}.")
            yield exits(f"{code}.{reason}", named, means, f"exit_reason = '{reason}'", ())
            yield _share(f"{code}.{reason}", "closed", _as_share(named))


def _duration() -> Iterator[Indicator]:
    def average(code: str, name: Names, function: Literal["avg", "median"]) -> Average:
        """Average the days from entry to exit over the closed trajectories."""
        return Average(
            code=f"duration.{code}", name=name, function=function, over="closed",
            meaning=Names("Dagen van instap tot uitstap.", "Days from entry to exit."),
            unit="day", by=("gender",), fact="trajectory", event="exit_date", column="duration_days",
        )  # fmt: skip

    yield average(
        "mean", Names("Gemiddelde duur van afgesloten trajecten", "Mean duration of closed trajectories"), "avg",
    )  # fmt: skip
    yield average(
        "median", Names("Mediane duur van afgesloten trajecten", "Median duration of closed trajectories"), "median",
    )  # fmt: skip


def _work(settings: Settings) -> Iterator[Indicator]:
    needs = ("participations", "jobs")
    named = [CONTRACT_NAMES[contract] for contract in settings.sustained_contracts]
    contracts = Names(", ".join(name.nl for name in named), ", ".join(name.en for name in named))
    yield Count(
        code="job.started", name=Names("Trajecten met een eerste job", "Trajectories with a first job"),
        meaning=Names(
            "Trajecten met een getelde job die op of na de instap begon, op de dag waarop de eerste begon.",
            "Trajectories with a counted job that began on or after entry, on the day the first one began.",
        ),
        unit="trajectory", by=("gender",), needs=needs, fact="first_job", event="started_on",
    )  # fmt: skip
    yield Count(
        code="job.sustained", name=Names("Trajecten met een duurzame job", "Trajectories with a sustained job"),
        meaning=Names(
            f"Een job met contract {contracts.nl}, of {settings.sustained_months} maanden in "
            f"getelde jobs zonder onderbreking van meer dan {settings.sustained_gap_days} dagen.",
            f"A job with contract {contracts.en}, or {settings.sustained_months} months in "
            f"counted jobs without a gap of more than {settings.sustained_gap_days} days.",
        ),
        unit="trajectory", by=("gender",), needs=needs, fact="sustained_job", event="reached_on",
    )  # fmt: skip
    yield _share(
        "job.sustained", "job.started", Names("Aandeel duurzame jobs", "Share of sustained jobs"), "jobs",
        by=("gender",),
        to_date_only=True,
    )  # fmt: skip
    yield Survival(
        code="time_to_job.median", name=Names("Mediane tijd tot de eerste job", "Median time to first job"),
        meaning=Names(
            "Kaplan-Meier-mediaan van de dagen tussen instap en eerste getelde job; wie op de afsluitdatum nog geen "
            "job had, is rechts gecensureerd.",
            "Kaplan-Meier median of the days between entry and first counted job; those without a job at the cut-off "
            "are right-censored.",
        ),
        unit="day", needs=needs, reference="Kaplan & Meier 1958",
        over=("started", "job.started", *(f"job.within.{months}" for months in settings.retention_months)),
    )  # fmt: skip
    for months in settings.retention_months:
        yield from _milestone(months, needs)


def _milestone(months: int, needs: tuple[str, ...]) -> Iterator[Indicator]:
    within = Names(f"Eerste job binnen {months} maanden", f"First job within {months} months")
    yield Count(
        code=f"job.within.{months}", name=within,
        meaning=Names(
            f"Trajecten waarvan de eerste getelde job binnen {months} maanden na de instap begon, op de "
            "dag waarop die begon.",
            f"Trajectories whose first counted job began within {months} months of entry, on the day it began.",
        ),
        unit="trajectory", needs=needs, fact="first_job", event="started_on",
        where=f"started_on - entry_date <= {days_in(months)}",
    )  # fmt: skip
    yield Survival(
        code=f"time_to_job.share.{months}", over=("started", "job.started", f"job.within.{months}"),
        months=months, unit="proportion", needs=needs,
        reference="Kaplan & Meier 1958",
        name=Names(f"Aandeel met een job binnen {months} maanden", f"Share with a job within {months} months"),
        meaning=Names(
            f"Kaplan-Meier-schatting van het aandeel met een eerste getelde job binnen {months} maanden na de instap.",
            f"Kaplan-Meier estimate of the share with a first counted job within {months} months of entry.",
        ),
    )  # fmt: skip
    reached = Names(f"Eerste job minstens {months} maanden geleden", f"First job at least {months} months ago")
    yield Count(
        withheld=True, code=f"job.reached.{months}", name=reached,
        meaning=Names(
            f"Trajecten waarvan de eerste getelde job minstens {months} maanden voor de afsluitdatum begon.",
            f"Trajectories whose first counted job began at least {months} months before the cut-off.",
        ),
        unit="trajectory", needs=needs, fact="retention", event="due_on", where=f"months = {months}",
    )  # fmt: skip
    retained = Names(f"Aan het werk na {months} maanden", f"Employed after {months} months")
    yield Count(
        withheld=True, code=f"job.retained.{months}", name=retained,
        meaning=Names(
            f"Daarvan: precies {months} maanden na het begin van de eerste job aan het werk in een getelde job.",
            f"Of these: in a counted job exactly {months} months after the first one began.",
        ),
        unit="trajectory", needs=needs, fact="retention", event="due_on", where=f"months = {months} AND employed",
    )  # fmt: skip
    yield Share(
        code=f"retention.{months}", name=Names(f"Jobbehoud na {months} maanden", f"Retention after {months} months"),
        needs=needs,
        withheld=True,
        numerator=f"job.retained.{months}", denominator=f"job.reached.{months}",
    )  # fmt: skip


def _employers() -> Iterator[Indicator]:
    def contacts(code: str, name: Names, meaning: Names, unit: Unit, measure: str, where: str = "true") -> Count:
        """Count contacts with employers, or what a measure says of them, by the day of contact."""
        return Count(
            code=f"employers.{code}", name=name, meaning=meaning, needs=("employers",), fact="contact",
            event="contacted_on", measure=measure, where=where, unit=unit,
        )  # fmt: skip

    yield contacts(
        "met", Names("Ontmoete werkgevers", "Employers met"),
        Names("Verschillende werkgevers, op de dag van het eerste contact.",
        "Distinct employers, on the day of first contact."),
        "employer", "count(*)", "nth_of_employer = 1",
    )  # fmt: skip
    yield contacts(
        "vacancies", Names("Vacatures bij die werkgevers", "Vacancies at those employers"),
        Names("Som van de gemelde vacatures.", "Sum of the vacancies reported."), "vacancy", "sum(vacancies)",
    )  # fmt: skip
    yield contacts(
        "hires", Names("Aanwervingen door die werkgevers", "Hires by those employers"),
        Names("Som van de gemelde aanwervingen.", "Sum of the hires reported."), "hire", "sum(hires)",
    )  # fmt: skip


def _as_share(name: Names) -> Names:
    return Names(f"{name.nl}, aandeel", f"{name.en}, share")


def _share(
    numerator: str, denominator: str, name: Names, *needs: str, by: tuple[str, ...] = (), to_date_only: bool = False
) -> Share:
    return Share(
        code=f"{numerator}.share", name=name, by=by, needs=("participations", *needs),
        numerator=numerator, denominator=denominator, to_date_only=to_date_only,
    )  # fmt: skip
