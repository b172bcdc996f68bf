"""What an accepted quote becomes: a project, the draft of a contract."""

from __future__ import annotations

from backoffice.core.change import AddRecord
from backoffice.core.diagnostic import Location
from backoffice.core.errors import RefusedError
from backoffice.core.money import Money
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record
from backoffice.kinds import kind_of
from backoffice.kinds.answer import Answer
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.parts import Price, Signatory
from backoffice.kinds.project import Project
from backoffice.kinds.quote.offer import Quote


def project_of(quote: Quote, answer: Answer, identity: str) -> Project:
    """Return the project of a quote that was accepted: its budget is what was agreed, without tax."""
    net = _agreed(quote, answer)
    return Project(
        id=identity,
        where=_where("project", identity),
        name=quote.subject or quote.id,
        client=quote.client,
        start=answer.date,
        budget=net.amount,
        currency=net.currency,
    )


def contract_of(quote: Quote, answer: Answer, identity: str) -> Contract:
    """Return the draft of a contract about what was accepted, which both sides have to sign."""
    net = _agreed(quote, answer)
    buyer, seller = (quote.sent.buyer, quote.sent.seller) if quote.sent else (None, None)
    names = [(buyer.attention or buyer.name, "them")] if buyer else []
    names += [(seller.name, "us")] if seller else []
    return Contract(
        id=identity,
        where=_where("contract", identity),
        name=quote.subject or quote.id,
        type="sow",
        side="provider",
        client=quote.client,
        project=answer.project,
        reference=quote.id,
        effective=answer.date,
        price=Price(amount=net.amount, currency=net.currency, per="once"),
        signatories=tuple(Signatory(name=name, side="us" if side == "us" else "them") for name, side in names),
    )


def _agreed(quote: Quote, answer: Answer) -> Money:
    net = quote.net(answer.option, answer.extras)
    if net is None:
        raise RefusedError(f"{quote.id} is a draft")
    return net


def _where(noun: str, identity: str) -> Location:
    kind = kind_of(noun)
    if not kind.allows(identity):
        raise RefusedError(f"{identity!r} is no id: small letters, digits and dashes", hint="such as acme-website")
    return Location(kind.path_of(identity))


def adding(record: Record) -> AddRecord:
    """Return the step that writes a new record."""
    return AddRecord(record.where.path, fields_tree(record))
