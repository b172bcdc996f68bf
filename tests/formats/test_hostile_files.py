# ruff: noqa: E501 - tables are wide
"""Files that must not be believed: each is refused in one line that says where and why, and nothing is read from it."""

import pytest

from backoffice.formats.frontmatter import read

BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n" for level in range(1, 9))


def front(fields: str) -> bytes:
    return f"---\n{fields}---\nNotes\n".encode()


# fmt: off
FILES: dict[str, tuple[bytes, str]] = {
    # the frame
    "no header":        (b"name: Acme\n",                  "f.md:1:1: error: the first line should be --- [no-header]"),
    "empty file":       (b"",                              "f.md:1:1: error: the first line should be --- [no-header]"),
    "blank line first": (b"\n---\nname: a\n---\n",         "f.md:1:1: error: the first line should be --- [no-header]"),
    "unclosed header":  (b"---\nname: Acme\n\nNotes\n",    "f.md:1:1: error: the fields never end [unclosed-header]"),
    "only a line":      (b"---\n",                         "f.md:1:1: error: the fields never end [unclosed-header]"),
    "unclosed, BOM":    (b"\xef\xbb\xbf---\nname: a\n",    "f.md:1:1: error: the fields never end [unclosed-header]"),
    "list for fields":  (front("- a\n- b\n"),              "f.md:2:1: error: the fields are not fields [not-a-mapping]"),
    "text for fields":  (front("just words\n"),            "f.md:2:1: error: the fields are not fields [not-a-mapping]"),
    "long header":      (front("# " + "x" * 2**20 + "\n"), "f.md:1: error: the fields take more than 1,048,576 characters [too-large]"),
    "long file":        (b"x" * (2**24 + 1),               "f.md: error: the file has 16,777,217 bytes; 16,777,216 are allowed [too-large]"),
    # names
    "twice":            (front("a: 1\nb: 2\na: 3\n"),      "f.md:4:1: error: a is already there on line 2 [duplicate-key]"),
    "twice, nested":    (front("g:\n  a: 1\n  a: 2\n"),    "f.md:4:3: error: a is already there on line 3 [duplicate-key]"),
    "twice, in braces": (front("g: {a: 1, a: 2}\n"),       "f.md:2:11: error: a is already there on line 2 [duplicate-key]"),
    "twice, quoted":    (front("a: 1\n'a': 2\n"),          "f.md:3:1: error: a is already there on line 2 [duplicate-key]"),
    "no name":          (front(": 1\n"),                   "f.md:2:1: error: this does not belong here [yaml-syntax]"),
    "empty name":       (front("'': 1\n"),                 "f.md:2:1: error: a field needs a name, which is a single text [bad-name]"),
    "list for a name":  (front("[a, b]: 1\n"),             "f.md:2:1: error: a field needs a name, which is a single text [bad-name]"),
    "group for a name": (front("{a: b}: 1\n"),             "f.md:2:1: error: a field needs a name, which is a single text [bad-name]"),
    "decomposed name":  (front("gro\u0308ße: 1\n"),        "f.md:2:1: error: the name gro\u0308ße is not in composed form (NFC) [bad-name]"),
    # what YAML can do and records may not
    "anchor":           (front("a: &x 1\n"),               "f.md:2:4: error: the anchor &x is not allowed [anchor]"),
    "anchor of a group":(front("a: &x\n  b: 1\n"),         "f.md:2:4: error: the anchor &x is not allowed [anchor]"),
    "alias":            (front("b: *x\n"),                 "f.md:2:4: error: the alias *x is not allowed [anchor]"),
    "alias for a name": (front("*x : 1\n"),                "f.md:2:1: error: the alias *x is not allowed [anchor]"),
    "merge key":        (front("<<: {a: 1}\n"),            "f.md:2:1: error: the merge key << is not allowed [merge-key]"),
    "tag":              (front("a: !!int 1\n"),            "f.md:2:4: error: the tag !!int is not allowed [tag]"),
    "tag of a list":    (front("a: !set [1]\n"),           "f.md:2:4: error: the tag !set is not allowed [tag]"),
    "mark for no tag":  (front("a: ! 1\n"),                "f.md:2:4: error: the tag ! is not allowed [tag]"),
    "bomb":             (front(BOMB),                      "f.md:2:5: error: the anchor &a0 is not allowed [anchor]"),
    "21 deep":          (front("a: " + "[" * 20 + "]" * 20 + "\n"), "f.md:2:23: error: nested more than 20 deep [too-deep]"),
    "60 000 deep":      (front("[" * 60_000 + "\n"),       "f.md:2:21: error: nested more than 20 deep [too-deep]"),
    "60 000 braces":    (front("{a: " * 60_000 + "\n"),    "f.md:2:81: error: nested more than 20 deep [too-deep]"),
    "60 000 dashes":    (front("- " * 60_000 + "\n"),      "f.md:2:41: error: nested more than 20 deep [too-deep]"),
    "directive":        (front("%YAML 1.1\n"),             "f.md:3:1: error: this does not belong here [yaml-syntax]"),
    # syntax
    "colon in a text":  (front("text: Design: part 2\n"),  "f.md:2:13: error: a colon where no field can start [yaml-syntax]"),
    "no colon":         (front("a: 1\nb\nc: 2\n"),         "f.md:3:1: error: a line without a colon among the fields [yaml-syntax]"),
    "tab":              (front("a:\n\tb: 1\n"),            "f.md:3:1: error: a tab at the start of a line [yaml-syntax]"),
    "tab in a block":   (front("a: |\n\tb\n"),             "f.md:3:1: error: a tab at the start of a line [yaml-syntax]"),
    "odd first letter": (front("a: @home\n"),              "f.md:2:4: error: a value cannot start with @ [yaml-syntax]"),
    "open quote":       (front("a: 'x\nb: 1\n"),           "f.md:2:4: error: a quote that is never closed [yaml-syntax]"),
    "open bracket":     (front("a: [1, 2\nb: 1\n"),        "f.md:2:4: error: a list [ that is never closed, or lacks a comma [yaml-syntax]"),
    "open brace":       (front("a: {b: 1\n"),              "f.md:2:4: error: a group { that is never closed, or lacks a comma [yaml-syntax]"),
    "bad escape":       (front('a: "\\q"\n'),              "f.md:2:5: error: an unknown escape after a backslash [yaml-syntax]"),
    "lone surrogate":   (front('a: "\\ud800"\n'),          "f.md:2:7: error: not YAML: found invalid Unicode character escape code [yaml-syntax]"),
    "list beside name": (front("a: - b\n"),                "f.md:2:4: error: a list cannot start here [yaml-syntax]"),
    "crooked":          (front(" a: 1\nb: 2\n"),           "f.md:3:1: error: this does not belong here [yaml-syntax]"),
    "after a quote":    (front('a: "x" y\n'),              "f.md:2:8: error: this does not belong here [yaml-syntax]"),
    # characters
    "latin-1":          (front("city: ") + b"M\xfcnchen",  "f.md:4:2: error: byte 0xfc at offset 21 is not UTF-8 [not-utf8]"),
    "UTF-16":           ("---\n".encode("utf-16"),         "f.md:1:1: error: byte 0xff at offset 0 is not UTF-8 [not-utf8]"),
    "NUL":              (front("a: x\x00y\n"),             "f.md:2:5: error: the invisible character U+0000 NUL is not allowed [control-character]"),
    "terminal escape":  (front("a: \x1b[31m\n"),           "f.md:2:4: error: the invisible character U+001B ESCAPE is not allowed [control-character]"),
    "written backwards":(front("a: x\u202ey\n"),           "f.md:2:5: error: the invisible character U+202E RIGHT-TO-LEFT OVERRIDE is not allowed [control-character]"),
    "… in the body":    (front("a: x\n") + b"\xe2\x81\xa6","f.md:5:1: error: the invisible character U+2066 LEFT-TO-RIGHT ISOLATE is not allowed [control-character]"),
    "line separator":   (front("a: x\u2028b: y\n"),        "f.md:2:5: error: the invisible character U+2028 LINE SEPARATOR is not allowed [control-character]"),
    "C1 control":       (front("a: x\x9by\n"),             "f.md:2:5: error: the invisible character U+009B is not allowed [control-character]"),
    "mark inside":      (front("a: \ufeffx\n"),            "f.md:2:4: error: the invisible character U+FEFF ZERO WIDTH NO-BREAK SPACE is not allowed [control-character]"),
    "lone return":      (front("a: 1\rb: 2\n"),            "f.md:2:5: error: a carriage return without a line feed is not allowed [control-character]"),
    "escaped escape":   (front('a: "\\e[31m"\n'),          "f.md:2:4: error: the escaped character U+001B ESCAPE is not allowed [control-character]"),
    "escaped return":   (front('a: "x\\r"\n'),             "f.md:2:4: error: the escaped character U+000D CARRIAGE RETURN is not allowed [control-character]"),
    # unfinished merges
    "in the fields":    (front("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> theirs\n"), "f.md:2:1: error: unresolved merge [merge-conflict]"),
    "first of all":     (b"<<<<<<< HEAD\n---\na: 1\n",     "f.md:1:1: error: unresolved merge [merge-conflict]"),
    "in the body":      (front("a: 1\n") + b"x\n<<<<<<< HEAD\ny\n=======\nz\n>>>>>>> b\n", "f.md:6:1: error: unresolved merge [merge-conflict]"),
    "half cleaned up":  (front("a: 1\n") + b">>>>>>> b\n", "f.md:5:1: error: unresolved merge [merge-conflict]"),
    "only the middle":  (front("a: 1\n=======\nb: 2\n"),   "f.md:3:1: error: unresolved merge [merge-conflict]"),
    "common ancestor":  (front("a: 1\r\n||||||| 1234\r\n"),"f.md:3:1: error: unresolved merge [merge-conflict]"),
}
YAML_FILES: dict[str, tuple[bytes, str]] = {
    "empty":            (b"",                              "f.yaml:1: error: the file says nothing [empty-file]"),
    "only comments":    (b"# nothing\n",                   "f.yaml:1: error: the file says nothing [empty-file]"),
    "a text":           (b"words\n",                       "f.yaml:1: error: the file has no fields [not-a-mapping]"),
    "a text in a list": (b"- a: 1\n- words\n- b: 2\n",     "f.yaml:2: error: the entry has no fields [not-a-mapping]"),
    "two documents":    (b"a: 1\n---\nb: 2\n",             "f.yaml:2:1: error: a second document is not allowed [many-documents]"),
    "directive":        (b"%YAML 1.1\n---\na: 1\n",        "f.yaml:1:1: error: a line that starts with % is not allowed [directive]"),
    "tag directive":    (b"%TAG ! x:\n---\na: 1\n",        "f.yaml:1:1: error: a line that starts with % is not allowed [directive]"),
    "anchored list":    (b"&all\n- a: 1\n",                "f.yaml:1:1: error: the anchor &all is not allowed [anchor]"),
    "crooked list":     (b"- a: 1\nb: 2\n",                "f.yaml:2:1: error: a field after a list, which does not line up with it [yaml-syntax]"),
    "quote over ---":   (b"a: 'x\n---\n",                  "f.yaml:1:4: error: a quote that is never closed [yaml-syntax]"),
}
# fmt: on


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_markdown_file_is_refused_with_its_place(name: str) -> None:
    raw, line = FILES[name]
    reading = read("f.md", raw)
    assert [str(each) for each in reading.diagnostics] == [line]
    assert reading.documents == ()


