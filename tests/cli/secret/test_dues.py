"""Secrets among everything else that is due: by name on the screen, as a number in files."""

import pytest

from backoffice.core.errors import RefusedError
from tests.cli.secret.safe import Safe


@pytest.fixture
def full(safe: Safe) -> Safe:
    safe.add("acme/mail", "a", "--owner", "Linh Tran", "--rotate", "30d")
    safe.add("acme/ftp", "b", "--rotate", "1y")
    safe.add("bank", "c")
    safe.fine("edit", "bank", "-f", "pin", "--stdin", given="0815")
    return safe


def dues(safe: Safe, *words: str) -> list[tuple[str, str, str, str]]:
    said = safe.backoffice("due", "--format", "json", *words)
    assert (said.code, said.err) == (0, "")
    return [(row["day"], row["what"], row["person"], row["record"]) for row in said.json["data"]]


MAIL = ("2026-12-21", "Change the password of acme/mail", "Linh Tran", "secret/default/acme/mail")


def test_what_must_be_changed_is_due(full: Safe) -> None:
    assert dues(full) == [MAIL]
    assert dues(full, "--days", "29") == []
    assert [what for _, what, _, _ in dues(full, "--days", "400")] == [MAIL[1], "Change the password of acme/ftp"]
    assert (
        dues(full, "--person", "linh") == dues(full, "--kind", "rotation") == dues(full, "--kind", "secret") == [MAIL]
    )
    assert dues(full, "--kind", "invoice") == dues(full, "--person", "ann") == []


def test_what_a_leaver_knows_is_due_with_the_reason(full: Safe) -> None:
    bob = full.clone("bob")
    bob.fine("init", "--no-input", "--name", "bob")
    full.fine("recipients", "add", "bob", bob.public)
    full.fine("offboard", "bob", "--yes", "--within", "7d")
    assert [(day, what) for day, what, _, _ in dues(full)] == [
        ("2026-11-28", "Change the password of acme/ftp: bob left on 2026-11-21"),
        ("2026-11-28", "Change the password of acme/mail: bob left on 2026-11-21"),
        ("2026-11-28", "Change the password of bank: bob left on 2026-11-21"),
        ("2026-11-28", "Change the pin of bank: bob left on 2026-11-21"),
    ]
    full.fine("rotate", "bank")
    assert len(dues(full)) == 3


def test_files_have_no_name_of_an_entry(full: Safe) -> None:
    assert full.backoffice("due", "--ics", "due.ics", "--page", "TODAY.md").code == 0
    calendar, page = (full.root / "due.ics").read_text(), (full.root / "TODAY.md").read_text()
    for text in (calendar, page):
        assert "Change 1 secret: backoffice secret rotate" in text
        assert "acme" not in text
    first = calendar
    assert full.backoffice("due", "--ics", "due.ics").code == 0
    assert (full.root / "due.ics").read_text() == first


def test_who_cannot_read_the_vault_sees_the_rest(full: Safe) -> None:
    bob = full.clone("bob")
    assert dues(bob) == []
    bob.fine("init", "--no-input", "--name", "bob")
    assert dues(bob) == []


def test_nobody_is_asked_for_a_passphrase(full: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RefusedError("it is under a passphrase and nobody can be asked for it")

    monkeypatch.setattr("backoffice.vault.identity.load", refuse)
    said = full.backoffice("due", "--format", "json")
    assert (said.code, said.json["data"]) == (0, [])
    assert "secrets that are due are not shown: it is under a passphrase" in said.err


def test_one_entry_that_cannot_be_read_hides_no_other(full: Safe) -> None:
    from backoffice.vault import age
    from tests.cli.secret.test_bad_input import keys

    text = age.decrypt(full.vault.read_bytes(), keys(full), path="x").decode()
    broken = text.replace('rotate: "1y"', 'rotate: "often"')
    assert broken != text
    full.vault.write_bytes(age.encrypt(broken.encode(), [full.public]))
    assert dues(full, "--days", "400") == [MAIL]
