"""`contract certificate`: from nothing to a sealed contract, without any other program."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.cli.desk import Desk

PHRASE = "velvet-anchor-quartz-meadow-41"


@pytest.fixture
def out(desk: Desk, tmp_path: Path) -> Desk:
    """A contract that went out, a home, and a passphrase."""
    desk.environment |= {"XDG_DATA_HOME": str(tmp_path / "data"), "BACKOFFICE_CERTIFICATE_PASSPHRASE": PHRASE}
    new = ("contract", "new", "nda", "--set", "name=NDA", "--set", "type=nda", "--set", "side=mutual")
    desk.run(*new, "--client", "acme", "--set", "signatories[1].name=Ada", "--notes", "You pay within 14 days.")
    desk.run("contract", "send", "nda")
    return desk


def test_from_nothing_to_a_seal_that_is_trusted(out: Desk, tmp_path: Path) -> None:
    assert "hint: backoffice contract certificate makes one" in out.run("contract", "seal", "nda").err
    said = out.run("contract", "certificate", "--name", "Ada Example")
    key = tmp_path / "data/backoffice/certificates/studio-ada.p12"
    assert said.code == 0, said.err
    assert said.out.splitlines()[1:3] == [
        f"  the key, under your passphrase: {key}",
        "  the certificate, trusted here: certificates/ada-example.pem",
    ]
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert out.git("show", "--stat", "--format=%s").startswith("Trust the certificate of Ada Example")
    assert out.run("contract", "seal", "nda").out == "nda.sealed.pdf\n"
    verified = out.run("contract", "verify", "nda.sealed.pdf")
    assert (verified.code, verified.out.splitlines()[2:]) == (0, ["    not touched since", "    trusted by you"])


def test_the_key_is_never_in_the_repository_in_any_form(out: Desk, tmp_path: Path) -> None:
    inside = out.run("contract", "certificate", "-o", "studio.p12")
    assert inside.code == 1
    assert "the key of a certificate does not belong in the git work tree" in inside.err
    out.run("contract", "certificate")
    key = (tmp_path / "data/backoffice/certificates/studio-ada.p12").read_bytes()
    committed = out.git("rev-list", "--objects", "--all")
    assert "certificates/studio-ada.pem" in committed
    assert ".p12" not in committed
    assert not [each for each in out.root.rglob("*") if each.is_file() and key[:64] in each.read_bytes()]


@pytest.mark.parametrize("weak", ["", "studio ada", "password1", "qwertz123"])
def test_a_passphrase_that_can_be_guessed_is_refused(out: Desk, tmp_path: Path, weak: str) -> None:
    out.environment["BACKOFFICE_CERTIFICATE_PASSPHRASE"] = weak
    said = out.run("contract", "certificate")
    assert (said.code, "can be guessed" in said.err) == (1, True)
    assert not (tmp_path / "data").exists()
    assert not (out.root / "certificates").exists()


def test_a_second_one_is_another_file_and_the_first_stays(out: Desk, tmp_path: Path) -> None:
    out.run("contract", "certificate")
    again = out.run("contract", "certificate")
    assert (again.code, "there is a certificate already" in again.err) == (1, True)
    other = out.run("contract", "certificate", "-o", str(tmp_path / "other.p12"), "--format", "json").json["data"]
    assert other["certificate"] == "certificates/studio-ada-2.pem"
    assert sorted(each.name for each in (out.root / "certificates").iterdir()) == ["studio-ada-2.pem", "studio-ada.pem"]


def test_without_anybody_to_type_nothing_is_made(out: Desk) -> None:
    del out.environment["BACKOFFICE_CERTIFICATE_PASSPHRASE"]
    said = out.run("contract", "certificate")
    assert (said.code, "nobody is here to type a passphrase" in said.err) == (2, True)
    dry = out.run("contract", "certificate", "--dry-run").out.splitlines()
    assert (dry[1], dry[-1]) == ("make certificates/studio-ada.pem", "nothing was written (--dry-run)")


def test_a_place_that_cannot_be_written_leaves_nothing_behind(out: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = out.run("contract", "certificate", "-o", str(tmp_path / "file/studio.p12"))
    assert (said.code, "cannot be written" in said.err) == (1, True)
    assert not (out.root / "certificates").exists()
