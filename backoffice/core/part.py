"""Parts: groups of named fields that never change. Records are parts, and consist of them.

``dataclass(frozen=True)`` writes and compiles six methods for every class, a millisecond each time the tool starts, and
there are dozens. A part inherits them instead; its fields are those of a dataclass all the same.
"""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar, NoReturn, dataclass_transform

from backoffice.core.remember import remembered

LATER = "(later)"
"""Where a part keeps what makes the values of its fields when they are first asked for; no field has such a name."""


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(dataclasses.field,))
class Part:
    """A frozen, keyword-only dataclass; to derive from it is enough."""

    __dataclass_fields__: ClassVar[dict[str, dataclasses.Field[Any]]]

    def __init_subclass__(cls) -> None:
        """Declare the fields."""
        dataclasses.dataclass(init=False, repr=False, eq=False, match_args=False, kw_only=True)(cls)
        for field in dataclasses.fields(cls):
            if field.name in vars(cls):
                delattr(cls, field.name)  # it would be found before a value that is still to be made

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - fields are of any type
        """Take the values of all fields that have no default, and of others.

        Raises:
            TypeError: for a field that there is not, or that is missing.
        """
        defaults = defaults_of(type(self))
        names = set(_names(type(self)))
        for wrong, those in (("has no", values.keys() - names), ("needs", names - values.keys() - defaults.keys())):
            if those:
                message = f"{type(self).__name__} {wrong} {', '.join(sorted(those))}"
                raise TypeError(message)
        self.__dict__.update(defaults)
        self.__dict__.update(values)

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in _names(type(self)))

    def __eq__(self, other: object) -> bool:
        """Tell whether both are of one class, and all their fields equal."""
        return self._values() == other._values() if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        """Return what equal parts have in common."""
        return hash(self._values())

    def __repr__(self) -> str:
        """Return the call that makes an equal part."""
        values = zip(_names(type(self)), self._values(), strict=True)
        return f"{type(self).__qualname__}({', '.join(f'{name}={value!r}' for name, value in values)})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: a part never changes."""
        raise dataclasses.FrozenInstanceError(name)

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse: a part never changes."""
        raise dataclasses.FrozenInstanceError(name)


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


@remembered
def _names(part: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(part))


@remembered
def defaults_of(part: type[Any]) -> dict[str, Any]:
    """Return the values that the fields of a part have where none are given; nobody may change them."""
    found = {}
    for field in dataclasses.fields(part):
        if field.default_factory is not dataclasses.MISSING:
            found[field.name] = field.default_factory()
        elif field.default is not dataclasses.MISSING:
            found[field.name] = field.default
    return found
