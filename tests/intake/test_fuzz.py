"""Whatever is delivered: an answer and no traceback, and never another table without a word about it."""

from __future__ import annotations

import csv
import io
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportkit.intake import line, read, suggested
from tests.intake.deliveries import project

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from reportkit.tables import Delivery

pytestmark = pytest.mark.slow

SETTINGS = settings(
    max_examples=15,
    deadline=5000,
    suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
PARTICIPATIONS = """\
person_key,operation_id,entry_date,exit_date,exit_reason,gender,age_at_entry,municipality,labour_status,in_education,track
rené-0012,A,2022-01-15,2022-06-30,work,F,30,34022,unemployed,no,"a, b"
p2,A,2022-02-20,,,M,41,34027,employed,yes,
p3,A,2022-03-25,2022-12-31,moved,F,19,34022,inactive,no,individual
"""
JOBS = """\
person_key,operation_id,start_date,end_date,contract,hours_per_week
p2,A,2022-07-15,,permanent,12.5
p3,A,2022-08-16,2022-12-31,fixed_term,38
"""
Rows = list[list[str]]
PROFILES: list[dict[str, Any]] = [
    {},
    {"delimiter": ";", "decimal": ",", "date_format": "%d/%m/%Y", "encoding": "cp1252"},
    {"delimiter": "\t", "encoding": "utf-16", "date_format": "%-d-%-m-%Y"},
    {"encoding": "iso-8859-15", "missing": ["-", "NULL"], "ignore": ["x"], "columns": {"person_key": "x"}},
]


def answer(files: dict[str, bytes], profile: dict[str, Any] | None = None) -> Delivery:
    """Deliver files in a new workspace."""
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "data" / "p"
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / f"{name}.csv").write_bytes(content)
        return read(project(profile), Path(root))


def rows_of(text: str) -> Rows:
    """Read a clean file."""
    return list(csv.reader(io.StringIO(text)))


