"""The text inside a vault: one form, on which the fast reader, the strict reader and any YAML program agree."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backoffice.core.document import Tree
from backoffice.core.errors import RefusedError
from backoffice.formats.faults import UnreadableError
from backoffice.formats.text import CONTROL
from backoffice.vault import text as texts
from backoffice.vault.entries import Entry, checked_name
from backoffice.vault.fields import entry_of
from backoffice.vault.regular import is_regular
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store
from tests.vault import made

CANONICAL = """\
_meta:
  format: "1"
  key: "{key}"
  rev: "0"
  store: "{store}"
"acme/mail":
  changed:
    "custom.door \\"code\\"": "2026-11-21"
    "notes": "2026-11-21"
    "password": "2026-11-21"
  custom:
    "door \\"code\\"": "0123"
  notes: "first\\nsecond: # no comment\\t\\\\"
  password: "yes"
"""

visible = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30).filter(
    lambda text: not CONTROL.search(text)
)
values = st.one_of(
    visible, st.sampled_from(["no", "0123", "12:30:45", "1_000", "~", "<<", "{a: 1}", "- x", "a\nb\tc\n", '"\\'])
)


def is_name(text: str) -> bool:
    try:
        return checked_name(text) == text
    except RefusedError:
        return False


names = visible.filter(is_name)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    entry = Entry(name=draw(names), tags=tuple(sorted(draw(st.sets(visible, max_size=2)))))
    for field in draw(
        st.sets(st.sampled_from(["password", "username", "url", "totp", "notes", "custom.pin", "custom.a: b"]))
    ):
        entry = entry.with_field(field, Secret(draw(values)), on=made.TODAY)
    return entry


def test_a_vault_reads_like_this() -> None:
    entry = made.entry(password="yes", notes="first\nsecond: # no comment\t\\")
    store = made.store(entry.with_field('door "code"', Secret("0123"), on=made.TODAY))
    assert store.text == CANONICAL.format(key=store.meta.key.reveal(), store=store.meta.store)


@given(st.lists(entries(), max_size=4, unique_by=lambda entry: entry.name))
def test_what_is_written_is_read_back_by_every_reader(some: list[Entry]) -> None:
    store = made.store(*some)
    expected = {entry.name: entry for entry in some}
    assert store.entries() == expected
    assert store.names() == sorted(expected)
    assert {name: store.get(name) for name in expected} == expected
    assert is_regular(store.text)


@settings(max_examples=50)
@given(st.lists(entries(), max_size=4, unique_by=lambda entry: entry.name))
def test_the_text_is_canonical(some: list[Entry]) -> None:
    store = made.store(*some)
    trees = texts.whole(store.text)
    assert texts.joined({name: texts.written(name, tree) for name, tree in trees.items()}) == store.text
    assert made.store(*reversed(some)).text.partition('\n"')[2] == store.text.partition('\n"')[2]


@given(entries())
def test_other_yaml_programs_read_the_same(entry: Entry) -> None:
    store = made.store(entry)
    assert yaml.load(store.text, Loader=yaml.CSafeLoader) == texts.whole(store.text)  # noqa: TID251 - the oracle


HAND_EDITED = """\
# somebody opened it with `age -d` and an editor
_meta: {format: 1, key: abc, rev: 7, store: s}
zebra: {password: 0123}
"acme/mail":
    password: 'it''s'   # quoted differently
    notes: |
      first
      second
"""


def test_what_people_edited_into_another_shape_is_read_and_put_right_by_the_next_change() -> None:
    store = Store("x", made.store().meta, HAND_EDITED)
    assert store.names() == ["acme/mail", "zebra"]
    assert store.get("acme/mail").password == Secret("it's")
    assert store.get("acme/mail").notes == Secret("first\nsecond\n")
    assert store.get("zebra").password == Secret("0123")
    changed = store.put(made.entry("new", password="x"))
    assert is_regular(changed.text)
    assert changed.names() == ["acme/mail", "new", "zebra"]
    assert changed.get("acme/mail") == store.get("acme/mail")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('"a":\n  password: "x"\n"a":\n  password: "y"\n', "a is already there on line 3"),
        ('"a":\n  password: "x"\n  password: "y"\n', "password is already there on line 4"),
        ('"a":\n  password: &x "y"\n', "stands without quotes"),
        ('"a":\n  password: !geheim\n', "stands without quotes"),
        ('"a":\n  password: "x\n', "a quote that is never closed"),
        ('"a":\n  password: "\\x1b[2J"\n', "the escaped character U+001B ESCAPE is not allowed"),
        ('"a":\n  password: "\u202e"\n', "U+202E RIGHT-TO-LEFT OVERRIDE is not allowed"),
    ],
)
def test_what_could_mean_two_things_is_refused(text: str, said: str) -> None:
    store = Store("x", made.store().meta, '_meta:\n  rev: "1"\n' + text)
    for read in (store.entries, lambda: store.get("a")):
        with pytest.raises(RefusedError, match=r"x cannot be read, line \d+ of its text") as caught:
            read()
        assert said in caught.value.message
        assert "geheim" not in caught.value.message


def test_conflict_marks_inside_stop_everything() -> None:
    with pytest.raises(UnreadableError, match="unresolved merge"):
        texts.decoded(b'_meta:\n  rev: "1"\n<<<<<<< ours\n"a":\n  password: "x"\n')


def test_a_list_is_no_vault() -> None:
    with pytest.raises(RefusedError, match="a vault is a group of entries"):
        Store("x", made.store().meta, "- a\n").entries()


def test_one_bad_entry_leaves_the_others_usable() -> None:
    text = (
        '_meta:\n  rev: "1"\n"bad":\n  passwort: "hunter2"\n  rotate: "soon"\n  tags: "x"\n"good":\n  password: "x"\n'
    )
    store = Store(made.PATH, made.store().meta, text)
    assert store.get("good").password == Secret("x")
    good, problems = store.read()
    assert list(good) == ["good"]
    assert [str(each) for each in problems] == [
        (
            "secrets.yaml.age:3: error: bad: passwort is no field (is it password?); "
            "rotate is not a duration such as 30d, 2w, 6m or 1y; tags is not a list [secret-entry]"
        )
    ]
    with pytest.raises(RefusedError, match="has entries that cannot be read"):
        store.entries()


@pytest.mark.parametrize("tree", ["text", ["list"], {"password": {"a": "b"}}, {"changed": {"password": "today"}}])
def test_trees_that_are_no_entry_are_refused_without_their_values(tree: Tree) -> None:
    with pytest.raises(RefusedError, match="a: "):
        entry_of("a", tree)


def test_nothing_is_written_that_no_reader_would_accept() -> None:
    with pytest.raises(UnreadableError):
        texts.written("a", {"password": "\x1b"})
    with pytest.raises(RefusedError, match="cannot be read"):
        made.store(Entry(name="a", tags=("\x1b",)))
