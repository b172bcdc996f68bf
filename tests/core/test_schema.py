"""From a document to a record: what a field accepts, everything wrong at once with its place, and the way back."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.core.diagnostic import Location
from backoffice.core.document import Document, Tree
from backoffice.core.duration import Duration
from backoffice.core.fields import Shape, fields_of, references, shape_of
from backoffice.core.hints import Any
from backoffice.core.jsonschema import _field, schema_of
from backoffice.core.money import Money
from backoffice.core.part import Part, field
from backoffice.core.period import Period
from backoffice.core.plain import fields_tree, tree_of
from backoffice.core.record import Record
from backoffice.core.remember import remembered
from backoffice.core.schema import known_fields, pruned, read
from backoffice.core.thaw import thaw
from backoffice.formats import frontmatter
from backoffice.formats.write import new_file
from tests.core.sample_kind import Line, Price, Sample

NUMBER = "a number such as 1200 or 1200.50 (digits, and a point before the cents)"
HERE = Location("samples/one.yaml", 1)


def stated(**fields: Tree) -> Sample:
    record, findings = read(Sample, "one", Document(HERE, {"name": "x"} | fields))
    assert findings == ()
    assert isinstance(record, Sample)
    return record


def findings(text: str) -> list[str]:
    (document,) = frontmatter.read("one.yaml", text.encode()).documents
    return [str(each) for each in read(Sample, "one", document)[1]]


# ── What a field accepts ──

# fmt: off
ACCEPTED: list[tuple[str, Tree, object]] = [
    ("day",      "2028-02-29",                       dt.date(2028, 2, 29)),
    ("amount",   "-10.10",                           Decimal("-10.10")),
    ("amount",   "0123",                             Decimal(123)),
    ("positive", "800.00",                           Decimal("800.00")),
    ("percent",  "100",                              Decimal(100)),
    ("count",    "3",                                3),
    ("count",    "3.0",                              3),
    ("sure",     "Yes",                              True),
    ("sure",     "FALSE",                            False),
    ("length",   "6m",                               Duration(months=6)),
    ("span",     "2026-Q1",                          Period.parse("2026-Q1")),
    ("currency", "EUR",                              "EUR"),
    ("country",  "NO",                               "NO"),
    ("mail",     "a+b@müller.example",               "a+b@müller.example"),
    ("digest",   "0" * 64,                           "0" * 64),
    ("file",     "receipts/2026/a b.pdf",            "receipts/2026/a b.pdf"),
    ("account",  "DE89 3704 0044 0532 0130 00",      "DE89370400440532013000"),
    ("mood",     "bad",                              "bad"),
    ("client",   "acme-2",                           "acme-2"),
    ("friends",  ["a", "b"],                         ("a", "b")),
    ("shares",   {"inv-1": "5"},                     {"inv-1": Decimal(5)}),
    ("codes",    {"AB": {"amount": "5"}},            {"AB": Price(amount=Decimal(5))}),
    ("tags",     ["NO", "0123", "1:30"],             ("NO", "0123", "1:30")),
    ("lines",    [{"text": "t", "price": {"amount": "1"}, "days": ["2026-01-01"]}],
                 (Line(text="t", price=Price(amount=Decimal(1)), days=(dt.date(2026, 1, 1),)),)),
    # left empty is as good as not there
    ("day",      None,                               dt.date(2026, 1, 1)),
    ("lines",    [{"text": "t", "price": None}],     (Line(text="t"),)),
]
DISCOUNT = "; a discount is one of the allowances, money back a credit note"
REFUSED: list[tuple[str, str, str]] = [
    ("day",      "2026-02-30",         "a day that exists in the calendar"),
    ("day",      "2026-1-5",           "a date written YYYY-MM-DD"),
    ("day",      "1767571200",         "a date written YYYY-MM-DD"),
    ("day",      "2026-03-04T00:00",   "a date written YYYY-MM-DD"),
    ("amount",   "1e999999",           NUMBER),
    ("amount",   "1_000",              NUMBER),
    ("amount",   "1,5",                NUMBER),
    ("amount",   "NaN",                NUMBER),
    ("amount",   "\uff11\uff12",               NUMBER),
    ("positive", "-1",                 "a number that is not negative"),
    ("billed",   "-1",                 f"a number that is not negative{DISCOUNT}"),
    ("billed",   "1_000",              NUMBER),
    ("percent",  "100.01",             "a percentage from 0 to 100"),
    ("count",    "1.5",                "a whole number"),
    ("sure",     "1",                  "yes or no"),
    ("length",   "6 months",           "a duration such as 30d, 2w, 6m or 1y"),
    ("currency", "eur",                "a currency code of three capital letters, such as EUR"),
    ("country",  "Norway",             "a country code of ISO 3166, such as DE (GB, not UK; GR, not EL)"),
    ("country",  "UK",                 "a country code of ISO 3166, such as DE (GB, not UK; GR, not EL)"),
    ("mail",     "a@b, c@d",           "one e-mail address"),
    ("mail",     "=?utf-8?q?x?=@y",    "one e-mail address"),
    ("digest",   "abc",                "a SHA-256 digest of 64 hexadecimal digits"),
    ("file",     "../secret",          "a path inside the workspace, without .."),
    ("file",     "/etc/passwd",        "a path inside the workspace, without .."),
    ("account",  "DE89",               "an IBAN whose check digits are right"),
    ("mood",     "meh",                "one of good or bad"),
    ("client",   "Acme",               "an id: small letters, digits and dashes"),
    ("shares",   "inv-1",              "a group of fields"),
]
# fmt: on


@pytest.mark.parametrize(("name", "text", "value"), ACCEPTED)
def test_a_field_decides_what_its_text_means(name: str, text: Tree, value: object) -> None:
    assert getattr(stated(**{name: text}), name) == value


@pytest.mark.parametrize(("name", "text", "expected"), REFUSED)
def test_a_field_says_what_it_expected(name: str, text: str, expected: str) -> None:
    record, problems = read(Sample, "one", Document(HERE, {"name": "x", name: text}))
    assert record is None
    assert [str(each) for each in problems] == [f"{HERE}: error: {name} should be {expected} [bad-value]"]
    assert problems[0].hint == f"it says {text!r}"


# ── Everything at once, with its place ──


def test_all_problems_of_a_file_are_told_at_once_where_they_are() -> None:
    text = """\
