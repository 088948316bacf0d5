"""From a file's header to our columns: nothing twice, nothing unknown, nothing missing, nothing personal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportkit.intake.faults import fault
from reportkit.messages import Message, did_you_mean, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportkit.intake.profile import Profile
    from reportkit.tables import Finding

__all__ = ["AGE_COLUMNS", "columns_of", "is_personal"]

AGE_COLUMNS = ("birth_date", "age_at_entry")
"""A delivery of participations has exactly one of these."""

_NAMES_AND_NUMBERS = """
name naam voornaam achternaam familienaam firstname lastname surname fullname givenname nom prenom
rijksregisternummer rijksregisternr rrn insz insznummer niss bis bisnummer nationalnumber nationalregisternumber
ssn email emailadres emailaddress mail telefoon telefoonnummer tel gsm gsmnummer phone phonenumber mobile adres
adresse address street straat straatnaam huisnummer housenumber iban rekeningnummer passport paspoort
paspoortnummer
"""
_PERSONAL = frozenset(_NAMES_AND_NUMBERS.split())


def columns_of(header: list[str], file: str, profile: Profile) -> tuple[dict[str, int], list[Finding]]:
    """Find the place of each of our columns in a header.

    Returns
    -------
    tuple
        For each column that the file has, its position; and what is wrong with the header.
    """
    theirs = _their_names(header, profile)
    places = {ours: header.index(name) for ours, name in theirs.items() if name in header}
    if not places:
        what = Message("none of its {n} columns is known", n=len(header))
        mend = Message(
            "Is the header row missing? Else name the columns under data.columns in {params}.", params=profile.params
        )
        return {}, [fault("E139", file, what, mend=mend)]
    read = set(theirs.values())
    spare = [name for name in dict.fromkeys(header) if name and name not in read and name not in profile.ignored]
    findings = [*_misnamed(header, file), *_absent(theirs, places, spare, file, profile)]
    suggested = {_nearest(theirs[ours], spare) for ours in _needed(theirs, places, profile)}
    findings += _unknown([name for name in spare if name not in suggested], theirs, file, profile)
    findings += [_personal(name, file) for name in dict.fromkeys(header) if is_personal(name)]
    findings += _both([theirs[ours] for ours in places if theirs[ours] in profile.ignored], file, profile)
    return places, [*findings, *_ages(places, file, profile)]


def _their_names(header: list[str], profile: Profile) -> dict[str, str]:
    """Map each of our columns to the name it has in this file; a name declared for the whole project may be absent."""
    names = {column.name: column.name for column in profile.table.columns}
    names |= {ours: theirs for ours, theirs in profile.shared_columns.items() if theirs in header}
    return names | {ours: theirs for ours, theirs in profile.own_columns.items() if ours in names}


def _misnamed(header: list[str], file: str) -> Iterator[Finding]:
    if "" in header:
        what = Message("column {number} has no name", number=header.index("") + 1)
        yield fault("E130", file, what, mend=Message("Name it, or leave the column out."))
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        what = Message('column "{column}" stands there twice', column=name)
        yield fault("E131", file, what, mend=Message("Deliver it once."), column=name)


def _needed(theirs: dict[str, str], places: dict[str, int], profile: Profile) -> list[str]:
    required = {column.name for column in profile.table.columns if column.required}
    return [ours for ours in theirs if ours not in places and (ours in required or ours in profile.own_columns)]


def _absent(
    theirs: dict[str, str], places: dict[str, int], spare: list[str], file: str, profile: Profile
) -> Iterator[Finding]:
    for ours in _needed(theirs, places, profile):
        nearest, params = did_you_mean(theirs[ours], spare), profile.params
        mend = Message("Name the file's own column under data.columns in {params}.", params=params)
        if nearest:
            mend = Message("{nearest} Add it under data.columns in {params}.", nearest=nearest, params=params)
        yield fault("E134", file, Message('no column "{column}"', column=theirs[ours]), mend=mend, column=ours)


def _nearest(name: str, spare: list[str]) -> str:
    return did_you_mean(name, spare).removeprefix('did you mean "').removesuffix('"?')


def _unknown(names: list[str], theirs: dict[str, str], file: str, profile: Profile) -> Iterator[Finding]:
    for name in names:
        if is_personal(name):
            continue
        known = [ours for ours, there in theirs.items() if there == ours]
        nearest = did_you_mean(name, known)
        mend = Message("Leave it out, or name it under data.columns or data.ignore in {params}.", params=profile.params)
        what = Message('unknown column "{column}"', column=name)
        yield fault("E133", file, what, mend=joined(" ", (nearest, mend)), column=name)


def _both(names: list[str], file: str, profile: Profile) -> Iterator[Finding]:
    for name in names:
        what = Message('column "{column}" is read, and data.ignore leaves it out', column=name)
        mend = Message("Take it out of data.ignore in {params}.", params=profile.params)
        yield fault("E170", file, what, mend=mend, column=name)


def is_personal(name: str) -> bool:
    """Tell whether a column is named for what gives a person away.

    Examples
    --------
    >>> is_personal("E-mail"), is_personal("e_maand")
    (True, False)
    """
    return re.sub(r"[\W_]", "", name.lower()) in _PERSONAL


def _personal(name: str, file: str) -> Finding:
    what = Message('column "{column}" looks like a name, an address or a national number', column=name)
    mend = Message("Persons are pseudonyms: deliver the file without it, and destroy this copy.")
    return fault("E132", file, what, mend=mend, column=name)


def _ages(places: dict[str, int], file: str, profile: Profile) -> Iterator[Finding]:
    if profile.table.name != "participations":
        return
    there = [name for name in AGE_COLUMNS if name in places]
    if len(there) != 1:
        both = Message("the file has both birth_date and age_at_entry")
        what = both if there else Message("the file has neither birth_date nor age_at_entry")
        yield fault("E135", file, what, mend=Message("Deliver exactly one of the two columns."))
