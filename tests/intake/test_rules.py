"""The rules for records: for each a record that breaks it, and the same record mended."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from reportkit.display import words
from reportkit.intake import RECORD_CHECKS, read, sentences
from tests.intake.deliveries import project

if TYPE_CHECKING:
    from pathlib import Path

    from reportkit.tables import Delivery
    from tests.intake.deliveries import Deliver

GOOD = {
    "person_key": "p1",
    "operation_id": "A",
    "entry_date": "2022-01-05",
    "exit_date": "2022-06-30",
    "exit_reason": "work",
    "gender": "F",
    "birth_date": "1990-02-03",
    "municipality": "34022",
    "nationality": "SY",
    "labour_status": "unemployed",
    "unemployed_months": "3",
    "isced": "3",
    "minority": "no",
    "track": "",
}

SPOILT = [
    ("R01", "error", {"person_key": ""}),
    ("R01", "error", {"entry_date": ""}),
    ("R04", "error", {"exit_date": "2022-01-04"}),
    ("R04", "error", {"birth_date": "2022-01-06"}),
    ("R06", "warning", {"gender": ""}),
    ("R07", "warning", {"labour_status": "", "unemployed_months": ""}),
    ("R08", "error", {"labour_status": "inactive"}),
    ("R09", "error", {"birth_date": "1911-01-04"}),
    ("R09", "warning", {"birth_date": "2010-02-03", "isced": "0"}),
    ("R11", "error", {"isced": "9"}),
    ("R11", "warning", {"birth_date": "2004-02-03", "isced": "5"}),
    ("R13", "error", {"nationality": "sy"}),
    ("R13", "error", {"nationality": "EU"}),
    ("R15", "information", {"minority": "refused"}),
    ("R29", "error", {"municipality": "8500"}),
    ("R29", "warning", {"municipality": "44086"}),
    ("D01", "error", {"exit_reason": ""}),
    ("D02", "error", {"exit_date": ""}),
    ("D06", "error", {"unemployed_months": "-1"}),
    ("D09", "error", {"track": "BE68 5390 0754 7035"}),
    ("D13", "warning", {"exit_date": "2099-12-31"}),
    ("D09", "error", {"person_key": "90.02.03-123.45"}),
    ("D10", "warning", {"entry_date": "2015-12-31"}),
]


def table(*records: dict[str, str]) -> str:
    """Write records with the same columns as CSV."""
    return "\n".join([",".join(records[0]), *(",".join(record.values()) for record in records)]) + "\n"


def found(delivery: Delivery) -> set[tuple[str, str]]:
    """Return rule and severity of each finding."""
    return {(finding.rule, finding.severity) for finding in delivery.findings}


def test_a_good_record_has_no_finding(deliver: Deliver) -> None:
    """The record that the others spoil breaks nothing."""
    assert found(deliver(participations=table(GOOD))) == set()


@pytest.mark.parametrize(("rule", "severity", "spoilt"), SPOILT)
def test_a_spoilt_record_is_found(deliver: Deliver, rule: str, severity: str, spoilt: dict[str, str]) -> None:
    """One changed cell breaks the rule, and the finding has the record's row."""
    findings = deliver(participations=table(GOOD | {"person_key": "p0"}, GOOD | spoilt)).findings
    assert [(f.rule, f.severity, f.rows) for f in findings] == [(rule, severity, (3,))]


def test_months_of_unemployment_without_a_status_are_told(deliver: Deliver) -> None:
    """Who is likely unemployed is counted as of unknown status: that months are there is told beside it."""
    findings = deliver(participations=table(GOOD | {"person_key": "p0"}, GOOD | {"labour_status": ""})).findings
    assert [(f.rule, f.severity, f.rows) for f in findings] == [("R07", "warning", (3,)), ("R08", "warning", (3,))]


