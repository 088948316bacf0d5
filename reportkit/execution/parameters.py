"""The parameters that a notebook declares, and whether those given to it fit.

papermill only warns of a parameter that the notebook does not have, and then runs the default.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportkit.errors import ReportError
from reportkit.messages import Message, did_you_mean, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbformat import NotebookNode

__all__ = ["Parameter", "check_parameters", "declared_parameters"]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "list": (list,),
    "dict": (dict,),
    "None": (type(None),),
}
_WRITTEN_AS_THEY_ARE = (str, int, float, bool, list, dict, type(None))


@dataclass(frozen=True)
class Parameter:
    """A name that the parameters cell declares, with its type as it is written there, or that of its default."""

    name: str
    annotation: str = ""
    required: bool = False

    def takes(self, value: object) -> bool:
        """Tell whether a value is of the declared type; a type that papermill can't pass on takes any."""
        return not self.annotation or _fits(ast.parse(self.annotation, mode="eval").body, value)


def declared_parameters(notebook: NotebookNode) -> dict[str, Parameter]:
    """Read the names and types that the cell tagged ``parameters`` declares, in their order.

    Examples
    --------
    >>> from nbformat import v4
    >>> cell = v4.new_code_cell('period: str = "2022"', metadata={"tags": ["parameters"]})
    >>> declared_parameters(v4.new_notebook(cells=[cell]))
    {'period': Parameter(name='period', annotation='str', required=False)}
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", ()):
            return {parameter.name: parameter for parameter in _declared(ast.parse(cell.source))}
    return {}


def check_parameters(notebook: NotebookNode, given: Mapping[str, object], where: str) -> None:
    """Compare the parameters given to a notebook with those that it declares.

    Raises
    ------
    ReportError
        E201 when one is unknown, E202 when one is missing, E203 when one has another type.
    """
    try:
        declared = declared_parameters(notebook)
    except SyntaxError as error:
        what, mend = (
            Message("the parameters cell is not Python."),
            Message("Mend line {n} of that cell.", n=error.lineno),
        )
        raise ReportError("E205", what, where=where, mend=mend) from None
    for name, value in given.items():
        if name not in declared:
            none = Message("No cell of it is tagged parameters.")
            listed = Message("It has: {parameters}.", parameters=", ".join(declared)) if declared else none
            what = Message('the notebook has no parameter "{name}".', name=name)
            raise ReportError("E201", what, where=where, mend=joined(" ", (did_you_mean(name, declared), listed)))
        if not isinstance(value, _WRITTEN_AS_THEY_ARE) or not declared[name].takes(value):
            what = Message(
                'parameter "{name}" is {wanted}, not {given}.',
                name=name,
                wanted=declared[name].annotation or Message("another type"),
                given=type(value).__name__,
            )
            mend = Message("Change its type in the parameters cell, or what is given.")
            raise ReportError("E203", what, where=where, mend=mend)
    for name, parameter in declared.items():
        if parameter.required and name not in given:
            mend = Message("Give it, or give it a default in the parameters cell.")
            raise ReportError("E202", Message('parameter "{name}" has no value.', name=name), where=where, mend=mend)


def _declared(cell: ast.Module) -> Iterator[Parameter]:
    for line in cell.body:
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name):
            yield Parameter(line.target.id, ast.unparse(line.annotation), required=line.value is None)
        elif isinstance(line, ast.Assign):
            yield from (Parameter(name.id, _type_of(line.value)) for name in line.targets if isinstance(name, ast.Name))


def _type_of(default: ast.expr) -> str:
    """Return the type of a default that is a literal; an empty one where None or code stands, which says nothing."""
    try:
        value = ast.literal_eval(default)
    except ValueError:
        return ""
    return "" if value is None else type(value).__name__


def _fits(annotation: ast.expr, value: object) -> bool:
    match annotation:
        case ast.Constant(value=str() as text):
            return _fits(ast.parse(text, mode="eval").body, value)
        case ast.Constant(value=None):
            return value is None
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _fits(left, value) or _fits(right, value)
        case ast.Subscript(value=ast.Name(id="list"), slice=inner):
            return isinstance(value, list) and all(_fits(inner, item) for item in value)
        case ast.Subscript(value=ast.Name(id=name)) | ast.Name(id=name) if name in _TYPES:
            return isinstance(value, _TYPES[name]) and (name == "bool" or not isinstance(value, bool))
    return True
