"""From what pydantic found wrong with a params file to sentences that a person can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from reportkit.errors import ParamsError
from reportkit.messages import Message, did_you_mean, joined
from reportkit.params.yaml import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic_core import ErrorDetails

    from reportkit.params.yaml import Place, Written

__all__ = ["refusal", "validated"]

_MOST_SHOWN = 40
_LONGEST = 60
_KEYS, _LIST = Message("expected keys with values"), Message("expected a list")
_EXPECTED = {
    "bool_type": Message("expected true or false"),
    "dict_type": _KEYS,
    "float_type": Message("expected a number"),
    "int_type": Message("expected a whole number"),
    "list_type": _LIST,
    "model_type": _KEYS,
    "string_type": Message("expected text"),
    "tuple_type": _LIST,
    "finite_number": Message("expected a finite number"),
    "too_long": Message("has too many items"),
}
_PATTERNS = {
    r"^[0-9]{5}$": Message("a REFNIS code of five digits"),
    r"^[A-Z][0-9]{2}$": Message("the id of a rule, such as R28"),
    r"^[a-z0-9][a-z0-9_]*$": Message("the name of a notebook: lower-case letters, digits and _, without .ipynb"),
    r"^[a-z0-9][a-z0-9_-]{0,63}$": Message("an id of lower-case letters, digits, - and _, at most 64"),
    r"^[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z0-9_]+)*$": Message("a code of letters, digits, _ and dots, such as closed.job"),
}
_MISFITS = {"bool_type", "dict_type", "float_type", "int_type", "list_type", "model_type", "string_type", "tuple_type"}

M = TypeVar("M", bound=BaseModel)


def validated(model: type[M], written: Written) -> tuple[M | None, list[Problem]]:
    """Make the model's value of a file, and list what is wrong with the file."""
    if written.problems and not written.values:
        return None, list(written.problems)
    try:
        return model.model_validate(written.values), list(written.problems)
    except ValidationError as error:
        return None, [*written.problems, *_problems(model, written, error.errors(include_url=False))]


def refusal(found: Sequence[tuple[Written, Sequence[Problem]]]) -> ParamsError:
    """Return the one error that lists every problem of every file, in the order of the files and their lines."""
    told = [problem for written, problems in found for problem in _sentences(written, problems)]
    if len(told) == 1:
        where, what = told[0]
        return ParamsError("E010", what, where=where)
    lines: list[str] = [Message("{where}: {what}", where=where, what=what) for where, what in told[:_MOST_SHOWN]]
    if len(told) > _MOST_SHOWN:
        lines.append(Message("and {n} more", n=len(told) - _MOST_SHOWN))
    files = [written.file for written, problems in found if problems]
    what = Message("{n} problems\n  {lines}", n=len(told), lines=joined("\n  ", lines))
    return ParamsError("E010", what, where=", ".join(files))


def _sentences(written: Written, problems: Sequence[Problem]) -> list[tuple[str, str]]:
    placed = {(problem.line or written.line(problem.place), _way(problem.place), problem.what) for problem in problems}
    return [(f"{written.file}:{line}", joined(": ", (way, what))) for line, way, what in sorted(placed)]


def _way(place: Place) -> str:
    return joined(" > ", [Message("item {n}", n=step + 1) if isinstance(step, int) else _shown(step) for step in place])


def _shown(value: object) -> str:
    text = str(value)
    return "".join(letter if letter.isprintable() else "?" for letter in text[:_LONGEST]) + (
        "…" if len(text) > _LONGEST else ""
    )


def _problems(model: type[BaseModel], written: Written, errors: Sequence[ErrorDetails]) -> list[Problem]:
    at: dict[Place, list[ErrorDetails]] = {}
    for error in errors:
        at.setdefault(_place(written.values, error), []).append(error)
    return [Problem(_together(model, written, place, found), place) for place, found in at.items()]


