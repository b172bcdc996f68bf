"""Age in memory: both directions with the standard tool, every sort of key, and what is refused."""

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from backoffice.core.errors import RefusedError
from backoffice.vault import age, keyfile
from backoffice.vault.plugins import NO_PLUGINS, Plugins, Talk
from backoffice.vault.secret import Secret
from tests.vault import made
from tests.vault.age_writer import protected

PLAIN = b'_meta:\n  format: "1"\n'
PASSPHRASE = Secret("correct horse")
needs_age = pytest.mark.skipif(not shutil.which("age"), reason="the age tool is not installed")
needs_ssh = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")


CHEAP = {"ed25519": ["-a", "1"], "rsa": ["-b", "2048", "-a", "1"], "ecdsa": []}
"""Options of keys that are quickly made."""


def run(*command: str | Path, stdin: bytes = b"") -> bytes:
    return subprocess.run([str(each) for each in command], input=stdin, capture_output=True, check=True).stdout


def ssh_key(folder: Path, sort: str, passphrase: str = "", *more: str) -> tuple[Path, str]:
    path = folder / f"id_{sort}"
    run("ssh-keygen", "-q", "-t", sort, "-N", passphrase, "-C", "ann@laptop", *CHEAP[sort], "-f", path, *more)
    return path, path.with_suffix(".pub").read_text()


@pytest.fixture
def x25519(tmp_path: Path) -> tuple[Path, str]:
    secret, recipient = age.new_identity()
    path = tmp_path / "identity.txt"
    path.write_text(f"# a comment\n\n{secret.reveal()}\n")
    return path, recipient


def keys(path: Path, passphrase: Secret | None = None) -> list[age.Identity]:
    return age.identities_of(path.read_bytes(), path=path.name, ask=lambda _: passphrase)


# ── The standard tool ───────────────────────────────────────────────────────────────────────────


@needs_age
@pytest.mark.parametrize("armor", [[], ["-a"]], ids=["binary", "armored"])
def test_what_age_encrypts_we_decrypt_and_back(x25519: tuple[Path, str], armor: list[str]) -> None:
    path, recipient = x25519
    assert age.decrypt(run("age", "-r", recipient, *armor, stdin=PLAIN), keys(path), path="x") == PLAIN
    ours = age.encrypt(PLAIN, [recipient], armored=bool(armor))
    assert age.is_age(ours)
    assert run("age", "-d", "-i", path, stdin=ours) == PLAIN


@needs_age
@needs_ssh
@pytest.mark.parametrize("sort", ["ed25519", "rsa"])
def test_ssh_keys_work_in_both_directions(tmp_path: Path, sort: str) -> None:
    path, public = ssh_key(tmp_path, sort)
    recipient = age.checked_recipient(public)
    assert recipient == " ".join(public.split()[:2])
    (key,) = keys(path)
    assert (key.sort, key.public()) == ("ssh", recipient)
    assert age.decrypt(run("age", "-R", path.with_suffix(".pub"), stdin=PLAIN), [key], path="x") == PLAIN
    assert run("age", "-d", "-i", path, stdin=age.encrypt(PLAIN, [recipient])) == PLAIN


@needs_age
def test_an_identity_that_age_made_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "key.txt"
    run("age-keygen", "-o", path)
    public = run("age-keygen", "-y", path).decode().strip()
    (key,) = keys(path)
    assert (key.sort, key.public()) == ("x25519", public)


@needs_age
def test_an_identity_under_a_passphrase_is_opened_by_age_and_by_us(x25519: tuple[Path, str], tmp_path: Path) -> None:
    path, recipient = x25519
    under = tmp_path / "under.age"
    under.write_bytes(protected(path.read_text(), PASSPHRASE.reveal()))
    encrypted = age.encrypt(PLAIN, [recipient])
    assert typed("age", "-d", "-o", str(tmp_path / "plain"), "-i", str(under), str(written(tmp_path, encrypted))) == 0
    assert (tmp_path / "plain").read_bytes() == PLAIN
    assert age.decrypt(encrypted, keys(under, PASSPHRASE), path="x") == PLAIN


@pytest.mark.slow
@needs_age
def test_an_identity_under_a_passphrase_works_in_both_directions(x25519: tuple[Path, str], tmp_path: Path) -> None:
    path, recipient = x25519
    ours, theirs = tmp_path / "ours.age", tmp_path / "theirs.age"
    ours.write_bytes(age.encrypt_with_passphrase(Secret(path.read_text()), PASSPHRASE))
    encrypted = age.encrypt(PLAIN, [recipient])
    assert typed("age", "-d", "-o", str(tmp_path / "plain"), "-i", str(ours), str(written(tmp_path, encrypted))) == 0
    assert (tmp_path / "plain").read_bytes() == PLAIN
    assert typed("age", "-p", "-o", str(theirs), str(path), times=2) == 0
    assert age.is_protected(theirs.read_bytes())
    assert age.decrypt(encrypted, keys(theirs, PASSPHRASE), path="x") == PLAIN


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.age"
    path.write_bytes(content)
    return path


def typed(*command: str, times: int = 1) -> int:
    """Run a program that asks for a passphrase in a terminal, and type it."""
    pid, terminal = pty.fork()
    if not pid:
        os.execvp(command[0], command)  # noqa: S606 - the child of a terminal
    for _ in range(times):
        seen = b""
        while b"assphrase" not in seen or not seen.rstrip().endswith(b":"):
            seen += os.read(terminal, 1024)
        os.write(terminal, PASSPHRASE.reveal().encode() + b"\n")
    return os.waitstatus_to_exitcode(_drained(pid, terminal))


