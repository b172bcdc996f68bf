"""One text for one tree, so that its digest means something: canonical JSON, and SHA-256 over it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from backoffice.core.document import Tree


def canonical(tree: Tree) -> str:
    """Return a tree as JSON with sorted names, no white space, and letters unescaped."""
    return _encode()(tree)


@cache
def _encode() -> Callable[[Tree], str]:
    import json

    return json.JSONEncoder(sort_keys=True, ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def digest_of(tree: Tree) -> str:
    """Return the SHA-256 of a tree's canonical text in UTF-8, as 64 hexadecimal digits."""
    import hashlib  # with all of OpenSSL

    return hashlib.sha256(canonical(tree).encode()).hexdigest()
