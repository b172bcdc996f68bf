"""Tax codes that clients and drafts name are in the tax table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backoffice.checks.check import Check
from backoffice.core.books import Books, lacking
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import FieldPath
from backoffice.core.record import Record
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import Invoice

UNKNOWN_CODE = Fault(
    "unknown-tax-code",
    "A client or a draft names a tax code that is not in the tax table of backoffice.yaml, so nothing could be issued.",
)


def unknown_codes(books: Books) -> Iterator[Diagnostic]:
    """Yield clients and drafts whose tax code the table does not have."""
    for client in books.all(Client):
        yield from _unknown(books, client, {client.tax: ("tax",)})
    for draft in lacking(books, Invoice, "issued"):
        lines = reversed(list(enumerate(draft.lines)))
        yield from _unknown(books, draft, {line.tax: ("lines", at, "tax") for at, line in lines})


def _unknown(books: Books, record: Record, codes: Mapping[str, FieldPath]) -> Iterator[Diagnostic]:
    """Yield codes that are not in the table, each at the first field that names it."""
    table = books.settings.taxes
    for code in sorted(codes.keys() - {""} - table.keys()):
        hint = f"codes are {', '.join(table)}"
        yield UNKNOWN_CODE.at(record.where, f"there is no tax code {code}", hint=hint, about=codes[code])


CHECK = Check("taxes", "Tax codes are in the tax table.", unknown_codes, (UNKNOWN_CODE,))
