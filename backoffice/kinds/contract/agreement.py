"""The record of a contract: what was agreed. What happened to it since is in the event files beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.calendar import Calendar
from backoffice.core.canonical import digest_of
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.document import Tree
from backoffice.core.duration import Duration
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.plain import fields_tree
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id, Length
from backoffice.core.term import WEEKDAYS, Notice, Term
from backoffice.kinds.contract.parts import NoticeTerms, Obligation, Paper, Price, RenewalTerms, Signatory, Terms

NO_PARTY = Fault("no-party", "A contract names nobody it is with: neither a client nor other parties.")
BAD_TERM = Fault(
    "impossible-term",
    "The dates of a contract do not say how long it runs: a term without a start, both a term and a last day, a last "
    "day before the start, a renewal without a period or without a term to renew.",
)
BAD_NOTICE = Fault(
    "impossible-notice",
    "Nobody could ever give this notice in time: it would be due before the contract starts, or is to be given to the "
    "end of a term though there is none.",
)
BAD_OBLIGATION = Fault("obligation-without-day", "An obligation has neither a due date nor a start to recur from.")
SAME_NAME = Fault("same-signatory-twice", "Two signatories have the same name, so their signatures look the same.")
FAULTS = (NO_PARTY, BAD_TERM, BAD_NOTICE, BAD_OBLIGATION, SAME_NAME)

LIVING = ("owner", "tags")
"""Fields that may change after a contract was sent."""


class Contract(Record):
    """A contract of any sort, from draft to end. The text below the fields may be the contract itself."""

    noun: ClassVar[str] = "contract"

    name: Annotated[str, "What it is called."]
    type: Annotated[
        Literal[
            "msa",
            "sow",
            "nda",
            "service",
            "licence",
            "saas",
            "lease",
            "insurance",
            "employment",
            "contractor",
            "loan",
            "other",
        ],
        "What sort of contract: msa (framework), sow (single order), nda, service, licence, saas …",
    ]
    side: Annotated[
        Literal["provider", "customer", "mutual"],
        "What we are in it: provider (we deliver), customer (we pay), mutual (both the same).",
    ]
    client: Annotated[Id | None, Ref("client"), "The client it is with."] = None
    project: Annotated[Id | None, Ref("project"), "The project it is about."] = None
    parties: Annotated[tuple[str, ...], "Others it is with, by name."] = ()
    owner: Annotated[str, "Who of us looks after it."] = ""
    reference: Annotated[str, "Number of the contract or policy, ours or theirs."] = ""
    signed: Annotated[Date | None, "Day on which the last signed, where that was not recorded by `contract sign`."] = (
        None
    )
    effective: Annotated[Date | None, "First day on which it holds."] = None
    term: Annotated[Length | None, "How long the first term is, such as 24m."] = None
    ends: Annotated[Date | None, "Instead of a term: the last day, inclusive."] = None
    renewal: Annotated[RenewalTerms | None, "What happens after that; empty: it ends."] = None
    notice: Annotated[NoticeTerms | None, "How it is stopped or extended."] = None
    price: Annotated[Price | None, "What it is worth."] = None
    part_of: Annotated[Id | None, Ref("contract"), "The framework contract it belongs to."] = None
    amends: Annotated[Id | None, Ref("contract"), "The contract that it changes, which goes on."] = None
    supersedes: Annotated[Id | None, Ref("contract"), "The contract whose place it takes."] = None
    cancels: Annotated[Id | None, Ref("contract"), "The contract that it ends on the day before its own start."] = None
    terms: Annotated[Terms | None, "The standard terms it was made from."] = None
    signatories: Annotated[tuple[Signatory, ...], "Who has to sign, in this order."] = ()
    obligations: Annotated[tuple[Obligation, ...], "What has to be done because of it."] = ()
    documents: Annotated[tuple[Paper, ...], "Its files."] = ()
    tags: Annotated[tuple[str, ...], "Words to find it by."] = ()

    @property
    def title(self) -> str:
        """What it is called, and with whom it is."""
        return f"{self.name} ({self.party})" if self.party else self.name

    @property
    def party(self) -> str:
        """Whom it is with: the client's id or the names of the others."""
        return ", ".join([*([self.client] if self.client else []), *self.parties])

    @property
    def links(self) -> Iterator[tuple[str, str]]:
        """Every other contract it names, with the field that does."""
        for field in ("part_of", "amends", "supersedes", "cancels"):
            if other := getattr(self, field):
                yield field, other

    @property
    def begins(self) -> dt.date | None:
        """The first day; where none is agreed, that of the signature."""
        return self.effective or self.signed

    def dates(self, extended: int = 0) -> Term | None:
        """Return the terms; of an option only those that were taken up. None where no day is known to count from."""
        renewal = self.renewal or RenewalTerms()
        period, most = renewal.period or Duration(), renewal.max
        if renewal.mode == "option":
            most = extended
        if self.ends:
            return Term.ending(self.ends, renewal.mode, period, most)
        start = self.begins
        if start is None:
            return None
        if self.term is None:
            return Term(start, Duration(), "evergreen")
        return Term(start, self.term, renewal.mode, period, most)

    def notice_rule(self, calendar: Calendar = WEEKDAYS) -> Notice:
        """Return how notice is given; without a clause, up to the last day."""
        notice = self.notice or NoticeTerms(initial=Duration())
        endless = self.renewal is not None and self.renewal.mode == "evergreen"
        has_term = self.term is not None or self.ends is not None
        at = notice.at or ("any" if endless or not has_term else "term-end")
        later = notice.renewal if has_term else None
        return Notice(notice.initial, later, notice.transit or Duration(), calendar, at)

    def digest(self) -> str:
        """Return the SHA-256 of the terms: all fields but the living ones, and the text below them."""
        tree = {name: value for name, value in fields_tree(self).items() if name not in LIVING}
        if self.obligations:
            tree["obligations"] = [_without_done(each) for each in self.obligations]
        return digest_of({"fields": tree, "text": self.notes.strip()})

    def check(self) -> Iterator[Diagnostic]:
        """Yield what the contract itself shows to be impossible."""
        if not self.party:
            yield NO_PARTY.at(self.where, "nobody is named whom it is with", hint="give it a client, or parties")
        yield from self._check_term()
        yield from self._check_renewal()
        yield from self._check_notice()
        for at, each in enumerate(self.obligations):
            if each.due is None and (each.every is None or self.begins is None):
                message = f"nothing says when: {each.text}"
                yield BAD_OBLIGATION.at(self.where, message, hint="give it due, or every", about=("obligations", at))
        keys = [each.key for each in self.signatories]
        for at, signatory in enumerate(self.signatories):
            if signatory.key in keys[:at]:
                message = f"{signatory.name} is among the signatories twice"
                yield SAME_NAME.at(self.where, message, about=("signatories", at))

    def _check_term(self) -> Iterator[Diagnostic]:
        if self.term and self.effective is None:
            yield BAD_TERM.at(self.where, "a term without a start", hint="say since when: effective", about=("term",))
        if self.term == Duration():
            yield BAD_TERM.at(self.where, "a term of no length", about=("term",))
        if self.term and self.ends:
            yield BAD_TERM.at(self.where, "both a term and a last day", hint="keep one of them", about=("ends",))
        if self.ends and self.effective and self.ends < self.effective:
            yield BAD_TERM.at(self.where, f"it ends before it starts on {self.effective}", about=("ends",))

    def _check_renewal(self) -> Iterator[Diagnostic]:
        renewal = self.renewal or RenewalTerms()
        renews, about = renewal.mode in {"auto", "option"}, ("renewal",)
        if renews and not renewal.period:
            yield BAD_TERM.at(self.where, "a renewal without a period", hint="say for how long: period", about=about)
        if renewal.period == Duration():
            yield BAD_TERM.at(self.where, "a renewal of no length", about=(*about, "period"))
        if renews and not (self.term or self.ends):
            yield BAD_TERM.at(self.where, "a renewal without a term", hint="give it term, or ends", about=about)
        if not renews and (renewal.period or renewal.max is not None):
            hint = "mode: auto renews for a period"
            yield BAD_TERM.at(self.where, f"a period, though the mode is {renewal.mode}", hint=hint, about=about)
        if renewal.max is not None and renewal.max < 1:
            yield BAD_TERM.at(self.where, "a renewal that can happen less than once", about=(*about, "max"))

    def _check_notice(self) -> Iterator[Diagnostic]:
        term, rule = self.dates(), self.notice_rule()
        if self.notice is None or term is None:
            return
        if rule.at == "term-end" and term.renewal == "evergreen":
            message, hint = "notice to the end of a term, but it has none", "at: month-end, quarter-end or any"
            yield BAD_NOTICE.at(self.where, message, hint=hint, about=("notice",))
        elif rule.at == "term-end" and self.effective and rule.deadline(term, 0) < self.effective:
            message = f"notice of {self.notice.initial} would be due before it starts on {self.effective}"
            yield BAD_NOTICE.at(self.where, message, about=("notice", "initial"))


def _without_done(obligation: Obligation) -> dict[str, Tree]:
    tree = fields_tree(obligation)
    tree.pop("done", None)
    return tree
