"""A secret is found nowhere: not on the disk, not in git, not in an argument, however a command ended."""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backoffice.cli.secret.group import VERBS
from tests.cli.secret.safe import Safe
from tests.vault.leaks.search import found
from tests.vault.leaks.session import CANARY, TOTP, Step, prepare, steps

MEMORY = "runtime"
"""The folder of a person's own for what must be in memory, which that of all tests is where there is room."""
EDITOR = "#!/bin/sh\nexec sed -i -e 's/^username: .*/username: bob/' \"$(eval echo \\${$#})\"\n"


@pytest.fixture
def outside(safe: Safe, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is not searched, with an editor and a file to import."""
    folder = tmp_path_factory.mktemp("outside")
    editor = folder / "ed"
    editor.write_text(EDITOR)
    editor.chmod(0o755)
    (safe.home / MEMORY).mkdir(mode=0o700)
    safe.more = {"EDITOR": shlex.quote(str(editor)), "XDG_RUNTIME_DIR": str(safe.home / MEMORY)}
    prepare(safe, folder)
    return folder


@pytest.fixture
def public(safe: Safe) -> str:
    """The key of a colleague."""
    bob = safe.clone("bob")
    bob.fine("init", "--no-input", "--name", "bob")
    return bob.public


def do(safe: Safe, step: Step) -> None:
    if step.words[0] == "run":
        assert safe.outside("secret", *step.words).returncode in step.codes
        return
    said = safe.run(*step.words, given=step.given)
    assert said.code in step.codes, (step.words, said)
    for secret in (CANARY, TOTP):
        assert secret not in said.out + said.err, step.words


def test_a_session_of_every_command_leaves_nothing(safe: Safe, outside: Path, public: str) -> None:
    for step in steps(outside, public):
        do(safe, step)
    assert [where for secret in (CANARY, TOTP) for where in found(secret, safe.root, safe.home)] == []
    assert safe.get("acme/mail") == CANARY
    assert safe.get("acme/mail", "username") == "bob"


def test_the_session_has_every_command(tmp_path: Path) -> None:
    """But those that git starts, in a merge and a diff, below, and one that meets no secret."""
    done = {step.words[0] for step in steps(tmp_path, "age1")}
    assert VERBS.keys() - done == {"merge-driver", "textconv", "pre-commit", "plugin"}


def test_the_search_finds_what_is_there(safe: Safe) -> None:
    (safe.root / "notes.txt").write_text(f"x {CANARY}")
    safe.git("add", "notes.txt")
    safe.git("commit", "--quiet", "--message=Oops")
    (safe.root / "notes.txt").unlink()
    assert len(found(CANARY, safe.root)) == 2


def test_a_merge_leaves_nothing(safe: Safe) -> None:
    safe.add("x", f"{CANARY}-base")
    safe.git("switch", "--quiet", "--create", "theirs")
    safe.fine("edit", "x", "--stdin", given=f"{CANARY}-theirs")
    safe.git("switch", "--quiet", "main")
    safe.fine("accept-older", "--yes")
    safe.fine("edit", "x", "--stdin", given=f"{CANARY}-ours")
    said = safe.git("merge", "theirs", fine=False)
    said += safe.git("diff", fine=False) + safe.git("log", "-p", "-n", "1", "--all", fine=False)
    assert safe.run("merge").code == 1
    said += safe.git("diff", "--cached", fine=False)
    assert CANARY not in said
    assert found(CANARY, safe.root, safe.home) == []


def test_a_crash_report_holds_nothing(safe: Safe, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours, in the middle of everything, with the secret in the variables of every frame."""

    def broken(*_: object, **__: object) -> None:
        raise AssertionError("a fault of ours")

    monkeypatch.setattr("backoffice.vault.opening.save", broken)
    said = safe.run("add", "x", "--stdin", given=CANARY)
    assert said.code == 3
    assert CANARY not in said.out + said.err
    assert list((safe.home / "state" / "backoffice" / "crashes").iterdir())
    assert found(CANARY, safe.root, safe.home) == []


FAULTS = ("backoffice.vault.opening.save", "backoffice.cli.output.result", "backoffice.cli.output.answer")
"""Where something of ours breaks: before a vault is written, after it is, and while an answer is printed."""


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_crash_in_every_command_leaves_nothing(
    safe: Safe, outside: Path, public: str, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise AssertionError("a fault of ours")

    crashed = 0
    for step in steps(outside, public):
        if step.words[0] == "run":  # a process of its own, that becomes the program
            continue
        if step.words != ("init", "--no-input"):
            with monkeypatch.context() as patched:
                patched.setattr(fault, broken)
                said = safe.run(*step.words, given=step.given)
            assert CANARY not in said.out + said.err
            assert TOTP not in said.out + said.err
            assert "Traceback" not in said.err
            crashed += said.code == 3
            safe.run("accept-older", "--yes")
        safe.run(*step.words, given=step.given)
    assert crashed > 1
    assert [where for secret in (CANARY, TOTP) for where in found(secret, safe.root, safe.home)] == []


# ── From outside ──

CALLS = {
    "write": range(1, 40, 3),
    "fsync": range(1, 16, 2),
    "rename,renameat,renameat2": range(1, 8),
    "openat": range(150, 900, 75),
}
CHANGES = (
    Step(("add", "acme/mail", "--stdin"), CANARY),
    Step(("edit", "x", "--stdin"), CANARY),
    Step(("edit", "x", "--editor")),
    Step(("rotate", "x", "--stdin"), CANARY),
    Step(("move", "x", "y")),
    Step(("remove", "x", "--yes")),
    Step(("recipients", "add", "bob")),
)
WRITES = "write,pwrite64,writev,execve"
needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")


@pytest.mark.proof
@needs_strace
@pytest.mark.parametrize("step", CHANGES, ids=lambda step: " ".join(step.words[:1]))
@pytest.mark.parametrize("calls", CALLS)
def test_a_kill_at_any_moment_leaves_nothing_and_an_old_or_a_new_vault(
    safe: Safe, outside: Path, public: str, step: Step, calls: str
) -> None:
    assert outside.is_dir()
    safe.add("x", f"{CANARY}-x")
    before = {path: path.read_bytes() for path in kept(safe)}
    commit = safe.git("rev-parse", "HEAD").strip()
    words = (*step.words, public) if step.words[0] == "recipients" else step.words
    for at in CALLS[calls]:
        inject = ["-e", f"trace={calls}", "-e", f"inject={calls}:signal=SIGKILL:when={at}"]
        tracer = ["strace", "-f", "-qq", "-o", os.devnull, *inject]
        program = [sys.executable, "-P", "-m", "backoffice", "secret", *words]
        safe.started([*tracer, *program], step.given.encode())
        (safe.root / ".git" / "index.lock").unlink(missing_ok=True)
        assert safe.run("list").code == 0
        for folder in (safe.home / MEMORY).iterdir():  # an editor that was killed leaves its file, in memory only
            assert folder.stat().st_mode & 0o777 == 0o700
            shutil.rmtree(folder)
        assert found(CANARY, safe.root, safe.home) == []
        safe.git("fsck", "--strict")
        safe.run("accept-older", "--yes")
        safe.git("reset", "--quiet", "--hard", commit)
        for path, content in before.items():
            path.write_bytes(content)
        safe.run("accept-older", "--yes")
        assert safe.run("recipients", "accept", "--yes").code == 0


def kept(safe: Safe) -> Iterator[Path]:
    yield safe.vault
    yield safe.people


@pytest.mark.proof
@needs_strace
def test_no_file_is_opened_for_clear_text(safe: Safe, outside: Path, public: str, tmp_path: Path) -> None:
    """All writes of all commands: none holds the canary but those to a pipe, and to a file in memory for an editor."""
    log = tmp_path / "trace"
    for step in steps(outside, public):
        tracer = [
            "strace",
            "-f",
            "-qq",
            "-y",
            "-s",
            "65536",
            "-o",
            str(log),
            "-e",
            "trace=write,pwrite64,writev,execve",
        ]
        program = [sys.executable, "-P", "-m", "backoffice", "secret", *step.words]
        assert safe.started([*tracer, *program], step.given.encode()).returncode in step.codes, step.words
        lines = log.read_text(errors="replace").splitlines()
        leaks = [line for line in lines if CANARY in line or TOTP in line]
        assert [line for line in leaks if "execve(" in line and "X=" not in line] == []
        assert [line for line in leaks if "write" in line and not allowed(line, safe.home / MEMORY)] == []


def allowed(line: str, memory: Path) -> bool:
    """Tell whether something is written to where it may be: a pipe, or a file in memory."""
    places = ("pipe:", "/memfd:", "/dev/shm/backoffice-", f"{memory}/backoffice-")  # noqa: S108
    return any(f"<{place}" in line for place in places)
