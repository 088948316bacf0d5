"""What is suggested of a file of which nothing is declared: lines to read and paste, and remarks."""

from __future__ import annotations

from ruamel.yaml import YAML

from reportkit.intake import suggested
from tests.intake.deliveries import project

EXPORT = (
    "dossiernr;project;instapdatum;uitstapdatum;geslacht;geboortedatum;nationaliteit;gemeente;statuut;in opleiding;"
    "kleur\n"
    "d1;A;31/12/2022;;V;03/04/1990;SY;34022;werkzoekend;ja;groen\n"
    "d2;A;01/02/2022;onbekend;M;13/04/1990;SY;34022;werkend;nee;één\n"
)
JOBS = "person_key;operation_id;start_date;hours_per_week\np1;A;{};{}\n"


def test_an_export_is_suggested_whole() -> None:
    """What is printed is YAML that the project file takes as it is."""
    text = suggested(EXPORT.encode("cp1252"))
    data = YAML(typ="safe", pure=True).load(text)["data"]
    assert data == {
        "encoding": "cp1252",
        "delimiter": ";",
        "date_format": "%d/%m/%Y",
        "missing": ["", "onbekend"],
        "columns": {
            "person_key": "dossiernr",
            "operation_id": "project",
            "entry_date": "instapdatum",
            "exit_date": "uitstapdatum",
            "gender": "geslacht",
            "birth_date": "geboortedatum",
            "municipality": "gemeente",
            "nationality": "nationaliteit",
            "labour_status": "statuut",
            "in_education": "in opleiding",
        },
        "values": {
            "gender": {"V": "F"},
            "labour_status": {"werkzoekend": "unemployed", "werkend": "employed"},
            "in_education": {"ja": "yes", "nee": "no"},
        },
    }
    assert project(data).data.columns["gender"] == "geslacht"
    assert '# Column "kleur" is not known: name it, or leave it out.\n  # ignore: [kleur]' in text
    assert '# decimal: "," or "."; no decimal number tells it.' in text


def test_what_cannot_be_told_is_a_remark() -> None:
    """Neither the order of day and month, nor a decimal mark that could stand between thousands, is chosen."""
    text = suggested(JOBS.format("03/04/2022", "1.234").encode())
    assert '# date_format: "%d/%m/%Y" or "%m/%d/%Y"; no day after the twelfth tells which' in text
    assert '# decimal: "," or "."; no decimal number tells it.' in text


def test_formats_that_do_not_go_together_are_counted() -> None:
    """No format is suggested that would refuse half of the file."""
    rows = "p1;A;2022-01-05;1,5\np1;A;31/12/2022;1.5\np1;A;30/12/2022;2,5\n"
    text = suggested((JOBS.splitlines()[0] + "\n" + rows).encode())
    assert "# date_format: no format fits the whole file: %d/%m/%Y 2 times, %Y-%m-%d 1 times." in text
    assert '# decimal: "," or "."; "," 2 times and "." 1 times.' in text


def test_no_cell_of_a_person_is_shown() -> None:
    """Columns that give persons away are named; their cells, and values that no word is known for, are not."""
    text = suggested(b"dossiernr;naam;geslacht;contact\nd1;Amina;Q;amina@example.org\n")
    assert 'Column "naam" holds persons by its name: pseudonymise it, or take it out.' in text
    assert 'Column "contact" holds e-mail addresses' in text
    assert "gender: {}  # 1 more, by no known word; there are F, M, X" in text
    assert not {"Amina", "amina", "Q", "d1"} & set(text.replace("@", " ").split())


def test_without_a_header_no_cell_becomes_a_name() -> None:
    """The first row of such a file holds values."""
    assert "Amina" not in suggested(b"Amina,Kortrijk,1990-02-03\nFatima,Menen,1991-02-03\n")


def test_files_of_any_kind_are_answered() -> None:
    """Nothing, bytes, and the encodings of two bytes a letter."""
    assert suggested(b"").startswith("# The file is empty")
    assert "encoding: utf-16-le" in suggested(EXPORT.encode("utf-16-le"))
    assert "data:" in suggested(bytes(range(256)))
