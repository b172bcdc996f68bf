"""Terminations: a contract that ends on another day than its terms say, by agreement or for cause."""

from __future__ import annotations

import datetime as dt

from backoffice.core.filed import beside
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id, RelativePath


class Termination(Record):
    """An event file beside the contract."""

    noun: ClassVar[str] = "termination"

    contract: Annotated[Id, Ref("contract"), "The contract."]
    date: Annotated[Date, "Day on which it was agreed or declared."]
    last_day: Annotated[Date, "Last day of the contract."]
    by: Annotated[Literal["us", "them", "both"], "Who ended it: us, them or both."] = "both"
    reason: Annotated[str, "Why."]
    file: Annotated[RelativePath | None, "The letter or agreement, beside this file."] = None

    @property
    def dated(self) -> dt.date | None:
        """The day on which it was agreed or declared."""
        return self.date

    @property
    def title(self) -> str:
        """Which contract, and why."""
        return f"{self.contract} ends on {self.last_day}: {self.reason}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return self.contract


EXAMPLE = """\
contract: acme-msa
date: 2026-04-02
last_day: 2026-04-30
by: both
reason: They hired a team of their own
"""

KIND = Kind(
    record=Termination,
    plural="terminations",
    help="Contracts ended by agreement or for cause.",
    paths=("contracts/{id}.terminated.yaml",),
    columns=(
        ListColumn("contract", lambda seen: seen.record.contract, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("last_day", lambda seen: seen.record.last_day),
        ListColumn("by", lambda seen: seen.record.by, filter=True),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    files=lambda record: beside(record.where.path, (record.file, None)),
    example=EXAMPLE,
)
