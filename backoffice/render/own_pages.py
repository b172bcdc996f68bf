"""Pages of a business's own: templates and styles in its folder ``templates/``, used in the place of the package's.

What is not there is the package's, piece by piece, so whoever changes the lines of an invoice keeps everything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files

from backoffice.core.diagnostic import Fault, Location
from backoffice.core.errors import RefusedError
from backoffice.core.named import NamedTuple
from backoffice.render.look import Load

FOLDER = "templates"
LARGEST = 100_000
"""Most bytes of one template or style."""

BROKEN = Fault(
    "broken-template",
    "A template of yours in templates/ cannot be filled in: it asks for something that its page does not have, does "
    "what templates may not do, or is misspelt. Nothing is printed with it. Compare it with the built-in one "
    "(`backoffice template show`), or take it away: then the built-in one is used again.",
)


class Page(NamedTuple):
    """A sort of page: its name, what it prints, and the files that make it."""

    name: str
    prints: str
    files: tuple[str, ...]


PAGES: Mapping[str, Page] = {
    page.name: page
    for page in (
        Page("letter", "all of them: letterhead, foot", ("letter.html", "letter.css")),
        Page("invoice", "invoices and credit notes", ("invoice.html", "lines.html", "payment.html", "invoice.css")),
        Page("quote", "quotes", ("quote.html", "lines.html", "invoice.css")),
        Page("reminder", "reminders", ("reminder.html", "payment.html", "invoice.css")),
        Page("statement", "statements of account", ("statement.html", "invoice.css")),
        Page("contract", "contracts", ("contract.html", "contract.css")),
    )
}
"""Everything that can be printed otherwise, by name."""


def path_of(file: str) -> str:
    """Return where one's own version of a file lies in the workspace."""
    return f"{FOLDER}/{file}"


def built_in(file: str) -> bytes:
    """Return the package's own version of a file."""
    return (files("backoffice.render") / "pages" / file).read_bytes()


def own_pages(load: Load) -> dict[str, str]:
    """Return the files of the business's own, by name; ``load`` returns the bytes of a file of the workspace.

    Raises:
        RefusedError: for one that is no text, or too large.
    """
    names = dict.fromkeys(file for page in PAGES.values() for file in page.files)
    found = ((name, load(path_of(name))) for name in names)
    return {name: _text(name, content) for name, content in found if content is not None}


def _text(name: str, content: bytes) -> str:
    if len(content) > LARGEST:
        raise _broken(name, f"it has {len(content)} bytes; a template has at most {LARGEST}")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _broken(name, f"it is not UTF-8: byte {error.start + 1}") from None


def _broken(name: str, say: str) -> RefusedError:
    where = Location(path_of(name))
    return RefusedError(f"{where} cannot be used", diagnostics=[BROKEN.at(where, say)])
