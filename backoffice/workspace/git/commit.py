"""Make a commit of given contents without the index or the files, and move the branch to it.

``build`` writes objects only, so everything that can fail (identity, signing, room) fails before a file is touched;
``land`` then moves the branch, if it still is where it was, and brings the index up to date for these paths alone.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from backoffice.workspace.files import sync_folder
from backoffice.workspace.git.call import run
from backoffice.workspace.git.condition import Tip, identities
from backoffice.workspace.place import Place

PENDING = "refs/backoffice/pending"


def build(
    place: Place, changes: Mapping[str, bytes | None], message: str, *, parent: str | None, modes: Mapping[str, str]
) -> str:
    """Write a commit that differs from ``parent`` by ``changes`` and return its id.

    Args:
        place: The workspace.
        changes: New content by path; None removes the file.
        message: The whole message.
        parent: The commit it follows; None for the first.
        modes: Modes of executable files, ``100755``.

    Raises:
        RefusedError: git does not know the user, cannot sign, or cannot write.
    """
    given = _stream(place, changes, message, parent, modes)
    oid = run(place, "fast-import", "--quiet", "--force", "--done", given=given).decode().strip()
    return _signed(place, oid, message, parent) if _config(place, "commit.gpgSign", "bool") == "true" else oid


def land(place: Place, oid: str, *, tip: Tip, paths: Sequence[str], summary: str) -> None:
    """Make commit ``oid`` the last one of the branch ``tip``, durably; the index follows for ``paths``.

    Raises:
        RefusedError: The branch has moved meanwhile.
    """
    zero = "0" * len(oid)
    moves = f"start\nupdate {tip.ref} {oid} {tip.commit or zero}\ndelete {PENDING}\nprepare\ncommit\n"
    run(place, "update-ref", "-m", f"backoffice: {summary}", "--stdin", given=moves.encode())
    for folder in _ref_folders(place, tip.ref):
        sync_folder(folder)
    follow(place, paths)


def follow(place: Place, paths: Sequence[str]) -> None:
    """Make the index say of ``paths`` what the files say."""
    given = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
    run(place, "update-index", "--add", "--remove", "-z", "--stdin", given=given)


def _stream(
    place: Place,
    changes: Mapping[str, bytes | None],
    message: str,
    parent: str | None,
    modes: Mapping[str, str],
) -> bytes:
    author, committer = identities(place)
    text = message.encode()
    parts = [
        f"commit {PENDING}\nmark :1\nauthor {author}\ncommitter {committer}\ndata {len(text)}\n".encode(),
        text,
        f"\nfrom {parent}\n".encode() if parent else b"\n",
    ]
    kept = _converted(place, changes)
    for path, content in changes.items():
        name, mode = _quoted(place.prefix + path), modes.get(path, "100644")
        if content is None:
            parts.append(b"D " + name + b"\n")
        elif path in kept:
            parts.append(f"M {mode} {kept[path]} ".encode() + name + b"\n")
        else:
            parts += [f"M {mode} inline ".encode(), name, f"\ndata {len(content)}\n".encode(), content, b"\n"]
    return b"".join([*parts, b"get-mark :1\ndone\n"])


def _quoted(path: str) -> bytes:
    text = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'.encode("utf-8", "surrogateescape")


def _converted(place: Place, changes: Mapping[str, bytes | None]) -> dict[str, str]:
    """Return blob ids of files that git stores in another form than the disk does (line ends, filters)."""
    present = {path: content for path, content in changes.items() if content is not None}
    given = "".join(f"{path}\0" for path in present).encode("utf-8", "surrogateescape")
    attributes = ("text", "eol", "filter", "ident", "working-tree-encoding")
    words = run(place, "check-attr", "--stdin", "-z", *attributes, given=given).decode("utf-8", "surrogateescape")
    fields = words.split("\0")
    every = _config(place, "core.autocrlf", "") in {"true", "input"}
    wanted = {path for path, value in zip(fields[::3], fields[2::3], strict=False) if value not in RAW}
    return {
        path: run(place, "hash-object", "-w", "--stdin", "--path", path, given=content).decode().strip()
        for path, content in present.items()
        if every or path in wanted
    }


RAW = {"unspecified", "unset"}


def _signed(place: Place, oid: str, message: str, parent: str | None) -> str:
    follows = ("-p", parent) if parent else ()
    words = ("commit-tree", "-S", *follows, "-F", "-", f"{oid}^{{tree}}")
    return run(place, *words, given=message.encode()).decode().strip()


def _config(place: Place, key: str, kind: str) -> str:
    typed = (f"--type={kind}",) if kind else ()
    return run(place, "config", *typed, "--get", key, fine=(0, 1)).decode("utf-8", "replace").strip()


def _ref_folders(place: Place, ref: str) -> list[str]:
    common = place.common_dir or ""
    return [os.path.dirname(os.path.join(common, ref)), common]