@pytest.mark.parametrize(
    ("first_exit", "second_entry", "overlaps"),
    [("2022-03-31", "2022-03-30", True), ("2022-03-31", "2022-03-31", False), ("", "2022-05-01", True)],
)
def test_spells_may_meet_and_not_overlap(
    deliver: Deliver, first_exit: str, second_entry: str, *, overlaps: bool
) -> None:
    """A spell may start on the day that another ends; an open spell ends never."""
    first = GOOD | {"exit_date": first_exit, "exit_reason": "work" if first_exit else ""}
    findings = deliver(participations=table(first, GOOD | {"entry_date": second_entry})).findings
    assert [(f.rule, f.rows) for f in findings] == ([("R02", (3,))] if overlaps else [])


def test_a_spell_within_a_long_one_is_found_past_a_short_one(deliver: Deliver) -> None:
    """The longest earlier spell counts, not the last one."""
    spells = [("2022-01-01", "2022-12-31"), ("2022-02-01", "2022-02-28"), ("2022-06-01", "2022-06-30")]
    records = [GOOD | {"entry_date": entry, "exit_date": exit_} for entry, exit_ in spells]
    assert [(f.rule, f.rows) for f in deliver(participations=table(*records)).findings] == [("R02", (3, 4))]


def test_two_operations_at_once_is_a_warning(deliver: Deliver) -> None:
    """The row of the later entry is told."""
    other = GOOD | {"operation_id": "B", "entry_date": "2022-02-01"}
    assert found(deliver(participations=table(GOOD, other))) == {("R26", "warning")}


@pytest.mark.parametrize("column", ["gender", "birth_date"])
def test_a_person_who_changes_is_a_warning(deliver: Deliver, column: str) -> None:
    """Gender and birth date are those of a person, not of a record."""
    later = GOOD | {"entry_date": "2022-08-01", "exit_date": "2022-08-31", "gender": "F", "birth_date": "1990-02-03"}
    changed = later | {column: {"gender": "M", "birth_date": "1991-02-03"}[column]}
    assert found(deliver(participations=table(GOOD, changed))) == {("D05", "warning")}


@pytest.mark.parametrize(("on_first", "heaped"), [(1, False), (2, True)])
def test_births_heaped_on_the_first_of_january(deliver: Deliver, on_first: int, *, heaped: bool) -> None:
    """One in twenty is no heap, two are."""
    births = ["1990-01-01"] * on_first + ["1990-02-03"] * (20 - on_first)
    records = [GOOD | {"person_key": f"p{number}", "birth_date": birth} for number, birth in enumerate(births)]
    assert (("R28", "warning") in found(deliver(participations=table(*records)))) is heaped


JOB = {"person_key": "p1", "operation_id": "A", "start_date": "2022-03-01", "end_date": "", "hours_per_week": "19.5"}
STUDY = {
    "person_key": "p1",
    "operation_id": "A",
    "start_date": "2022-03-01",
    "qualification": "lasser",
    "awarding_body": "VDAB",
    "qualification_date": "2022-05-01",
}
FOLLOW_UP = {"person_key": "p1", "operation_id": "A", "observed_on": "2022-07-15", "labour_status": "employed"}
OFFER = {
    "offer_id": "o1",
    "operation_id": "A",
    "kind": "buddy",
    "start_date": "2022-03-01",
    "places": "4",
    "taken": "4",
}
ENTITY = {"entity_key": "e1", "operation_id": "A", "kind": "sme", "supported_on": "2022-03-01"}
EMPLOYER = {"employer_key": "w1", "operation_id": "A", "contacted_on": "2022-03-01", "hires": "1"}
COUNT = {"municipality": "34022", "date": "2022-01-01", "group": "refugee", "count": "300"}


