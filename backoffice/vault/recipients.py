"""Who can read what: named people with their public keys, per vault, in ``secrets/recipients.yaml``.

::

    ann:
      keys:
        - age1…
        - ssh-ed25519 AAAA…
      vaults: [default, finance]
      since: 2026-11-21
    spare:
      keys: [age1…]

Without ``vaults`` a person reads the default vault.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from backoffice.core.dates import parse_date
from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.document import Document, FieldPath, Tree
from backoffice.core.errors import MissingError, RefusedError, ValueTextError
from backoffice.vault.age import checked_recipient
from backoffice.vault.plugins import NO_PLUGINS, Plugins
from backoffice.vault.shape import RECIPIENTS

PATH = RECIPIENTS
BAD_RECIPIENTS = Fault(
    "recipients",
    "secrets/recipients.yaml names the people who can read the vaults, each with public keys (age1…, ssh-ed25519 …, "
    "ssh-rsa …), the names of vaults, and a date. While anything in it is unclear, nothing is encrypted.",
)
_ID = r"[a-z0-9][a-z0-9-]{0,62}"
_EMPTY = b"{}\n"


class Person(NamedTuple):
    """Somebody who can read vaults: their name (an id), recipients, vaults, and since when."""

    name: str
    keys: tuple[str, ...]
    vaults: tuple[str, ...] = ("default",)
    since: dt.date | None = None


class Recipients(NamedTuple):
    """Everybody, as one version of the file says it; ``raw`` are its exact bytes."""

    people: tuple[Person, ...] = ()
    raw: bytes = _EMPTY

    def of(self, vault: str) -> tuple[Person, ...]:
        """Return the people who can read a vault."""
        return tuple(person for person in self.people if vault in person.vaults)

    def keys(self, vault: str) -> list[str]:
        """Return the recipients of a vault, each once, sorted."""
        return sorted({key for person in self.of(vault) for key in person.keys})

    def vaults(self) -> list[str]:
        """Return the names of all vaults that anybody can read, sorted."""
        return sorted({vault for person in self.people for vault in person.vaults})

    def person(self, name: str) -> Person:
        """Return a person by name.

        Raises:
            MissingError: There is nobody of that name.
        """
        for person in self.people:
            if person.name == name:
                return person
        raise MissingError(f"{name} is no recipient", hint=f"there are {', '.join(each.name for each in self.people)}")

    def with_person(self, person: Person, *, plugins: Plugins = NO_PLUGINS) -> Recipients:
        """Return the recipients with a person added, or changed; everything else in the file stays as it is written.

        Raises:
            RefusedError: A key is none, or belongs to somebody else already.
        """
        from backoffice.formats.edit import set_field

        keys = list(dict.fromkeys(checked_recipient(key, plugins=plugins) for key in person.keys))
        tree: dict[str, Tree] = {"keys": list(keys)}
        if person.vaults != ("default",):
            tree["vaults"] = list(person.vaults)
        if person.since:
            tree["since"] = str(person.since)
        return read(set_field(self.raw, PATH, (person.name,), tree), plugins=plugins)

    def without(self, name: str, *, vault: str | None = None, plugins: Plugins = NO_PLUGINS) -> Recipients:
        """Return the recipients without a person, or without them in one vault.

        Raises:
            MissingError: There is nobody of that name (in that vault).
            RefusedError: A vault would be left without anybody who can read it.
        """
        from backoffice.formats.edit import set_field

        person = self.person(name)
        if vault and vault not in person.vaults:
            raise MissingError(f"{name} cannot read {vault}", hint=f"they read {', '.join(person.vaults)}")
        kept = tuple(each for each in person.vaults if vault and each != vault)
        for lost in set(person.vaults) - set(kept):
            if len(self.of(lost)) == 1:
                hint = "add somebody else first"
                raise RefusedError(f"nobody but {name} can read the vault {lost}", hint=hint)
        if kept:
            return self.with_person(person._replace(vaults=kept), plugins=plugins)
        raw = set_field(self.raw, PATH, (name,), None)
        return read(raw if raw.strip() else _EMPTY, plugins=plugins)


def read(raw: bytes, *, path: str = PATH, plugins: Plugins = NO_PLUGINS) -> Recipients:
    """Return what ``secrets/recipients.yaml`` says.

    Raises:
        RefusedError: with a located diagnostic for each thing that is wrong.
    """
    from backoffice.formats import frontmatter
    from backoffice.formats.text import text_of

    found = frontmatter.read(path, raw)
    people, problems = [], list(found.diagnostics)
    if not problems and isinstance(frontmatter.tree_of(path, text_of(raw)), list):
        problems = [BAD_RECIPIENTS.at(Location(path, 1), "this is a list where people by their names should be")]
    if not problems:
        reading = _Reading(found.documents[0], plugins)
        people = [reading.person(name) for name in reading.document.fields]
        reading.shared(people)
        problems = reading.problems
    if problems:
        raise RefusedError(f"{path} cannot be used", diagnostics=problems)
    return Recipients(tuple(people), raw)


class _Reading:
    """One reading of the file; what is wrong is collected, so that all of it is told at once."""

    def __init__(self, document: Document, plugins: Plugins) -> None:
        self.document = document
        self.plugins = plugins
        self.problems: list[Diagnostic] = []

    def wrong(self, path: FieldPath, message: str, hint: str = "") -> None:
        self.problems.append(BAD_RECIPIENTS.at(self.document.at(path), message, hint=hint))

    def person(self, name: str) -> Person:
        tree = self.document.fields[name]
        fields = tree if isinstance(tree, dict) else {}
        if not re.fullmatch(_ID, name):
            self.wrong((name,), f"{name} is no name: small letters, digits and dashes")
        for unknown in fields.keys() - {"keys", "vaults", "since"}:
            self.wrong((name, unknown), f"{unknown} is no field of a recipient", "they have keys, vaults and since")
        return Person(name, self.keys(name, fields), self.vaults(name, fields), self.since(name, fields))

    def keys(self, name: str, fields: dict[str, Tree]) -> tuple[str, ...]:
        keys = []
        for position, text in enumerate(self.texts((name, "keys"), fields)):
            try:
                keys.append(checked_recipient(text, plugins=self.plugins))
            except RefusedError as error:
                self.wrong((name, "keys", position), f"{name}: {error.message}", error.hint)
        if not fields.get("keys"):
            self.wrong((name,), f"{name} has no keys", "add the public key: keys: [age1…]")
        return tuple(dict.fromkeys(keys))

    def vaults(self, name: str, fields: dict[str, Tree]) -> tuple[str, ...]:
        vaults = tuple(dict.fromkeys(self.texts((name, "vaults"), fields))) or ("default",)
        for vault in vaults:
            if not re.fullmatch(_ID, vault):
                self.wrong((name, "vaults"), f"{vault!r} is no name for a vault: small letters, digits and dashes")
        return vaults

    def since(self, name: str, fields: dict[str, Tree]) -> dt.date | None:
        text = fields.get("since")
        if text is None:
            return None
        try:
            return parse_date(text if isinstance(text, str) else "")
        except ValueTextError as expected:
            self.wrong((name, "since"), f"since is not {expected}")
            return None

    def texts(self, path: FieldPath, fields: dict[str, Tree]) -> list[str]:
        tree = fields.get(str(path[-1]))
        if isinstance(tree, list) and all(isinstance(each, str) for each in tree):
            return [str(each) for each in tree]
        if tree is not None:
            self.wrong(path, f"{path[-1]} is not a list of texts", f"write {path[-1]}: [one, another]")
        return []

    def shared(self, people: list[Person]) -> None:
        """Find keys that two people have: removing one of them would not take the key away."""
        owner: dict[str, str] = {}
        for person in people:
            for key in person.keys:
                if (other := owner.setdefault(key, person.name)) != person.name:
                    self.wrong((person.name, "keys"), f"{person.name} has a key of {other}", "one key is one person's")


def signers(recipients: Recipients) -> str:
    """Return the ssh keys of everybody as ``ssh-keygen -Y verify`` takes them, for the signatures that git makes."""
    lines = ((person.name, key) for person in recipients.people for key in person.keys if key.startswith("ssh-"))
    return "".join(f'{name} namespaces="git" {key}\n' for name, key in lines)


def changes(old: bytes | None, new: Recipients, *, plugins: Plugins = NO_PLUGINS) -> list[str]:
    """Return what ``recipients accept`` must show: one line for each key that may read a vault more, or less.

    ``+ default: bob age1…`` and ``- finance: ann ssh-ed25519 AAAA…``.
    """
    before = set(_rights(read(old, plugins=plugins))) if old is not None else set()
    after = set(_rights(new))
    return [f"- {each}" for each in sorted(before - after)] + [f"+ {each}" for each in sorted(after - before)]


def _rights(recipients: Recipients) -> Iterator[str]:
    for person in recipients.people:
        yield from (f"{vault}: {person.name} {key}" for vault in person.vaults for key in person.keys)
