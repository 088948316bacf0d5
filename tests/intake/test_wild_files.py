"""Files as they really come: for each fault of an export the small file that shows it, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reportkit.intake import line

if TYPE_CHECKING:
    from reportkit.tables import Delivery, Finding
    from tests.intake.deliveries import Deliver

HEADER = "person_key,operation_id,entry_date,age_at_entry"
GOOD = "p0,A,2022-01-05,30"
JOBS = "person_key,operation_id,start_date,hours_per_week"
NUMBER, LATER, PRINTED = "85073003328", "17073003384", "85.07.30-033.28"


def of_file(content: str | bytes) -> bytes:
    """Write a file of participations."""
    return content.encode() if isinstance(content, str) else content


def with_cell(column: str, *cells: str) -> str:
    """Write participations of which each has one more cell."""
    rows = [f'p{number},A,2022-01-05,30,"{cell}"' for number, cell in enumerate(cells)]
    return "\n".join([f"{HEADER},{column}", *rows]) + "\n"


def hours(cell: str) -> dict[str, str]:
    """Write one job with its hours a week."""
    return {"participations": f"{HEADER}\n{GOOD}\n", "jobs": f'{JOBS}\np0,A,2022-02-01,"{cell}"\n'}


def told(delivery: Delivery, rule: str) -> list[str]:
    """Return the lines of the findings of one rule."""
    return [line(finding) for finding in delivery.findings if finding.rule == rule]


def only(delivery: Delivery, rule: str) -> Finding:
    """Return the one finding of a rule."""
    (found,) = (finding for finding in delivery.findings if finding.rule == rule)
    return found


FILES: dict[str, tuple[str | bytes, str, str]] = {
    "UTF-16 with a mark": (
        f"{HEADER}\n{GOOD}\n".encode("utf-16"),
        "E172",
        "the file is in UTF-16, not in utf-8. Declare data.encoding in params/projects/p.yaml: utf-16, or save",
    ),
    "UTF-16 without a mark": (
        f"{HEADER}\n{GOOD}\n".encode("utf-16-le"),
        "E172",
        "Declare data.encoding in params/projects/p.yaml: utf-16-le",
    ),
    "UTF-16, the other end first": (f"{HEADER}\n{GOOD}\n".encode("utf-16-be"), "E172", "is in UTF-16-BE"),
    "garbled letters": (
        f"{HEADER},track\n{GOOD},\np1,A,2022-01-05,30,individuÃ«el\n",
        "E173",
        "row 3: expected: no text reads as if its encoding had been mistaken before. Letters such as é stand there",
    ),
    "another delimiter, header of several cells": (
        f"dossier,nr;{HEADER.replace(',', ';')}\n",
        "E136",
        'the header has 0 known columns with "," as delimiter and 4 with ";"',
    ),
    "titles above the header": (
        f"Export of participations,,,\n,,,\n{HEADER}\n{GOOD}\n",
        "E175",
        "2 rows stand above the header. Take out titles",
    ),
    "a total at the end": (f"{HEADER}\n{GOOD}\nTotaal,,,30\n", "T19", "row 3: expected: every row is a record"),
    "a total in other words": (
        f"{HEADER}\n{GOOD}\nTotal général,,,30\n",
        "T19",
        "row 3: expected: every row is a record",
    ),
    "no row can be read": (
        f"{HEADER}\np1,A,31/12/2022,30\np2,A,03/12/2022,40\n",
        "E176",
        "rows 2, 3: no row could be read. Look at what else is told",
    ),
    "a post code": (with_cell("municipality", "8500"), "R29", "four are a post code, or a code that lost one"),
}


@pytest.mark.parametrize("fault", FILES)
def test_a_file_of_another_layout_is_told(deliver: Deliver, fault: str) -> None:
    """The line has the code, the file, the row where there is one, and what to do."""
    content, code, message = FILES[fault]
    (words,) = told(deliver(participations=of_file(content)), code)
    assert message in words
    assert words.startswith(f"{code} data/p/participations.csv")


DATES: dict[str, tuple[str, str]] = {
    "31/12/2022": ("T02", 'Written %d/%m/%Y: if the whole column is, declare data.date_format: "%d/%m/%Y"'),
    "12/31/2022": ("T02", "Written %m/%d/%Y"),
    "03/04/2022": (
        "T02",
        "Written %d/%m/%Y or %m/%d/%Y: which of the two cannot be told from these cells, ask who made",
    ),
    "3-4-2022": ("T02", "Written %-d-%-m-%Y or %-m-%-d-%Y"),
    "31/12/22": ("T02", "Written %d/%m/%y, with two digits for the year: the century cannot be told; export four."),
    "20220105": ("T02", "Written %Y%m%d"),
    "44926": ("T02", "A day number of a spreadsheet: give its column the format of a date"),
    "2022-02-30": ("T02", "No such day"),
    "2022-01-05 13:30:00": ("T02", "A time of day stands after the date: export the day alone."),
    "2022-01-05T00:00:00+01:00": ("T02", "A time of day with a time zone stands after the date"),
    "5 mei 2022": ("T02", "The month is written in letters"),
    "2022-01-05 ": ("T02", "Spaces stand around it"),
    "NULL": ("T30", 'If nothing is known there, declare it: data.missing: ["", "NULL"] in params/projects/p.yaml.'),
    "9999": ("T30", 'data.missing: ["", "9999"]'),
}


@pytest.mark.parametrize("cell", DATES)
def test_a_date_is_told_as_what_it_is_written_like(deliver: Deliver, cell: str) -> None:
    """The way of writing is named with the line to declare; the date itself stands in no message, but for a marker."""
    rule, message = DATES[cell]
    (words,) = told(deliver(participations=with_cell("exit_date", cell)), rule)
    assert message in words
    assert "column exit_date, row 2" in words


def test_the_date_formats_of_a_column_are_counted(deliver: Deliver) -> None:
    """A day after the twelfth settles the order of day and month for the cells beside it."""
    cells = ("2022-01-05", "31/12/2022", "03/04/2022", "2022-12-31 ", "2022-01-06")
    found = [f for f in deliver(participations=with_cell("exit_date", *cells)).findings if f.rule == "T02"]
    assert [finding.rows for finding in found] == [(3, 4), (5,)]
    assert "The column mixes formats: %Y-%m-%d 2 times, %d/%m/%Y 2 times." in found[0].mend


def test_days_and_months_in_both_orders_are_told_apart(deliver: Deliver) -> None:
    """Where both orders are certain, a date that could be either stays untold."""
    cells = ("31/12/2022", "12/31/2022", "03/04/2022")
    delivery = deliver(participations=with_cell("exit_date", *cells))
    written = sorted(words.split("Written ")[1].split(":")[0] for words in told(delivery, "T02"))
    assert written == ["%d/%m/%Y", "%d/%m/%Y or %m/%d/%Y", "%m/%d/%Y"]


NUMBERS: dict[str, tuple[str, str]] = {
    "12,5": ("T04", 'The decimal mark is the other one: declare data.decimal: "," in params/projects/p.yaml.'),
    "1.234,5": ("T04", "A mark or a space stands between thousands"),
    "1 234": ("T04", "A mark or a space stands between thousands"),
    "1\u00a0234": ("T04", "A mark or a space stands between thousands"),
    "1\u202f234,5": ("T04", "A mark or a space stands between thousands"),
    "1,234": ("T04", "Thousands or decimals, which cannot be told"),
    "45%": ("T04", "A percentage: write the number itself"),
    "45 %": ("T04", "A percentage: write the number itself"),
    "1E+05": ("T04", "A spreadsheet wrote it with an exponent"),
    "7u36": ("T04", "Hours and minutes"),
    "halftijds": ("T04", "Text where a number belongs."),
    "onbekend": ("T30", 'data.missing: ["", onbekend]'),
    "9999": ("T31", 'data.missing: ["", "9999"]'),
    "168": ("D06", "the hours a week are between 0 and 80"),
    "-4": ("D06", "the hours a week are between 0 and 80"),
}


@pytest.mark.parametrize("cell", NUMBERS)
def test_a_number_is_told_as_what_it_is_written_like(deliver: Deliver, cell: str) -> None:
    """Nothing is read that is not written as declared, and the line says why."""
    rule, message = NUMBERS[cell]
    (words,) = told(deliver(**hours(cell)), rule)
    assert message in words


@pytest.mark.parametrize("cell", ["12.0", "1.234", "1,5"])
def test_a_whole_number_with_a_mark_is_not_read(deliver: Deliver, cell: str) -> None:
    """Decimals as a spreadsheet adds them and thousands look the same."""
    (words,) = told(deliver(participations=with_cell("unemployed_months", cell)), "T03")
    assert "A whole number with a mark in it" in words


@pytest.mark.parametrize(
    ("written", "line_to_add"),
    [
        (("ja", "nee"), "{ja: yes, nee: no}"),
        (("oui", "non"), "{non: no, oui: yes}"),
        (("TRUE", "FALSE"), '{"FALSE": no, "TRUE": yes}'),
        (("1", "0"), '{"0": no, "1": yes}'),
    ],
)
@pytest.mark.parametrize(("column", "rule"), [("in_education", "T05"), ("minority", "T06")])
def test_answers_in_other_words_are_told_with_the_line_to_add(
    deliver: Deliver, column: str, rule: str, written: tuple[str, str], line_to_add: str
) -> None:
    """The likely meaning is offered and not applied."""
    (words,) = told(deliver(participations=with_cell(column, *written)), rule)
    assert f"Likely: data.values.{column}: {line_to_add}." in words


@pytest.mark.parametrize("cell", ["NULL", "n/a", "-", "onbekend", "?"])
@pytest.mark.parametrize("column", ["municipality", "track", "nationality"])
def test_a_text_that_stands_for_nothing_is_told(deliver: Deliver, column: str, cell: str) -> None:
    """It would be counted as a value."""
    (words,) = told(deliver(participations=with_cell(column, cell)), "T31")
    assert "If nothing is known there, declare it: data.missing:" in words


def test_a_declared_marker_is_no_value(deliver: Deliver) -> None:
    """What the profile declares is empty, and nothing is said of it."""
    delivery = deliver({"missing": ["NULL"]}, participations=with_cell("track", "NULL"))
    assert delivery.tables["participations"]["track"].to_pylist() == [None]
    assert told(delivery, "T31") == []


@pytest.mark.parametrize("key", ["1E+05", "1,2E+11", "12.0"])
def test_a_key_that_a_spreadsheet_changed_is_told(deliver: Deliver, key: str) -> None:
    """Several persons may have become one."""
    (words,) = told(deliver(participations=f'{HEADER}\n"{key}",A,2022-01-05,30\n'), "T32")
    assert "column person_key, row 2" in words
    assert "digits or zeros are lost" in words


@pytest.mark.parametrize("other", ["P1", "p1", "00p1"])
def test_keys_that_differ_by_capitals_or_zeros_are_told_in_every_table(deliver: Deliver, other: str) -> None:
    """One person would count as two; the same key twice is no fault."""
    persons = f"{HEADER}\np1,A,2022-01-05,30\np2,A,2022-01-05,30\n"
    jobs = f"person_key,operation_id,start_date\n{other},A,2022-02-01\n"
    found = [f for f in deliver(participations=persons, jobs=jobs).findings if f.rule == "D11"]
    expected = [] if other == "p1" else [("data/p/jobs.csv", (2,)), ("data/p/participations.csv", (2,))]
    assert sorted((finding.file, finding.rows) for finding in found) == expected


def test_a_far_end_is_told_and_a_day_after_the_cut_off_is_not(deliver: Deliver) -> None:
    """A spell may end after the last report; an end in 2099 stands for an open one."""
    persons = (
        f"{HEADER},exit_date,exit_reason\np1,A,2022-01-05,30,2023-02-01,work\np2,A,2022-01-05,30,2099-12-31,work\n"
    )
    assert only(deliver(participations=persons), "D13").rows == (3,)


def test_more_hours_of_support_than_the_days_have_are_told(deliver: Deliver) -> None:
    """Two days have 48 hours."""
    support = "person_key,operation_id,kind,start_date,end_date,hours\n"
    support += "p0,A,buddy,2022-02-01,2022-02-02,48\np0,A,screening,2022-02-01,2022-02-02,48.5\n"
    assert only(deliver(participations=f"{HEADER}\n{GOOD}\n", support=support), "D12").rows == (3,)


PERSONAL: dict[str, str] = {
    NUMBER: "national numbers",
    LATER: "national numbers",
    PRINTED: "national numbers",
    "zie 85 07 30 033 28": "national numbers",
    "amina@example.org": "e-mail addresses",
    "+32 470 12 34 56": "telephone numbers",
    "0470/12.34.56": "telephone numbers",
    "BE68 5390 0754 7034": "bank accounts",
    "NL91ABNA0417164300": "bank accounts",
    "Kerkstraat 12": "street addresses",
    "rue de la Loi 16": "street addresses",
}


@pytest.mark.parametrize("cell", PERSONAL)
@pytest.mark.parametrize("column", ["track", "spoor", "person_key"])
def test_what_gives_a_person_away_is_refused_whatever_its_column(deliver: Deliver, column: str, cell: str) -> None:
    """Also in a column that is ignored, and in the key itself; no project can accept it, and it is shown nowhere."""
    rows = [f"{HEADER},{column}", f"{GOOD},", f"p1,A,2022-01-05,30,{cell}"]
    if column == "person_key":
        rows = [HEADER, GOOD, f"{cell},A,2022-01-05,30"]
    delivery = deliver({"ignore": ["spoor"]}, participations="\n".join(rows) + "\n")
    (words,) = told(delivery, "E171")
    assert f'row 3: column "{column}" holds what looks like {PERSONAL[cell]}. Persons are pseudonyms.' in words
    assert "replace it first: reportkit pseudonymise" in words
    assert cell not in " ".join(line(finding) for finding in delivery.findings)


def test_other_numbers_of_eleven_digits_are_no_national_numbers(deliver: Deliver) -> None:
    """Of any hundred, one or two have the check digits by chance."""
    keys = [f"{20220100000 + number}" for number in range(1, 400)]
    text = "\n".join([HEADER, *(f"{key},A,2022-01-05,30" for key in keys)]) + "\n"
    assert told(deliver(participations=text), "E171") == []


def test_a_file_without_a_header_is_told_by_the_number_of_the_column(deliver: Deliver) -> None:
    """Its first row holds a person's values, and they are not shown."""
    (words,) = told(deliver(participations=f"{PRINTED},A\n{PRINTED},B\n"), "E171")
    assert "column 1 holds what looks like national numbers" in words


