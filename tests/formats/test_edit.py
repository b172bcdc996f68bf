# ruff: noqa: E501 - tables are wide
"""The surgical editor: one field changes, is added or taken out; everything else stays as it was written."""

from itertools import product

import pytest

from backoffice.core.document import FieldPath, Tree
from backoffice.core.errors import RefusedError
from backoffice.formats.edit import add_text, append_entry, set_field
from backoffice.formats.frontmatter import read

INVOICE = """---
# Sent by Ana
client:   acme     # since 2019
due: "2026-03-04"
note: 'it''s'
paid: no
order:
seller: {name: Acme, city: }
address:   # where it goes
    city: Wien
    # no street
    zip: 0123

lines:
- text: Design   # flat
  price: 800.00

  # the second
- price: 10.10
  text: |   # long
    one
    two

tags: [a, b]
---

Thanks!
"""

# fmt: off
CHANGES: list[tuple[FieldPath, Tree, str, str]] = [
    # a value: in the place and the style of the old one
    (("client",), "beta",        "client:   acme     # since 2019",  "client:   beta     # since 2019"),
    (("client",), "a: b",        "client:   acme     # since 2019",  'client:   "a: b"     # since 2019'),
    (("client",), "",            "client:   acme     # since 2019",  'client:   ""     # since 2019'),
    (("client",), " x ",         "client:   acme     # since 2019",  'client:   " x "     # since 2019'),
    (("client",), 'say "hi"',    "client:   acme     # since 2019",  'client:   say "hi"     # since 2019'),
    (("client",), '"hi"',        "client:   acme     # since 2019",  "client:   '\"hi\"'     # since 2019"),
    (("client",), "one\ntwo",    "client:   acme     # since 2019",  "client: |-     # since 2019\n  one\n  two"),
    (("client",), {"id": "x"},   "client:   acme     # since 2019",  "client:     # since 2019\n    id: x"),
    (("client",), ["x", "y z"],  "client:   acme     # since 2019",  "client:     # since 2019\n- x\n- y z"),
    (("client",), [],            "client:   acme     # since 2019",  "client: []     # since 2019"),
    (("due",), "2026-04-04",     'due: "2026-03-04"',                'due: "2026-04-04"'),
    (("due",), 'a "b"\n',        'due: "2026-03-04"',                'due: |\n  a "b"'),
    (("note",), "they're",       "note: 'it''s'",                    "note: 'they''re'"),
    (("paid",), "yes",           "paid: no",                         "paid: yes"),
    (("order",), "PO-7",         "order:",                           "order: PO-7"),
    (("order",), "0123",         "order:",                           'order: "0123"'),
    (("order", "po", 0), "7",    "order:",                           "order:\n    po:\n    - 7"),
    # inside groups, lists and brackets
    (("seller", "name"), "B, C", "seller: {name: Acme, city: }",     'seller: {name: "B, C", city: }'),
    (("seller", "city"), "Graz", "seller: {name: Acme, city: }",     "seller: {name: Acme, city: Graz }"),
    (("seller", "zip"), "8010",  "seller: {name: Acme, city: }",     "seller: {name: Acme, city: , zip: 8010 }"),
    (("seller", "name"), None,   "seller: {name: Acme, city: }",     "seller: {city: }"),
    (("seller", "city"), None,   "seller: {name: Acme, city: }",     "seller: {name: Acme }"),
    (("seller", "city", "x"), "1", "seller: {name: Acme, city: }",   "seller: {name: Acme, city: {x: 1} }"),
    (("address", "city"), "Graz", "    city: Wien",                  "    city: Graz"),
    (("address", "city"), None,  "    city: Wien\n",                 ""),
    (("address", "land"), "AT",  "    zip: 0123\n",                  "    zip: 0123\n    land: AT\n"),
    (("address",), "Wien",       "address:   # where it goes\n    city: Wien\n    # no street\n    zip: 0123",
                                 "address: Wien   # where it goes"),
    (("address",), {"city": "Graz", "zip": "0123"}, "    city: Wien", "    city: Graz"),
    (("lines", 0, "price"), "9", "  price: 800.00",                  "  price: 9"),
    (("lines", 0, "tax"), "S",   "  price: 800.00",                  "  price: 800.00\n  tax: S"),
    (("lines", 1, "price"), None, "- price: 10.10\n  text",          "- text"),
    (("lines", 0, "text"), None, "- text: Design   # flat",          "-    # flat"),
    (("lines", 1, "text"), "x",  "  text: |   # long\n    one\n    two", "  text: x   # long"),
    (("lines", 1, "text"), "a\nb", "  text: |   # long\n    one\n    two", "  text: |-   # long\n    a\n    b"),
    (("lines", 1, "tax"), "S",   "    two\n",                        "    two\n  tax: S\n"),
    (("lines", 2), {"text": "x", "price": "1"}, "    two\n",         "    two\n- text: x\n  price: 1\n"),
    (("lines", 0), None,         "- text: Design   # flat\n  price: 800.00\n", ""),
    (("tags", 0), "c",           "tags: [a, b]",                     "tags: [c, b]"),
    (("tags", 2), "c",           "tags: [a, b]",                     "tags: [a, b, c]"),
    (("tags", 0), None,          "tags: [a, b]",                     "tags: [b]"),
    (("tags",), ["a"],           "tags: [a, b]",                     "tags: [a]"),
    (("tags",), None,            "tags: [a, b]\n",                   ""),
    (("terms",), "14 days",      "tags: [a, b]\n",                   "tags: [a, b]\nterms: 14 days\n"),
    (("terms",), {"a": ["x", {"b": "NO", "c": []}]}, "tags: [a, b]\n",
                                 'tags: [a, b]\nterms:\n    a:\n    - x\n    - b: "NO"\n      c: []\n'),
]
# fmt: on


