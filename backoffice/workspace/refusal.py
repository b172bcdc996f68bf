"""A refusal for modules that hardly ever need one, and whose users should not wait for its import."""

from __future__ import annotations


def refusal(message: str, hint: str = "") -> Exception:
    """Return the error to raise: a ``RefusedError``."""
    from backoffice.core.errors import RefusedError

    return RefusedError(message, hint=hint)
