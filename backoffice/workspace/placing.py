"""Where in a file a finding is: records know their first line only, so the file is read again for the field."""

from __future__ import annotations

from collections.abc import Callable

from backoffice.core.diagnostic import Diagnostic
from backoffice.formats.frontmatter import read


def placed(found: Diagnostic, content: Callable[[str], bytes | None]) -> Diagnostic:
    """Return a finding at the line and column of the field it is about, as its file is now; others as they are."""
    raw = content(found.where.path) if found.about else None
    for document in read(found.where.path, raw).documents if raw else ():
        if document.where == found.where:
            return found._replace(where=document.at(found.about), about=())
    return found
