"""What a file says is text until a field decides: values as written, bodies, entries of lists, and their places."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document, FieldPath, Tree
from backoffice.formats import yaml_text
from backoffice.formats.frontmatter import read
from backoffice.formats.yaml_text import parse
from tests.formats.habits import TEXTS, sample
from tests.formats.test_edit_changes_nothing_else import told, witnessed

# What YAML programs make of forty scalars, and what we keep: exactly what is written.
# fmt: off
AS_WRITTEN = (
    "NO", "no", "No", "yes", "Yes", "on", "off", "y", "n", "true", "FALSE", "~", "null", "Null", "0123", "0o17",
    "0x1F", "0b11", "1_000", "10.10", "1e9", "1e999999", "-0", "+49301234", "1:30", "12:30:45", "190:20:30", ".5",
    "5.", ".inf", "-.INF", ".nan", "=", "2026-03-04", "2026-1-5", "2026-02-30", "2026-03-04T10:00:00Z", "১২", "1,5",
    "1767571200", "09",
)
# fmt: on


@pytest.mark.parametrize("text", AS_WRITTEN)
def test_a_scalar_stays_as_it_is_written(text: str) -> None:
    for written in (text, f"'{text}'", f'"{text}"'):
        assert parse(f"a: {written}").tree == {"a": text}
        assert parse(f"- {written} # that\n").tree == [text]


# fmt: off
SAID: list[tuple[str, Tree]] = [
    ("",                                None),
    ("# only a comment\n",              None),
    ("---\n",                           None),
    ("a:",                              {"a": None}),
    ("a: # nothing\nb: ''",             {"a": None, "b": ""}),
    ("a: ''\nb: \"\"\nc: |\n",          {"a": "", "b": "", "c": ""}),
    ("a: [x, {b: , c: ''}]",            {"a": ["x", {"b": None, "c": ""}]}),
    ("-\n- x\n",                        [None, "x"]),
    ("{}",                              {}),
    ("[]",                              []),
    ("a: one\n  two",                   {"a": "one two"}),
    ("a: 'it''s'",                      {"a": "it's"}),
    ('a: "x\\ty \\u00fc \\\n  z"',      {"a": "x\ty ü z"}),
    ("a: |\n  one\n\n  two\n\n",        {"a": "one\n\ntwo\n"}),
    ("a: |+\n  one\n\n",                {"a": "one\n\n"}),
    ("a: |-\r\n  one\r\n  two\r\n",     {"a": "one\ntwo"}),
    ("a: >-\n  one\n  two\n",           {"a": "one two"}),
    ("a: x # net\nb: x#y\n",            {"a": "x", "b": "x#y"}),
    ("a: http://x.eu:80/?q=1#f",        {"a": "http://x.eu:80/?q=1#f"}),
    ("? a\n: b\n",                      {"a": "b"}),
    ("'<<': a",                         {"<<": "a"}),
    ("größe: ü",                        {"größe": "ü"}),
    ("content: a\nhandler: b",          {"content": "a", "handler": "b"}),
    ("---\na: 1\n...\n",                {"a": "1"}),
]
# fmt: on


@pytest.mark.parametrize(("text", "tree"), SAID)
def test_a_text_says(text: str, tree: Tree) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(("text", "tree"), SAID)
def test_the_parser_in_python_agrees_where_libyaml_is_missing(
    text: str, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_text, "_LOADER", yaml.BaseLoader)
    assert parse(text).tree == tree


def test_twenty_levels_are_read() -> None:
    assert str(parse("[" * 20 + "]" * 20).tree) == "[" * 20 + "]" * 20


@given(st.integers(0, 2**40))
def test_pyyaml_reads_the_same_from_files_of_all_habits(seed: int) -> None:
    written = sample(seed)
    reading = read(written.path, written.raw)
    trees = [dict(document.fields) for document in reading.documents]
    assert reading.diagnostics == ()
    assert trees == (written.tree if isinstance(written.tree, list) else [written.tree])
    assert witnessed(written.tree) == told(written.raw, written.path)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30))
def test_any_text_is_read_as_pyyaml_reads_it_or_refused(text: str) -> None:
    reading = read("a.yaml", text.encode())
    if not reading.diagnostics:
        assert [witnessed(dict(each.fields)) for each in reading.documents] in (
            told(text.encode(), "a.yaml"),
            [told(text.encode(), "a.yaml")],
        )


# ── Files ──


def only(path: str, text: str) -> Document:
    reading = read(path, text.encode())
    assert reading.diagnostics == ()
    (document,) = reading.documents
    return document


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("space", ["", "  \t"])
def test_front_matter_is_read_whatever_the_editor_left(start: str, line_end: str, space: str) -> None:
    text = f"{start}---{space}\nname: Acme\nnote: |\n  one\n  two\n---{space}\n\nFirst.\n\n---\nSecond.\n\n"
    document = only("clients/acme.md", text.replace("\n", line_end))
    assert document._replace(locate=None) == Document(
        Location("clients/acme.md", 1), {"name": "Acme", "note": "one\ntwo\n"}, "First.\n\n---\nSecond."
    )


@pytest.mark.parametrize("text", ["---\n---\n", "---\n---", "---\n# none\n---\n"])
def test_a_header_may_have_no_fields(text: str) -> None:
    document = only("a.md", text)
    assert document.fields == {}
    assert document.at(("name",)) == Location("a.md", 1)


def test_a_yaml_file_is_one_document_or_many() -> None:
    assert only("a.yaml", "# top\nname: Acme\n")._replace(locate=None) == Document(
        Location("a.yaml", 1), {"name": "Acme"}
    )
    entries = read(
        "time.yaml", b"# November\n- day: 1\n  for: acme\n\n-\n  # the second\n  day: 2\n- {day: 3}\n"
    ).documents
    assert [(each.where.line, each.fields["day"]) for each in entries] == [(2, "1"), (7, "2"), (8, "3")]
    assert read("time.yaml", b"[]\n").documents == ()


# ── Places ──

PLACED = """---
# a comment
name: Acme
größe:   "ü"
empty:
address:
  city: Wien
