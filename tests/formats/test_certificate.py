"""Certificates that a business makes itself: what they say, how their keys are kept, what a seal made with one is."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from backoffice.core.errors import RefusedError
from backoffice.formats.certificate import DOCUMENTS, ROUNDS, Owner, self_signed
from backoffice.formats.pades import seal, signatures
from tests.formats.test_pades import PAPER

SINCE, UNTIL = dt.date(2020, 2, 29), dt.date(2120, 2, 28)
OWNER = Owner("Marlene Halbwinter", "Studio Halbwinter GmbH", "DE")
MADE = self_signed(OWNER, passphrase="seven bridges", since=SINCE, until=UNTIL)
FOUND = x509.load_pem_x509_certificate(MADE.pem)


def test_it_says_whose_it_is_and_how_long_it_is_good() -> None:
    assert FOUND.subject == FOUND.issuer
    said = [(each.oid, each.value) for each in FOUND.subject]
    assert said == [
        (NameOID.COUNTRY_NAME, "DE"),
        (NameOID.ORGANIZATION_NAME, "Studio Halbwinter GmbH"),
        (NameOID.COMMON_NAME, "Marlene Halbwinter"),
    ]
    assert (FOUND.not_valid_before_utc.date(), FOUND.not_valid_after_utc.date()) == (SINCE, UNTIL)
    assert MADE.fingerprint.replace(" ", "") == FOUND.fingerprint(hashes.SHA256()).hex().upper()
    assert re.fullmatch("([0-9A-F]{4} ){15}[0-9A-F]{4}", MADE.fingerprint)


def test_it_is_for_signing_papers_and_for_nothing_else() -> None:
    usage = FOUND.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.content_commitment, usage.key_cert_sign) == (True, True, False)
    assert not FOUND.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    uses = FOUND.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert [each.dotted_string for each in uses] == [DOCUMENTS]


def test_the_key_is_only_there_with_its_passphrase() -> None:
    key, certificate, others = pkcs12.load_key_and_certificates(MADE.pkcs12, b"seven bridges")
    assert (key is not None, certificate, others) == (True, FOUND, [])
    for wrong in (None, b"", b"six bridges"):
        with pytest.raises(ValueError, match=r"[Pp]assword"):
            pkcs12.load_key_and_certificates(MADE.pkcs12, wrong)
    assert ROUNDS.to_bytes(3, "big") in MADE.pkcs12
    assert b"PRIVATE KEY" not in MADE.pem


def test_what_is_sealed_with_it_is_trusted_by_those_who_trust_it() -> None:
    sealed = seal(PAPER, MADE.pkcs12, "seven bridges")
    (ours,), (theirs,) = signatures(sealed, [MADE.pem]), signatures(sealed)
    assert (ours.by, ours.state, ours.trusted) == ("Marlene Halbwinter", "untouched", True)
    assert (theirs.state, theirs.trusted) == ("untouched", False)
    with pytest.raises(RefusedError, match="another passphrase"):
        seal(PAPER, MADE.pkcs12, "six bridges")


def test_what_is_not_known_is_left_out_and_long_names_are_cut() -> None:
    (only,) = x509.load_pem_x509_certificate(
        self_signed(Owner("a" + "ö" * 80), passphrase="x", since=SINCE, until=UNTIL).pem
    ).subject
    assert only.value == "a" + "ö" * 31
