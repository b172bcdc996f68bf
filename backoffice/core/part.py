"""Parts: groups of named fields that never change. Records are parts, and consist of them.

The standard library's dataclasses write and compile six methods for every class, a millisecond each time the tool
starts, and there are dozens; only to load them takes as long as git takes for ten thousand files. A part inherits its
methods instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from backoffice.core.hints import Any, ClassVar, NoReturn, TypeVar, dataclass_transform
from backoffice.core.named import NamedTuple
from backoffice.core.remember import remembered

LATER = "(later)"
"""Where a part keeps what makes the values of its fields when they are first asked for; no field has such a name."""


class Made(NamedTuple):
    """A default that is made from nothing, once: an empty mapping."""

    default_factory: Callable[[], Any]


def field(*, default_factory: Callable[[], Any]) -> Any:  # noqa: ANN401 - stands for a value of the field's type
    """Return the default of a field that cannot be written down as a value: ``field(default_factory=dict)``."""
    return Made(default_factory)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Part:
    """A group of named fields, each annotated with its type; to derive from it is enough."""

    _declared: ClassVar[dict[str, Any]] = {}
    """The names of all fields, with the default of each that has one; fields without have ``Part`` instead."""

    def __init_subclass__(cls) -> None:
        """Take the fields from the annotations."""
        declared: dict[str, Any] = {}
        for base in reversed(cls.__mro__[1:]):
            declared |= getattr(base, "_declared", {})
        for name, hint in cls.__annotations__.items():
            if not _of_the_class(hint):
                declared[name] = vars(cls).get(name, Part)
                if name in vars(cls):
                    delattr(cls, name)  # it would be found before a value that is still to be made
        cls._declared = declared

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - fields are of any type
        """Take the values of all fields that have no default, and of others.

        Raises:
            TypeError: for a field that there is not, or that is missing.
        """
        own = self.__dict__
        own.update(defaults_of(type(self)))
        own.update(values)
        names = self._declared.keys()
        if own.keys() != names:
            wrong, those = ("has no", own.keys() - names) if own.keys() - names else ("needs", names - own.keys())
            message = f"{type(self).__name__} {wrong} {', '.join(sorted(those))}"
            raise TypeError(message)

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in self._declared])

    def __eq__(self, other: object) -> bool:
        """Tell whether both are of one class, and all their fields equal."""
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__ or self._values() == other._values()

    def __hash__(self) -> int:
        """Return what equal parts have in common."""
        return hash(self._values())

    def __repr__(self) -> str:
        """Return the call that makes an equal part."""
        values = zip(self._declared, self._values(), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a part never changes."""
        message = f"{type(self).__name__} never changes: {name}"
        raise AttributeError(message, name=name, obj=self)

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a part never changes."""
        message = f"{type(self).__name__} never changes: {name}"
        raise AttributeError(message, name=name, obj=self)


def _made_now(part: Part, name: str) -> Any:  # noqa: ANN401 - a field of any type
    """Make the value of a field that was left for later."""
    try:
        value = part.__dict__[LATER](name)
    except KeyError:
        message = f"{type(part).__name__} has no {name}"
        raise AttributeError(message, name=name, obj=part) from None
    part.__dict__[name] = value
    return value


# mypy takes a class that declares __getattr__ for one that has every attribute, and would let slips of the pen pass
setattr(Part, "__getattr__", _made_now)  # noqa: B010


def names_of(part: type[Part]) -> Collection[str]:
    """Return the names of all fields, in order."""
    return part._declared.keys()  # noqa: SLF001


@remembered
def defaults_of(part: type[Part]) -> dict[str, Any]:
    """Return the values that the fields of a part have where none are given; nobody may change them."""
    return {
        name: default.default_factory() if isinstance(default, Made) else default
        for name, default in part._declared.items()  # noqa: SLF001
        if default is not Part
    }


def replaced(part: P, /, **values: Any) -> P:  # noqa: ANN401 - fields are of any type
    """Return a part like ``part`` with other values for the fields that are named.

    Raises:
        TypeError: for a field that there is not.
    """
    return type(part)(**({name: getattr(part, name) for name in names_of(type(part))} | values))


def _of_the_class(hint: object) -> bool:
    """Tell whether an annotation, as text or evaluated, is not of a field but of a value of the class itself."""
    return hint.startswith("ClassVar") if isinstance(hint, str) else hint is ClassVar


P = TypeVar("P", bound=Part)
