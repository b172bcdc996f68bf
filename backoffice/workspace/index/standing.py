"""How files stood when an index said what they say: enough to see, without the index, that they still stand so.

``standing_of`` takes it down from books, and knows them and the index; here it is only compared, so that an answer
given before can be given again with next to nothing imported.

Git's own words, and the signatures of what git does not vouch for: the folders in which records lie, files that are
edited, new or ignored, and places that were empty.
"""

from __future__ import annotations

import os

from backoffice.workspace.index.ahead import Ahead

MOST = 4000
"""So many signatures are compared; with more, asking the index takes no longer."""


class Standing:
    """One state of the files.

    Attributes:
        said: What git said.
        index: The signature of git's index.
        marks: Path and signature by turns of everything else; an empty signature where there was nothing.
    """

    __slots__ = ("index", "marks", "said")

    def __init__(self, said: bytes, index: bytes, marks: bytes) -> None:
        self.said = said
        self.index = index
        self.marks = marks

    def is_found(self, ahead: Ahead) -> bool:
        """Tell whether everything stands like that but what git has still to say something of."""
        words = self.marks.split(b"\0")
        root = os.fsencode(ahead.place.root)
        return self.index == ahead.index.encode() and all(
            _mark(root, path) == mark for path, mark in zip(words[::2], words[1::2], strict=True)
        )

    def is_confirmed(self, ahead: Ahead) -> bool:
        """Wait for git, and tell whether it says the same again."""
        return self.said == (ahead.said() or b"")


def _mark(root: bytes, path: bytes) -> bytes:
    """Return the signature of a file or folder, empty where there is none; see ``folders.signature``."""
    try:
        found = os.lstat(os.path.join(root, path))
    except OSError:
        return b""
    return b"%d.%d.%d.%d" % (found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size)
