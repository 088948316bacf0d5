"""What kinds of support and contract are called in the languages of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators.measures import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONTRACT_NAMES", "SUPPORT_NAMES"]

CONTRACT_NAMES: Mapping[str, Names] = {
    "permanent": Names("onbepaalde duur", "permanent"),
    "fixed_term": Names("bepaalde duur", "fixed term"),
    "temp_agency": Names("uitzendarbeid", "temporary agency work"),
    "self_employed": Names("zelfstandige arbeid", "self-employment"),
    "work_experience": Names("tijdelijke werkervaring", "temporary work experience"),
}

SUPPORT_NAMES: Mapping[str, Names] = {
    "screening": Names("Screening", "Screening"),
    "skills_test": Names("Vaardigheidstest", "Skills test"),
    "labour_market_course": Names("Les over de arbeidsmarkt", "Labour market course"),
    "application_training": Names("Sollicitatietraining", "Application training"),
    "work_experience": Names("Tijdelijke werkervaring", "Temporary work experience"),
    "internship": Names("Stage", "Internship"),
    "volunteering": Names("Vrijwilligerswerk", "Volunteering"),
    "language_coaching": Names("Taalcoaching op de werkvloer", "Language coaching at work"),
    "job_coaching": Names("Jobcoaching", "Job coaching"),
    "social_inquiry": Names("Sociaal onderzoek", "Social inquiry"),
    "employer_meeting": Names("Kennismaking met werkgevers", "Meeting employers"),
    "buddy": Names("Buddy", "Buddy"),
    "participation_track": Names("Participatietraject", "Participation track"),
}
