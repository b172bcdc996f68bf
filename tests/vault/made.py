"""Small vaults for tests: two people, their keys, entries in one line each."""

import datetime as dt
from functools import cache

from backoffice.vault import age, opening
from backoffice.vault.age import Identity
from backoffice.vault.entries import Entry
from backoffice.vault.pins import Pin
from backoffice.vault.recipients import Person, Recipients
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store

TODAY = dt.date(2026, 11, 21)
PATH = "secrets.yaml.age"


def nobody(path: str) -> None:
    """Answer no passphrase: nobody is there."""
    del path


def identity(name: str = "ann") -> Identity:
    """Return the private key of a person, the same for the whole run."""
    return _identity(name)


@cache
def _identity(name: str) -> Identity:
    secret, _ = age.new_identity()
    (found,) = age.identities_of(secret.reveal().encode(), path=f"{name}.txt", ask=nobody)
    return found


def people(*names: str, vaults: tuple[str, ...] = ("default",)) -> Recipients:
    recipients = Recipients()
    for name in names:
        recipients = recipients.with_person(Person(name, (identity(name).public(),), vaults))
    return recipients


def entry(name: str = "acme/mail", *, on: dt.date = TODAY, **fields: str) -> Entry:
    """Return an entry with some fields set on a day; ``custom__pin`` is ``custom.pin``."""
    made = Entry(name=name)
    for field, value in fields.items():
        made = made.with_field(field.replace("__", "."), Secret(value), on=on)
    return made


def store(*entries: Entry) -> Store:
    return opening.new_store(PATH).put(*entries)


def saved(store: Store, *names: str, vault: str = "default") -> opening.Saved:
    recipients = people(*(names or ("ann",)), vaults=(vault,))
    who = [identity(name) for name in names or ("ann",)]
    return opening.save(store, recipients, vault=vault, identities=who, accepted=recipients.raw)


def opened(raw: bytes, name: str = "ann", *, pin: Pin | None = None, older: bool = False) -> Store:
    return opening.open_store(raw, [identity(name)], path=PATH, pin=pin, older=older)
