"""Sendings: a contract went out to be signed, and its terms are frozen from then on."""

from __future__ import annotations

import datetime as dt

from backoffice.core.filed import beside
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Digest, Id, RelativePath


class Sending(Record):
    """An event file beside the contract."""

    noun: ClassVar[str] = "sending"

    contract: Annotated[Id, Ref("contract"), "The contract."]
    date: Annotated[Date, "Day on which it went out."]
    to: Annotated[tuple[str, ...], "Who is to sign, by name."]
    digest: Annotated[Digest, "SHA-256 of the terms that were sent."]
    order: Annotated[
        Literal["sequential", "parallel"], "sequential: one signs after the other; parallel: all at once."
    ] = "sequential"
    expires: Annotated[Date | None, "Last day on which it can be signed; empty: it stays open."] = None
    file: Annotated[RelativePath | None, "The PDF that went out, beside this file."] = None
    sha256: Annotated[Digest | None, "What that file hashes to."] = None

    @property
    def dated(self) -> dt.date | None:
        """The day on which it went out."""
        return self.date

    @property
    def title(self) -> str:
        """What went out, and to how many."""
        return f"{self.contract} sent to {', '.join(self.to)}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return self.contract


EXAMPLE = """\
contract: acme-msa
date: 2026-11-02
to: [Ada Example, Bo Beispiel]
digest: 0f4d2f4a3c0b7a58e8f9a7d0a3c52be9a3e1f7c6d5b4a39281706f5e4d3c2b1a
"""

KIND = Kind(
    record=Sending,
    plural="sendings",
    help="Contracts that went out to be signed.",
    paths=("contracts/{id}.sent.yaml",),
    columns=(
        ListColumn("contract", lambda seen: seen.record.contract, filter=True),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("to", lambda seen: ", ".join(seen.record.to)),
        ListColumn("expires", lambda seen: seen.record.expires, optional=True),
    ),
    files=lambda record: beside(record.where.path, (record.file, record.sha256)),
    hashed="sha256",
    example=EXAMPLE,
)