@pytest.mark.parametrize(("field", "value", "old", "new"), CHANGES)
def test_a_field_changes_where_it_stands(field: FieldPath, value: Tree, old: str, new: str) -> None:
    after = INVOICE.replace(old, new, 1)
    assert after != INVOICE
    for start, line_end in product(("", "\ufeff"), ("\n", "\r\n")):
        before, wanted = ((start + text).replace("\n", line_end).encode() for text in (INVOICE, after))
        assert set_field(before, "f.md", field, value) == wanted


# fmt: off
FILES: list[tuple[str, str, FieldPath, Tree, str]] = [
    # form and ends of files
    ("f.yaml", "a: 1",                   ("a",), "2",              "a: 2"),
    ("f.yaml", "a: 1",                   ("b",), "2",              "a: 1\nb: 2"),
    ("f.yaml", "a: 1\r\nb: 2",           ("b",), None,             "a: 1\r\n"),
    ("f.yaml", "a: 1 # x",               ("a",), None,             "{} # x"),
    ("f.yaml", "{}\n",                   ("a", "b"), "1",          "a:\n  b: 1\n"),
    ("f.yaml", "--- # all\na: 1\n...\n", ("b",), "2",              "--- # all\na: 1\nb: 2\n...\n"),
    ("f.yaml", "{a: 1, b: 2} # x\n",     ("a",), None,             "{b: 2} # x\n"),
    ("f.yaml", "{a, b: 2}\n",            ("a",), "1",              "{a: 1, b: 2}\n"),
    ("f.yaml", "{a}\n",                  ("b",), "1",              "{a, b: 1}\n"),
    ("f.yaml", "x: [{ }]\n",             ("x", 0, "a"), "1",       "x: [{a: 1}]\n"),
    ("f.yaml", "x: [{a: 1}]\n",          ("x", 0, "a"), None,      "x: [{}]\n"),
    ("f.md", "---\n---\nx",              ("a",), "1",              "---\na: 1\n---\nx"),
    ("f.md", "---\r\n---\r\n",           ("a",), ["x"],            "---\r\na:\r\n  - x\r\n---\r\n"),
    ("f.md", "---\na: 1\n---",           ("a",), None,             "---\n{}\n---"),
    ("f.md", "---\na: 1\n--- \n---\nb: 2", ("b",), "1",            "---\na: 1\nb: 1\n--- \n---\nb: 2"),
    # lists of entries
    ("f.yaml", "- a: 1\n",               (0, "a"), "2",            "- a: 2\n"),
    ("f.yaml", "- a: 1",                 (1,), {"a": "2"},         "- a: 1\n- a: 2"),
    ("f.yaml", "-\n  a: 1\n  b: 2\n",    (0, "a"), None,           "-\n  b: 2\n"),
    ("f.yaml", "- a: 1\n-\n  # -\n  b: 1\n", (1,), None,           "- a: 1\n"),
    ("f.yaml", "- a: 1\n# end\n",        (0,), None,               "[]\n# end\n"),
    ("f.yaml", "x:\n- - c\n  - d\n",    ("x", 0, 0), None,        "x:\n- - d\n"),
    ("f.yaml", "x:\n- - c\n  - d\n",    ("x", 0, 1), "x: y",      'x:\n- - c\n  - "x: y"\n'),
    ("f.yaml", "- x: a # c\n",           (0, "x"), {"k": "v"},     "- x: # c\n    k: v\n"),
    ("f.yaml", "k:\n- a # c\n- b: 1\n",   ("k", 0), {"x": "1", "z": "2"}, "k:\n- x: 1 # c\n  z: 2\n- b: 1\n"),
    ("f.yaml", "x:\n- a\n-\n- b\n",      ("x", 1), "c",            "x:\n- a\n- c\n- b\n"),
    ("f.yaml", "x:\n- a\n- # c\n",       ("x", 2), "d",            "x:\n- a\n- # c\n- d\n"),
    # texts of several lines
    ("f.yaml", "a: |+\n  x\n\nb: 1\n",   ("a",), None,             "b: 1\n"),
    ("f.yaml", "a: 1\nb: |+\n  x\n\n",   ("c",), "2",              "a: 1\nb: |+\n  x\n\nc: 2\n"),
    ("f.yaml", "a: |\n  x\n\n# c\nb: 1", ("a",), "z",              "a: z\n\n# c\nb: 1"),
    ("f.yaml", "a: |2 # c\n   x\nb: 1",  ("a",), "z",              "a: z # c\nb: 1"),
    ("f.yaml", "a:\n  one\n  two # c\n", ("a",), "y",              "a:\n  y # c\n"),
    ("f.yaml", "a: # c\n  one\n",        ("a",), ["z"],            "a: # c\n  - z\n"),
    ("f.yaml", 'a: "one\n  two" # c\n',  ("a",), "y",              'a: "y" # c\n'),
    ("f.yaml", "a: 1",                   ("a",), "x\n",            'a: "x\\n"'),
    ("f.yaml", "a: 1\n",                 ("a",), "x\n",            "a: |\n  x\n"),
    ("f.yaml", "a: 1\n",                 ("a",), "x\n\n",          "a: |+\n  x\n\n"),
    ("f.yaml", "a: 1\n",                 ("a",), "\nx",            'a: "\\nx"\n'),
    ("f.yaml", "a: 'b'\n",               ("a",), "x\ny\tz",        "a: |-\n  x\n  y\tz\n"),
    ("f.yaml", "a: ['b']\n",             ("a", 0), "x\ny",         'a: ["x\\ny"]\n'),
    ("f.yaml", "a: ['b']\n",             ("a", 0), ["w", "z"],     "a: [[w, z]]\n"),
    ("f.yaml", "a: ['b']\n",             ("a", 1), {"z": ""},      "a: ['b', {z: \"\"}]\n"),
    # nothing to do
    ("f.yaml", "a:  1 # x\n",            ("a",), "1",              "a:  1 # x\n"),
    ("f.yaml", "a:  1 # x\n",            ("b",), None,             "a:  1 # x\n"),
    ("f.yaml", "a:  1 # x\n",            ("b", "c"), None,         "a:  1 # x\n"),
    ("f.yaml", "a: [{b: 1}]\n",          ("a", 1, "b"), None,      "a: [{b: 1}]\n"),
    # many changes in one value
    ("f.yaml", "a: {x: 1, y: 2, z: 3}\n", ("a",), {"y": "2"},      "a: {y: 2}\n"),
    ("f.yaml", "a:\n- x: 1 # c\n  y: 2\n  z: 3\n", ("a",), [{"z": "3"}], "a:\n-  # c\n  z: 3\n"),
    ("f.yaml", "a:\n  x: 1 # c\n  y: 2\n", ("a",), {"x": "2", "z": "3"}, "a:\n  x: 2 # c\n  z: 3\n"),
    ("f.yaml", "a: [1, 2, 3, 4]\n",      ("a",), ["1", "4"],       "a: [1, 4]\n"),
    ("f.yaml", "a: [1, 2, 3]\n",         ("a",), ["3", "1"],       "a: [3, 1]\n"),
    ("f.yaml", "a: [1]\n",               ("a",), ["1", "2", "3"],  "a: [1, 2, 3]\n"),
    ("f.yaml", "a:\n- 1\n",              ("a",), [None, "2", []],  "a:\n-\n- 2\n- []\n"),
    ("f.yaml", "a: {x: 1}\n",            ("a",), {"x": None},      "a: {x: }\n"),
    ("f.yaml", "a:\n  x: 1 # c\n",       ("a",), {"x": None},      "a:\n  x: # c\n"),
]
# fmt: on


