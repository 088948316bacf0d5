"""The rules that delivered records keep: each is data, with the query that returns the rows that break it.

Which rules a project accepts, and what a finding looks like, do not belong here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.tables import ANSWERS, INPUT_TABLES

if TYPE_CHECKING:
    from reportkit.tables import Severity

__all__ = ["NO_SUCH_RULE", "RECORD_CHECKS", "VANISHED", "RecordCheck"]


@dataclass(frozen=True)
class RecordCheck:
    """A rule that the records of a table keep.

    Attributes
    ----------
    id
        The rule's id; R numbers are those of the definitions of the indicators, D numbers are of the delivery.
    severity
        Whether a row that breaks it stops a report, is printed in it, or is only counted.
    table
        The table whose rows are returned.
    columns
        The columns that the rule is about.
    words
        What the rule asks, in plain words; the message id of its translations.
    sql
        The query: ``_file`` and ``_row`` of each row that breaks the rule. Besides the delivered tables it can ask
        ``trajectories`` (participations with `age`), ``delivered`` (person_key and operation_id of every participation,
        also of rejected rows), ``persons`` (the distinct person_key of all tables, and `bare` without capitals, spaces
        and leading zeros), ``municipalities``, ``nationalities``, ``operations`` and ``project``.
    needs
        Other tables without which the rule says nothing.
    mend
        What to do about it, when the words do not say so.
    """

    id: str
    severity: Severity
    table: str
    columns: tuple[str, ...]
    words: str
    sql: str
    needs: tuple[str, ...] = ()
    mend: str = ""


def _where(table: str, condition: str) -> str:
    return f"SELECT _file, _row FROM {table} WHERE {condition}"  # noqa: S608 - both parts are literals of this module


def _present() -> tuple[RecordCheck, ...]:
    words = "keys, first dates and kinds are filled in"
    return tuple(
        RecordCheck("R01", "error", table.name, (column.name,), words, _where(table.name, f'"{column.name}" IS NULL'))
        for table in INPUT_TABLES.values()
        for column in table.columns
        if column.required
    )


def _in_order(table: str, first: str, last: str, words: str) -> RecordCheck:
    return RecordCheck("R04", "error", table, (last,), words, _where(table, f"{last} < {first}"))


_ENDS_AFTER_START = "the end is not before the start"
_WITH_END = ("jobs", "studies", "support", "offers")
_PERSON_TABLES = ("jobs", "studies", "support", "follow_ups")
_DATED_PLACES = (("participations", "entry_date"), ("offers", "start_date"), ("employers", "contacted_on"),
                 ("population", "date"))  # fmt: skip
_NOT_NEGATIVE = (
    ("participations", "unemployed_months"), ("support", "hours"), ("offers", "places"), ("offers", "taken"),
    ("employers", "vacancies"), ("employers", "hires"), ("population", "count"),
)  # fmt: skip
_SPECIAL = tuple(column.name for column in INPUT_TABLES["participations"].columns if column.codes == ANSWERS)

_OVERLAPPING_SPELLS = """
SELECT _file, _row FROM (
    SELECT _file, _row, entry_date, max(greatest(entry_date, coalesce(exit_date, DATE '9999-12-31'))) OVER (
        PARTITION BY person_key, operation_id ORDER BY entry_date, exit_date NULLS LAST, _file, _row
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS earlier_exit
    FROM participations WHERE person_key IS NOT NULL AND operation_id IS NOT NULL
) WHERE earlier_exit > entry_date
"""

_TWO_OPERATIONS = """
SELECT DISTINCT this._file, this._row
FROM participations this JOIN participations other
ON this.person_key = other.person_key AND this.operation_id <> other.operation_id
AND this.entry_date < coalesce(other.exit_date, DATE '9999-12-31')
AND other.entry_date < coalesce(this.exit_date, DATE '9999-12-31')
WHERE this.entry_date >= other.entry_date
"""

_BEFORE_EXIT = """
SELECT _file, _row FROM follow_ups
WHERE (person_key, operation_id) IN (SELECT (person_key, operation_id) FROM participations)
AND NOT EXISTS (
    SELECT 1 FROM participations spell
    WHERE spell.person_key = follow_ups.person_key AND spell.operation_id = follow_ups.operation_id
    AND spell.exit_date <= follow_ups.observed_on
)
"""

_FIRST_OF_JANUARY = """
SELECT _file, _row FROM participations
WHERE month(birth_date) = 1 AND day(birth_date) = 1 AND (
    SELECT count(birth_date) >= 20 AND avg((month(birth_date) = 1 AND day(birth_date) = 1)::INT) > 0.05
    FROM participations
)
"""


def _municipality_rules(table: str, day: str) -> tuple[RecordCheck, RecordCheck]:
    known = "municipality IN (SELECT refnis FROM municipalities)"
    covered = f"listed.refnis = municipality AND {day} BETWEEN listed.valid_from AND listed.valid_to"
    valid = f"EXISTS (SELECT 1 FROM municipalities listed WHERE {covered})"  # noqa: S608 - this module's own columns
    return (
        RecordCheck(
            "R29", "error", table, ("municipality",), "the municipality is a REFNIS code of Belgium",
            _where(table, f"municipality IS NOT NULL AND NOT {known}"),
            mend="Codes are text of five digits; four are a post code, or a code that lost one.",
        ),
        RecordCheck(
            "R29", "warning", table, ("municipality",), "the municipality's code is valid on the date of the record",
            _where(table, f"{day} IS NOT NULL AND {known} AND NOT {valid}"),
            mend="Lists change, as by the mergers of 2025: use the code of that day.",
        ),
    )  # fmt: skip


def _known_participation(table: str) -> RecordCheck:
    condition = (
        "person_key IS NOT NULL AND operation_id IS NOT NULL"
        " AND (person_key, operation_id) NOT IN (SELECT (person_key, operation_id) FROM delivered)"
    )
    words = "the person takes part in that operation"
    return RecordCheck(
        "R33", "error", table, ("person_key", "operation_id"), words, _where(table, condition), ("participations",)
    )


def _once(table: str, rule: str, key: tuple[str, ...], words: str) -> RecordCheck:
    """Make the rule that a key stands once: the second row and later ones break it."""
    listed = ", ".join(f'"{name}"' for name in key)
    sql = f"""
    WITH hashed AS (SELECT _file, _row, {listed}, hash({listed}) AS h FROM {table})
    SELECT _file, _row FROM hashed
    WHERE h IN (SELECT h FROM hashed GROUP BY h HAVING count(*) > 1)
    QUALIFY row_number() OVER (PARTITION BY {listed} ORDER BY _file, _row) > 1
    """  # noqa: S608 - names of this module's own tables and columns
    return RecordCheck(rule, "error", table, key if rule == "D04" else (), words, sql)


def _one_answer(
    table: str, severity: Severity, key: tuple[str, ...], columns: tuple[str, ...], words: str
) -> RecordCheck:
    """Make the rule that all rows of a key say the same; where they do not, all of them are told."""
    listed = ", ".join(key)
    differ = " OR ".join(f"min({column}) <> max({column})" for column in columns)
    sql = _where(table, f"({listed}) IN (SELECT ({listed}) FROM {table} GROUP BY {listed} HAVING {differ})")  # noqa: S608 - this module's own names
    return RecordCheck("D05", severity, table, columns, words, sql)


def _whole_row(table: str) -> RecordCheck:
    names = tuple(column.name for column in INPUT_TABLES[table].columns)
    return _once(table, "D03", names, "no record stands there twice")


def _known_operation(table: str) -> RecordCheck:
    condition = (
        "operation_id IS NOT NULL AND EXISTS (SELECT 1 FROM operations)"
        " AND operation_id NOT IN (SELECT operation_id FROM operations)"
    )
    words = "the operation is one that the project file lists"
    return RecordCheck("D07", "error", table, ("operation_id",), words, _where(table, condition))


def _pseudonyms(table: str) -> RecordCheck:
    texts = [column.name for column in INPUT_TABLES[table].columns if column.kind == "text" and not column.codes]
    pattern = r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}\.[0-9]{2}|BE[0-9]{2}( ?[0-9]{4}){3}"
    condition = " OR ".join(f"regexp_full_match(\"{name}\", '{pattern}')" for name in texts)
    words = "no text is written like a national number or a bank account"
    mend = "Persons are pseudonyms: deliver the file without it, and destroy this copy."
    return RecordCheck("D09", "error", table, (), words, _where(table, condition), mend=mend)


def _one_spelling(table: str) -> RecordCheck:
    """Make the rule that a key is not there in two spellings, in whatever table of persons the other one stands."""
    sql = f"""
    SELECT _file, _row FROM {table} WHERE person_key IN (
        SELECT unnest(list(person_key)) FROM persons GROUP BY bare HAVING count(*) > 1
    )
    """  # noqa: S608 - a name of this module's own tables
    return RecordCheck(
        "D11", "warning", table, ("person_key",),
        "no two keys differ in capitals, spaces around them or leading zeros only", sql,
        mend="They count as two persons: write a person's key in one way, in every table.",
    )  # fmt: skip


def _not_far(table: str, column: str) -> RecordCheck:
    return RecordCheck(
        "D13", "warning", table, (column,), "no date lies years after the project's last period",
        _where(f"{table}, project", f'"{column}" > far'),
        mend="A far day that stands for an open end is left empty, or declared under data.missing.",
    )  # fmt: skip


_WITH_OPERATION = tuple(table.name for table in INPUT_TABLES.values() if "operation_id" in table.columns[1].name)

RECORD_CHECKS: tuple[RecordCheck, ...] = (
    *_present(),
    RecordCheck(
        "R02", "error", "participations", ("entry_date",),
        "spells of one person in one operation do not overlap; one may start on the day that another ends",
        _OVERLAPPING_SPELLS, mend="The rows told start before an earlier spell ends.",
    ),
    _in_order("participations", "entry_date", "exit_date", "the exit is not before the entry"),
    _in_order("participations", "birth_date", "entry_date", "the entry is not before the birth"),
    *(_in_order(table, "start_date", "end_date", _ENDS_AFTER_START) for table in _WITH_END),
    RecordCheck(
        "R06", "warning", "participations", ("gender",),
        "the gender is known; a record without it counts in the grand total only",
        _where("participations", "gender IS NULL"),
    ),
    RecordCheck(
        "R07", "warning", "participations", ("labour_status",),
        "the labour status at entry is known; a record without it counts in the grand total only",
        _where("participations", "labour_status IS NULL"),
    ),
    RecordCheck(
        "R08", "error", "participations", ("unemployed_months",), "only the unemployed have months of unemployment",
        _where("participations", "unemployed_months > 0 AND labour_status <> 'unemployed'"),
    ),
    RecordCheck(
        "R08", "warning", "participations", ("unemployed_months",),
        "months of unemployment stand beside a labour status: without it nobody is counted as unemployed",
        _where("participations", "unemployed_months > 0 AND labour_status IS NULL"),
    ),
    RecordCheck(
        "R09", "error", "participations", ("birth_date", "age_at_entry"), "the age at entry is between 0 and 110",
        _where("trajectories", "age NOT BETWEEN 0 AND 110"),
    ),
    RecordCheck(
        "R09", "warning", "participations", ("birth_date", "age_at_entry"),
        "the age at entry is within the range of the project (settings.age_range)",
        _where("trajectories, project", "age BETWEEN 0 AND 110 AND age NOT BETWEEN age_from AND age_to"),
    ),
    RecordCheck(
        "R11", "error", "participations", ("isced",), "the level of education is 0 to 8 (ISCED)",
        _where("participations", "isced NOT BETWEEN 0 AND 8"),
    ),
    RecordCheck(
        "R11", "warning", "participations", ("isced",), "nobody under 18 has completed tertiary education",
        _where("trajectories", "isced BETWEEN 5 AND 8 AND age < 18"),
    ),
    RecordCheck(
        "R13", "error", "participations", ("nationality",), "the nationality is a code of ISO 3166-1 alpha-2, XK or XX",
        _where("participations", "nationality NOT IN (SELECT code FROM nationalities)"),
        mend="Write two capitals: SY, UA; NA is Namibia, XX stateless or undetermined.",
    ),
    *(
        RecordCheck(
            "R15", "information", "participations", (name,), "the special category was asked and answered",
            _where("participations", f"{name} IN ('refused', 'not_asked')"),
        )
        for name in _SPECIAL
    ),
    RecordCheck(
        "R20", "warning", "follow_ups", ("observed_on",), "a follow-up is at or after an exit", _BEFORE_EXIT,
        ("participations",),
    ),
    RecordCheck(
        "R25", "warning", "studies", ("awarding_body", "qualification_date"),
        "a qualification has an awarding body and a date; without them it is not counted",
        _where("studies", "qualification IS NOT NULL AND (awarding_body IS NULL OR qualification_date IS NULL)"),
    ),
    RecordCheck(
        "R26", "warning", "participations", ("operation_id",), "nobody is in two operations at once", _TWO_OPERATIONS,
    ),
    RecordCheck(
        "R28", "warning", "participations", ("birth_date",),
        "births are not heaped on 1 January: at most 5 % of 20 or more", _FIRST_OF_JANUARY,
        mend="Such a birth date often stands for an unknown day, and ages are then a year off at most.",
    ),
    *(rule for table, day in _DATED_PLACES for rule in _municipality_rules(table, day)),
    *(_known_participation(table) for table in _PERSON_TABLES),
    RecordCheck(
        "D01", "error", "participations", ("exit_reason",), "an exit has a reason",
        _where("participations", "exit_date IS NOT NULL AND exit_reason IS NULL"),
    ),
    RecordCheck(
        "D02", "error", "participations", ("exit_reason",), "a reason for leaving has an exit date",
        _where("participations", "exit_date IS NULL AND exit_reason IS NOT NULL"),
    ),
    *(_whole_row(table) for table in INPUT_TABLES),
    _once("offers", "D04", ("offer_id",), "an offer stands there once"),
    _once("population", "D04", ("municipality", "date", "group"), "a group of a municipality has one count a day"),
    _one_answer("follow_ups", "error", ("person_key", "operation_id", "observed_on"),
                ("labour_status", "searching"), "the follow-ups of a person on one day say the same"),
    _one_answer("entities", "error", ("entity_key",), ("kind",), "an entity is of one kind"),
    _one_answer("participations", "warning", ("person_key",), ("gender", "birth_date"),
                "a person has one gender and one birth date in all records"),
    RecordCheck(
        "D06", "error", "jobs", ("hours_per_week",), "the hours a week are between 0 and 80",
        _where("jobs", "hours_per_week NOT BETWEEN 0 AND 80"),
    ),
    *(
        RecordCheck("D06", "error", table, (name,), "a number of hours, places or months is not negative",
                    _where(table, f'"{name}" < 0'))
        for table, name in _NOT_NEGATIVE
    ),
    *(_known_operation(table) for table in _WITH_OPERATION),
    RecordCheck(
        "D08", "warning", "offers", ("taken",), "no more places are taken than there are",
        _where("offers", "taken > places"),
    ),
    *(_pseudonyms(table) for table in INPUT_TABLES),
    *(_one_spelling(table) for table in ("participations", *_PERSON_TABLES)),
    RecordCheck(
        "D12", "error", "support", ("hours",), "the hours of support fit in the days that they took",
        _where("support", "hours > 24 * (date_diff('day', start_date, end_date) + 1)"),
    ),
    *(_not_far(table, column.name) for table in INPUT_TABLES for column in INPUT_TABLES[table].columns
      if column.kind == "date"),
    RecordCheck(
        "D10", "warning", "participations", ("entry_date",), "the entry is within the running time of the project",
        _where("participations, project", "entry_date NOT BETWEEN runs_from AND runs_to"),
    ),
)  # fmt: skip
"""Every rule for records, in the order in which findings are listed. A rule may have an entry for each table, column or
severity; accepting its id accepts them all."""

VANISHED = RecordCheck(
    "D14", "warning", "participations", ("person_key", "operation_id"),
    "whoever was in the release before is delivered still", "",
)  # fmt: skip
"""A rule that no query of the delivery alone can ask: what was released before decides it."""

NO_SUCH_RULE = RecordCheck(
    "D15", "warning", "participations", (), "every rule that the project file sets aside is one that there is", ""
)
"""A rule for the project file, told with those of the delivery."""
