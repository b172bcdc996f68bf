"""Who the user is, and how they wish commits to be made: what git would say in five answers, in one."""

from __future__ import annotations

import os

from backoffice.workspace.git.call import run
from backoffice.workspace.git.condition import identities
from backoffice.workspace.place import Place

YES = {"true", "yes", "on", "1", ""}
_OTHERWISE = ("author.", "committer.", "GIT_AUTHOR_", "GIT_COMMITTER_")
"""Other ways to say who somebody is, with rules of their own."""
_NOBODY = {"EMAIL": "nobody"}
"""Spares git the search for the name of this machine where the user has not said who they are."""


class Wishes:
    """How a commit is to be made.

    Attributes:
        author: Who wrote it and when, as git writes it into the commit.
        committer: Who committed it and when, likewise.
        converts: Whether the line ends of all text files are converted.
        signs: Whether commits are to be signed.
    """

    __slots__ = ("author", "committer", "converts", "signs")

    def __init__(self, author: str, committer: str, *, converts: bool, signs: bool) -> None:
        self.author = author
        self.committer = committer
        self.converts = converts
        self.signs = signs


def wishes(place: Place) -> Wishes:
    """Return what the user wishes of commits; of several files that say so the last one counts.

    Raises:
        RefusedError: git does not know who the user is.
    """
    told = run(place, "var", "-l", also=_NOBODY).decode("utf-8", "replace")
    said = {name: value for name, _, value in (line.partition("=") for line in told.split("\n"))}
    author, committer = (said.get(f"GIT_{each}_IDENT", "") for each in ("AUTHOR", "COMMITTER"))
    if not (_is_plain(said) and _is_whole(author) and _is_whole(committer)):
        author, committer = identities(place)
    converts = said.get("core.autocrlf", "").lower() in {"true", "input"}
    return Wishes(author, committer, converts=converts, signs=said.get("commit.gpgsign", "no").lower() in YES)


def _is_plain(said: dict[str, str]) -> bool:
    """Tell whether the user has said who they are in the plain way; git lists what it has guessed, too."""
    named = all(said.get(f"user.{each}", "").strip() for each in ("name", "email"))
    return named and not any(name.startswith(_OTHERWISE) and not name.endswith("_DATE") for name in _names(said))


def _names(said: dict[str, str]) -> set[str]:
    return {*os.environ, *said} - {"GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"}


def _is_whole(identity: str) -> bool:
    name, mail, rest = identity.partition(" <")
    return bool(name and mail) and not rest.startswith(">")
