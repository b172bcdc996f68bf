"""`client show`, `touch`: everything about a client on one page, and what was said to them."""

from __future__ import annotations

import datetime as dt

import click

from backoffice.cli import options, output
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import found, record_id, require_readable
from backoffice.cli.verbs import verb
from backoffice.core.books import Books
from backoffice.core.change import AddText, Plan, SetField, Step
from backoffice.core.dates import parse_date
from backoffice.core.duration import Duration
from backoffice.core.errors import UsageError, ValueTextError
from backoffice.core.hints import Any
from backoffice.core.interaction import Interaction
from backoffice.core.report import Report
from backoffice.kinds.client import KIND, Client


@verb("show", examples=["backoffice client show acme", "backoffice client show acme --format html > acme.html"])
@record_id("client")
@options.as_of
@options.form("table", "plain", "json", "md", "html")
@click.pass_obj
def show(session: Session, identity: str) -> None:
    """Show everything about a client on one page: contracts, money, projects, what is open, what was said."""
    from backoffice.reports.relationships.page import client_page

    def page(books: Books) -> Report:
        return output.complete(client_page(books, found(session, Client, identity), as_of=session.as_of))

    def data(books: Books) -> dict[str, Any]:
        from backoffice.cli.listing import seen_of
        from backoffice.core.plain import fields_tree
        from backoffice.render.to_json import plain, rows

        client = found(session, Client, identity)
        tables = client_page(books, client, as_of=session.as_of).tables
        shown = {each.name: list(rows(each.columns, each.rows)) for each in tables if each.headings}
        about, money = (
            {
                str(name).replace(" ", "_"): plain(value)
                for each in tables
                if each.name == table
                for name, value in each.rows
            }
            for table in ("about", "money")
        )
        head = {"id": client.id, "kind": client.noun, "path": client.where.path, "title": client.title}
        seen = {"health": about["health"], "next_touch": about.get("next_touch"), "money": money}
        listed = seen_of(KIND, books, client, session.as_of)
        columns = {each.name: plain(each.value(listed)) for each in KIND.columns}
        fields = {"fields": fields_tree(client), "notes": client.notes, "columns": columns}
        return {**head, **fields, **seen, **shown}

    if session.form == "json":
        output.envelope(session, {"data": session.ask(data)})
    else:
        output.shown(session, session.ask(page))


@verb(
    "touch",
    examples=[
        "backoffice client touch acme 'called about the spring campaign; they decide in December'",
        "backoffice client touch acme 'met at the fair' --by Linh --on 2026-11-18 --next 6w",
    ],
)
@record_id("client")
@click.argument("text")
@click.option("--by", default="", metavar="NAME", help="Who of us spoke to them.")
@click.option("--next", "following", metavar="DATE", help="When to get in touch again: a day, or 2w, 1m from then.")
@options.on_day("Day on which it was")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def touch(
    session: Session, identity: str, text: str, *, by: str, following: str | None, on: dt.date | None, dry_run: bool
) -> int:
    """Note what was said to a client: a dated line at the end of their file."""
    with session.workspace.locked():
        session.refresh()
        client = found(session, Client, identity)
        require_readable(session, client.ref)
        day = on or session.today
        said = Interaction(day, " ".join(by.split()), " ".join(text.split()))
        steps: list[Step] = [] if said in client.interactions else [AddText(client.where.path, f"{said}\n")]
        again = _day(following, day) if following else None
        if again and again != client.next_touch:
            steps.append(SetField(client.where.path, ("next_touch",), str(again)))
        summary = f"Note on {client.id} of {day}: {said.text}" if steps else f"that is noted on {client.id} already"
        notes = [f"  get in touch again on {again}"] if again else []
        data = {
            "client": client.id,
            "date": str(day),
            "already": not steps,
            "next_touch": str(again) if again else None,
        }
        return carry_out(session, Plan(summary, tuple(steps)), dry_run=dry_run, said=[summary, *notes], data=data)


def _day(given: str, since: dt.date) -> dt.date:
    try:
        return Duration.parse(given).after(since)
    except ValueTextError:
        pass
    try:
        return parse_date(given)
    except ValueTextError:
        raise UsageError(f"--next {given} is neither a day nor a duration", hint="2026-12-24, or 2w") from None
