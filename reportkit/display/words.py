"""Words, numbers and dates in the reader's language.

What is said is decided elsewhere; prose of report notebooks is not kept here.
"""

from __future__ import annotations

import functools
import io
import math
import string
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from importlib import resources
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from reportkit.messages import Amount, Message, is_wordless
from reportkit.periods import Period

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date as Day  # noqa: N812 - Words.date would hide it
    from importlib.resources.abc import Traversable

__all__ = ["LANGUAGES", "Words", "catalogue", "words"]

LANGUAGES: Mapping[str, str] = {"nl": "nl_BE", "en": "en_GB"}
"""Each language that a report can be written in, with the locale of its numbers and dates; Dutch comes first."""

_SOURCE = "en"
_HALVES = ("1st half of {year}", "2nd half of {year}")
_QUARTERS = ("1st quarter of {year}", "2nd quarter of {year}", "3rd quarter of {year}", "4th quarter of {year}")


@dataclass(frozen=True)
class Words:
    """The words of one language.

    Call it with the English text; `entries` holds, for each English text, the singular and the plural in the language.

    Examples
    --------
    >>> say = words("nl")
    >>> say("hidden")
    'verborgen'
    >>> say.number(12345.5, decimals=1), say.percent(0.58621)
    ('12.345,5', '58,6%')
    >>> say.period(Period.parse("2022-Q3"))
    '3de kwartaal 2022'
    >>> say.list(["a", "b", "c"])
    'a, b en c'
    """

    language: str
    entries: Mapping[str, tuple[str, ...]]

    def __call__(self, msgid: str, **values: object) -> str:
        """Return the words for an English text, with the named values filled in.

        Raises
        ------
        KeyError
            When the language has no words for the text, or a named value is not given.
        """
        return _filled(self._forms(msgid)[0], values)

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        """Return the singular or the plural words for a number, which the text may name as ``{n}``.

        Examples
        --------
        >>> words("en").plural("{n} report", "{n} reports", 1200)
        '1,200 reports'
        """
        forms = (singular, plural) if self.language == _SOURCE else self._forms(singular)
        return _filled(self._counted(forms, n), {"n": self.number(n), **values})

    def told(self, text: str) -> str:
        """Say a message, and those among its values; a text that is no message stands as it is.

        Examples
        --------
        >>> words("nl").told(Message('no column "{column}"', column="kind"))
        'geen kolom "kind"'
        """
        if not isinstance(text, Message) or self.language == _SOURCE:
            return str(text)
        values = {name: self._value(value) for name, value in text.values.items()}
        if is_wordless(text.template):
            return _filled(text.template, values)
        forms = self._forms(text.template)
        return _filled(forms[0] if text.number is None else self._counted(forms, text.number), values)

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with a fixed count of decimals, halves rounded away from zero."""
        return str(format_decimal(_rounded(value, decimals), format=_pattern(decimals), locale=self._locale))

    def percent(self, proportion: float, decimals: int = 1) -> str:
        """Write a proportion (0 to 1) as a percentage, halves rounded away from zero."""
        exact = _rounded(proportion, decimals + 2)
        return str(format_percent(exact, format=f"{_pattern(decimals)}%", locale=self._locale))

    def date(self, day: Day) -> str:
        """Write a day in full: 31 december 2022."""
        return str(format_date(day, "long", locale=self._locale))

    def month(self, day: Day) -> str:
        """Write the month of a day: december 2022."""
        return str(format_date(day, "MMMM y", locale=self._locale))

    def period(self, period: Period) -> str:
        """Write a period as it is read aloud."""
        first, _, last = period.id.partition("/")
        if last:
            return self("{first} to {last}", first=self._span(first), last=self._span(last))
        return self._span(first)

    def list(self, items: Sequence[str]) -> str:
        """Write items as a list with the last two joined by a word."""
        return str(format_list(list(items), locale=self._locale))

    def name(self, language: str | None = None) -> str:
        """Return the own name of a language, such as Nederlands; of this language when none is given."""
        return str(Locale.parse(LANGUAGES[language or self.language]).get_language_name() or "")

    @property
    def _locale(self) -> Locale:
        return Locale.parse(LANGUAGES[self.language])

    def _counted(self, forms: tuple[str, ...], n: int) -> str:
        if len(forms) != 2:  # noqa: PLR2004 - singular and plural
            raise KeyError(f'no {self.name()} plural for "{forms[0]}"; give it a msgid_plural')
        return forms[0] if self._locale.plural_form(n) == "one" else forms[1]

    def _value(self, value: object) -> object:
        if isinstance(value, Amount):
            return self.number(int(value))
        if isinstance(value, float):
            return self.number(value, len(str(value).partition(".")[2]))
        return self.told(value) if isinstance(value, str) else value

    def _forms(self, msgid: str) -> tuple[str, ...]:
        if self.language == _SOURCE:
            return (msgid,)
        try:
            return self.entries[msgid]
        except KeyError:
            folder = f"reportkit/display/locale/{self.language}"
            raise KeyError(f'no {self.name()} words for "{msgid}"; add them to a .po file in {folder}') from None

    def _span(self, text: str) -> str:
        period = Period.parse(text)
        year = period.end.year
        if "H" in text:
            return self(_HALVES[period.end.month // 6 - 1], year=year)
        if "Q" in text:
            return self(_QUARTERS[period.end.month // 3 - 1], year=year)
        return self.month(period.end) if "-" in text else str(year)


@functools.cache
def words(language: str) -> Words:
    """Return the words of a language.

    Raises
    ------
    KeyError
        When reports cannot be written in that language.
    """
    if language not in LANGUAGES:
        raise KeyError(f'no words in language "{language}"; there are {", ".join(LANGUAGES)}')
    return Words(language, {} if language == _SOURCE else catalogue(language))


def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Read all words of a language: every ``.po`` file of its folder, one for each room that speaks.

    Raises
    ------
    ValueError
        When two files translate one text differently.
    """
    entries: dict[str, tuple[str, ...]] = {}
    folder = resources.files(__package__).joinpath("locale", language)
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".po"):
            for msgid, forms in _read(file).items():
                if entries.setdefault(msgid, forms) != forms:
                    raise ValueError(f'{file.name} translates "{msgid}" otherwise than another file of its folder')
    return entries


def _read(file: Traversable) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for message in read_po(io.BytesIO(file.read_bytes()), abort_invalid=True):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and all(forms) and not message.fuzzy:
            found[message.id if isinstance(message.id, str) else message.id[0]] = tuple(map(str, forms))
    return found


def _filled(template: str, values: Mapping[str, object]) -> str:
    for _, name, spec, conversion in string.Formatter().parse(template):
        if name is not None and (not name.isidentifier() or spec or conversion):
            raise ValueError(f'"{template}": fields of words are plain names, such as {{n}}')
    return template.format(**values)


def _rounded(value: float, decimals: int) -> Decimal:
    if not math.isfinite(value):
        raise ValueError("what is not a number is not written as one; show it as hidden or as missing")
    shown = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    return shown or abs(shown)


def _pattern(decimals: int) -> str:
    return "#,##0." + "0" * decimals if decimals else "#,##0"
