"""The words around what was found."""

import pytest

from backoffice.core.context import around

LONG = "This is a rather long line about many things, in the middle of which the Müller catalogue stands, and goes on."


@pytest.mark.parametrize(
    ("texts", "words", "expected"),
    [
        (["Acme GmbH", "Lamp catalogue"], ["lamp"], "Lamp catalogue"),
        (["Lamp", "first line\nLamp catalogue, spring"], ["lamp", "catalogue"], "Lamp catalogue, spring"),
        (["nothing here"], ["lamp"], ""),
        ([], ["lamp"], ""),
        ([LONG], ["muller", "catalog"], "…middle of which the Müller catalogue stands, and goes on."),
        ([LONG], ["rather"], "This is a rather long line about many things, in the middle…"),
        ([LONG], ["stands"], "…middle of which the Müller catalogue stands, and goes on."),
        ([LONG.replace("Müller catalogue", "Müller/catalogue-x")], ["catalogue"], None),
    ],
)
def test_the_best_line_is_cut_to_what_was_found(texts: list[str], words: list[str], expected: str | None) -> None:
    found = around(texts, words)
    assert len(found) <= 62
    if expected is not None:
        assert found == expected
