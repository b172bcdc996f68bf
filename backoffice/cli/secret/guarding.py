"""Secrets that lie about in clear text: found by `check`, and by a pre-commit hook for those who want one."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from backoffice.cli import options as shared
from backoffice.cli import output
from backoffice.cli.context import Session
from backoffice.cli.verbs import verb
from backoffice.core.diagnostic import Diagnostic, Fault, Location
from backoffice.core.errors import RefusedError
from backoffice.vault.age import is_age
from backoffice.vault.recipients import PATH
from backoffice.workspace import files
from backoffice.workspace.git.call import installed as git_installed
from backoffice.workspace.git.call import run
from backoffice.workspace.git.read import blobs, staged
from backoffice.workspace.place import Place

CLEAR_TEXT = Fault(
    "clear-text",
    "A file in clear text lies where only ciphertext belongs: beside an age file of the same name, or in `secrets/`. "
    "If it was ever committed, what is in it has to be changed: history keeps it.",
)
PRIVATE_KEY = Fault(
    "private-key",
    "A file of the workspace holds a private key. Keep it outside of every repository. If it was ever committed, the "
    "key has to be replaced: history keeps it.",
)
NOT_ENCRYPTED = Fault(
    "not-encrypted",
    "A file whose name ends in .age does not begin as an age file does: it may be clear text, or it is damaged.",
)
FAULTS = (CLEAR_TEXT, PRIVATE_KEY, NOT_ENCRYPTED)

_KEYS = (r"^AGE-SECRET-KEY-1[0-9A-Z]{20}", r"^-----BEGIN ([A-Z]+ )*PRIVATE KEY-----")
_KEY = re.compile("|".join(_KEYS).encode(), re.MULTILINE)
_AS_NAMED = ("--no-color", "--no-full-name")
"""Names are those of files, from here, however the user likes to see them."""
_TEXTS = (".yaml", ".yml", ".json", ".csv", ".txt", ".env", ".md")


def looked_at(place: Place) -> Iterator[Diagnostic]:
    """Yield every secret in clear text among the files of the working tree; nothing where there is no git."""
    if place.git_dir is None or not git_installed():
        return
    listed = run(place, "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", ".")
    paths = set(_paths(listed))
    yield from _misplaced(paths, lambda path: os.path.lexists(f"{place.root}/{path}"))
    words = [word for pattern in _KEYS for word in ("-e", pattern)]
    matching = run(place, "grep", *_AS_NAMED, "--untracked", "-lzE", *words, "--", ".", fine=(0, 1))
    suspects = {path for path in paths if path.endswith(".age")} | set(_paths(matching))
    for path in sorted(suspects):
        yield from found_in(path, _content(place, path))


def _content(place: Place, path: str) -> bytes:
    try:
        return files.read(place.root, path) or b""
    except RefusedError:  # a link or a device, which others complain about
        return b""


def found_in(path: str, raw: bytes) -> Iterator[Diagnostic]:
    """Yield what is wrong with the content of one file."""
    if path.endswith(".age") and raw and not is_age(raw):
        hint = f"encrypt it with age, or bring the good one back: `git log -- {path}`"
        yield NOT_ENCRYPTED.at(Location(path), "this is no age file", hint=hint)
    if key := _KEY.search(raw):
        where = Location(path, raw.count(b"\n", 0, key.start()) + 1)
        yield PRIVATE_KEY.at(where, "a private key in the workspace", hint="move it away, and replace the key")


def _misplaced(paths: Iterable[str], exists: Callable[[str], bool]) -> Iterator[Diagnostic]:
    """Yield clear text beside ciphertext."""
    for path in sorted(paths):
        plain = path.removesuffix(".age")
        if plain != path and exists(plain):
            hint = "delete it; if it was committed, change what is in it"
            yield CLEAR_TEXT.at(Location(plain), f"clear text beside {path}", hint=hint)
        inside = path.startswith("secrets/") and path.endswith(_TEXTS)
        if inside and path != PATH and f"{path}.age" not in paths:
            yield CLEAR_TEXT.at(Location(path), "clear text among the vaults", hint="encrypt it, or move it elsewhere")


def _paths(content: bytes) -> list[str]:
    return content.decode("utf-8", "surrogateescape").split("\0")[:-1]


@verb("pre-commit", examples=["backoffice secret hook"])
@click.pass_obj
def pre_commit(session: Session) -> int:
    """Look at what is staged, and exit with 1 where there is a secret in clear text; `secret hook` installs it."""
    place = session.workspace.place
    index = session.environment.get("GIT_INDEX_FILE", "")
    new = staged(place, os.path.abspath(index) if index else "")  # noqa: PTH100 - pathlib has no such thing
    contents = dict(blobs(place, set(new.values())))
    found = [*_misplaced(new, lambda path: path in new)]
    found += [each for path, oid in new.items() for each in found_in(path, contents[oid])]
    output.diagnostics(found)
    return int(bool(found))


@verb("hook", examples=["backoffice secret hook"])
@shared.form("plain", "json")
@click.pass_obj
def hook(session: Session) -> int:
    """Have git refuse commits with private keys or clear text beside ciphertext, in this clone."""
    path = installed(session.workspace.place)
    output.result(session, [f"{path} refuses secrets in clear text from now on."], {"path": str(path)})
    return 0


def installed(place: Place) -> Path:
    """Write the hook, or find that it is there.

    Raises:
        RefusedError: There is another hook; the hint is the line to add to it.
    """
    line = f"{shlex.quote(sys.executable)} -P -m backoffice secret pre-commit"
    script = f"#!/bin/sh\nexec {line}\n"
    path = Path(place.common_dir or "", "hooks", "pre-commit")
    elsewhere = [
        run(place, "config", scope, "--get", "core.hooksPath", fine=(0, 1)) for scope in ("--local", "--global")
    ]
    if any(elsewhere) or (path.exists() and path.read_text() != script):
        raise RefusedError("you have hooks of your own", hint=f"add this line to your pre-commit hook: {line}")
    path.parent.mkdir(exist_ok=True)
    path.write_text(script)
    path.chmod(0o755)
    return path
