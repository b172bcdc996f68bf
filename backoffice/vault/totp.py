"""One-time passwords by time (RFC 6238), from a base32 secret or an ``otpauth://totp/`` URI."""

from __future__ import annotations

from dataclasses import dataclass

from backoffice.vault.secret import Secret


@dataclass(frozen=True, slots=True)
class Totp:
    """How codes are made: ``key`` is base32, ``algorithm`` SHA1, SHA256 or SHA512, ``period`` in seconds."""

    key: Secret
    digits: int = 6
    period: int = 30
    algorithm: str = "SHA1"
    label: str = ""
    issuer: str = ""

    def code(self, at: int) -> Secret:
        """Return the code at a moment, in seconds since 1970."""
        raise NotImplementedError

    def remaining(self, at: int) -> int:
        """Return for how many seconds the code of a moment stays valid, 1 to ``period``."""
        raise NotImplementedError

    def uri(self) -> Secret:
        """Return the ``otpauth://totp/`` URI that authenticator apps read."""
        raise NotImplementedError


def parse(text: Secret) -> Totp:
    """Return what a TOTP field says: base32 in any case, with spaces or dashes, or an ``otpauth://totp/`` URI.

    Raises:
        RefusedError: It is neither; the message does not repeat it.
    """
    raise NotImplementedError
