"""Signatures: one signatory's answer to a contract, with what proves it."""

from __future__ import annotations

import datetime as dt

from backoffice.core.filed import beside
from backoffice.core.hints import Annotated, ClassVar, Literal
from backoffice.core.kind import Kind, ListColumn
from backoffice.core.record import Record, Ref
from backoffice.core.scalar import Date, Digest, Id, RelativePath
from backoffice.core.words import slug_of


class Signature(Record):
    """An event file beside the contract, named after contract and signatory."""

    noun: ClassVar[str] = "signature"

    contract: Annotated[Id, Ref("contract"), "The contract."]
    signatory: Annotated[str, "Who, by the name in the contract."]
    date: Annotated[Date, "Day of the signature, or of the refusal."]
    answer: Annotated[Literal["signed", "declined"], "What they did: signed or declined."] = "signed"
    method: Annotated[str, "How: ink, e-mail, name of a signing service."] = ""
    evidence: Annotated[str, "What proves it: audit trail, witness, reference of a message; or the reason given."] = ""
    file: Annotated[RelativePath | None, "The executed file, beside this one."] = None
    sha256: Annotated[Digest | None, "What that file hashes to."] = None
    digest: Annotated[Digest | None, "SHA-256 of the terms that were signed."] = None

    @property
    def dated(self) -> dt.date | None:
        """The day of the signature."""
        return self.date

    @property
    def title(self) -> str:
        """Who did what."""
        return f"{self.contract} {self.answer} by {self.signatory}"

    @property
    def expected(self) -> str:
        """The id it should have."""
        return identity(self.contract, self.signatory)


def identity(contract: str, signatory: str) -> str:
    """Return the id of a signatory's answer to a contract."""
    return f"{contract}--{slug_of(signatory)}"


EXAMPLE = """\
contract: acme-msa
signatory: Ada Example
date: 2026-11-05
method: e-mail
evidence: Scan sent by Ada on 5 November
file: acme-msa--ada-example.pdf
"""

KIND = Kind(
    record=Signature,
    plural="signatures",
    help="Who signed or declined a contract, when, and what proves it.",
    paths=("contracts/{id}.signature.yaml",),
    id_pattern=r"[a-z0-9][a-z0-9-]{0,126}",
    columns=(
        ListColumn("contract", lambda seen: seen.record.contract, filter=True),
        ListColumn("signatory", lambda seen: seen.record.signatory),
        ListColumn("date", lambda seen: seen.record.date),
        ListColumn("answer", lambda seen: seen.record.answer, filter=True),
        ListColumn("method", lambda seen: seen.record.method, optional=True),
        ListColumn("file", lambda seen: seen.record.file or ""),
    ),
    files=lambda record: beside(record.where.path, (record.file, record.sha256)),
    hashed="sha256",
    example=EXAMPLE,
)
