"""What the tool does against each threat, seen from outside; and that every claim of the documentation has its test."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backoffice.cli.secret import clipboard
from backoffice.vault import shape
from backoffice.vault.secret import Secret
from tests.cli.secret.safe import CANARY, Safe
from tests.playground import REPOSITORY

CLAIMS = REPOSITORY / "docs" / "vault" / "what-is-protected.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_every_claim_names_a_test_that_is_there() -> None:
    rows = [line for line in CLAIMS.read_text().splitlines() if line.startswith("| ") and not line.startswith("| it ")]
    named = [TEST.findall(line) for line in rows]
    assert len(rows) > 20
    assert [line for line, tests in zip(rows, named, strict=True) if not tests and "| proof |" not in line] == []
    for file, test in {each for tests in named for each in tests}:
        assert f"def {test}(" in (REPOSITORY / file).read_text(), f"{file}::{test}"


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
@pytest.mark.parametrize("words", [["show", "x", "-f", "password", "--reveal"], ["show", "x"], ["list"], ["audit"]])
def test_the_process_is_hardened_before_anything_is_decrypted(safe: Safe, words: list[str]) -> None:
    """Core dumps and other eyes are refused by the time age is asked for the first time."""
    safe.add("x", CANARY)
    code = """if True:
        import ctypes, resource, sys
        from backoffice.vault import native
        before = native.decrypt
        def seen(*given, **more):
            sys.stderr.write(f"{ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)} {resource.getrlimit(resource.RLIMIT_CORE)}|")
            return before(*given, **more)
        native.decrypt = seen
        from backoffice.__main__ import main
        main(["secret", *sys.argv[1:]])
    """
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, *words], cwd=safe.root, env=safe.environment, capture_output=True, check=True
    )
    assert done.stderr.decode().split("|")[0] == "0 (0, 0)"


def test_a_huge_file_is_refused_before_it_is_read(safe: Safe) -> None:
    with safe.vault.open("wb") as file:
        file.write(shape.BINARY)
        file.truncate(1 << 40)
    said = safe.run("list")
    assert (said.code, said.out) == (1, "")
    assert "secrets.yaml.age has 1,099,511,627,776 bytes; 16,777,216 are allowed" in said.err


def test_what_a_person_sees_at_the_beginning_tells_how_to_recover(nobody: Safe) -> None:
    said = nobody.fine("init", "--no-input", "--name", "ann").out
    assert f"Your identity is {nobody.identity}." in said
    assert "Copy the identity to a place that burns down on another day" in said
    assert "`backoffice secret recipients add spare age1…`" in said
    assert f"age -d -i {nobody.identity} secrets.yaml.age" in said
    assert nobody.public in said


CLIP = """#!/bin/sh
case "$*" in *--help*) echo "  -s, --sensitive  hint" ;; *--clear*) : > {board} ;; *) cat > {board} ;; esac
echo "$*" >> {log}
"""


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The clipboard of a Wayland desktop, as a file."""
    board, folder = tmp_path / "board", tmp_path / "bin"
    folder.mkdir()
    (folder / "wl-copy").write_text(CLIP.format(board=board, log=tmp_path / "log"))
    (folder / "wl-paste").write_text(f"#!/bin/sh\ncat {board}\n")
    for program in folder.iterdir():
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    return board


def test_managers_of_clipboards_are_told_where_that_is_known(board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "left_running", lambda *_: None)
    clipboard.copy(os.environ, Secret(CANARY))
    assert board.read_text() == CANARY
    assert board.with_name("log").read_text().splitlines() == ["--help", "--sensitive"]


@pytest.mark.parametrize(("later", "left"), [(CANARY, ""), ("something else", "something else")])
def test_a_process_of_its_own_clears_the_clipboard(board: Path, later: str, left: str) -> None:
    board.write_text(later)
    told = json.loads(clipboard.watched("wayland", Secret(CANARY), 0))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "backoffice.cli.secret.clearing"],
        input=json.dumps(told).encode(),
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == (b"", b"")
    assert board.read_text() == left
