"""Strict YAML 1.2: plain values, and the line on which each of them is written. What they mean is not known here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from reportkit.messages import Amount, Message

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["LARGEST_BYTES", "Place", "Problem", "Written", "read_yaml"]

LARGEST_BYTES = 1_000_000
_MOST_VALUES = 50_000
_DEEPEST = 20
_TOO_DEEP = Message("values lie too deep in one another")
_STANDARD = "tag:yaml.org,2002:"
_CONSTANTS = {"": None, "~": None, "true": True, "false": False} | {
    written: value
    for word, value in {"null": None, "true": True, "false": False}.items()
    for written in (word, word.title(), word.upper())
}
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?")

_FOLD = "\a"
"""Where the reader joined two lines of a folded text; a person sees a space there."""

Place = tuple[str | int, ...]
"""The way to a value: keys and positions, from the top of the file."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file under ``params/``: what was expected, and the place or the line."""

    what: str
    place: Place = ()
    line: int = 0


@dataclass
class Written:
    """A YAML file as it is written.

    Attributes
    ----------
    file
        Its path from the workspace.
    values
        Its top mapping, as plain values; empty when the file could not be read.
    lines
        For each place its line, counted from 1.
    texts
        For each plain scalar, the letters that stand in the file.
    problems
        What is wrong with the YAML itself.
    """

    file: str
    values: dict[str, object] = field(default_factory=dict)
    lines: dict[Place, int] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest place around it that is written."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_yaml(path: Path, file: str) -> Written:
    """Read a YAML file whose top is a mapping.

    Only what YAML 1.2 calls null, a boolean or a number is one; all else is text, also ``NO``, ``12:30``, ``1_000`` and
    ``2022-12-31``. A key that comes twice, a key that is not text, a tag, a merge key and a tab are problems.
    """
    written = Written(file)
    text = _decoded(path, written)
    node = _composed(text, written) if text is not None else None
    if node is None:
        return written
    if not isinstance(node, MappingNode):
        written.problems.append(Problem(Message('expected keys with values, such as "id: twerkt"'), line=1))
        return written
    try:
        written.values = _Reader(written).mapping(node, ())
    except _TooMuchError as error:
        written.problems.append(Problem(error.args[0], line=1))
    return written


def _decoded(path: Path, written: Written) -> str | None:
    fault = Problem(Message("is a link; put the file itself here")) if path.is_symlink() else None
    if not fault and not path.is_file():
        fault = Problem(Message("is not a file"))
    if not fault and path.stat().st_size > LARGEST_BYTES:
        most = Amount(LARGEST_BYTES)
        fault = Problem(Message("is larger than {most} bytes; a params file holds no data", most=most))
    if fault:
        written.problems.append(fault)
        return None
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        written.problems.append(Problem(Message("is not UTF-8; save the file as UTF-8"), line=line))
        return None


def _composed(text: str, written: Written) -> Node | None:
    tabs = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r" *\t\s*[^\s#]", line)]
    indent = Message("a tab before the text; indent with spaces")
    written.problems.extend(Problem(indent, line=number) for number in tabs)
    if tabs:
        return None
    try:
        node: Node | None = YAML(typ="rt", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = str(error.problem or error.context or "").replace("\t", "\\t")
        written.problems.append(Problem(Message("is not YAML: {said}", said=said), line=mark.line + 1 if mark else 1))
    except YAMLError:
        line = next(
            (n for n, line in enumerate(text.split("\n"), 1) if not re.sub(r"[\t\r]", "", line).isprintable()), 1
        )
        written.problems.append(Problem(Message("a character that YAML does not allow"), line=line))
    except RecursionError:
        written.problems.append(Problem(_TOO_DEEP, line=1))
    else:
        if node is None:
            written.problems.append(Problem(Message("is empty"), line=1))
        return node
    return None


class _TooMuchError(Exception):
    """Raised when aliases make a small file large."""


class _Reader:
    """Turns nodes into plain values, and keeps where each was written."""

    def __init__(self, written: Written) -> None:
        self.written = written
        self.count = 0

    def value(self, node: Node, place: Place) -> object:
        """Read any node: a mapping, a sequence or a scalar; refuse what is too much, too deep or of a foreign tag."""
        self.count += 1
        if self.count > _MOST_VALUES:
            most = Amount(_MOST_VALUES)
            raise _TooMuchError(Message("holds more than {most} values; a params file holds no data", most=most))
        if len(place) > _DEEPEST:
            raise _TooMuchError(_TOO_DEEP)
        if not str(node.tag or _STANDARD).startswith(_STANDARD):
            self.problem(Message('"{tag}" is a tag; write the value without it', tag=node.tag), node, place)
            return None
        if isinstance(node, MappingNode):
            return self.mapping(node, place)
        if isinstance(node, SequenceNode):
            return self.sequence(node, place)
        return self.scalar(node, place)

    def mapping(self, node: MappingNode, place: Place) -> dict[str, object]:
        """Read a mapping with the line of each key; a key that is no text, or stands twice, is a problem."""
        values: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node, place)
            if key is None:
                continue
            here = (*place, key)
            if key in values:
                first = self.written.line(here)
                what = Message('"{key}" comes twice; it is on line {line} already', key=key, line=first)
                self.problem(what, key_node, here)
                continue
            self.written.lines[here] = _line(key_node)
            values[key] = self.value(value_node, here)
        return values

    def key(self, node: Node, place: Place) -> str | None:
        """Read a key; None, and a problem, where it is no text."""
        if not isinstance(node, ScalarNode):
            self.problem(Message("a key must be text"), node, place)
        elif str(node.tag).endswith(":merge"):
            self.problem(Message('"<<" is not YAML 1.2; write the keys out'), node, place)
        elif not isinstance(_plain(node), str):
            self.problem(Message('a key must be text; write "{text}" in quotes', text=node.value), node, place)
        else:
            return str(node.value)
        return None

    def sequence(self, node: SequenceNode, place: Place) -> list[object]:
        """Read a sequence with the line of each item."""
        for position, item in enumerate(node.value):
            self.written.lines[*place, position] = _line(item)
        return [self.value(item, (*place, position)) for position, item in enumerate(node.value)]

    def scalar(self, node: Node, place: Place) -> object:
        self.written.texts[place] = str(node.value).replace(_FOLD, "")
        return _plain(node)

    def problem(self, what: str, node: Node, place: Place) -> None:
        self.written.problems.append(Problem(what, place, _line(node)))


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _plain(node: Node) -> str | int | float | bool | None:
    """Resolve a scalar by the core schema of YAML 1.2; what is quoted or tagged as text stays text."""
    text = str(node.value).replace(_FOLD, "")
    if getattr(node, "style", None) is not None or node.tag == f"{_STANDARD}str":
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text
