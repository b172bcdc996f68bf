"""Issuing: how a draft becomes an invoice, and how a preview shows beforehand exactly what it will become."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from backoffice.core.change import MoveFile, Plan, SetField
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import FieldPath
from backoffice.core.errors import RefusedError
from backoffice.core.exact import inexact
from backoffice.core.exchange import rate_on
from backoffice.core.lines import Adjustment, Deduction, Line, Rates, Totals
from backoffice.core.money import LIMIT
from backoffice.core.part import replaced
from backoffice.core.plain import tree_of
from backoffice.core.seal import hash_of
from backoffice.core.settings import Settings
from backoffice.core.tax import TaxCode
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import NO_LINES, Invoice, Issued

NO_RATE = Fault(
    "no-tax-rate",
    "A line names a tax code that the tax table does not have, or that has no rate yet at the tax point. Rates are "
    "dated: add the code, or a `since` early enough, under `taxes` in backoffice.yaml.",
)
TAX_NUMBER = Fault(
    "missing-tax-number",
    "The tax category of an invoice requires a number that is not there: reverse charge (AE) needs the seller's VAT "
    "number and the buyer's VAT or registration number, an intra-Community supply (K) the VAT numbers of both "
    "(EN 16931, BR-AE-02, BR-AE-03, BR-IC-02, BR-IC-03).",
)
BAD_ADJUSTMENT = Fault(
    "bad-adjustment",
    "An allowance or charge needs an amount or a percentage, one of the two, and must fit its base.",
)
UNFIT_CATEGORY = Fault(
    "unfit-tax-category",
    "The conditions of a tax category are not met: an intra-Community supply (K) states the day or period of delivery, "
    "and what is outside the scope of VAT (O) never stands on one invoice with what is not (EN 16931, BR-IC-11, "
    "BR-O-11 to BR-O-14).",
)
TOO_MUCH = Fault("amount-too-large", "An amount has more than twelve digits before the point, so no file can hold it.")
TOO_MUCH_PREPAID = Fault(
    "prepaid-too-much",
    "The deposits that a final invoice deducts are more than it comes to. Credit what is too much of a deposit "
    "invoice; the final invoice then deducts only the rest of it, and the difference can be paid back.",
)
NO_EXCHANGE = Fault(
    "no-exchange-rate",
    "An invoice is in a currency for which the settings have exchange rates, but none yet at its tax point. Rates are "
    "dated: add one with a `since` early enough under `exchange` in backoffice.yaml.",
)
FAULTS = (NO_EXCHANGE, NO_RATE, TAX_NUMBER, BAD_ADJUSTMENT, UNFIT_CATEGORY, TOO_MUCH, TOO_MUCH_PREPAID)


def issued(
    draft: Invoice,
    client: Client,
    settings: Settings,
    *,
    on: dt.date,
    number: str,
    previous: str | None = None,
    joins: tuple[str, ...] = (),
    prepaid: Sequence[Deduction] = (),
) -> Invoice:
    """Return ``draft`` as the invoice it becomes when it is issued ``on`` a day under ``number``.

    ``prepaid`` is what the deposit invoices it names take off it.

    Raises:
        RefusedError: when its tax codes, numbers or adjustments do not make a valid invoice; all reasons at once.
    """
    usual, currency = client.tax or settings.tax, currency_of(draft, client, settings)
    totals = draft.totals(_valid_rates(draft, client, settings, on), currency, prepaid)
    _refuse(draft, [*_bad_totals(draft, totals, currency)])
    frozen = Issued(
        number=number,
        date=on,
        due=(draft.terms or client.terms or settings.terms).after(on),
        currency=currency,
        language=client.language or settings.look.language,
        draft=draft_identity(draft),
        reference=draft.reference or client.reference,
        rate=rate_on(settings.exchange, currency, draft.tax_point or on),
        cash_discount=early.granted(on) if (early := draft.cash_discount or client.cash_discount) else None,
        tax=usual,
        seller=settings.business,
        buyer=client.party,
        totals=totals,
        previous=previous,
        joins=joins,
    )
    return sealed(replaced(draft, id=number, issued=frozen))


def _valid_rates(draft: Invoice, client: Client, settings: Settings, on: dt.date) -> Rates:
    """Return the rates of tax of a draft, in which nothing else is wrong before it is added up."""
    usual, currency = client.tax or settings.tax, currency_of(draft, client, settings)
    rates, wrong = _rates(draft, settings, usual, draft.tax_point or on)
    wrong += [*_bad_lines(draft, usual, currency), *_bad_rate(draft, settings, currency, on)]
    _refuse(draft, [*wrong, *_missing_numbers(draft, client, settings, rates), *_unfit_categories(draft, rates)])
    return rates


def sealed(made: Invoice, pdf: bytes = b"") -> Invoice:
    """Return an issued invoice with its digest, which vouches for the ``pdf`` that is archived with it, if any."""
    assert made.issued is not None  # noqa: S101 - callers have issued it
    frozen = replaced(made.issued, pdf_sha256=hash_of(pdf))
    return replaced(made, issued=replaced(frozen, digest=replaced(made, issued=frozen).digest()))


def _bad_rate(draft: Invoice, settings: Settings, currency: str, on: dt.date) -> Iterable[Diagnostic]:
    """Yield a missing exchange rate; a currency for which there are none at all is not converted."""
    known, day = {each.currency for each in settings.exchange}, draft.tax_point or on
    if currency in known and rate_on(settings.exchange, currency, day) is None:
        hint = f"add one since {day} or earlier to exchange in {settings.where.path}"
        yield NO_EXCHANGE.at(draft.where, f"there is no exchange rate for {currency} on {day}", hint=hint)


def currency_of(draft: Invoice, client: Client, settings: Settings) -> str:
    """Return the currency of a draft: its own, its client's, or the workspace's."""
    return draft.currency or client.currency or settings.currency


def issue(draft: Invoice, made: Invoice) -> Plan:
    """Plan to turn the file of ``draft`` into that of the invoice ``made`` by ``issued``."""
    if made.issued is None:
        message = "only an issued invoice can be written as one"
        raise ValueError(message)
    path = f"invoices/{made.issued.date.year}/{made.issued.number}.md"
    return Plan(
        f"Issue {made.issued.number} to {made.issued.buyer.name} ({made.gross})",
        (MoveFile(draft.where.path, path), SetField(path, ("issued",), tree_of(made.issued))),
    )


def draft_identity(draft: Invoice) -> str:
    """Return what makes a draft itself: its name and a digest of its facts.

    Issuing one draft twice, on two machines, gives two invoices of one identity, which ``check`` finds.
    """
    return f"{draft.id}:{replaced(draft, issued=None).digest()[:16]}"


def _rates(draft: Invoice, settings: Settings, usual: str, on: dt.date) -> tuple[Rates, list[Diagnostic]]:
    codes: dict[str, tuple[TaxCode, Decimal]] = {}
    wrong: list[Diagnostic] = []
    for code in sorted(draft.codes(usual)):
        row = settings.taxes.get(code)
        rate = row.rate(on) if row else None
        if row is None or rate is None:
            place = settings.where.path
            codes_there = f"the codes in {place} are {', '.join(settings.taxes)}"
            hint = f"add a rate since {on} or earlier to taxes.{code} in {place}" if row else codes_there
            say = f"there is no tax code {code!r}" if row is None else f"tax code {code} has no rate on {on}"
            wrong.append(NO_RATE.at(draft.where, say, hint=hint, about=_naming(draft, code)))
        else:
            codes[code] = (row, rate)
    return Rates(usual, codes), wrong


def _naming(draft: Invoice, code: str) -> FieldPath:
    """Return the field that brings a tax code and its day about: the tax point, or the first line at that code."""
    return ("tax_point",) if draft.tax_point else _at_code(draft, code)


def _at_code(draft: Invoice, code: str) -> FieldPath:
    return next((("lines", at, "tax") for at, line in enumerate(draft.lines) if line.tax == code), ("lines",))


def _bad_lines(draft: Invoice, usual: str, currency: str) -> Iterable[Diagnostic]:
    if not draft.lines:
        yield NO_LINES.at(draft.where, "the invoice has no lines")
    for at, line in enumerate(draft.lines):
        amount = line.amount(currency).amount
        if amount < 0:
            say = f"the allowances of line {at + 1} are more than the line"
            yield BAD_ADJUSTMENT.at(draft.where, say, about=("lines", at, "allowances"))
        if amount >= LIMIT:
            say = f"line {at + 1} comes to more than an amount can be"
            yield TOO_MUCH.at(draft.where, say, about=("lines", at))
    yield from _bad_adjustments(draft, usual, currency)


def _bad_adjustments(draft: Invoice, usual: str, currency: str) -> Iterable[Diagnostic]:
    of_document = dict(_adjustments(draft))
    of_lines = {("lines", at, *name): each for at, line in enumerate(draft.lines) for name, each in _adjustments(line)}
    for name, each in (of_lines | of_document).items():
        if (each.amount is None) == (each.percent is None):
            say = f"{each.reason!r} needs either an amount or a percent"
            yield BAD_ADJUSTMENT.at(draft.where, say, about=name)
        if each.amount is not None:
            yield from inexact(draft.where, currency, {(*name, "amount"): each.amount})
    if len({line.tax or usual for line in draft.lines}) > 1:
        for name, each in of_document.items():
            if not each.tax:
                say = f"{each.reason!r} needs a tax code: the lines have several"
                yield BAD_ADJUSTMENT.at(draft.where, say, about=name)


def _adjustments(of: Invoice | Line) -> Iterator[tuple[FieldPath, Adjustment]]:
    """Yield discounts and surcharges by their fields."""
    for name, adjustments in (("allowances", of.allowances), ("charges", of.charges)):
        for at, each in enumerate(adjustments):
            yield (name, at), each


def _bad_totals(draft: Invoice, totals: Totals, currency: str) -> Iterable[Diagnostic]:
    for group in totals.taxes:
        if group.taxable < 0:
            say = f"the allowances are more than what {group.code} is charged on"
            hint = "a percentage is one of all lines, whatever their tax code: say an amount"
            by_percent = any(each.percent is not None and each.tax for each in draft.allowances)
            yield BAD_ADJUSTMENT.at(draft.where, say, hint=hint if by_percent else "", about=("allowances",))
    if totals.prepaid and totals.due < 0:
        yield TOO_MUCH_PREPAID.at(
            draft.where,
            f"{-totals.due} {currency} more was prepaid than the invoice comes to",
            hint=f"credit that much of {totals.prepaid[-1].number} first, and pay it back",
        )
    if totals.gross >= LIMIT:
        yield TOO_MUCH.at(draft.where, f"{totals.gross} {currency} is more than an amount can be")


def _unfit_categories(draft: Invoice, rates: Rates) -> Iterable[Diagnostic]:
    categories = {row.category for row, _ in rates.codes.values()}
    if "K" in categories and not draft.delivered:
        yield UNFIT_CATEGORY.at(
            draft.where, "an intra-Community supply needs the day or period of delivery", hint="add delivered"
        )
    if "O" in categories and len(categories) > 1:
        code = next(code for code, (row, _) in rates.codes.items() if row.category == "O")
        yield UNFIT_CATEGORY.at(
            draft.where,
            "lines outside the scope of VAT cannot stand on one invoice with others",
            hint="write two invoices; what is merely taxed at nothing has a code of category Z, or E with its reason",
            about=_at_code(draft, code),
        )


def _refuse(draft: Invoice, wrong: Sequence[Diagnostic]) -> None:
    if wrong:
        raise RefusedError(f"{draft.id} cannot be issued as it is", diagnostics=wrong)


def _missing_numbers(draft: Invoice, client: Client, settings: Settings, rates: Rates) -> Iterable[Diagnostic]:
    categories = {row.category for row, _ in rates.codes.values()}
    seller, ours = settings.business, f"{settings.where.path}: business.vat_id"
    if categories & {"AE", "K", "G"} and not seller.vat_id:
        yield TAX_NUMBER.at(draft.where, "this tax category needs your own VAT number", hint=f"add {ours}")
    if "AE" in categories and not (client.vat_id or client.registration):
        yield TAX_NUMBER.at(draft.where, f"reverse charge needs a VAT number of {client.name}", hint=_their(client))
    if "K" in categories and not client.vat_id:
        yield TAX_NUMBER.at(
            draft.where,
            f"an intra-Community supply needs the VAT number of {client.name}",
            hint=_their(client),
        )


def _their(client: Client) -> str:
    return f"add vat_id to {client.where.path}"
