"""The words of type hints mean the same where a module does not leave them text."""

from backoffice.core import hints
from backoffice.core.part import Part, names_of


def test_a_value_of_the_class_is_no_field() -> None:
    hint = hints.ClassVar[str]
    made = type("Named", (Part,), {"__annotations__": {"noun": hint, "name": str}, "noun": "thing"})
    assert list(names_of(made)) == ["name"]
