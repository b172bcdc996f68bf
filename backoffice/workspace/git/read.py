"""What the repository holds: paths and blob ids of the index and of commits, and the contents of blobs.

A path is given from the root of the workspace; links and submodules are left out everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from backoffice.workspace.git.call import run, start
from backoffice.workspace.place import Place

FILE = "100"
"""How the mode of a regular file begins."""

SHA1_LENGTH = 40


def tracked(place: Place) -> dict[str, str]:
    """Return path and blob id of every file in the index; unmerged files are left out."""
    return dict(_staged(run(place, "ls-files", "--stage", "-z", "--", ".")))


def tree(place: Place, commit: str) -> dict[str, str]:
    """Return path and blob id of every file of a commit."""
    found = {}
    for line in _lines(run(place, "ls-tree", "-r", "-z", "--end-of-options", commit)):
        about, _, path = line.partition("\t")
        if about.startswith(FILE):
            found[path] = about.split(" ")[2]
    return found


def changed(place: Place, old: str, new: str) -> dict[str, tuple[str | None, str | None]]:
    """Return, of every file that differs between two commits or trees, its old and new blob id."""
    words = ("-r", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative")
    lines = _lines(run(place, "diff-tree", *words, "--end-of-options", old, new))
    found = {}
    for about, path in zip(lines[::2], lines[1::2], strict=True):
        old_mode, new_mode, old_oid, new_oid, _ = about[1:].split(" ")
        ids = (old_oid if old_mode.startswith(FILE) else None, new_oid if new_mode.startswith(FILE) else None)
        if ids != (None, None):
            found[path] = ids
    return found


def blobs(place: Place, oids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield id and content of each of these objects, in this order, as git finds them.

    Raises:
        MissingError: One of them is not in the repository.
    """
    running = start(place, "cat-file", "--batch", given="".join(f"{oid}\n" for oid in oids).encode())
    try:
        while head := running.output.readline():
            oid, _, size = head.decode().rpartition(" ")
            if size == "missing\n":
                raise _missing(f"the repository has no object {oid}", "see `git fsck`")
            content = running.output.read(int(size))
            running.output.read(1)
            yield oid.partition(" ")[0], content
    finally:
        running.finish(fine=(0, -13))  # whoever stops listening breaks git's pipe


def ids(place: Place, names: Iterable[str]) -> list[str | None]:
    """Return the id of each object named as git names them (``HEAD:./clients/acme.md``); None for what is not there."""
    given = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    lines = run(place, "cat-file", "--batch-check=%(objectname)", given=given).decode("utf-8", "surrogateescape")
    return [None if line.endswith(" missing") else line for line in lines.splitlines()]


def resolve(place: Place, name: str) -> str:
    """Return the id of the commit that ``name`` names: an id or its beginning, a branch, a tag, ``HEAD~3``.

    Raises:
        MissingError: There is no such commit, or more than one.
    """
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    oid = run(place, *words, fine=(0, 1, 128)).decode().strip()
    if not oid:
        raise _missing(f"there is no commit {name}", "see `backoffice log`")
    return oid


def head(place: Place) -> str | None:
    """Return the id of the last commit; None before the first."""
    return run(place, "rev-parse", "--verify", "--quiet", "HEAD^{commit}", fine=(0, 1)).decode().strip() or None


def commit_known_at(place: Place, moment: str) -> str | None:
    """Return the last commit of the current branch not after ``moment`` (ISO 8601); None when there was none."""
    words = ("rev-list", "-1", "--first-parent", f"--before={moment}", "HEAD")
    return run(place, *words).decode().strip() or None


def refs(place: Place, *under: str) -> dict[str, str]:
    """Return name and object id of every ref, or of those under ``refs/heads/``, ``refs/remotes/`` and so on."""
    lines = run(place, "for-each-ref", "--format=%(refname) %(objectname)", *under).decode("utf-8", "surrogateescape")
    return dict(line.split(" ", 1)[:2] for line in lines.splitlines())


def _staged(content: bytes) -> Iterator[tuple[str, str]]:
    for line in _lines(content):
        about, _, path = line.partition("\t")
        if about.startswith(FILE) and about.endswith(" 0"):
            yield path, about.split(" ")[1]


def _lines(content: bytes) -> list[str]:
    return content.decode("utf-8", "surrogateescape").split("\0")[:-1]


def blob_id(content: bytes, *, like: str) -> str:
    """Return the id that git gives to this content, as long as the id ``like`` (SHA-1 or SHA-256 repositories)."""
    name = "sha1" if len(like) == SHA1_LENGTH else "sha256"
    import hashlib

    return hashlib.new(name, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def is_blob(place: Place, path: str, content: bytes | None, oid: str | None) -> bool:
    """Tell whether ``content`` on disk is what git stores as ``oid``: as it is, or after line ends and filters."""
    if content is None or oid is None:
        return content is None and oid is None
    if blob_id(content, like=oid) == oid:
        return True
    return run(place, "hash-object", "--stdin", "--path", path, given=content).decode().strip() == oid


def unmerged(place: Place) -> dict[str, dict[int, str]]:
    """Return, of every file left in conflict, the blob ids of its sides: 1 what both grew from, 2 ours, 3 theirs."""
    found: dict[str, dict[int, str]] = {}
    for line in _lines(run(place, "ls-files", "--unmerged", "-z", "--", ".")):
        about, _, path = line.partition("\t")
        _, oid, stage = about.split(" ")
        found.setdefault(path, {})[int(stage)] = oid
    return found


def staged(place: Place, index: str = "") -> dict[str, str]:
    """Return the blob id of every file that the next commit adds or changes; ``index``: by another index than git's."""
    also = {"GIT_INDEX_FILE": index} if index else {}
    since = head(place) or run(place, "hash-object", "-t", "tree", "--stdin").decode().strip()
    words = ("--cached", "--raw", "-z", "--abbrev=64", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative")
    lines = _lines(run(place, "diff-index", *words, since, also=also))
    pairs = zip((about.split(" ") for about in lines[::2]), lines[1::2], strict=True)
    return {path: about[3] for about, path in pairs if about[1].startswith(FILE)}


def _missing(message: str, hint: str) -> Exception:
    from backoffice.core.errors import MissingError  # slow to import, and seldom needed

    return MissingError(message, hint=hint)
