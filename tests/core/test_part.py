"""Parts: frozen groups of fields whose methods are inherited."""

import copy
from collections.abc import Mapping

import pytest

from backoffice.core.part import Part, field, names_of, replaced


class Address(Part):
    """A part."""

    city: str
    street: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


BERLIN = Address(city="Berlin")


def test_a_part_has_its_fields_and_their_defaults() -> None:
    assert (BERLIN.city, BERLIN.street, BERLIN.words) == ("Berlin", "", {})
    assert repr(BERLIN) == "Address(city='Berlin', street='', words={})"
    assert [*names_of(Address)] == ["city", "street", "words"]


def test_parts_are_equal_when_class_and_fields_are() -> None:
    class Place(Address):
        """The same fields, another thing."""

    assert Address(city="Berlin") == BERLIN != Address(city="Bern")
    assert Place(city="Berlin") != BERLIN
    assert BERLIN != "Berlin"
    assert len({Plain(text="a"), Plain(text="a"), Plain(text="b")}) == 2


class Plain(Part):
    """A part that can be hashed."""

    text: str


def test_a_part_never_changes() -> None:
    with pytest.raises(AttributeError, match="Address never changes: city"):
        BERLIN.city = "Bern"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="Address never changes: city"):
        del BERLIN.city
    moved = replaced(BERLIN, street="Ring 1")
    assert (moved.city, moved.street, BERLIN.street) == ("Berlin", "Ring 1", "")
    assert copy.copy(BERLIN) == BERLIN


def test_what_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(TypeError, match="Address needs city"):
        Address()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Address has no town"):
        Address(city="Berlin", town="Berlin")  # type: ignore[call-arg]