lines:
- text: one
  price: 1
-   {text: two, price: 2, tags: [a, b]}
---
"""
# fmt: off
PLACES: list[tuple[FieldPath, str, str]] = [
    # field                        its value        its name
    (("name",),                    "f.md:3:7",      "f.md:3:1"),
    (("größe",),                   "f.md:4:10",     "f.md:4:1"),
    (("empty",),                   "f.md:5:1",      "f.md:5:1"),
    (("address", "city"),          "f.md:7:9",      "f.md:7:3"),
    (("lines", 0, "price"),        "f.md:10:10",    "f.md:10:3"),
    (("lines", 1, "price"),        "f.md:11:24",    "f.md:11:17"),
    (("lines", 1, "tags", 1),      "f.md:11:37",    "f.md:11:37"),
    (("lines", 0),                 "f.md:9:3",      "f.md:9:3"),
    # what is not there is shown at what it should be in
    (("due",),                     "f.md:3:1",      "f.md:3:1"),
    (("address", "country"),       "f.md:7:3",      "f.md:7:3"),
    (("address", "country", "x"),  "f.md:7:3",      "f.md:7:3"),
    (("lines", 1, "text", "x"),    "f.md:11:12",    "f.md:11:12"),
    (("lines", 7, "text"),         "f.md:9:1",      "f.md:9:1"),
    (("lines", "text"),            "f.md:9:1",      "f.md:9:1"),
    ((),                           "f.md:3:1",      "f.md:3:1"),
]
# fmt: on


@pytest.mark.parametrize(("field", "value", "name"), PLACES)
def test_the_place_of_a_field(field: FieldPath, value: str, name: str) -> None:
    document = only("f.md", PLACED)
    assert (str(document.at(field)), str(document.at(field, name=True))) == (value, name)


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_places_do_not_depend_on_line_ends(start: str, line_end: str) -> None:
    document = only("f.md", start + PLACED.replace("\n", line_end))
    assert str(document.at(("lines", 1, "price"))) == "f.md:11:24"


def test_the_place_of_a_field_of_an_entry() -> None:
    second = read("f.yaml", b"- a: 1\n- a: 2\n  b: 3\n").documents[1]
    assert str(second.at(("b",))) == "f.yaml:3:6"
    assert str(second.at(("c",))) == "f.yaml:2:3"


def test_the_generator_of_texts_knows_what_it_is_for() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 40
    assert len(set(AS_WRITTEN)) >= 40
