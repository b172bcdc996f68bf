"""Each command of the vault, on a good day."""

import re
from pathlib import Path

import pytest

from tests.cli.secret.safe import CANARY, Safe


def test_a_secret_comes_back_as_it_was_given(safe: Safe) -> None:
    safe.add("acme/mail", CANARY)
    assert safe.get("acme/mail") == CANARY
    assert safe.names() == ["acme/mail"]


@pytest.mark.parametrize(
    "secret", ["0123", "yes", "12:30:45", "1_000", "null", "~", "'", '"', "#x", "a: b", "a\nb", " x "]
)
def test_a_secret_is_text_and_nothing_else(safe: Safe, secret: str) -> None:
    safe.add("x", secret)
    assert safe.get("x") == secret


def test_commits_say_nothing(safe: Safe) -> None:
    safe.add("acme/mail", CANARY, "--username", "ann", "--url", "https://mail.example.org")
    safe.fine("move", "acme/mail", "acme/post")
    safe.fine("remove", "acme/post", "--yes")
    assert safe.git("log", "--format=%s", "-3").split("\n")[:3] == ["Update secrets"] * 3
    assert "acme" not in safe.git("log", "--format=%B%an%d")


def test_show_masks_what_is_secret_and_nothing_else(safe: Safe) -> None:
    safe.add("acme/mail", CANARY, "--username", "ann", "--url", "https://mail.example.org", "--owner", "bob")
    shown = safe.fine("show", "acme/mail").out
    assert "ann" in shown
    assert "https://mail.example.org" in shown
    assert "bob" in shown
    assert "••••••••" in shown
    assert CANARY not in shown
    fields = safe.fine("show", "acme/mail", "--format", "json").json["data"]["fields"]
    assert fields == {"password": "••••••••", "username": "ann", "url": "https://mail.example.org"}
    fields = safe.fine("show", "acme/mail", "--format", "json", "--reveal").json["data"]["fields"]
    assert fields["password"] == CANARY


def test_clear_text_leaves_only_where_it_is_asked_for(safe: Safe) -> None:
    safe.add("acme/mail", CANARY, "--username", "ann")
    safe.fine("edit", "acme/mail", "-f", "totp", "--stdin", given="JBSWY3DPEHPK3PXP")
    (safe.root / "template").write_text("x={{ secret:acme/mail }}\n")
    for words in (["show", "acme/mail", "-f", "password"], ["otp", "acme/mail"], ["generate"], ["export"]):
        assert "at a terminal only" in safe.refused(*words)
    assert "at a terminal only" in safe.refused("inject", "template")
    assert safe.fine("show", "acme/mail", "-f", "username").out == "ann\n"


def test_list_and_find(safe: Safe) -> None:
    safe.add("acme/mail", "a", "--username", "ann", "--tag", "prod")
    safe.add("acme/ftp", "b", "--url", "ftp://files.example.org")
    safe.add("bank", "c")
    assert safe.names() == ["acme/ftp", "acme/mail", "bank"]
    assert [row[0] for row in safe.fine("list", "acme/").rows] == ["acme/ftp", "acme/mail"]
    (row,) = safe.fine("find", "PROD", "--format", "json").json["data"]
    assert (row["name"], row["username"], row["tags"], row["changed"]) == ("acme/mail", "ann", "prod", "2026-11-21")
    assert [row["name"] for row in safe.fine("find", "example", "--format", "json").json["data"]] == ["acme/ftp"]
    long = safe.fine("list", "--long", "--format", "json").json["data"]
    assert [row["url"] for row in long] == ["ftp://files.example.org", "", ""]


def test_names_are_forgiving_where_they_are_read(safe: Safe) -> None:
    safe.add("acme/mail", "a")
    safe.add("acme/ftp", "b")
    assert safe.get("MAIL") == "a"
    assert "several entries fit 'acme'" in safe.refused("show", "acme")
    assert "acme/mail" in safe.refused("show", "acme/mial")


