"""`secret init`: a key of one's own, a vault, and git told how to show and merge it. Run it in every clone."""

from __future__ import annotations

import getpass
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.changes import DRY
from backoffice.cli.context import Session
from backoffice.cli.secret import asking, options
from backoffice.cli.secret.plugging import allowed
from backoffice.cli.secret.saving import Outcome, carry_out, writing
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.change import PutFile, Step
from backoffice.core.errors import BackofficeError, UsageError
from backoffice.core.hints import Any
from backoffice.vault import identity, keyfile, recipients
from backoffice.vault.age import Identity, checked_recipient
from backoffice.vault.identity import Made
from backoffice.vault.opening import new_store, path_of
from backoffice.vault.plugins import Plugins
from backoffice.vault.recipients import Person, Recipients
from backoffice.vault.shape import DEFAULT
from backoffice.workspace.drivers import ATTRIBUTES
from backoffice.workspace.git import condition, drivers
from backoffice.workspace.place import state_dir

SPARE = "spare"


@verb(
    "init",
    examples=[
        "backoffice secret init",
        "backoffice secret init --no-input --name ann --spare age1…",
        "backoffice secret init --protect",
        "backoffice secret init --vault finance",
    ],
)
@click.option("--no-input", is_flag=True, help="Ask nothing.")
@click.option("--protect", is_flag=True, help="Put your identity under a passphrase.")
@click.option("--name", metavar="NAME", help="Who you are among the recipients; from your git name otherwise.")
@click.option("--spare", metavar="KEY", multiple=True, help="The public key of a spare, kept in a safe place.")
@click.option("--hook", is_flag=True, help="Refuse private keys and clear text in a pre-commit hook of git, too.")
@options.vault
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def init(session: Session, /, no_input: bool, protect: bool, hook: bool, **given: Any) -> int:  # noqa: ANN401
    """Make an identity outside the workspace and a vault in it; in a clone, get ready to read the one there is."""
    ask = not no_input and asking.reachable()
    if protect and not ask:
        raise UsageError("nobody is here to type a passphrase", hint="leave --protect out, or run it in a terminal")
    plugins = allowed(state_dir(session.workspace.place))
    spares = [checked_recipient(key, plugins=plugins) for key in given["spare"] or (_spare_asked() if ask else ())]
    if given["dry_run"]:
        return _foreseen(session, _path(session, given["identity"]), given["vault"] or DEFAULT)
    place = session.workspace.place
    condition.require_writable(place)
    made, keys = _identity(session, given["identity"], plugins, protect=protect)
    drivers.install(place)
    if hook:
        from backoffice.cli.secret.guarding import installed

        installed(place)
    vaults = Vaults(session, given["identity"], keys)
    vault = given["vault"] or DEFAULT
    if vault in vaults.names:
        return _joined(session, vaults, vault, made)
    return _begun(vaults, vault, made, (_name(session, given["name"]), spares))


def _spare_asked() -> Sequence[str]:
    from backoffice.cli.prompts import asked

    answer = asked("Public key of a spare, kept in a safe place (empty: add it later)")
    return [answer] if answer else []


def _identity(
    session: Session, explicit: str | None, plugins: Plugins, *, protect: bool
) -> tuple[Made, list[Identity]]:
    """Make the user's identity, or take the one that is there, under a passphrase if that is asked for."""
    path = _path(session, explicit)
    if os.path.exists(path):  # noqa: PTH110 - it is a text everywhere
        keys = identity.load(path, ask=asking.passphrase, plugins=plugins)
        if protect:
            identity.protect(path, asking.twice("New passphrase"), ask=asking.passphrase)
        return Made(path, keys[0].public()), keys
    passphrase = asking.twice("New passphrase") if protect else None
    made = identity.make(path, passphrase=passphrase)
    return made, identity.load(path, ask=lambda _: passphrase)


def _path(session: Session, explicit: str | None) -> str:
    named = explicit or session.environment.get(keyfile.VARIABLE)
    return named or keyfile.default_path(session.environment)