def _place(values: object, error: ErrorDetails) -> Place:
    """Keep of pydantic's way to an error the steps that the file has, and the key that it lacks."""
    place: Place = ()
    for step in error["loc"]:
        inside = dict(enumerate(values)) if isinstance(values, list) else values
        if not isinstance(inside, dict) or step not in inside:
            break
        values = inside[step]
        place = (*place, step)
    return (*place, error["loc"][-1]) if error["type"] == "missing" else place


def _together(model: type[BaseModel], written: Written, place: Place, errors: Sequence[ErrorDetails]) -> str:
    """Say in one sentence what the branches of a union each miss; a branch of another type says nothing."""
    fitting = [error for error in errors if error["type"] not in _MISFITS] or errors
    told, *others = dict.fromkeys(_sentence(model, written, place, error) for error in fitting)
    for other in others:
        told = Message("{first} or {other}", first=told, other=other)
    return told


def _sentence(model: type[BaseModel], written: Written, place: Place, error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(str(place[-1]), _known(model, place[:-1]))
    if kind == "missing":
        return Message("is missing")
    if kind == "string_type" and place in written.texts and isinstance(error["input"], int | float):
        shown = _shown(written.texts[place])
        return Message('expected text, found a number; write it in quotes: "{text}"', text=shown)
    if kind == "literal_error":
        return _choice(error["input"], str(context["expected"]))
    if kind == "value_error":
        (what,) = context["error"].args
        return str(what) if not isinstance(what, Message) else what
    return _EXPECTED.get(kind) or _bounded(kind, context) or str(error["msg"]).lower()


def _unknown(key: str, known: Sequence[str]) -> str:
    nearest = did_you_mean(key, known)
    if nearest:
        return Message("unknown key; {nearest}", nearest=nearest)
    return Message("unknown key; the keys here are {listed}", listed=", ".join(known))


def _choice(given: object, expected: str) -> str:
    known = [word.strip("'") for word in expected.replace(" or ", ", ").split(", ")]
    nearest = did_you_mean(given, known) if isinstance(given, str) else ""
    *others, last = [f'"{word}"' for word in known]
    wanted = Message("{first} or {other}", first=", ".join(others), other=last) if others else last
    return joined("; ", (Message("expected {wanted}, found {given}", wanted=wanted, given=_shown(given)), nearest))


def _bounded(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "string_pattern_mismatch":
        return Message("expected {wanted}", wanted=_PATTERNS.get(context["pattern"], context["pattern"]))
    if kind == "greater_than_equal":
        return Message("expected a number of at least {bound}", bound=f"{context['ge']:g}")
    if kind == "greater_than":
        return Message("expected a number of more than {bound}", bound=f"{context['gt']:g}")
    if kind == "less_than":
        return Message("expected a number of less than {bound}", bound=f"{context['lt']:g}")
    if kind in {"too_short", "string_too_short"}:
        return Message("is empty; write at least one")
    return Message("expected one character") if kind == "string_too_long" else ""


def _known(annotation: Any, place: Place) -> list[str]:  # noqa: ANN401 - annotations have no common type
    """Return the keys that the model at a place knows."""
    for step in place:
        annotation = next((inner for outer in _bare(annotation) for inner in _within(outer, step)), None)
    models = [bare for bare in _bare(annotation) if isinstance(bare, type) and issubclass(bare, BaseModel)]
    return list(models[0].model_fields) if models else []


def _bare(annotation: Any) -> list[Any]:  # noqa: ANN401
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {list, dict, tuple} or isinstance(annotation, type):
        return [annotation]
    return [bare for member in get_args(annotation) for bare in _bare(member)]


def _within(annotation: Any, step: str | int) -> list[Any]:  # noqa: ANN401
    if get_origin(annotation) in {list, dict}:
        return [get_args(annotation)[-1]]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and step in annotation.model_fields:
        return [annotation.model_fields[str(step)].annotation]
    return []
