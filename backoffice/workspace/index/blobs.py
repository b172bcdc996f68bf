"""Names of contents, as git gives them."""

from __future__ import annotations

import sys

SHA256 = 64
"""Digits of a blob id in a repository of that format."""


def blob_of(raw: bytes, hashing: str) -> str:
    """Return the id that git gives to a file's content, by ``sha1`` or ``sha256``.

    One content is hashed by Python's own SHA-1: that of ``hashlib`` is faster, but comes with all of OpenSSL.
    """
    content = b"blob %d\0" % len(raw) + raw
    if hashing == "sha1" and "hashlib" not in sys.modules:
        try:
            from _sha1 import sha1  # type: ignore[import-not-found]
        except ImportError:  # Python was built without it
            pass
        else:
            return str(sha1(content, usedforsecurity=False).hexdigest())
    import hashlib

    return hashlib.new(hashing, content, usedforsecurity=False).hexdigest()


def hashing_of(oid: str) -> str:
    """Return by what the ids of a repository are computed, one of which is ``oid``."""
    return "sha256" if len(oid) == SHA256 else "sha1"
