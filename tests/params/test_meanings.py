"""What a project file says that values mean: the file's word first, our code second, and only codes that there are."""

from __future__ import annotations

import pytest

from reportkit.params.meanings import value_problems
from reportkit.tables import INPUT_TABLES

PLACE = ("data", "values")


def problems(column: str, meanings: dict[str, str], *tables: str) -> list[str]:
    """Return what is wrong with the values of a column."""
    listed = [INPUT_TABLES[name] for name in tables or INPUT_TABLES]
    return [problem.what for problem in value_problems({column: meanings}, listed, PLACE)]


@pytest.mark.parametrize(
    ("column", "meanings"),
    [
        ("gender", {"V": "F", "M": "M", "?": ""}),
        ("in_education", {"ja": "yes", "nee": "no"}),
        ("minority", {"ja": "yes", "weigert": "refused"}),
        ("isced", {"hoger onderwijs": "6"}),
        ("nationality", {"Syrië": "SY"}),
        ("kind", {"taal": "language", "buddy": "buddy", "kmo": "sme"}),
        ("entry_date", {"onbekend": ""}),
    ],
)
def test_what_a_column_takes_can_be_meant(column: str, meanings: dict[str, str]) -> None:
    """A code of the column in any table that has it; a text; or nothing."""
    assert problems(column, meanings) == []


@pytest.mark.parametrize(
    ("column", "meanings", "said"),
    [
        ("gender", {"F": "V"}, '"V" is no code; what the file writes comes first: {V: F}'),
        ("gender", {"V": "woman"}, '"woman" is no code; there are F, M, X'),
        ("in_education", {"yes": "ja"}, '"ja" is no code; what the file writes comes first: {ja: yes}'),
        ("labour_status", {"werkt": "employd"}, '"employd" is no code; did you mean "employed"?'),
        ("isced", {"hoger": "hoog"}, '"hoog" is not a whole number'),
    ],
)
def test_what_no_column_takes_is_a_problem(column: str, meanings: dict[str, str], said: str) -> None:
    """The wrong direction is named as such."""
    assert problems(column, meanings) == [said]


def test_a_table_takes_its_own_codes_only() -> None:
    """A kind of support is no kind of study."""
    assert problems("kind", {"maatje": "buddy"}, "studies") == [
        '"buddy" is no code; there are language, vocational, secondary, higher, other'
    ]
