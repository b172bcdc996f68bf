"""What a tree must be to become a record: every value taken as its declaration says, everything wrong at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from backoffice.core.document import FieldPath, Tree
from backoffice.core.errors import ValueTextError
from backoffice.core.fields import Shape, fields_of, shape_of
from backoffice.core.hints import Any, TypeVar
from backoffice.core.named import NamedTuple
from backoffice.core.remember import remembered

T = TypeVar("T")

MANY = 4096
"""Texts of one field that are parsed only once when many files are read: dates, rates, tax numbers."""


class Wrong(NamedTuple):
    """Something that stands in the way of a value.

    Attributes:
        path: The field.
        expected: What should be there; empty where the field is missing or unknown.
        given: What is there.
        known: Names of the fields that might be there, where this one is unknown.
        name: Whether the name of the field is wrong, not its value.
    """

    path: FieldPath
    expected: str = ""
    given: Tree = None
    known: tuple[str, ...] = ()
    name: bool = False


Taker = Callable[[Tree, list[Wrong]], Any]
"""Returns the value that a tree states; adds to the list what is wrong with it, by its place in the tree."""


class _Mould(NamedTuple):
    """How a class takes its fields: the values it has by itself, those that must be given, and all takers by name.

    ``texts`` make values of single texts, which nearly all are, or raise.
    """

    defaults: Mapping[str, Any]
    required: dict[str, None]
    texts: Mapping[str, Callable[[str], Any]]
    takers: Mapping[str, Taker]


def accepted(declared: type[T], fields: Mapping[str, Tree], path: FieldPath, wrong: list[Wrong]) -> T:
    """Return an object as its constructor would make it; it means something only if ``wrong`` gets no longer.

    A known field that is left empty (``due:``) is as good as not there.
    """
    found: list[Wrong] = []
    made = _accepted(declared, fields, found)
    wrong.extend(each._replace(path=(*path, *each.path)) for each in found)
    return made


def _accepted(declared: type[T], fields: Mapping[str, Tree], wrong: list[Wrong]) -> T:
    mould = _mould(declared)
    made = object.__new__(declared)
    values = made.__dict__
    values.update(mould.defaults)
    texts = mould.texts
    for name, given in fields.items():
        if given.__class__ is str:
            try:
                values[name] = texts[name](given)
                continue
            except (KeyError, ValueTextError):
                pass
        _take(mould, name, given, values, wrong)
    if not mould.required.keys() <= values.keys():
        wrong.extend(Wrong((name,)) for name in mould.required if name not in values)
    return made


def _take(mould: _Mould, name: str, given: Tree, values: dict[str, Any], wrong: list[Wrong]) -> None:
    """Take a field that is more than a text, or wrong."""
    taker = mould.takers.get(name)
    if taker is None:
        wrong.append(Wrong((name,), known=tuple(mould.takers), name=True))
    elif given is not None:
        before = len(wrong)
        values[name] = taker(given, wrong)
        _place(wrong, before, name)


def _place(wrong: list[Wrong], before: int, at: str | int) -> None:
    """Say of everything that was found wrong since ``before`` that it is in a field or entry."""
    if len(wrong) > before:
        wrong[before:] = [each._replace(path=(at, *each.path)) for each in wrong[before:]]


@remembered
def _mould(declared: type[Any]) -> _Mould:
    fields = fields_of(declared)
    shapes = {field.name: shape_of(field.hint) for field in fields}
    texts = {name: _reader(shape) for name, shape in shapes.items()}
    return _Mould(
        {field.name: field.default for field in fields if not field.required},
        dict.fromkeys(field.name for field in fields if field.required),
        {name: reader for name, reader in texts.items() if reader},
        {name: _taker(shape, texts[name]) for name, shape in shapes.items()},
    )


def _reader(shape: Shape) -> Callable[[str], Any] | None:
    """Return what makes a value of a single text, or raises; None where a text is no value."""
    if shape.scalar:
        return lru_cache(MANY)(shape.scalar.parse)
    if shape.form == "choice":
        return {each: each for each in shape.of}.__getitem__
    return str if shape.form == "text" else None


def _taker(shape: Shape, reader: Callable[[str], Any] | None) -> Taker:
    if shape.scalar and reader:
        return _scalar(reader)
    return {"text": _text, "choice": _choice, "list": _list, "map": _map, "part": _part}[shape.form](shape)


def _inner(hint: Any) -> Taker:  # noqa: ANN401 - a type hint
    shape = shape_of(hint)
    return _taker(shape, _reader(shape))


def _scalar(parse: Callable[[str], Any]) -> Taker:
    def take(given: Tree, wrong: list[Wrong]) -> object:
        if given.__class__ is not str:
            wrong.append(Wrong((), "a single value, not a list or a group of fields", given))
            return None
        try:
            return parse(given)
        except ValueTextError as error:
            wrong.append(Wrong((), str(error), given))
            return None

    return take


def _text(_: Shape) -> Taker:
    def take(given: Tree, wrong: list[Wrong]) -> object:
        if given.__class__ is not str:
            wrong.append(Wrong((), "a single text, not a list or a group of fields", given))
        return given

    return take


def _choice(shape: Shape) -> Taker:
    *others, last = shape.of
    expected = f"one of {', '.join(others)} or {last}" if others else last

    def take(given: Tree, wrong: list[Wrong]) -> object:
        if given not in shape.of:
            wrong.append(Wrong((), expected, given))
        return given

    return take


def _list(shape: Shape) -> Taker:
    inner = _inner(shape.of)

    def take(given: Tree, wrong: list[Wrong]) -> object:
        if not isinstance(given, list):
            wrong.append(Wrong((), "a list", given))
            return ()
        values = []
        for at, value in enumerate(given):
            before = len(wrong)
            values.append(inner(value, wrong))
            _place(wrong, before, at)
        return tuple(values)

    return take


def _map(shape: Shape) -> Taker:
    inner, key = _inner(shape.of), _inner(shape.key)

    def take(given: Tree, wrong: list[Wrong]) -> object:
        if not isinstance(given, dict):
            wrong.append(Wrong((), "a group of fields", given))
            return {}
        odd: list[Wrong] = []
        values = {}
        for name, value in given.items():
            before, strange = len(wrong), len(odd)
            values[key(name, odd)] = inner(value, wrong)
            _place(wrong, before, name)
            _place(odd, strange, name)
        wrong.extend(each._replace(name=True) for each in odd)
        return values

    return take


def _part(shape: Shape) -> Taker:
    def take(given: Tree, wrong: list[Wrong]) -> object:
        if not isinstance(given, dict):
            wrong.append(Wrong((), "a group of fields", given))
            return None
        return _accepted(shape.of, given, wrong)

    return take
