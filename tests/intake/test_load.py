"""What a delivery is when it is taken: typed tables, files and findings; and when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from reportkit.errors import DataError
from reportkit.intake import load
from reportkit.tables import INPUT_TABLES
from tests.intake.deliveries import project

if TYPE_CHECKING:
    from pathlib import Path

    from tests.intake.deliveries import Deliver

HEADER = "person_key,operation_id,entry_date,age_at_entry,gender,minority,labour_status"


def test_a_refusal_lists_every_fault_and_how_to_go_on(deliver: Deliver, workspace: Path) -> None:
    """All faults stand in one error, a line each."""
    deliver(participations=f"{HEADER}\np1,A,2022-01-05,130,F,no,employed\np2,A,2022-01-05,30,V,no,employed\n")
    with pytest.raises(DataError) as refusal:
        load(project(), workspace)
    assert str(refusal.value).splitlines() == [
        "E100 data/p: the data are refused, 2 faults:",
        (
            "  T06 data/p/participations.csv, column gender, row 3: expected: the code is one of the list."
            " Likely: data.values.gender: {V: F}. Write F, M, X, or say what the file's own codes mean under"
            " data.values.gender in params/projects/p.yaml."
        ),
        "  R09 data/p/participations.csv, column age_at_entry, row 2: expected: the age at entry is between 0 and 110.",
        " Mend the files. Accept what is right as it is, with a reason, under data.accept in params/projects/p.yaml.",
    ]


def test_an_accepted_rule_keeps_its_rows_and_its_reason(deliver: Deliver, workspace: Path) -> None:
    """The report prints the finding with the reason."""
    text = f"{HEADER}\np1,A,2022-01-05,130,F,no,employed\n"
    deliver(participations=text)
    accepting = project({"accept": [{"rule": "R09", "reason": "her papers say so"}]})
    delivery = load(accepting, workspace)
    assert delivery.tables["participations"].num_rows == 1
    assert [(f.rule, f.accepted) for f in delivery.findings] == [("R09", "her papers say so")]


def test_rows_that_cannot_be_read_are_left_out_even_when_accepted(deliver: Deliver, workspace: Path) -> None:
    """They are counted: delivered is read and rejected."""
    deliver(participations=f"{HEADER}\np1,A,2022-01-05,30,F,no,employed\np2,A,soon,30,F,no,employed\n")
    delivery = load(project({"accept": [{"rule": "T02", "reason": "known"}]}), workspace)
    assert delivery.tables["participations"]["person_key"].to_pylist() == ["p1"]
    assert [(source.delivered, source.rejected) for source in delivery.sources] == [(2, 1)]


def test_a_typed_table_has_every_column_of_its_kind(deliver: Deliver) -> None:
    """Columns that the file lacks are there and empty; `_file` and `_row` come last."""
    kinds = {
        "text": pa.string(),
        "date": pa.date32(),
        "whole": pa.int64(),
        "decimal": pa.float64(),
        "yes_no": pa.bool_(),
    }
    table = deliver().tables["participations"]
    expected = [(column.name, kinds[column.kind]) for column in INPUT_TABLES["participations"].columns]
    assert [(column.name, column.type) for column in table.schema] == [
        *expected,
        ("_file", pa.dictionary(pa.int32(), pa.string())),
        ("_row", pa.int64()),
    ]


def test_completeness_counts_what_was_refused_and_not_asked(deliver: Deliver) -> None:
    """Of questions that can be refused; of others it counts none."""
    answers = enumerate(("no", "refused", "not_asked"))
    rows = "".join(f"p{n},A,2022-01-05,30,F,{answer},employed\n" for n, answer in answers)
    table = deliver(participations=f"{HEADER}\n{rows}").completeness
    assert table is not None
    told = {row["variable"]: (row["refused"], row["not_asked"]) for row in table.to_dict("records")}
    assert (told["minority"], told["gender"]) == ((1, 1), (0, 0))


def test_completeness_counts_what_is_known(deliver: Deliver) -> None:
    """Refused is not known, and the months of unemployment are asked of the unemployed only."""
    text = f"{HEADER},unemployed_months\np1,A,2022-01-05,30,F,no,employed,\np2,A,2022-01-05,30,,refused,unemployed,2\n"
    table = deliver(participations=text).completeness
    assert table is not None
    known = {row["variable"]: (row["known"], row["records"]) for row in table.to_dict("records")}
    wanted = ("gender", "minority", "age_at_entry", "isced", "unemployed_months")
    assert {variable: known[variable] for variable in wanted} == {
        "gender": (1, 2),
        "minority": (1, 2),
        "age_at_entry": (2, 2),
        "isced": (0, 2),
        "unemployed_months": (1, 1),
    }
