"""`secret show` and `secret otp`: one entry, masked until somebody asks."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from backoffice.cli import clock, output
from backoffice.cli import options as shared
from backoffice.cli.context import Session
from backoffice.cli.secret import options, reveal
from backoffice.cli.secret.vaults import Found, Vaults
from backoffice.cli.verbs import verb
from backoffice.core.hints import Any
from backoffice.core.report import Column, Report, Table
from backoffice.vault.entries import CUSTOM, Entry
from backoffice.vault.secret import Secret

_OPEN = frozenset({"username", "url"})


@verb(
    "show",
    examples=[
        "backoffice secret show acme/mail",
        "backoffice secret show acme/mail --clip",
        "backoffice secret show acme/mail -f username",
        "PASSWORD=$(backoffice secret show acme/mail -f password --reveal)",
    ],
)
@options.name
@click.option("-f", "--field", metavar="FIELD", help="Only this field: password, username, totp, or one of your own.")
@options.reveal
@options.clip
@options.vault
@options.identity
@shared.form("table", "plain", "json")
@click.pass_obj
def show(session: Session, /, name: str, field: str | None, clip: bool, **given: Any) -> int:  # noqa: ANN401
    """Show an entry with its secrets masked; with --field or --reveal in clear text, wiped by the next key."""
    found = Vaults(session, given["identity"]).find(name, given["vault"])
    if clip:
        field = field or "password"
        reveal.copied(session, found.entry.value(field), f"the {field} of {found.entry.name}")
    elif session.form == "json":
        output.envelope(session, {"data": _data(found, field, clear=given["reveal"])})
    elif field:
        _one(session, found.entry, field, clear=given["reveal"])
    elif given["reveal"] and sys.stdout.isatty():
        width = max(len(label) for label, _ in _rows(found, clear=True))
        reveal.lines(session, [f"{label:{width}}  {text}" for label, text in _rows(found, clear=True)])
    else:
        _table(session, found, clear=given["reveal"])
    return 0


def _one(session: Session, entry: Entry, field: str, *, clear: bool) -> None:
    secret = entry.value(field)
    if field in _OPEN:
        output.say(secret.reveal())
    else:
        reveal.value(session, secret, reveal=clear)


def _table(session: Session, found: Found, *, clear: bool) -> None:
    columns = (Column("field"), Column("value"))
    table = Table("entry", columns, _rows(found, clear=clear), headings=False)
    output.shown(session, Report("secret", "", (table,)))


def _rows(found: Found, *, clear: bool) -> list[tuple[str, str]]:
    return [(label, text) for label, text in _all_rows(found, clear=clear) if text]


def _all_rows(found: Found, *, clear: bool) -> Iterator[tuple[str, str]]:
    entry = found.entry
    yield "name", entry.name
    yield "vault", found.vault
    for name, secret in entry.fields().items():
        yield name.removeprefix(CUSTOM), _text(name, secret, clear=clear)
    yield "tags", ", ".join(entry.tags)
    yield "owner", entry.owner
    yield "rotate", str(entry.rotate or "")
    yield "changed", str(entry.last_change() or "")
    yield "due", str(entry.due_on() or "")
    yield "why", entry.why
    for name, others in entry.conflict.items():
        yield f"in conflict: {name}", ", ".join(_text(name, other, clear=clear) for other in others)


def _text(name: str, secret: Secret, *, clear: bool) -> str:
    return secret.reveal() if clear or name in _OPEN else str(secret)


def _data(found: Found, field: str | None, *, clear: bool) -> dict[str, Any]:
    entry = found.entry
    chosen = {field: entry.value(field)} if field else entry.fields()
    fields = {name: _text(name, secret, clear=clear) for name, secret in chosen.items()}
    return {
        "name": entry.name,
        "vault": found.vault,
        "fields": fields,
        "tags": list(entry.tags),
        "owner": entry.owner or None,
        "rotate": str(entry.rotate) if entry.rotate else None,
        "changed": {name: str(day) for name, day in entry.changed.items()},
        "due": {name: str(day) for name in entry.fields() if (day := entry.due_on(name))},
        "why": entry.why or None,
        "conflict": sorted(entry.conflict),
        "masked": not clear,
    }


@verb("otp", examples=["backoffice secret otp acme/mail", "backoffice secret otp acme/mail --clip"])
@options.name
@options.reveal
@options.clip
@options.vault
@options.identity
@shared.form("plain", "json")
@click.pass_obj
def otp(session: Session, /, name: str, clip: bool, **given: Any) -> int:  # noqa: ANN401
    """Show the one-time password of this moment."""
    from backoffice.vault.totp import parse

    entry = Vaults(session, given["identity"]).find(name, given["vault"]).entry
    totp, now = parse(entry.value("totp")), clock.seconds()
    code, left = totp.code(now), totp.remaining(now)
    if clip:
        reveal.copied(session, code, f"the code of {entry.name}, good for {left} seconds")
    elif session.form == "json":
        shown = code.reveal() if given["reveal"] else str(code)
        output.envelope(session, {"data": {"name": entry.name, "code": shown, "remaining": left}})
    else:
        reveal.value(session, code, reveal=given["reveal"], note=f"({left} seconds)")
    return 0