def test_a_column_may_be_known_and_left_out(deliver: Deliver) -> None:
    """What is ignored is not unknown; a personal column cannot be ignored away, and a column is read or ignored."""
    text = f"{HEADER},dossier,voornaam,track\n{GOOD},7,x,\n"
    delivery = deliver({"ignore": ["dossier", "voornaam", "track"]}, participations=text)
    assert [(f.rule, f.column) for f in delivery.findings if f.rule[0] == "E"] == [
        ("E132", "voornaam"),
        ("E170", "track"),
    ]


def test_accents_in_two_forms_are_one_key_and_it_is_said(deliver: Deliver) -> None:
    """A letter with its accent apart is the same as the letter that has it: names, keys, codes and the profile."""
    apart, joined = "ren\u0065\u0301", "ren\u00e9"
    text = f"{HEADER},re\u0301gion\n{joined},A,2022-01-05,30,a\n{apart},B,2022-01-05,30,b\n"
    delivery = deliver({"columns": {"track": "r\u00e9gion"}}, participations=text)
    assert delivery.tables["participations"]["person_key"].to_pylist() == [joined, joined]
    assert delivery.tables["participations"]["track"].to_pylist() == ["a", "b"]
    found = [f for f in delivery.findings if f.rule == "E177"]
    assert [(f.severity, f.column, f.count, f.rows) for f in found] == [
        ("information", "", 1, ()),
        ("information", "person_key", 1, (3,)),
    ]
    assert "is one key or code." in found[1].mend


def test_the_declared_meaning_of_values_is_read(deliver: Deliver) -> None:
    """What the file writes comes first, our code second; what means nothing is empty."""
    values = {"gender": {"V": "F", "M": "M", "?": ""}, "in_education": {"ja": "yes", "nee": "no"}}
    text = f"{HEADER},gender,in_education\np1,A,2022-01-05,30,V,ja\np2,A,2022-01-05,30,M,nee\np3,A,2022-01-05,30,?,\n"
    table = deliver({"values": values}, participations=text).tables["participations"]
    assert table["gender"].to_pylist() == ["F", "M", None]
    assert table["in_education"].to_pylist() == [True, False, None]
