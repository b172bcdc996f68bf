"""`secret recipients`, `who` and `offboard`: who can read what, and what follows when somebody leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret import asking, options, there
from backoffice.cli.secret.saving import Outcome, carry_out, writing
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import Helpful, verb
from backoffice.core.duration import Duration
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.vault import pins
from backoffice.vault.leaving import FORTNIGHT, Departure
from backoffice.vault.leaving import offboard as leave
from backoffice.vault.recipients import Person, changes
from backoffice.vault.shape import DEFAULT, vault_at

_FORGOTTEN = "Old commits stay readable to {name}, and what was read may be remembered: change what is due."


@verb("list", examples=["backoffice secret recipients list", "backoffice secret recipients list --format json"])
@shared.form()
@click.pass_obj
def listed(session: Session) -> int:
    """List who can read which vault, with which key."""
    columns = (Column("name"), Column("vaults"), Column("since"), Column("key"))
    rows = (
        (person.name, " ".join(person.vaults), person.since, key)
        for person in Vaults(session).recipients().people
        for key in person.keys
    )
    return output.answer(session, Report("recipients", "", (Table("recipients", columns, rows, empty="nobody"),)))


@verb(
    "add",
    examples=[
        "backoffice secret recipients add bob age1…",
        'backoffice secret recipients add bob "$(cat bob.pub)" --vault default --vault finance',
    ],
)
@click.argument("name")
@click.argument("keys", metavar="KEY...", nargs=-1, required=True)
@click.option("--vault", "several", metavar="NAME", multiple=True, help="Which vaults they read; default otherwise.")
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def add(session: Session, /, name: str, keys: tuple[str, ...], several: tuple[str, ...], **given: Any) -> int:  # noqa: ANN401
    """Let somebody read vaults, by their public key; or give them one more key, or one more vault."""
    vaults = Vaults(session, given["identity"])
    with writing(vaults):
        people = vaults.accepted_recipients()
        known = next((each for each in people.people if each.name == name), None)
        new = Person(name, keys, several or (DEFAULT,), vaults.today)
        if known:
            both = tuple(dict.fromkeys([*known.vaults, *several]))
            new = known._replace(keys=(*known.keys, *keys), vaults=both)
        after = people.with_person(new, plugins=vaults.plugins)
        if after.raw == people.raw:
            output.result(session, [f"{name} can read {', '.join(new.vaults)} already."], {"paths": [], "commit": None})
            return 0
        stores = {vault: vaults.open(vault) for vault in new.vaults if vault in vaults.names}
        said = [f"{name} can read {', '.join(new.vaults)} now."]
        return carry_out(vaults, Outcome(stores, said, after), dry_run=given["dry_run"])


@verb(
    "remove",
    examples=["backoffice secret recipients remove bob --vault finance", "backoffice secret recipients remove bob"],
)
@click.argument("name")
@click.option("--vault", metavar="NAME", help="Only this vault.")
@click.option("--force", is_flag=True, help="Even if you cannot open it yourself afterwards.")
@options.identity
@options.yes
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def remove(session: Session, /, *, name: str, vault: str | None, yes: bool, **given: Any) -> int:  # noqa: ANN401
    """Take a vault, or all of them, away from somebody, and mark as due what they know."""
    if not given["dry_run"]:
        asking.agreed(f"Take {vault or 'every vault'} away from {name}?", yes=yes)
    vaults = Vaults(session, given["identity"])
    return _without(vaults, name, vault=vault, force=given["force"], dry_run=given["dry_run"])


@verb("accept", examples=["backoffice secret recipients accept", "backoffice secret recipients accept --yes"])
@options.identity
@options.yes
@shared.form("plain", "json")
@click.pass_obj
def accept(session: Session, /, yes: bool, **given: Any) -> int:  # noqa: ANN401
    """Show how the recipients differ from those you accepted last, and encrypt for them from now on."""
    vaults = Vaults(session, given["identity"])
    people, before = vaults.recipients(), pins.accepted(vaults.state)
    if before == people.raw:
        output.result(session, ["The recipients are those that you accepted."], {"changes": []})
        return 0
    found = changes(before, people, plugins=vaults.plugins)
    output.complain("Who can read your secrets, since you accepted it last:", *(f"  {each}" for each in found))
    asking.agreed("Encrypt for them from now on?", yes=yes)
    if vault_at_odds(vaults):
        pins.accept(vaults.state, people.raw)
        output.result(session, ["Accepted; now `backoffice secret merge`."], {"changes": found})
        return 0
    with writing(vaults):
        touched = {each[2:].partition(":")[0] for each in found} if before is not None else set()
        readable = vaults.readable() if vaults.names else {}
        stores = {vault: store for vault, store in readable.items() if vault in touched}
        return carry_out(vaults, Outcome(stores, ["Accepted."], people, data={"changes": found}))


recipients = Helpful("recipients", help="Say who can read which vault.", no_args_is_help=True)
for each in (listed, add, remove, accept):
    recipients.add_command(each)


def vault_at_odds(vaults: Vaults) -> bool:
    """Tell whether a merge left a vault in conflict: what ends it encrypts for the recipients that are accepted."""
    from backoffice.workspace.git.read import unmerged

    return any(map(vault_at, unmerged(vaults.workspace.place)))


@verb("who", examples=["backoffice secret who acme/mail", "backoffice secret who acme/mail --format json"])
@options.name
@options.vault
@options.identity
@shared.form()
@click.pass_obj
def who(session: Session, /, name: str, **given: Any) -> int:  # noqa: ANN401
    """Tell who can read an entry, and who could before and may remember it."""
    vaults = Vaults(session, given["identity"])
    found = vaults.find(name, given["vault"])
    columns = (Column("name"), Column("reads"), Column("since"), Column("until"))
    rows: list[tuple[Cell, ...]] = [
        (each.name, "yes", each.since, None) for each in vaults.recipients().of(found.vault)
    ]
    rows += [(person, "before", None, day) for person, day in sorted(found.entry.exposed.items())]
    tools = ", ".join(_using(session, f"{found.vault}/{found.entry.name}"))
    notes = (f"Used by: {tools}.",) if tools else ()
    return output.answer(session, Report("who", "", (Table("readers", columns, rows),), notes=notes))


@verb("offboard", examples=["backoffice secret offboard bob", "backoffice secret offboard bob --within 7d --dry-run"])
@click.argument("name")
@click.option(
    "--within", type=options.DURATION, metavar="DURATION", help="How long owners have to rotate; 14d otherwise."
)
@click.option("--force", is_flag=True, help="Even if you cannot open a vault yourself afterwards.")
@options.identity
@options.yes
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def offboard(session: Session, /, name: str, force: bool, yes: bool, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """Take every vault away from somebody who leaves, renew the store keys, and mark what they know as due."""
    if not dry_run:
        asking.agreed(f"Take every vault away from {name}?", yes=yes)
    vaults = Vaults(session, given["identity"])
    return _without(vaults, name, force=force, dry_run=dry_run, within=given["within"] or FORTNIGHT)


def _without(
    vaults: Vaults,
    name: str,
    *,
    force: bool,
    dry_run: bool,
    vault: str | None = None,
    within: Duration = FORTNIGHT,
) -> int:
    with writing(vaults):
        stores = vaults.readable() if vaults.names else {}
        people = vaults.accepted_recipients()
        gone = leave(name, stores, people, on=vaults.today, within=within, vault=vault, plugins=vaults.plugins)
        due = list(_due(gone, name))
        said = [f"{name} can no longer read {', '.join(vault for vault in gone.stores) or 'anything'}.", *_lines(due)]
        tools = [] if vault else _open_to(vaults.session, name)
        said += _access(tools, name)
        data = {"due": _named(_DUE, due), "tools": _named(_TOOLS, tools)}
        said.append(_FORGOTTEN.format(name=name))
        return carry_out(vaults, Outcome(gone.stores, said, gone.recipients, data, force=force), dry_run=dry_run)


_DUE = ("vault", "name", "field", "due", "owner")
_TOOLS = ("tool", "name", "role")


def _named(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _due(gone: Departure, name: str) -> Iterator[tuple[str, ...]]:
    for vault, entries in gone.due.items():
        for entry in entries:
            owner = f"{entry.owner} (who leaves)" if entry.owner == name else entry.owner
            yield from ((vault, entry.name, field, str(day), owner) for field, day in sorted(entry.due.items()))


def _lines(due: Sequence[tuple[str, ...]]) -> Iterator[str]:
    if due:
        yield f"{len(due)} secret{'s' * (len(due) != 1)} to change; `backoffice secret rotate` lists them:"
    for _, name, field, day, owner in due:
        yield f"  {name}: {field} by {day}, {owner or 'nobody owns it'}"


def _using(session: Session, secret: str) -> list[str]:
    if not there.tools(session.workspace.root):  # spares the import, and the books
        return []
    from backoffice.cli.secret.tools import using

    return [each.id for each in using(session, secret)]


def _open_to(session: Session, person: str) -> list[tuple[str, str, str]]:
    if not there.tools(session.workspace.root):
        return []
    from backoffice.cli.secret.tools import access, open_to

    return list(access(open_to(session, person), person))


def _access(tools: Sequence[tuple[str, str, str]], person: str) -> Iterator[str]:
    if tools:
        yield f"{person} has access to {len(tools)} tool{'s' * (len(tools) != 1)}; close it there:"
    for identity, title, role in tools:
        yield f"  {identity}: {title}{', and needs a new owner' * (role == 'owner')}"
