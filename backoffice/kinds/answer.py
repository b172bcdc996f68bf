"""Answers: what became of a quote. There is one for each, so two branches that disagree conflict in git."""

from __future__ import annotations

import datetime as dt

from backoffice.core.hints import Annotated, ClassVar, Literal, TypeAlias
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id, Integer

Outcome: TypeAlias = Literal["accepted", "declined", "expired"]


class Answer(Record):
    """An event file beside the quote, with its name."""

    noun: ClassVar[str] = "answer"

    quote: Annotated[str, Ref("quote"), "The quote."]
    date: Annotated[Date, "Day on which it was decided."]
    outcome: Annotated[Outcome, "accepted or declined by the client; expired: we are no longer bound to it."]
    by: Annotated[str, "Who said so."] = ""
    option: Annotated[str, "Which option was taken, where there are several."] = ""
    extras: Annotated[tuple[Integer, ...], "Optional lines that were taken, by their position from 1."] = ()
    reference: Annotated[str, "The client's order number; printed on the invoices."] = ""
    project: Annotated[Id | None, Ref("project"), "The project it became."] = None
    reason: Annotated[str, "Why."] = ""

    @property
    def dated(self) -> dt.date | None:
        """The day on which it was decided."""
        return self.date

    @property
    def title(self) -> str:
        """What became of which quote."""
        return f"{self.quote} {self.outcome}"


EXAMPLE = """\
quote: Q-2026-0007
date: 2026-11-21
outcome: accepted
by: Ada Example, by e-mail
option: Print run of 500
extras: [4]
reference: PO 4711
"""

KIND = Kind(
    record=Answer,
    plural="answers",
    help="What became of quotes: accepted, declined, expired.",
    paths=("quotes/{year}/{id}.answer.yaml",),
    id_pattern=r"[A-Za-z0-9][A-Za-z0-9-]{0,62}",
    columns=(
        ListColumn("quote", lambda seen: seen.record.quote),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("outcome", lambda seen: seen.record.outcome, filter=True),
        ListColumn("by", lambda seen: seen.record.by),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    example=EXAMPLE,
)
