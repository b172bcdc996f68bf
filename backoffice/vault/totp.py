"""One-time passwords by time (RFC 6238), from a base32 secret or an ``otpauth://totp/`` URI."""

from __future__ import annotations

import binascii
import hmac
from base64 import b32decode
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.vault.secret import Secret

ALGORITHMS = ("SHA1", "SHA256", "SHA512")
_DIGITS = range(6, 11)
_PERIODS = range(5, 301)


class Totp(NamedTuple):
    """How codes are made: ``key`` is base32, ``algorithm`` SHA1, SHA256 or SHA512, ``period`` in seconds."""

    key: Secret
    digits: int = 6
    period: int = 30
    algorithm: str = "SHA1"
    label: str = ""
    issuer: str = ""

    def code(self, at: int) -> Secret:
        """Return the code at a moment, in seconds since 1970."""
        counter = (at // self.period).to_bytes(8, "big")
        digest = hmac.digest(_decoded(self.key), counter, self.algorithm.lower())
        offset = digest[-1] & 0xF  # RFC 4226, 5.3: dynamic truncation
        number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
        return Secret(str(number % 10**self.digits).zfill(self.digits))

    def remaining(self, at: int) -> int:
        """Return for how many seconds the code of a moment stays valid, 1 to ``period``."""
        return self.period - at % self.period

    def uri(self) -> Secret:
        """Return the ``otpauth://totp/`` URI that authenticator apps read."""
        given = {"secret": self.key.reveal(), "issuer": self.issuer, "algorithm": self.algorithm}
        numbers = {"digits": str(self.digits), "period": str(self.period)}
        query = urlencode({name: value for name, value in (given | numbers).items() if value}, quote_via=quote)
        label = quote(f"{self.issuer}:{self.label}" if self.issuer else self.label or "backoffice")
        return Secret(f"otpauth://totp/{label}?{query}")


def parse(text: Secret) -> Totp:
    """Return what a TOTP field says: base32 in any case, with spaces or dashes, or an ``otpauth://totp/`` URI.

    Raises:
        RefusedError: It is neither; the message does not repeat it.
    """
    written = text.reveal().strip()
    totp = _from_uri(written) if written.lower().startswith("otpauth:") else Totp(_key(written))
    if not _decoded(totp.key):
        raise _refused("it is empty")
    return totp


def _from_uri(uri: str) -> Totp:
    parts = urlsplit(uri)
    if parts.netloc.lower() != "totp":
        raise _refused("only otpauth://totp/ is known: codes by time")
    given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    issuer, found, label = unquote(parts.path.lstrip("/")).partition(":")
    algorithm = given.get("algorithm", "SHA1").upper().replace("-", "").removeprefix("HMAC")
    if algorithm not in ALGORITHMS:
        raise _refused(f"the algorithm is none of {', '.join(ALGORITHMS)}")
    return Totp(
        key=_key(given.get("secret", "")),
        digits=_number(given.get("digits", "6"), _DIGITS, "digits"),
        period=_number(given.get("period", "30"), _PERIODS, "period"),
        algorithm=algorithm,
        label=(label if found else issuer).strip(),
        issuer=given.get("issuer", issuer if found else ""),
    )


def _number(text: str, allowed: range, what: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= len("300") and int(text) in allowed):
        raise _refused(f"{what} is no number from {allowed.start} to {allowed.stop - 1}")
    return int(text)


def _key(text: str) -> Secret:
    return Secret("".join(text.split()).replace("-", "").rstrip("=").upper())


def _decoded(key: Secret) -> bytes:
    text = key.reveal()
    try:
        return b32decode(text + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError):
        raise _refused("it has characters that are not base32 (A to Z, 2 to 7), or one is missing") from None


def _refused(why: str) -> RefusedError:
    return RefusedError(f"this is no TOTP secret: {why}", hint="paste the key or the otpauth:// address of the QR code")
