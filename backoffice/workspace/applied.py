"""What a change came to; apart from how it is applied, which reading commands do not import."""

from __future__ import annotations

from backoffice.core.named import NamedTuple


class Applied(NamedTuple):
    """What was done: the commit (None when there was nothing to do), its paths, the commit of the user's edits."""

    commit: str | None = None
    paths: tuple[str, ...] = ()
    edits: str | None = None
