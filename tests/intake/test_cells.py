"""How a cell is read: strictly as declared, or told with its row; never guessed, and never shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reportkit.intake import line

if TYPE_CHECKING:
    from reportkit.tables import Delivery
    from tests.intake.deliveries import Deliver

HEADER = "person_key,operation_id,entry_date,age_at_entry"

REFUSED = [
    ("exit_date", "2022-2-5", "T02"),
    ("exit_date", "2022-02-30", "T02"),
    ("exit_date", "2023-02-29", "T02"),
    ("exit_date", "2022-03-01 00:00", "T02"),
    ("exit_date", "01/03/2022", "T02"),
    ("exit_date", " 2022-03-01", "T02"),
    ("exit_date", "٢٠٢٢-03-01", "T02"),
    ("exit_date", "0202-03-01", "T02"),
    ("unemployed_months", "1.0", "T03"),
    ("unemployed_months", "1E+05", "T03"),
    ("unemployed_months", "12 ", "T03"),
    ("unemployed_months", "9" * 30, "T03"),
    ("in_education", "Yes", "T05"),
    ("in_education", "1", "T05"),
    ("gender", "f", "T06"),
    ("gender", "Female", "T06"),
    ("exit_reason", "works", "T06"),
    ("track", "individual ", "T07"),
    ("nationality", " SY", "T07"),
    ("track", "a\u00a0", "T07"),
]


def one(deliver: Deliver, column: str, cell: str, data: dict[str, object] | None = None) -> Delivery:
    """Deliver one participation with one more cell."""
    return deliver(data, participations=f'{HEADER},{column}\np1,A,2022-01-05,30,"{cell}"\n')


@pytest.mark.parametrize(("column", "cell", "rule"), REFUSED)
def test_what_is_not_written_as_declared_is_refused(deliver: Deliver, column: str, cell: str, rule: str) -> None:
    """The finding names the rule, the column and the row; the value stands nowhere in the message."""
    (found,) = (f for f in one(deliver, column, cell).findings if f.rule[0] == "T")
    assert (found.rule, found.severity, found.column, found.rows) == (rule, "error", column, (2,))
    assert cell not in line(found).replace(column, "").split()


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("exit_date", "2024-02-29", date(2024, 2, 29)),
        ("unemployed_months", "012", 12),
        ("in_education", "no", False),
        ("gender", "X", "X"),
        ("municipality", "02000", "02000"),
        ("nationality", "NA", "NA"),
        ("track", "", None),
        ("track", "NULL", "NULL"),
    ],
)
def test_what_is_written_as_declared_is_read(deliver: Deliver, column: str, cell: str, value: object) -> None:
    """Codes keep their zeros, NA is Namibia, and only an empty cell is missing."""
    assert one(deliver, column, cell).tables["participations"][column].to_pylist() == [value]


def test_the_allowed_codes_are_listed(deliver: Deliver) -> None:
    """A code that is none of the list is mended by the list, or by saying what it means."""
    (found,) = (f for f in one(deliver, "gender", "V").findings if f.rule == "T06")
    assert found.mend == (
        "Likely: data.values.gender: {V: F}."
        " Write F, M, X, or say what the file's own codes mean under data.values.gender in params/projects/p.yaml."
    )


def test_an_export_of_a_belgian_system_is_read_as_it_is(deliver: Deliver) -> None:
    """Encoding, delimiter, decimal mark, dates, missing markers, names and codes are all declared."""
    profile: dict[str, object] = {
        "encoding": "cp1252",
        "delimiter": ";",
        "decimal": ",",
        "date_format": "%d/%m/%Y",
        "missing": ["n.v.t."],
        "columns": {"person_key": "dossiernr", "end_date": "einde"},
        "values": {"contract": {"vast": "permanent"}},
    }
    persons = "dossiernr;operation_id;entry_date;age_at_entry\n0012;A;03/04/2022;30\n"
    jobs = "dossiernr;operation_id;start_date;einde;contract;hours_per_week\n0012;A;04/04/2022;n.v.t.;vast;12,5\n"
    delivery = deliver(profile, participations=persons, jobs=jobs.encode("cp1252"))
    assert delivery.tables["jobs"].drop_columns(["_file", "_row"]).to_pylist() == [
        {
            "person_key": "0012",
            "operation_id": "A",
            "start_date": date(2022, 4, 4),
            "end_date": None,
            "contract": "permanent",
            "hours_per_week": 12.5,
        }
    ]


@pytest.mark.parametrize("cell", ["12.5", "1.234,5", "12,", "1e3", "inf"])
def test_a_decimal_has_the_declared_mark_and_no_other(deliver: Deliver, cell: str) -> None:
    """A point is no comma, and thousands are not set apart."""
    jobs = f'person_key,operation_id,start_date,hours_per_week\np1,A,2022-02-01,"{cell}"\n'
    assert "T04" in {f.rule for f in deliver({"decimal": ","}, jobs=jobs).findings}


def test_dates_without_zeros_are_read_when_declared(deliver: Deliver) -> None:
    """``%-d/%-m/%Y`` takes 1/3/2022 and 01/03/2022 alike."""
    text = f"{HEADER},exit_date\np1,A,5/1/2022,30,\np2,A,05/01/2022,30,\n"
    table = deliver({"date_format": "%-d/%-m/%Y"}, participations=text).tables["participations"]
    assert table["entry_date"].to_pylist() == [date(2022, 1, 5)] * 2


def test_read_and_rejected_make_delivered(deliver: Deliver) -> None:
    """A row with a cell that cannot be read is left out, counted and listed."""
    text = f"{HEADER}\np1,A,2022-01-05,30\np2,A,tomorrow,30\np3,A\np4,A,2022-01-05,30\n"
    delivery = deliver(participations=text)
    (source,) = delivery.sources
    assert (source.delivered, source.rejected, delivery.tables["participations"].num_rows) == (4, 2, 2)
    assert [(f.rule, f.rows, f.rejected) for f in delivery.findings if f.rule[0] == "T"] == [
        ("T01", (4,), True),
        ("T02", (3,), True),
    ]


def test_only_the_first_twenty_rows_are_shown_and_all_are_counted(deliver: Deliver) -> None:
    """A fault in every row is one finding."""
    text = HEADER + "\n" + "".join(f"p{n},A,soon,30\n" for n in range(50))
    (found,) = (f for f in deliver(participations=text).findings if f.rule == "T02")
    assert (found.count, found.rows) == (50, tuple(range(2, 22)))
    assert "and more, 50 in all" in line(found)
