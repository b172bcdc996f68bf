"""`--set lines[1].price=90` describes a tree."""

import pytest

from backoffice.cli.writing import tree_of
from backoffice.core.document import Tree
from backoffice.core.errors import UsageError


@pytest.mark.parametrize(
    ("given", "tree"),
    [
        (["name=Acme GmbH"], {"name": "Acme GmbH"}),
        (["address.city=Berlin", "address.country=DE"], {"address": {"city": "Berlin", "country": "DE"}}),
        (["lines[1].text=a=b", "lines[1].price=9"], {"lines": [{"text": "a=b", "price": "9"}]}),
        (["tags[1]=x", "tags[2]=y"], {"tags": ["x", "y"]}),
        (["taxes.full.rates[1].rate=19"], {"taxes": {"full": {"rates": [{"rate": "19"}]}}}),
        ([], {}),
    ],
)
def test_assignments_make_a_tree(given: list[str], tree: dict[str, Tree]) -> None:
    assert tree_of(given) == tree


@pytest.mark.parametrize(
    "given",
    [["name"], ["=x"], ["a..b=x"], ["lines[0]=x"], ["lines[2]=x"], ["a=1", "a.b=2"], ["a.b=1", "a[1]=2"], ["a[x]=1"]],
)
def test_nonsense_is_refused(given: list[str]) -> None:
    with pytest.raises(UsageError):
        tree_of(given)
