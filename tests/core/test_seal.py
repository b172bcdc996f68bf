"""A seal breaks when a fact changes, and not when the same fact is written in another way."""

from __future__ import annotations

import pytest

from backoffice.core.canonical import digest_of
from backoffice.core.document import Tree
from backoffice.core.seal import holds, unsealed

FACTS: dict[str, Tree] = {"client": "acme", "price": "95", "issued": {"number": "INV-1"}}
SEAL = digest_of(FACTS)


@pytest.mark.parametrize(
    ("seal", "written", "facts", "held"),
    [
        (SEAL, FACTS, FACTS, True),
        (SEAL, {**FACTS, "price": "95.00"}, FACTS, True),  # the same price, as somebody else writes it
        (SEAL, {**FACTS, "price": "96"}, {**FACTS, "price": "96"}, False),
        (digest_of({}), FACTS, FACTS, False),
        (None, FACTS, FACTS, False),
    ],
)
def test_a_seal_holds_while_the_facts_are_the_same(
    seal: str | None, written: Tree, facts: dict[str, Tree], *, held: bool
) -> None:
    assert holds(seal, written, lambda: facts) is held


def test_the_values_are_looked_at_only_where_the_text_is_another() -> None:
    assert holds(SEAL, dict(reversed(FACTS.items())), lambda: pytest.fail("nobody has to look"))


def test_a_seal_is_not_of_itself() -> None:
    sealed: dict[str, Tree] = {"client": "acme", "issued": {"number": "INV-1", "digest": "d"}}
    assert unsealed(sealed, "issued") == {"client": "acme", "issued": {"number": "INV-1"}}
    assert unsealed({"client": "acme", "digest": "d"}) == {"client": "acme"}
    assert unsealed({"client": "acme"}, "issued") == {"client": "acme"}
