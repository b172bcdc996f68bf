"""The group of commands that every kind of record has: list, show, new, edit, path, log.

They are generated from the kind's declaration. The trade's own verbs (`invoice issue`) are listed in ``TRADE``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.examples import examples
from backoffice.cli.naming import named
from backoffice.cli.verbs import Helpful, Verb, loaded
from backoffice.core.books import Books
from backoffice.core.hints import Any
from backoffice.core.kind import Kind
from backoffice.core.report import Report

TRADE: Mapping[str, Mapping[str, str]] = {
    "quote": {
        "send": "quoting:send",
        "accept": "quoting:accept",
        "decline": "quoting:decline",
        "expire": "quoting:expire",
        "bill": "quote_billing:bill",
        "pdf": "quoting:pdf",
    },
    "invoice": {
        "draft": "drafting:draft",
        "issue": "issuing:issue",
        "preview": "previewing:preview",
        "pdf": "previewing:pdf",
        "pay": "settling:pay",
        "refund": "refunding:refund",
        "void": "settling:void",
        "write-off": "settling:write_off",
        "credit": "crediting:credit",
        "remind": "reminding:remind",
        "dispute": "disputing:dispute",
        "promise": "disputing:promise",
    },
    "client": {"show": "client_pages:show", "touch": "client_pages:touch", "refund": "refunding:repay"},
    "holidays": {"import": "holiday_import:import_"},
    "schedule": {"preview": "scheduling:preview", "run": "scheduling:run"},
    "credit-note": {"pdf": "previewing:credit_note_pdf"},
    "time": {
        "start": "working:start",
        "stop": "working:stop",
        "add": "working:add",
        "edit": "working:edit",
    },
    "contract": {
        "new": "contract_drafting:new",
        "amend": "contract_drafting:amend",
        "pdf": "contract_papers:pdf",
        "send": "contract_signing:send",
        "sign": "contract_signing:sign",
        "decline": "contract_signing:decline",
        "chase": "contract_chasing:chase",
        "void": "contract_chasing:void",
        "certificate": "contract_certificate:certificate",
        "seal": "contract_sealing:seal",
        "verify": "contract_sealing:verify",
        "redline": "contract_sealing:redline",
        "notice": "contract_ending:notice",
        "terminate": "contract_ending:terminate",
        "timeline": "contract_ending:timeline",
        "terms": "contract_ending:terms",
    },
    "document": {
        "add": "documents:add",
        "inbox": "documents:inbox",
        "file": "documents:file",
        "open": "document_files:open_",
        "verify": "document_files:verify",
        "read": "document_reading:read",
        "answer": "retaining:answer",
        "retention": "retention:of_documents",
        "hold": "retaining:hold",
        "release": "retaining:release",
        "dispose": "retaining:dispose",
    },
    "tool": {"show": "tool_pages:show"},
}
"""Verbs of one trade, by noun, and where they are; one may take the place of a verb that all kinds have."""


class Noun(Helpful):
    """The commands of one kind; each is made when it is asked for."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind.noun, help=kind.help, no_args_is_help=True)
        self.kind = kind

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the verbs that all kinds have, then the trade's own."""
        trade = TRADE.get(self.kind.noun, {})
        return [*(name for name in self._verbs if name not in trade), *trade]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Make one command."""
        if target := TRADE.get(self.kind.noun, {}).get(cmd_name):
            return loaded(target)
        return self._verbs[cmd_name](self.kind) if cmd_name in self._verbs else None

    @property
    def _verbs(self) -> Mapping[str, Callable[[Kind], click.Command]]:
        """The verbs that all kinds have; an entry of a ledger file, or the one file there is, cannot be new."""
        given = self.kind.key or self.kind.single
        return {name: make for name, make in _VERBS.items() if not (given and name == "new")}


def group(kind: Kind) -> click.Group:
    """Return the group of a kind."""
    return Noun(kind)


def _one(kind: Kind) -> str:
    """Return the words for one record of a kind in a sentence."""
    entry = "entry of " if kind.key else ""
    return f"the {kind.noun}" if kind.single else f"one {entry}{kind.noun}"


def _list(kind: Kind) -> Verb:
    from backoffice.cli.listing import Wanted, listing

    filters = [column for column in kind.columns if column.filter]
    names = [column.name for column in kind.columns]

    @options.as_of
    @options.form()
    @options.period
    @click.option("--sort", metavar="COLUMN", help=f"By {', '.join(names)}; -COLUMN: falling.")
    @click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
    @click.pass_obj
    def listed(session: Session, /, period: Any, sort: str | None, limit: int | None, **given: Any) -> int:  # noqa: ANN401
        if sort and sort.removeprefix("-") not in names:
            raise click.BadParameter(f"columns are {', '.join(names)}", param_hint="--sort")
        flags = [flag for flag in kind.flags if given[flag.name.replace("-", "_")]]

        def build(books: Books) -> Report:
            equal = {
                each.name: _value(books, kind, each.name, given[each.name]) for each in filters if given[each.name]
            }
            names = tuple(flag.name for flag in flags)
            return listing(kind, books, Wanted(session.as_of, period, equal, names, sort or "", limit))

        if any(flag.standing for flag in flags):
            return output.ask(session, build)
        return output.answer(session, build(session.books), output.Unread.of(session.books))

    command = _command(f"List {kind.plural.replace('-', ' ')}.", listed, "list", kind)
    command.params[:0] = _narrowing(kind)
    return command


def _narrowing(kind: Kind) -> list[click.Option]:
    """Return the options of a kind's list: its flags, and one for every column that filters."""
    from backoffice.cli.records import RecordId

    found = [click.Option([f"--{flag.name}"], is_flag=True, help=flag.help) for flag in kind.flags]
    for name in (column.name for column in kind.columns if column.filter):
        noun = _named_by(kind, name)
        words = [*kind.states] if name == "state" else []
        choice = click.Choice(words, case_sensitive=False) if words else None
        found.append(
            click.Option(
                [f"--{name.replace('_', '-')}"],
                type=RecordId(noun) if noun else choice or str,
                metavar="ID" if noun else "WORD" if choice else "TEXT",
                help=f"Only with this {name}: {', '.join(words)}." if choice else f"Only with this {name}.",
            )
        )
    return found


