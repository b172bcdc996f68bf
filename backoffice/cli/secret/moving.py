"""`secret move`, `remove` and `restore`: entries change their place, go to the trash and come back."""

from __future__ import annotations

import click

from backoffice.cli import options as shared
from backoffice.cli.context import Session
from backoffice.cli.secret import options
from backoffice.cli.secret.saving import Outcome, carry_out, change, writing
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.hints import Any
from backoffice.vault.entries import checked_name


@verb(
    "move",
    examples=["backoffice secret move acme/mail acme/webmail", "backoffice secret move bank finance/bank"],
)
@options.name
@click.argument("to", metavar="NEW-NAME")
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def move(session: Session, /, name: str, to: str, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """Give an entry another name, or another vault: what people of the old one have seen is remembered."""
    vaults = Vaults(session, given["identity"])
    found = vaults.find(name)
    vault, to = vaults.split(to)
    said = [f"Moved {found.entry.name} to {to if vault == found.vault else f'{vault}/{to}'}."]
    old, to = found.entry.name, checked_name(to)
    if vault == found.vault:
        return change(vaults, {vault: lambda store: store.rename(old, to)}, said=said, dry_run=dry_run)
    return _between(vaults, (found.vault, old), (vault, to), said, dry_run=dry_run)


def _between(vaults: Vaults, here: tuple[str, str], there: tuple[str, str], said: list[str], *, dry_run: bool) -> int:
    from backoffice.vault.leaving import moved

    with writing(vaults):
        people = vaults.recipients()
        now, later = ({person.name for person in people.of(vault)} for vault, _ in (here, there))
        source, target = vaults.open(here[0]), vaults.open(there[0])
        if here[1] != there[1]:
            source = source.rename(here[1], there[1])
        source, target = moved(there[1], source, target, readers=frozenset(now - later), on=vaults.today)
        return carry_out(vaults, Outcome({here[0]: source, there[0]: target}, said), dry_run=dry_run)


@verb("remove", examples=["backoffice secret remove acme/mail", "backoffice secret remove acme/mail --yes"])
@options.name
@options.vault
@options.identity
@options.yes
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def remove(session: Session, /, name: str, yes: bool, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """Put an entry into the trash inside the vault, from where `secret restore` brings it back."""
    from backoffice.cli.prompts import confirmed

    vaults = Vaults(session, given["identity"])
    found = vaults.find(name, given["vault"])
    name = found.entry.name
    if not yes and not dry_run:
        confirmed(f"Remove {name}?")
    said = [f"Removed {name}; `backoffice secret restore {name}` brings it back."]
    return change(vaults, {found.vault: lambda store: store.discard(name, on=vaults.today)}, said=said, dry_run=dry_run)


@verb("restore", examples=["backoffice secret restore acme/mail", "backoffice secret list --trash"])
@options.name
@options.vault
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def restore(session: Session, /, name: str, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """Bring back what was removed last under a name."""
    vaults = Vaults(session, given["identity"])
    vault, name = vaults.split(name, given["vault"])
    return change(vaults, {vault: lambda store: store.restore(name)}, said=[f"Restored {name}."], dry_run=dry_run)
