"""Chases: somebody was reminded to sign a contract that went out."""

from __future__ import annotations

import datetime as dt

from backoffice.core.hints import Annotated, ClassVar
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Id


class Chase(Record):
    """An event file beside the contract, named after contract and day."""

    noun: ClassVar[str] = "chase"

    contract: Annotated[Id, Ref("contract"), "The contract."]
    date: Annotated[Date, "Day of the reminder."]
    to: Annotated[tuple[str, ...], "Who was reminded, by the name in the contract."]
    method: Annotated[str, "How: e-mail, telephone."] = ""
    said: Annotated[str, "What they said."] = ""

    @property
    def dated(self) -> dt.date | None:
        """The day of the reminder."""
        return self.date

    @property
    def title(self) -> str:
        """Who was reminded of what."""
        return f"{', '.join(self.to)} reminded of {self.contract}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return identity(self.contract, self.date)


def identity(contract: str, date: dt.date) -> str:
    """Return the id of the reminder of a contract on a day."""
    return f"{contract}--{date}"


EXAMPLE = """\
contract: acme-msa
date: 2026-11-09
to: [Ada Example]
method: telephone
said: Back from holidays next week
"""

KIND = Kind(
    record=Chase,
    plural="chases",
    help="Reminders to sign a contract that went out.",
    paths=("contracts/{id}.chase.yaml",),
    id_pattern=r"[a-z0-9][a-z0-9-]{0,126}",
    columns=(
        ListColumn("contract", lambda seen: seen.record.contract, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("to", lambda seen: ", ".join(seen.record.to)),
        ListColumn("method", lambda seen: seen.record.method, optional=True),
        ListColumn("said", lambda seen: seen.record.said),
        ListColumn("id", lambda seen: seen.record.id, title="Chase", optional=True),
    ),
    example=EXAMPLE,
)
