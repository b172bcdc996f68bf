"""Every record that another one names exists."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

from backoffice.checks.check import Check
from backoffice.checks.unread import unread
from backoffice.core.books import Books
from backoffice.core.diagnostic import Diagnostic, Fault
from backoffice.core.fields import references
from backoffice.core.schema import spelled
from backoffice.kinds import kinds

DANGLING = Fault(
    "missing-record",
    "A field names a record that does not exist: a slip in the id, or a file that was deleted or renamed.",
)


def dangling(books: Books) -> Iterator[Diagnostic]:
    """Yield every reference to a record that is not there; one that cannot be read is there."""
    known = {kind.noun: frozenset(books.ids(kind.noun)) | unread(books, kind) for kind in kinds()}
    astray = [ref for ref in books.targets() if ref.partition("/")[2] not in known.get(ref.partition("/")[0], ())]
    naming = {ref for target in astray for ref in books.referring(target)}
    for kind in kinds():
        names = [identity for noun, _, identity in (ref.partition("/") for ref in naming) if noun == kind.noun]
        for record in books.some(kind.record, names) if names else ():
            for path, noun, identity in references(record):
                if identity not in known.get(noun, ()):
                    hint = _near(known, noun, identity)
                    say = f"{spelled(path)}: there is no {noun} {identity}"
                    yield DANGLING.at(record.where, say, hint=hint, about=path)


def _near(known: Mapping[str, frozenset[str]], noun: str, identity: str) -> str:
    """Return the way out: the nearest kind or record there is."""
    if noun not in known:
        near = difflib.get_close_matches(noun, known, n=1)
        return f"did you mean {near[0]}/{identity}?" if near else f"kinds are {', '.join(known)}"
    near = difflib.get_close_matches(identity, known[noun], n=1)
    return f"did you mean {near[0]}?" if near else f"see backoffice {noun} list"


CHECK = Check("references", "Records named by others exist.", dangling, (DANGLING,))
