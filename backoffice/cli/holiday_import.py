"""`holidays import`: the public holidays of a place, written into its calendar, which stays yours to change."""

from __future__ import annotations

from collections.abc import Iterator

import click

from backoffice.cli import options
from backoffice.cli.changes import carry_out
from backoffice.cli.context import Session
from backoffice.cli.records import require_readable
from backoffice.cli.verbs import verb
from backoffice.core.errors import UsageError
from backoffice.kinds.holidays import KIND, Holidays, add

_FIRST, _LAST = 1970, 2100


@verb(
    "import",
    examples=[
        "backoffice holidays import DE --region HH",
        "backoffice holidays import DE --region HH --as hamburg --year 2028",
        "backoffice holidays import CH --dry-run",
    ],
)
@click.argument("country")
@click.option("--region", default="", metavar="CODE", help="The part of the country, such as HH for Hamburg.")
@click.option(
    "--year",
    "years",
    type=click.IntRange(_FIRST, _LAST),
    multiple=True,
    help="Which year; this and the next unless said.",
)
@click.option("--as", "identity", metavar="ID", help="The calendar to write them into; else it is named for the place.")
@options.dry_run
@options.form("plain", "json")
@click.pass_obj
def import_(
    session: Session, *, country: str, region: str, years: tuple[int, ...], identity: str | None, dry_run: bool
) -> int:
    """Write the public holidays of a COUNTRY (DE) into a calendar; days that are off there already stay as they are.

    They come from the library holidays (pip install 'backoffice[holidays]'). `calendar: ID` in backoffice.yaml makes
    deadlines go by it.
    """
    from backoffice.formats.public_holidays import public_holidays

    country, region = country.upper(), region.upper()
    name = (identity or "-".join(filter(None, (country, region)))).lower()
    if not KIND.allows(name):
        raise UsageError(f"{name!r} is no id", hint="small letters, digits and dashes")
    with session.workspace.locked():
        settings = session.refresh().settings
        require_readable(session, f"holidays/{name}")
        wanted = years or (session.today.year, session.today.year + 1)
        days = public_holidays(country, region, years=wanted, language=settings.look.language)
        plan = add(session.books.get(Holidays, name), name, days)
        said = list(_said(plan.summary, name, used=settings.calendar))
        return carry_out(session, plan, dry_run=dry_run, said=said, data={"calendar": name})


def _said(summary: str, name: str, *, used: str | None) -> Iterator[str]:
    yield summary
    yield f"  {KIND.path_of(name)}"
    if used != name:
        yield f"  calendar: {name} in backoffice.yaml makes deadlines go by it"