@pytest.mark.parametrize(("path", "before", "field", "value", "after"), FILES)
def test_files_of_all_forms(path: str, before: str, field: FieldPath, value: Tree, after: str) -> None:
    assert set_field(before.encode(), path, field, value).decode() == after


# fmt: off
REFUSED: list[tuple[str, str, FieldPath, Tree, str]] = [
    ("f.md", "name: Acme\n",         ("name",), "x",       "f.md cannot be changed as it is"),
    ("f.yaml", "a: 1\na: 2\n",       ("a",), "3",          "f.yaml cannot be changed as it is"),
    ("f.yaml", "- a\n- b: 1\n",      (1, "b"), "3",        "f.yaml cannot be changed as it is"),
    ("f.yaml", "a: 1\n",             ("a", "b"), "x",      "there is no place for 'b' there"),
    ("f.yaml", "a: 1\n",             ("a", 0), "x",        "there is no place for 0 there"),
    ("f.yaml", "a: [1]\n",           ("a", 2), "x",        "there is no place for 2 there"),
    ("f.yaml", "a: [1]\n",           ("a", -1), "x",       "there is no place for -1 there"),
    ("f.yaml", "a: [1]\n",           ("a", "x"), "x",      "there is no place for 'x' there"),
    ("f.yaml", "a: {b: 1}\n",        ("a", 0), "x",        "there is no place for 0 there"),
    ("f.yaml", "a: 1\n",             ("a",), "x\x1b",      "f.yaml was not changed: it could not be read afterwards: the invisible character U+001B ESCAPE is not allowed"),
    ("f.yaml", "a: 1\n",             ("a",), "\ud800",     "f.yaml was not changed: it could not be read afterwards: byte 0xed at offset 3 is not UTF-8"),
    ("f.yaml", "a: [1, # x\n 2]\n",  ("a", 1), None,       "a comment stands between the entries"),
    ("f.yaml", "a: [b: 1]\n",        ("a", 0, "c"), "1",   "f.yaml was not changed: it is written in a way that cannot be changed without touching anything else"),
    ("f.yaml", "a: 1\n? b\n: c\n",     ("b",), None,        "f.yaml was not changed: it could not be read afterwards: a field needs a name, which is a single text"),
    ("f.yaml", "a: [1]\n",           ("a", 1), [None],     "f.yaml was not changed: it is written in a way that cannot be changed without touching anything else"),
]
# fmt: on


