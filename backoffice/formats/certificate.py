"""A certificate that somebody makes themselves, to sign PDF files with, and its key in a file under a passphrase.

Nobody vouches for it: whoever trusts it has compared its fingerprint with whom it belongs to. In the words of the eIDAS
regulation (EU 910/2014, articles 3 and 26), that is no qualified signature, and an advanced one only as far as the
signatory alone has the key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from backoffice.core.hints import Any
from backoffice.core.named import NamedTuple

ROUNDS = 600_000
"""Of PBKDF2 with SHA-256 between the passphrase and the key, as OWASP recommends since 2023."""
DOCUMENTS = "1.3.6.1.5.5.7.3.36"
"""The extended use "signing documents" (RFC 9336)."""


class Owner(NamedTuple):
    """Whose certificate it is; what is empty is left out. ``country`` is a code of two letters."""

    name: str
    organisation: str = ""
    country: str = ""


class Certificate(NamedTuple):
    """The certificate and its key as PKCS#12; the certificate alone as PEM; its SHA-256, as people compare it."""

    pkcs12: bytes
    pem: bytes
    fingerprint: str


def self_signed(owner: Owner, *, passphrase: str, since: dt.date, until: dt.date) -> Certificate:
    """Return a new certificate (ECDSA, P-256) for the days from ``since`` to ``until``, its key encrypted (AES-256)."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12

    key = ec.generate_private_key(ec.SECP256R1())
    builder = (
        x509.CertificateBuilder(subject_name=_named(owner), issuer_name=_named(owner), public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime.combine(since, dt.time()))
        .not_valid_after(dt.datetime.combine(until, dt.time(23, 59, 59)))
    )
    for extension, critical in _extensions():
        builder = builder.add_extension(extension, critical=critical)
    made = builder.sign(key, hashes.SHA256())
    protected = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    packed = pkcs12.serialize_key_and_certificates(owner.name.encode(), key, made, None, protected)
    return Certificate(packed, made.public_bytes(Encoding.PEM), _shown(made.fingerprint(hashes.SHA256())))


def _named(owner: Owner) -> Any:  # noqa: ANN401 - cryptography is imported where it is used
    from cryptography import x509
    from cryptography.x509.oid import NameOID

    said = (
        (NameOID.COUNTRY_NAME, owner.country),
        (NameOID.ORGANIZATION_NAME, owner.organisation),
        (NameOID.COMMON_NAME, owner.name),
    )
    return x509.Name([x509.NameAttribute(oid, _cut(text)) for oid, text in said if text])


def _cut(text: str) -> str:
    """Return as much of a name as certificates hold: 64 bytes (RFC 5280, appendix A.1)."""
    return text.encode()[:64].decode("utf-8", "ignore")


def _extensions() -> Iterator[tuple[Any, bool]]:
    from cryptography import x509

    uses = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"), False
    )
    yield x509.BasicConstraints(ca=False, path_length=None), True
    yield x509.KeyUsage(digital_signature=True, content_commitment=True, decipher_only=False, **uses), True
    yield x509.ExtendedKeyUsage([x509.ObjectIdentifier(DOCUMENTS)]), False


def _shown(digest: bytes) -> str:
    """Return a digest in groups of four digits, which can be read out over the telephone."""
    text = digest.hex().upper()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))
