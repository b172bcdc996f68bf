"""Records that a record names, in its own fields and in its parts."""

from collections.abc import Mapping

from backoffice.core.diagnostic import Location
from backoffice.core.fields import references, targets
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.part import Part, field
from backoffice.core.record import ANY, Record, Ref


class Dish(Part):
    """A part of a part."""

    name: Annotated[str, "What it is called."]
    cook: Annotated[str | None, Ref("person"), "Who cooks it."] = None


class Course(Part):
    """A part with parts."""

    dishes: Annotated[tuple[Dish, ...], "What is served."] = ()
    best: Annotated[Dish | None, "What to take."] = None


class Napkins(Part):
    """A part that names nobody."""

    colour: Annotated[str, "Which."] = "white"


class Dinner(Record):
    """A record that names others at every depth."""

    noun: ClassVar[str] = "dinner"

    host: Annotated[str, Ref("person"), "Who invites."]
    about: Annotated[tuple[str, ...], Ref(ANY), "Why."] = ()
    napkins: Annotated[Napkins, "On the table."] = Napkins()
    first: Annotated[Course | None, "How it begins."] = None
    seats: Annotated[Mapping[str, Dish], "Who gets what."] = field(default_factory=dict)


DINNER = Dinner(
    id="friday",
    where=Location("dinners/friday.md"),
    host="ada",
    about=("quote/q-1",),
    first=Course(dishes=(Dish(name="soup"), Dish(name="bread", cook="bo")), best=Dish(name="tart", cook="cy")),
    seats={"left": Dish(name="eel", cook="di"), "right": Dish(name="rice")},
)


def test_every_reference_has_its_field() -> None:
    assert list(references(DINNER)) == [
        (("host",), "person", "ada"),
        (("about",), "quote", "q-1"),
        (("first", "dishes", 1, "cook"), "person", "bo"),
        (("first", "best", "cook"), "person", "cy"),
        (("seats", "left", "cook"), "person", "di"),
    ]


def test_targets_are_named_once_as_kind_and_id() -> None:
    assert targets(DINNER) == ["person/ada", "person/bo", "person/cy", "person/di", "quote/q-1"]


def test_a_part_that_is_not_there_names_nobody() -> None:
    assert targets(Dinner(id="late", where=Location("x"), host="ada")) == ["person/ada"]
