"""Signed PDF files: untouched, added to, changed and saved anew are told apart, and whose certificates we trust."""

from __future__ import annotations

import io
import sys
from typing import Any

import pypdf
import pytest
from pyhanko.sign.validation.errors import SignatureValidationError

from backoffice.core.errors import RefusedError
from backoffice.formats.pades import SHOWN, Signed, seal, signatures
from backoffice.formats.received import answer, question
from tests.signers import PASSPHRASE, signer


def paper(pages: int = 1) -> bytes:
    writer, out = pypdf.PdfWriter(), io.BytesIO()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": "Framework agreement"})
    writer.write(out)
    return out.getvalue()


PAPER = paper()
OURS, THEIRS = signer(), signer("Bo Beispiel", "Trust Example")
SEALED = seal(PAPER, OURS.pkcs12, PASSPHRASE, reason="Approved")


def only(pdf: bytes, *trust: bytes) -> Signed:
    (found,) = signatures(pdf, trust)
    return found


def written(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_untouched_file_says_who_signed_it() -> None:
    found = only(SEALED, OURS.issuer)
    assert found._replace(at="") == Signed("Signature1", "Studio Ada", "Studio Ada", "", "untouched", trusted=True)
    assert found.at.startswith("20")
    assert b"Approved" in SEALED
    assert SEALED.startswith(PAPER)


def test_a_tampered_file_is_broken() -> None:
    changed = SEALED.replace(b"Framework", b"Framewurk", 1)
    found = only(changed, OURS.issuer)
    assert (found.state, found.trusted, found.why) == ("changed", False, "the signature does not fit the file")


def test_a_file_that_was_saved_anew_is_told_apart_from_a_tampered_one() -> None:
    again = written(pypdf.PdfWriter(clone_from=io.BytesIO(SEALED)))
    assert only(again, OURS.issuer).state == "saved-anew"


def test_what_comes_behind_a_signature_leaves_it_whole_and_is_named() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(SEALED), incremental=True)
    writer.add_metadata({"/Subject": "Seen"})
    found = only(written(writer), OURS.issuer)
    assert (found.state, found.added, found.trusted) == ("added-to", "nothing that is shown", True)


def test_a_page_that_is_added_changes_what_is_shown() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(SEALED), incremental=True)
    writer.add_blank_page(595, 842)
    found = only(written(writer), OURS.issuer)
    assert (found.state, found.added) == ("added-to", SHOWN)


def test_both_sides_sign_one_after_the_other() -> None:
    both = seal(SEALED, THEIRS.pkcs12, PASSPHRASE)
    first, second = signatures(both, [OURS.issuer, THEIRS.issuer])
    assert (first.field, first.state, first.added) == ("Signature1", "added-to", "form fields or further signatures")
    assert (second.field, second.by, second.issuer, second.state) == (
        "Signature2",
        "Bo Beispiel",
        "Trust Example",
        "untouched",
    )
    assert first.trusted
    assert second.trusted


def test_why_a_certificate_is_not_trusted() -> None:
    theirs = seal(PAPER, THEIRS.pkcs12, PASSPHRASE)
    assert only(SEALED).why == "the certificate vouches for itself, and is not among those that you trust"
    assert only(theirs).why == "Trust Example; the chain of the certificate cannot be judged: you trust no certificate"
    assert only(theirs, OURS.issuer).why == "Trust Example; the chain of the certificate leads to none that you trust"
    assert only(theirs, OURS.issuer + THEIRS.issuer).trusted


def test_a_file_without_signatures_has_none() -> None:
    assert signatures(PAPER) == []


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.7 nothing", SEALED[:400], b"\x00" * 2000])
def test_what_is_no_pdf_is_refused(broken: bytes) -> None:
    with pytest.raises(RefusedError, match="no PDF file that can be read"):
        signatures(broken)
    with pytest.raises(RefusedError, match="cannot be signed"):
        seal(broken, OURS.pkcs12, PASSPHRASE)


def test_a_signature_that_is_none_is_broken() -> None:
    at = SEALED.index(b"/Contents <") + len(b"/Contents <")
    nonsense = SEALED[: at + 60] + b"00" * 40 + SEALED[at + 140 :]
    try:
        found = only(nonsense, OURS.issuer)
    except RefusedError:
        return
    assert not found.trusted


def test_the_wrong_passphrase_and_a_file_that_is_no_certificate_are_refused() -> None:
    for certificate, phrase in ((OURS.pkcs12, "wrong"), (b"nonsense", "")):
        with pytest.raises(RefusedError, match="another passphrase, or no PKCS#12 file"):
            seal(PAPER, certificate, phrase)
    with pytest.raises(RefusedError, match="certificates to trust"):
        signatures(SEALED, [b"nonsense"])


def test_without_the_extra_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhanko.pdf_utils.reader", None)
    with pytest.raises(RefusedError) as refused:
        signatures(SEALED)
    assert refused.value.hint == "pip install 'backoffice[sign]'"


def test_what_cannot_be_judged_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise SignatureValidationError("no such digest")

    monkeypatch.setattr("pyhanko.sign.validation.validate_pdf_signature", fail)
    found = only(SEALED, OURS.issuer)
    assert (found.state, found.trusted, found.why) == ("changed", False, "no such digest")


def test_a_looker_answers_with_signatures_with_text_or_with_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(question("signatures", SEALED, [OURS.issuer]))["signatures"][0]["trusted"] is True
    assert told(question("text", PAPER)) == {"pages": ("",), "said": ""}
    assert told(question("signatures", b""))["refused"].startswith("it is no PDF file")
    monkeypatch.setattr("backoffice.formats.pades.signatures", lambda *_: 1 // 0)
    assert told(question("signatures", PAPER))["refused"] == "it cannot be read (ZeroDivisionError)"


def told(asked: bytes) -> dict[str, Any]:
    given = io.BytesIO(asked)
    said, nothing = answer(given.readline(), given)
    assert nothing == given.read() == b""
    return said
