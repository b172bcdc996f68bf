"""What goes wrong is told in one plain line with the way out, and nothing is overwritten."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backoffice.vault import age, opening
from tests.cli.secret.safe import CANARY, Safe

WRITES = (["add", "y", "--stdin"], ["rotate", "x"], ["remove", "x", "--yes"], ["recipients", "add", "bob", "age1"])


@pytest.fixture
def full(safe: Safe) -> Safe:
    safe.add("x", CANARY)
    return safe


def test_a_vault_that_was_tampered_with(full: Safe) -> None:
    raw = bytearray(full.vault.read_bytes())
    raw[-20] ^= 1
    full.vault.write_bytes(raw)
    said = full.refused("show", "x")
    assert "secrets.yaml.age is damaged or was tampered with" in said
    assert "git log -- secrets.yaml.age" in said
    for words in WRITES[:3]:
        assert "damaged or was tampered with" in full.refused(*words, given="y")


@pytest.mark.parametrize("length", [0, 10, 21, 100, 250])
def test_a_vault_that_was_cut_off(full: Safe, length: int) -> None:
    full.vault.write_bytes(full.vault.read_bytes()[:length])
    assert "secrets.yaml.age is " in full.refused("show", "x")
    assert "secrets.yaml.age is " in full.refused("add", "y", "--stdin", given="y")


def test_a_vault_with_marks_of_a_merge(full: Safe) -> None:
    full.vault.write_bytes(b"<<<<<<< ours\n" + full.vault.read_bytes() + b"\n=======\n>>>>>>> theirs\n")
    assert "unresolved merge marks" in full.refused("list")


def test_a_vault_that_was_rolled_back(full: Safe) -> None:
    old = full.vault.read_bytes()
    full.add("y")
    full.vault.write_bytes(old)
    said = full.refused("show", "x")
    assert "was rolled back: revision 2, but 3 was seen here" in said
    assert "was rolled back" in full.refused("add", "z", "--stdin", given="z")
    assert "accept-older" in said


def test_going_back_is_possible_on_purpose(full: Safe) -> None:
    full.add("y")
    full.git("reset", "--quiet", "--hard", "HEAD~")
    assert "was rolled back" in full.refused("list")
    assert full.run("accept-older").code == 2
    full.fine("accept-older", "--yes")
    assert full.names() == ["x"]
    assert "not older" in full.fine("accept-older").out


def test_a_vault_that_was_forged_with_public_keys(full: Safe) -> None:
    """Whoever has the file of recipients can encrypt for them; what they cannot have is the store key."""
    forged = opening.new_store("secrets.yaml.age")
    full.vault.write_bytes(age.encrypt(forged.text.encode(), [full.public]))
    assert "is forged" in full.refused("list")


def test_no_identity(full: Safe) -> None:
    full.identity.unlink()
    said = full.refused("show", "x")
    assert "you have no identity" in said
    assert "backoffice secret init" in said
    assert "you have no identity" in full.refused("add", "y", "--stdin", given="y")


def test_an_identity_that_others_can_read(full: Safe) -> None:
    full.identity.chmod(0o640)
    said = full.refused("show", "x")
    assert "others can read or change the identity" in said
    assert f"chmod 600 {full.identity}" in said


def test_an_identity_in_a_work_tree(full: Safe) -> None:
    inside = full.root / "identity.txt"
    inside.write_bytes(full.identity.read_bytes())
    inside.chmod(0o600)
    assert "does not belong in the git work tree" in full.refused("show", "x", "--identity", str(inside))


def test_an_identity_that_is_a_link(full: Safe, tmp_path: Path) -> None:
    real = full.identity.rename(tmp_path / "elsewhere")
    full.identity.symlink_to(real)
    assert "is a link" in full.refused("show", "x")


def test_a_vault_that_is_a_link(full: Safe, tmp_path: Path) -> None:
    real = full.vault.rename(tmp_path / "elsewhere")
    full.vault.symlink_to(real)
    said = full.run("show", "x")
    assert (said.code, said.out) == (1, "")
    assert "is not a regular file" in said.err


def test_no_vault(nobody: Safe) -> None:
    said = nobody.refused("list")
    assert "there is no vault default here" in said
    assert "backoffice secret init" in said
    assert "no vault finance" in nobody.refused("add", "x", "--vault", "finance", "--stdin", given="x")


def test_no_workspace(tmp_path: Path) -> None:
    from tests.cli.secret.safe import begun

    said = begun(tmp_path / "empty").run("list")
    assert said.code == 1
    assert "no backoffice.yaml here" in said.err


def test_ones_own_key_is_locked_and_unlocked_anywhere(full: Safe, tmp_path: Path) -> None:
    elsewhere = Safe(tmp_path, full.home)
    assert elsewhere.fine("lock").out == "Nothing was unlocked.\n"
    assert "is not under a passphrase" in elsewhere.run("unlock").err


def test_an_entry_that_is_there_is_not_overwritten(full: Safe) -> None:
    said = full.refused("add", "x", "--stdin", given="other")
    assert "there is an entry x already" in said
    assert "secret edit x" in said
    assert "there is an entry x already" in full.refused("generate", "x")
    full.add("y")
    assert "there is an entry x already" in full.refused("move", "y", "x")


@pytest.mark.parametrize("name", ["../x", "/x", "a//b", "_meta", "", " x", "a\nb", "x" * 300])
def test_names_that_are_none(full: Safe, name: str) -> None:
    assert "the name of an entry" in full.refused("add", name, "--stdin", given="y")


@pytest.mark.parametrize("given", [b"", b"\n", b"\xff\xfe", b"x\x00y", b"x" * (1 << 21)])
def test_input_that_is_no_secret(full: Safe, given: bytes) -> None:
    said = full.run("add", "y", "--stdin", given=given)
    assert said.code == 1
    assert len(said.err.splitlines()) <= 2
    assert full.names() == ["x"]


def test_nobody_is_waited_for(full: Safe) -> None:
    """Without a terminal every question has an answer: say it as an option, or be told which."""
    for words in (["add", "y"], ["edit", "x"], ["edit", "x", "-f", "pin"], ["offboard", "bob"], ["init", "--protect"]):
        said = full.run(*words)
        assert said.code == 2, words
        assert "nobody is here" in said.err


def test_an_undone_commit_would_be_an_older_vault(full: Safe) -> None:
    said = full.backoffice("undo", "--yes")
    assert said.code == 1
    assert "secret history" in said.err
    assert full.get("x") == CANARY


@pytest.mark.parametrize(
    "broken", ['"x":\n  password: {}', "x: [{}", "x:\n  password: &{}", "{}\n\x01", "x:\n  rotate: {}"]
)
def test_no_message_ever_repeats_a_secret(full: Safe, broken: str) -> None:
    """The text inside was edited with age and an editor, and got broken beside a password."""
    text = age.decrypt(full.vault.read_bytes(), keys(full), path="x")
    inside = text[: text.index(b'"x":')] + broken.format(CANARY).encode()
    full.vault.write_bytes(age.encrypt(inside, [full.public]))
    for words in (["show", "x"], ["list", "--long"], ["find", "x"], ["audit"], ["add", "y", "--stdin"], ["otp", "x"]):
        said = full.run(*words, given="y")
        assert CANARY not in said.out + said.err, words
        assert said.code in {0, 1}, said


def keys(safe: Safe) -> list[age.Identity]:
    return age.identities_of(safe.identity.read_bytes(), path="x", ask=lambda _: None)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user")
def test_an_identity_of_somebody_else(full: Safe) -> None:
    os.chown(full.identity, 12345, 12345)
    assert "belongs to somebody else" in full.refused("show", "x")


def test_a_machine_that_cannot_remember_what_it_saw_still_shows_and_saves(full: Safe) -> None:
    folders = (full.home / "state" / "backoffice").glob("*/vault")
    waiting = [folder / f".default.json.{os.getpid()}" for folder in folders]
    for each in waiting:
        each.mkdir()
    said = full.fine("add", "y", "--stdin", given="y")
    assert "what this machine has seen cannot be remembered in" in said.err
    said = full.fine("list")
    assert [row[0] for row in said.rows] == ["x", "y"]
    assert "Is a directory" in said.err
    for each in waiting:
        each.rmdir()
    assert full.fine("list").err == ""


def test_several_terminals_at_once_lose_nothing(safe: Safe) -> None:
    program = [sys.executable, "-P", "-m", "backoffice", "secret", "add", "--stdin"]
    started = [
        subprocess.Popen(
            [*program, name], cwd=safe.root, env=safe.environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for name in ("a", "same", "same")
    ]
    said = [each.communicate(b"0815")[1] for each in started]
    assert sorted(each.returncode for each in started) == [0, 0, 1]
    assert sum(b"there is an entry same already" in each for each in said) == 1
    assert safe.names() == ["a", "same"]
    assert safe.git("status", "--porcelain") == ""
