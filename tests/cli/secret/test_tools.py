"""The tools behind a secret, or a person: named from their files, whatever is wrong with the books."""

from __future__ import annotations

import pytest

from backoffice.cli.secret import there
from backoffice.core.errors import RefusedError
from backoffice.kinds.tool import KIND
from backoffice.workspace.workspace import Workspace
from tests.cli.secret.safe import Safe

MAIL = "---\nname: Mail\nowner: Bob\nusers: [ann]\nsecrets: [default/acme/mail]\n---\n"
BANK = "---\nname: Bank\nowner: ann\nusers: [bob]\n---\n"


@pytest.fixture
def equipped(safe: Safe) -> Safe:
    """Ann and bob, and two tools."""
    safe.add("acme/mail", "x")
    safe.add("acme/ftp", "y")
    folder = safe.root / "tools"
    folder.mkdir()
    (folder / "mail.md").write_text(MAIL)
    (folder / "bank.md").write_text(BANK)
    bob = safe.clone("bob")
    bob.fine("init", "--no-input", "--name", "bob")
    safe.fine("recipients", "add", "bob", bob.public)
    return safe


def test_who_names_the_tools_that_use_an_entry(equipped: Safe) -> None:
    assert equipped.fine("who", "acme/mail").out.splitlines()[-1] == "Used by: mail."
    assert "Used by" not in equipped.fine("who", "acme/ftp").out
    assert [row["name"] for row in equipped.fine("who", "acme/mail", "--format", "json").json["data"]] == ["ann", "bob"]


def test_offboard_names_the_tools_that_a_leaver_has_access_to(equipped: Safe) -> None:
    said = equipped.fine("offboard", "bob", "--yes", "--dry-run", "--format", "json")
    assert said.json["data"]["tools"] == [
        {"tool": "bank", "name": "Bank", "role": "user"},
        {"tool": "mail", "name": "Mail", "role": "owner"},
    ]
    lines = equipped.fine("offboard", "bob", "--yes").out.splitlines()
    at = lines.index("bob has access to 2 tools; close it there:")
    assert lines[at + 1 : at + 3] == ["  bank: Bank", "  mail: Mail, and needs a new owner"]


def test_taking_away_one_vault_is_not_leaving(equipped: Safe) -> None:
    said = equipped.fine("recipients", "remove", "bob", "--vault", "default", "--yes")
    assert "tool" not in said.out


def test_nobody_is_kept_from_the_vault_by_the_books(equipped: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    def books(*_: object) -> None:
        raise RefusedError("the books are locked")

    monkeypatch.setattr(Workspace, "books", books)
    said = equipped.fine("who", "acme/mail")
    assert said.err == "backoffice: tools are not shown: the books are locked\n"
    assert "Used by" not in said.out


def test_where_tools_are_is_known_without_asking_their_kind() -> None:
    assert KIND.paths == (f"{there.TOOLS}/{{id}}.md",)
