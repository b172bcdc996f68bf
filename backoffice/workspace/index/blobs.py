"""Names of contents, as git gives them."""

from __future__ import annotations

SHA256 = 64
"""Digits of a blob id in a repository of that format."""


def blob_of(raw: bytes, hashing: str) -> str:
    """Return the id that git gives to a file's content, by ``sha1`` or ``sha256``."""
    import hashlib  # with all of OpenSSL, and only for files that git does not vouch for

    return hashlib.new(hashing, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def hashing_of(oid: str) -> str:
    """Return by what the ids of a repository are computed, one of which is ``oid``."""
    return "sha256" if len(oid) == SHA256 else "sha1"
