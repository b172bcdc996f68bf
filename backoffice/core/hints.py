"""The words of type hints, as ``typing`` has them, for a program that seldom looks at its hints.

To import the standard library's takes a third as long as to start Python, and most of what is in it is never asked for:
annotations are text here. The type checker reads ``hints.pyi``, where these names are those of ``typing``. All that is
left of a hint is what the fields of records say (``core/fields``): notes, choices, and that there may be no value.
"""

from __future__ import annotations


class _Hint:
    def __or__(self, none: None) -> Maybe:
        return Maybe(self)


class Maybe(_Hint):
    """A type or None."""

    def __init__(self, of: object) -> None:
        self.of = of


class Noted(_Hint):
    """A type with notes: ``Annotated[Date, "Its help."]``."""

    def __init__(self, of: object, notes: tuple[object, ...]) -> None:
        self.of = of
        self.notes = notes

    def __class_getitem__(cls, given: tuple[object, ...]) -> Noted:
        of, *notes = given
        return cls(of.of, (*of.notes, *notes)) if isinstance(of, Noted) else cls(of, tuple(notes))


class Choice(_Hint):
    """One of some words: ``Literal["up", "down"]``."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def __class_getitem__(cls, words: str | tuple[str, ...]) -> Choice:
        return cls(words if isinstance(words, tuple) else (words,))


class ClassVar:
    """Marks an annotation as not of a field."""

    def __class_getitem__(cls, _of: object) -> type[ClassVar]:
        return cls


class Protocol:
    """A class that others are taken for when they have the same methods."""


Annotated, Literal = Noted, Choice
Any = BinaryIO = Final = NoReturn = Self = TypeAlias = object
AbstractContextManager = Match = Pattern = object


def TypeVar(_name: str, *_of: object, **_bound: object) -> type[object]:  # noqa: N802 - as typing has it
    """Stand for any type."""
    return object


def cast(_to: object, value: object) -> object:
    """Return ``value``."""
    return value


def get_args(choice: Choice) -> tuple[str, ...]:
    """Return the words of a choice."""
    return choice.words


def dataclass_transform(**_how: object) -> object:
    """Leave a class as it is."""
    return lambda made: made
