"""Who changed a vault: commits signed by ssh-keygen, checked by the keys of the recipients that were accepted."""

import shutil
from pathlib import Path

import pytest

from tests.cli.secret.safe import Safe

pytestmark = pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")


def key(safe: Safe, name: str) -> Path:
    """Return the path of a new ssh key."""
    path = safe.home / name
    safe.started(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path)])
    return path


def signing(safe: Safe, path: Path | None) -> None:
    """Have git sign commits with a key, as the user sets it for themselves."""
    for name, value in {"gpg.format": "ssh", "user.signingkey": str(path), "commit.gpgsign": str(bool(path))}.items():
        safe.git("config", "--global", name, value)


def test_signatures_are_checked_by_the_keys_of_recipients(safe: Safe) -> None:
    own, strange = key(safe, "own"), key(safe, "strange")
    safe.fine("recipients", "add", "ann", own.with_suffix(".pub").read_text().strip())
    safe.add("acme/mail", "one")
    for path, secret in ((own, "two"), (strange, "three")):
        signing(safe, path)
        safe.fine("edit", "acme/mail", "--stdin", given=secret)
    signing(safe, None)
    rows = safe.fine("history", "acme/mail", "--signatures", "--format", "json").json["data"]
    assert [row["signed"] for row in rows] == ["by an unknown key", "by ann", "no"]
    assert "signed" not in safe.fine("history", "acme/mail", "--format", "json").json["data"][0]


def test_a_signature_of_something_else_does_not_fit(safe: Safe) -> None:
    own = key(safe, "own")
    safe.fine("recipients", "add", "ann", own.with_suffix(".pub").read_text().strip())
    signing(safe, own)
    safe.add("acme/mail", "one")
    forged = safe.git("cat-file", "commit", "HEAD").replace("author ann", "author bob")
    oid = safe.started(["git", "hash-object", "-t", "commit", "-w", "--stdin"], forged.encode()).stdout.decode().strip()
    safe.git("reset", "--quiet", "--soft", oid)
    (row,) = safe.fine("history", "acme/mail", "--signatures", "--format", "json").json["data"]
    assert (row["author"], row["signed"]) == ("bob", "no: does not fit")


def test_other_programs_for_signatures_are_not_run(safe: Safe, tmp_path: Path) -> None:
    program, canary = tmp_path / "gpg", tmp_path / "canary"
    program.write_text(f"#!/bin/sh\ntouch {canary}\n")
    program.chmod(0o755)
    safe.add("acme/mail", "one")
    signed = safe.git("cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n", 1
    )
    oid = safe.started(["git", "hash-object", "-t", "commit", "-w", "--stdin"], signed.encode()).stdout.decode().strip()
    safe.git("reset", "--quiet", "--soft", oid)
    safe.git("config", "--global", "gpg.program", str(program))
    (row,) = safe.fine("history", "acme/mail", "--signatures", "--format", "json").json["data"]
    assert not row["signed"].startswith("by ")
    assert not canary.exists()


def test_recipients_that_nobody_accepted_sign_for_nobody(safe: Safe) -> None:
    safe.add("acme/mail", "one")
    public = key(safe, "mallory").with_suffix(".pub").read_text().strip()
    safe.people.write_text(f"{safe.people.read_text()}mallory:\n  keys: [{public}]\n")
    assert "changed behind your back" in safe.run("history", "acme/mail", "--signatures").err
