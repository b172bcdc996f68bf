"""Three-way merges lose nothing, and conflict only where both sides changed the same field of the same entry."""

import datetime as dt
import random
from collections.abc import Iterator

import pytest

from backoffice.core.duration import Duration
from backoffice.core.errors import MissingError, RefusedError
from backoffice.vault.entries import DELETED, Entry
from backoffice.vault.merge import Merged, merge
from backoffice.vault.meta import digest_of
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store
from tests.vault import made

LATER = dt.date(2026, 12, 1)
BASE = made.store(
    made.entry("acme/mail", username="ann", password="one", custom__pin="0123"),
    made.entry("acme/wiki", password="two"),
)


def change(store: Store, name: str, *, on: dt.date = made.TODAY, **fields: str) -> Store:
    entry = store.get(name)
    for field, value in fields.items():
        entry = entry.with_field(field.replace("__", "."), Secret(value), on=on)
    return store.put(entry)


def test_different_fields_of_one_entry_merge() -> None:
    ours, theirs = change(BASE, "acme/mail", username="anne"), change(BASE, "acme/mail", password="new", on=LATER)
    merged = merge(BASE, ours, theirs)
    entry = merged.store.get("acme/mail")
    assert merged.conflicts == ()
    assert (entry.username, entry.password, entry.value("pin")) == ("anne", Secret("new"), Secret("0123"))
    assert (entry.changed["username"], entry.changed["password"]) == (made.TODAY, LATER)


def test_the_same_field_keeps_ours_and_puts_theirs_beside_it() -> None:
    ours, theirs = change(BASE, "acme/mail", password="mine"), change(BASE, "acme/mail", password="theirs")
    merged = merge(BASE, ours, theirs)
    entry = merged.store.get("acme/mail")
    assert merged.conflicts == ("acme/mail: password",)
    assert entry.password == Secret("mine")
    assert entry.conflict == {"password": (Secret("theirs"),)}
    assert entry.keeping("password").conflict == {}


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    ours, theirs = change(BASE, "acme/mail", password="new"), change(BASE, "acme/mail", password="new", on=LATER)
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == ()
    assert merged.store.get("acme/mail").changed["password"] == LATER


def test_a_field_that_one_side_removed_and_the_other_changed_is_a_conflict() -> None:
    removed, changed = change(BASE, "acme/mail", custom__pin=""), change(BASE, "acme/mail", custom__pin="9")
    entry = merge(BASE, removed, changed).store.get("acme/mail")
    assert (dict(entry.custom), entry.conflict) == ({}, {"custom.pin": (Secret("9"),)})
    entry = merge(BASE, changed, removed).store.get("acme/mail")
    assert (entry.value("pin"), entry.conflict) == (Secret("9"), {"custom.pin": (Secret(""),)})


def test_an_entry_deleted_by_one_side_and_changed_by_the_other_stays_and_says_so() -> None:
    gone, changed = BASE.discard("acme/wiki", on=made.TODAY), change(BASE, "acme/wiki", password="new")
    for ours, theirs, by in ((gone, changed, "ours"), (changed, gone, "theirs")):
        merged = merge(BASE, ours, theirs)
        assert merged.conflicts == ("acme/wiki: deleted",)
        entry = merged.store.get("acme/wiki")
        assert (entry.password, entry.conflict) == (Secret("new"), {"deleted": (Secret(by),)})
        assert [each.entry.password for each in merged.store.trash()["acme/wiki"]] == [Secret("two")]


def test_an_entry_deleted_by_one_side_alone_is_gone() -> None:
    gone = BASE.discard("acme/wiki", on=made.TODAY)
    for ours, theirs in ((gone, BASE), (BASE, gone), (gone, gone)):
        merged = merge(BASE, ours, theirs)
        assert (merged.store.names(), merged.conflicts) == (["acme/mail"], ())
        assert len(merged.store.trash()["acme/wiki"]) == 1


