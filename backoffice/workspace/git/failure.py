"""What git said when it failed, in one plain line with the way out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from backoffice.core.errors import RefusedError

WAYS_OUT = (
    (
        r"index\.lock': File exists",
        "another git command is at work here",
        "let it finish; if none is running, see `git status` and remove .git/index.lock",
    ),
    (
        r"tell me who you are|ident name|no name was given|no email was given|auto-detection is disabled",
        "git does not know who you are",
        'say so with `git config --global user.name "Your Name"` and `git config --global user.email you@example.com`',
    ),
    (
        r"Could not read from remote|not appear to be a git repository|unable to access|Could not resolve host",
        "the shared repository cannot be reached",
        "check the network and `git remote -v`; some commands can do without, with --offline",
    ),
    (r"failed to sign", "git could not sign the commit", "check commit.gpgSign and your key, or unlock it"),
    (r"No space left|File too large|Disk quota", "the disk is full", "make room and repeat the command"),
    (r"Permission denied|Read-only file system", "git may not write here", "check who owns the folder .git"),
    (
        r"index file corrupt|bad signature|index file smaller",
        "the git index is damaged",
        "remove .git/index, then `git reset` rebuilds it from the last commit; your files stay as they are",
    ),
)


class GitFailedError(RefusedError):
    """A git command failed: its ``words``, exit ``status``, and what it ``said``."""

    def __init__(self, words: Sequence[str], status: int, said: str) -> None:
        self.words = tuple(words)
        self.status = status
        self.said = said
        for pattern, message, hint in WAYS_OUT:
            if re.search(pattern, said):
                super().__init__(message, hint=hint)
                return
        lines = [line.removeprefix("fatal: ").removeprefix("error: ") for line in said.splitlines() if line]
        super().__init__(f"git {words[0]} failed: {lines[0] if lines else f'exit status {status}'}")
