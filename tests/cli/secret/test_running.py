"""Secrets for programs: in the environment, as files that never were, and never as an argument."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.secret.safe import CANARY, Safe

PRINT = "import os, sys; [sys.stdout.write(f'{name}={os.environ.get(name)}\\n') for name in sys.argv[1:]]"
READ = "import os, sys; [sys.stdout.write(open(os.environ['KEY']).read() + '\\n') for _ in range(3)]"
SEEN = """
import os, pathlib, sys
for process in pathlib.Path('/proc').glob('[0-9]*'):
    try:
        sys.stdout.buffer.write((process / 'cmdline').read_bytes().replace(b'\\0', b' ') + b'\\n')
    except OSError:
        pass
"""


def ran(safe: Safe, *words: str) -> subprocess.CompletedProcess[bytes]:
    return safe.outside("secret", "run", *words)


@pytest.fixture
def full(safe: Safe) -> Safe:
    safe.add("acme/db", CANARY, "--username", "robot")
    return safe


def test_only_what_is_asked_for_is_set(full: Safe) -> None:
    full.add("other", "not asked for")
    full.more = {"USER_REFERENCE": "secret:acme/db#username", "PLAIN": "secretive"}
    names = ("PGPASSWORD", "USER_REFERENCE", "PLAIN")
    done = ran(full, "--env", "PGPASSWORD=acme/db", "--", sys.executable, "-c", PRINT, *names)
    assert done.stdout.decode() == f"PGPASSWORD={CANARY}\nUSER_REFERENCE=robot\nPLAIN=secretive\n"
    done = ran(full, "--", "env")
    assert b"not asked for" not in done.stdout
    assert b"AGE-SECRET-KEY" not in done.stdout


def test_the_program_takes_our_place_with_its_own_exit_code(full: Safe) -> None:
    assert ran(full, "--", "sh", "-c", "exit 7").returncode == 7
    assert ran(full, "--", "sh", "-c", "ps -o args= $PPID").stdout.count(b"backoffice") == 0
    done = ran(full, "--", "no-such-program")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1,
        b"backoffice: error: no-such-program cannot be run: No such file or directory",
    )
    assert ran(full, "--", "").returncode == 1


def test_a_fifo_yields_the_secret_each_time_it_is_opened(full: Safe) -> None:
    done = ran(full, "--file", "KEY=acme/db", "--", sys.executable, "-c", READ)
    assert done.stdout.decode() == f"{CANARY}\n" * 3
    done = ran(full, "--file", "KEY=acme/db", "--", "sh", "-c", 'test -p "$KEY" && echo "$KEY"; exit 4')
    assert done.returncode == 4
    assert not Path(done.stdout.decode().strip()).exists()


def test_nothing_runs_unless_every_secret_is_found(full: Safe) -> None:
    done = ran(full, "--env", "A=acme/db", "--env", "B=acme/dc", "--", "echo", "ran")
    assert done.returncode == 1
    assert b"no entry acme/dc" in done.stdout
    assert b"ran" not in done.stdout
    done = ran(full, "--env", "A B=acme/db", "--", "echo", "ran")
    assert (done.returncode, b"ran" in done.stdout) == (2, False)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="needs /proc")
def test_no_process_has_it_as_an_argument(full: Safe) -> None:
    for words in (["--env", "X=acme/db"], ["--file", "X=acme/db"]):
        done = ran(full, *words, "--", sys.executable, "-c", SEEN)
        assert done.returncode == 0
        assert b"python" in done.stdout
        assert CANARY.encode() not in done.stdout


def test_a_reference_in_another_vault(full: Safe) -> None:
    full.fine("init", "--no-input", "--vault", "finance")
    full.add("finance/bank", "0815")
    assert ran(full, "--env", "PIN=finance/bank", "--", sys.executable, "-c", PRINT, "PIN").stdout == b"PIN=0815\n"


# ── Standard age, both ways ──


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
def test_age_opens_what_we_wrote(full: Safe) -> None:
    done = full.started(["age", "--decrypt", "--identity", str(full.identity), "secrets.yaml.age"])
    assert done.returncode == 0
    text = done.stdout.decode()
    assert text.startswith('_meta:\n  format: "1"\n')
    assert '  username: "robot"\n' in text
    escaped = CANARY.replace("\\", "\\\\").replace('"', '\\"')
    assert f'  password: "{escaped}"\n' in text


@pytest.mark.skipif(not shutil.which("age"), reason="age is not installed")
@pytest.mark.parametrize("form", [[], ["--armor"]])
def test_we_open_what_age_and_an_editor_wrote(full: Safe, form: list[str]) -> None:
    text = full.started(["age", "--decrypt", "--identity", str(full.identity), "secrets.yaml.age"]).stdout
    text += b"by hand:\n  password: 0123\n"
    done = full.started(["age", *form, "--recipient", full.public, "--output", "secrets.yaml.age"], text)
    assert done.returncode == 0, done.stdout
    assert full.names() == ["acme/db", "by hand"]
    assert full.get("by hand") == "0123"
    full.add("another")
    assert full.names() == ["acme/db", "another", "by hand"]


@pytest.mark.skipif(not (shutil.which("age") and shutil.which("ssh-keygen")), reason="age or ssh-keygen is missing")
def test_an_ssh_key_is_an_identity(full: Safe) -> None:
    bob = full.clone("bob")
    key = bob.home / ".ssh" / "id_ed25519"
    key.parent.mkdir(mode=0o700)
    bob.started(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)])
    full.fine("recipients", "add", "bob", key.with_suffix(".pub").read_text().strip())
    bob.git("pull", "--quiet")
    assert bob.get("acme/db") == CANARY
    done = bob.started(["age", "--decrypt", "--identity", str(key), "secrets.yaml.age"])
    assert b"robot" in done.stdout


@pytest.mark.skipif(not shutil.which("age-keygen"), reason="age is not installed")
def test_a_spare_made_by_age_keygen(full: Safe, tmp_path: Path) -> None:
    spare = tmp_path / "spare.txt"
    full.started(["age-keygen", "--output", str(spare)])
    public = full.started(["age-keygen", "-y", str(spare)]).stdout.decode().strip()
    full.fine("recipients", "add", "spare", public)
    spare.chmod(0o600)
    assert full.fine("show", "acme/db", "-f", "password", "--reveal", "--identity", str(spare)).out == f"{CANARY}\n"