def test_trash_is_united_and_what_was_purged_stays_purged() -> None:
    base = BASE.discard("acme/wiki", on=made.TODAY)
    merged = merge(base, base.purge(), base.discard("acme/mail", on=LATER))
    assert list(merged.store.trash()) == ["acme/mail"]


def test_entries_that_both_sides_added_merge_field_by_field() -> None:
    ours, theirs = BASE.put(made.entry("new", password="a")), BASE.put(made.entry("new", password="b", url="https://x"))
    for base in (BASE, None):
        merged = merge(base, ours, theirs)
        assert merged.conflicts == ("new: password",)
        assert merged.store.get("new").url == "https://x"


def test_a_conflict_that_one_side_settled_is_settled() -> None:
    both = merge(BASE, change(BASE, "acme/mail", password="a"), change(BASE, "acme/mail", password="b")).store
    settled = both.put(both.get("acme/mail").keeping("password"))
    for ours, theirs in ((both, settled), (settled, both)):
        assert merge(both, ours, theirs).store.get("acme/mail").conflict == {}
    again = merge(both, change(both, "acme/wiki", password="c"), change(both, "acme/wiki", password="d"))
    assert again.store.get("acme/mail").conflict == {"password": (Secret("b"),)}


def test_what_is_due_and_who_has_seen_it_is_kept_when_in_doubt() -> None:
    def marked(**changes: object) -> Store:
        return BASE.put(BASE.get("acme/wiki")._replace(**changes))  # type: ignore[arg-type]

    early, late = {"password": made.TODAY}, {"password": LATER}
    ours, theirs = (
        marked(due=late, why="a left", exposed={"a": made.TODAY}),
        marked(due=early, why="b left", exposed={"a": LATER}),
    )
    entry = merge(BASE, ours, theirs).store.get("acme/wiki")
    assert (entry.due, entry.why, entry.exposed) == (early, "a left; b left", {"a": LATER})
    rotated = change(marked(due=early, why="b left"), "acme/wiki", password="new")
    assert (
        merge(marked(due=early, why="b left"), rotated, marked(due=early, why="b left")).store.get("acme/wiki").due
        == {}
    )
    assert merge(marked(due=early), rotated, marked(due=late)).store.get("acme/wiki").due == late


def test_tags_owner_and_rotation_merge_too() -> None:
    def with_(store: Store, **changes: object) -> Store:
        return store.put(store.get("acme/wiki")._replace(**changes))  # type: ignore[arg-type]

    base = with_(BASE, tags=("a", "b"), owner="ann")
    ours, theirs = (
        with_(base, tags=("b", "c"), owner="bob"),
        with_(base, tags=("a", "b", "d"), rotate=Duration.parse("90d")),
    )
    entry = merge(base, ours, theirs).store.get("acme/wiki")
    assert (entry.tags, entry.owner, str(entry.rotate)) == (("b", "c", "d"), "bob", "90d")


def test_the_revision_is_the_higher_one_and_a_renewed_key_stays() -> None:
    base = made.saved(BASE).store
    renewed = made.saved(base.renewed()).store
    edited = change(base, "acme/wiki", password="new")
    for ours, theirs in ((renewed, edited), (edited, renewed)):
        merged = merge(base, ours, theirs)
        assert merged.store.meta.key == renewed.meta.key
        assert merged.store.meta.rev == 2
        assert merged.doubtful == ("acme/wiki",)
        assert made.opened(made.saved(merged.store).raw, pin=base.meta.pin()).meta.rev == 3


def test_two_renewed_keys_are_both_followed() -> None:
    one, other = BASE.renewed(), BASE.renewed()
    merged = merge(BASE, one, other).store
    assert merged.meta.key == one.meta.key
    assert set(merged.meta.before) == {digest_of(other.meta.key), digest_of(BASE.meta.key)}


def test_other_vaults_and_rolled_back_sides_are_refused() -> None:
    with pytest.raises(RefusedError, match="are different vaults"):
        merge(None, BASE, made.store())
    newer = made.saved(BASE).store
    with pytest.raises(RefusedError, match="was rolled back"):
        merge(newer, newer, BASE)


