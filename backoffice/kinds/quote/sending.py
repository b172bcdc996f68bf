"""Sending a quote: how a draft gets its number, and what is frozen."""

from __future__ import annotations

import datetime as dt

from backoffice.core.change import MoveFile, Plan, SetField
from backoffice.core.errors import RefusedError
from backoffice.core.part import replaced
from backoffice.core.plain import tree_of
from backoffice.core.seal import hash_of
from backoffice.core.settings import Settings
from backoffice.kinds.client import Client
from backoffice.kinds.invoice import Invoice
from backoffice.kinds.issuing import issued
from backoffice.kinds.quote.offer import Quote, QuotedRate, Sent


def sent(draft: Quote, client: Client, settings: Settings, *, on: dt.date, number: str) -> Quote:
    """Return ``draft`` as the quote it becomes when it is sent ``on`` a day under ``number``.

    Raises:
        RefusedError: when no valid invoice could be made of it; all reasons at once.
    """
    try:
        frozen = issued(_whole(draft), client, settings, on=on, number=number).issued
    except RefusedError as refused:
        raise RefusedError(
            f"{draft.id} cannot be sent as it is", hint=refused.hint, diagnostics=refused.diagnostics
        ) from refused
    assert frozen is not None  # noqa: S101 - it was just issued
    offer = Sent(
        number=number,
        date=on,
        until=draft.valid.after(on),
        currency=frozen.currency,
        language=frozen.language,
        draft=draft_identity(draft),
        reference=frozen.reference,
        tax=frozen.tax,
        rates=tuple(
            QuotedRate(code=each.code, category=each.category, rate=each.rate, reason=each.reason)
            for each in frozen.totals.taxes
        ),
        seller=frozen.seller,
        buyer=frozen.buyer,
    )
    return sealed(replaced(draft, id=number, sent=offer))


def sealed(made: Quote, pdf: bytes = b"") -> Quote:
    """Return a sent quote with its digest, which vouches for the ``pdf`` that is archived with it, if any."""
    assert made.sent is not None  # noqa: S101 - callers have sent it
    frozen = replaced(made.sent, pdf_sha256=hash_of(pdf))
    return replaced(made, sent=replaced(frozen, digest=replaced(made, sent=frozen).digest()))


def _whole(draft: Quote) -> Invoice:
    """Return the invoice of all that is offered, which has to be valid."""
    return Invoice(
        id=draft.id,
        where=draft.where,
        client=draft.client,
        reference=draft.reference,
        delivered="2026",  # a quote need not say when; its invoices will
        currency=draft.currency,
        lines=tuple(each.line for each in draft.lines),
        allowances=draft.allowances,
        charges=draft.charges,
    )


def send(draft: Quote, made: Quote) -> Plan:
    """Plan to turn the file of ``draft`` into that of the quote ``made`` by ``sent``."""
    assert made.sent is not None  # noqa: S101 - made by `sent`
    path = f"quotes/{made.sent.date.year}/{made.sent.number}.md"
    return Plan(
        f"Send {made.sent.number} to {made.sent.buyer.name} ({made.net()} without tax)",
        (MoveFile(draft.where.path, path), SetField(path, ("sent",), tree_of(made.sent))),
    )


def draft_identity(draft: Quote) -> str:
    """Return what makes a draft itself: its name and a digest of its facts."""
    return f"{draft.id}:{replaced(draft, sent=None).digest()[:16]}"
