"""The words of type hints mean the same where a module does not leave them text."""

from typing import Any

from backoffice.core import hints
from backoffice.core.fields import fields_of, shapes_of
from backoffice.core.part import Part, names_of


def test_a_value_of_the_class_is_no_field() -> None:
    hint = hints.ClassVar[str]
    made = type("Named", (Part,), {"__annotations__": {"noun": hint, "name": str}, "noun": "thing"})
    assert list(names_of(made)) == ["name"]


EVALUATED = """
from collections.abc import Mapping
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.named import NamedTuple
from backoffice.core.part import Part, field


class Pair(NamedTuple):
    one: int
    two: str = "b"


class Thing(Part):
    noun: ClassVar[str] = "thing"
    name: Annotated[str, "What it is called."]
    side: Literal["left", "right"] | None = None
    parts: Mapping[str, Part] = field(default_factory=dict)


class Other(Thing):
    '''Nothing of its own.'''
"""


def test_hints_may_be_evaluated_when_a_class_is_made_or_whenever_they_are_asked_for() -> None:
    """From Python 3.14 on they are evaluated late, where they are not text."""
    module: dict[str, Any] = {"__name__": "evaluated"}
    exec(compile(EVALUATED, "evaluated", "exec", dont_inherit=True), module)  # noqa: S102 - our own text
    pair, thing, other = module["Pair"], module["Thing"], module["Other"]
    assert (pair(1), pair._fields, pair.__match_args__) == ((1, "b"), ("one", "two"), ("one", "two"))
    assert type("Same", (pair,), {})(one=1, two="c") == (1, "c")
    assert list(names_of(thing)) == list(names_of(other)) == ["name", "side", "parts"]
    assert [each.help for each in fields_of(thing)] == ["What it is called.", "", ""]
    assert [each.form for each in shapes_of(other).values()] == ["text", "choice", "map"]
    assert thing(name="x").parts == {}
