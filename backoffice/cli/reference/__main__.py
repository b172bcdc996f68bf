"""Write the reference: ``python -m backoffice.cli.reference docs/reference``."""

from __future__ import annotations

import sys
from pathlib import Path

from backoffice.cli.reference import pages


def write(folder: Path) -> None:
    """Make ``folder`` hold the pages of the reference, and no other ``.md`` file."""
    current = pages()
    for old in folder.rglob("*.md"):
        if old.relative_to(folder).as_posix() not in current:
            old.unlink()
    for path, text in current.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
