"""Small values: tuples whose places have names, declared like ``typing.NamedTuple`` and used in the same way.

The standard library compiles a constructor for each such class, which takes ten times as long as all else that a class
needs. There are dozens, and a fifth of a warm answer went into that. These share one constructor, and nobody looks at
their annotations. The type checker reads ``named.pyi``, and takes them for what they stand for.
"""

from __future__ import annotations

from collections import _tuplegetter
from collections.abc import Iterable

from backoffice.core.hints import Any, Self


class _Declared(type):
    """Makes a class of tuples of a class whose places are annotated."""

    def __new__(cls, name: str, bases: tuple[type, ...], members: dict[str, Any]) -> _Declared:
        made = super().__new__(cls, name, bases, {**members, "__slots__": ()})
        if places := tuple(made.__annotations__):
            made._fields = made.__match_args__ = places
            made._defaults = {each: members[each] for each in places if each in members}
            made._last = tuple(made._defaults.values())
            for at, each in enumerate(places):
                setattr(made, each, _tuplegetter(at, None))
        return made


class NamedTuple(tuple, metaclass=_Declared):  # noqa: SLOT001 - its metaclass gives it slots
    """A tuple with named places: derive from it, and annotate them; the last ones may have defaults."""

    def __new__(cls, /, *values: Any, **named: Any) -> Self:  # noqa: ANN401 - a place may hold anything
        """Take the values by place or by name.

        Raises:
            TypeError: for a name that there is not, and for a place with no value or with two.
        """
        if named:
            values = _by_place(cls, values, named)
        elif (missing := len(cls._fields) - len(values)) > 0:
            values += cls._last[-missing:]
        if len(values) != len(cls._fields):
            raise _refused(cls, f"{len(values)} values were given")
        return tuple.__new__(cls, values)

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        return cls(*values)

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def _replace(self, /, **named: Any) -> Self:  # noqa: ANN401 - a place may hold anything
        replaced = self._make(map(named.pop, self._fields, self))
        if named:
            raise _refused(type(self), f"there is no {', '.join(named)}")
        return replaced

    def __repr__(self) -> str:
        """Return the call that makes an equal tuple."""
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Return what a copy is made of."""
        return tuple(self)


def _by_place(cls: type[NamedTuple], values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """Return all values in order; nothing is left of ``named``."""
    others, defaults = cls._fields[len(values) :], cls._defaults
    try:
        values += tuple([named.pop(each) if each in named else defaults[each] for each in others])
    except KeyError as missing:
        raise _refused(cls, f"there is no value for {missing}") from None
    if named:
        raise _refused(cls, f"{', '.join(named)} has no place, or a value already")
    return values


def _refused(cls: type[NamedTuple], why: str) -> TypeError:
    return TypeError(f"{cls.__name__} consists of {', '.join(cls._fields)}: {why}")
