"""A small repository to work on, and git itself as the independent witness of what we did to it."""

import os
import subprocess
from pathlib import Path

from backoffice.workspace.place import Place

SETTINGS = "business: {name: Example}\ncurrency: EUR\n"


def git(where: Place | Path | str, *words: str, fine: bool = True) -> str:
    """Run plain git, as a user would, and return what it prints."""
    folder = where.root if isinstance(where, Place) else where
    done = subprocess.run(["git", *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 0 or not fine, done.stderr.decode()
    return done.stdout.decode().strip()


def repository(folder: Path, inside: str = "") -> Place:
    """Make a repository with one committed workspace, at its top or ``inside`` a folder of it."""
    root = folder / inside
    root.mkdir(parents=True)
    git(folder, "init", "--quiet", "--template=", "--initial-branch=main")
    put(root, {"backoffice.yaml": SETTINGS})
    commit(root, "Start")
    return Place(str(root))


def put(where: Place | Path, contents: dict[str, str]) -> None:
    """Write files by hand."""
    root = Path(where.root if isinstance(where, Place) else where)
    for path, text in contents.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())


def commit(where: Place | Path, message: str) -> str:
    """Commit everything by hand and return the commit."""
    git(where, "add", "--all", ".")
    git(where, "commit", "--quiet", "--message", message)
    return git(where, "rev-parse", "HEAD")


def subjects(place: Place) -> list[str]:
    """Return the subjects of all commits, oldest first."""
    return git(place, "log", "--reverse", "--format=%s").splitlines()


def contents(place: Place) -> dict[str, str]:
    """Return the text of every file of the workspace, whatever git knows of it."""
    found = {}
    for folder, folders, names in os.walk(place.root):
        folders[:] = [each for each in folders if each != ".git"]
        for name in names:
            path = Path(folder, name)
            found[path.relative_to(place.root).as_posix()] = path.read_bytes().decode()
    return found
