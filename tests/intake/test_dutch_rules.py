"""What an official reads of a record that breaks a rule; the lines in Dutch are in dutch/rules.txt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.intake import CELL_RULES, FILE_CODES, RECORD_CHECKS, read
from tests.intake.deliveries import dutch, in_dutch, project
from tests.intake.test_rules import COUNT, ENTITY, FOLLOW_UP, GOOD, JOB, OFFER, STUDY, table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Tables = Mapping[str, str]

SUPPORT = {"person_key": "p1", "operation_id": "A", "kind": "buddy", "start_date": "2022-02-01",
           "end_date": "2022-02-02", "hours": "48"}  # fmt: skip


def persons(*records: Mapping[str, str]) -> Tables:
    """Deliver a good participation, and others of which each has some other cells."""
    return {"participations": table(GOOD, *({**GOOD, **changed} for changed in records))}


def beside(name: str, good: Mapping[str, str], spoilt: Mapping[str, str]) -> Tables:
    """Deliver a good record of another table, and one with some other cells."""
    return {"participations": table(GOOD), name: table(dict(good), {**good, **spoilt})}


RECORDS: dict[str, Tables] = {
    "no key": persons({"person_key": ""}),
    "overlapping spells": persons({"entry_date": "2022-03-01"}),
    "an exit before the entry": persons({"person_key": "p0", "exit_date": "2022-01-04"}),
    "a birth after the entry": persons({"person_key": "p0", "birth_date": "2022-01-06"}),
    "an end before the start": beside("jobs", JOB, {"end_date": "2022-02-28"}),
    "no gender": persons({"person_key": "p0", "gender": ""}),
    "no labour status": persons({"person_key": "p0", "labour_status": "", "unemployed_months": ""}),
    "months without a status": persons({"person_key": "p0", "labour_status": ""}),
    "months without unemployment": persons({"person_key": "p0", "labour_status": "inactive"}),
    "too old": persons({"person_key": "p0", "birth_date": "1911-01-04"}),
    "too young for the project": persons({"person_key": "p0", "birth_date": "2010-02-03", "isced": "0"}),
    "no such level": persons({"person_key": "p0", "isced": "9"}),
    "too young for the level": persons({"person_key": "p0", "birth_date": "2004-02-03", "isced": "5"}),
    "no such nationality": persons({"person_key": "p0", "nationality": "EU"}),
    "refused": persons({"person_key": "p0", "minority": "refused"}),
    "a follow-up before the exit": beside("follow_ups", FOLLOW_UP, {"observed_on": "2022-06-29"}),
    "no awarding body": beside("studies", STUDY, {"awarding_body": ""}),
    "two operations at once": persons({"operation_id": "B", "entry_date": "2022-02-01"}),
    "births on 1 January": {
        "participations": table(*({**GOOD, "person_key": f"p{n}", "birth_date": "1990-01-01"} for n in range(20)))
    },
    "a post code": persons({"person_key": "p0", "municipality": "8500"}),
    "a code of before": persons({"person_key": "p0", "municipality": "44086"}),
    "nobody's job": beside("jobs", JOB, {"person_key": "p9"}),
    "no reason": persons({"person_key": "p0", "exit_reason": ""}),
    "no exit": persons({"person_key": "p0", "exit_date": ""}),
    "a record twice": beside("jobs", JOB, {}),
    "an offer twice": beside("offers", OFFER, {"taken": "3"}),
    "a count twice": beside("population", COUNT, {"count": "301"}),
    "two answers": beside("follow_ups", FOLLOW_UP, {"labour_status": "inactive"}),
    "two kinds": beside("entities", ENTITY, {"kind": "public_administration"}),
    "two genders": persons({"entry_date": "2022-08-01", "exit_date": "2022-08-31", "gender": "M"}),
    "too many hours": beside("jobs", JOB, {"hours_per_week": "80.5"}),
    "a negative number": beside("offers", OFFER, {"offer_id": "o2", "places": "-1", "taken": ""}),
    "too many places": beside("offers", OFFER, {"offer_id": "o2", "taken": "5"}),
    "a bank account": persons({"person_key": "p0", "track": "BE68 5390 0754 7035"}),
    "two spellings": persons({"person_key": "P1"}),
    "hours that days do not have": beside("support", SUPPORT, {"hours": "48.5"}),
    "a far day": persons({"person_key": "p0", "exit_date": "2099-12-31"}),
    "before the project": persons({"person_key": "p0", "entry_date": "2015-12-31"}),
}
DUTCH = dutch("rules")


@pytest.mark.parametrize("fault", RECORDS)
def test_a_record_that_breaks_a_rule_is_told_in_dutch(workspace: Path, fault: str) -> None:
    """Rule, file, column and rows, what is expected and, where that is not enough, how to mend it."""
    for name, content in RECORDS[fault].items():
        (workspace / "data" / "p" / f"{name}.csv").write_text(content, encoding="utf-8")
    assert in_dutch(read(project(), workspace), DUTCH[fault][:3]) == [DUTCH[fault]]


def test_an_operation_that_is_not_listed_is_told_in_dutch(workspace: Path) -> None:
    """The project file says which there are."""
    (workspace / "data" / "p" / "participations.csv").write_text(table(GOOD), encoding="utf-8")
    assert in_dutch(read(project(operations=["B"]), workspace), "D07") == [DUTCH["another operation"]]


def test_every_code_has_a_fault_that_is_told_in_dutch() -> None:
    """Whatever stops or doubts a delivery has its literal line in Dutch."""
    lines = [told for name in ("files", "elsewhere", "figures", "cells", "rules") for told in dutch(name).values()]
    codes = {*FILE_CODES, *CELL_RULES, *(check.id for check in RECORD_CHECKS)}
    assert sorted(codes - {told.split()[0] for told in lines}) == []
