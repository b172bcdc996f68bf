"""Notices: what was said, to stop a contract or to take up the option to extend it."""

from __future__ import annotations

import datetime as dt

from backoffice.core.filed import beside
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id, RelativePath


class Notice(Record):
    """An event file beside the contract; carries a copy of the last day that follows, which ``check`` compares."""

    noun: ClassVar[str] = "notice"

    contract: Annotated[Id, Ref("contract"), "The contract."]
    date: Annotated[Date, "Day on which the notice arrived."]
    by: Annotated[Literal["us", "them"], "Who gave it: us or them."] = "us"
    effect: Annotated[Literal["end", "extend"], "end: it stops the contract; extend: it takes up the option."] = "end"
    last_day: Annotated[Date, "Last day of the contract because of it."]
    method: Annotated[str, "How it was given: letter, e-mail, portal."] = ""
    evidence: Annotated[str, "What proves that it arrived."] = ""
    file: Annotated[RelativePath | None, "The letter, beside this file."] = None

    @property
    def dated(self) -> dt.date | None:
        """The day on which it arrived."""
        return self.date

    @property
    def title(self) -> str:
        """What it does to which contract."""
        does = "ends on" if self.effect == "end" else "is extended to"
        return f"{self.contract} {does} {self.last_day}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return identity(self.contract, self.date)


def identity(contract: str, date: dt.date) -> str:
    """Return the id of a notice about a contract on a day."""
    return f"{contract}--{date}"


EXAMPLE = """\
contract: acme-hosting
date: 2026-08-12
last_day: 2026-11-30
method: letter
evidence: Registered, delivered 12 August
"""

KIND = Kind(
    record=Notice,
    plural="notices",
    help="Notice given to end or to extend a contract.",
    paths=("contracts/{id}.notice.yaml",),
    id_pattern=r"[a-z0-9][a-z0-9-]{0,126}",
    columns=(
        ListColumn("contract", lambda seen: seen.record.contract, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("by", lambda seen: seen.record.by, filter=True),
        ListColumn("effect", lambda seen: seen.record.effect, filter=True),
        ListColumn("last_day", lambda seen: seen.record.last_day),
        ListColumn("method", lambda seen: seen.record.method, optional=True),
        ListColumn("id", lambda seen: seen.record.id, title="Notice", optional=True),
    ),
    files=lambda record: beside(record.where.path, (record.file, None)),
    example=EXAMPLE,
)