def written(rows: Rows, delimiter: str = ",", end: str = "\n") -> str:
    """Write rows."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    return text.getvalue()


def tables(delivery: Delivery) -> dict[str, pa.Table]:
    """Return the typed tables, without the places of their rows."""
    return {name: table.drop_columns(["_file", "_row"]) for name, table in delivery.tables.items()}


CLEAN = tables(answer({"participations": PARTICIPATIONS.encode(), "jobs": JOBS.encode()}))
SPOILT_BYTES: dict[str, Callable[[str], bytes]] = {
    "cp1252": lambda text: text.encode("cp1252"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "utf-32": lambda text: text.encode("utf-32"),
    "with a mark": lambda text: text.encode("utf-8-sig"),
    "garbled": lambda text: text.encode().decode("cp1252").encode(),
    "accents apart": lambda text: unicodedata.normalize("NFD", text).encode(),
    "a NUL": lambda text: text.encode().replace(b"p2", b"p\x002"),
    "a quote": lambda text: text.encode().replace(b"p3", b'"p3'),
    "semicolons": lambda text: written(rows_of(text), ";").encode(),
    "tabs": lambda text: written(rows_of(text), "\t").encode(),
    "carriage returns": lambda text: written(rows_of(text), end="\r\n").encode(),
    "old ends": lambda text: written(rows_of(text), end="\r").encode(),
    "blank lines": lambda text: text.replace("\n", "\n\n").encode(),
    "a title": lambda text: f"Export of 3 May\n\n{text}".encode(),
    "a total": lambda text: f"{text}Totaal{',' * text.splitlines()[0].count(',')}\n".encode(),
    "no header": lambda text: text.split("\n", 1)[1].encode(),
    "twice": lambda text: (text + text.split("\n", 1)[1]).encode(),
}
SPOILT_CELLS: dict[str, Callable[[str], str]] = {
    "spaces": lambda cell: f" {cell}",
    "a hard space": lambda cell: f"{cell}\u00a0",
    "a line break": lambda cell: f"{cell}\n",
    "a tab": lambda cell: f"{cell}\t",
    "day first": lambda cell: "/".join(reversed(cell.split("-"))) if cell.count("-") == 2 else cell,
    "two digits": lambda cell: cell[2:] if cell.count("-") == 2 else cell,
    "a time": lambda cell: f"{cell} 00:00:00" if cell.count("-") == 2 else cell,
    "a comma": lambda cell: cell.replace(".", ","),
    "decimals": lambda cell: f"{cell}.0" if cell.isdigit() else cell,
    "an exponent": lambda cell: f"{cell}E+00" if cell.isdigit() else cell,
    "thousands": lambda cell: f"1 {cell.zfill(3)}" if cell.isdigit() else cell,
    "a percentage": lambda cell: f"{cell}%" if cell.isdigit() else cell,
    "capitals": lambda cell: cell if cell in {"rené-0012", "individual", "a, b"} else cell.upper(),
    "zeros": lambda cell: f"00{cell}" if cell.startswith("p") else cell,
    "Dutch": lambda cell: {"yes": "ja", "no": "nee", "F": "V", "work": "werk"}.get(cell, cell),
    "a marker": lambda cell: cell or "NULL",
    "a dash": lambda cell: cell or "-",
    "a question": lambda cell: cell or "?",
    "a formula": lambda cell: cell or "#N/A",
    "a national number": lambda cell: "85073003328" if cell.startswith("p") else cell,
    "an address": lambda cell: "amina@example.org" if cell.startswith("p") else cell,
}


def test_the_clean_files_have_no_finding() -> None:
    """So that whatever is found is of what was spoilt."""
    assert answer({"participations": PARTICIPATIONS.encode(), "jobs": JOBS.encode()}).findings == ()


@SETTINGS
@given(
    content=st.binary(max_size=400)
    | st.text(max_size=200).map(str.encode)
    | st.text(st.sampled_from('p,;"\n\r\t0123456789-/.%é+@'), max_size=200).map(
        lambda text: (PARTICIPATIONS.split("\n", 1)[0] + "\n" + text).encode()
    ),
    profile=st.sampled_from(PROFILES),
)
def test_any_bytes_have_an_answer(content: bytes, profile: dict[str, Any]) -> None:
    """Every finding can be told in a line, read and rejected make delivered, and something can always be suggested."""
    delivery = answer({"participations": content, "jobs": content}, profile)
    assert all(line(finding) for finding in delivery.findings)
    for source in delivery.sources:
        assert 0 <= source.rejected <= source.delivered
    assert suggested(content).endswith("\n")


@SETTINGS
@given(data=st.data(), text=st.sampled_from([PARTICIPATIONS, JOBS]))
def test_a_changed_byte_has_an_answer(data: st.DataObject, text: str) -> None:
    """One byte replaced, put in or taken out, anywhere."""
    clean = text.encode()
    at = data.draw(st.integers(0, len(clean) - 1))
    more = data.draw(st.binary(max_size=2))
    content = clean[:at] + more + clean[at + data.draw(st.integers(0, 2)) :]
    files = {"participations": PARTICIPATIONS.encode(), "jobs": JOBS.encode()}
    files["jobs" if text == JOBS else "participations"] = content
    assert all(line(finding) for finding in answer(files).findings)


@pytest.mark.parametrize("spoiler", SPOILT_BYTES)
@pytest.mark.parametrize("name", ["participations", "jobs"])
def test_a_file_written_otherwise_is_the_same_table_or_is_told(name: str, spoiler: str) -> None:
    """Another encoding, delimiter or layout never changes a table in silence."""
    files = {"participations": PARTICIPATIONS.encode(), "jobs": JOBS.encode()}
    files[name] = SPOILT_BYTES[spoiler](files[name].decode())
    delivery = answer(files)
    assert delivery.findings or tables(delivery) == CLEAN


@SETTINGS
@given(data=st.data(), name=st.sampled_from(["participations", "jobs"]), spoiler=st.sampled_from(sorted(SPOILT_CELLS)))
def test_a_cell_written_otherwise_is_the_same_value_or_is_told(data: st.DataObject, name: str, spoiler: str) -> None:
    """One cell, or its whole column, as a spreadsheet or another system writes it."""
    files = {"participations": PARTICIPATIONS, "jobs": JOBS}
    rows = rows_of(files[name])
    column = data.draw(st.integers(0, len(rows[0]) - 1))
    for row in data.draw(st.sampled_from([range(1, len(rows)), [1], [2]])):
        rows[row][column] = SPOILT_CELLS[spoiler](rows[row][column])
    files[name] = written(rows)
    delivery = answer({table: text.encode() for table, text in files.items()})
    assert delivery.findings or tables(delivery) == CLEAN
