"""Plain YAML is read line by line: it says what libyaml says, or nothing at all."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.core.document import Tree
from backoffice.formats.faults import UnreadableError
from backoffice.formats.frontmatter import read, tree_of
from backoffice.formats.layout import is_fronted, layout_of
from backoffice.formats.plain_yaml import DEEP, SHORT, Parsed, parse_plain
from backoffice.formats.text import text_of
from backoffice.formats.yaml_text import MAX_DEPTH, parse
from tests.formats.habits import TEXTS, sample

EXAMPLE = Path(__file__).parents[2] / "example-workspace"

# fmt: off
SAID: list[tuple[str, Tree]] = [
    ("",                                        None),
    ("# only a comment\n",                      None),
    ("a: b",                                    {"a": "b"}),
    ("a:  b c  \n\n  # that\nd: e # f\n",       {"a": "b c", "d": "e"}),
    ("a:\nb: # nothing\nc: ''\nd: \"\"\n",      {"a": None, "b": None, "c": "", "d": ""}),
    ("a: ' b '\nc: \"d: # e\" # f",             {"a": " b ", "c": "d: # e"}),
    ("a: 12:30\nb: http://x.eu:80/?q=1\n",      {"a": "12:30", "b": "http://x.eu:80/?q=1"}),
    ("a:\n  b:\n    c: d\n  e: f\ng: h\n",      {"a": {"b": {"c": "d"}, "e": "f"}, "g": "h"}),
    ("a:\n  - b\n  - c: d\n    e:\n  - f\n",    {"a": ["b", {"c": "d", "e": None}, "f"]}),
    ("a:\n- b\n-   c:\n    - d\n    e: f\ng:",  {"a": ["b", {"c": ["d"], "e": "f"}], "g": None}),
    ("- a: b\n  c:\n    d: e\n# f\n\n- a: g\n", [{"a": "b", "c": {"d": "e"}}, {"a": "g"}]),
    ("- a\n- 'b'\n",                            ["a", "b"]),
    ("  a: b\n  c: d\n",                        {"a": "b", "c": "d"}),
    (f"a: {'x' * SHORT}\n",                     {"a": "x" * SHORT}),
]
# fmt: on


@pytest.mark.parametrize(("text", "tree"), SAID)
def test_what_plain_lines_say(text: str, tree: Tree) -> None:
    plain = parse_plain(text)
    assert plain is not None
    assert plain.tree == tree
    assert plain == parse(text)


def test_the_lines_of_entries() -> None:
    assert parse_plain("# top\n- a: b\n  c:\n  - d\n\n- e\n") == Parsed([{"a": "b", "c": ["d"]}, "e"], [2, 6])


# fmt: off
OTHER = (
    "a: c#d",
    "a:\tb", "a: b\r\n", "a: |\n  b\n", "a: [b, c]", "a: {b: c}", "a: &b c", "a: *b", "a: !b c", "a: ? b", "a: b\n  c",
    "a: b\n  c: d", "a: b: c", "a: b:", "a: 'it''s'", 'a: "b\\n"', 'a: "b" c', "a: 'b'#c", "'a': b", "größe: b",
    "a b: c", "a: b\na: c", "<<: a", "- - a", "-", "- ", "- a\nb", "a: b\n- c", "a:\n    b: c\n  d: e", "- a: b\n c: d",
    "a:\n  - b\n - c", "a", "---\na: b", "%YAML 1.1", "? a\n: b", "a:\u00a0b", "a: -5", "=======",
    "".join(f"{' ' * depth}a:\n" for depth in range(DEEP + 1)),
)
# fmt: on


@pytest.mark.parametrize("text", OTHER)
def test_other_lines_are_left_to_libyaml(text: str) -> None:
    assert parse_plain(text) is None


def test_fields_after_an_empty_line_are_refused_on_both_ways() -> None:
    text = "\n---\na: b\n---\n"
    assert [each.code for each in read("a.md", text.encode()).diagnostics] == ["no-header"]
    with pytest.raises(UnreadableError, match="first line"):
        tree_of("a.md", text)


def test_nothing_is_read_that_is_too_deep() -> None:
    assert DEEP < MAX_DEPTH


VALUES = (
    "b", "b c", "12:30", "c#d", "e #f", "#g", "'h'", '"i: j"', "'k' # l", "m:", "n: o", "[p]", "- q", "-5", "ü", "",
)  # fmt: skip
MARKS = ("", "", "", "- ", "-   ", "- - ", "-")
NAMES = ("a: ", "b: ", "c:", "d: ", "e:  ", "f-1/x.y: ", "'g': ", "h i: ", "")
LINES = st.builds(
    lambda indent, mark, name, value: f"{' ' * indent}{mark}{name}{value}",
    st.sampled_from((0, 0, 0, 1, 2, 2, 3, 4)),
    st.sampled_from(MARKS),
    st.sampled_from(NAMES),
    st.sampled_from(VALUES) | st.sampled_from([text for text in TEXTS if "\n" not in text]),
)


def agree(text: str) -> None:
    plain = parse_plain(text)
    if plain is not None:
        assert plain == parse(text)


@settings(max_examples=300)
@given(st.lists(LINES, max_size=7))
def test_any_lines_say_the_same_to_libyaml_or_are_left_to_it(lines: list[str]) -> None:
    agree("\n".join(lines))


@given(st.text(st.sampled_from("ab:-# '\"\n\\[{&"), max_size=25))
def test_any_letters_say_the_same_to_libyaml_or_are_left_to_it(text: str) -> None:
    agree(text)


@given(st.integers(0, 2**40))
def test_any_habits_are_read_alike_or_left_to_libyaml(seed: int) -> None:
    written = sample(seed)
    text = written.raw.decode("utf-8-sig")
    layout = layout_of(written.path, text)
    agree(text[layout.start : layout.end])


def test_the_example_is_read_alike_and_most_of_it_here() -> None:
    plain = others = 0
    for path in sorted(EXAMPLE.rglob("*.*")):
        if path.suffix not in {".md", ".yaml"} or "templates" in path.parts:
            continue
        text = text_of(path.read_bytes())
        if is_fronted(path.name) and not text.startswith("---"):
            continue
        layout = layout_of(path.name, text)
        fields = text[layout.start : layout.end]
        agree(fields)
        if parse_plain(fields):
            plain += 1
        else:
            others += 1
    assert plain > 2 * others > 0
