"""The JSON schema with which an editor completes a project file."""

from __future__ import annotations

import json
from pathlib import Path

from reportkit.params.schema import json_schema, written_schema

COMMITTED = Path(__file__).parents[2] / "params" / "project.schema.json"


def test_the_committed_schema_is_the_models_own() -> None:
    """``make schema`` was run after the models changed."""
    assert COMMITTED.read_text(encoding="utf-8") == written_schema()


def test_every_key_is_described() -> None:
    """An editor can say what each key means."""
    schema = json.loads(written_schema())
    models = [schema, *schema["$defs"].values()]
    bare = [key for model in models for key, said in model.get("properties", {}).items() if "description" not in said]
    assert bare == []


def test_the_schema_knows_the_short_forms() -> None:
    """A name may be one text, a table one file, a region one id."""
    schema = json_schema()
    assert {"minLength": 1, "type": "string"} in schema["properties"]["name"]["anyOf"]
    assert {"type": "string"} in schema["properties"]["regions"]["items"]["anyOf"]
    assert schema["additionalProperties"] is False
