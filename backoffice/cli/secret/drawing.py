"""New secrets by the options of `generate`."""

from __future__ import annotations

from collections.abc import Mapping

from backoffice.core.hints import Any
from backoffice.vault import generate
from backoffice.vault.generate import DEFAULT_ALPHABET, Generated


def drawn(given: Mapping[str, Any]) -> Generated:
    """Return a new password, or a passphrase where words are asked for."""
    if given.get("words"):
        return generate.passphrase(given["words"], separator=given["separator"])
    characters = generate.alphabet(given["alphabet"] or DEFAULT_ALPHABET, without=given["without"])
    return generate.password(given["length"], characters)
