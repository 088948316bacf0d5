"""The kinds of value that params are made of: names, dates, periods, paths, relations. No project is described here."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping  # noqa: TC003 - pydantic reads the annotations of this module
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema

from reportkit.messages import Message
from reportkit.periods import Period

__all__ = [
    "Audience",
    "Coarser",
    "Code",
    "Contract",
    "DateValue",
    "Framework",
    "Kind",
    "Language",
    "Model",
    "Name",
    "PathInside",
    "PeriodValue",
    "Relation",
    "RelationValue",
    "Slug",
    "Text",
    "by_language",
]

Kind = Literal["employment", "participation"]
Framework = Literal["esf-2014-2020", "esf-plus", "none"]
Audience = Literal["public", "authority"]
Language = Literal["nl", "en"]
Coarser = Literal["age", "education", "referral", "protection", "support"]
Contract = Literal["permanent", "fixed_term", "temp_agency", "self_employed", "work_experience"]
Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$")]

_CODE = r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*"
_RELATION = re.compile(rf"\s*(?P<whole>{_CODE})\s*=\s*(?P<parts>{_CODE}(?:\s*\+\s*{_CODE})+)\s*")
_AS_RELATION = Message('write a relation as "whole = part + part"')
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PUBLISHED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Model(BaseModel):
    """The strictness that all params share: frozen, no unknown key, no value of a neighbouring type."""

    model_config = ConfigDict(
        allow_inf_nan=False,
        arbitrary_types_allowed=True,
        extra="forbid",
        frozen=True,
        strict=True,
    )


class Relation(str):
    """A sum that must hold between published figures or indicators, written ``whole = part + part``.

    Raises
    ------
    ValueError
        When the text is not one name, ``=``, and at least two names joined by ``+``, or when a name comes twice.

    Examples
    --------
    >>> relation = Relation("started = closed + active")
    >>> relation.whole, relation.parts
    ('started', ('closed', 'active'))
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Read a relation."""
        found = _RELATION.fullmatch(text)
        if not found:
            raise ValueError(_AS_RELATION)
        names = [found["whole"], *_names(found["parts"])]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(Message('"{name}" comes twice in the relation', name=twice[0]))
        return super().__new__(cls, f"{names[0]} = {' + '.join(names[1:])}")

    @property
    def whole(self) -> str:
        """The name on the left."""
        return self.partition("=")[0].strip()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names on the right, in their order."""
        return _names(self.partition("=")[2])


def _names(sum_: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in sum_.split("+"))


def _named(value: object) -> object:
    return {"nl": value, "en": value} if isinstance(value, str) else value


def _relation(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError(_AS_RELATION)  # noqa: TRY004 - pydantic collects ValueError
    return Relation(value)


def _period(value: object) -> Period:
    if isinstance(value, Period):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(Message("write a period as 2022, 2022-H1, 2022-Q3, 2022-06 or 2016/2022"))  # noqa: TRY004 - pydantic collects ValueError
    return Period.parse(value)


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(Message("there is no day {day}", day=value)) from None
    raise ValueError(Message("write a date as yyyy-mm-dd"))


def _moment(value: object) -> object:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and _PUBLISHED.fullmatch(text):
        return text
    raise ValueError(Message("write a date as yyyy, yyyy-mm or yyyy-mm-dd"))


def _inside(path: str) -> str:
    if path.startswith(("/", "~", "\\")) or ":" in path or ".." in path.replace("\\", "/").split("/"):
        raise ValueError(Message("a path stays inside the workspace: no leading /, no ~, no : and no .."))
    return path


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        what = Message('"{name}" is not an encoding; write utf-8, cp1252 or iso-8859-15', name=name)
        raise ValueError(what) from None
    return name


Names = dict[Language, Text]
Name = Annotated[Names, BeforeValidator(_named, json_schema_input_type=Text | Names), Field(min_length=1)]
PeriodValue = Annotated[
    Period,
    BeforeValidator(_period),
    PlainSerializer(lambda period: period.id, return_type=str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "integer", "minimum": 1900, "maximum": 9999},
                {"type": "string", "pattern": r"^\d{4}(-(H[12]|Q[1-4]|\d{2}))?((/|--)\d{4}(-(H[12]|Q[1-4]|\d{2}))?)?$"},
            ],
            "examples": ["2022", "2022-H1", "2022-Q3", "2022-06", "2016/2022"],
        }
    ),
]
DateValue = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Moment = Annotated[str, BeforeValidator(_moment), WithJsonSchema({"type": ["string", "integer"]})]
PathInside = Annotated[Text, AfterValidator(_inside)]
Encoding = Annotated[str, AfterValidator(_encoding)]
RelationValue = Annotated[
    Relation,
    BeforeValidator(_relation),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": "string", "pattern": "=", "examples": ["started = closed + active"]}),
]


def by_language(names: Mapping[Language, str]) -> dict[str, str]:
    """Return texts by the code of their language, for whoever has that code from elsewhere.

    Examples
    --------
    >>> by_language({"nl": "werk", "en": "work"})["nl"]
    'werk'
    """
    return {str(language): text for language, text in names.items()}
