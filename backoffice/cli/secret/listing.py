"""`secret list` and `secret find`: what is there, without a secret in it."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import normalize

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.secret import options
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import MissingError
from backoffice.core.hints import Any
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.vault.entries import Entry
from backoffice.vault.store import Store

_SHORT = (Column("name"), Column("vault"))
_LONG = (
    *_SHORT,
    Column("username"),
    Column("url"),
    Column("tags", optional=True),
    Column("owner", optional=True),
    Column("changed", optional=True),
    Column("due"),
)


@verb(
    "list",
    examples=["backoffice secret list", "backoffice secret list acme/", "backoffice secret list --long --format csv"],
)
@click.argument("beginning", required=False, default="")
@click.option("-l", "--long", is_flag=True, help="With usernames, addresses, tags, owners and dates.")
@click.option("--trash", is_flag=True, help="What was removed instead, and when.")
@options.vault
@options.identity
@shared.form()
@click.pass_obj
def listed(session: Session, /, beginning: str, long: bool, trash: bool, **given: Any) -> int:  # noqa: ANN401
    """List the names of all entries, or of those that begin as you say."""
    stores = _stores(session, given)
    beginning = normalize("NFC", beginning)
    if trash:
        columns = (*_SHORT, Column("removed"))
        return _answered(session, columns, _removed(stores), "the trash is empty")
    rows = _long(stores, beginning) if long else _short(stores, beginning)
    return _answered(session, _LONG if long else _SHORT, rows, "no entries")


@verb("find", examples=["backoffice secret find mail", "backoffice secret find acme ftp --format json"])
@click.argument("words", nargs=-1, required=True)
@options.vault
@options.identity
@shared.form()
@click.pass_obj
def find(session: Session, /, words: tuple[str, ...], **given: Any) -> int:  # noqa: ANN401
    """Find entries by words in their names, usernames, addresses, tags, owners and notes; secrets are not searched."""
    found = [
        (vault, entry) for vault, store in _stores(session, given).items() for entry in store.search(" ".join(words))
    ]
    if not found and session.form != "json":
        raise MissingError(f"no entry has {' and '.join(words)}", hint="`backoffice secret list` shows them all")
    return _answered(session, _LONG, (_row(vault, entry) for vault, entry in found), "no entries")


def _stores(session: Session, given: dict[str, Any]) -> dict[str, Store]:
    vaults = Vaults(session, given["identity"])
    return {given["vault"]: vaults.open(given["vault"])} if given["vault"] else vaults.readable()


def _answered(session: Session, columns: tuple[Column, ...], rows: Iterator[tuple[Cell, ...]], empty: str) -> int:
    return output.answer(session, Report("secrets", "", (Table("secrets", columns, list(rows), empty=empty),)))


def _short(stores: dict[str, Store], beginning: str) -> Iterator[tuple[Cell, ...]]:
    for vault, store in stores.items():
        yield from ((name, vault) for name in store.names() if name.startswith(beginning))


def _long(stores: dict[str, Store], beginning: str) -> Iterator[tuple[Cell, ...]]:
    for vault, store in stores.items():
        entries, problems = store.read()
        output.diagnostics(problems)
        yield from (_row(vault, entry) for name, entry in entries.items() if name.startswith(beginning))


def _removed(stores: dict[str, Store]) -> Iterator[tuple[Cell, ...]]:
    for vault, store in stores.items():
        yield from ((name, vault, each.deleted) for name, several in store.trash().items() for each in several)


def _row(vault: str, entry: Entry) -> tuple[Cell, ...]:
    due = min((day for name in entry.fields() if (day := entry.due_on(name))), default=None)
    open_fields = (entry.username, entry.url, " ".join(entry.tags), entry.owner)
    return (entry.name, vault, *open_fields, entry.last_change(), due)
