"""Contracts made in a test, and where they stand on a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from backoffice.core.record import Record
from backoffice.kinds.contract.agreement import Contract
from backoffice.kinds.contract.facts import gather
from backoffice.kinds.contract.situation import Situation
from backoffice.kinds.signature import identity
from tests.made import books, made

day = dt.date.fromisoformat
ADA, BO = {"name": "Ada Example"}, {"name": "Bo Beispiel", "side": "us"}
YEARLY = {"mode": "auto", "period": "12m"}


def contract(identity: str = "deal", /, **fields: Any) -> Contract:  # noqa: ANN401 - fields as in a file
    """Return a contract with acme about a service, signed unless it has signatories."""
    known: dict[str, Any] = {"name": "Deal", "type": "service", "side": "provider", "client": "acme"}
    signed = {} if "signatories" in fields else {"signed": "2015-01-01"}
    record: Contract = made("contract", identity, **known | signed | fields)
    return record


def draft(identity: str = "deal", /, **fields: Any) -> Contract:  # noqa: ANN401
    """Return a contract that Ada and Bo have to sign."""
    return contract(identity, signatories=[ADA, BO], **fields)


def event(noun: str, date: str, of: str = "deal", /, **fields: Any) -> Record:  # noqa: ANN401
    """Return something that happened to a contract, in a file with the right name."""
    names = {"notice": f"{of}--{date}", "signature": identity(of, fields.get("signatory", ""))}
    return made(noun, names.get(noun, of), contract=of, date=date, **fields)  # type: ignore[no-any-return]


def signature(who: str, date: str, of: str = "deal", /, **fields: Any) -> Record:  # noqa: ANN401
    """Return that somebody signed."""
    return event("signature", date, of, signatory=who, **fields)


def sending(of: Contract, date: str) -> Record:
    """Return that a contract went out."""
    return event("sending", date, of.id, to=["Ada Example", "Bo Beispiel"], digest=of.digest())


def seen(on: str, *records: Record, of: str = "deal") -> Situation:
    """Return where a contract stands on a day, in books of these records."""
    return Situation.of(gather(books(*records))[of], day(on))
