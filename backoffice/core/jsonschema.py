"""The JSON Schema of a kind, for editors: from the same declarations that files are read by."""

from __future__ import annotations

from backoffice.core.fields import Field, Shape, fields_of, shape_of
from backoffice.core.hints import Any
from backoffice.core.plain import tree_of
from backoffice.core.record import Record

TEXT = ["string", "number", "boolean"]
"""What an editor may take a text for that stands without quotes: ``postcode: 75001``."""

Schema = dict[str, Any]


def schema_of(record: type[Record], *, many: bool = False) -> Schema:
    """Return the JSON Schema (2020-12) of a file: the fields of ``record`` or, of ``many``, a list of such entries."""
    parts: dict[str, Schema] = {}
    fields = _group(record, parts)
    said = {"type": "array", "items": fields} if many else fields
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": parts, **said}


def _group(declared: type[Any], parts: dict[str, Schema]) -> Schema:
    fields = fields_of(declared)
    return {
        "title": declared.__name__,
        "description": (declared.__doc__ or "").partition("\n")[0],
        "type": "object",
        "properties": {field.name: _field(field, parts) for field in fields},
        "required": [field.name for field in fields if field.required],
        "additionalProperties": False,
    }


def _field(field: Field, parts: dict[str, Schema]) -> Schema:
    shape = shape_of(field.hint)
    value = _value(shape, parts)
    about: Schema = {"title": field.name.replace("_", " ").capitalize()}
    if field.help:
        about["description"] = field.help
    if field.default not in (None, ()) and not isinstance(field.default, dict):
        about["default"] = tree_of(field.default)
    return about | ({"anyOf": [value, {"type": "null"}]} if shape.optional else value)


def _value(shape: Shape, parts: dict[str, Schema]) -> Schema:
    """Return what the text of a field may look like; parts are described once, by their names."""
    if shape.scalar:
        exact = {"pattern": f"^({shape.scalar.pattern})$"} if shape.scalar.pattern else {}
        exact |= {"format": shape.scalar.format} if shape.scalar.format else {}
        return {"type": "string" if exact and not shape.scalar.loose else TEXT, **exact}
    if shape.form == "choice":
        return {"type": "string", "enum": list(shape.of)}
    if shape.form == "list":
        return {"type": "array", "items": _value(shape_of(shape.of), parts)}
    if shape.form == "map":
        return {"type": "object", **_keyed(shape, _value(shape_of(shape.of), parts))}
    return _named(shape.of, parts) if shape.form == "part" else {"type": TEXT}


def _keyed(shape: Shape, value: Schema) -> Schema:
    key = shape_of(shape.key).scalar
    pattern = key.pattern if key else ""
    return {"patternProperties": {f"^({pattern})$": value}} if pattern else {"additionalProperties": value}


def _named(part: type[Any], parts: dict[str, Schema]) -> Schema:
    name = part.__name__
    if name not in parts:
        parts[name] = {}
        parts[name] = _group(part, parts)
    return {"$ref": f"#/$defs/{name}"}
