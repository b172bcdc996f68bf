"""The reader of our own shape accepts nothing that the strict reader refuses, and reads the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.formats.faults import UnreadableError
from backoffice.vault import regular
from backoffice.vault import text as texts
from backoffice.vault.regular import IrregularError

PIECES = [
    "",
    "  ",
    "    ",
    "- ",
    "a:",
    "b:",
    '"a":',
    '"c d":',
    "_meta:",
    ' "x"',
    '"x"',
    '"\\""',
    '"\\n"',
    '"',
    " ",
    "#",
    "'",
    ":",
    "ä",
    "\u0308",
    "\t",
]
LINES = [
    "a:",
    "b:",
    '"a":',
    '"b":',
    "_meta:",
    "_trash:",
    'a: "x"',
    'b: "\\n\\t\\\\"',
    '"c": "ü"',
    '- "x"',
    '- a: "y"',
    "- b:",
    '""',
    '"":',
    '"u\u0308": "x"',
    '"\x07"',
]

soups = st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), max_size=6).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)
stacks = st.lists(
    st.tuples(st.sampled_from(["", "  ", "    ", "      "]), st.sampled_from(LINES)).map("".join), max_size=8
).map(lambda lines: "".join(f"{line}\n" for line in lines))


@settings(max_examples=300)
@given(st.one_of(soups, stacks))
def test_what_it_accepts_means_the_same_to_the_strict_reader(text: str) -> None:
    require_same(text)


@pytest.mark.proof
@settings(max_examples=10_000)
@given(st.one_of(soups, stacks))
def test_what_it_accepts_means_the_same_to_the_strict_reader_of_many(text: str) -> None:
    require_same(text)


def require_same(text: str) -> None:
    try:
        quick = regular.parse(text)
    except IrregularError:
        return
    assert texts.strict(text or "{}") == quick


@pytest.mark.parametrize(
    "text",
    [
        'a: "x"',
        "a: x\n",
        ' a: "x"\n',
        'a: "x"\na: "y"\n',
        'a:\n    b: "x"\n',
        'a: "x"\n  b: "y"\n',
        '- "x"\n',
        'a:\n  "x"\n',
        'a: "\\x41"\n',
        'a: "x" # comment\n',
        '"u\u0308": "x"\n',
        'a: "\x1b"\n',
        'a:\r\n  b: "x"\r\n',
    ],
)
def test_everything_else_is_left_to_the_strict_reader(text: str) -> None:
    with pytest.raises(IrregularError):
        regular.parse(text)


EVERY_FORM = """\
_meta:
  rev: "1"
"a b":
  tags:
    - "x"
    - "y"
  empty:
_trash:
  "n":
    - d: "1"
      c:
        "q": "\\""
    - d: "2"
"""


def test_every_form_of_line_is_read() -> None:
    expected = {
        "_meta": {"rev": "1"},
        "a b": {"tags": ["x", "y"], "empty": None},
        "_trash": {"n": [{"d": "1", "c": {"q": '"'}}, {"d": "2"}]},
    }
    assert regular.parse(EVERY_FORM) == texts.strict(EVERY_FORM) == expected


def test_the_strict_reader_answers_for_what_is_wrong() -> None:
    with pytest.raises(UnreadableError, match="a is already there on line 1"):
        texts.whole('a: "x"\na: "y"\n')
