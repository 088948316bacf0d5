"""The JSON schema of a project file, with which an editor completes and checks it.

``python -m reportkit.params.schema FILE`` writes it.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic.json_schema import GenerateJsonSchema

from reportkit.params.models import Project

if TYPE_CHECKING:
    from pydantic import BaseModel

__all__ = ["json_schema", "written_schema"]


class _Described(GenerateJsonSchema):
    """Gives each key the sentence that stands under it in the model's source."""

    def model_schema(self, schema: Any) -> dict[str, Any]:  # noqa: ANN401 - as pydantic declares it
        """Describe a model as pydantic does, and each key by the sentence under it."""
        made: dict[str, Any] = super().model_schema(schema)
        for key, sentence in _sentences(schema["cls"]).items():
            made["properties"][key].setdefault("description", sentence)
        return made


def _sentences(model: type[BaseModel]) -> dict[str, str]:
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    if not isinstance(body, ast.ClassDef):
        return {}
    return {
        above.target.id: str(below.value.value)
        for above, below in zip(body.body, body.body[1:], strict=False)
        if isinstance(above, ast.AnnAssign) and isinstance(above.target, ast.Name)
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
    }


def json_schema() -> dict[str, Any]:
    """Return the JSON schema of a project file."""
    made = Project.model_json_schema(schema_generator=_Described)
    return {"$schema": GenerateJsonSchema.schema_dialect, **made}


def written_schema() -> str:
    """Return the schema as ``params/project.schema.json`` holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(written_schema(), encoding="utf-8")
