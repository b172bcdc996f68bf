"""Asking and changing an opened vault."""

import datetime as dt

import pytest

from backoffice.core.duration import Duration
from backoffice.core.errors import MissingError, RefusedError
from backoffice.vault.entries import Entry
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store
from tests.vault import made

LATER = dt.date(2026, 12, 1)


@pytest.fixture
def store() -> Store:
    return made.store(
        made.entry("acme/mail", username="ann@acme.example", password="one", url="https://mail.acme.example"),
        made.entry("acme/wiki", password="two", notes='the "wiki" of Ännchen\nsecond line'),
        made.entry("Bank", password="three", custom__pin="0123"),
    )


def test_names_come_sorted_by_code_point(store: Store) -> None:
    assert store.names() == ["Bank", "acme/mail", "acme/wiki"]


def test_an_entry_is_found_by_its_exact_name(store: Store) -> None:
    assert store.get("Bank").value("pin") == Secret("0123")
    assert store.get("Bank").value("custom.pin") == Secret("0123")
    with pytest.raises(MissingError, match="no entry acme/mial") as caught:
        store.get("acme/mial")
    assert caught.value.hint == "did you mean acme/mail or acme/wiki?"
    for reserved in ("_meta", "_trash"):
        with pytest.raises(MissingError):
            store.get(reserved)


def test_a_missing_field_names_those_that_are_there(store: Store) -> None:
    with pytest.raises(MissingError, match="Bank has no puk") as caught:
        store.get("Bank").value("puk")
    assert caught.value.hint == "it has password, custom.pin"


@pytest.mark.parametrize(("fragment", "name"), [("bank", "Bank"), ("acme/m", "acme/mail"), ("WIKI", "acme/wiki")])
def test_part_of_a_name_is_enough_when_it_is_the_only_one(store: Store, fragment: str, name: str) -> None:
    assert store.named(fragment) == name
    assert store.named(name) == name


def test_a_fragment_that_fits_several_or_none_says_so(store: Store) -> None:
    with pytest.raises(MissingError, match="several entries fit 'acme'") as caught:
        store.named("acme")
    assert caught.value.hint == "acme/mail, acme/wiki"
    with pytest.raises(MissingError, match="no entry Bnak"):
        store.named("Bnak")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("acme", ["acme/mail", "acme/wiki"]),
        ("ANN@acme", ["acme/mail"]),
        ("ännchen wiki", ["acme/wiki"]),
        ('"wiki" second', ["acme/wiki"]),
        ("pin", ["Bank"]),
        ("password", []),
        ("three", []),
        ("0123", []),
    ],
)
def test_search_looks_everywhere_but_into_secrets(store: Store, words: str, found: list[str]) -> None:
    assert [entry.name for entry in store.search(words)] == found


def test_what_is_deleted_is_in_the_trash_until_it_is_purged(store: Store) -> None:
    less = store.discard("Bank", on=made.TODAY)
    assert less.names() == ["acme/mail", "acme/wiki"]
    assert [each.deleted for each in less.trash()["Bank"]] == [made.TODAY]
    assert less.restore("Bank").text == store.text
    assert less.purge(before=made.TODAY).text == less.text
    assert less.purge(before=LATER).text == less.purge().text
    assert less.purge().trash() == {}


def test_the_trash_keeps_every_version_and_gives_back_the_newest(store: Store) -> None:
    again = store.discard("Bank", on=made.TODAY).put(made.entry("Bank", password="new")).discard("Bank", on=LATER)
    assert [each.entry.password for each in again.trash()["Bank"]] == [Secret("three"), Secret("new")]
    assert again.restore("Bank").get("Bank").password == Secret("new")
    with pytest.raises(RefusedError, match="there is an entry Bank already"):
        again.restore("Bank").restore("Bank")
    with pytest.raises(MissingError, match="no entry nothing in the trash"):
        again.restore("nothing")


def test_an_entry_can_be_renamed_but_over_no_other(store: Store) -> None:
    moved = store.rename("Bank", "money/bank")
    assert moved.names() == ["acme/mail", "acme/wiki", "money/bank"]
    assert moved.get("money/bank").value("pin") == Secret("0123")
    with pytest.raises(RefusedError, match="there is an entry acme/wiki already"):
        store.rename("acme/mail", "acme/wiki")
    with pytest.raises(MissingError):
        store.rename("nothing", "x")


