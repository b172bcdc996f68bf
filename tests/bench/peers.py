"""The same business for the peers: journals for hledger, ledger and beancount, records for recsel."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from backoffice.core.books import Books
from backoffice.core.ledger import Query
from backoffice.formats import beancount, hledger

RECEIVABLE = "assets:receivable"
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
    """Yield the journal without what only hledger reads, and receivables in an account for each client and invoice.

    ledger could be asked by tag, but takes time that grows with the square of the number of invoices.
    """
    about: dict[str, str] = {}
    for line in journal:
        text, _, comment = line.rstrip("\n").partition("  ; ")
        tags = dict(tag.partition(":")[::2] for tag in comment.split(", ") if tag)
        if line[0] in "0123456789":
            about = tags
        elif line.startswith(f"    {RECEIVABLE}  "):
            of = about | tags
            text = text.replace(RECEIVABLE, f"{RECEIVABLE}:{of['party']}:{of['document'].replace('/', ' ')}")
        if not line.startswith(_HLEDGER_ONLY):
            yield f"{text}\n"


def _records(books: Books) -> Iterator[str]:
    """Yield the invoices as rec-files have them: with the open amount in them, since recsel does not add up."""
    yield "%rec: Invoice\n\n"
    query = Query(by=("document", "party"), account=books.settings.chart.receivable, nonzero=False)
    for balance in books.balances(query):
        document, party = balance.key
        yield f"Number: {document}\nClient: {party}\nOpen: {balance.amount.amount}\n\n"
