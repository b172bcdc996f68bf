"""Withdrawals: a contract that went out is void before all have signed it."""

from __future__ import annotations

import datetime as dt

from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id


class Withdrawal(Record):
    """An event file beside the contract."""

    noun: ClassVar[str] = "withdrawal"

    contract: Annotated[Id, Ref("contract"), "The contract."]
    date: Annotated[Date, "Day on which it was withdrawn."]
    reason: Annotated[str, "Why."]

    @property
    def dated(self) -> dt.date | None:
        """The day on which it was withdrawn."""
        return self.date

    @property
    def title(self) -> str:
        """What is void, and why."""
        return f"{self.contract} is void: {self.reason}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return self.contract


EXAMPLE = """\
contract: acme-msa
date: 2026-11-12
reason: They want other payment terms; a new one goes out
"""

KIND = Kind(
    record=Withdrawal,
    plural="withdrawals",
    help="Contracts that were withdrawn before all had signed.",
    paths=("contracts/{id}.withdrawn.yaml",),
    columns=(
        ListColumn("contract", lambda seen: seen.record.contract, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("reason", lambda seen: seen.record.reason),
    ),
    example=EXAMPLE,
)
