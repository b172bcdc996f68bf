"""`secret show NAME -f FIELD --reveal`, `secret list`, `secret find`: without all that other commands need.

The imports of the command line take three times as long as opening a vault. Here is nothing but the way of the usual
words to the usual answer. Whatever is not usual (another option, a terminal, a passphrase to ask for, anything wrong)
is left to the commands themselves, which begin anew: there is one place that explains, and it is there.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from unicodedata import normalize

from backoffice.cli.secret.glimpse import Glimpse, printed
from backoffice.vault import glance
from backoffice.vault.shape import block_in, fitting, names_in

_VALUES = {"-f": "field", "--field": "field"} | {
    f"--{name}": name for name in ("format", "vault", "identity", "workspace")
}
Rows = Sequence[tuple[str, ...]]
_SHORT = ("Name", "Vault")
_LONG = (*_SHORT, "Username", "Url", "Tags", "Owner", "Changed", "Due")
_WIDE = "\u0300"
"""The first character that may take no column, or two."""

_CHUNK = 1000
"""Columns of plain text are as wide as the widest of so many rows."""

_OPEN = frozenset({"username", "url"})
"""Fields that are no secrets, and are made safe to print instead."""


def answered(words: Sequence[str]) -> int | None:
    """Answer ``secret WORDS``, and return the exit code; None, with nothing printed, where this is not for here."""
    if words[0] == "recipients":
        from backoffice.cli.secret import admitting

        return admitting.answered(words[1:])
    asked = parsed(words[1:], several=words[0] == "find")
    if asked is None or sys.stdout.isatty():
        return None
    try:
        text = _ANSWERS[words[0]](asked)
    except Exception:  # noqa: BLE001 - met again by the command, and told there
        return None
    return None if text is None else printed(text)


def parsed(words: Sequence[str], *, several: bool = False) -> dict[str, str] | None:
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
        if not name or not value or (name in asked and not (several and name == "name")):
            return None
        asked[name] = f"{asked[name]} {value}" if name in asked else value
    if "name" in asked:
        asked["name"] = normalize("NFC", asked["name"])
    return asked


def _show(asked: dict[str, str]) -> str | None:
    field = asked.get("field", "")
    if "name" not in asked or not field or field in _OPEN or "reveal" not in asked or "format" in asked:
        return None
    vaults = Glimpse(asked)
    vault, name = vaults.split(asked["name"])
    text = vaults.text(vault)
    if not block_in(text, name):
        (name,) = fitting(names_in(text) or (), name)
    return glance.value(text, name, field) + "\n"


def _list(asked: dict[str, str]) -> str | None:
    if asked.keys() & {"field", "reveal"} or asked.get("format", "plain") not in _FORMS:
        return None
    beginning = asked.get("name", "")
    rows: list[tuple[str, ...]] = []
    for vault, text in Glimpse(asked).texts():
        names = names_in(text)
        if names is None:
            return None
        rows += [(name, vault) for name in names if name.startswith(beginning)]
    return _FORMS[asked.get("format", "plain")](rows)


def _find(asked: dict[str, str]) -> str | None:
    if "name" not in asked or asked.keys() & {"field", "reveal"} or asked.get("format", "plain") != "plain":
        return None
    found = ((vault, glance.matches(text, asked["name"])) for vault, text in Glimpse(asked).texts())
    rows = [(name, vault, *about) for vault, several in found for name, *about in several]
    return _columns(rows, _LONG) if len(rows) <= _CHUNK else None


def _columns(rows: Rows, headings: tuple[str, ...] = _SHORT) -> str | None:
    """Return the rows below their headings, as tables in plain text are set; None where that takes more than this."""
    first = [headings, *rows[:_CHUNK]]
    widths = [max(map(len, cells)) for cells in zip(*first, strict=True)]
    text = "".join("".join(row) for row in rows)
    if not rows or not text.isprintable() or max(text) >= _WIDE or any(len(row[0]) > widths[0] for row in rows):
        return None
    form = "  ".join(f"{{:{width}}}" for width in widths)
    return "".join(f"{form.format(*row).rstrip()}\n" for row in [headings, *rows])


def _envelope(rows: Rows) -> str | None:
    """Return the rows as the JSON answer; None where a name has what must be escaped."""
    names = "".join(name for name, _ in rows)
    if '"' in names or "\\" in names or not names.isprintable():
        return None
    lines = ",\n".join(f'    {{"name": "{name}", "vault": "{vault}"}}' for name, vault in rows)
    data = f"[\n{lines}\n  ]" if rows else "[]"
    members = ['"format": 1', '"command": "secret list"', *_dated(), f'"data": {data}', '"totals": []']
    return ",\n  ".join(["{\n  " + members[0], *members[1:], '"diagnostics": []\n}\n'])


def _dated() -> Iterator[str]:
    if day := os.environ.get("BACKOFFICE_TODAY", ""):
        if not glance.is_day(day):
            raise ValueError(day)
        yield f'"as_of": "{day}"'


_FORMS: dict[str, Callable[[Rows], str | None]] = {"plain": _columns, "json": _envelope}
_ANSWERS: dict[str, Callable[[dict[str, str]], str | None]] = {"show": _show, "list": _list, "find": _find}
