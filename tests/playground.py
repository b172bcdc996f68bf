"""A place where the commands of a transcript run: its own home, a fixed environment, a directory to stay in.

`backoffice …` and `bo …` without any shell syntax run in this process (but `secret run`, which gives its process
to another program); every other line is given to
bash, where both names are programs too. What both print on either stream is one output, in order.
"""

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from backoffice.workspace.index.open import indexed
from backoffice.workspace.place import Place, cache_dir
from tests.transcripts import Outcome, lines_of

REPOSITORY = Path(__file__).parent.parent
TODAY = "2026-11-21"
NAMES = ("backoffice", "bo")
IDENTITY = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (
        ("NAME", "Example Owner"),
        ("EMAIL", "owner@example.org"),
        ("DATE", f"{TODAY}T09:00:00+00:00"),
    )
}
GIT_CONFIG = """\
[user]
\tname = Example Owner
\temail = owner@example.org
[init]
\tdefaultBranch = main
[commit]
\tgpgsign = false
[gc]
\tauto = 0
[advice]
\tdetachedHead = false
"""

Program = Callable[[list[str]], int | None]

_SHELL_SYNTAX = re.compile(r"[\n|&;<>()$`*?\[{~!\\]")
_TO_THE_LETTER = re.compile(r"""'[^']*'|"[^"$`\\!]*"|\b\w+\[\d\]""")  # lines[1] names no file
_BECOMES_ANOTHER = re.compile(r"\bsecret run\b")
_AT_EXIT = """trap 'env -0 > "$PLAYGROUND_STATE"' EXIT\n"""
_OF_THE_SHELL = {"_", "OLDPWD", "PLAYGROUND_STATE", "SHLVL"}


def environment(home: Path) -> dict[str, str]:
    """Nothing of the person or machine that runs the tests, except where its programs are."""
    return IDENTITY | {
        "BACKOFFICE_TODAY": TODAY,
        "COLUMNS": "80",
        "EDITOR": "true",
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_PAGER": "cat",
        "HOME": str(home),
        "LC_ALL": "C.UTF-8",
        "NO_COLOR": "1",
        "PAGER": "cat",
        "PATH": f"{home / '.bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONPATH": str(REPOSITORY),
        "TERM": "dumb",
        "TMPDIR": str(home / ".tmp"),
        "TZ": "UTC",
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
    }


def backoffice(arguments: list[str]) -> int | None:
    """Call the command line as its script does."""
    from backoffice.__main__ import main

    return main(arguments)


@dataclass
class Playground:
    """Run one command after the other; `cd` and `export` last, as in a shell."""

    home: Path
    program: Program = backoffice
    module: str = "backoffice"
    env: dict[str, str] = field(default_factory=dict)
    directory: Path = Path()

    def __post_init__(self) -> None:
        self.env = environment(self.home)
        for folder in (".bin", ".tmp"):
            (self.home / folder).mkdir(parents=True)
        (self.home / ".gitconfig").write_text(GIT_CONFIG)
        for name in NAMES:
            script = self.home / ".bin" / name
            script.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-m", self.module])} "$@"\n')
            script.chmod(0o755)
        self.directory = self.home

    def start(self, name: str, template: Path | None = None) -> None:
        """Go on in a new directory of this name, empty or a copy of the template."""
        self.directory = self.home / name
        while self.directory.exists():
            self.directory = self.directory.with_name(f"{self.directory.name}-again")
        if template:
            copied(template, self.directory)
            self._read_before(template)
        else:
            self.directory.mkdir()

    def _read_before(self, template: Path) -> None:
        """Give the copy the index of its template, as if its files had been read before."""
        known = Path(cache_dir(Place(str(template))))
        with _environment(self.env, self.home):
            shutil.copytree(known, cache_dir(Place(str(self.directory))), dirs_exist_ok=True)

    def run(self, script: str) -> Outcome:
        with tempfile.TemporaryFile() as sink:
            arguments = _arguments(script)
            code = self._shell(script, sink) if arguments is None else self._in_process(arguments, sink)
            sink.seek(0)
            output = sink.read().decode(errors="backslashreplace")
        return Outcome(lines_of(output.replace(str(self.home), "~")), code)

    def _shell(self, script: str, sink: IO[bytes]) -> int:
        with tempfile.NamedTemporaryFile() as state:
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-c", _AT_EXIT + script],
                cwd=self.directory,
                env=self.env | {"PLAYGROUND_STATE": state.name},
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                check=False,
            )
            after = dict(entry.split("=", 1) for entry in state.read().decode().split("\0") if entry)
        self.directory = Path(after.pop("PWD", self.directory))
        self.env = {name: value for name, value in after.items() if name not in _OF_THE_SHELL} or self.env
        return done.returncode

    def _in_process(self, arguments: list[str], sink: IO[bytes]) -> int:
        with _environment(self.env, self.directory), _streams(sink):
            return _exit_code(self.program, arguments)


