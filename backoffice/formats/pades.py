"""Signatures inside PDF files (PAdES, ETSI EN 319 142): making our own, and reading those of others.

The one module that imports pyHanko, which comes with the extra ``backoffice[sign]``. A signature covers the bytes of
the file up to where it stands. What was added behind them leaves it whole and is told apart; what was changed within
them breaks it; a program that saves the file anew moves everything, and the signature no longer fits the file at all.
"""

from __future__ import annotations

import datetime as dt
import io
import logging
from collections.abc import Sequence

from backoffice.core.errors import RefusedError
from backoffice.core.hints import Any, Literal
from backoffice.core.named import NamedTuple

State = Literal["untouched", "added-to", "saved-anew", "changed"]
MISSING = RefusedError("signatures in PDF files need pyHanko", hint="pip install 'backoffice[sign]'")

ADDED = {
    "NONE": "nothing that is shown",
    "LTA_UPDATES": "nothing that is shown",
    "FORM_FILLING": "form fields or further signatures",
    "ANNOTATIONS": "annotations",
}
"""What may have come behind a signature, as pyHanko judges it."""
SHOWN = "something that changes what is shown"


class Signed(NamedTuple):
    """One signature: whose certificate made it, when by their own clock, and what happened to the file since.

    ``trusted``: the chain of the certificate leads to one that we trust; ``why`` says why not. ``added`` says what sort
    of thing came behind the signature.
    """

    field: str
    by: str
    issuer: str
    at: str
    state: State
    trusted: bool
    why: str = ""
    added: str = ""


def seal(pdf: bytes, certificate: bytes, passphrase: str, *, reason: str = "") -> bytes:
    """Return ``pdf`` with a signature by the key of a PKCS#12 file added at its end.

    Raises:
        RefusedError: when the certificate cannot be opened, or the file cannot be signed.
    """
    signers, fields, writer = _library("sign.signers", "sign.fields", "pdf_utils.incremental_writer")
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.general import SigningError

    try:
        signer = signers.SimpleSigner.load_pkcs12_data(certificate, (), passphrase.encode() or None)
    except ValueError:
        signer = None
    if signer is None:
        raise RefusedError("the certificate cannot be opened: another passphrase, or no PKCS#12 file")
    try:
        document = writer.IncrementalPdfFileWriter(io.BytesIO(pdf))
        taken = {each.field_name for each in document.prev.embedded_signatures}
        number = next(at for at in range(1, len(taken) + 2) if f"Signature{at}" not in taken)
        meta = signers.PdfSignatureMetadata(
            field_name=f"Signature{number}",
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
            reason=reason or None,
        )
        made: io.BytesIO = signers.sign_pdf(document, meta, signer=signer)
    except (PdfError, SigningError) as error:
        raise RefusedError(f"the file cannot be signed: {error}") from None
    return made.getvalue()


def signatures(pdf: bytes, trust: Sequence[bytes] = ()) -> list[Signed]:
    """Return the signatures in ``pdf``, the first first; ``trust`` are certificates (PEM or DER) that we trust.

    Raises:
        RefusedError: when it is no PDF file that can be read.
    """
    (reader,) = _library("pdf_utils.reader")
    from pyhanko.pdf_utils.misc import PdfError

    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
    roots = [root for each in trust for root in _certificates(each)]
    try:
        found = reader.PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
        return [_signed(each, roots) for each in found]
    except (PdfError, ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        raise RefusedError(f"it is no PDF file that can be read ({str(error) or type(error).__name__})") from None


def _signed(embedded: Any, roots: list[Any]) -> Signed:  # noqa: ANN401 - pyHanko has no types
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    certificate = embedded.signer_cert
    names = certificate.subject.native, certificate.issuer.native
    by, issuer = (str(name.get("common_name") or name.get("organization_name") or "nobody named") for name in names)
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    usage = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
    about = {"field": embedded.field_name, "by": by, "issuer": issuer}
    try:
        status = validate_pdf_signature(embedded, context, key_usage_settings=usage)
    except SignatureValidationError as error:
        return Signed(**about, at="", state=_broken(embedded), trusted=False, why=str(error))
    at = status.signer_reported_dt.astimezone(dt.UTC).isoformat() if status.signer_reported_dt else ""
    if not (status.intact and status.valid):
        return Signed(**about, at=at, state=_broken(embedded), trusted=False, why="the signature does not fit the file")
    why = "" if status.trusted else _untrusted(names[0] == names[1], issuer, roots)
    added, state = "", "untouched"
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        added, state = ADDED.get(getattr(status.modification_level, "name", ""), SHOWN), "added-to"
    return Signed(**about, at=at, state=state, trusted=status.trusted, why=why, added=added)  # type: ignore[arg-type]


def _broken(embedded: Any) -> State:  # noqa: ANN401
    """Tell a file that was changed within from one in which the signature is not where it says it is."""
    _, length, resume, _ = embedded.byte_range
    stream = embedded.reader.stream
    stream.seek(length)
    gap: bytes = stream.read(resume - length)
    contents: bytes = embedded.pkcs7_content
    fits = gap[:1] == b"<" and gap[-1:] == b">" and gap[1:-1].lower() == contents.hex().encode()
    return "changed" if fits else "saved-anew"


def _untrusted(self_made: bool, issuer: str, roots: list[Any]) -> str:  # noqa: FBT001
    if self_made:
        return "the certificate vouches for itself, and is not among those that you trust"
    known = "leads to none that you trust" if roots else "cannot be judged: you trust no certificate"
    return f"{issuer}; the chain of the certificate {known}"


def _certificates(raw: bytes) -> list[Any]:
    from asn1crypto import pem, x509

    try:
        blocks = [der for _, _, der in pem.unarmor(raw, multiple=True)] if pem.detect(raw) else [raw]
        return [x509.Certificate.load(each, strict=True) for each in blocks]
    except ValueError:
        raise RefusedError("a file with certificates to trust has none that can be read") from None


def _library(*names: str) -> list[Any]:
    """Return modules of pyHanko.

    Raises:
        RefusedError: when it is not installed.
    """
    from importlib import import_module

    try:
        return [import_module(f"pyhanko.{name}") for name in names]
    except ModuleNotFoundError:
        raise MISSING from None
