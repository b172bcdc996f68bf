"""What a change came to; apart from how it is applied, which reading commands do not import."""

from __future__ import annotations


class Applied:
    """What was done: the commit (None when there was nothing to do), its paths, the commit of the user's edits."""

    __slots__ = ("commit", "edits", "paths")

    def __init__(self, commit: str | None = None, paths: tuple[str, ...] = (), edits: str | None = None) -> None:
        self.commit = commit
        self.paths = paths
        self.edits = edits