def _arguments(script: str) -> list[str] | None:
    """Split a line that needs no shell; None for one that does."""
    words = script.split(maxsplit=1)
    unquoted = _TO_THE_LETTER.sub("", script)
    if not words or words[0] not in NAMES or _SHELL_SYNTAX.search(unquoted) or _BECOMES_ANOTHER.search(unquoted):
        return None
    return shlex.split(script)[1:]


def _exit_code(program: Program, arguments: Sequence[str]) -> int:
    try:
        return program(list(arguments)) or 0
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            return stop.code or 0
        sys.stderr.write(f"{stop.code}\n")
        return 1
    except Exception:  # noqa: BLE001  # a transcript shows a crash as the user would see it
        traceback.print_exc()
        return 1


@contextlib.contextmanager
def _environment(env: dict[str, str], directory: Path) -> Iterator[None]:
    before, at = dict(os.environ), Path.cwd()
    os.environ.clear()
    os.environ.update(env)
    os.chdir(directory)
    time.tzset()
    try:
        yield
    finally:
        os.chdir(at)
        os.environ.clear()
        os.environ.update(before)
        time.tzset()


@contextlib.contextmanager
def _streams(sink: IO[bytes]) -> Iterator[None]:
    """Send both streams to the sink, those of Python and those that programs inherit; no input."""
    kept = [os.dup(number) for number in range(3)]
    streams = sys.stdin, sys.stdout, sys.stderr
    nothing = os.open(os.devnull, os.O_RDONLY)
    try:
        os.dup2(nothing, 0)
        for number in (1, 2):
            os.dup2(sink.fileno(), number)
        with (
            Path(os.devnull).open(encoding="utf-8") as sys.stdin,
            open(1, "w", encoding="utf-8", closefd=False, buffering=1) as sys.stdout,
            open(2, "w", encoding="utf-8", closefd=False, buffering=1) as sys.stderr,
        ):
            yield
    finally:
        sys.stdin, sys.stdout, sys.stderr = streams
        for number, copy in enumerate(kept):
            os.dup2(copy, number)
            os.close(copy)
        os.close(nothing)


def in_python(code: str, options: str = "") -> str:
    """Return a program for this very Python; what follows ``#!`` could be neither long nor hold a blank."""
    return f"#!/bin/sh\n'''exec' {shlex.quote(sys.executable)} {options} \"$0\" \"$@\"\n' '''\n{code}"


def copied(source: Path, target: Path) -> Path:
    """Copy a folder with the times of its files, by a program that takes a third of the time of Python's own."""
    subprocess.run(["cp", "-Rp", source, target], check=True)
    return target


def indexed_before(books: Path) -> Path:
    """Read all files into the index now, so that copies of these books need not."""
    indexed(Place(str(books)))
    return books


def with_history(source: Path, target: Path) -> Path:
    """Copy a folder and put it under git, with the same hashes on every machine."""
    copied(source, target)
    home = target.parent / "git-home"
    home.mkdir()
    (home / ".gitconfig").write_text(GIT_CONFIG)
    identity = {"user.name": "Example Owner", "user.email": "owner@example.org"}
    for arguments in (
        ["init", "--quiet"],
        *(["config", key, value] for key, value in identity.items()),
        ["add", "--all"],
        ["commit", "--quiet", "--message=Start the books"],
        ["repack", "-adq"],  # one file to copy, instead of a thousand
    ):
        subprocess.run(["git", *arguments], cwd=target, env=environment(home), check=True)
    return target
