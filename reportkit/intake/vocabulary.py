"""Words that exports of Belgian systems are known to write: names of columns, values of codes, marks for nothing.

They are offered to a person as lines to declare; none is ever applied by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportkit.intake.spreadsheets.kinds import ERROR_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportkit.tables import Column

__all__ = ["MARKERS", "NUMBER_MARKERS", "column_named", "likely_code", "meanings_line", "quoted"]

MARKERS = ERROR_WORDS | frozenset(
    {
        "null", "none", "nan", "nil", "n/a", "n.a.", "na", "nb", "n.b.", "n.v.t.", "nvt", "n/b", "-",
        "--", "---", "–", "?", "??", "???", ".", "..", "...", "*", "leeg", "blank", "(blank)", "(leeg)", "onbekend",
        "niet gekend", "niet bekend", "ongekend", "unknown", "not known", "inconnu", "inconnue", "missing",
    }
)  # fmt: skip
"""What stands for nothing in many files, in small letters."""

NUMBER_MARKERS = frozenset({"9999", "99999", "999999", "-9999", "-999", "-99"})
"""Numbers that stand for nothing in many files."""

_YES = "ja oui yes true waar vrai j y o 1"
_NO = "nee neen non no false onwaar faux n 0"
_ANSWERS = {
    "yes": _YES, "no": _NO, "refused": "geweigerd weigert weigering refus refusé", "not_asked": "niet_gevraagd",
}  # fmt: skip
_LABOUR = {
    "unemployed": "werkzoekend werkzoekende werkloos nwwz chômeur demandeur_d'emploi",
    "inactive": "inactief niet_actief niet-actief inactif",
    "employed": "werkend werkt aan_het_werk tewerkgesteld actif travaille",
}
_CODES: Mapping[str, Mapping[str, str]] = {
    "gender": {"F": "v vrouw f female femme vrouwelijk", "M": "m man male homme mannelijk", "X": "x andere anders"},
    "labour_status": _LABOUR,
    "exit_reason": {
        "work": "werk job tewerkstelling emploi", "training": "opleiding formation", "moved": "verhuisd verhuizing",
        "medical": "medisch ziekte", "practical": "praktisch", "self_sufficient": "zelfredzaam",
        "own_request": "eigen_vraag op_eigen_vraag", "no_cooperation": "geen_medewerking", "other": "andere ander",
    },
    "protection_status": {
        "refugee": "vluchteling erkend_vluchteling réfugié", "subsidiary": "subsidiair subsidiaire_bescherming",
        "temporary": "tijdelijk tijdelijke_bescherming", "applicant": "verzoeker aanvrager asielzoeker", "none": "geen",
    },
    "contract": {
        "permanent": "vast onbepaald onbepaalde_duur cdi", "fixed_term": "tijdelijk bepaald bepaalde_duur cdd",
        "temp_agency": "interim uitzend uitzendarbeid", "self_employed": "zelfstandig zelfstandige indépendant",
        "work_experience": "werkervaring art._60 artikel_60 art60",
    },
    "referred_by": {
        "ocmw": "cpas", "municipality": "gemeente stad commune", "asylum_centre": "opvangcentrum asielcentrum",
        "self": "zelf", "other": "andere ander autre",
    },
}  # fmt: skip
_NAMES: Mapping[str, str] = {
    "person_key": "dossiernr dossiernummer dossier klantnr klantnummer persoon persoonid pseudoniem person personid"
                  " deelnemer deelnemerid clientid cliëntnummer client",
    "operation_id": "operatie project projectnr projectcode projectid operation werking",
    "entry_date": "instapdatum instroomdatum startdatum begindatum datuminstap datuminstroom intakedatum dateentree",
    "exit_date": "uitstapdatum uitstroomdatum einddatum datumuitstap datumuitstroom datesortie",
    "exit_reason": "reden uitstapreden uitstroomreden redenuitstroom redenuitstap redenstopzetting motifsortie",
    "gender": "geslacht gender sexe sex m/v",
    "birth_date": "geboortedatum gebdatum datenaissance naissance",
    "age_at_entry": "leeftijd leeftijdbijinstap leeftijdbijinstroom age",
    "municipality": "gemeente niscode nis refnis woonplaats commune codeins",
    "nationality": "nationaliteit nationalité land",
    "protection_status": "beschermingsstatus verblijfsstatuut verblijfsstatus verblijf",
    "labour_status": "statuut arbeidsmarktpositie arbeidsmarktstatus arbeidssituatie arbeidsstatus werkstatus"
                     " tewerkstellingsstatus statut",
    "unemployed_months": "maandenwerkloos werkloosheidsduur duurwerkloosheid",
    "in_education": "inopleiding inonderwijs volgtopleiding",
    "isced": "opleidingsniveau scholingsniveau onderwijsniveau diplomaniveau",
    "foreign_background": "migratieachtergrond vreemdeherkomst herkomst",
    "minority": "minderheid", "disability": "arbeidsbeperking handicap beperking", "homeless": "dakloos thuisloos",
    "rural": "landelijk platteland",
    "referred_by": "doorverwijzer verwijzer toeleider verwezendoor",
    "track": "traject spoor",
    "start_date": "startdatum begindatum begin start datedebut", "end_date": "einddatum einde eind stop datefin tot",
    "contract": "contracttype soortcontract contractsoort", "hours_per_week": "urenperweek uurperweek weekuren",
    "kind": "soort type", "hours": "uren aantaluren heures",
    "qualification": "kwalificatie diploma attest", "awarding_body": "uitreiker instelling uitgereiktdoor",
    "qualification_date": "datumkwalificatie datumdiploma behaaldop",
    "observed_on": "datum meetdatum datumopvolging opvolgdatum", "searching": "zoektwerk zoekend",
    "improvement": "verbetering", "offer_id": "aanbodnr aanbodid", "organisation_key": "organisatie organisatienr",
    "places": "plaatsen aantalplaatsen", "taken": "ingevuld bezet", "quality_label": "kwaliteitslabel label",
    "employer_key": "werkgever werkgevernr bedrijf", "contacted_on": "contactdatum datumcontact",
    "vacancies": "vacatures", "hires": "aanwervingen", "entity_key": "entiteit onderneming",
    "supported_on": "datumondersteuning", "date": "datum", "group": "groep", "count": "aantal", "source": "bron",
}  # fmt: skip

_PLAIN = re.compile(r"[A-Za-z_À-ɏ][\w À-ɏ]*")
_YAML_WORDS = frozenset({"true", "false", "null"})


def _by_word(meanings: Mapping[str, str]) -> dict[str, str]:
    return {word.replace("_", " "): code for code, words in meanings.items() for word in words.split()}


_ANSWER_WORDS = _by_word(_ANSWERS) | {"niet bevraagd": "not_asked"}
_CODE_WORDS = {name: _by_word(meanings) for name, meanings in _CODES.items()}


def likely_code(column: Column, written: str) -> str:
    """Return the code that a value likely stands for in a column; empty when none is near.

    Examples
    --------
    >>> from reportkit.tables import INPUT_TABLES
    >>> likely_code(INPUT_TABLES["participations"].column("in_education"), "Ja")
    'yes'
    >>> likely_code(INPUT_TABLES["participations"].column("gender"), "vrouw")
    'F'
    """
    word = " ".join(written.casefold().replace("_", " ").split())
    codes = ("yes", "no") if column.kind == "yes_no" else column.codes
    same = {code.casefold().replace("_", " "): code for code in codes}
    answers = _ANSWER_WORDS if "yes" in codes else {}
    code = same.get(word) or answers.get(word) or _CODE_WORDS.get(column.name, {}).get(word, "")
    return code if code in codes else ""


def column_named(header: str, columns: Iterable[Column]) -> str:
    """Return the column of ours that a header likely names in Dutch or French; empty when none is near."""
    bare = _bare(header)
    for column in columns:
        if bare in {_bare(word) for word in (column.name, *_NAMES.get(column.name, "").split())}:
            return column.name
    return ""


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", name.casefold())


def meanings_line(meanings: Mapping[str, str]) -> str:
    """Write what values mean as YAML on one line.

    Examples
    --------
    >>> meanings_line({"ja": "yes", "0": "no"})
    '{ja: yes, "0": no}'
    """
    return "{" + ", ".join(f"{quoted(written)}: {meant}" for written, meant in meanings.items()) + "}"


def quoted(text: str) -> str:
    """Write a text as YAML: in quotes where it would be read as something else without them."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _YAML_WORDS and text == text.strip():
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
