"""What can be wrong with a file: one tiny file for each fault, with the code and the words of its message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.intake import line

if TYPE_CHECKING:
    from tests.intake.deliveries import Deliver

HEADER = "person_key,operation_id,entry_date,age_at_entry"

FILES: dict[str, tuple[bytes | str, str, str]] = {
    "not decodable": (b"person_key,operation_id\np1,A\np\xe9,B\n", "E121", "row 3: byte 30 is not utf-8"),
    "NUL": (b"person_key\np\x00\n", "E122", "row 2: the file holds NUL bytes"),
    "utf-16": ("person_key".encode("utf-16"), "E172", "Declare data.encoding in params/projects/p.yaml: utf-16"),
    "open quote": (
        f'{HEADER}\np1,A,2022-01-05,30\np2,"A,2022-01-05,30\n',
        "E124",
        "row 3: a quoted cell does not close",
    ),
    "after quote": (
        f'{HEADER}\n"p1"x,A,2022-01-05,30\n',
        "E124",
        "row 2: a quoted cell does not close, has text after",
    ),
    "empty": (b"", "E125", "the file is empty"),
    "blank": (b"\n\n", "E125", "the file is empty"),
    "header only": (f"{HEADER}\n", "E126", "the table has a header and no records"),
    "unnamed": (f"{HEADER},\np1,A,2022-01-05,30,\n", "E130", "column 5 has no name"),
    "twice": (f"{HEADER},track,track\np1,A,2022-01-05,30,,\n", "E131", 'column "track" stands there twice'),
    "a name": (f"{HEADER},Voornaam\np1,A,2022-01-05,30,x\n", "E132", 'column "Voornaam" looks like a name'),
    "a national number": (f"{HEADER},INSZ\np1,A,2022-01-05,30,x\n", "E132", 'column "INSZ" looks like a name'),
    "e-mail": (f"{HEADER},E-mail\np1,A,2022-01-05,30,x\n", "E132", 'column "E-mail" looks like a name'),
    "unknown": (f"{HEADER},gendr\np1,A,2022-01-05,30,F\n", "E133", 'unknown column "gendr"; did you mean "gender"?'),
    "missing": (
        "person_key,operation_id,entrydate,age_at_entry\np1,A,2022-01-05,30\n",
        "E134",
        'no column "entry_date"; did you mean "entrydate"? Add it under data.columns in params/projects/p.yaml.',
    ),
    "both ages": (f"{HEADER},birth_date\np1,A,2022-01-05,30,\n", "E135", "both birth_date and age_at_entry"),
    "no age": ("person_key,operation_id,entry_date\np1,A,2022-01-05\n", "E135", "neither birth_date nor age_at_entry"),
    "semicolons": (f"{HEADER.replace(',', ';')}\n", "E136", 'Declare data.delimiter in params/projects/p.yaml: ";"'),
    "no header": ("p1,A,2022-01-05,30\n", "E139", "none of its 4 columns is known. Is the header row missing?"),
    "too long": (f"{HEADER}\np1,A,2022-01-05,30,F\n", "T01", "row 2: expected: every row has as many cells"),
    "too short": (f"{HEADER}\np1,A,2022-01-05\n", "T01", "row 2: expected: every row has as many cells"),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_faulty_file_is_told_with_code_place_and_mend(deliver: Deliver, fault: str) -> None:
    """Each fault has its code, and says where it is and how it is mended."""
    content, code, message = FILES[fault]
    told = [line(finding) for finding in deliver(participations=content).findings if finding.rule == code]
    assert [message in words for words in told] == [True]
    assert told[0].startswith(f"{code} data/p/participations.csv")


def test_an_optional_table_without_records_is_a_table_without_rows(deliver: Deliver) -> None:
    """A header and nothing else is information, and not an absent table."""
    delivery = deliver(jobs="person_key,operation_id,start_date\n")
    assert delivery.tables["jobs"].num_rows == 0
    assert [(finding.rule, finding.severity) for finding in delivery.findings if finding.rule[0] == "E"] == [
        ("E127", "information")
    ]


def test_rows_are_those_a_person_sees_in_the_file(deliver: Deliver) -> None:
    """A record is on the line on which it starts, also after cells with line breaks and after blank lines."""
    text = f'{HEADER},track\np1,A,2022-01-05,30,"a\nb\nc"\n\np2,A,2022-01-05,30,\r\np3,A,nonsense,30,\n'
    delivery = deliver(participations=text)
    assert delivery.tables["participations"]["_row"].to_pylist() == [2, 6]
    assert [finding.rows for finding in delivery.findings if finding.rule == "T02"] == [(7,)]


def test_all_faults_of_a_file_are_told_at_once(deliver: Deliver) -> None:
    """One reading finds the header's faults and the cells' faults."""
    rules = {f.rule for f in deliver(participations=f"{HEADER},naam,gendr\np1,A,5 May,x,,\n").findings}
    assert {"E132", "E133", "T02", "T03"} <= rules


def test_a_file_without_a_header_shows_none_of_its_cells(deliver: Deliver) -> None:
    """Where the header is a record, its cells are a person's values and stand in no message."""
    told = " ".join(map(line, deliver(participations="Amina,Kortrijk,1990-02-03\n").findings))
    assert "Amina" not in told


def test_a_utf8_file_declared_as_cp1252_is_a_warning(deliver: Deliver) -> None:
    """Accents that would be read as two signs are told, though every byte can be read."""
    content = f"{HEADER},track\np1,A,2022-01-05,30,é\n"
    found = [f for f in deliver({"encoding": "cp1252"}, participations=content).findings if f.rule == "E123"]
    assert [finding.severity for finding in found] == ["warning"]


def test_a_byte_order_mark_is_no_part_of_the_first_name(deliver: Deliver) -> None:
    """A file that a spreadsheet saved as UTF-8 is read as it is."""
    content = b"\xef\xbb\xbf" + HEADER.encode() + b"\np1,A,2022-01-05,30\n"
    assert deliver(participations=content).tables["participations"]["person_key"].to_pylist() == ["p1"]
