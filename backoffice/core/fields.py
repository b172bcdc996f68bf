"""What a record's declaration says about its fields: read once per class, for reading, docs, forms and references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import GenericAlias, UnionType

from backoffice.core.document import FieldPath
from backoffice.core.hints import Any, Choice, Maybe, Noted
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part, defaults_of, names_of
from backoffice.core.record import ANY, GIVEN, Record, Ref
from backoffice.core.remember import remembered
from backoffice.core.scalar import Scalar


class Field(NamedTuple):
    """One field as declared: ``hint`` is its full type, ``help`` a sentence, ``ref`` the noun it points to."""

    name: str
    hint: Any
    help: str
    ref: str
    required: bool
    default: Any


@remembered
def hint_of(declared: type[Any], name: str) -> Any:  # noqa: ANN401 - a type hint has no type of its own
    """Return the type of a field as its class writes it; most are never asked for, and stay the text they are."""
    owner = next(each for each in declared.__mro__ if name in getattr(each, "__annotations__", ()))
    hint = owner.__annotations__[name]
    return eval(hint, vars(import_module(owner.__module__))) if isinstance(hint, str) else hint  # noqa: S307 - our text


@remembered
def fields_of(declared: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a record (without id, place and notes) or of a part of one, as declared."""
    defaults = defaults_of(declared)
    return tuple(
        _field(name, hint_of(declared, name), defaults)
        for name in names_of(declared)
        if not (issubclass(declared, Record) and name in GIVEN)
    )


def _field(name: str, hint: object, defaults: Mapping[str, Any]) -> Field:
    notes = hint.notes if isinstance(hint, Noted) else ()
    return Field(
        name=name,
        hint=hint,
        help=next((note for note in reversed(notes) if isinstance(note, str)), ""),
        ref=next((note.noun for note in notes if isinstance(note, Ref)), ""),
        required=name not in defaults,
        default=defaults.get(name),
    )


class Shape(NamedTuple):
    """What a type hint comes down to: ``form`` is scalar, text, choice, list, map (of values, by ``key``) or part."""

    form: str
    of: Any = None
    scalar: Scalar | None = None
    optional: bool = False
    key: Any = None


def shape_of(hint: Any) -> Shape:  # noqa: ANN401 - a type hint has no type of its own
    """Return the shape of a field's type hint.

    Raises:
        TypeError: for a hint that records may not use.
    """
    if isinstance(hint, Noted):
        scalar = next((note for note in hint.notes if isinstance(note, Scalar)), None)
        return Shape("scalar", hint.of, scalar=scalar) if scalar else shape_of(hint.of)
    if isinstance(hint, Maybe):
        return shape_of(hint.of)._replace(optional=True)
    if isinstance(hint, UnionType):
        (kept,) = (each for each in hint.__args__ if each is not type(None))
        return shape_of(kept)._replace(optional=True)
    if isinstance(hint, Choice):
        return Shape("choice", hint.words)
    return _generic(hint) or _plain(hint)


def _generic(hint: Any) -> Shape | None:  # noqa: ANN401
    if not isinstance(hint, GenericAlias):
        return None
    if hint.__origin__ is tuple:
        return Shape("list", hint.__args__[0])
    return Shape("map", hint.__args__[1], key=hint.__args__[0]) if hint.__origin__ is Mapping else None


def _plain(hint: Any) -> Shape:  # noqa: ANN401
    if hint is str:
        return Shape("text", str)
    if isinstance(hint, type) and issubclass(hint, Part):
        return Shape("part", hint)
    message = f"records may not have a field of type {hint!r}"
    raise TypeError(message)


@remembered
def shapes_of(declared: type[Any]) -> dict[str, Shape]:
    """Return the shapes of the fields of a record or of a part of one, by name."""
    return {field.name: shape_of(field.hint) for field in fields_of(declared)}


class _Way(NamedTuple):
    """A field of a record, or of a part of one, that names records or has parts in it that do."""

    name: str
    ref: str
    form: str


@remembered
def _ways(declared: type[Any]) -> tuple[_Way, ...]:
    """Return the fields of a record or part that lead to references; most records have few, most parts none."""
    shapes = shapes_of(declared)
    return tuple(
        _Way(field.name, field.ref, shapes[field.name].form)
        for field in fields_of(declared)
        if field.ref or _leads_on(shapes[field.name])
    )


def _leads_on(shape: Shape) -> bool:
    inner = shape_of(shape.of) if shape.form in {"list", "map"} else shape
    return inner.form == "part" and bool(_ways(inner.of))


def references(stated: object, at: FieldPath = ()) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield ``(field, noun, id)`` for every reference to another record that a record states, also in its parts."""
    for name, ref, form in _ways(type(stated)):
        value, path = getattr(stated, name), (*at, name)
        if value is None:
            continue
        if not ref:
            for key, part in _parts(value, form):
                yield from references(part, (*path, *key))
        elif isinstance(value, str):
            yield path, ref, value
        else:
            for key in value:
                noun, _, identity = key.partition("/") if ref == ANY else (ref, "", key)
                yield path, noun, identity


def _parts(value: Any, form: str) -> Iterator[tuple[FieldPath, object]]:  # noqa: ANN401 - any field's value
    if form == "part":
        yield (), value
    elif form == "map":
        yield from (((key,), part) for key, part in value.items())
    else:
        yield from (((at,), part) for at, part in enumerate(value))


def targets(record: Record) -> list[str]:
    """Return the refs of all records that ``record`` or a part of it names; of every noun that a field allows."""
    return sorted({f"{noun}/{name}" for _, nouns, name in references(record) for noun in nouns.split()})