# ── Generated histories ─────────────────────────────────────────────────────────────────────────

NAMES = ("a", "b", "c/d", "e")
PLACES = ("password", "username", "notes", "custom.pin")


def edited(store: Store, chance: random.Random, side: str) -> Store:
    """Return the store after a few changes as people make them; every value is new and says whose it is."""
    for step in range(chance.randint(0, 6)):
        name, value = chance.choice(NAMES), Secret(f"{side}-{step}-{chance.random()}")
        try:
            match chance.randint(0, 9):
                case 0:
                    store = store.discard(name, on=made.TODAY)
                case 1:
                    store = store.rename(name, chance.choice(NAMES))
                case 2:
                    entry = store.get(name)
                    store = store.put(entry.with_field(chance.choice(PLACES), Secret(""), on=made.TODAY))
                case _:
                    entry = store.get(name) if name in store.names() else Entry(name=name)
                    store = store.put(entry.with_field(chance.choice(PLACES), value, on=made.TODAY))
        except (MissingError, RefusedError):
            continue
    return store


def cells(store: Store) -> dict[tuple[str, str], Secret]:
    return {(name, field): value for name, entry in store.entries().items() for field, value in entry.fields().items()}


def everything(store: Store) -> set[Secret]:
    """Return every value that is anywhere in a vault: in use, in conflict, in the trash."""
    trashed = {
        value for several in store.trash().values() for each in several for value in each.entry.fields().values()
    }
    conflicts = [entry.conflict for entry in store.entries().values()]
    beside = {value for each in conflicts for field, values in each.items() if field != DELETED for value in values}
    return {value for value in set(cells(store).values()) | beside | trashed if value}


def lost(base: Store, ours: Store, theirs: Store, merged: Merged) -> Iterator[Secret]:
    """Yield each value that a side holds, that is not in the merge, and that neither side has replaced or removed."""
    there, before = everything(merged.store), cells(base)
    for side, other in ((ours, theirs), (theirs, ours)):
        for cell, value in cells(side).items():
            replaced = before.get(cell) == value and cells(other).get(cell) != value
            if value not in there and not replaced:
                yield value


def expected_conflicts(base: Store, ours: Store, theirs: Store) -> set[str]:
    """Work out independently, cell by cell, where a merge must stop."""
    before, mine, other = cells(base), cells(ours), cells(theirs)
    found = set()
    for name in {*base.names(), *ours.names(), *theirs.names()}:
        if name in ours.names() and name in theirs.names():
            fields = {field for cell_name, field in {*before, *mine, *other} if cell_name == name}
            for field in fields:
                three = [each.get((name, field)) for each in (before, mine, other)]
                if three[0] != three[1] != three[2] != three[0]:
                    found.add(f"{name}: {field}")
        elif name in base.names():
            left = ours if name in ours.names() else theirs
            if name in left.names() and left.get(name) != base.get(name):
                found.add(f"{name}: deleted")
    return found


def proven(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    base = edited(edited(made.store(), chance, "base"), chance, "base2")
    ours, theirs = edited(base, chance, "ours"), edited(base, chance, "theirs")
    merged = merge(base, ours, theirs)
    assert list(lost(base, ours, theirs, merged)) == [], seed
    assert set(merged.conflicts) == expected_conflicts(base, ours, theirs), seed
    mirrored = merge(base, theirs, ours)
    assert set(mirrored.conflicts) == set(merged.conflicts), seed
    assert everything(mirrored.store) == everything(merged.store), seed
    assert set(merged.store.names()) == set(mirrored.store.names()), seed


@pytest.mark.parametrize("start", range(0, 100, 25))
def test_generated_histories_lose_nothing_and_conflict_only_on_the_same_field(start: int) -> None:
    for seed in range(start, start + 25):
        proven(seed)


@pytest.mark.proof
def test_a_thousand_generated_histories() -> None:
    for seed in range(1000):
        proven(seed)
