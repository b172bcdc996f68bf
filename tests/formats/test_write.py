"""New files: fields one on a line, in quotes only when needed, read back as they were, by us and by others."""

import datetime as dt

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backoffice.core.document import Tree
from backoffice.formats.frontmatter import read
from backoffice.formats.scalar_text import canonical, is_plain
from backoffice.formats.write import emit, flow_of, new_file
from backoffice.formats.yaml_text import parse

INVOICE: dict[str, Tree] = {
    "client": "acme",
    "issued": "2026-03-04",
    "terms": "14 days: net",
    "reverse": "no",
    "order": None,
    "seller": {"name": "Ana Müller", "phone": "+491701234567", "address": {"city": "Wien", "postcode": "01067"}},
    "lines": [
        {"text": "Design\nand build\n", "quantity": "3", "price": "800.00", "tags": ["a", "b c"]},
        {"text": "Hosting", "price": "-10.10", "tags": []},
    ],
    "matrix": [["1", "2"], []],
}
WRITTEN = """---
client: acme
issued: 2026-03-04
terms: "14 days: net"
reverse: "no"
order:
seller:
  name: Ana Müller
  phone: "+491701234567"
  address:
    city: Wien
    postcode: "01067"
lines:
  - text: |
      Design
      and build
    quantity: 3
    price: 800.00
    tags:
      - a
      - b c
  - text: Hosting
    price: -10.10
    tags: []
matrix:
  - - 1
    - 2
  - []
---

Thanks!
"""


def test_a_new_record_looks_as_if_a_person_wrote_it() -> None:
    assert emit(INVOICE, "\nThanks!\n") == WRITTEN
    assert new_file("invoices/2026/INV-1.md", INVOICE, "Thanks!") == WRITTEN
    assert new_file("void.yaml", {"reason": "typed twice"}) == "reason: typed twice\n"
    assert (new_file("a.yaml", {}), new_file("a.md", {})) == ("{}\n", "---\n---\n")


def test_a_yaml_file_has_no_place_for_a_body() -> None:
    with pytest.raises(ValueError, match=r"a\.yaml has no place for text below the fields"):
        new_file("a.yaml", {"a": "b"}, "Notes")


PLAIN = (
    "Acme|10.10|-5|0|0.5|2026-03-04|2026-Q1|2026-03|a:b|x#y|it's|C# rocks|+49 170|http://x.eu/a?b=c|1,5|a - b|ü|12h|5 %"
)
QUOTED = (
    "NO|no|Yes|off|Y|n|~|null|Null|true|0123|007.5|1_000|0x1F|0o17|0b1|1e9|1.5e3|1."
    "|.5|.inf|-.Inf|.NaN|+5|+491701234567|1:30"
    "|12:30:45|190:20:30.5|2026-1-5|2026-03-04T10:00:00|2026-03-04 10:00|=|<<|<<<<<<< x|a: b|a:|x # y|# x|- a|-|--|? a"
    "|?|: a|[a|{a|&a|*a|!a|>a|'a|\"a|%a|@a|`a|,a|]|}| a|a |a\tb||---|...|... a"
)


@pytest.mark.parametrize("text", PLAIN.split("|"))
def test_what_needs_no_quotes_has_none(text: str) -> None:
    assert canonical(text) == text


@pytest.mark.parametrize("text", QUOTED.split("|"))
def test_what_somebody_would_read_differently_is_quoted(text: str) -> None:
    assert canonical(text)[0] in "'\""
    assert parse(f"a: {canonical(text)}").tree == {"a": text}


SEEN = {"10.10": 10.1, "-5": -5, "0": 0, "0.5": 0.5, "2026-03-04": dt.date(2026, 3, 4)}


@pytest.mark.parametrize("text", [*PLAIN.split("|"), *QUOTED.split("|")])
def test_other_yaml_programs_see_a_text_a_number_or_a_day(text: str) -> None:
    seen = yaml.load(f"- {canonical(text)}\n", Loader=yaml.SafeLoader)  # noqa: TID251 - the other program
    assert seen == [SEEN.get(text, text)]


def test_brackets_need_more_quotes() -> None:
    assert flow_of({"a": ["x", "a, b", "10:30", {"c": None}], "NO": []}) == '{a: [x, "a, b", "10:30", {c: }], "NO": []}'
    assert (is_plain("a?b"), is_plain("a?b", flow=True)) == (True, False)


# ── For any tree ──

texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf", "Cn"]), max_size=20
) | st.sampled_from(
    [
        "two\nlines",
        "\n",
        "a\n\n",
        " a\n b",
        "a\n  b\n",
        "a\n \n",
        "a\n \nb",
        "a\tb\n\tc",
        "NO",
        "<<",
        "-",
        "a: b",
        "=======\nx",
    ]
)
trees: st.SearchStrategy[Tree] = st.recursive(
    st.none() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts.filter(bool), inner, max_size=4),
    max_leaves=12,
)
fields = st.dictionaries(texts.filter(bool), trees, max_size=5)


def nfc(tree: Tree) -> bool:
    try:
        parse(new_file("a.yaml", {"a": tree}))
    except Exception as error:  # noqa: BLE001
        return "NFC" not in str(error)
    return True


@given(fields.filter(nfc), st.sampled_from(["", "Notes.", "# Title\n\n---\n\ntext"]))
def test_any_fields_are_read_back_as_they_were(written: dict[str, Tree], body: str) -> None:
    for path, text in (("a.md", body), ("a.yaml", "")):
        reading = read(path, new_file(path, written, text).encode())
        assert reading.diagnostics == ()
        assert (reading.documents[0].fields, reading.documents[0].body) == (written, text)


@given(fields.filter(nfc))
def test_any_fields_are_written_the_same_again(written: dict[str, Tree]) -> None:
    text = new_file("a.yaml", written)
    assert new_file("a.yaml", read("a.yaml", text.encode()).documents[0].fields) == text
