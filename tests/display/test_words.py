"""Words, numbers and dates in the reader's language."""

from __future__ import annotations

import ast
import re
import string
from datetime import date
from pathlib import Path

import pytest

from reportkit.display import words
from reportkit.display.words import LANGUAGES, catalogue
from reportkit.messages import is_wordless
from reportkit.periods import Period

PACKAGE = Path(__file__).parents[2] / "reportkit"
TREES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))]
IN_TEMPLATES = {
    found[1]
    for path in sorted(PACKAGE.rglob("*.j2"))
    for found in re.finditer(r'\bsay\("([^"]+)"', path.read_text(encoding="utf-8"))
}


def speaks(call: ast.Call) -> bool:
    """Tell whether a call is say(...), something.say(...), Message(...), or one of these with .plural."""
    spoken = call.func
    if isinstance(spoken, ast.Attribute) and spoken.attr == "plural":
        spoken = spoken.value
    return getattr(spoken, "id", getattr(spoken, "attr", "")) in {"say", "Message"}


def said() -> set[str]:
    """Collect the literal texts that the package and its templates say, and the templates of messages."""
    calls = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call) and speaks(node)]
    firsts = [call.args[0] for call in calls if call.args]
    texts = {first.value for first in firsts if isinstance(first, ast.Constant) and isinstance(first.value, str)}
    return IN_TEMPLATES | {text for text in texts if not is_wordless(text)}


def fields(template: str) -> set[str]:
    """Return the names between braces."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_dutch_is_looked_up() -> None:
    """An English text is said in Dutch when the reader reads Dutch."""
    assert words("nl")("not available") == "niet beschikbaar"


def test_english_is_said_as_it_stands() -> None:
    """The English text is its own translation."""
    assert words("en")("not available") == "not available"


def test_named_values_are_filled_in() -> None:
    """Values go to the places that bear their names."""
    assert words("nl")("Data: {caption}", caption="Instroom") == "Gegevens: Instroom"


def test_a_gap_is_an_error_that_says_where_to_mend_it() -> None:
    """A text without Dutch words is never said in English instead."""
    with pytest.raises(KeyError, match=r'no Nederlands words for "Nobody wrote this".*locale/nl'):
        words("nl")("Nobody wrote this")


def test_an_unknown_language_is_an_error() -> None:
    """Reports are written in the languages that the package knows."""
    with pytest.raises(KeyError, match="there are nl, en"):
        words("xx")


@pytest.mark.parametrize("template", ["{n.real}", "{n[0]}", "{n!r}", "{n:>9}", "{0}", "{}"])
def test_words_reach_into_no_value(template: str) -> None:
    """A translator's text can name values and do nothing else with them."""
    with pytest.raises(ValueError, match="plain names"):
        words("en")(template, n=1)


@pytest.mark.parametrize(("n", "text"), [(0, "0 reports"), (1, "1 report"), (2, "2 reports"), (1500, "1,500 reports")])
def test_the_number_decides_between_singular_and_plural(n: int, text: str) -> None:
    """One thing is singular, none and many are plural."""
    assert words("en").plural("{n} report", "{n} reports", n) == text


@pytest.mark.parametrize(
    ("language", "number", "percent", "day", "month"),
    [
        ("nl", "12.345,7", "58,6%", "31 december 2022", "december 2022"),
        ("en", "12,345.7", "58.6%", "31 December 2022", "December 2022"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(
    language: str, number: str, percent: str, day: str, month: str
) -> None:
    """Marks and names of months come from Unicode's locale data for Belgium and Britain."""
    say, cut_off = words(language), date(2022, 12, 31)
    written = say.number(12345.678, decimals=1), say.percent(0.5862), say.date(cut_off), say.month(cut_off)
    assert written == (number, percent, day, month)


@pytest.mark.parametrize(("value", "text"), [(0.125, "12.5%"), (0.0005, "0.1%"), (0.9995, "100.0%"), (-0.0001, "0.0%")])
def test_halves_are_rounded_away_from_zero(value: float, text: str) -> None:
    """As an official would do it by hand, and without a minus before a zero."""
    assert words("en").percent(value) == text


def test_what_is_not_a_number_is_not_written_as_one() -> None:
    """A figure that is not there has words of its own."""
    with pytest.raises(ValueError, match="hidden or as missing"):
        words("en").number(float("nan"))


@pytest.mark.parametrize(
    ("period", "dutch", "english"),
    [
        ("2022", "2022", "2022"),
        ("2022-H1", "1ste helft van 2022", "1st half of 2022"),
        ("2022-H2", "2de helft van 2022", "2nd half of 2022"),
        ("2022-Q1", "1ste kwartaal 2022", "1st quarter of 2022"),
        ("2022-Q3", "3de kwartaal 2022", "3rd quarter of 2022"),
        ("2022-06", "juni 2022", "June 2022"),
        ("2016/2022", "2016 tot en met 2022", "2016 to 2022"),
        ("2024-11/2026-11", "november 2024 tot en met november 2026", "November 2024 to November 2026"),
    ],
)
def test_periods_are_written_as_they_are_read_aloud(period: str, dutch: str, english: str) -> None:
    """Each of the five forms of a period has its words."""
    parsed = Period.parse(period)
    assert (words("nl").period(parsed), words("en").period(parsed)) == (dutch, english)


def test_the_last_two_of_a_list_are_joined_by_a_word() -> None:
    """A list reads as a sentence does."""
    assert (words("nl").list(["a", "b", "c"]), words("en").list(["a", "b"])) == ("a, b en c", "a and b")


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_all_that_is_said_can_be_said_in_every_language(language: str) -> None:
    """Every text in the package's source has words in each language."""
    assert sorted(said() - set(catalogue(language))) == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_no_words_are_left_over(language: str) -> None:
    """A translation that nothing says is gone, so that translators do no idle work."""
    constants = {node.value for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert sorted(set(catalogue(language)) - constants - IN_TEMPLATES) == []


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_a_translation_names_the_same_values(language: str) -> None:
    """No value is lost in translation, and none is asked for that is not given."""
    entries = catalogue(language)
    differing = [msgid for msgid, forms in entries.items() if any(fields(form) - fields(msgid) for form in forms)]
    dropped = [msgid for msgid, forms in entries.items() if fields(msgid) - fields("".join(forms))]
    assert (differing, dropped) == ([], [])
