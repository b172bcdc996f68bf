"""Named tuples: places with names, made by place or by name."""

import copy

import pytest

from backoffice.core.named import NamedTuple


class Pair(NamedTuple):
    """A value with a default."""

    left: str
    right: int = 1

    @property
    def both(self) -> str:
        """A method like any other."""
        return f"{self.left}{self.right}"


class Wider(Pair):
    """A class of the same places."""


MADE = [
    (Pair("a"), ("a", 1)),
    (Pair("a", 2), ("a", 2)),
    (Pair("a", right=2), ("a", 2)),
    (Pair(right=2, left="a"), ("a", 2)),
    (Pair(left="a"), ("a", 1)),
    (Wider("a"), ("a", 1)),
    (Pair._make(["a", 2]), ("a", 2)),
    (Pair("a")._replace(right=2), ("a", 2)),
]


@pytest.mark.parametrize(("pair", "values"), MADE)
def test_it_is_the_tuple_of_its_values(pair: Pair, values: tuple[str, int]) -> None:
    left, right = pair
    assert pair == values == (left, right) == (pair.left, pair.right)
    assert hash(pair) == hash(values)
    assert pair.both == f"{left}{right}"


REFUSED = [
    ((), {}, "1 values were given"),
    ((), {"right": 1}, "there is no value for 'left'"),
    (("a", 1, 2), {}, "3 values were given"),
    (("a",), {"left": "b"}, "left has no place, or a value already"),
    (("a",), {"top": "b"}, "top has no place"),
]


@pytest.mark.parametrize(("values", "named", "why"), REFUSED)
def test_every_place_has_one_value(values: tuple[object, ...], named: dict[str, object], why: str) -> None:
    with pytest.raises(TypeError, match=f"Pair consists of left, right: .*{why}"):
        Pair(*values, **named)  # type: ignore[arg-type]


def test_only_what_there_is_can_be_replaced() -> None:
    with pytest.raises(TypeError, match="there is no top"):
        Pair("a")._replace(top=1)  # type: ignore[call-arg]


def test_it_never_changes_and_holds_nothing_else() -> None:
    with pytest.raises(AttributeError):
        Pair("a").left = "b"  # type: ignore[misc]
    assert not hasattr(Pair("a"), "__dict__")


def test_it_shows_and_copies_itself() -> None:
    pair = Pair("a")
    assert repr(pair) == "Pair(left='a', right=1)"
    assert pair._asdict() == {"left": "a", "right": 1}
    assert copy.deepcopy(pair) == pair
    assert type(copy.copy(pair)) is Pair


def test_its_places_can_be_matched() -> None:
    match Pair("a", 2):
        case Pair(left, right):
            assert (left, right) == ("a", 2)
