"""Sending a contract out and getting it signed, as plans."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256

from backoffice.core.change import AddFile, AddRecord, Plan, SetField
from backoffice.core.errors import MissingError, RefusedError
from backoffice.core.hints import Literal
from backoffice.core.named import NamedTuple
from backoffice.core.plain import fields_tree
from backoffice.kinds.contract.facts import Facts
from backoffice.kinds.contract.parts import Signatory
from backoffice.kinds.sending import KIND as SENDING
from backoffice.kinds.sending import Sending
from backoffice.kinds.signature import KIND as SIGNATURE
from backoffice.kinds.signature import Signature, identity

FOLDER = "contracts"


class Executed(NamedTuple):
    """A signed file to be kept: its bytes, and how its name ends (``.pdf``)."""

    content: bytes
    suffix: str

    @property
    def sha256(self) -> str:
        """What its content hashes to."""
        return sha256(self.content).hexdigest()


def send(
    facts: Facts,
    *,
    on: dt.date,
    order: Literal["sequential", "parallel"] = "sequential",
    expires: dt.date | None = None,
    paper: Executed | None = None,
) -> Plan:
    """Plan that a contract went out to its signatories with its ``paper``, which freezes its terms.

    What is out already gets another last day, where one is given.

    Raises:
        RefusedError: when nobody is to sign it, it is signed or void already, or would expire before it goes out.
    """
    contract = facts.contract
    _require_not_void(facts)
    if expires and expires < on:
        raise RefusedError(f"it would expire on {expires}, before {on}")
    if facts.sendings:
        return _sent_already(facts.sendings[0], expires)
    _require_signatories(facts)
    if facts.signed_on:
        raise RefusedError(f"{contract.id} was signed on {facts.signed_on}")
    names = tuple(each.name for each in contract.signatories)
    event = Sending(
        id=contract.id,
        where=contract.where,
        contract=contract.id,
        date=on,
        to=names,
        digest=contract.digest(),
        order=order,
        expires=expires,
        file=f"{contract.id}.sent{paper.suffix}" if paper else None,
        sha256=paper.sha256 if paper else None,
    )
    files = (AddFile(f"{FOLDER}/{event.file}", paper.content),) if paper else ()
    record = AddRecord(SENDING.path_of(contract.id), fields_tree(event))
    return Plan(f"Send {contract.id} to {', '.join(names)}", (record, *files))


def _require_not_void(facts: Facts) -> None:
    if facts.withdrawals:
        message = f"{facts.contract.id} is void since {facts.withdrawals[0].date}"
        raise RefusedError(message, hint="write a new contract")


def _sent_already(sending: Sending, expires: dt.date | None) -> Plan:
    if expires is None or expires == sending.expires:
        return Plan(f"{sending.contract} went out already on {sending.date}")
    step = SetField(sending.where.path, ("expires",), str(expires))
    return Plan(f"Let {sending.contract} be signed until {expires}", (step,))


def sign(
    facts: Facts, given: str, *, on: dt.date, method: str = "", evidence: str = "", executed: Executed | None = None
) -> Plan:
    """Plan that the signatory whose name ``given`` is part of signed on a day, with the executed file.

    Raises:
        MissingError: when nobody, or more than one, could be meant.
        RefusedError: when the contract says itself when it was signed, they declined, or it was sent later.
    """
    contract, signatory = facts.contract, _answering(facts, given, on)
    before = _answer(facts, signatory)
    if before and before.answer == "signed":
        return Plan(f"{signatory.name} signed {contract.id} already on {before.date}")
    if before:
        raise RefusedError(f"{signatory.name} declined {contract.id} on {before.date}", hint=f"see {before.where}")
    name = identity(contract.id, signatory.name)
    known = {each.sha256: each.file for each in facts.signatures if each.file}
    file = (known.get(executed.sha256) or f"{name}{executed.suffix}") if executed else None
    event = Signature(
        id=name,
        where=contract.where,
        contract=contract.id,
        signatory=signatory.name,
        date=on,
        method=method,
        evidence=evidence,
        file=file,
        sha256=executed.sha256 if executed else None,
        digest=contract.digest(),
    )
    files = (AddFile(f"{FOLDER}/{file}", executed.content),) if executed and executed.sha256 not in known else ()
    record = AddRecord(SIGNATURE.path_of(name), fields_tree(event))
    return Plan(f"Record that {signatory.name} signed {contract.id} on {on}", (record, *files))


def decline(facts: Facts, given: str, *, on: dt.date, reason: str) -> Plan:
    """Plan that a signatory refused to sign.

    Raises:
        MissingError: when nobody, or more than one, could be meant.
        RefusedError: as for ``sign``, or when they have signed.
    """
    contract, signatory = facts.contract, _answering(facts, given, on)
    before = _answer(facts, signatory)
    if before and before.answer == "declined":
        return Plan(f"{signatory.name} declined {contract.id} already on {before.date}")
    if before:
        raise RefusedError(f"{signatory.name} signed {contract.id} on {before.date}", hint=f"see {before.where}")
    name = identity(contract.id, signatory.name)
    event = Signature(
        id=name,
        where=contract.where,
        contract=contract.id,
        signatory=signatory.name,
        date=on,
        answer="declined",
        evidence=reason,
    )
    step = AddRecord(SIGNATURE.path_of(name), fields_tree(event))
    return Plan(f"Record that {signatory.name} declined {contract.id} on {on}", (step,))


def _answering(facts: Facts, given: str, on: dt.date) -> Signatory:
    """Return who is meant, if they can answer on that day."""
    contract = facts.contract
    if contract.signed:
        raise RefusedError(f"{contract.id} says itself that it was signed on {contract.signed}")
    _require_signatories(facts)
    _require_not_void(facts)
    for sending in facts.sendings:
        if sending.expires and on > sending.expires:
            hint = f"backoffice contract send {contract.id} --until DATE"
            raise RefusedError(f"{contract.id} could be signed until {sending.expires}", hint=hint)
    if facts.sendings and on < facts.sendings[0].date:
        raise RefusedError(f"{contract.id} went out on {facts.sendings[0].date}, after {on}")
    wanted = given.casefold()
    exact = [each for each in contract.signatories if each.name.casefold() == wanted]
    fitting = exact or [each for each in contract.signatories if wanted in each.name.casefold()]
    if len(fitting) != 1:
        names = ", ".join(each.name for each in fitting or contract.signatories)
        said = f"{given!r} could be any of {len(fitting)}" if fitting else f"{given!r} does not sign {contract.id}"
        raise MissingError(said, hint=f"signatories are {names}")
    return fitting[0]


def _answer(facts: Facts, signatory: Signatory) -> Signature | None:
    return next((each for each in facts.signatures if each.signatory == signatory.name), None)


def _require_signatories(facts: Facts) -> None:
    if not facts.contract.signatories:
        hint = "name them in its file, or say there on which day it was signed"
        raise RefusedError(f"{facts.contract.id} has no signatories", hint=hint)
