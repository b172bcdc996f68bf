"""Plain YAML, read line by line: what libyaml reads in it, or nothing at all."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backoffice.formats.faults import UnreadableError
from backoffice.formats.layout import is_fronted, layout_of
from backoffice.formats.plain_yaml import DEEP, parse_plain
from backoffice.formats.text import text_of
from backoffice.formats.yaml_text import parse
from tests.playground import REPOSITORY

READ = [
    ("name: Acme GmbH", {"name": "Acme GmbH"}),
    ("name:   Acme GmbH   # since 2024", {"name": "Acme GmbH"}),
    ("site: https://acme.example:8080/a", {"site": "https://acme.example:8080/a"}),
    ("a: 'x: #1'\nb: \"-\"\nc: ''", {"a": "x: #1", "b": "-", "c": ""}),
    ("a:\n\nb: ~", {"a": None, "b": "~"}),
    ("a:\n# none yet\nb: no", {"a": None, "b": "no"}),
    ("a:\n  b: 1\n  c:\n    d: 2\ne: 3", {"a": {"b": "1", "c": {"d": "2"}}, "e": "3"}),
    ("a:\n- 1\n- 2\nb: 3", {"a": ["1", "2"], "b": "3"}),
    ("a:\n  - b: 1\n    c: 2\n  -   d: 3\n      e: 4", {"a": [{"b": "1", "c": "2"}, {"d": "3", "e": "4"}]}),
    ("- a: 1\n- b", [{"a": "1"}, "b"]),
    ("", None),
    ("# nothing", None),
]


@pytest.mark.parametrize(("text", "tree"), READ)
def test_simple_lines_are_read(text: str, tree: object) -> None:
    parsed = parse_plain(text)
    assert (parsed.tree if parsed else None) == tree


OTHER = [
    "a: 1\na: 2",
    "a: {b: 1}",
    "a: [1, 2]",
    "a: |\n  text",
    "a: one\n  two",
    "a: &x 1",
    "a: -5",
    'a: "one\\ntwo"',
    "a: 'it''s'",
    "a:\tb",
    "a: 1\r\nb: 2",
    "a: b: c",
    "a: b:",
    "text",
    "? a",
    "- - a",
    "-",
    "  a: 1\n b: 2",
    "a: 1\n  b: 2",
    "a:\n  - 1\n - 2",
    "a b: 1",
    "a #b: 1",
    "\n".join(" " * at + "a:" for at in range(DEEP + 1)),
]


@pytest.mark.parametrize("text", OTHER)
def test_everything_else_is_left_to_libyaml(text: str) -> None:
    assert parse_plain(text) is None


def fields_of(path: Path) -> str:
    text = text_of(path.read_bytes())
    layout = layout_of(path.name, text)
    return text[layout.start : layout.end]


FILES = [path for path in sorted((REPOSITORY / "example-workspace").rglob("*.*")) if path.suffix in {".md", ".yaml"}]


def test_most_files_are_plain_and_say_what_libyaml_reads() -> None:
    texts = [fields_of(path) for path in FILES if not is_fronted(path.name) or path.read_bytes().startswith(b"---")]
    plain = [(parsed, parse(text)) for text in texts if (parsed := parse_plain(text))]
    assert [one for one, other in plain if one != other] == []
    assert len(plain) > len(texts) / 2


LINES = st.sampled_from(
    ["a: 1", "b:", "  c: two words", "  d:", "- e", "- f: 3", "  - g", "    h: 4", "# i", "", "    - j: 5"]
)
ODD = (
    *(" ", "  ", ":", ": ", " #", "#", "-", "- ", "'", '"', "0", "~", "!", "&", "*", "|", ">", "%", "@", "`", "{", "}"),
    *(
        "[",
        "]",
        ",",
        "?",
        "...",
        "---",
        "<<",
        "=",
        "é",
        "\u2028",
        "\x85",
        "\u00a0",
        "😀",
        "\\",
        "/",
        "null",
        "\n",
        "\n  ",
    ),
)


@st.composite
def nearly_plain(draw: st.DrawFn) -> str:
    """Draw a text of plain lines, with something odd at a few places."""
    text = "\n".join(draw(st.lists(LINES, max_size=8)))
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from(ODD)) + text[at:]
    return text


@given(nearly_plain())
@example("  - client/zahnaerzte-am-speicher")
@example("0")
@example("d\n\nate: 2025-03-14")
def test_whatever_is_read_is_what_libyaml_reads(text: str) -> None:
    parsed = parse_plain(text)
    with suppress(UnreadableError):  # what is refused before anybody reads it
        text_of(text.encode())
        if parsed:
            assert parsed == read_by_libyaml(text)


def read_by_libyaml(text: str) -> object:
    try:
        return parse(text)
    except UnreadableError as refused:
        return refused
