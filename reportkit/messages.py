"""Messages that a person reads: English sentences with named values, kept so that they can be said in another language.

A message is made where something is found, and said where it is shown; `reportkit.display.words` says it in Dutch. As a
text it is its English words, whatever the reader's language: it is written, compared and sorted as any text.
"""

from __future__ import annotations

import difflib
import re
import string
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Amount", "Message", "did_you_mean", "is_wordless", "joined", "there_are"]


class Message(str):
    """An English text with named values: the text is what it says, and it keeps what it was made of.

    `template` is the text with its fields, the message id of its translations; `values` are what stands in them, and
    may be messages themselves. `number` decides between singular and plural, where there is one.

    Examples
    --------
    >>> told = Message('no column "{name}"; {mend}', name="kind", mend=did_you_mean("kind", ["knd"]))
    >>> told
    'no column "kind"; did you mean "knd"?'
    >>> told.template, told.values["name"]
    ('no column "{name}"; {mend}', 'kind')
    """

    __slots__ = ("number", "template", "values")

    template: str
    values: Mapping[str, object]
    number: int | None

    def __new__(cls, template: str, /, **values: object) -> Self:
        """Fill in the values."""
        return cls._made(template, template, None, values)

    @classmethod
    def plural(cls, one: str, many: str, n: int, /, **values: object) -> Self:
        """Say the singular of one thing and the plural of any other number, which both may name as ``{n}``.

        Examples
        --------
        >>> Message.plural("{n} fault", "{n} faults", 2)
        '2 faults'
        """
        return cls._made(one, one if n == 1 else many, n, {"n": n, **values})

    @classmethod
    def _made(cls, template: str, spoken: str, number: int | None, values: Mapping[str, object]) -> Self:
        made = super().__new__(cls, spoken.format_map(values))
        made.template, made.number, made.values = template, number, dict(values)
        return made

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling between the worker processes of a batch, and copying."""
        return _rebuilt, (type(self), str(self), self.template, self.number, dict(self.values))


def _rebuilt(
    kind: type[Message], text: str, template: str, number: int | None, values: Mapping[str, object]
) -> Message:
    made = str.__new__(kind, text)
    made.template, made.number, made.values = template, number, values
    return made


class Amount(int):
    """A whole number that is said with marks between its thousands.

    Examples
    --------
    >>> Message("at most {most} bytes", most=Amount(1_000_000))
    'at most 1,000,000 bytes'
    """

    def __str__(self) -> str:
        return f"{int(self):,}"

    def __format__(self, form: str) -> str:
        """Write it as it is said, in whatever width."""
        return format(str(self), form)


def joined(mark: str, parts: Iterable[str]) -> str:
    """Join messages by a mark that is no word, so that each of them is said in the reader's language.

    Examples
    --------
    >>> joined("; ", [Message("a quote is open"), "", Message("row {n}", n=3)])
    'a quote is open; row 3'
    """
    told = [part for part in parts if part]
    if len(told) < 2:  # noqa: PLR2004 - one alone is joined to nothing
        return told[0] if told else ""
    fields = mark.join(f"{{part{number}}}" for number in range(len(told)))
    return Message(fields, **{f"part{number}": part for number, part in enumerate(told)})


def is_wordless(template: str) -> bool:
    """Tell whether a template holds no word beside its values, so that it is the same in every language.

    Examples
    --------
    >>> is_wordless("{rule} {file}: {what}."), is_wordless("row {n}")
    (True, False)
    """
    return not any(re.search(r"[^\W\d_]", text) for text, _, _, _ in string.Formatter().parse(template))


def there_are(known: Iterable[str]) -> str:
    """List what can be asked for, as a sentence.

    Examples
    --------
    >>> there_are(["html", "pdf"])
    'There are: html, pdf.'
    """
    return Message("There are: {listed}.", listed=", ".join(known))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Name the known word nearest to a misspelt one, as a question.

    Examples
    --------
    >>> did_you_mean("regoins", ["regions", "reports"])
    'did you mean "regions"?'
    >>> did_you_mean("zzz", ["regions"])
    ''
    """
    near = difflib.get_close_matches(word, list(known), n=1)
    return Message('did you mean "{word}"?', word=near[0]) if near else ""
