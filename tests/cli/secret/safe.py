"""A business with a vault, and people who work on clones of it, each with a home and keys of their own."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from backoffice.__main__ import main
from tests.playground import GIT_CONFIG, IDENTITY, REPOSITORY

SETTINGS = """\
business: {name: Studio Ada, address: {street: Hauptstr. 1, postcode: "10115", city: Berlin, country: DE}}
currency: EUR
timezone: Europe/Berlin
tax: standard
taxes:
  standard: {category: S, rates: [{since: 2007-01-01, rate: 19}]}
"""
CANARY = "canary-8c1f=6b:2d#\\\"'é"
"""A password that would be noticed anywhere: with everything in it that text formats stumble over."""


@dataclass
class Said:
    """What a command printed and returned."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command answers
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """Return the rows of a table in plain text, without its heading."""
        return [line.split("  ") for line in self.out.splitlines()[1:]]


@dataclass
class Safe:
    """One person's clone of the business, and commands run in it on 2026-11-21."""

    root: Path
    home: Path
    name: str = "ann"
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        given = IDENTITY | {"GIT_AUTHOR_NAME": self.name, "GIT_COMMITTER_NAME": self.name}
        return (
            given
            | {
                "BACKOFFICE_TODAY": "2026-11-21",
                "GIT_CONFIG_GLOBAL": str(self.home / ".gitconfig"),
                "GIT_CONFIG_NOSYSTEM": "1",
                "HOME": str(self.home),
                "NO_COLOR": "1",
                "PATH": os.environ.get("PATH", os.defpath),
                "PYTHONPATH": str(REPOSITORY),
                "TERM": "dumb",
                "TMPDIR": str(self.home / "tmp"),
                "XDG_CACHE_HOME": str(self.home / "cache"),
                "XDG_DATA_HOME": str(self.home / "data"),
                "XDG_STATE_HOME": str(self.home / "state"),
            }
            | self.more
        )

    @property
    def identity(self) -> Path:
        return self.home / "data" / "backoffice" / "identity.txt"

    @property
    def public(self) -> str:
        return next(line for line in self.identity.read_text().splitlines() if "age1" in line).split()[-1]

    @property
    def vault(self) -> Path:
        return self.root / "secrets.yaml.age"

    @property
    def people(self) -> Path:
        return self.root / "secrets" / "recipients.yaml"

    def run(self, *words: str, given: str | bytes = b"", day: str = "2026-11-21") -> Said:
        """Run ``backoffice secret WORDS`` in this process, with ``given`` on its standard input."""
        return self.backoffice("secret", *words, given=given, day=day)

    def backoffice(self, *words: str, given: str | bytes = b"", day: str = "2026-11-21") -> Said:
        out, err = io.StringIO(), io.StringIO()
        raw = given.encode() if isinstance(given, str) else given
        environment = self.environment | {"BACKOFFICE_TODAY": day}
        with _within(self.root, environment), _input(raw), redirect_stdout(out), redirect_stderr(err):
            code = main(words)
        return Said(code, out.getvalue(), err.getvalue())

    def fine(self, *words: str, given: str | bytes = b"", day: str = "2026-11-21") -> Said:
        """Run a command that must do what it is asked."""
        said = self.run(*words, given=given, day=day)
        assert said.code == 0, said
        return said

    def refused(self, *words: str, given: str | bytes = b"") -> str:
        """Run a command that must be refused, with one line and perhaps a hint, and nothing written; return both."""
        before = self.state()
        said = self.run(*words, given=given)
        assert said.code == 1, said
        assert said.out == ""
        assert 1 <= len(said.err.splitlines()) <= 2, said.err
        assert "Traceback" not in said.err
        assert self.state() == before
        return said.err

    def state(self) -> dict[str, bytes]:
        """Return every file of the workspace but git's own, and where the branch is."""
        found = {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in self.root.rglob("*")
            if path.is_file() and ".git" not in path.relative_to(self.root).parts
        }
        return found | {"HEAD": self.git("rev-parse", "HEAD", fine=False).encode()}

    def get(self, name: str, of: str = "password") -> str:
        """Return a secret."""
        return self.fine("show", name, "-f", of, "--reveal").out.removesuffix("\n")

    def add(self, name: str, secret: str = CANARY, *words: str) -> Said:
        return self.fine("add", name, "--stdin", *words, given=secret)

    def names(self) -> list[str]:
        return [row["name"] for row in self.fine("list", "--format", "json").json["data"]]

    def git(self, *words: str, fine: bool = True) -> str:
        done = self.started(["git", *words])
        assert done.returncode == 0 or not fine, done.stdout.decode()
        return done.stdout.decode()

    def started(self, words: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run any program here, with both its streams as one."""
        return subprocess.run(
            words,
            cwd=self.root,
            env=self.environment,
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )

    def outside(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run ``backoffice WORDS`` as a program of its own."""
        return self.started([sys.executable, "-P", "-m", "backoffice", *words], given)

    def clone(self, name: str) -> "Safe":
        """Return another person's clone, with no keys yet."""
        other = begun(self.root.parent / f"{name}-books", name)
        other.root.rmdir()
        self.git("clone", "--quiet", str(self.root), str(other.root))
        return other


def begun(root: Path, name: str = "ann") -> Safe:
    """Return an empty folder and a home for somebody."""
    home = root.with_name(f"{name}-home")
    for folder in (root, home, home / "tmp"):
        folder.mkdir()
    (home / ".gitconfig").write_text(GIT_CONFIG)
    return Safe(root, home, name)


def business(root: Path) -> Safe:
    """Return a business under git, without a vault."""
    safe = begun(root)
    (safe.root / "backoffice.yaml").write_text(SETTINGS)
    for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message=Start the books"]):
        safe.git(*words)
    return safe


@contextmanager
def _within(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    before, at = dict(os.environ), Path.cwd()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(at)
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _input(raw: bytes) -> Iterator[None]:
    before = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(raw))
    try:
        yield
    finally:
        sys.stdin = before
