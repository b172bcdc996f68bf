"""The reference documentation, written from the declarations: nothing in it is typed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from backoffice.cli.reference import accounts, checks, commands, faults, kinds, reports, values
from backoffice.cli.reference.markdown import page, table

_SECTIONS = (commands, kinds, values, reports, checks, faults, accounts)
_BELOW = "Written by `make docs` from the declarations in the code. Do not edit: change the declaration."


def pages() -> Mapping[str, str]:
    """Return the text of every page by its path in the reference's folder."""
    found = {path: text for section in _SECTIONS for path, text in section.pages().items()}
    return {path: f"{text}\n---\n\n{_BELOW}\n" for path, text in {"README.md": _contents(found), **found}.items()}


def _contents(found: Mapping[str, str]) -> str:
    intro = "Everything the tool knows, looked up by name. The [guides](../README.md) tell it by job."
    return page("Reference", intro, table(("page", "about"), _entries(found)))


def _entries(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for path, text in found.items():
        title, _, rest = text.removeprefix("# ").partition("\n\n")
        yield f"[{title}]({path})", rest.partition("\n")[0]
