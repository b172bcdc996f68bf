"""Chains of documents written as `c<b`: c was issued after b; `d<c+b`: it joins b, too."""

import pytest

from backoffice.core.chain import Link, loose_ends, open_forks


def links(text: str) -> list[Link]:
    found = []
    for each in text.split():
        name, _, before = each.partition("<")
        previous, *joins = before.split("+")
        found.append(Link(name.upper(), name, previous or None, joins))
    return found


@pytest.mark.parametrize(
    ("text", "forks", "ends"),
    [
        ("", [], ()),
        ("a b<a c<b", [], ()),
        ("a b<a c<a", ["BC"], ("b", "c")),
        ("a b<a c<a d<c", ["BC"], ("b", "d")),
        ("a b<a c<a d<c+b", [], ()),
        ("a b<a c<a d<c e<d+b", [], ()),
        ("a b<a c<a d<a", ["BCD"], ("b", "c", "d")),
        ("a b<a c<a d<a e<d+b+c", [], ()),
        ("a b<a c<a d<a e<d+b", ["CD"], ("c", "e")),
        ("a b<a c<a d<c e<c", ["BC", "DE"], ("b", "d", "e")),
        ("a b<a c<a d<c e<c f<e+b", ["DE"], ("d", "f")),
        ("a b<a c<a d<c+b e<b", ["BC"], ("d", "e")),
        ("a b c", [], ()),
        ("b<a c<a", [], ()),
        ("a<a", [], ()),
        ("a<b b<a c<b", ["AC"], ("c",)),
        ("a b<a b<a", [], ()),
    ],
)
def test_a_fork_is_open_until_a_document_joins_its_ends(text: str, forks: list[str], ends: tuple[str, ...]) -> None:
    chain = links(text)
    assert ["".join(each.id for each in fork.ways) for fork in open_forks(chain)] == forks
    assert loose_ends(chain, None) == ends
    assert loose_ends(chain, "b") == tuple(each for each in ends if each != "b")


def test_a_document_without_a_digest_is_in_no_chain() -> None:
    assert open_forks([Link("A", "a", None), Link("B", "b", "a"), Link("C", None, "a")]) == []
