"""`secret edit`: field by field at prompts, one field from standard input, or all of it in an editor in memory."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import click

from backoffice.cli import options as shared
from backoffice.cli import output, programs
from backoffice.cli.context import Session
from backoffice.cli.secret import asking, memory, options
from backoffice.cli.secret.literal import read, written
from backoffice.cli.secret.saving import change
from backoffice.cli.secret.vaults import Found, Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import MissingError, RefusedError, UsageError
from backoffice.core.hints import Any
from backoffice.vault.entries import DELETED, FIELDS, Entry, checked_field
from backoffice.vault.secret import Secret
from backoffice.vault.store import Store

_VIM = ("-n", "-i", "NONE", "-c", "set nobackup nowritebackup noswapfile noundofile")
_EMACS = "(setq make-backup-files nil auto-save-default nil create-lockfiles nil)"
EDITORS = {
    "vi": _VIM,
    "vim": _VIM,
    "nvim": _VIM,
    "nano": ("--ignorercfiles",),
    "emacs": ("--eval", _EMACS),
    "ed": (),
    "micro": ("-backup", "false", "-savehistory", "false"),
}
"""Editors that can be kept from leaving copies elsewhere, and how."""


@verb(
    "edit",
    examples=[
        "backoffice secret edit acme/mail",
        "backoffice secret edit acme/mail -f pin",
        "openssl rand -hex 16 | backoffice secret edit acme/mail -f api-key --stdin",
        "backoffice secret edit acme/mail --editor",
    ],
)
@options.name
@click.option("-f", "--field", metavar="FIELD", help="Only this field, one of your own too; empty removes it.")
@options.stdin
@click.option("--editor", is_flag=True, help="In $EDITOR, as a file that exists in memory only.")
@click.option("--on-disk", is_flag=True, help="With --editor: any editor, and a file on the disk if need be.")
@click.option("--keep", metavar="FIELD", multiple=True, help="Settle a merge for what FIELD says here; or `deleted`.")
@click.option("--theirs", metavar="FIELD", multiple=True, help="Settle a merge for what FIELD said on the other side.")
@options.details
@options.vault
@options.identity
@shared.dry_run
@shared.form("plain", "json")
@click.pass_obj
def edit(session: Session, /, name: str, stdin: bool, editor: bool, dry_run: bool, **given: Any) -> int:  # noqa: ANN401
    """Change an entry: what you give as options, one field, or field by field."""
    vaults = Vaults(session, given["identity"])
    found = vaults.find(name, given["vault"])
    before = found.entry
    after = options.detailed(_settled(vaults, before, given), vaults, given)
    if stdin or given["field"]:
        after = _one_field(vaults, after, given["field"] or "password", stdin=stdin)
    elif editor:
        after = _in_editor(vaults, after, on_disk=given["on_disk"])
    elif after == before:
        after = _asked(vaults, after)
    if after == before:
        output.result(session, [f"{before.name} is as it was."], {"paths": [], "commit": None})
        return 0
    return _put(vaults, found, after, dry_run=dry_run)


def _put(vaults: Vaults, found: Found, after: Entry, *, dry_run: bool) -> int:
    def put(store: Store) -> Store:
        if store.get(after.name) != found.entry:
            raise RefusedError(f"{after.name} was changed meanwhile; nothing was written", hint="edit it again")
        return store.put(after)

    return change(vaults, {found.vault: put}, said=[f"Changed {after.name}."], dry_run=dry_run)


def _settled(vaults: Vaults, entry: Entry, given: Mapping[str, Any]) -> Entry:
    for field in map(checked_field, given["theirs"]):
        if field not in entry.conflict:
            raise MissingError(
                f"{entry.name} has no other {field}", hint="`backoffice secret show` tells what is in conflict"
            )
        entry = entry.with_field(field, entry.conflict[field][0], on=vaults.today)
    for field in given["keep"]:
        entry = entry.keeping(field if field == DELETED else checked_field(field))
    return entry


def _one_field(vaults: Vaults, entry: Entry, field: str, *, stdin: bool) -> Entry:
    field = checked_field(field)
    secret = asking.given(f"{field.removeprefix('custom.').capitalize()} of {entry.name}", stdin=stdin)
    if field == "totp":
        from backoffice.vault.totp import parse

        parse(secret)
    return entry.with_field(field, secret, on=vaults.today)


def _asked(vaults: Vaults, entry: Entry) -> Entry:
    """Ask for every field; an empty answer leaves it as it is, a single dash removes it."""
    if not asking.reachable():
        raise UsageError("nobody is here to type it", hint="name a field with -f and pipe it in with --stdin")
    output.complain("Enter keeps a field as it is; a single - removes it.")
    for field in dict.fromkeys([*FIELDS, *entry.fields()]):
        answer = _answer(field, entry)
        if answer:
            entry = entry.with_field(field, answer if answer != Secret("-") else Secret(), on=vaults.today)
    return entry


def _answer(field: str, entry: Entry) -> Secret:
    there = entry.fields().get(field)
    if field in {"username", "url"}:
        from backoffice.cli.prompts import asked

        return Secret(asked(field, there.reveal() if there else ""))
    return asking.typed(f"{field.removeprefix('custom.')} ({there or 'none'})")


def _in_editor(vaults: Vaults, entry: Entry, *, on_disk: bool) -> Entry:
    words = programs.editor(vaults.session)
    known = EDITORS.get(Path(words[0]).name)
    if known is None and not on_disk:
        hint = f"use {', '.join(EDITORS)}, or --on-disk if you know that {words[0]} keeps none"
        raise RefusedError(f"{words[0]} may keep copies of what it edits", hint=hint)
    with memory.folder(vaults.session.environment, on_disk=on_disk) as folder:
        path = folder / "entry.txt"
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(fd, "w", encoding="utf-8", newline="") as file:  # noqa: PTH123 - a descriptor has no path
            file.write(written(entry))
        programs.opened([*words, *(known or ())], path)
        return read(path.read_text(encoding="utf-8"), entry, on=vaults.today)
