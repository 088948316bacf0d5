"""What a cell that is no date or number as declared is written like. No cell is read here in another way."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reportkit.messages import Message, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reportkit.intake.profile import Profile

__all__ = [
    "EITHER_ORDER",
    "date_shape",
    "decimal_mark",
    "either",
    "number_shape",
    "orders",
    "said_of_dates",
    "times",
    "written_shape",
]

EITHER_ORDER = "either order"
"""How the shape of a date begins whose day and month could change places."""

_YEAR_FIRST = re.compile(r"[0-9]{4}(?P<mark>[-/.])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2})")
_YEAR_LAST = re.compile(r"(?P<a>[0-9]{1,2})(?P<mark>[-/. ])(?P<b>[0-9]{1,2})(?P=mark)(?P<y>[0-9]{4}|[0-9]{2})")
_IN_ONE = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])")
_TIME = re.compile(r"(?P<day>[0-9][0-9./-]{5,9})[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?P<zone>.*)")
_ZONE = re.compile(r" ?(?:Z|UTC|CES?T|[+-][0-9]{2}:?[0-9]{2})")
_DAY_NUMBER = re.compile(r"[1-7][0-9]{4}(?:[.,][0-9]+)?")
_MONTH_WORD = re.compile(r"[0-9]{1,2}[ .-]*[^\W\d_]{3,}[ .-]*[0-9]{2,4}")
_LAST_MONTH = 12

_NO_SUCH_DAY = Message(
    "No such day: it is written as declared, and the calendar lacks it or it is not of 1900 to 2100. A far day that "
    "stands for an open end is declared under data.missing."
)
_SPACES = Message("Spaces stand around it: take them out.")
_SAYINGS = {
    "time": Message("A time of day stands after the date: export the day alone."),
    "zone": Message("A time of day with a time zone stands after the date: export the day alone, as it is in Belgium."),
    "day number": Message(
        "A day number of a spreadsheet: give its column the format of a date and save the file again."
    ),
    "month word": Message("The month is written in letters: export it in digits."),
    "spaces": _SPACES,
    "impossible": _NO_SUCH_DAY,
}

_BLANKS = "\u0020\u00a0\u202f\u2009"
_THOUSANDS = re.compile(
    rf"[+-]?[0-9]{{1,3}}(?:(?:[{_BLANKS}'’][0-9]{{3}})+(?:[.,][0-9]+)?|(?:\.[0-9]{{3}})+,[0-9]+|(?:,[0-9]{{3}})+\.[0-9]+"
    r"|(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})"
)
_THOUSANDS_AND_MORE = re.compile(
    r"[+-]?[0-9]{1,3}(?P<between>[ .,'’\u00a0\u202f])(?:[0-9]{3}(?P=between))*[0-9]{3}(?P<mark>[.,])[0-9]+"
)
_UNSURE = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?P<mark>[.,])[0-9]+")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_CLOCK = re.compile(r"[0-9]{1,4} ?[:uh] ?[0-9]{2}")


def date_shape(text: str, profile: Profile) -> str:
    """Say what a cell that could not be read as a date is written like: a date format, or a word of this module."""
    return "impossible" if profile.date_pattern().fullmatch(text) else written_shape(text)


def written_shape(text: str) -> str:
    """Say what a date is written like: a date format, how it begins when that could be two, or a word of this module.

    Examples
    --------
    >>> written_shape("31/12/2022"), written_shape("3-4-2022"), written_shape("44926")
    ('%d/%m/%Y', 'either order %-d-%-m-%Y', 'day number')
    """
    if text != text.strip():
        return "spaces"
    timed = _TIME.fullmatch(text)
    if timed and (not timed["zone"] or _ZONE.fullmatch(timed["zone"])):
        return "zone" if timed["zone"] else "time"
    whole = ((_IN_ONE, "%Y%m%d"), (_DAY_NUMBER, "day number"), (_MONTH_WORD, "month word"))
    return next((shape for pattern, shape in whole if pattern.fullmatch(text)), "") or _format(text)


def _format(text: str) -> str:
    first = _YEAR_FIRST.fullmatch(text)
    if first:
        bare = len(first["m"]) == 1 or len(first["d"]) == 1
        return first["mark"].join(("%Y", "%-m", "%-d") if bare else ("%Y", "%m", "%d"))
    last = _YEAR_LAST.fullmatch(text)
    if not last:
        return ""
    year = "%Y" if len(last["y"]) == len("2022") else "%y"
    dash = "-" if len(last["a"]) == 1 or len(last["b"]) == 1 else ""
    day_first = last["mark"].join((f"%{dash}d", f"%{dash}m", year))
    if int(last["b"]) > _LAST_MONTH:
        return last["mark"].join((f"%{dash}m", f"%{dash}d", year)) if int(last["a"]) <= _LAST_MONTH else ""
    return day_first if int(last["a"]) > _LAST_MONTH else f"{EITHER_ORDER} {day_first}"


def orders(shape: str) -> tuple[str, ...]:
    """Return the formats that the shape of a date could be.

    Examples
    --------
    >>> orders("either order %d/%m/%Y")
    ('%d/%m/%Y', '%m/%d/%Y')
    """
    day_first = shape.removeprefix(f"{EITHER_ORDER} ")
    return (shape,) if day_first == shape else (day_first, _swapped(day_first))


def said_of_dates(
    shapes: Mapping[str | None, str], counted: Mapping[str | None, int], profile: Profile, read: int
) -> dict[str | None, str]:
    """Say of each cell how it is written, and of the column which formats occur in it and how often.

    Where some cells have a day after the twelfth, they settle the order of day and month for those that could be
    either; where both orders are certain, or none is, this is said.
    """
    settled = {text: _settled(shape, set(shapes.values())) for text, shape in shapes.items()}
    formats = Counter[str]()
    for text, shape in settled.items():
        if "%" in shape:
            formats[shape] += counted[text]
    if formats and read:
        formats[profile.date_format] += read
    mixed = ""
    if len(formats) > 1:
        mixed = Message("The column mixes formats: {listed}.", listed=times(sorted(formats.items())))
    return {
        text: joined(" ", (_saying(shape, profile), mixed if "%" in shape else "")) for text, shape in settled.items()
    }


def times(shapes: Iterable[tuple[str, int]]) -> str:
    """List the shapes of dates, each with how often it occurs.

    Examples
    --------
    >>> times([("%Y-%m-%d", 3), ("either order %d/%m/%Y", 1)])
    '%Y-%m-%d 3 times, %d/%m/%Y or %m/%d/%Y 1 times'
    """
    return joined(", ", [Message("{form} {n} times", form=either(shape), n=count) for shape, count in shapes])


def _settled(shape: str, others: set[str]) -> str:
    if not shape.startswith(EITHER_ORDER):
        return shape
    day_first = shape.removeprefix(f"{EITHER_ORDER} ")
    month_first = _swapped(day_first)
    certain = {other.replace("%-", "%") for other in others}
    days, months = day_first.replace("%-", "%") in certain, month_first.replace("%-", "%") in certain
    if days == months:
        return shape
    return day_first if days else month_first


def _swapped(form: str) -> str:
    return form.translate(str.maketrans("dm", "md"))


def either(shape: str) -> str:
    """Name the formats that the shape of a date could be."""
    first, *other = orders(shape)
    return Message("{first} or {other}", first=first, other=other[0]) if other else first


def _saying(shape: str, profile: Profile) -> str:
    if shape.endswith("%y"):
        return Message(
            "Written {form}, with two digits for the year: the century cannot be told; export four.",
            form=either(shape),
        )
    if shape.startswith(EITHER_ORDER):
        return Message(
            "Written {form}: which of the two cannot be told from these cells, ask who made the file and "
            "declare data.date_format in {params}.",
            form=either(shape),
            params=profile.params,
        )
    if "%" in shape:
        return Message(
            'Written {form}: if the whole column is, declare data.date_format: "{form}" in {params}.',
            form=shape,
            params=profile.params,
        )
    return _SAYINGS.get(shape, "")


def decimal_mark(text: str) -> str:
    """Return the decimal mark of a number; empty where it has none, or where it could stand between thousands.

    Examples
    --------
    >>> decimal_mark("12,5"), decimal_mark("1.234"), decimal_mark("1.234,5")
    (',', '', ',')
    """
    found = re.fullmatch(r"[+-]?[0-9]+(?P<mark>[.,])[0-9]+", text) or _THOUSANDS_AND_MORE.fullmatch(text)
    return found["mark"] if found and not _UNSURE.fullmatch(text) else ""


def number_shape(text: str, kind: str, profile: Profile) -> str:
    """Say in a sentence what a cell that could not be read as a number is written like; empty for an unknown way."""
    bare = text.strip(_BLANKS)
    sayings = (
        (bare != text, _SPACES),
        (bare.endswith("%"), Message("A percentage: write the number itself, without a %.")),
        (_SCIENTIFIC.fullmatch(text), Message("A spreadsheet wrote it with an exponent (as 1E+05): digits are lost.")),
        (_CLOCK.fullmatch(text), Message("Hours and minutes: write 7 hours 36 minutes as a decimal number.")),
        (_THOUSANDS.fullmatch(text), Message("A mark or a space stands between thousands: export without it.")),
    )  # fmt: skip
    for found, saying in sayings:
        if found:
            return saying
    decimal = _DECIMAL.fullmatch(text)
    if decimal and kind == "decimal":
        mark, params = decimal["mark"], profile.params
        if _UNSURE.fullmatch(text):
            return Message(
                "Thousands or decimals, which cannot be told: export without a mark between thousands, or "
                'declare data.decimal: "{mark}" in {params}.',
                mark=mark,
                params=params,
            )
        return Message(
            'The decimal mark is the other one: declare data.decimal: "{mark}" in {params}.', mark=mark, params=params
        )
    if decimal:
        return Message(
            "A whole number with a mark in it: decimals as a spreadsheet adds them, or thousands; export digits only."
        )
    return Message("Text where a number belongs.") if any(letter.isalpha() for letter in text) else ""
