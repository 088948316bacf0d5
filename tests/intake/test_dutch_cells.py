"""What an official reads of a cell that cannot be read or is doubted: the lines in Dutch are in dutch/cells.txt."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from reportkit.display import words
from reportkit.intake import cells_told
from tests.intake.deliveries import dutch, in_dutch, project
from tests.intake.workbooks import Xml, xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from tests.intake.deliveries import Deliver
    from tests.intake.workbooks import DeliverBook, Rows

HEADER = "person_key,operation_id,entry_date,age_at_entry"
GOOD = f"{HEADER}\np0,A,2022-01-05,30\n"
DAY = date(2022, 1, 5)
NOON = datetime(2022, 1, 5, 12)  # noqa: DTZ001 - a spreadsheet knows no zones
COLUMNS: list[object] = ["person_key", "operation_id", "entry_date", "age_at_entry", "municipality"]
RECORD: list[object] = ["p1", "A", DAY, 30, "34022"]


def with_cell(column: str, cell: str) -> str:
    """Write participations, of which the second has one cell of another column."""
    return f'{HEADER},{column}\np0,A,2022-01-05,30,\np1,A,2022-01-05,30,"{cell}"\n'


def sheet(column: str, cell: object) -> bytes:
    """Write a workbook of participations, of which the second has another cell in a column."""
    spoilt = [cell if name == column else there for name, there in zip(COLUMNS, RECORD, strict=True)]
    rows: Rows = [COLUMNS, ["p0", *RECORD[1:]], spoilt]
    return xlsx(rows)


FILES: dict[str, str] = {
    "too short": f"{GOOD}p1,A,2022-01-05\n",
    "another date": with_cell("exit_date", "31/12/2022"),
    "another whole number": with_cell("unemployed_months", "twee"),
    "another answer": with_cell("in_education", "ja"),
    "another code": with_cell("gender", "V"),
    "spaces around a key": f"{GOOD}p1 ,A,2022-01-05,30\n",
    "a total": f"{GOOD}Totaal,,,30\n",
    "a mark for nothing": with_cell("exit_date", "NULL"),
    "a text for nothing": with_cell("track", "onbekend"),
    "a key that is a number": f"{GOOD}1E+05,A,2022-01-05,30\n",
}
BOOKS: dict[str, bytes] = {
    "a number as a key": sheet("person_key", 12),
    "a number as a date": sheet("entry_date", 44566),
    "a time of day": sheet("entry_date", NOON),
    "a duration": sheet("age_at_entry", Xml('<c r="PLACE" s="3"><v>1.5</v></c>')),
    "an error": sheet("age_at_entry", Xml('<c r="PLACE" t="e"><v>#REF!</v></c>')),
    "a formula without a value": sheet("age_at_entry", Xml('<c r="PLACE"><f>1+1</f></c>')),
    "a percentage": sheet("age_at_entry", Xml('<c r="PLACE" s="4"><v>0.5</v></c>')),
    "a date as a number": sheet("age_at_entry", DAY),
    "a total row": xlsx([COLUMNS, RECORD, ["Totaal", None, None, 30, None]]),
    "an empty row": xlsx([COLUMNS, RECORD, [], ["p2", *RECORD[1:]]]),
}
DATES = (
    "31/12/2022",
    "03/04/2022",
    "31/12/22",
    "44926",
    "2022-02-30",
    "2022-01-05 13:30:00",
    "2022-01-05T00:00:00+01:00",
    "5 mei 2022",
    "2022-01-05 ",
)
NUMBERS = ("12,5", "1.234,5", "1,234", "45%", "1E+05", "7u36", "halftijds")
DUTCH = dutch("cells")


@pytest.mark.parametrize("fault", FILES)
def test_a_fault_of_a_cell_is_told_in_dutch(deliver: Deliver, fault: str) -> None:
    """Rule, file, column and rows, what is expected and how to mend it."""
    assert in_dutch(deliver(participations=FILES[fault]), DUTCH[fault][:3]) == [DUTCH[fault]]


@pytest.mark.parametrize("fault", BOOKS)
def test_a_fault_of_a_spreadsheet_cell_is_told_in_dutch(deliver_book: DeliverBook, fault: str) -> None:
    """As of a cell of a text file."""
    assert in_dutch(deliver_book(BOOKS[fault]), DUTCH[fault][:3]) == [DUTCH[fault]]


@pytest.mark.parametrize("cell", DATES)
def test_the_way_in_which_a_date_is_written_is_told_in_dutch(deliver: Deliver, cell: str) -> None:
    """Between what is expected and how dates are declared."""
    assert in_dutch(deliver(participations=with_cell("exit_date", cell)), "T02") == [DUTCH[cell]]


@pytest.mark.parametrize("cell", NUMBERS)
def test_the_way_in_which_a_number_is_written_is_told_in_dutch(deliver: Deliver, cell: str) -> None:
    """Between what is expected and how numbers are declared."""
    jobs = f'person_key,operation_id,start_date,hours_per_week\np0,A,2022-02-01,"{cell}"\n'
    assert in_dutch(deliver(participations=GOOD, jobs=jobs), "T04") == [DUTCH[cell]]


def test_the_date_formats_of_a_column_are_counted_in_dutch(deliver: Deliver) -> None:
    """How often each occurs, those that could be two joined by a word."""
    days = ("2022-01-05", "31/12/2022", "12/31/2022", "03/04/2022")
    rows = "".join(f"p{number},A,2022-01-05,30,{day}\n" for number, day in enumerate(days))
    told = in_dutch(deliver(participations=f"{HEADER},exit_date\n{rows}"), "T02")[0]
    assert "De kolom mengt schrijfwijzen: %Y-%m-%d 1 keer, %d/%m/%Y 1 keer, %m/%d/%Y 1 keer, %d/%m/%Y of" in told


def test_many_rows_are_counted_in_dutch(deliver: Deliver) -> None:
    """The first twenty are listed."""
    rows = "".join(f"p{number},A,2022-01-05,oud\n" for number in range(21))
    (told,) = in_dutch(deliver(participations=f"{HEADER}\n{rows}"), "T03")
    assert "kolom age_at_entry, rijen 2, 3, 4, 5, 6, 7, 8," in told
    assert "20, 21 en meer, 21 in totaal: verwacht: een geheel getal" in told


def test_what_the_project_accepts_is_told_in_dutch(deliver: Deliver) -> None:
    """The reason is the project's own."""
    accept = {"accept": [{"rule": "T19", "reason": "het systeem telt op"}]}
    (told,) = in_dutch(deliver(accept, participations=f"{GOOD}Totaal,,,30\n"), "T19")
    assert told.endswith("Verwijder ze: totalen worden hier zelf geteld. Aanvaard: het systeem telt op")


def test_a_cell_that_is_shown_is_told_in_dutch(deliver: Deliver, workspace: Path) -> None:
    """Its value is as it was written."""
    findings = deliver(participations=with_cell("gender", "Q")).findings
    (told,) = cells_told(project(), workspace, [found for found in findings if found.rule == "T06"])
    assert words("nl").told(told) == "T06 data/p/participations.csv, kolom gender, rij 3: 'Q'"