nmae: Tea
day: 2026-02-30
amount: [1]
count: {a: 1}
mood: meh
tags: a
friends: [a, B]
shares: {INV-1: 1, inv-2: x, inv-3: }
codes:
  ab: {amount: 1}
  AB: {amuont: 1}
lines:
  - price: {amount: 1, curency: EUR}
    text: [a]
  - words
"""
    assert findings(text) == [
        "one.yaml:1:1: error: unknown field nmae [unknown-field]",
        "one.yaml:1:1: error: name is missing [missing-field]",
        "one.yaml:2:6: error: day should be a day that exists in the calendar [bad-value]",
        "one.yaml:3:9: error: amount should be a single value, not a list or a group of fields [bad-value]",
        "one.yaml:4:8: error: count should be a single value, not a list or a group of fields [bad-value]",
        "one.yaml:5:7: error: mood should be one of good or bad [bad-value]",
        "one.yaml:6:7: error: tags should be a list [bad-value]",
        "one.yaml:7:14: error: friends[2] should be an id: small letters, digits and dashes [bad-value]",
        "one.yaml:8:10: error: shares.INV-1 should be an id: small letters, digits and dashes [bad-value]",
        f"one.yaml:8:27: error: shares.inv-2 should be {NUMBER} [bad-value]",
        "one.yaml:8:30: error: shares.inv-3 should be a single value, not a list or a group of fields [bad-value]",
        "one.yaml:10:3: error: codes.ab should be a code in capitals [bad-value]",
        "one.yaml:11:7: error: codes.AB.amount is missing [missing-field]",
        "one.yaml:11:8: error: unknown field codes.AB.amuont [unknown-field]",
        "one.yaml:13:24: error: unknown field lines[1].price.curency [unknown-field]",
        "one.yaml:14:11: error: lines[1].text should be a single text, not a list or a group of fields [bad-value]",
        "one.yaml:15:5: error: lines[2] should be a group of fields [bad-value]",
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("name: x\nmaill: a\n", "did you mean mail?"),
        ("name: x\nlines: [{text: x, prise: }]\n", "did you mean price?"),
        (
            "name: x\nlines: [{text: x, price: {amount: 1,50, currency: EUR}}]\n",
            "a comma begins the next field here; the cents of an amount",
        ),
        ("name: x\nlines: [{text: x, ßß: y}]\n", "fields here are text, price, days"),
        ("name: x\ncodes: {AB: {amount: 1, currancy: EUR}}\n", "did you mean currency?"),
        ("name: x\nshares: {inv-1: }\n", "it is empty"),
        ("name: x\ntags: {}\n", ""),
        ("name: x\nid: y\n", "fields here are"),
    ],
)
def test_a_slip_of_the_pen_gets_a_hint(text: str, hint: str) -> None:
    (document,) = frontmatter.read("one.yaml", text.encode()).documents
    record, problems = read(Sample, "one", document)
    assert record is None
    assert len(problems) == 1
    assert problems[0].hint.startswith(hint)


@pytest.mark.parametrize("name", ["id", "where", "notes"])
def test_what_a_record_has_from_its_place_is_not_a_field(name: str) -> None:
    text = f"name: x\n{name}: y\n"
    assert findings(text) == [f"one.yaml:2:1: error: unknown field {name} [unknown-field]"]
    assert findings(f"{text}day: y\n")[0] == f"one.yaml:2:1: error: unknown field {name} [unknown-field]"
    assert name not in known_fields(Sample)


def test_a_record_that_finds_something_odd_is_a_record_all_the_same() -> None:
    record, problems = read(Sample, "one", Document(HERE, {"name": "x", "cake": "2025-12-31"}))
    assert record is not None
    assert [each.code for each in problems] == ["late-tea"]


def test_a_document_that_cannot_tell_places_gives_its_own() -> None:
    assert Document(HERE, {}).at(("a",), name=True) == HERE


# ── A record ──


def test_a_record_has_its_id_its_place_and_the_text_below_its_fields() -> None:
    record, _ = read(Sample, "one", Document(HERE, {"name": "x"}, "Notes"))
    assert record == Sample(id="one", where=HERE, notes="Notes", name="x")
    assert record is not None
    assert (record.ref, record.title, record.dated) == ("sample/one", "one", None)


def test_a_record_says_nothing_of_its_own_accord() -> None:
    plain: Any = Record(id="one", where=HERE)
    assert [list(each) for each in (plain.check(), plain.postings(None), plain.deadlines())] == [[], [], []]


def test_a_record_names_the_records_it_is_about() -> None:
    record = stated(client="acme", friends=["ana", "bo"], shares={"inv-1": "5"})
    assert list(references(record)) == [
        (("client",), "client", "acme"),
        (("friends",), "person", "ana"),
        (("friends",), "person", "bo"),
        (("shares",), "invoice", "inv-1"),
    ]


def test_what_a_declaration_says_about_its_fields() -> None:
    name, day, *_ = fields_of(Sample)
    assert (name.name, name.help, name.required, name.default, name.ref) == (
        "name",
        "What it is called.",
        True,
        None,
        "",
    )
    assert (day.required, day.default) == (False, dt.date(2026, 1, 1))
    assert next(each.ref for each in fields_of(Sample) if each.name == "client") == "client"


def test_a_part_of_a_record_may_have_an_id_of_its_own() -> None:
    class Tagged(Part):
        id: str
        tags: tuple[str, ...] = field(default_factory=lambda: ("a",))

    assert [(each.name, each.default, each.help) for each in fields_of(Tagged)] == [
        ("id", None, ""),
        ("tags", ("a",), ""),
    ]


@pytest.mark.parametrize("hint", [int, float, list[str], object])
def test_a_record_may_not_have_a_field_of_any_type(hint: object) -> None:
    with pytest.raises(TypeError, match="records may not have a field of type"):
        shape_of(hint)


def test_the_shape_of_a_field() -> None:
    assert shape_of(str | None) == Shape("text", str, optional=True)
    assert shape_of(Mapping[str, str]) == Shape("map", str, key=str)


def test_a_function_of_a_class_is_called_once() -> None:
    calls: list[type] = []

    @remembered
    def name_of(declared: type) -> str:
        calls.append(declared)
        return declared.__name__

    assert (name_of(Line), name_of(Line), calls) == ("Line", "Line", [Line])


# ── There and back ──

days = st.dates(dt.date(1, 1, 1))
amounts = st.decimals(-(10**9), 10**9, places=2).map(lambda value: value + 0)
texts = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=12)
ids = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
prices = st.builds(Price, amount=amounts, currency=st.sampled_from(["EUR", "JPY"]))
periods = st.tuples(days, days).map(sorted).map(lambda ends: Period(*ends))
durations = st.integers(1, 9999).map(lambda months: Duration(months=months)) | st.integers(0, 9999).map(
    lambda days: Duration(days=days)
)
samples = st.builds(
    Sample,
    id=st.just("one"),
    where=st.just(HERE),
    notes=st.just(""),
    name=texts,
    day=days,
    cake=st.none(),
    amount=amounts,
    positive=amounts.map(abs),
    percent=st.decimals(0, 100, places=1),
    count=st.integers(-1000, 1000),
    sure=st.booleans(),
    length=durations,
    span=st.none() | periods,
    currency=st.none() | st.sampled_from(["EUR", "KWD"]),
    country=st.none() | st.sampled_from(["NO", "DE"]),
    mail=st.none() | st.just("a@b.example"),
    digest=st.none() | st.just("0" * 64),
    file=st.none() | st.just("a/b.pdf"),
    account=st.none() | st.just("DE89370400440532013000"),
    client=st.none() | ids,
    friends=st.lists(ids, max_size=3).map(tuple),
    shares=st.dictionaries(ids, amounts, max_size=3),
    codes=st.dictionaries(st.sampled_from(["A", "B"]), prices, max_size=2),
    tags=st.lists(texts, max_size=3).map(tuple),
    lines=st.lists(
        st.builds(Line, text=texts, price=st.none() | prices, days=st.lists(days, max_size=2).map(tuple)), max_size=3
    ).map(tuple),
)


@settings(max_examples=50)
@given(samples)
def test_a_record_written_and_read_is_the_same_record(record: Sample) -> None:
    (document,) = frontmatter.read(HERE.path, new_file(HERE.path, fields_tree(record)).encode()).documents
    assert read(Sample, "one", document) == (record, ())
    assert thaw(Sample, "one", HERE, pruned(Sample, document)) == record


@given(amounts, days, durations, periods)
def test_values_read_back_from_their_own_text(amount: Decimal, day: dt.date, length: Duration, span: Period) -> None:
    fields = {"amount": tree_of(amount), "day": tree_of(day), "length": tree_of(length), "span": tree_of(span)}
    record = stated(**fields)
    assert (record.amount, record.day, record.length, record.span) == (amount, day, length, span)


def test_values_as_trees() -> None:
    assert tree_of((None, "a", True, False, Decimal("1.50"), dt.date(2026, 3, 4))) == [
        None, "a", "yes", "no", "1.50", "2026-03-04",
    ]  # fmt: skip
    assert tree_of({"a": Money.of(5, "EUR")}) == {"a": "5.00 EUR"}
    assert tree_of(Line(text="t", price=Price(amount=Decimal(1)))) == {"text": "t", "price": {"amount": "1"}}


# ── For editors ──


def test_the_schema_for_editors() -> None:
    schema = schema_of(Sample)
    fields = schema["properties"]
    assert set(fields) == set(known_fields(Sample))
    assert (schema["required"], schema["additionalProperties"]) == (["name"], False)
    text = ["string", "number", "boolean"]  # what an editor takes an unquoted 75001 or yes for
    assert fields["name"] == {"title": "Name", "type": text, "description": "What it is called."}
    assert fields["day"]["format"] == "date"
    assert fields["amount"]["type"] == ["string", "number", "boolean"]
    assert fields["length"]["pattern"] == "^([0-9]{1,4}[dwmy])$"
    assert fields["mood"]["enum"] == ["good", "bad"]
    assert fields["length"]["default"] == "1d"
    assert fields["shares"]["patternProperties"] == {"^([a-z0-9][a-z0-9-]{0,62})$": {"type": text}}
    assert fields["codes"]["additionalProperties"] == {"$ref": "#/$defs/Price"}
    assert schema["$defs"]["Price"]["properties"]["amount"]["description"] == "How much."


def test_a_field_without_help_has_no_description() -> None:
    class Bare(Part):
        name: str

    Bare.__annotations__.update(name=str)
    assert fields_of(Bare)[0].help == ""
    assert "description" not in _field(fields_of(Bare)[0], {})


def test_what_is_left_empty_is_left_out_inside_of_parts_too() -> None:
    fields: dict[str, Tree] = {
        "name": "one",
        "day": None,
        "unknown": None,
        "tags": ["a"],
        "lines": [{"text": "tea", "price": None}, {"text": "cake", "price": {"amount": "1", "currency": None}}],
        "codes": {"A": {"amount": "2", "currency": None}},
    }
    assert pruned(Sample, Document(HERE, fields)) == {
        "name": "one",
        "unknown": None,
        "tags": ["a"],
        "lines": [{"text": "tea"}, {"text": "cake", "price": {"amount": "1"}}],
        "codes": {"A": {"amount": "2"}},
    }
