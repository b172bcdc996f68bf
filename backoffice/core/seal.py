"""Seals: the digest that a frozen document holds of all its other fields, so that a later change shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from backoffice.core.canonical import digest_of
from backoffice.core.document import Tree

SEAL = "digest"
"""The field that holds the seal."""


def hash_of(pdf: bytes) -> str | None:
    """Return the SHA-256 of a PDF; None where there is none."""
    if not pdf:
        return None
    from hashlib import sha256

    return sha256(pdf).hexdigest()


def unsealed(tree: Mapping[str, Tree], part: str = "") -> dict[str, Tree]:
    """Return what a seal is of: the fields without the seal itself, which is in ``part`` (empty: among the fields)."""
    if not part:
        return {name: each for name, each in tree.items() if name != SEAL}
    frozen = tree.get(part)
    return {**tree, part: unsealed(frozen)} if isinstance(frozen, dict) else dict(tree)


def holds(seal: str | None, written: Tree, facts: Callable[[], Tree]) -> bool:
    """Tell whether the fields are those that were sealed.

    ``written`` is what stands in the file. It is what was sealed, word for word, unless somebody has written a value in
    another way since; only then the values are put into their canonical form (``facts``), which takes far longer.
    """
    return seal is not None and (digest_of(written) == seal or digest_of(facts()) == seal)
