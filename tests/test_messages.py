"""Messages: English as a text, and what they were made of for whoever says them in another language."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from dataclasses import asdict
from pathlib import Path

import pytest

from reportkit.cli.language import spoken
from reportkit.display import words
from reportkit.errors import DataError
from reportkit.messages import Amount, Message, did_you_mean, joined
from reportkit.tables import Finding

PACKAGE = Path(__file__).parents[1] / "reportkit"
MADE_OF_RULES = {
    "cli/check.py", "cli/figures.py", "intake/faults.py", "intake/records.py", "pipeline/compute.py",
    "pipeline/earlier.py",
}  # fmt: skip
NESTED = Message('no column "{column}"', column="kind"), did_you_mean("kind", ["knd"])


def test_a_message_is_its_english_text() -> None:
    """It is compared, sorted and written as any text."""
    told = joined("; ", NESTED)
    assert told == 'no column "kind"; did you mean "knd"?'
    assert json.dumps({"expected": told}) == json.dumps({"expected": str(told)})


def test_messages_within_a_message_are_said_in_its_language() -> None:
    """A message is made of others, with marks between them that are no words."""
    assert words("nl").told(joined("; ", NESTED)) == 'geen kolom "kind"; bedoelde u "knd"?'


def test_a_text_that_is_no_message_stands_as_it_is() -> None:
    """What nobody translated is English, and what a person wrote is theirs."""
    assert words("nl").told("nobody translated this") == "nobody translated this"


def test_a_value_is_no_template() -> None:
    """Braces in the name of a column are letters like others."""
    told = Message('no column "{column}"', column="{mend}")
    assert (str(told), words("nl").told(told)) == ('no column "{mend}"', 'geen kolom "{mend}"')


@pytest.mark.parametrize(
    ("n", "english", "dutch"),
    [
        (1, "1 report made", "1 rapport gemaakt"),
        (0, "0 reports made", "0 rapporten gemaakt"),
        (1500, "1500 reports made", "1500 rapporten gemaakt"),
    ],
)
def test_the_number_decides_between_singular_and_plural(n: int, english: str, dutch: str) -> None:
    """A number is written without marks, unless it is an amount."""
    told = Message.plural("{n} report made", "{n} reports made", n)
    assert (str(told), words("nl").told(told)) == (english, dutch)


def test_an_amount_has_the_marks_of_the_language() -> None:
    """A million reads as one."""
    told = Message("the file is larger than {most} MiB", most=Amount(1_000_000))
    assert (str(told), words("nl").told(told)) == (
        "the file is larger than 1,000,000 MiB", "het bestand is groter dan 1.000.000 MiB",
    )  # fmt: skip


def again(error: DataError) -> DataError:
    """Send an error from one process to another."""
    sent: DataError = pickle.loads(pickle.dumps(error))  # noqa: S301 - written here
    return sent


def test_an_error_from_another_process_is_still_said_in_dutch() -> None:
    """What it was made of goes with it."""
    error = again(DataError("E134", joined("; ", NESTED), where="jobs.csv", mend=Message("Keep one.")))
    assert str(error) == 'E134 jobs.csv: no column "kind"; did you mean "knd"? Keep one.'
    assert words("nl").told(error.what) == 'geen kolom "kind"; bedoelde u "knd"?'


def test_a_copy_of_a_finding_is_still_said_in_dutch() -> None:
    """As a mapping of its fields, for one."""
    finding = Finding("E134", "error", "jobs.csv", 1, expected=NESTED[0])
    assert words("nl").told(asdict(finding)["expected"]) == 'geen kolom "kind"'
    assert words("nl").told(copy.deepcopy(finding).expected) == 'geen kolom "kind"'


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "nl_BE.UTF-8"}, "nl"),
        ({"LANG": "nl"}, "nl"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "nl_BE.UTF-8"}, "nl"),
        ({"LC_ALL": "en_US.UTF-8", "LC_MESSAGES": "nl_BE.UTF-8"}, "en"),
        ({"LANGUAGE": "nl", "LC_ALL": "en_US.UTF-8"}, "nl"),
        ({"LANGUAGE": "fr:nl:en"}, "nl"),
        ({"LANGUAGE": "", "LANG": "nl_BE@euro"}, "nl"),
        ({"LC_ALL": "fr_BE.UTF-8", "LANG": "nl_BE.UTF-8"}, "nl"),
        ({"LC_ALL": "C", "LANG": "nl_BE.UTF-8"}, "en"),
        ({"LANGUAGE": "nl", "LC_ALL": "C"}, "en"),
        ({"LANGUAGE": "nl", "LANG": "C.UTF-8"}, "nl"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "de_BE.UTF-8"}, "en"),
    ],
)
def test_the_first_known_language_of_the_locale_is_spoken(environment: dict[str, str], language: str) -> None:
    """In the order of gettext; C and POSIX are English."""
    assert spoken(environment) == language


def test_a_template_stands_where_the_message_is_made() -> None:
    """Whoever translates finds it there; only the words of a rule are kept with the rule."""
    elsewhere = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Message"
        if not (node.args and isinstance(node.args[0], ast.Constant))
    }
    assert elsewhere - {"messages.py"} <= MADE_OF_RULES
