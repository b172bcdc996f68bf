"""The history of a workspace as a report: what was done to all of it or to one file, by whom."""

from __future__ import annotations

import os

from backoffice.cli.context import Session
from backoffice.core.report import Column, Report, Table

LIMIT = 20
"""So many commits are shown unless more are asked for."""
SHORT = 12
"""So many digits name a commit."""


def history(session: Session, path: str | None, limit: int | None = LIMIT) -> Report:
    """Return the latest commits that changed the file or folder at a path from the root, or anything."""
    columns = (Column("commit"), Column("date"), Column("author"), Column("subject"))
    rows = [
        (each.oid[:SHORT], each.date.date(), each.author, each.subject)
        for each in session.workspace.log(path, limit=limit)
    ]
    empty = f"no commit has changed {path}" if path else "no commits yet"
    return Report("log", "", (Table("commits", columns, rows, empty=empty),))


def from_root(session: Session, path: str) -> str:
    """Return a path from the root of the workspace: what lies where the user is, else what they name from there."""
    root = session.workspace.root
    try:
        here = os.path.realpath(os.path.join(session.directory, path), strict=True)  # noqa: PTH118 - pathlib is slow
    except OSError:  # nothing is there, or can be
        return path
    return os.path.relpath(here, root) if f"{here}/".startswith(f"{root}/") else path
