"""Trees with one change, and the changes between two trees."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.formats.trees import Change, differences, with_change, with_changes

# fmt: off
CHANGED: list[tuple[Tree, Change, Tree]] = [
    ({},                Change(("a",), "1"),                   {"a": "1"}),
    ({"a": "1"},        Change(("a",), None),                  {"a": None}),
    ({"a": "1"},        Change(("a",), remove=True),           {}),
    ({"a": "1"},        Change(("b",), remove=True),           {"a": "1"}),
    ({"a": None},       Change(("a", "b", 0), "1"),            {"a": {"b": ["1"]}}),
    ({"a": None},       Change(("a", "b"), remove=True),       {"a": None}),
    ({"a": ["x", "y"]}, Change(("a", 1), "z"),                 {"a": ["x", "z"]}),
    ({"a": ["x", "y"]}, Change(("a", 2), "z"),                 {"a": ["x", "y", "z"]}),
    ({"a": ["x", "y"]}, Change(("a", 0), remove=True),         {"a": ["y"]}),
    ({"a": ["x"]},      Change(("a", 1, "b"), remove=True),    {"a": ["x"]}),
    (["x"],             Change((1, "b"), "1"),                 ["x", {"b": "1"}]),
    (None,              Change((0,), "1"),                     ["1"]),
]
BETWEEN: list[tuple[Tree, Tree, list[Change]]] = [
    ({"a": "1"},             {"a": "1"},                 []),
    ({"a": "1", "b": "2"},   {"b": "2", "a": "1"},       []),
    ({"a": "1"},             {"a": "2", "b": None},      [Change(("a",), "2"), Change(("b",), None)]),
    ({"a": "1", "b": "2"},   {"a": "1"},                 [Change(("b",), remove=True)]),
    ({"a": "1"},             {"b": "1"},                 [Change(("b",), "1")]),
    ({"a": {"b": "1"}},      {"a": {"b": "2"}},          [Change(("a", "b"), "2")]),
    ({"a": {"b": "1"}},      {"a": {}},                  [Change(("a",), {})]),
    ({"a": {}},              {"a": {"b": "1"}},          [Change(("a",), {"b": "1"})]),
    ({"a": []},              {"a": {}},                  [Change(("a",), {})]),
    ({"a": "1"},             {"a": ["1"]},               [Change(("a",), ["1"])]),
    (["x", "y", "z"],        ["y", "z"],                 [Change((0,), remove=True)]),
    (["x", "y", "z"],        ["x"],                      [Change((2,), remove=True), Change((1,), remove=True)]),
    (["x", "y", "z"],        ["x", "w"],                 [Change((1,), "w")]),
    (["x"],                  ["x", "y", "z"],            [Change((1,), "y"), Change((2,), "z")]),
    ([{"a": "1"}, "y"],      [{"a": "2"}, "y"],          [Change((0, "a"), "2")]),
]
# fmt: on


@pytest.mark.parametrize(("tree", "change", "after"), CHANGED)
def test_a_tree_with_a_change(tree: Tree, change: Change, after: Tree) -> None:
    assert with_change(tree, change) == after


@pytest.mark.parametrize(
    ("tree", "change"),
    [
        ({"a": "1"}, Change(("a", "b"), "2")),
        ({"a": "1"}, Change((0,), "2")),
        (["x"], Change(("a",), "2")),
        (["x"], Change((2,), "2")),
        (["x"], Change((-1,), "2")),
    ],
)
def test_a_tree_without_a_place_for_the_change(tree: Tree, change: Change) -> None:
    with pytest.raises(RefusedError, match="there is no place for"):
        with_change(tree, change)


@pytest.mark.parametrize(("old", "new", "changes"), BETWEEN)
def test_the_changes_between_two_trees(old: Tree, new: Tree, changes: list[Change]) -> None:
    assert differences(old, new) == changes


leaves = st.none() | st.sampled_from(["x", "y", "z"])
trees = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=10,
)
roots = st.dictionaries(st.sampled_from("abcd"), trees, max_size=4)


@given(roots, roots)
def test_the_changes_lead_from_one_tree_to_the_other(old: Tree, new: Tree) -> None:
    tree = old
    for _ in range(2):
        tree = with_changes(tree, differences(tree, new))
    assert tree == new
    assert differences(tree, new) == []
