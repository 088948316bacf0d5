"""Deliveries that are refused or doubted, a project each: whatever is wrong with a file, its cells are not told."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from tests.canaries.tokens import person, text
from tests.canaries.workspace import EMPLOYMENT, as_csv, write_database, write_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from tests.canaries.records import Row

__all__ = ["SPOILT_TEXTS", "write_spoilt"]

PARTICIPATIONS = EMPLOYMENT["participations"]
PLAIN = as_csv(PARTICIPATIONS)
HEADER, FIRST, *REST = PLAIN.splitlines(keepends=True)
AGAIN = "".join(REST)


def _changed(**cells: str) -> str:
    """Write the participations with other cells in the third row."""
    return as_csv([*PARTICIPATIONS[:2], {**PARTICIPATIONS[2], **cells}, *PARTICIPATIONS[3:]])


def _columns_in_turn(rows: list[Row], *values: str) -> str:
    """Write a table in which each row has one cell that its column does not take, another column each time."""
    spoilt = [dict(row) for row in rows]
    for number, name in enumerate(rows[0]):
        spoilt[number % len(rows)][name] = values[number % len(values)]
    return as_csv(spoilt)


def _everywhere(name: str, change: Callable[[str], str]) -> str:
    return as_csv([{**row, name: change(str(row[name]))} for row in PARTICIPATIONS])


SPOILT_TEXTS: dict[str, str | bytes] = {
    "no-header": FIRST + AGAIN,
    "no-header-and-few": FIRST,
    "title-above": f"Deelnemers van {person(1)}\n\n{PLAIN}",
    "total-below": f"{PLAIN}Totaal,{text('TOTAL', 1)}\n",
    "other-delimiter": as_csv(PARTICIPATIONS, ";"),
    "undeclared-tabs": as_csv(PARTICIPATIONS, "\t"),
    "long-row": HEADER + FIRST.replace("\n", f",{text('MORE', 1)}\n") + AGAIN,
    "short-row": HEADER + FIRST[:30] + "\n" + AGAIN,
    "open-quote": HEADER + FIRST.replace(person(1), f'"{person(1)}') + AGAIN,
    "quote-within": HEADER + FIRST.replace(person(1), f'{person(1)}"x') + AGAIN,
    "torn": PLAIN[: len(PLAIN) // 2],
    "twice": HEADER + FIRST + FIRST + AGAIN,
    "overlap": HEADER + FIRST + FIRST.replace("ANK,2021-", "ANK,2020-") + AGAIN,
    "capitals": HEADER + FIRST + FIRST.replace("CANARY-P", "canary-p") + AGAIN,
    "spaces": PLAIN.replace(person(3), f" {person(3)} "),
    "control": PLAIN.replace(person(3), f"{person(3)}\x07"),
    "nul": PLAIN.replace(person(3), f"{person(3)}\0"),
    "column-twice": PLAIN.replace("person_key,", "person_key,gender,", 1),
    "utf-16": PLAIN.encode("utf-16"),
    "cp1252": PLAIN.replace(person(3), f"{person(3)}é").encode("cp1252"),
    "garbled": PLAIN.replace(person(3), f"{person(3)}Ã©"),
    "unknown-operation": PLAIN.replace(",ANK,", f",{text('OPERATION', 1)},"),
    "birth-as-number": _everywhere("birth_date", lambda _: "36526"),
    "belgian-dates": _everywhere("entry_date", lambda day: "/".join(reversed(day.split("-")))),
    "mixed-dates": _changed(entry_date="13/07/2021"),
    "short-years": _everywhere("entry_date", lambda day: day[2:]),
    "moments": _everywhere("entry_date", lambda day: f"{day}T10:00:00"),
    "impossible-day": _changed(entry_date="2021-02-30"),
    "exit-before-entry": _changed(exit_date="2020-02-13", exit_reason="moved"),
    "far-day": _changed(exit_date="2099-12-31", exit_reason="moved"),
    "undeclared-missing": _changed(birth_date=text("UNKNOWN", 1), gender="?", isced="9999"),
    "spreadsheet-key": _changed(person_key="1E+05"),
    "national-numbers": PLAIN.replace(person(3), "85.07.30-033.28"),
    "mail": PLAIN.replace(text("TRACK", 3), "canary-mail@example.org"),
    "account": PLAIN.replace(text("TRACK", 3), "BE68 5390 0754 7034"),
    "unknown-column": PLAIN.replace("track,remark", "track,opmerking"),
    "name-column": PLAIN.replace("track,remark", "naam,remark"),
    "empty": "",
    "only-header": HEADER,
    "columns-in-turn": _columns_in_turn(PARTICIPATIONS, text("BAD", 1), "12,5", "31/12/2021 10:00"),
}
"""Participations as the text of a CSV file, by what is wrong with them."""


def write_spoilt(root: Path) -> None:
    """Write a project for each delivery that is spoilt, in place of those that are there."""
    for path in (root / "params" / "projects").glob("*.yaml"):
        path.unlink()
    for name, told, files in _deliveries():
        write_project(root, name, tables=told)
        folder = root / "data" / name
        folder.mkdir()
        for file, content in files.items():
            (folder / file).write_bytes(content)
    _write_databases(root)


def _deliveries() -> Iterator[tuple[str, str, dict[str, bytes]]]:
    """Yield the name of each project, what it tells of its tables, and its files."""
    for name, written in SPOILT_TEXTS.items():
        yield name, "", {"participations.csv": written if isinstance(written, bytes) else written.encode()}
    for table, rows in EMPLOYMENT.items():
        if table != "participations":
            spoilt = _columns_in_turn(rows, text("BAD", 2), "-1", "2021-13-45").encode()
            yield (
                f"{table.replace('_', '-')}-in-turn",
                "",
                {"participations.csv": PLAIN.encode(), f"{table}.csv": spoilt},
            )
    stranger = as_csv([{**row, "person_key": person(900 + at)} for at, row in enumerate(EMPLOYMENT["jobs"])])
    yield "strangers", "", {"participations.csv": PLAIN.encode(), "jobs.csv": stranger.encode()}
    for name, content in _workbooks():
        yield name, "  tables: {participations: participations.xlsx}\n", {"participations.xlsx": content}
    for name, content in _parquets():
        yield name, "  tables: {participations: participations.parquet}\n", {"participations.parquet": content}
    below = "  tables: {participations: {path: participations.xlsx, header_row: 3}}\n"
    yield "workbook-header-below", below, {"participations.xlsx": _workbook([dict(row) for row in PARTICIPATIONS])}


def _workbooks() -> Iterator[tuple[str, bytes]]:
    rows = [dict(row) for row in PARTICIPATIONS]
    whole = _workbook(rows)
    yield "workbook-torn", whole[: len(whole) // 2]
    yield "workbook-of-text", PLAIN.encode()
    yield "workbook-no-header", _workbook(rows, header=False)
    turned = [dict(row) for row in rows]
    for number, name in enumerate(rows[0]):
        turned[number][name] = (text("BAD", 3), 44321, 0.5, "#N/A", "=1+1")[number % 5]
    yield "workbook-in-turn", _workbook(turned)
    yield "workbook-total", _workbook([*rows, dict.fromkeys(rows[0], "") | {"person_key": f"Totaal {text('SUM', 1)}"}])


def _workbook(rows: list[Row], *, header: bool = True) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    if header:
        sheet.append(list(rows[0]))
    for row in rows:
        sheet.append([cell if cell != "" else None for cell in row.values()])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _parquets() -> Iterator[tuple[str, bytes]]:
    plain = {name: [str(row[name]) for row in PARTICIPATIONS] for name in PARTICIPATIONS[0]}
    whole = _parquet(plain)
    yield "parquet-torn", whole[: len(whole) // 2] + b"PAR1"
    yield "parquet-of-text", PLAIN.encode()
    yield "parquet-of-bytes", _parquet(plain | {"track": [b"\xff" + text("BYTES", 1).encode()] * len(PARTICIPATIONS)})
    yield "parquet-in-turn", _parquet({name: [text("BAD", 4), *cells[1:]] for name, cells in plain.items()})
    nested = [{"key": person(1)}] * len(PARTICIPATIONS)
    yield "parquet-nested", _parquet({**plain, "track": nested})


def _parquet(columns: Mapping[str, object]) -> bytes:
    written = io.BytesIO()
    pq.write_table(pa.table(columns), written)
    return written.getvalue()


def _write_databases(root: Path) -> None:
    """Write projects whose query fails in one way or another, at a person's cell."""
    plain = "SELECT * FROM participations"
    queries = {
        "no-text": plain,
        "no-column": f"{plain} WHERE birth = 'x'",
        "no-json": "SELECT json(person_key) AS person_key, operation_id, entry_date FROM participations",
        "no-numbers": "SELECT rowid AS person_key, operation_id, entry_date FROM participations",
        "no-sum": "SELECT person_key, operation_id, abs(-9223372036854775808) AS entry_date FROM participations",
    }
    for name, query in queries.items():
        uri = f"sqlite:///data/database-{name}/x.sqlite"
        told = f'  tables: {{participations: {{uri: "{uri}", sql: "{query}"}}}}\n'
        write_project(root, f"database-{name}", tables=told)
        folder = root / "data" / f"database-{name}"
        folder.mkdir()
        bad = {"track": b"\xff" + text("BYTES", 2).encode()} if name == "no-text" else {}
        write_database(folder / "x.sqlite", "participations", [{**row, **bad} for row in PARTICIPATIONS])
