"""`secret audit` and `secret rotate`: what is wrong with the secrets, and new ones in their place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret import asking, options
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.hints import Any
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.vault.pwned import PwnedFile
from backoffice.vault.store import Store


@verb(
    "audit",
    examples=[
        "backoffice secret audit",
        "backoffice secret audit --pwned pwned-passwords-sha1-ordered-by-hash.txt",
        "backoffice secret audit --only weak --only duplicate --format json",
    ],
)
@click.option(
    "--pwned",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="A local list of SHA-1 hashes of leaked passwords, ordered by hash. Nothing is asked over the network.",
)
@click.option("--only", metavar="CODE", multiple=True, help="Only findings with this code; may be repeated.")
@click.option("--old-after", type=options.DURATION, metavar="DURATION", help="When a password is old; 1y by default.")
@options.vault
@options.identity
@shared.form()
@click.pass_obj
def audit(session: Session, /, pwned: str | None, only: tuple[str, ...], **given: Any) -> int:  # noqa: ANN401
    """Find weak, shared, leaked, old and overdue secrets, without the network; exit with 1 when there are any."""
    from backoffice.vault.audit import FINDINGS, YEAR
    from backoffice.vault.audit import audit as audited

    if unknown := [code for code in only if code not in FINDINGS]:
        raise click.BadParameter(f"{unknown[0]} is none of {', '.join(FINDINGS)}", param_hint="--only")
    vaults = Vaults(session, given["identity"])
    stores = {given["vault"]: vaults.open(given["vault"])} if given["vault"] else vaults.readable()
    rows: list[tuple[Cell, ...]] = []
    with _leaked(pwned) as leaked:
        for vault, store in stores.items():
            entries, problems = store.read()
            output.diagnostics(problems)
            old = given["old_after"] or YEAR
            found = audited(entries.values(), on=vaults.today, old_after=old, pwned=leaked, only=only or FINDINGS)
            rows += [(each.entry, vault, each.code, each.message, each.owner) for each in found]
    columns = (Column("name"), Column("vault"), Column("code"), Column("message"), Column("owner", optional=True))
    output.answer(session, Report("audit", "", (Table("findings", columns, rows, empty="nothing is wrong"),)))
    return int(bool(rows))


@contextmanager
def _leaked(path: str | None) -> Iterator[PwnedFile | None]:
    if path is None:
        yield None
        return
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib is slow to import
        yield PwnedFile(file, path=path)


@verb(
    "rotate",
    examples=[
        "backoffice secret rotate",
        "backoffice secret rotate acme/mail --clip",
        "backoffice secret rotate db --stdin",
    ],
)
@click.argument("name", required=False)
@options.generating
@options.stdin
@options.clip
@options.vault
@options.identity
@shared.dry_run
@shared.form()
@click.pass_obj
def rotate(session: Session, /, name: str | None, stdin: bool, clip: bool, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """Give an entry a new password; without NAME, list what is due for one, with owners and deadlines."""
    from backoffice.cli.secret.drawing import drawn
    from backoffice.cli.secret.reveal import copied
    from backoffice.cli.secret.saving import change

    vaults = Vaults(session, given["identity"])
    if name is None:
        return _due(session, vaults)
    found = vaults.find(name, given["vault"])
    secret = asking.from_stdin() if stdin else drawn(given).secret
    after = found.entry.with_field("password", secret, on=vaults.today)

    def put(store: Store) -> Store:
        return store.put(store.get(after.name).with_field("password", secret, on=vaults.today))

    code = change(
        vaults, {found.vault: put}, said=[f"Rotated {after.name}; now change it where it is used."], dry_run=dry_run
    )
    if clip and not dry_run:
        copied(session, secret, f"the new password of {after.name}")
    return code


def _due(session: Session, vaults: Vaults) -> int:
    rows: list[tuple[Cell, ...]] = []
    for vault, store in vaults.readable().items():
        for entry in store.entries().values():
            days = {field: day for field in entry.fields() if (day := entry.due_on(field))}
            rows += [(day, entry.name, vault, field, entry.owner, entry.why) for field, day in days.items()]
    names = ("due", "name", "vault", "field", "owner", "why")
    table = Table(
        "due", tuple(map(Column, names)), sorted(rows, key=lambda row: (row[0], row[1])), empty="nothing is due"
    )
    return output.answer(session, Report("rotate", "", (table,)))
