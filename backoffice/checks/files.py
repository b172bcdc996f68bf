"""Files that records speak of are there."""

from __future__ import annotations

from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.core.books import Books, having
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.kinds.expense import Expense

NO_FILE = Fault("missing-file", "A record names a file that is not in the workspace, such as a receipt or the logo.")


def missing_files(books: Books) -> Iterator[Diagnostic]:
    """Yield records whose file is not there."""
    logo = books.settings.look.logo
    if logo and not books.has_file(logo):
        yield NO_FILE.at(books.settings.where, f"the logo {logo} is not there", about=("look", "logo"))
    for expense in having(books, Expense, "receipt"):
        path = expense.receipt_path
        if path and not books.has_file(path):
            yield NO_FILE.at(expense.where, f"the receipt {path} is not there", about=("receipt",))


CHECK = Check("files", "Receipts and other files are there.", missing_files, (NO_FILE,))