def _foreseen(session: Session, path: str, vault: str) -> int:
    """Say what would be made, and make nothing."""
    found = [("take" if os.path.exists(path) else "make", path)]  # noqa: PTH110 - the same
    workspace = session.workspace
    found += [("make", name) for name in (path_of(vault), recipients.PATH) if workspace.current(name) is None]
    said = [f"{what} {which}" for what, which in found]
    output.result(session, [*said, DRY], {"make": [which for what, which in found if what == "make"]})
    return 0


def _name(session: Session, given: str | None) -> str:
    if given:
        return given
    try:
        author, _ = condition.identities(session.workspace.place)
        words = author.partition(" <")[0]
    except BackofficeError:
        words = getpass.getuser()
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:63] or "owner"


def _begun(vaults: Vaults, vault: str, made: Made, people: tuple[str, Sequence[str]]) -> int:
    name, spares = people
    with writing(vaults):
        before = vaults.workspace.current(recipients.PATH)
        known = vaults.accepted_recipients() if before is not None else Recipients()
        known = _joining(vaults, known, Person(name, (made.recipient,), (vault,), vaults.today))
        if spares:
            known = _joining(vaults, known, Person(SPARE, tuple(spares), (vault,), vaults.today))
        readers = [person.name for person in known.of(vault)]
        data = {"vault": vault, "identity": made.path, "recipient": made.recipient, "readers": readers}
        said = list(_page(vault, made, readers))
        steps = _attributes(vaults)
        return carry_out(vaults, Outcome({vault: new_store(path_of(vault))}, said, known, data, steps))


def _joining(vaults: Vaults, people: Recipients, person: Person) -> Recipients:
    """Return the recipients with a person, who may be there already under another name with the same key."""
    for there in people.people:
        if there.name == person.name or set(there.keys) & set(person.keys):
            keys = tuple(dict.fromkeys([*there.keys, *person.keys]))
            several = tuple(dict.fromkeys([*there.vaults, *person.vaults]))
            return people.with_person(there._replace(keys=keys, vaults=several), plugins=vaults.plugins)
    return people.with_person(person, plugins=vaults.plugins)


def _attributes(vaults: Vaults) -> list[Step]:
    path, line = ".gitattributes", ATTRIBUTES.encode()
    there = vaults.workspace.current(path)
    if line in (there or b"").splitlines():
        return []
    before = there.rstrip(b"\n") + b"\n" if there else b""
    return [PutFile(path, before + line + b"\n", there)]


def _page(vault: str, made: Made, readers: Sequence[str]) -> Iterator[str]:
    path = path_of(vault)
    yield f"Your vault is {path}; {', '.join(readers)} can read it."
    yield f"Your identity is {made.path}. Whoever has that file can read the vault; without it, you cannot."
    yield ""
    yield "Now, before the first secret is in it:"
    yield "  1. Copy the identity to a place that burns down on another day: print it, or put it on a stick in a safe."
    if len(readers) == 1:
        yield "  2. Add a spare key, kept in a safe: `age-keygen` makes one,"
        yield "     `backoffice secret recipients add spare age1…` lets it read."
    yield f"  {2 + (len(readers) == 1)}. Try it without this tool: age -d -i {made.path} {path}"
    yield ""
    yield f"Your public key, for colleagues who let you read theirs: {made.recipient}"


def _joined(session: Session, vaults: Vaults, vault: str, made: Made) -> int:
    try:
        vaults.open(vault)
        said = [f"You can read {path_of(vault)}; git here shows and merges it from now on."]
    except BackofficeError as error:
        said = [
            f"{error.message}; git here is ready for it.",
            "Somebody who can read it lets you in with:",
            f"  backoffice secret recipients add {_name(session, None)} {made.recipient}",
        ]
    output.result(session, said, {"vault": vault, "identity": made.path, "recipient": made.recipient})
    return 0