@pytest.mark.parametrize(
    "name", ["", " a", "a ", "_a", "/a", "a/", "a//b", "../a", "a/./b", "a\nb", "a\u202eb", "x" * 201]
)
def test_names_that_mislead_are_refused(store: Store, name: str) -> None:
    with pytest.raises(RefusedError, match="the name of an entry"):
        store.put(Entry(name=name))


def test_names_are_composed() -> None:
    assert made.store(Entry(name="u\u0308ber")).names() == ["\u00fcber"]


def test_changing_a_field_remembers_the_day_and_settles_what_was_due() -> None:
    entry = Entry(
        name="a",
        password=Secret("old"),
        totp=Secret("GEZDGNBV"),
        due={"password": LATER, "totp": LATER},
        why="bob left on 2026-11-01",
        exposed={"bob": dt.date(2026, 11, 1)},
        conflict={"password": (Secret("theirs"),), "deleted": (Secret("ours"),)},
    )
    once = entry.with_field("password", Secret("new"), on=made.TODAY)
    assert once.changed == {"password": made.TODAY}
    assert (once.due, once.why, once.exposed) == ({"totp": LATER}, entry.why, entry.exposed)
    assert once.conflict == {"deleted": (Secret("ours"),)}
    twice = once.with_field("totp", Secret("GEZDGNBW"), on=made.TODAY).keeping("deleted")
    assert (twice.due, twice.why, twice.exposed, twice.conflict) == ({}, "", {}, {})
    gone = twice.with_field("totp", Secret(""), on=made.TODAY)
    assert (gone.totp, gone.changed) == (Secret(""), {"password": made.TODAY})
    assert gone.with_field("password", Secret("new"), on=LATER) == gone


def test_a_password_is_due_by_its_own_rule_or_after_a_leaver() -> None:
    entry = made.entry(password="x")
    assert entry.due_on() is None
    ruled = Entry(name="a", password=Secret("x"), changed={"password": made.TODAY}, rotate=Duration.parse("90d"))
    assert ruled.due_on() == dt.date(2027, 2, 19)
    assert ruled.last_change() == made.TODAY
    assert Entry(name="a", rotate=ruled.rotate, changed=ruled.changed, due={"password": LATER}).due_on() == LATER


@pytest.mark.parametrize("value", ["a\rb", "\x00", "\x1b[2J", "\u2028", "\ud800"])
def test_values_that_nobody_can_see_are_refused_without_showing_them(value: str) -> None:
    with pytest.raises(RefusedError, match=r"the password of a has a character that nobody can see: U\+"):
        Entry(name="a").with_field("password", Secret(f"hunter2{value}"), on=made.TODAY)


@pytest.mark.parametrize("name", ["custom.", "a\tb", " a", "x" * 201])
def test_names_of_fields_are_checked(name: str) -> None:
    with pytest.raises(RefusedError, match="the name of a field"):
        Entry(name="a").with_field(name, Secret("x"), on=made.TODAY)


def test_an_entry_without_fields_is_kept() -> None:
    store = made.store(Entry(name="empty"), made.entry("full", password="x"))
    assert store.get("empty") == Entry(name="empty")
    assert store.entries() == {"empty": Entry(name="empty"), "full": made.entry("full", password="x")}


def test_a_damaged_trash_is_refused() -> None:
    store = Store("x", made.store().meta, '_meta:\n  rev: "1"\n_trash:\n  "a":\n    - deleted: "soon"\n')
    with pytest.raises(RefusedError, match="_trash: deleted is not a date"):
        store.trash()


def test_letters_may_be_composed_either_way_where_names_are_looked_for() -> None:
    store = made.store(made.entry("Caf\u00e9/mail", password="x"))
    assert store.named("Cafe\u0301/mail") == store.named("cafe\u0301") == "Caf\u00e9/mail"
    assert [entry.name for entry in store.search("fe\u0301")] == ["Caf\u00e9/mail"]
