"""The JSON Schema of a kind, for editors: built by pydantic from the same declarations that validate."""

from __future__ import annotations

from typing import Any

from backoffice.core.fields import fields_of
from backoffice.core.record import GIVEN, Record


def schema_of(record: type[Record], *, many: bool = False) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file: the fields of ``record`` or, of ``many``, a list of such entries."""
    fields = _fields(record)
    if many:
        parts = fields.pop("$defs", {})
        fields = {"type": "array", "items": fields} | ({"$defs": parts} if parts else {})
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **fields}


def _fields(record: type[Record]) -> dict[str, Any]:
    """Return the schema of the fields of ``record``, with their help as descriptions."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(record).json_schema()
    properties = schema["properties"]
    for given in GIVEN:
        properties.pop(given, None)
    for field in fields_of(record):
        properties[field.name]["description"] = field.help
    schema["required"] = [name for name in schema.get("required", ()) if name not in GIVEN]
    schema["additionalProperties"] = False
    described: dict[str, Any] = _lenient(schema)
    return described


def _lenient(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Let text look like a number or a boolean: ``postcode: 75001`` is text to us, and a number to an editor."""
    if isinstance(schema, list):
        return [_lenient(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    described = {name: _lenient(each) for name, each in schema.items()}
    plain_text = described.get("type") == "string" and not described.keys() & {"pattern", "format", "enum", "const"}
    return described | ({"type": ["string", "number", "boolean"]} if plain_text else {})
