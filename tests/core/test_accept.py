"""What a tree must be to become an object: values inside lists and groups, and the places of what is wrong."""

from collections.abc import Mapping
from decimal import Decimal

from backoffice.core.accept import Wrong, accepted
from backoffice.core.diagnostic import Location
from backoffice.core.document import Document, Tree
from backoffice.core.hints import Annotated, Literal
from backoffice.core.part import Part, field
from backoffice.core.record import Record
from backoffice.core.scalar import Id, Positive
from backoffice.core.schema import pruned

Colour = Literal["red", "green"]


class Dot(Part):
    """A dot."""

    at: Annotated[Positive, "Where."]
    colour: Annotated[Colour, "Its colour."] = "red"


class Picture(Record):
    """A picture."""

    noun = "picture"
    colours: Annotated[tuple[Colour, ...], "Colours."] = ()
    dots: Annotated[Mapping[Id, Dot], "Dots by name."] = field(default_factory=dict)
    first: Annotated[Dot | None, "The first."] = None


def taken(fields: dict[str, Tree], path: tuple[str | int, ...] = ()) -> tuple[Picture, list[Wrong]]:
    wrong: list[Wrong] = []
    return accepted(Picture, fields, path, wrong), wrong


def test_values_inside_lists_and_groups() -> None:
    picture, wrong = taken({"colours": ["green", "red"], "dots": {"a": {"at": "1.5", "colour": "green"}}})
    assert wrong == []
    assert picture.colours == ("green", "red")
    assert picture.dots == {"a": Dot(at=Decimal("1.5"), colour="green")}


def test_what_is_wrong_stands_where_it_is() -> None:
    dots: dict[str, Tree] = {"A": {"at": "x"}, "b": {"colour": "blue", "size": "1"}, "c": "dot"}
    _, wrong = taken({"colours": ["green", "blue"], "dots": dots}, ("pictures", 2))
    assert [(each.path[2:], each.name) for each in wrong] == [
        (("colours", 1), False),
        (("dots", "A", "at"), False),
        (("dots", "b", "colour"), False),
        (("dots", "b", "size"), True),
        (("dots", "b", "at"), False),
        (("dots", "c"), False),
        (("dots", "A"), True),
    ]
    assert {each.path[:2] for each in wrong} == {("pictures", 2)}


def test_fields_left_empty_deep_inside_are_pruned() -> None:
    fields: dict[str, Tree] = {"first": {"at": "1", "colour": None}}
    assert pruned(Picture, Document(Location("a.yaml", 1), fields)) == {"first": {"at": "1"}}
