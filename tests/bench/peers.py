"""The same business for the peers: journals for hledger, ledger and beancount, records for recsel."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from backoffice.core.books import Books
from backoffice.core.ledger import Query
from backoffice.formats import beancount, hledger

_COMMENT = re.compile(r"^(\s*\S.*?)  ; (.*)$")
_HLEDGER_ONLY = ("decimal-mark ", "commodity ", "account ")


def write(books: Books, folder: Path) -> None:
    """Write what the peers read, once for all of their runs."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "books.journal").open("w") as sink:
        sink.writelines(hledger.journal(books))
    with (folder / "books.journal").open() as source, (folder / "books.ledger").open("w") as sink:
        sink.writelines(_for_ledger(source))
    with (folder / "books.beancount").open("w") as sink:
        sink.writelines(beancount.ledger(books))
    (folder / "books.rec").write_text("".join(_records(books)))


def _for_ledger(journal: Iterable[str]) -> Iterator[str]:
    """Yield the journal with tags as ledger writes them, each on a line of its own."""
    for line in journal:
        if line.startswith(_HLEDGER_ONLY):
            continue
        match = _COMMENT.match(line.rstrip("\n"))
        yield f"{match[1]}\n" if match else line
        for tag in match[2].split(", ") if match else ():
            name, _, value = tag.partition(":")
            yield f"    ; {name}: {value}\n"


def _records(books: Books) -> Iterator[str]:
    """Yield the invoices as rec-files have them: with the open amount in them, since recsel does not add up."""
    yield "%rec: Invoice\n\n"
    query = Query(by=("document", "party"), account=books.settings.chart.receivable, nonzero=False)
    for balance in books.balances(query):
        document, party = balance.key
        yield f"Number: {document}\nClient: {party}\nOpen: {balance.amount.amount}\n\n"
