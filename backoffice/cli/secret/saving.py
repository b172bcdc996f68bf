"""How a command changes vaults: read, changed and written under one lock, as one commit that names nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

from backoffice.cli import output
from backoffice.cli.changes import DRY
from backoffice.cli.past import SHORT
from backoffice.cli.secret.there import PEOPLE
from backoffice.cli.secret.vaults import Vaults
from backoffice.core.change import Plan, PutFile, Step
from backoffice.core.hints import Any, TypeAlias
from backoffice.core.named import NamedTuple
from backoffice.vault import opening, pins, recipients
from backoffice.vault.opening import Saved, path_of
from backoffice.vault.recipients import Recipients
from backoffice.vault.store import Store

SUMMARY = "Update secrets"
"""The subject of every commit that changes vaults: history tells nobody what is in them."""

Alter: TypeAlias = Callable[[Store], Store]


class Outcome(NamedTuple):
    """What a command has to write, and what it says once that is done.

    Attributes:
        stores: By vault, what changes.
        people: Who can read what, where that changes.
        said: Sentences for people.
        data: What the JSON answer holds beside the paths and the commit.
        steps: What else goes into the commit.
        force: Lock the user out, if that is what comes of it.
    """

    stores: Mapping[str, Store]
    said: Sequence[str]
    people: Recipients | None = None
    data: Mapping[str, Any] = MappingProxyType({})
    steps: Sequence[Step] = ()
    force: bool = False


def change(vaults: Vaults, alter: Mapping[str, Alter], *, said: Sequence[str], dry_run: bool = False) -> int:
    """Change vaults by what is to be done to each, and print ``said`` once it is done."""
    with writing(vaults):
        stores = {vault: todo(vaults.open(vault)) for vault, todo in alter.items()}
        return carry_out(vaults, Outcome(stores, said), dry_run=dry_run)


@contextmanager
def writing(vaults: Vaults) -> Iterator[None]:
    """Hold the lock; what the block opens is fresh. A passphrase is asked for before others have to wait."""
    _ = vaults.identities
    with vaults.workspace.locked():
        vaults.forget()
        yield


def carry_out(vaults: Vaults, outcome: Outcome, *, dry_run: bool = False) -> int:
    """Write an outcome as one commit, or show what it would change.

    Raises:
        RefusedError: as ``opening.save`` and ``Workspace.apply``; nothing is written then.
    """
    if dry_run:
        return _previewed(vaults, outcome)
    accepted = pins.accepted(vaults.state)
    if outcome.people:
        accepted = outcome.people.raw
    people = outcome.people or vaults.recipients()
    saves = {
        vault: opening.save(
            store,
            people,
            vault=vault,
            identities=vaults.identities,
            accepted=accepted,
            force=outcome.force,
            plugins=vaults.plugins,
        )
        for vault, store in outcome.stores.items()
        if outcome.people or not vaults.holds(vault, store)
    }
    _written(vaults, outcome, saves)
    return 0


def _written(vaults: Vaults, outcome: Outcome, saves: Mapping[str, Saved]) -> None:
    workspace, people = vaults.workspace, outcome.people
    puts = [PutFile(path_of(vault), saved.raw, workspace.current(path_of(vault))) for vault, saved in saves.items()]
    old = workspace.current(recipients.PATH)
    if people and people.raw != old:
        puts.append(PutFile(recipients.PATH, people.raw, old))
    applied = workspace.apply(Plan(PEOPLE if people else SUMMARY, (*outcome.steps, *puts)))
    for vault, saved in saves.items():
        vaults.remember(vault, saved.pin)
    if people:
        pins.accept(vaults.state, people.raw)
    made = {**outcome.data, "paths": list(applied.paths), "commit": applied.commit}
    output.result(vaults.session, outcome.said, made)
    if applied.edits:
        output.complain(f"backoffice: what was there uncommitted was committed first, as {applied.edits[:SHORT]}")


def _previewed(vaults: Vaults, outcome: Outcome) -> int:
    lines = list(_differences(vaults, outcome))
    if vaults.session.form == "json":
        data = {**outcome.data, "diff": "\n".join(lines)}
        output.envelope(vaults.session, {"data": data, "dry_run": True})
    else:
        output.say(*lines, DRY)
    return 0


def _differences(vaults: Vaults, outcome: Outcome) -> Iterator[str]:
    """Yield what would change, as git shows it: with a digest in the place of every value."""
    from difflib import unified_diff

    from backoffice.vault.digest import masked

    for vault, store in outcome.stores.items():
        path = path_of(vault)
        before = masked(vaults.open(vault)).splitlines() if vault in vaults.names else []
        yield from unified_diff(before, masked(store).splitlines(), f"a/{path}", f"b/{path}", lineterm="")
    if outcome.people:
        old = vaults.workspace.current(recipients.PATH)
        yield from recipients.changes(old, outcome.people, plugins=vaults.plugins)
