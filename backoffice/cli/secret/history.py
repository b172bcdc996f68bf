"""`secret history`: what commits did to one entry, read from the vaults that they hold."""

from __future__ import annotations

from collections.abc import Iterator

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.past import SHORT
from backoffice.cli.secret import options
from backoffice.cli.secret.vaults import Vaults
from backoffice.cli.verbs import verb
from backoffice.core.errors import BackofficeError, MissingError
from backoffice.core.hints import Any
from backoffice.core.report import Cell, Column, Report, Table
from backoffice.vault import opening, pins
from backoffice.vault.entries import Entry
from backoffice.vault.opening import path_of
from backoffice.vault.recipients import signers
from backoffice.workspace.git.log import Commit
from backoffice.workspace.git.read import blobs, ids


@verb(
    "history",
    examples=[
        "backoffice secret history acme/mail",
        "backoffice secret history acme/mail --limit 50",
        "backoffice secret history acme/mail --signatures",
    ],
)
@options.name
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=100, help="Look at so many commits; 100 by default."
)
@click.option("--signatures", is_flag=True, help="Check the signatures of commits by the ssh keys of recipients.")
@options.vault
@options.identity
@shared.form()
@click.pass_obj
def history(session: Session, /, name: str, limit: int, signatures: bool, **given: Any) -> int:  # noqa: ANN401
    """Show when, and by whom, the fields of an entry were changed; no values."""
    vaults = Vaults(session, given["identity"])
    vault, name = vaults.split(name, given["vault"])
    rows = list(_rows(vaults, vault, name, limit))
    if not rows:
        raise MissingError(f"no entry {name} in the last {limit} changes of the vault {vault}")
    columns: tuple[Column, ...] = (Column("commit"), Column("date"), Column("author"), Column("changed"))
    if signatures:
        signed = _signed(vaults, vault, limit)
        rows = [(*row, signed.get(str(row[0]), "")) for row in rows]
        columns = (*columns, Column("signed"))
    return output.answer(session, Report("history", "", (Table("history", columns, rows),)))


_STATES = {"G": "by {}", "N": "no", "U": "by an unknown key", "B": "no: does not fit"}


def _signed(vaults: Vaults, vault: str, limit: int) -> dict[str, str]:
    """Return by whom each commit is signed, as far as the recipients that were accepted here have ssh keys."""
    from backoffice.workspace.git.signed import signatures

    allowed = pins.keep_signers(vaults.state, signers(vaults.accepted_recipients()))
    found = signatures(vaults.workspace.place, path_of(vault), allowed=allowed, limit=limit + 1)
    return {
        oid[:SHORT]: _STATES.get(each.state, "cannot be checked").format(each.signer) for oid, each in found.items()
    }


def _rows(vaults: Vaults, vault: str, name: str, limit: int) -> Iterator[tuple[Cell, ...]]:
    path = path_of(vault)
    commits = vaults.workspace.log(path, limit=limit + 1)
    entries = [_entry(vaults, vault, commit, name) for commit in commits]
    before = [*entries[1:], None]
    for commit, new, old in zip(commits[:limit], entries, before, strict=False):
        if what := _changed(old, new):
            yield commit.oid[:SHORT], commit.date.date(), commit.author, what


def _changed(old: Entry | str | None, new: Entry | str | None) -> str:
    if isinstance(new, str):
        return new if new != old else ""
    if new is None:
        return "removed" if isinstance(old, Entry) else ""
    if not isinstance(old, Entry):
        return f"added: {', '.join(new.fields())}" if old is None else ""
    mine, other = new.fields(), old.fields()
    fields = [each for each in dict.fromkeys([*mine, *other]) if mine.get(each) != other.get(each)]
    return ", ".join(fields) or ("details" if new != old else "")


def _entry(vaults: Vaults, vault: str, commit: Commit, name: str) -> Entry | str | None:
    """Return the entry as a commit left it; None where there was none, a text where the vault cannot be read."""
    place, path = vaults.workspace.place, path_of(vault)
    (oid,) = ids(place, [f"{commit.oid}:{place.prefix}{path}"])
    if oid is None:
        return None
    ((_, raw),) = blobs(place, [oid])
    pin = pins.pinned(vaults.state, vault)
    try:
        return opening.open_store(raw, vaults.identities, path=path, pin=pin, older=True).get(name)
    except MissingError:
        return None
    except BackofficeError as error:
        return error.message
