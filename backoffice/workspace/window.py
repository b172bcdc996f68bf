"""The correction window: what was issued may be taken back only until somebody else can have seen it."""

from __future__ import annotations

from collections.abc import Collection

from backoffice.core.errors import RefusedError
from backoffice.kinds import kind_of
from backoffice.workspace.git.call import run
from backoffice.workspace.place import Place


def require_unseen(place: Place, commit: str, paths: Collection[str]) -> None:
    """Refuse to undo ``commit``, which changed ``paths``, when it issued an invoice and a remote has it.

    Raises:
        RefusedError: The number is given out for good.
    """
    numbers = [number for path in paths if (number := _number(path))]
    if numbers and run(place, "for-each-ref", "--count=1", f"--contains={commit}", "refs/remotes"):
        raise RefusedError(
            f"{', '.join(sorted(numbers))} was pushed, so others may have it",
            hint=f"void it, which keeps the number listed: backoffice invoice void {min(numbers)}",
        )


def _number(path: str) -> str | None:
    return None if path.startswith("invoices/drafts/") else kind_of("invoice").identity(path)
