"""What `doctor` says about the vaults."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.cli.context import Session
from backoffice.cli.secret.vaults import Vaults
from backoffice.core.hints import Literal, TypeAlias
from backoffice.vault import identity, pins, unlock
from backoffice.vault.opening import path_of
from backoffice.workspace.drivers import ATTRIBUTES
from backoffice.workspace.git import drivers

_ENOUGH = 2

Looked: TypeAlias = tuple[str, Literal["fine", "hint", "problem"], str]


def findings(session: Session) -> Iterator[Looked]:
    """Yield, of each thing about vaults: what it is, its state (fine, hint, problem), and what to say."""
    vaults = Vaults(session)
    if not vaults.names:
        return
    yield _settings(vaults)
    yield _identity(session)
    yield from (_readers(vaults, vault) for vault in vaults.names)
    keyring = unlock.available()
    yield "keyring", "fine", "`secret unlock` keeps identities here" if keyring else "none: passphrases are asked for"


def _settings(vaults: Vaults) -> Looked:
    place = vaults.workspace.place
    text = vaults.workspace.current(".gitattributes") or b""
    if drivers.cached(place):
        way = "git update-ref -d refs/notes/textconv/backoffice && git gc --prune=now"
        return "vault in git", "problem", f"git has kept what it showed of vaults: {way}"
    if drivers.lacking(place) or ATTRIBUTES.encode() not in text.splitlines():
        return "vault in git", "hint", "git does not know how to merge vaults here: backoffice secret init"
    return "vault in git", "fine", "git shows and merges vaults by this installation"


def _identity(session: Session) -> Looked:
    files = identity.find(session.environment)
    protected = [identity.is_protected(path) for path in files]
    says = ", ".join(map(str, files))
    return "vault identity", "fine", says if all(protected) else f"{says}; `secret init --protect` asks a passphrase"


def _readers(vaults: Vaults, vault: str) -> Looked:
    people = vaults.recipients()
    readers = people.of(vault)
    if pins.accepted(vaults.state) != people.raw:
        return path_of(vault), "hint", "its recipients changed: backoffice secret recipients accept"
    if len(people.keys(vault)) < _ENOUGH:
        says = "only one key can read it, and one key can be lost: backoffice secret recipients add spare age1…"
        return path_of(vault), "hint", says
    return path_of(vault), "fine", f"read by {', '.join(person.name for person in readers)}"
