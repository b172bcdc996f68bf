"""The correction window: what was issued may be taken back only until somebody else can have seen it."""

from __future__ import annotations

from collections.abc import Collection

from backoffice.core.errors import RefusedError
from backoffice.kinds import kind_of
from backoffice.workspace.git.call import run
from backoffice.workspace.place import Place

_WAYS_OUT = {
    "invoice": "void it, which keeps the number listed: backoffice invoice void {}",
    "credit-note": "{} stays; what should not have been credited is billed by another invoice",
}
"""What to do instead, by the kind of what has a number."""


def require_unseen(place: Place, commit: str, paths: Collection[str]) -> None:
    """Refuse to undo ``commit``, which changed ``paths``, when it issued an invoice or credit note and a remote has it.

    Raises:
        RefusedError: The number is given out for good.
    """
    given = {number: noun for path in paths for noun in _WAYS_OUT if (number := _number(noun, path))}
    if given and run(place, "for-each-ref", "--count=1", f"--contains={commit}", "refs/remotes"):
        raise RefusedError(
            f"{', '.join(sorted(given))} was pushed, so others may have it",
            hint=_WAYS_OUT[given[min(given)]].format(min(given)),
        )


def _number(noun: str, path: str) -> str | None:
    return None if path.startswith("invoices/drafts/") else kind_of(noun).identity(path)