def test_an_entry_changes_field_by_field(safe: Safe) -> None:
    safe.add("acme/mail", "old", "--username", "ann")
    safe.fine("edit", "acme/mail", "--stdin", given="new", day="2026-12-01")
    safe.fine("edit", "acme/mail", "-f", "pin", "--stdin", given="0815")
    safe.fine("edit", "acme/mail", "--username", "bob", "--rotate", "90d", "--tag", "x")
    data = safe.fine("show", "acme/mail", "--reveal", "--format", "json").json["data"]
    assert data["fields"] == {"password": "new", "username": "bob", "custom.pin": "0815"}
    assert (data["rotate"], data["tags"]) == ("90d", ["x"])
    assert data["changed"]["password"] == "2026-12-01"
    assert data["due"] == {"password": "2027-03-01"}
    assert safe.get("acme/mail", "pin") == "0815"


def test_what_was_not_changed_makes_no_commit(safe: Safe) -> None:
    safe.add("acme/mail", "same")
    before = safe.state()
    assert safe.fine("edit", "acme/mail", "--stdin", given="same").out == "acme/mail is as it was.\n"
    assert safe.state() == before


def test_removed_and_restored(safe: Safe) -> None:
    safe.add("acme/mail", CANARY)
    safe.fine("remove", "acme/mail", "--yes")
    assert safe.names() == []
    assert [row[:1] for row in safe.fine("list", "--trash").rows] == [["acme/mail"]]
    safe.fine("restore", "acme/mail")
    assert safe.get("acme/mail") == CANARY


def test_generated(safe: Safe) -> None:
    said = safe.fine("generate", "--length", "40", "--alphabet", "hex", "--reveal").out
    assert re.fullmatch(r"[0-9a-f]{40}\n", said)
    assert len(safe.fine("generate", "--words", "5", "--separator", " ", "--reveal").out.split()) == 5
    safe.fine("generate", "acme/api", "--length", "64", "--username", "robot")
    assert len(safe.get("acme/api")) == 64
    assert safe.get("acme/api", "username") == "robot"
    safe.fine("add", "acme/other", "--generate")
    assert len(safe.get("acme/other")) == 24


