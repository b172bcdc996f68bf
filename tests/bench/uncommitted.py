"""`secret recipients add` without the commit: what is left of it where files are only written, durably, as pass does.

``python -m tests.bench.uncommitted secret recipients add NAME KEY``; for measuring, and for nothing else.
"""

import sys
from collections.abc import Mapping

from backoffice.__main__ import main
from backoffice.cli.secret import admitting
from backoffice.workspace import files
from backoffice.workspace.applied import Applied
from backoffice.workspace.place import Place


def written(place: Place, changes: Mapping[str, bytes]) -> Applied:
    """Put the files in their places, and tell nobody."""
    for path, content in changes.items():
        files.write(place.root, path, content)
    return Applied()


if __name__ == "__main__":
    vars(admitting)["_written"] = written
    raise SystemExit(main(sys.argv[1:]))
