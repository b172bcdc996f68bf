"""`secret add` and `secret generate`: new secrets, typed, piped in, or drawn by chance."""

from __future__ import annotations

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret import asking, options
from backoffice.cli.secret.drawing import drawn
from backoffice.cli.secret.reveal import copied, value
from backoffice.cli.secret.saving import change
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any
from backoffice.vault.entries import Entry, checked_field, checked_name
from backoffice.vault.generate import password
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store


@verb(
    "add",
    examples=[
        "backoffice secret add acme/mail --username ann --url https://mail.example.org",
        "backoffice secret add acme/mail --generate",
        "pass show acme/mail | head -n 1 | backoffice secret add acme/mail --stdin",
        "backoffice secret add acme/totp --field totp",
    ],
)
@options.name
@click.option("-f", "--field", default="password", metavar="FIELD", help="What is typed; the password otherwise.")
@options.stdin
@click.option("--generate", is_flag=True, help="Draw a password instead of asking for one.")
@options.details
@options.vault
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def add(session: Session, /, *, name: str, field: str, stdin: bool, **given: Any) -> int:  # noqa: ANN401
    """Add an entry. Its secret is typed without an echo, or comes from standard input; it is never an argument."""
    vaults = Vaults(session, given["identity"])
    vault, name = vaults.split(name, given["vault"])
    field, entry = checked_field(field), Entry(name=checked_name(name))
    _require_free(vaults.open(vault), name)
    what = f"{field.removeprefix('custom.').capitalize()} of {name}"
    secret = password().secret if given["generate"] else asking.given(what, stdin=stdin)
    entry = options.detailed(entry, vaults, given)
    return _added(vaults, vault, entry, (field, secret), dry_run=given["dry_run"])


def _added(vaults: Vaults, vault: str, entry: Entry, new: tuple[str, Secret], *, dry_run: bool) -> int:
    field, secret = new
    if field == "totp":
        from backoffice.vault.totp import parse

        parse(secret)
    entry = entry.with_field(field, secret, on=vaults.today)

    def put(store: Store) -> Store:
        _require_free(store, entry.name)
        return store.put(entry)

    return change(vaults, {vault: put}, said=[f"Added {entry.name}."], dry_run=dry_run)


def _require_free(store: Store, name: str) -> None:
    if name in store.names():
        hint = f"change it with `backoffice secret edit {name}`, or draw a new one with `secret rotate`"
        raise RefusedError(f"there is an entry {name} already", hint=hint)


@verb(
    "generate",
    examples=[
        "backoffice secret generate",
        "backoffice secret generate --words 6",
        "backoffice secret generate acme/mail --length 32 --alphabet letters,digits",
    ],
)
@click.argument("name", required=False)
@options.generating
@options.details
@options.clip
@options.reveal
@options.vault
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def generate(session: Session, /, name: str | None, clip: bool, reveal: bool, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """Draw a password or a passphrase by chance; with NAME, keep it as a new entry instead of showing it."""
    made = drawn(given)
    if name is None:
        return _handed_over(session, made.secret, f"worth {made.bits:.0f} bits", clip=clip, reveal=reveal)
    vaults = Vaults(session, given["identity"])
    vault, name = vaults.split(name, given["vault"])
    entry = options.detailed(Entry(name=checked_name(name)), vaults, given)
    code = _added(vaults, vault, entry, ("password", made.secret), dry_run=dry_run)
    if clip and not dry_run:
        copied(session, made.secret, f"the password of {name}")
    return code


def _handed_over(session: Session, secret: Secret, worth: str, *, clip: bool, reveal: bool) -> int:
    if clip:
        copied(session, secret, f"a new password, {worth}")
    elif session.form == "json":
        output.envelope(session, {"data": {"secret": secret.reveal() if reveal else str(secret), "worth": worth}})
    else:
        value(session, secret, reveal=reveal, note=f"({worth})")
    return 0
