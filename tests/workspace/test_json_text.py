"""Our own JSON is the standard library's, in the few forms that we keep."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backoffice.workspace.json_text import listed, parsed, written

VALUES: some.SearchStrategy[Any] = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)


@given(VALUES)
def test_what_is_written_is_read_again_by_us_and_by_others(value: object) -> None:
    text = written(value)
    assert parsed(text) == value == json.loads(text)
    assert text == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@given(some.lists(some.text(some.characters())))
def test_a_list_of_names_of_files_is_ascii(names: list[str]) -> None:
    assert listed(names).isascii()
    assert parsed(listed(names)) == names == json.loads(listed(names))


def test_names_that_are_no_unicode() -> None:
    assert json.loads(listed(["caf\udce9"])) == ["caf\udce9"]


@pytest.mark.parametrize("text", ["", "[1", "[1] 2", "{1: 2}", "nothing"])
def test_what_we_have_not_written(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parsed(text)