def _value(books: Books, kind: Kind, name: str, given: str) -> str:
    """Return what a filter compares with; where the field names a record, its id."""
    noun = _named_by(kind, name)
    return named(noun, books.ids(noun), given) if noun else given


def _named_by(kind: Kind, name: str) -> str:
    """Return the noun of the records that a field names; empty where it names none, or any."""
    from backoffice.core.fields import fields_of
    from backoffice.core.record import ANY

    return next((each.ref for each in fields_of(kind.record) if each.name == name and each.ref != ANY), "")


def _show(kind: Kind) -> Verb:
    from backoffice.cli.records import found, one_of

    @one_of(kind)
    @options.as_of
    @options.form("table", "plain", "json", "md", "html")
    @click.pass_obj
    def show(session: Session, identity: str) -> None:
        from backoffice.cli import sheet

        def as_data(books: Books) -> dict[str, Any]:
            return sheet.data(kind, books, found(session, kind.record, identity), session.as_of)

        def as_report(books: Books) -> Report:
            return sheet.sheet(kind, books, found(session, kind.record, identity), session.as_of)

        if session.form == "json":
            output.envelope(session, {"data": session.ask(as_data)})
        else:
            output.shown(session, session.ask(as_report))

    return _command(
        f"Show all about {_one(kind)}: fields, what the ledger says of it, what refers to it.",
        show,
        "show",
        kind,
    )


def _new(kind: Kind) -> Verb:
    from backoffice.cli.writing import new

    return new(kind)


def _edit(kind: Kind) -> Verb:
    from backoffice.cli.editing import edit

    return edit(kind, examples(kind, "edit"))


def _path(kind: Kind) -> Verb:
    from backoffice.cli.records import found, one_of, shown_path

    @one_of(kind)
    @options.form("plain", "json")
    @click.pass_obj
    def path(session: Session, identity: str) -> None:
        record = found(session, kind.record, identity)
        where = record.where.path
        output.result(session, [shown_path(session, where)], {"id": record.id, "path": where})

    return _command(f"Print the path of the file of {_one(kind)}.", path, "path", kind)


def _log(kind: Kind) -> Verb:
    from backoffice.cli.records import found, one_of

    @one_of(kind)
    @click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
    @options.form()
    @click.pass_obj
    def log(session: Session, identity: str, limit: int | None) -> int:
        from backoffice.cli.past import history

        return output.answer(session, history(session, found(session, kind.record, identity).where.path, limit))

    return _command(f"Show who changed the file of {_one(kind)}, and when.", log, "log", kind)


def _command(text: str, callback: Callable[..., Any], name: str, kind: Kind) -> Verb:
    """Return a decorated function as a command."""
    callback.__doc__ = text
    return click.command(name, cls=Verb, examples=examples(kind, name))(callback)


_VERBS: Mapping[str, Callable[[Kind], click.Command]] = {
    "list": _list,
    "show": _show,
    "new": _new,
    "edit": _edit,
    "path": _path,
    "log": _log,
}