@pytest.mark.parametrize(
    ("name", "good", "spoilt", "rule", "severity"),
    [
        ("jobs", JOB, {"person_key": "p2"}, "R33", "error"),
        ("jobs", JOB, {"operation_id": "B"}, "R33", "error"),
        ("jobs", JOB, {"end_date": "2022-02-28"}, "R04", "error"),
        ("jobs", JOB, {"hours_per_week": "80.5"}, "D06", "error"),
        ("jobs", JOB, {"start_date": ""}, "R01", "error"),
        ("studies", STUDY, {"awarding_body": ""}, "R25", "warning"),
        ("studies", STUDY, {"qualification_date": ""}, "R25", "warning"),
        ("follow_ups", FOLLOW_UP, {"observed_on": "2022-06-29"}, "R20", "warning"),
        ("follow_ups", FOLLOW_UP, {"labour_status": "inactive"}, "D05", "error"),
        ("offers", OFFER, {"offer_id": "o2", "taken": "5"}, "D08", "warning"),
        ("offers", OFFER, {"offer_id": "o2", "places": "-1", "taken": ""}, "D06", "error"),
        ("offers", OFFER, {"taken": "3"}, "D04", "error"),
        ("entities", ENTITY, {"kind": "public_administration"}, "D05", "error"),
        ("employers", EMPLOYER, {"hires": "-1"}, "D06", "error"),
        ("population", COUNT, {"count": "301"}, "D04", "error"),
        ("population", COUNT, {"municipality": "99999"}, "R29", "error"),
    ],
)
def test_a_spoilt_record_of_another_table_is_found(
    deliver: Deliver, name: str, good: dict[str, str], spoilt: dict[str, str], rule: str, severity: str
) -> None:
    """The good record breaks nothing, and the spoilt one that rule only."""
    persons = table(GOOD)
    assert found(deliver(participations=persons, **{name: table(good)})) == set()
    assert found(deliver(participations=persons, **{name: table(good, good | spoilt)})) == {(rule, severity)}


@pytest.mark.parametrize(
    ("name", "good"), [("jobs", JOB), ("studies", STUDY), ("follow_ups", FOLLOW_UP), ("employers", EMPLOYER)]
)
def test_the_same_record_twice_is_an_error(deliver: Deliver, name: str, good: dict[str, str]) -> None:
    """The second one is told."""
    findings = deliver(participations=table(GOOD), **{name: table(good, good)}).findings
    assert [(f.rule, f.severity, f.rows) for f in findings] == [("D03", "error", (3,))]


def test_a_rejected_participation_leaves_no_orphans(deliver: Deliver) -> None:
    """The job of a person whose record could not be read is not told as a fault of its own."""
    delivery = deliver(participations=table(GOOD | {"gender": "V"}), jobs=table(JOB))
    assert found(delivery) == {("T06", "error")}


def test_an_operation_that_the_project_does_not_list_is_an_error(deliver: Deliver, workspace: Path) -> None:
    """Where the project file lists no operations, any will do."""
    assert found(deliver(participations=table(GOOD))) == set()
    assert found(read(project(operations=["B"]), workspace)) == {("D07", "error")}


def test_an_entry_after_the_end_of_the_project_is_a_warning(deliver: Deliver, workspace: Path) -> None:
    """A project without an end has no last entry."""
    assert found(deliver(participations=table(GOOD))) == set()
    assert found(read(project(end=date(2021, 12, 31)), workspace)) == {("D10", "warning")}


def test_every_rule_has_its_words_in_dutch() -> None:
    """A report prints what a rule asks, and how to mend it, in its own language."""
    say = words("nl")
    for sentence in {*sentences(), *(check.words for check in RECORD_CHECKS), *(check.mend for check in RECORD_CHECKS)}:
        assert sentence == "" or say(sentence) != sentence


def test_the_rules_of_the_definitions_are_all_there() -> None:
    """The record checks that the definitions of the indicators name."""
    numbers = (1, 2, 4, 6, 7, 8, 9, 11, 13, 15, 20, 25, 26, 28, 29, 33)
    assert {f"R{number:02}" for number in numbers} == {c.id for c in RECORD_CHECKS if c.id.startswith("R")}
