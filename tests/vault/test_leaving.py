"""Somebody leaves: whom the vaults are for afterwards, and what must be changed because they know it."""

import datetime as dt

import pytest

from backoffice.core.errors import MissingError, RefusedError
from backoffice.vault import opening
from backoffice.vault.entries import Entry
from backoffice.vault.leaving import Departure, moved, offboard
from backoffice.vault.recipients import Person
from backoffice.vault.secret import Secret
from tests.vault import made

LONG_AGO, BEFORE, DUE = dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 12, 5)
PEOPLE = (
    made.people("ann")
    .with_person(Person("ann", (made.identity("ann").public(),), ("default", "finance")))
    .with_person(Person("bob", (made.identity("bob").public(),), ("default",)))
    .with_person(Person("cat", (made.identity("cat").public(),), ("default", "finance")))
)
DEFAULT = made.store(
    made.entry("mail", on=LONG_AGO, password="x", totp="GEZDGNBV", custom__pin="1", username="u", notes="n"),
    made.entry("memo", notes="n"),
).discard("memo", on=BEFORE)
FINANCE = made.store(made.entry("bank", password="y"))
STORES = {"default": DEFAULT, "finance": FINANCE}


def named(left: Departure) -> dict[str, list[str]]:
    """Return the names of what is due, once it is seen that the stores say the same of it."""
    for vault, entries in left.due.items():
        assert [left.stores[vault].get(entry.name) for entry in entries] == list(entries)
    return {vault: [entry.name for entry in entries] for vault, entries in left.due.items()}


def test_everything_they_could_read_is_marked_with_a_day_and_a_reason() -> None:
    left = offboard("bob", STORES, PEOPLE, on=made.TODAY)
    assert named(left) == {"default": ["mail"]}
    entry = left.stores["default"].get("mail")
    assert entry.due == {"custom.pin": DUE, "password": DUE, "totp": DUE}
    assert entry.why == "bob left on 2026-11-21"
    assert [person.name for person in left.recipients.of("default")] == ["ann", "cat"]


def test_the_vaults_get_a_new_store_key_and_are_closed_to_them() -> None:
    left = offboard("cat", STORES, PEOPLE, on=made.TODAY)
    assert set(left.stores) == {"default", "finance"}
    for vault, store in left.stores.items():
        raw = opening.save(
            store, left.recipients, vault=vault, identities=[made.identity()], accepted=left.recipients.raw
        ).raw
        assert made.opened(raw, pin=STORES[vault].meta.pin()).meta.key != STORES[vault].meta.key
        with pytest.raises(RefusedError, match="not encrypted for any of your keys"):
            made.opened(raw, "cat")


def test_losing_one_vault_is_leaving_that_vault() -> None:
    left = offboard("cat", STORES, PEOPLE, on=made.TODAY, vault="finance")
    assert named(left) == {"finance": ["bank"]}
    assert left.recipients.person("cat").vaults == ("default",)
    with pytest.raises(MissingError, match="bob cannot read finance"):
        offboard("bob", STORES, PEOPLE, on=made.TODAY, vault="finance")


def test_what_they_saw_before_it_moved_is_marked_where_it_is_now() -> None:
    readers = frozenset({"bob"})
    default, finance = moved("mail", DEFAULT, FINANCE, readers=readers, on=BEFORE)
    assert (default.names(), list(default.trash())) == ([], ["memo"])
    fresh = finance.get("mail").with_field("totp", Secret("GEZDGNBW"), on=made.TODAY)
    left = offboard("bob", {"default": default, "finance": finance.put(fresh)}, PEOPLE, on=made.TODAY)
    assert named(left) == {"default": [], "finance": ["mail"]}
    entry = left.stores["finance"].get("mail")
    assert entry.due == {"custom.pin": DUE, "password": DUE}
    assert entry.exposed == {}
    assert left.stores["finance"].meta.key == finance.meta.key


def test_nothing_moves_over_another_entry() -> None:
    with pytest.raises(RefusedError, match="there is an entry bank"):
        moved("bank", made.store(made.entry("bank", password="z")), FINANCE, readers=frozenset(), on=BEFORE)


def test_an_earlier_deadline_stays_and_reasons_add_up() -> None:
    marked = DEFAULT.get("mail")._replace(due={"password": BEFORE}, why="dan left on 2026-02-15")
    left = offboard("bob", {"default": DEFAULT.put(marked)}, PEOPLE, on=made.TODAY)
    entry = left.stores["default"].get("mail")
    assert (entry.due["password"], entry.due["totp"]) == (BEFORE, DUE)
    assert entry.why == "dan left on 2026-02-15; bob left on 2026-11-21"


def test_trash_is_marked_too_for_it_may_come_back() -> None:
    left = offboard("bob", {"default": DEFAULT.discard("mail", on=made.TODAY)}, PEOPLE, on=made.TODAY)
    assert named(left) == {"default": []}
    assert left.stores["default"].restore("mail").get("mail").due["password"] == DUE


def test_nobody_leaves_from_a_vault_that_is_closed_to_who_does_it() -> None:
    with pytest.raises(RefusedError, match="cat can read finance, and you cannot"):
        offboard("cat", {"default": DEFAULT}, PEOPLE, on=made.TODAY)
    with pytest.raises(MissingError, match="eve is no recipient"):
        offboard("eve", STORES, PEOPLE, on=made.TODAY)


def test_the_last_one_cannot_leave() -> None:
    with pytest.raises(RefusedError, match="nobody but ann can read the vault default"):
        offboard("ann", {"default": made.store(Entry(name="a"))}, made.people("ann"), on=made.TODAY)