@pytest.mark.parametrize(("path", "before", "field", "value", "why"), REFUSED)
def test_what_cannot_be_done_safely_is_refused(path: str, before: str, field: FieldPath, value: Tree, why: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        set_field(before.encode(), path, field, value)
    assert refusal.value.message == why
    assert refusal.value.hint


def test_a_refusal_of_an_unreadable_file_shows_what_is_wrong_with_it() -> None:
    with pytest.raises(RefusedError) as refusal:
        set_field(b"a: 1\na: 2\n", "f.yaml", ("a",), "3")
    assert [str(each) for each in refusal.value.diagnostics] == [
        "f.yaml:2:1: error: a is already there on line 1 [duplicate-key]"
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a: 1\n", "- a: 1\n- b: 2\n"),
        ("[]", "- {b: 2}"),
        ("- {a: 1}\n", "- {a: 1}\n- {b: 2}\n"),
        ("- a: 1\r\n# end", "- a: 1\r\n- b: 2\r\n# end"),
    ],
)
def test_an_entry_is_appended_to_a_list(before: str, after: str) -> None:
    assert append_entry(before.encode(), "f.yaml", {"b": "2"}).decode() == after


def test_an_entry_is_not_appended_to_anything_else() -> None:
    with pytest.raises(RefusedError, match="there is no place for 0 there"):
        append_entry(b"a: 1\n", "f.yaml", {"b": "2"})


# fmt: off
TEXTS: list[tuple[str, str, str, str]] = [
    ("f.md",   "---\na: 1\n---\n",               "- x\n",          "---\na: 1\n---\n- x\n"),
    ("f.md",   "---\na: 1\n---",                 "- x",            "---\na: 1\n---\n- x\n"),
    ("f.md",   "---\r\na: 1\r\n---\r\ny",        "- x\n- y",       "---\r\na: 1\r\n---\r\ny\r\n- x\r\n- y\r\n"),
    ("f.md",   "\ufeff---\na: 1\n---\ny\n",      "\nx\r\nz\n",     "\ufeff---\na: 1\n---\ny\n\nx\nz\n"),
    ("f.yaml", "- a: 1\n",                       "- b: 2",         "- a: 1\n- b: 2\n"),
    ("f.yaml", "a: 1\n",                         "b: 2",           "a: 1\nb: 2\n"),
    ("f.yaml", "a: 1\n",                         "# b",            "a: 1\n# b\n"),
]
# fmt: on


@pytest.mark.parametrize(("path", "before", "text", "after"), TEXTS)
def test_text_is_added_on_lines_of_its_own(path: str, before: str, text: str, after: str) -> None:
    assert add_text(before.encode(), path, text).decode() == after
    assert read(path, after.encode()).diagnostics == ()


@pytest.mark.parametrize(
    ("path", "before", "text"),
    [
        ("f.md", "---\na: 1\n---\n", "<<<<<<< HEAD"),
        ("f.yaml", "a: 1\n", "  more of it"),
        ("f.yaml", "- a: 1\n", "  b: 2"),
        ("f.yaml", "[]\n", "x: 1"),
        ("f.md", "no header\n", "x"),
    ],
)
def test_text_that_would_change_a_field_or_the_reading_is_refused(path: str, before: str, text: str) -> None:
    with pytest.raises(RefusedError):
        add_text(before.encode(), path, text)
