"""Periods of schedules: each is billed once, whatever was merged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from backoffice.checks.check import Check
from backoffice.checks.withdrawn import taking_back, withdrawn
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.schedule import Schedule

TWICE = Fault(
    "period-billed-twice",
    "A period of a schedule is billed by two invoices, or by an invoice and a draft. One clone issued the draft while "
    "another made it anew; a merge keeps both. Delete the draft, or void the invoice that was not sent.",
)
PERIOD = re.compile(r"-[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?")


def draft_name(invoice: Invoice) -> str:
    """Return the name that an invoice has, or had, as a draft."""
    return invoice.issued.draft.rpartition(":")[0] if invoice.issued else invoice.id


def billed_twice(books: Books) -> Iterator[Diagnostic]:
    """Yield invoices and drafts for a period of a schedule that another invoice bills; void ones do not."""
    schedules = set(books.ids(Schedule.noun))
    by_name: defaultdict[str, list[Invoice]] = defaultdict(list)
    drafts = books.stated(Invoice, "issued.draft") if schedules else ()
    names = {number: number if draft is None else draft.rpartition(":")[0] for number, draft in drafts}
    for invoice in books.some(Invoice, [each for each in names if _is_period(names[each], schedules)]):
        if not withdrawn(books, invoice):
            by_name[names[invoice.id]].append(invoice)
    for name, invoices in by_name.items():
        first, *others = sorted(invoices, key=lambda each: (each.issued is None, each.id))
        for other in others:
            message = f"{name} is billed by {first.id} ({first.where}) already"
            hint = taking_back(other) if other.issued else f"delete {other.where.path}"
            yield TWICE.at(other.where, message, hint=hint)


def _is_period(name: str, schedules: set[str]) -> bool:
    return any(name[: match.start()] in schedules and match.end() == len(name) for match in PERIOD.finditer(name))


CHECK = Check("periods", "No period of a schedule is billed twice.", billed_twice, (TWICE,))
