"""What the other programs themselves have written is brought over: `pass` with gpg, keepassxc."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.secret.safe import Safe
from tests.playground import REPOSITORY

EXPORT = REPOSITORY / "tests" / "vault" / "exports" / "keepass.xml"


@pytest.fixture
def keys(safe: Safe) -> Iterator[Path]:
    """Return a home of gpg with one key without a passphrase; its sockets need a short path."""
    folder = Path(tempfile.mkdtemp(prefix="bo-"))
    store = folder / "store"
    safe.more = {"GNUPGHOME": str(folder), "PASSWORD_STORE_DIR": str(store)}
    made = ("--batch", "--passphrase", "", "--quick-gen-key", "ann@example.org", "ed25519", "default", "never")
    safe.started(["gpg", *made])
    safe.started(["gpg", "--batch", "--passphrase", "", "--quick-add-key", fingerprint(safe), "cv25519"])
    yield store
    safe.started(["gpgconf", "--kill", "all"])
    shutil.rmtree(folder, ignore_errors=True)


def fingerprint(safe: Safe) -> str:
    lines = safe.started(["gpg", "--list-keys", "--with-colons"]).stdout.decode().splitlines()
    return next(line.split(":")[9] for line in lines if line.startswith("fpr:"))


@pytest.mark.skipif(not shutil.which("pass"), reason="pass is not installed")
def test_a_store_that_pass_has_made(safe: Safe, keys: Path) -> None:
    assert b"initialized" in safe.started(["pass", "init", "ann@example.org"]).stdout
    entry = b'p:ss "w\xc3\xb6rd"\nlogin: ann\nurl: https://mail.example.org\nPIN: 0815\na note\n'
    safe.started(["pass", "insert", "--multiline", "acme/mail"], entry)
    safe.started(["pass", "insert", "--echo", "wifi"], b"only a password\n")
    safe.fine("import", "pass", str(keys))
    assert safe.names() == ["acme/mail", "wifi"]
    fields = safe.fine("show", "acme/mail", "--reveal", "--format", "json").json["data"]["fields"]
    assert fields == {
        "password": 'p:ss "wörd"',
        "username": "ann",
        "url": "https://mail.example.org",
        "notes": "a note",
        "custom.PIN": "0815",
    }
    assert safe.get("wifi") == "only a password"


@pytest.mark.skipif(not shutil.which("keepassxc-cli"), reason="keepassxc-cli is not installed")
def test_an_export_that_keepassxc_has_written(safe: Safe, tmp_path: Path) -> None:
    database, file = tmp_path / "team.kdbx", tmp_path / "team.xml"
    words = ["keepassxc-cli", "import", "--set-password", str(EXPORT), str(database)]
    subprocess.run(words, input=b"pw\npw\n", env=safe.environment, capture_output=True, check=True)
    words = ["keepassxc-cli", "export", "--format", "xml", str(database)]
    file.write_bytes(subprocess.run(words, input=b"pw\n", env=safe.environment, capture_output=True, check=True).stdout)
    said = safe.fine("import", "keepass", str(file))
    assert "Acme-Mail: 1 attached files" in said.err
    assert safe.names() == ["Acme-Mail", "Cloud/Server", "Cloud/Server 2"]
    assert safe.get("Acme-Mail") == "geheim <&>"
    assert safe.fine("otp", "Acme-Mail", "--reveal").out.strip().isdigit()
