"""The JSON Schema of a kind, for editors: built by pydantic from the same declarations that validate."""

from __future__ import annotations

from typing import Any

from backoffice.core.fields import fields_of
from backoffice.core.record import GIVEN, Record


def schema_of(record: type[Record]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the fields of ``record``, with their help as descriptions."""
    from pydantic import TypeAdapter

    schema = TypeAdapter(record).json_schema()
    properties = schema["properties"]
    for given in GIVEN:
        properties.pop(given, None)
    for field in fields_of(record):
        properties[field.name]["description"] = field.help
    schema["required"] = [name for name in schema.get("required", ()) if name not in GIVEN]
    schema["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | schema
