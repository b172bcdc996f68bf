"""What holds for the lists of all kinds."""

import pytest

from backoffice.core.kind import Kind
from backoffice.kinds import KINDS, kind_of

NAMED_LIKE_ANOTHER = {
    "answer": "quote",
    "sending": "contract",
    "termination": "contract",
    "void": "invoice",
    "withdrawal": "contract",
    "write-off": "invoice",
}
"""Kinds whose records stand beside one of another kind, at most one for each, under its name."""


@pytest.mark.parametrize("kind", [kind_of(name.replace("_", "-")) for name in KINDS], ids=lambda kind: kind.noun)
def test_a_row_of_a_list_names_its_record(kind: Kind) -> None:
    names = {column.name for column in kind.columns}
    assert kind.single or names & {"id", "number", NAMED_LIKE_ANOTHER.get(kind.noun, "id")}