def _drained(pid: int, terminal: int) -> int:
    try:
        while os.read(terminal, 1024):
            pass
    except OSError:  # how a terminal says that the other side is gone
        pass
    os.close(terminal)
    return os.waitpid(pid, 0)[1]


# ── Keys under a passphrase ─────────────────────────────────────────────────────────────────────


@needs_ssh
@pytest.mark.parametrize("more", [[], ["-m", "PEM"]], ids=["openssh", "pem"])
@pytest.mark.parametrize("sort", ["ed25519", "rsa"])
def test_ssh_keys_under_a_passphrase_are_opened_in_memory(tmp_path: Path, sort: str, more: list[str]) -> None:
    path, public = ssh_key(tmp_path, sort, PASSPHRASE.reveal(), *more)
    encrypted = age.encrypt(PLAIN, [age.checked_recipient(public)])
    assert age.is_protected(path.read_bytes())
    assert age.decrypt(encrypted, keys(path, PASSPHRASE), path="x") == PLAIN
    for wrong, said in ((Secret("wrong"), "the passphrase does not open"), (None, "nobody can be asked")):
        with pytest.raises(RefusedError, match=said):
            keys(path, wrong)


def test_a_wrong_passphrase_opens_no_identity(tmp_path: Path) -> None:
    path = written(tmp_path, protected("AGE-SECRET-KEY-1X", PASSPHRASE.reveal()))
    with pytest.raises(RefusedError, match=r"the passphrase does not open file\.age"):
        keys(path, Secret("wrong"))
    with pytest.raises(RefusedError, match="nobody can be asked"):
        keys(path)
    with pytest.raises(RefusedError, match="is no age identity"):
        keys(path, PASSPHRASE)


@needs_ssh
def test_ssh_keys_that_age_does_not_know_are_refused(tmp_path: Path) -> None:
    path, public = ssh_key(tmp_path, "ecdsa")
    with pytest.raises(RefusedError, match="age cannot use the ssh key"):
        keys(path)
    with pytest.raises(RefusedError, match="is no recipient"):
        age.checked_recipient(public)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "x holds no private key"),
        (b"# only a comment\n", "x holds no private key"),
        (b"# comment\nhunter2\n", "x:2: this is no age identity"),
        (b"\xff\xfe", "x:1: this is no age identity"),
        (b"-----BEGIN OPENSSH PRIVATE KEY-----\nx\n", "age cannot use the ssh key x"),
        (b"-----BEGIN RSA PRIVATE KEY-----\nx\n", "age cannot use the ssh key x"),
        (b"#" * (keyfile.MAX_BYTES + 1), "x is too large for an identity"),
    ],
)
def test_files_without_a_usable_key_are_refused_without_showing_them(raw: bytes, said: str) -> None:
    with pytest.raises(RefusedError) as caught:
        age.identities_of(raw, path="x", ask=made.nobody)
    assert caught.value.message == said


# ── Recipients and plugins ──────────────────────────────────────────────────────────────────────


def test_a_private_key_is_never_taken_for_a_recipient() -> None:
    secret, _ = age.new_identity()
    for text in (secret.reveal(), secret.reveal().lower(), "-----BEGIN OPENSSH PRIVATE KEY-----", "AGE-PLUGIN-X-1QQ"):
        with pytest.raises(RefusedError, match="this is a private key, not a recipient") as caught:
            age.checked_recipient(text)
        assert text not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "ann", "age1", "ssh-ed25519 AAAA", made.identity().public()[:-1] + "b", "a" * 100],
    ids=["nothing", "a name", "a beginning", "half a key", "a wrong letter", "no key at all"],
)
def test_a_misspelt_recipient_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="is no recipient"):
        age.checked_recipient(text)


YUBIKEY = "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t"


def test_only_plugins_on_the_list_are_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for use in (recipient, identities):
        with pytest.raises(RefusedError, match="would run the age plugin yubikey, which is not allowed"):
            use(NO_PLUGINS)
    monkeypatch.setenv("PATH", str(tmp_path))
    allowed = Plugins(frozenset({"yubikey"}))
    for use in (recipient, identities):
        with pytest.raises(RefusedError, match="the age plugin yubikey cannot be used"):
            use(allowed)


def recipient(plugins: Plugins) -> str:
    return age.checked_recipient(YUBIKEY, plugins=plugins)


def identities(plugins: Plugins) -> str:
    line = b"AGE-PLUGIN-YUBIKEY-1QYPQXPQ9QCRSSZG2PVXQ6RS0ZQG3YYC5Z5TPWXQERGD3C8G7RUSQJYW6UE\n"
    return str(age.identities_of(line, path="x", ask=made.nobody, plugins=plugins))


def test_a_plugin_without_anybody_there_gets_no_answers() -> None:
    silent = Talk()
    answers = [silent.confirm("?", "yes", None), silent.request_public_string("?"), silent.request_passphrase("?")]
    silent.display_message("touch")
    assert answers == [None, None, None]


def test_everything_else_says_that_nobody_is_there() -> None:
    with pytest.raises(RefusedError, match="nothing is encrypted for nobody"):
        age.encrypt(PLAIN, [])
    assert not age.is_age(b"age-encryption.org/v2\n")
