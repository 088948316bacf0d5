"""What tables, variables, kinds of support and contract are called in the languages of the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.indicators.measures import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONTRACT_NAMES", "SUPPORT_NAMES", "TABLE_NAMES", "VARIABLE_NAMES"]

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

TABLE_NAMES: Mapping[str, Names] = {
    "participations": Names("deelnames", "participations"),
    "jobs": Names("jobs", "jobs"),
    "studies": Names("opleidingen", "studies"),
    "support": Names("ondersteuning", "support"),
    "follow_ups": Names("opvolging", "follow-ups"),
    "offers": Names("aanbod", "offers"),
    "employers": Names("werkgevers", "employers"),
    "entities": Names("ondersteunde entiteiten", "supported entities"),
    "population": Names("bevolking", "population"),
}

VARIABLE_NAMES: Mapping[str, Names] = {
    "exit_date": Names("uitstapdatum", "exit date"),
    "exit_reason": Names("reden van uitstap", "exit reason"),
    "gender": Names("geslacht", "gender"),
    "birth_date": Names("geboortedatum", "date of birth"),
    "age_at_entry": Names("leeftijd bij instap", "age at entry"),
    "municipality": Names("gemeente", "municipality"),
    "nationality": Names("nationaliteit", "nationality"),
    "protection_status": Names("verblijfsstatuut", "protection status"),
    "labour_status": Names("arbeidsmarktpositie", "labour status"),
    "unemployed_months": Names("maanden werkloos", "months unemployed"),
    "in_education": Names("in opleiding", "in education"),
    "isced": Names("hoogste diploma (ISCED)", "highest education (ISCED)"),
    "foreign_background": Names("buitenlandse herkomst", "foreign background"),
    "minority": Names("minderheid", "minority"),
    "disability": Names("handicap", "disability"),
    "homeless": Names("dak- of thuisloos", "homeless"),
    "rural": Names("landelijk gebied", "rural area"),
    "referred_by": Names("toeleider", "referred by"),
    "track": Names("spoor", "track"),
}
