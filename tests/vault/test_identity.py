"""The user's own key: where it is, who may read it, and how long it stays unlocked."""

import base64
import os
import re
import subprocess
from pathlib import Path

import pytest

from backoffice.core.errors import MissingError, RefusedError
from backoffice.vault import age, identity, keyfile, unlock
from backoffice.vault.secret import Secret
from tests.vault import made
from tests.vault.age_writer import protected

PASSPHRASE = Secret("correct horse")


@pytest.fixture(autouse=True)
def _no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Protect by few rounds; ``test_age`` proves what is really written."""
    monkeypatch.setattr(age, "encrypt_with_passphrase", lambda text, by: protected(text.reveal(), by.reveal()))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(identity.make(tmp_path / "data" / "identity.txt", comment="for tests").path)


def test_a_new_identity_is_for_its_owner_alone_and_in_the_usual_format(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    comment, public, secret, end = path.read_text().split("\n")
    (key,) = identity.load(path, ask=made.nobody)
    assert (comment, public, end) == ("# for tests", f"# public key: {key.public()}", "")
    assert secret.startswith("AGE-SECRET-KEY-1")


def test_an_identity_is_never_overwritten(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(RefusedError, match="exists already"):
        identity.make(path)
    assert path.read_bytes() == before


def test_an_identity_under_a_passphrase_shows_nothing_and_asks(tmp_path: Path) -> None:
    new = identity.make(tmp_path / "identity.txt", passphrase=PASSPHRASE)
    assert Path(new.path).read_bytes().startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert identity.load(new.path, ask=lambda _: PASSPHRASE)[0].public() == new.recipient
    with pytest.raises(RefusedError, match="nobody can be asked"):
        identity.load(new.path, ask=made.nobody)


def test_a_passphrase_can_be_put_on_and_changed(path: Path) -> None:
    public = identity.load(path, ask=made.nobody)[0].public()
    identity.protect(path, PASSPHRASE, ask=made.nobody)
    identity.protect(path, Secret("another"), ask=lambda _: PASSPHRASE)
    assert identity.load(path, ask=lambda _: Secret("another"))[0].public() == public
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["identity.txt"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_an_identity_that_others_can_reach_is_refused(path: Path, mode: int) -> None:
    path.chmod(mode)
    with pytest.raises(RefusedError, match="others can read or change the identity") as caught:
        identity.load(path, ask=made.nobody)
    assert caught.value.hint == f"run `chmod 600 {path}`"


def test_links_folders_and_pipes_are_no_identities(path: Path, tmp_path: Path) -> None:
    link, pipe = tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(path)
    os.mkfifo(pipe, 0o600)
    for wrong, said in ((link, "is a link"), (tmp_path, "is not a regular file"), (pipe, "is not a regular file")):
        with pytest.raises(RefusedError, match=said):
            identity.load(wrong, ask=made.nobody)
    with pytest.raises(MissingError, match="there is no identity"):
        identity.load(tmp_path / "nothing", ask=made.nobody)


def test_an_identity_does_not_belong_in_a_work_tree(path: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for use in (lambda: identity.load(path, ask=made.nobody), lambda: identity.make(tmp_path / "new" / "x")):
        with pytest.raises(RefusedError, match="does not belong in the git work tree"):
            use()


def test_identities_are_found_where_they_are_expected(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "XDG_DATA_HOME": "relative/is/ignored"}
    own = keyfile.default_path(environment)
    assert own == str(tmp_path / ".local/share/backoffice/identity.txt")
    assert keyfile.default_path({"XDG_DATA_HOME": "/data"}) == "/data/backoffice/identity.txt"
    with pytest.raises(MissingError, match="you have no identity"):
        identity.find(environment)
    ssh = tmp_path / ".ssh" / "id_ed25519"
    ssh.parent.mkdir()
    ssh.touch()
    assert identity.find(environment) == [str(ssh)]
    identity.make(own)
    assert identity.find(environment) == [own]
    assert identity.find(environment | {keyfile.VARIABLE: str(ssh)}) == [str(ssh)]
    assert identity.find(environment, explicit=str(ssh)) == [str(ssh)]
    with pytest.raises(MissingError, match="there is no identity /nowhere"):
        identity.find(environment, explicit="/nowhere")


def test_ssh_keys_are_protected_by_their_own_tool(tmp_path: Path) -> None:
    path = tmp_path / "id_ed25519"
    path.write_text("-----BEGIN OPENSSH PRIVATE KEY-----\n")
    path.chmod(0o600)
    with pytest.raises(RefusedError, match="is an ssh key") as caught:
        identity.protect(path, PASSPHRASE, ask=made.nobody)
    assert "ssh-keygen -p" in caught.value.hint


def test_what_is_not_locked_need_not_be_unlocked(path: Path) -> None:
    with pytest.raises(RefusedError, match="it is always unlocked"):
        identity.unlock(path, ask=made.nobody, seconds=5)


@pytest.mark.skipif(not unlock.available(), reason="this kernel keeps no keys for us")
def test_an_unlocked_identity_asks_no_more_until_it_is_locked(tmp_path: Path) -> None:
    new = identity.make(tmp_path / "identity.txt", passphrase=PASSPHRASE)
    assert identity.unlock(new.path, ask=lambda _: PASSPHRASE, seconds=60)
    assert identity.load(new.path, ask=made.nobody)[0].public() == new.recipient
    assert unlock.lock(new.path, "/never/unlocked") == 1
    with pytest.raises(RefusedError, match="nobody can be asked"):
        identity.load(new.path, ask=made.nobody)


def test_without_a_keyring_nothing_is_kept_and_nothing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unlock.kept("x") is None
    monkeypatch.setattr("backoffice.vault.unlock._CALLS", {})
    assert not unlock.available()
    assert not unlock.keep("x", Secret("y"), seconds=5)
    assert unlock.kept("x") is None
    assert unlock.lock("x") == 0


def test_the_identity_that_is_written_is_the_one_that_is_read(path: Path) -> None:
    text = path.read_bytes()
    (key,) = age.identities_of(text, path="x", ask=made.nobody)
    assert age.decrypt(age.encrypt(b"x", [key.public()]), [key], path="x") == b"x"


def test_a_passphrase_that_takes_too_much_work_is_not_called_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(age, "PAUSE", 0)
    new = identity.make(tmp_path / "identity.txt", passphrase=PASSPHRASE)
    armor = Path(new.path).read_text().splitlines()
    head, _, rest = base64.b64decode("".join(armor[1:-1])).partition(b"\n---")
    text = base64.encodebytes(re.sub(rb"(?<= )[0-9]+(?=\n)", b"40", head, count=1) + b"\n---" + rest).decode()
    lines = text.replace("\n", "")
    folded = "\n".join(lines[at : at + 64] for at in range(0, len(lines), 64))
    Path(new.path).write_text(f"{armor[0]}\n{folded}\n{armor[-1]}\n")
    with pytest.raises(RefusedError, match="takes too much work to open") as refused:
        identity.load(new.path, ask=lambda _: PASSPHRASE)
    assert refused.value.hint == "try again in a moment"
