"""Processes that have little: both ends of the talk with them, and those that take for ever."""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from backoffice.formats import limits
from backoffice.formats.confined import Confined, EndedError, Limits
from backoffice.formats.received import question
from tests.papers import pdf

READER = "backoffice.formats.received"


def bomb() -> bytes:
    """Return a PDF whose page says one thing some hundred thousand times."""
    return pdf("\n".join(["again"] * 700_000))


def pages(process: Confined, content: bytes) -> list[str]:
    said, rest = process.ask(question("text", content))
    assert rest == b""
    found: list[str] = said["pages"]
    return found


def test_the_process_answers_one_after_the_other_and_leaves_nothing() -> None:
    with Confined(READER) as process:
        assert pages(process, pdf("one", "two")) == ["one", "two"]
        assert pages(process, b"no pdf") == []
        first, folder = process._process, process._folder
        assert pages(process, pdf("three")) == ["three"]
        assert process._process is first is not None
        assert folder is not None
    assert first.poll() is not None
    assert not Path(folder.name).exists()


def test_what_takes_too_much_takes_down_only_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.formats.confined._PATIENCE", 60)  # a busy machine takes long for little
    with Confined(READER, Limits(seconds=1, megabytes=400)) as process:
        try:
            assert pages(process, bomb()) == []
        except EndedError:
            assert process._process is None
        assert pages(process, pdf("still here")) == ["still here"]


def test_a_process_that_dies_is_replaced_and_its_last_words_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with Confined("backoffice.formats.nowhere") as process:
        with pytest.raises(EndedError, match=r"No module named backoffice\.formats\.nowhere"):
            process.ask(b"?\n")
        process.module = READER
        assert pages(process, pdf("one")) == ["one"]
    with Confined(READER) as process:
        monkeypatch.setattr(sys, "executable", "/bin/false")
        with pytest.raises(EndedError) as ended:
            process.ask(b"?" * 10_000_000)
        assert str(ended.value) == ""


def test_the_process_inherits_nothing_it_does_not_need(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither secrets of the environment nor modules that lie about where the command runs."""
    (tmp_path / "pypdf.py").write_text("raise SystemExit('planted')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKOFFICE_TOKEN", "secret")
    with Confined(READER) as process:
        assert pages(process, pdf("one")) == ["one"]
        assert process._process is not None
        environment = Path(f"/proc/{process._process.pid}/environ")
        if environment.exists():
            assert b"secret" not in environment.read_bytes()


def test_nothing_that_was_never_asked_is_started() -> None:
    with Confined(READER) as process:
        assert process._process is None
    assert process._stop() == ""
    assert str(Limits()) == "30 seconds or 2048 MB"


# ── The other end ──


def test_the_process_speaks_on_its_own_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line is answered within its own limit; what else is printed goes to standard error."""
    (tmp_path / "in").write_bytes(b"one\nmore two\nmore ")
    said: list[object] = []
    moved: list[tuple[int, int]] = []

    def answer(line: bytes, rest: BinaryIO) -> tuple[dict[str, Any], bytes]:
        return {"line": line.decode(), "size": 5}, rest.read(5)

    monkeypatch.setattr(limits, "limit", lambda *given: said.append(given))
    monkeypatch.setattr(limits, "allow", said.append)
    monkeypatch.setattr(os, "dup2", lambda old, new: moved.append((old, new)))
    monkeypatch.setattr(os, "fdopen", lambda *_: (tmp_path / "out").open("wb"))
    monkeypatch.setattr(os, "dup", lambda _: -1)
    monkeypatch.setattr(sys, "argv", ["worker", "5", "700"])
    with (tmp_path / "in").open("rb") as given:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))
        limits.serve(answer)
    found = io.BytesIO((tmp_path / "out").read_bytes())
    assert [json.loads(found.readline())["line"], found.read(5)] == ["one\n", b"more "]
    assert [json.loads(found.readline())["line"], found.read()] == ["two\n", b"more "]
    assert (said, moved) == ([(5, 700), 5, 5], [(2, 1)])


def test_limits_are_never_above_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    put: dict[int, tuple[int, int]] = {}
    hard = {resource.RLIMIT_AS: 1 << 20, resource.RLIMIT_CPU: 3}
    monkeypatch.setattr(
        "backoffice.formats.limits.resource.getrlimit", lambda what: (0, hard.get(what, resource.RLIM_INFINITY))
    )
    monkeypatch.setattr("backoffice.formats.limits.resource.setrlimit", put.__setitem__)
    limits.limit(10_000, 700)
    assert put[resource.RLIMIT_AS] == (1 << 20, 1 << 20)
    assert put[resource.RLIMIT_CPU] == (3, 3)
    assert put[resource.RLIMIT_CORE] == (0, 0)
    monkeypatch.setattr("backoffice.formats.limits.resource.getrlimit", lambda _: (0, resource.RLIM_INFINITY))
    limits.allow(10_000)
    assert put[resource.RLIMIT_CPU][0] >= 10_000