@pytest.mark.parametrize("name", YAML_FILES)
def test_a_hostile_yaml_file_is_refused_with_its_place(name: str) -> None:
    raw, line = YAML_FILES[name]
    assert [str(each) for each in read("f.yaml", raw).diagnostics] == [line]


def test_the_sound_entries_of_a_list_are_read_beside_a_bad_one() -> None:
    reading = read("f.yaml", b"- a: 1\n- words\n- b: 2\n")
    assert [(document.where.line, document.fields) for document in reading.documents] == [
        (1, {"a": "1"}),
        (3, {"b": "2"}),
    ]


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        (b"\xff\xfe-\x00", "the file looks like UTF-16: save it as UTF-8"),
        (b"---\ncity: M\xfcnchen\n---\n", "in latin-1 the byte is 'ü': save the file as UTF-8"),
        (b"\x84\x00\xff\x13", "this is no text file, or not one in UTF-8"),
        (front("a: 1\na: 2\n"), "delete one of the two"),
        (front("a: b: c\n"), "put a text with a colon and a space in it in quotes"),
        (front("a: *important\n"), "put a text that starts like this in quotes"),
        (front("a: *important*\n"), "put it in quotes"),
    ],
)
def test_every_refusal_says_the_way_out(raw: bytes, hint: str) -> None:
    assert read("f.md", raw).diagnostics[0].hint == hint


@pytest.mark.parametrize("heading", ["=======", "========", "======= text", "text\n======="])
def test_a_line_under_a_heading_is_no_unfinished_merge(heading: str) -> None:
    assert read("f.md", front("a: 1\n") + heading.encode()).diagnostics == ()
