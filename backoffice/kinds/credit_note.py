"""Credit notes: what of an issued invoice is taken back, in a document of its own (EN 16931, type 381).

Amounts are positive, as they are printed; the postings reverse them against the invoice. All credit notes to one
invoice together never exceed it, which ``check`` verifies because two branches may each write one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from backoffice.core.canonical import digest_of
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Tree
from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.ledger import Chart, Posting
from backoffice.core.lines import Adjustment, Line, Sale, Totals, totals_of
from backoffice.core.money import Money, total
from backoffice.core.party import Party
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Currency, Date, Digest, Id
from backoffice.core.seal import holds, unsealed
from backoffice.core.settings import Language
from backoffice.kinds.invoice import Issued

CHANGED = Fault(
    "changed-credit-note",
    "The content of a credit note is not what its digest was computed from: it was changed after it was issued. Bring "
    "the issued text back; git log shows every version.",
)
TOTALS = Fault(
    "wrong-credit",
    "The totals stored in a credit note are not what its lines add up to, so the paper and the books disagree.",
)
OVER = Fault(
    "over-credited",
    "More of an invoice is credited (and written off) than it charged, as a whole or at one tax code. Two people may "
    "have credited the same; a merge keeps both. A credit note that was not sent can be deleted if it is the last of "
    "its series; otherwise charge what is too much by a new invoice.",
)
FAULTS = (CHANGED, TOTALS)


class CreditNote(Record):
    """A frozen document from the day it is written."""

    noun: ClassVar[str] = "credit-note"

    invoice: Annotated[str, Ref("invoice"), "The invoice it credits."]
    invoiced: Annotated[Date, "Issue date of that invoice."]
    date: Annotated[Date, "Issue date of the credit note."]
    reason: Annotated[str, "Why; printed on it."]
    client: Annotated[Id, Ref("client"), "The invoice's client."]
    project: Annotated[Id | None, Ref("project"), "The invoice's project."] = None
    currency: Annotated[Currency, "The invoice's currency."]
    language: Annotated[Language, "Language of the printed document."]
    reference: Annotated[str, "What the client wanted quoted on the invoice."] = ""
    tax: Annotated[str, "Tax code of the lines that name none."]
    seller: Annotated[Party, "The business as it was on the invoice."]
    buyer: Annotated[Party, "The client as it was on the invoice."]
    lines: Annotated[tuple[Line, ...], "What is credited."]
    allowances: Annotated[tuple[Adjustment, ...], "Discounts of the whole invoice, where all of it is credited."] = ()
    charges: Annotated[tuple[Adjustment, ...], "Surcharges of the whole invoice, where all of it is credited."] = ()
    totals: Annotated[Totals, "What is taken back, in positive amounts."]
    pdf_sha256: Annotated[Digest | None, "What the PDF hashes to that was archived with it."] = None
    previous: Annotated[Digest | None, "Digest of the credit note before this one in the series."] = None
    joins: Annotated[tuple[Digest, ...], "Digests of other ends of the series, where copies had issued unseen."] = ()
    digest: Annotated[Digest | None, "SHA-256 of all facts of this credit note but this one."] = None

    @property
    def dated(self) -> dt.date | None:
        """The issue date."""
        return self.date

    @property
    def title(self) -> str:
        """Number and reason."""
        return f"{self.id} · {self.reason}"

    @property
    def gross(self) -> Money:
        """What is taken back, with tax."""
        return Money.of(self.totals.gross, self.currency)

    def facts(self) -> Tree:
        """Return what the digest is of: its number, and every field in its canonical text form, without the digest."""
        return {"number": self.id, "facts": unsealed(fields_tree(self))}

    def facts_digest(self) -> str:
        """Return the SHA-256 of its facts in canonical JSON."""
        return digest_of(self.facts())

    def check_seal(self, written: Mapping[str, Tree]) -> Iterator[Diagnostic]:
        """Yield that it was changed after it was issued."""
        if not holds(self.digest, {"number": self.id, "facts": unsealed(written)}, self.facts):
            yield CHANGED.at(self.where, f"{self.id} was changed after it was issued")

    def check(self) -> Iterator[Diagnostic]:
        """Yield totals that do not add up."""
        if not self._adds_up():
            yield TOTALS.at(self.where, f"the stored totals of {self.id} are not those of its lines")

    def _adds_up(self) -> bool:
        rates = self.totals.rates(self.tax)
        adjusted = {each.tax for each in (*self.allowances, *self.charges) if each.tax}
        if not {each.tax or self.tax for each in self.lines} | adjusted <= rates.codes.keys():
            return False
        stored = self.totals
        again = totals_of(
            self.lines,
            self.allowances,
            self.charges,
            rates,
            self.currency,
            prices=stored.prices,
            deposit=stored.deposit,
            prepaid=stored.prepaid,
        )
        return again == stored

    def postings(self, chart: Chart) -> Iterator[Posting]:
        """Yield the reverse of a sale, against the invoice."""
        sale = Sale(self.date, self.currency, f"invoice/{self.invoice}", self.client, self.project or "")
        yield from self.totals.postings(chart, sale, sign=-1)


def overdrawn(issued: Issued, notes: Iterable[CreditNote]) -> Iterator[tuple[str, Money]]:
    """Yield what is credited beyond an invoice: of the whole (named ``""``) and of each tax code, the excess.

    ``notes`` are credit notes to that invoice, in its currency.
    """
    notes, currency = tuple(notes), issued.currency
    excess = total((note.gross for note in notes), currency) - Money.of(issued.totals.gross, currency)
    if excess.amount > 0:
        yield "", excess
    gross = issued.totals.prices == "gross"
    charged = {group.code: Money.of(group.whole(gross=gross), currency) for group in issued.totals.taxes}
    groups = [group for note in notes for group in note.totals.taxes]
    for code in dict.fromkeys(group.code for group in groups):
        ours = (Money.of(group.whole(gross=gross), currency) for group in groups if group.code == code)
        credited = total(ours, currency)
        excess = credited - charged.get(code, Money.of(0, currency))
        if excess.amount > 0:
            yield code, excess


EXAMPLE = """\
---
invoice: INV-2026-0042
invoiced: 2026-11-02
date: 2026-11-21
reason: Two days fewer than agreed
client: acme
currency: EUR
language: en
tax: standard
seller:
  name: Nordlicht Studio
  address: {street: Hafenstrasse 7, postcode: "20457", city: Hamburg, country: DE}
  vat_id: DE136695976
buyer:
  name: Acme GmbH
  address: {street: Ringstrasse 12, postcode: "10115", city: Berlin, country: DE}
lines:
  - {text: Design, price: 1000.00}
totals:
  income:
    - {category: services, tax: standard, amount: 1000.00}
  net: 1000.00
  taxes:
    - {code: standard, category: S, rate: 20, taxable: 1000.00, tax: 200.00}
  tax: 200.00
  gross: 1200.00
digest: ea5b9ce695e516c8e99795bf6a701d7598bee48b6ef0cd255bcc496fe4b0942f
---
"""

KIND = Kind(
    record=CreditNote,
    plural="credit-notes",
    help="What of issued invoices was taken back, with a number and a paper of its own.",
    paths=("credit-notes/{year}/{id}.md",),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,62}",
    columns=(
        ListColumn("number", lambda seen: seen.record.id),
        ListColumn("client", lambda seen: seen.record.client, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("invoice", lambda seen: seen.record.invoice, filter=True),
        ListColumn("gross", lambda seen: seen.record.gross),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    archived="pdf_sha256",
    faults=FAULTS,
    example=EXAMPLE,
)
