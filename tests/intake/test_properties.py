"""What holds of any delivery: a good one comes through as it is, and one spoilt cell never goes unseen."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.intake import read
from reportkit.tables import INPUT_TABLES
from tests.intake.deliveries import project

if TYPE_CHECKING:
    from reportkit.tables import Delivery

Record = dict[str, object]

TEXT = st.text(st.characters(codec="cp1252", exclude_categories=["C", "Z"]), max_size=5).map("k{}".format)
FREE = st.text(st.sampled_from('abé",; \n\r%='), min_size=1, max_size=8)
FIRST, LAST = date(2016, 1, 1), date(2024, 12, 31)


def one_of(name: str) -> st.SearchStrategy[str | None]:
    """Draw a code of a column, or nothing."""
    return st.none() | st.sampled_from(INPUT_TABLES["participations"].column(name).codes)


@st.composite
def records(draw: st.DrawFn) -> list[Record]:
    """Draw participations that break no rule of severity error."""
    keys = draw(st.lists(TEXT, min_size=1, max_size=6, unique=True))
    return [draw(record(key)) for key in keys]


@st.composite
def record(draw: st.DrawFn, key: str) -> Record:
    """Draw one participation of a person."""
    entry = draw(st.dates(FIRST, LAST))
    stay = draw(st.none() | st.integers(0, 900))
    unemployed = draw(st.booleans())
    return {
        "person_key": key,
        "operation_id": draw(st.sampled_from(["A", "0012"])),
        "entry_date": entry,
        "exit_date": None if stay is None else entry + timedelta(days=stay),
        "exit_reason": None if stay is None else draw(one_of("exit_reason").filter(bool)),
        "gender": draw(one_of("gender")),
        "birth_date": entry - timedelta(days=draw(st.integers(0, 40_000))),
        "municipality": draw(st.none() | st.sampled_from(["34022", "34027"])),
        "nationality": draw(st.none() | st.sampled_from(["NA", "SY", "XX"])),
        "labour_status": "unemployed" if unemployed else draw(one_of("labour_status")),
        "unemployed_months": draw(st.integers(0, 99)) if unemployed else None,
        "in_education": draw(st.none() | st.booleans()),
        "isced": draw(st.none() | st.integers(0, 8)),
        "minority": draw(one_of("minority")),
    }


def written(rows: list[Record], profile: dict[str, str]) -> bytes:
    """Write records as a spreadsheet would, in the way that a profile declares."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=profile["delimiter"])
    writer.writerow(rows[0])
    writer.writerows([cell(value, profile["date_format"]) for value in row.values()] for row in rows)
    return text.getvalue().encode(profile["encoding"])


def cell(value: object, date_format: str) -> str:
    """Write one value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.strftime(date_format)
    return "" if value is None else str(value)


def deliver(rows: list[Record], profile: dict[str, str]) -> Delivery:
    """Deliver participations in a new workspace."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data" / "p" / "participations.csv"
        file.parent.mkdir(parents=True)
        file.write_bytes(written(rows, profile))
        return read(project(profile), Path(folder))


PLAIN = {"encoding": "utf-8", "delimiter": ",", "date_format": "%Y-%m-%d"}
PROFILES = st.fixed_dictionaries(
    {
        "encoding": st.sampled_from(["utf-8", "cp1252"]),
        "delimiter": st.sampled_from([",", ";", "\t"]),
        "date_format": st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%Y%m%d"]),
    }
)
SPOILERS = {
    "person_key": "",
    "operation_id": " A",
    "entry_date": "2022-02-30",
    "exit_date": "1999-12-31",
    "exit_reason": "Work",
    "gender": "V",
    "birth_date": "2999-01-01",
    "municipality": "8500",
    "nationality": "na",
    "labour_status": "jobless",
    "unemployed_months": "3.0",
    "in_education": "TRUE",
    "isced": "9",
    "minority": "maybe",
}


@settings(max_examples=15)
@given(rows=records(), profile=PROFILES, tracks=st.lists(FREE, min_size=6, max_size=6))
def test_a_good_delivery_comes_through_as_it_is(rows: list[Record], profile: dict[str, str], tracks: list[str]) -> None:
    """Every value is the one that was written, whatever the encoding, the delimiter, the dates and the quotes."""
    for row, track in zip(rows, tracks, strict=False):
        row["track"] = track
    delivery = deliver(rows, profile)
    spaces = {finding.rule for finding in delivery.findings if finding.severity == "error"}
    assert spaces <= {"T07"}
    assert delivery.tables["participations"].select(list(rows[0])).to_pylist() == rows


@settings(max_examples=25)
@given(data=st.data(), rows=records())
def test_one_spoilt_cell_is_found_with_its_row(data: st.DataObject, rows: list[Record]) -> None:
    """Whatever cell is spoilt, an error names its row."""
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(sorted(SPOILERS)))
    rows[at][name] = SPOILERS[name]
    errors = [finding for finding in deliver(rows, PLAIN).findings if finding.severity == "error"]
    assert errors != []
    assert {finding.rows for finding in errors} == {(at + 2,)}
