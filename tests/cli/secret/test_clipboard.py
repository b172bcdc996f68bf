"""The clipboard: by standard input, cleared if it still holds the secret, by a process that knows only a hash."""

import json
from pathlib import Path

import pytest

from backoffice.cli.secret import clearing, clipboard
from backoffice.core.errors import RefusedError
from backoffice.vault.secret import Secret
from tests.cli.secret.safe import CANARY, Safe

COPY = '#!/bin/sh\necho "$0 $*" >> {log}\ncase "$*" in *-o*) cat {board} ;; *) cat > {board} ;; esac\n'


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clipboard that is a file, behind a program named xclip, which logs its arguments."""
    board, log, program = tmp_path / "board", tmp_path / "log", tmp_path / "bin" / "xclip"
    program.parent.mkdir()
    program.write_text(COPY.format(board=board, log=log))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setenv("DISPLAY", ":0")
    return board


def test_the_clipboard_is_cleared_if_it_still_holds_the_secret(board: Path) -> None:
    board.write_text(CANARY)
    slept: list[float] = []
    assert clearing.clear(clipboard.watched("xclip", Secret(CANARY), 30), slept.append)
    assert board.read_text() == ""
    assert slept == [30]


def test_what_was_copied_since_stays(board: Path) -> None:
    board.write_text("something else")
    assert not clearing.clear(clipboard.watched("xclip", Secret(CANARY), 30), lambda _: None)
    assert board.read_text() == "something else"


def test_the_process_that_waits_is_told_a_hash_and_no_secret() -> None:
    told = clipboard.watched("xclip", Secret(CANARY), 30)
    assert CANARY.encode() not in told
    assert json.loads(told).keys() == {"clipboard", "key", "hash", "seconds"}
    assert clipboard.watched("xclip", Secret(CANARY), 30) != told


def test_show_copies_by_standard_input(safe: Safe, board: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[list[str], bytes]] = []
    monkeypatch.setattr(clipboard, "left_running", lambda words, raw: started.append((words, raw)))
    safe.add("acme/mail", CANARY)
    safe.more = {"DISPLAY": ":0"}
    said = safe.fine("show", "acme/mail", "--clip")
    assert said.out == "Copied the password of acme/mail; the clipboard is cleared in 30 seconds.\n"
    assert board.read_text() == CANARY
    assert CANARY not in (board.parent / "log").read_text()
    ((words, raw),) = started
    assert words[1:] == ["-P", "-m", "backoffice.cli.secret.clearing"]
    assert CANARY.encode() not in raw


def test_no_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(RefusedError, match="no clipboard"):
        clipboard.copy({}, Secret(CANARY))
