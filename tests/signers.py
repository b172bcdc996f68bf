"""Somebody who signs PDF files: keys and certificates made in a test."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from backoffice.core.named import NamedTuple

PASSPHRASE = "seven bridges"


class Signer(NamedTuple):
    """A certificate with its key as PKCS#12, and the certificate of whoever issued it as PEM."""

    pkcs12: bytes
    issuer: bytes


@lru_cache(maxsize=4)
def signer(name: str = "Studio Ada", issuer: str = "") -> Signer:
    """Return a signer whose certificate is their own, or issued by ``issuer``."""
    key, root = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    if not issuer:
        own = _certificate(name, key, name, key, authority=False)
        return Signer(_packed(key, own), own.public_bytes(Encoding.PEM))
    authority = _certificate(issuer, root, issuer, root, authority=True)
    issued = _certificate(name, key, issuer, root, authority=False)
    return Signer(_packed(key, issued), authority.public_bytes(Encoding.PEM))


def _packed(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        b"key", key, certificate, None, BestAvailableEncryption(PASSPHRASE.encode())
    )


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, by: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    builder = x509.CertificateBuilder(
        issuer_name=_named(issuer),
        subject_name=_named(name),
        public_key=key.public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
        not_valid_after=dt.datetime(2120, 1, 1, tzinfo=dt.UTC),
    )
    constraints = x509.BasicConstraints(ca=authority, path_length=None)
    return (
        builder.add_extension(constraints, critical=True).add_extension(usage, critical=True).sign(by, hashes.SHA256())
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
