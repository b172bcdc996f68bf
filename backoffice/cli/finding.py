"""`find`: everything in which all the words stand, in records and in the papers they name."""

from __future__ import annotations

import click

from backoffice.cli import options, output
from backoffice.cli.context import Session
from backoffice.cli.seeking import LIMIT, answer_of, report_of
from backoffice.cli.verbs import verb
from backoffice.core.asked import asked
from backoffice.core.errors import MissingError, UsageError


@verb(
    "find",
    examples=[
        "backoffice find website",
        "backoffice find 'muller \"lamp catalogue\" -draft'",
        "backoffice find re202601",
        "backoffice find 'kind:contract expires<90d'",
        "backoffice find versicherung 'received>2026-01-01' --open",
        "backoffice find --interactive",
    ],
)
@click.argument("words", nargs=-1)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", default=LIMIT, help=f"At most so many; {LIMIT} by default."
)
@click.option("--open", "show", is_flag=True, help="Open the best: a document in your viewer, else in your editor.")
@click.option("--interactive", is_flag=True, help="Show what is found while you type.")
@options.as_of
@options.form()
@click.pass_obj
def find(session: Session, words: tuple[str, ...], limit: int, show: bool, interactive: bool) -> int:
    """Find records by words in their fields, notes and papers, and by filters.

    Accents, capitals and separators do not matter. WORDS are looked for as they are and as beginnings; in double
    quotes they are a phrase; -WORD leaves out. FIELD:VALUE, FIELD<VALUE and FIELD>VALUE compare: dates with days,
    periods, or times from today (90d, -2m). kind:, client:, is:, has:, and every field and column of a list.
    """
    if interactive:
        from backoffice.cli.live import run

        return run(session, " ".join(words), show=show)
    wanted = asked(" ".join(words))
    if not wanted:
        raise UsageError("what is to be found?", hint="backoffice find --help shows how to ask")
    found, unread = session.ask(lambda books: (answer_of(session, books, wanted, limit), output.Unread.of(books)))
    if show:
        if not found.records:
            raise MissingError(f"nothing was found for {' '.join(words)}")
        from backoffice.cli.opening import open_record

        open_record(session, found.records[0])
        return 0
    code = output.answer(session, report_of(wanted, found), unread)
    output.complain(*found.said)
    return code
