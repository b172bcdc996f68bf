"""Somebody leaves: what they could read must be encrypted without them, and changed, because they may remember it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from backoffice.core.duration import Duration
from backoffice.core.errors import RefusedError
from backoffice.vault.entries import Entry
from backoffice.vault.plugins import NO_PLUGINS, Plugins
from backoffice.vault.recipients import Recipients
from backoffice.vault.store import Store

FORTNIGHT = Duration(days=14)


class Departure(NamedTuple):
    """What follows from somebody leaving. Save every store with ``recipients``; old commits stay readable to them.

    Attributes:
        recipients: Everybody else.
        stores: By vault, the stores that change: with a new store key, and with what is due marked.
        due: By vault, the entries in which something must be changed, as they are marked now.
    """

    recipients: Recipients
    stores: Mapping[str, Store]
    due: Mapping[str, tuple[Entry, ...]]


def offboard(
    name: str,
    stores: Mapping[str, Store],
    recipients: Recipients,
    *,
    on: dt.date,
    within: Duration = FORTNIGHT,
    vault: str | None = None,
    plugins: Plugins = NO_PLUGINS,
) -> Departure:
    """Return what is to be done when ``name`` leaves, or (with ``vault``) loses one vault.

    Args:
        name: A person of ``secrets/recipients.yaml``.
        stores: By vault, all vaults there are, opened; those the user cannot open may be missing only when the
            leaver cannot read them.
        recipients: As they are now.
        on: The day of leaving.
        within: How long the owners have.
        vault: Only this vault.
        plugins: Names of age plugins that may be run.

    Raises:
        MissingError: There is nobody of that name.
        RefusedError: A vault the leaver reads is missing from ``stores``, or would be left without anybody.
    """
    person = recipients.person(name)
    others = recipients.without(name, vault=vault, plugins=plugins)
    lost = {vault} if vault else set(person.vaults)
    if closed := lost - stores.keys():
        hint = "somebody who can read it must do this"
        raise RefusedError(f"{name} can read {', '.join(sorted(closed))}, and you cannot", hint=hint)
    changed: dict[str, Store] = {}
    due: dict[str, tuple[Entry, ...]] = {}
    for each, store in stores.items():
        marked, entries = _marked(store, name, on, within.after(on), here=each in lost)
        if each in lost or entries:
            changed[each] = marked.renewed() if each in lost else marked
            due[each] = entries
    return Departure(others, changed, due)


def _marked(store: Store, person: str, on: dt.date, by: dt.date, *, here: bool) -> tuple[Store, tuple[Entry, ...]]:
    """Mark every field that ``person`` knows: all that were there while they could read them, in the trash too."""

    def mark(entry: Entry) -> Entry:
        until = on if here else entry.exposed.get(person)
        known = entry.known_on(until) if until else ()
        days = {field: min(by, entry.due.get(field, by)) for field in known}
        why = f"{person} left on {on}"
        said = entry.why if why in entry.why.split("; ") else "; ".join(filter(None, (entry.why, why)))
        exposed = {each: day for each, day in entry.exposed.items() if each != person}
        return entry._replace(due={**entry.due, **days}, why=said, exposed=exposed) if known else entry

    entries = store.entries()
    after = {name: mark(entry) for name, entry in entries.items()}
    trash = {
        name: tuple(each._replace(entry=mark(each.entry)) for each in several)
        for name, several in store.trash().items()
    }
    touched = tuple(entry for name, entry in after.items() if entry != entries[name])
    return store.replaced(after, trash), touched


def moved(name: str, source: Store, target: Store, *, readers: frozenset[str], on: dt.date) -> tuple[Store, Store]:
    """Return both stores after an entry has moved from one vault to another.

    ``readers`` are the people who read the source and not the target: that they have seen the present values is
    noted, so that these become due when one of them leaves.

    Raises:
        MissingError: ``source`` has no such entry.
        RefusedError: ``target`` has one of that name.
    """
    entry = source.get(name)
    if name in target.names():
        raise RefusedError(f"there is an entry {name} in {target.path} already")
    exposed = {**entry.exposed, **dict.fromkeys(readers, on)}
    return source.without(name), target.put(entry._replace(exposed=exposed))
