"""A thousand PDFs being read: it shows how far it is, others work meanwhile, and after a kill only the rest is read."""

import hashlib
import os
import pty
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.papers import pdf

MANY = 1_000
RECORD = """\
---
name: Letter {number}
file: letter-{number}.pdf
sha256: {digest}
size: {size}
type: application/pdf
received: 2026-01-01
---
"""
CLIENT = ("--set", "name=New", "--set", "address.city=Hamburg", "--set", "address.country=DE")


def write(desk: Desk, many: int) -> None:
    chance = random.Random(2026)  # noqa: S311 - the same on every run
    folder = desk.root / "documents/2026"
    folder.mkdir(parents=True)
    for number in range(many):
        words = " ".join(f"word{chance.randrange(5000)}" for _ in range(200))
        content = pdf(f"Letter number{number}\n{words}")
        about = {"number": number, "digest": hashlib.sha256(content).hexdigest(), "size": len(content)}
        (folder / f"letter-{number}.pdf").write_bytes(content)
        (folder / f"letter-{number}.md").write_text(RECORD.format(**about))
    desk.git("add", "--all")
    desk.git("commit", "--quiet", "--message=File letters")


def read_texts(cache: Path) -> int:
    stores = list(cache.rglob("papers-*.db"))
    if not stores:
        return 0
    connection = sqlite3.connect(stores[0], timeout=30)
    (count,) = connection.execute("select count(*) from paper").fetchone()
    connection.close()
    return int(count)


@contextmanager
def reading(desk: Desk) -> Iterator[tuple[subprocess.Popen[bytes], Iterator[bytes]]]:
    """Read with a terminal for what is said; give the process and what it shows, and kill it in the end."""
    ours, theirs = pty.openpty()
    environment = os.environ | desk.environment | {"PYTHONPATH": str(Path.cwd()), "TERM": "xterm", "COLUMNS": "80"}
    command = [sys.executable, "-m", "backoffice", "document", "read", "--no-ocr"]
    process = subprocess.Popen(
        command, cwd=desk.root, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    try:
        yield process, iter(lambda: os.read(ours, 4096), b"")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@pytest.mark.proof
def test_a_thousand_papers_are_read_in_two_goes_and_in_nobody_s_way(desk: Desk, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    desk.environment["XDG_CACHE_HOME"] = str(cache)
    write(desk, MANY)
    with reading(desk) as (process, shown):
        progress = next(text for text in shown if b"of 1,000" in text)
        assert b"reading papers" in progress
        at_work = [desk.run("document", "list", "--format", "csv"), desk.run("client", "new", "new", *CLIENT)]
        at_work += [desk.run("due"), desk.run("find", "kind:client", "name:new"), desk.run("check")]
        assert [each.code for each in at_work] == [0] * len(at_work)
        assert "client/new" in at_work[3].out
        assert process.poll() is None, "reading was over before the others were"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL

    before = read_texts(cache)
    assert 0 < before < MANY
    assert desk.run("document", "read", "--no-ocr", "--format", "json").json["data"]["read"] == MANY - before
    assert read_texts(cache) == MANY
    assert desk.run("document", "read", "--no-ocr").out == "0 files read\n"
    assert "letter-777" in desk.run("find", "number777").out


def test_find_does_not_wait_for_all_of_many_new_papers(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backoffice.cli.seeking.AT_ONCE", 3)
    write(desk, 5)
    first = desk.run("find", "number4")
    assert (first.out, first.code) == ("no record has number4\n", 0)
    assert "2 files are not read yet, and not looked into: backoffice document read" in first.err
    second = desk.run("find", "number4")
    assert ("letter-4" in second.out, second.err) == (True, "")
