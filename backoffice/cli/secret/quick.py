"""`secret show NAME -f FIELD --reveal` and `secret list`, as scripts ask them, without all that other commands need.

The imports of the command line take three times as long as opening a vault. Here is nothing but the way of the usual
words to the usual answer. Whatever is not usual (another option, a terminal, a passphrase to ask for, anything wrong)
is left to the commands themselves, which begin anew: there is one place that explains, and it is there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from backoffice.cli.secret.reading import Reading
from backoffice.vault.harden import harden
from backoffice.workspace import place

_VALUES = {"-f": "field", "--field": "field"} | {
    f"--{name}": name for name in ("format", "vault", "identity", "workspace")
}
_HEADINGS = ("Name", "Vault")
_CHUNK = 1000
"""Columns of plain text are as wide as the widest of so many rows."""

_OPEN = frozenset({"username", "url"})
"""Fields that are no secrets, and are made safe to print instead."""


def answered(words: Sequence[str]) -> int | None:
    """Answer ``secret WORDS``, and return the exit code; None, with nothing printed, where this is not for here."""
    asked = parsed(words[1:])
    if asked is None or sys.stdout.isatty():
        return None
    try:
        text = _ANSWERS[words[0]](asked)
    except Exception:  # noqa: BLE001 - met again by the command, and told there
        return None
    return None if text is None else _printed(text, sys.stdout)


def parsed(words: Sequence[str]) -> dict[str, str] | None:
    """Return what the words say by name (``name`` for one without an option); None where one of them is not usual."""
    asked: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        option, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if word == "--reveal":
            name, value = "reveal", "yes"
        elif option in _VALUES:
            name, value = _VALUES[option], value if equals else next(rest, "")
        else:
            name, value = ("name", word) if not word.startswith("-") else ("", "")
        if not name or not value or name in asked:
            return None
        asked[name] = value
    return asked


def _show(asked: dict[str, str]) -> str | None:
    field = asked.get("field", "")
    if "name" not in asked or not field or field in _OPEN or "reveal" not in asked or "format" in asked:
        return None
    return _vaults(asked).find(asked["name"], asked.get("vault")).entry.value(field).reveal() + "\n"


def _list(asked: dict[str, str]) -> str | None:
    if asked.keys() & {"field", "reveal"} or asked.get("format", "plain") not in _FORMS:
        return None
    vaults = _vaults(asked)
    stores = {asked["vault"]: vaults.open(asked["vault"])} if "vault" in asked else vaults.readable()
    beginning = asked.get("name", "")
    rows = [(name, vault) for vault, store in stores.items() for name in store.names() if name.startswith(beginning)]
    return _FORMS[asked.get("format", "plain")](rows)


def _columns(rows: list[tuple[str, str]]) -> str | None:
    """Return the rows below their headings, as tables in plain text are set; None where that takes more than this."""
    names = [_HEADINGS[0], *(name for name, _ in rows)]
    width = max(map(len, names[: _CHUNK + 1]))
    text = "".join(names)
    if not rows or not (text.isascii() and text.isprintable()) or max(map(len, names)) > width:
        return None
    return "".join(f"{name:{width}}  {vault}\n" for name, vault in [_HEADINGS, *rows])


def _envelope(rows: list[tuple[str, str]]) -> str:
    from backoffice.core.dates import parse_date
    from backoffice.render.to_json import FORMAT, stream

    day = os.environ.get("BACKOFFICE_TODAY", "")
    dated = {"as_of": str(parse_date(day))} if day else {}
    data = ({"name": name, "vault": vault} for name, vault in rows)
    members = {"format": FORMAT, "command": "secret list", **dated, "data": data, "totals": [], "diagnostics": []}
    return "".join(stream(members)) + "\n"


_FORMS: dict[str, Callable[[list[tuple[str, str]]], str | None]] = {"plain": _columns, "json": _envelope}
_ANSWERS: dict[str, Callable[[dict[str, str]], str | None]] = {"show": _show, "list": _list}


def _vaults(asked: dict[str, str]) -> Reading:
    environment = os.environ
    found = place.find(
        os.getcwd(),  # noqa: PTH109 - pathlib is slow to import
        explicit=asked.get("workspace", ""),
        environment=environment.get("BACKOFFICE_WORKSPACE", ""),
    )
    if found.unfinished:
        raise InterruptedError
    harden()
    return Reading(found, environment, lambda _: None, identity_file=asked.get("identity", ""))


def _printed(text: str, stream: TextIO) -> int:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(errors="backslashreplace")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return 0