def test_one_time_passwords(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vector of RFC 6238, appendix B, at 59 seconds, with six of its eight digits."""
    monkeypatch.setattr("backoffice.cli.clock.seconds", lambda: 59)
    safe.fine("add", "acme/mail", "-f", "totp", "--stdin", given="GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
    assert safe.fine("otp", "acme/mail", "--reveal").out == "287082\n"
    data = safe.fine("otp", "acme/mail", "--format", "json").json["data"]
    assert data == {"name": "acme/mail", "code": "••••••••", "remaining": 1}
    assert "no TOTP secret" in safe.refused("add", "x", "-f", "totp", "--stdin", given="not base32!")


def test_rotated_and_listed_as_due(safe: Safe) -> None:
    safe.add("acme/mail", "old", "--rotate", "30d", "--owner", "bob")
    (row,) = safe.fine("rotate", "--format", "json").json["data"]
    assert (row["due"], row["name"], row["owner"]) == ("2026-12-21", "acme/mail", "bob")
    safe.fine("rotate", "acme/mail", "--length", "30", day="2026-12-20")
    assert len(safe.get("acme/mail")) == 30
    (row,) = safe.fine("rotate", "--format", "json").json["data"]
    assert row["due"] == "2027-01-19"


def test_history_tells_what_changed_and_not_to_what(safe: Safe) -> None:
    safe.add("other", "x")
    safe.add("acme/mail", CANARY, "--username", "ann")
    safe.fine("edit", "acme/mail", "--stdin", given="second")
    safe.fine("remove", "acme/mail", "--yes")
    said = safe.fine("history", "acme/mail", "--format", "json").json["data"]
    assert [row["changed"] for row in said] == ["removed", "password", "added: password, username"]
    assert {row["author"] for row in said} == {"ann"}
    assert "no entry" in safe.refused("history", "nothing")


def test_audit_works_without_a_network(safe: Safe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.socket", lambda *_, **__: pytest.fail("somebody is asked over the network"))
    safe.add("weak", "password1", "--url", "http://old.example.org")
    safe.add("twin", "password1")
    leaked = tmp_path / "leaked.txt"
    leaked.write_text("E38AD214943DAAD1D64C102FAEC29DE4AFE9DA3D:2413945\n")  # SHA-1 of password1
    said = safe.run("audit", "--pwned", str(leaked), "--format", "json")
    assert said.code == 1
    codes = {(row["name"], row["code"]) for row in said.json["data"]}
    assert codes >= {("weak", "weak"), ("weak", "duplicate"), ("weak", "pwned"), ("weak", "http"), ("twin", "pwned")}
    assert "password1" not in said.out
    safe.fine("rotate", "weak")
    safe.fine("rotate", "twin")
    assert safe.run("audit", "--only", "weak").code == 0


def test_two_vaults(safe: Safe) -> None:
    safe.fine("init", "--no-input", "--vault", "finance")
    safe.add("bank", "a", "--vault", "finance")
    safe.add("finance/paypal", "b")
    assert safe.get("finance/bank") == "a"
    rows = safe.fine("list", "--format", "json").json["data"]
    assert [(row["vault"], row["name"]) for row in rows] == [("finance", "bank"), ("finance", "paypal")]
    safe.add("mail", "c")
    safe.fine("move", "mail", "finance/mail")
    assert safe.get("finance/mail") == "c"
    assert [row["name"] for row in safe.fine("list", "--vault", "default", "--format", "json").json["data"]] == []


def test_exported_and_imported(safe: Safe, tmp_path: Path) -> None:
    safe.add("acme/mail", CANARY, "--username", "ann", "--url", "https://mail.example.org")
    file = tmp_path / "export.json"
    file.write_text(safe.fine("export", "bitwarden", "--reveal").out)
    said = safe.fine("import", "bitwarden", str(file), "--under", "copy")
    assert said.out.startswith("Imported 1 of 1 entries.")
    assert "delete it" in said.out
    assert safe.get("copy/acme/mail") == CANARY
    said = safe.fine("import", "bitwarden", str(file))
    assert "Imported 0 of 1" in said.out
    assert "Kept as they were: acme/mail" in said.out


def test_a_dry_run_shows_digests_and_writes_nothing(safe: Safe) -> None:
    safe.add("acme/mail", "old")
    before = safe.state()
    said = safe.fine("edit", "acme/mail", "--stdin", "--dry-run", given=CANARY)
    assert re.search(r'^-  password: "#[0-9a-f]{8}"$', said.out, re.MULTILINE)
    assert re.search(r'^\+  password: "#[0-9a-f]{8}"$', said.out, re.MULTILINE)
    assert CANARY not in said.out
    assert safe.state() == before


def test_who_can_read_an_entry(safe: Safe) -> None:
    safe.add("acme/mail", "x")
    (row,) = safe.fine("who", "acme/mail", "--format", "json").json["data"]
    assert (row["name"], row["reads"], row["since"]) == ("ann", "yes", "2026-11-21")


def test_injected_into_a_template(safe: Safe) -> None:
    safe.add("db", CANARY, "--username", "robot")
    (safe.root / "template").write_text("user={{ secret:db#username }}\npass={{secret:db}}\n{{ other }}\n")
    said = safe.fine("inject", "template", "--reveal")
    assert said.out == f"user=robot\npass={CANARY}\n{{{{ other }}}}\n"
    (safe.root / "template").write_text("ok\n{{ secret:db#pin }}{{ secret:nothing }}\n")
    said = safe.run("inject", "template", "--reveal")
    assert (said.code, said.out) == (1, "")
    assert "template:2: db has no pin; template:2: no entry nothing" in said.err
