"""One text for one tree, so that its digest means something: canonical JSON, and SHA-256 over it."""

from __future__ import annotations

import json

from backoffice.core.document import Tree

_ENCODE = json.JSONEncoder(sort_keys=True, ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def canonical(tree: Tree) -> str:
    """Return a tree as JSON with sorted names, no white space, and letters unescaped."""
    return _ENCODE(tree)


def digest_of(tree: Tree) -> str:
    """Return the SHA-256 of a tree's canonical text in UTF-8, as 64 hexadecimal digits."""
    import hashlib  # with all of OpenSSL

    return hashlib.sha256(canonical(tree).encode()).hexdigest()
