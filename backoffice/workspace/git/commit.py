"""Make a commit of given contents without the index or the files, and move the branch to it.

``build`` writes objects only, so everything that can fail (identity, signing, room) fails before a file is touched;
``land`` then moves the branch, if it still is where it was, and brings the index up to date for these paths alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from backoffice.workspace.files import sync_folder
from backoffice.workspace.git.call import run
from backoffice.workspace.git.condition import Tip
from backoffice.workspace.git.wishes import Wishes, wishes
from backoffice.workspace.place import Place

PENDING = "refs/backoffice/pending"
RAW = {"unspecified", "unset"}
SAMPLE = 4096
"""Bytes from the middle of a file that tell whether it can be compressed: ciphertext, and most pictures, cannot."""
FEW = 2
"""Files that are written by one call of git each, instead of asking first how they are stored."""


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
    wished = wishes(place)
    kept = _kept(place, changes, every=wished.converts)
    parts = [_header(wished, message, parent), *_files(place, changes, modes, kept), b"get-mark :1\ndone\n"]
    oid = run(place, "fast-import", "--quiet", "--force", "--done", given=b"".join(parts)).decode().strip()
    return _signed(place, oid, message, parent) if wished.signs else oid


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


def _header(wished: Wishes, message: str, parent: str | None) -> bytes:
    text = message.encode()
    head = f"commit {PENDING}\nmark :1\nauthor {wished.author}\ncommitter {wished.committer}\ndata {len(text)}\n"
    return head.encode() + text + (f"\nfrom {parent}\n".encode() if parent else b"\n")


def _files(
    place: Place, changes: Mapping[str, bytes | None], modes: Mapping[str, str], kept: Mapping[str, str]
) -> Iterator[bytes]:
    for path, content in changes.items():
        name, mode = _quoted(place.prefix + path), modes.get(path, "100644")
        if content is None:
            yield b"D %s\n" % name
        elif path in kept:
            yield b"M %s %s %s\n" % (mode.encode(), kept[path].encode(), name)
        else:
            yield b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), name, len(content), content)


def _quoted(path: str) -> bytes:
    text = path.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'.encode("utf-8", "surrogateescape")


def _kept(place: Place, changes: Mapping[str, bytes | None], *, every: bool) -> dict[str, str]:
    """Write the files that git has to look at one by one, and return their blob ids.

    These are those that it stores in another form than the disk does (line ends, filters). Where there are few files,
    that is not asked first, and none of them is compressed twice.
    """
    present = {path: content for path, content in changes.items() if content is not None}
    chosen = present.keys() if every or len(present) <= FEW else _converted(place, present)
    return {path: _written(place, path, present[path]) for path in chosen}


def _written(place: Place, path: str, content: bytes) -> str:
    """Write one file as git stores it, and return its blob id; what cannot be made shorter is not tried on."""
    import zlib

    middle = len(content) // 2
    sample = content[middle : middle + SAMPLE]
    faster = ("-c", "core.looseCompression=0") if len(zlib.compress(sample, 1)) >= len(sample) else ()
    words = ("hash-object", "-w", "--stdin", "--path", path)
    return run(place, *faster, *words, given=content).decode().strip()


def _converted(place: Place, paths: Iterable[str]) -> set[str]:
    given = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
    attributes = ("text", "eol", "filter", "ident", "working-tree-encoding")
    words = run(place, "check-attr", "--stdin", "-z", *attributes, given=given).decode("utf-8", "surrogateescape")
    fields = words.split("\0")
    return {path for path, value in zip(fields[::3], fields[2::3], strict=False) if value not in RAW}


def _signed(place: Place, oid: str, message: str, parent: str | None) -> str:
    follows = ("-p", parent) if parent else ()
    words = ("commit-tree", "-S", *follows, "-F", "-", f"{oid}^{{tree}}")
    return run(place, *words, given=message.encode()).decode().strip()


def _ref_folders(place: Place, ref: str) -> list[str]:
    common = place.common_dir or ""
    return [os.path.dirname(os.path.join(common, ref)), common]
