"""Mail to those who are to sign a contract, as drafts in outbox/: a person looks at them, and sends them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from backoffice.cli.context import Session
from backoffice.core.change import AddFile
from backoffice.core.hints import Any
from backoffice.core.named import NamedTuple
from backoffice.core.words import slug_of
from backoffice.kinds.client import Client
from backoffice.kinds.contract.facts import Facts
from backoffice.kinds.contract.parts import Signatory
from backoffice.kinds.contract.signing import Executed


def drafts(
    session: Session,
    facts: Facts,
    names: Sequence[str],
    paper: Executed | None = None,
    *,
    until: dt.date | None = None,
    chase: int = 0,
) -> tuple[tuple[AddFile, ...], tuple[str, ...]]:
    """Return the drafts to these signatories, and what has to be done by hand.

    Args:
        session: Whose business writes.
        facts: The contract.
        names: To whom of its signatories.
        paper: What goes along; empty: the PDF that went out before.
        until: The last day to sign, where it is only going out now.
        chase: The how manieth reminder it is; 0: none.
    """
    if not names:
        return (), ()
    content = paper.content if paper else _sent(session, facts)
    if content is None:
        return (), (f"there is no text to attach: hand it to {', '.join(names)} yourself",)
    wanted = [each for each in facts.contract.signatories if each.name in names]
    if not session.settings.business.email:
        return (), ("no mail was drafted: the business has no email in backoffice.yaml",)
    notes = tuple(f"{each.name} has no email: hand it over yourself" for each in wanted if not each.email)
    last = until or next((each.expires for each in facts.sendings if each.expires), None)
    return tuple(_files(session, facts, wanted, _Going(content, last, chase))), notes


class _Going(NamedTuple):
    """What goes out: the PDF, the last day to sign it, and the how manieth reminder it is."""

    paper: bytes
    until: dt.date | None
    chase: int


def _sent(session: Session, facts: Facts) -> bytes | None:
    """Return the PDF that went out, or the one that is the text of the contract."""
    files = [each.file for each in facts.sendings if each.file]
    files += [each.file for each in facts.contract.documents if each.role == "text" and each.file.endswith(".pdf")]
    return session.workspace.current(f"contracts/{files[0]}") if files else None


def _files(session: Session, facts: Facts, wanted: Sequence[Signatory], going: _Going) -> Iterator[AddFile]:
    from backoffice.mail.draft import OUTBOX, Attached, Mail, draft
    from backoffice.render.localise import Wording

    settings, contract = session.settings, facts.contract
    client = session.books.get(Client, contract.client) if contract.client else None
    language = (client.language if client else None) or settings.look.language
    wording = Wording(language, settings.business.address.country)
    for each in wanted:
        key = f"{contract.id}--{slug_of(each.name)}" + (f"--reminder-{going.chase}" if going.chase else "")
        mail = Mail(
            key=f"contract/{key}",
            sender=(settings.business.name, settings.business.email or ""),
            to=each.email or "",
            subject=wording.say("contract_chase" if going.chase else "contract_mail", contract.name),
            text="\n\n".join(_text(wording, facts, each, settings.business.name, going)) + "\n",
            attached=Attached(f"{contract.id}.pdf", going.paper),
        )
        if each.email:
            yield AddFile(f"{OUTBOX}/{key}.eml", draft(mail))


def _text(wording: Any, facts: Facts, to: Signatory, business: str, going: _Going) -> Iterator[str]:  # noqa: ANN401 - Wording is slow to import
    greeting, please = wording.say("contract_please", name=to.name, contract=facts.contract.name).split("\n\n")
    yield greeting
    if going.chase and facts.sendings:
        day = wording.date(facts.sendings[0].date)
        yield wording.say("contract_reminds", contract=facts.contract.name, day=day)
    else:
        yield please
    if going.until:
        yield wording.say("contract_until", day=wording.date(going.until))
    yield wording.say("contract_regards", business)
